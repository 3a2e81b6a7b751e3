"""What stands around a node: the nodes that are one or two steps from it, and what ties them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import pyoxigraph as ox

from ...names import KG, Kg
from .facts import Facts, Ref
from .places import relative
from .reader import TYPE, shorten

LARGEST = 200
"""Nodes of a drawing; with more nobody sees anything (``docs/explorer.md``)."""

_STEPS = 2
_LOOKED_AT = 2000
"""Triples that lead to a node, of which the neighbours are taken: some mechanisms have a hundred thousand."""

_WIDEST = 60
"""Neighbours taken of one node beyond the first step."""

_LEFT_OUT = frozenset({TYPE, str(Kg.EXTRACTED_FROM), str(Kg.IN_VARIANT), str(Kg.TARGET)})


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a drawing: its name, its kind, and how many steps it is from the middle."""

    ref: Ref
    kind: str
    distance: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A triple between two nodes of a drawing; ``label`` is the property with its prefix."""

    source: Ref
    label: str
    target: Ref


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Nodes, nearest first, and edges; ``more`` says that some were left out."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: bool


def neighbourhood(facts: Facts, iri: str) -> Neighbourhood:
    """Return what stands around a node: at most ``LARGEST`` nodes, the nearest."""
    distances = {iri: 0}
    more = False
    for step in range(1, _STEPS + 1):
        for node in [each for each, far in distances.items() if far == step - 1]:
            found = {other for _, other in chain(_outgoing(facts, node), _incoming(facts, node))} - set(distances)
            neighbours = sorted(other for other in found if facts.reader.kind(other))
            room = min(LARGEST - len(distances), LARGEST if step == 1 else _WIDEST)
            more = more or len(neighbours) > room
            distances.update(dict.fromkeys(neighbours[: max(0, room)], step))
    nodes = tuple(Node(facts.ref(each), facts.reader.kind(each), far) for each, far in distances.items())
    refs = {node.ref.iri: node.ref for node in nodes}
    edges = {
        Edge(refs[node], shorten(predicate), refs[other])
        for node in refs
        for predicate, other in _outgoing(facts, node)
        if other in refs
    }
    return Neighbourhood(
        nodes, tuple(sorted(edges, key=lambda each: (each.source.iri, each.label, each.target.iri))), more
    )


def drawing(around: Neighbourhood, page: str) -> Mapping[str, Any]:
    """Return a neighbourhood as the script that draws it takes it.

    Args:
        around: What to draw.
        page: The path of the page that shows it: addresses are relative to this.
    """
    nodes = [
        {
            "id": node.ref.iri,
            "label": node.ref.label,
            "kind": node.kind,
            "href": relative(f"{node.ref.path}.html", page) if node.ref.path else "",
            "distance": node.distance,
        }
        for node in around.nodes
    ]
    edges = [{"source": edge.source.iri, "target": edge.target.iri, "label": edge.label} for edge in around.edges]
    return {"nodes": nodes, "edges": edges}


def _outgoing(facts: Facts, node: str) -> Iterator[tuple[str, str]]:
    """Yield property and object of each triple that leads from a node to another that a drawing may show."""
    for triple in facts.reader.triples(node):
        if isinstance(triple.object, ox.NamedNode) and _is_shown(triple.predicate.value, triple.object.value):
            yield triple.predicate.value, triple.object.value


def _incoming(facts: Facts, node: str) -> Iterator[tuple[str, str]]:
    """Yield property and subject of the triples that lead to a node, as far as they are looked at."""
    for triple in islice(facts.reader.incoming(node), _LOOKED_AT):
        if isinstance(triple.subject, ox.NamedNode) and _is_shown(triple.predicate.value, triple.subject.value):
            yield triple.predicate.value, triple.subject.value


def _is_shown(predicate: str, other: str) -> bool:
    return predicate not in _LEFT_OUT and not other.startswith(KG)
