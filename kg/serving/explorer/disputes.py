"""What the sides of unresolved merge conflicts say that the others do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...names import Kg
from .facts import Evidence, Facts, Ref, anchor
from .reader import LABEL, TYPE

SIDES = ("ours", "theirs")


@dataclass(frozen=True, slots=True)
class Item:
    """A fact that only one side has: its kind, what it says, the feature or document that shows it, and its place."""

    kind: str
    text: str
    shown: Ref | None
    anchor: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: ``ours`` or ``theirs``, the marker's revision and subject, and what only it says."""

    name: str
    anchor: str
    commit: str
    subject: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A conflict: the document that it stands in, where, and its sides."""

    iri: str
    anchor: str
    document: Ref | None
    evidence: tuple[Evidence, ...]
    sides: tuple[Side, ...]

    @property
    def size(self) -> int:
        """How many facts are in dispute."""
        return sum(len(side.items) for side in self.sides)


def conflicts(facts: Facts) -> tuple[str, ...]:
    """Return the IRIs of all conflicts, sorted."""
    return facts.reader.subjects(TYPE, Kg.CONFLICT)


def dispute(facts: Facts, conflict: str, within: frozenset[str] | None = None) -> Dispute:
    """Return a conflict with what each side says that the other does not.

    Args:
        facts: The graph.
        conflict: The IRI of the conflict.
        within: Only these nodes, where given: those of one feature, say.
    """
    read = facts.reader
    variants = {read.one(each, Kg.SIDE): each for each in read.nodes(conflict, Kg.HAS_VARIANT)}
    nodes = {side: set(read.subjects(Kg.IN_VARIANT, variants.get(side, ""))) for side in SIDES}
    sides = []
    for name, other in (SIDES, SIDES[::-1]):
        own = {node for node in nodes[name] - nodes[other] if within is None or node in within}
        variant = variants.get(name, "")
        items = sorted((_item(facts, node) for node in own), key=_order)
        sides.append(Side(name, anchor(variant), read.one(variant, Kg.COMMIT), _subject(facts, variant), tuple(items)))
    base = conflict.partition("#")[0]
    document = facts.ref(base) if base in facts.places.paths else None
    return Dispute(conflict, anchor(conflict), document, facts.evidence(conflict), tuple(sides))


def of_nodes(facts: Facts, nodes: Iterable[str]) -> tuple[Dispute, ...]:
    """Return the disputes that some nodes have a part in, each with only these nodes."""
    within = frozenset(nodes)
    read = facts.reader
    variants = {variant for node in within for variant in read.nodes(node, Kg.IN_VARIANT)}
    found = {conflict for variant in variants for conflict in read.subjects(Kg.HAS_VARIANT, variant)}
    disputes = (dispute(facts, conflict, within) for conflict in sorted(found))
    return tuple(each for each in disputes if each.size)


def _order(item: Item) -> tuple[int, str]:
    return (item.evidence[0].start if item.evidence else 0, item.text)


def _subject(facts: Facts, variant: str) -> str:
    return facts.reader.one(variant, LABEL)


def _item(facts: Facts, node: str) -> Item:
    read = facts.reader
    kind = read.kind(node) or "node"
    text = read.label(node)
    if kind == "link":
        text = f"{text} → {read.one(node, Kg.TARGET) or read.one(node, Kg.HREF)}"
    elif kind == "availability":
        text = f"{read.label(read.one(node, Kg.IN_EDITION))}: {read.one(node, Kg.AVAILABILITY_VALUE)}"
    holder = node if kind == "feature" else _holder(facts, node)
    return Item(kind, text, facts.ref(holder) if holder else None, anchor(node), facts.evidence(node))


def _holder(facts: Facts, node: str) -> str:
    """Return the feature that a statement, an availability or a link belongs to, "" where there is none."""
    for _ in range(_STEPS):
        holders = (each for by in _HOLD for each in facts.reader.subjects(by, node))
        node = next(holders, "")
        if not node or facts.places.kind(node) == "feature":
            return node
    return ""


_HOLD = (Kg.HAS_STATEMENT, Kg.HAS_AVAILABILITY, Kg.HAS_LINK)
_STEPS = 2
"""A link of a statement, the statement of a feature."""
