"""Whether the blank nodes of a graph can be told apart in a reasonable time: RDFC-1.0 alone knows no bound."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import factorial, prod

from ..terms import Triple

_MOST = 1_000
_LONGEST = 100
"""So many nodes, each like another, may be linked: the time that they take grows with the third power."""

_ORDERS = 10_000
"""RDFC-1.0 tries the orders of neighbours that are alike, at each node that is like another: so many at most."""


def is_tangled(graph: Iterable[Triple]) -> bool:
    """Return whether a graph has too many blank nodes, or too many that are alike and linked with one another."""
    looks: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    links: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for s, p, o in graph:
        for own in {term for term in (s, o) if term.startswith("_:")}:
            looks[own].append((_seen(s, own), p, _seen(o, own)))
        if s.startswith("_:") and o.startswith("_:"):
            links[s, p, True].add(o)
            links[o, p, False].add(s)
    if len(looks) > _MOST:
        return True
    kinds = {node: tuple(sorted(triples)) for node, triples in looks.items()}
    counts = Counter(kinds.values())
    alike = {node for node, kind in kinds.items() if counts[kind] > 1}
    near = {key: others & alike for key, others in links.items() if key[0] in alike}
    orders = prod(factorial(min(len(others), 9)) for others in near.values())
    return orders > _ORDERS or _longest(near) > _LONGEST


def _longest(near: Mapping[tuple[str, str, bool], set[str]]) -> int:
    """Return how many nodes are linked at most, one with another."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for (node, _, _), others in near.items():
        neighbours[node] |= others
    longest = 0
    while neighbours:
        waiting, seen = [next(iter(neighbours))], set[str]()
        while waiting:
            node = waiting.pop()
            seen.add(node)
            waiting.extend(neighbours.pop(node, set()) - seen)
        longest = max(longest, len(seen))
    return longest


def _seen(term: str, own: str) -> str:
    """Return a term as a blank node sees it, for which all others are alike."""
    return term if not term.startswith("_:") else "_:own" if term == own else "_:other"
