"""Who names what, in numbers: products by mechanisms, features by mechanisms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ...names import Kg
from .facts import Facts, Ref

LEVELS = 5


@dataclass(frozen=True)
class Matrix:
    """Counts of rows by columns; ``counts[row][column]``, and the sum of each row."""

    rows: tuple[Ref, ...]
    columns: tuple[Ref, ...]
    counts: tuple[tuple[int, ...], ...]
    sums: tuple[int, ...]
    hidden: int = 0

    @cached_property
    def highest(self) -> int:
        """The highest count, at least 1."""
        return max((count for row in self.counts for count in row), default=1) or 1

    def part(self, rows: slice) -> Matrix:
        """Return some of the rows."""
        return replace(self, rows=self.rows[rows], counts=self.counts[rows], sums=self.sums[rows])

    def level(self, count: int) -> int:
        """Return how dark a cell is, 0 for none to ``LEVELS``."""
        return -(-count * LEVELS // self.highest)


def products(facts: Facts) -> Matrix:
    """Return how many features of each product use each mechanism; those that most use come first."""
    rows = facts.reader.select(
        """SELECT ?mechanism ?product (COUNT(DISTINCT ?feature) AS ?n) WHERE {
             ?feature a kg:Feature ; kg:usesMechanism ?mechanism ; kg:describedIn/schema:about ?product
           } GROUP BY ?mechanism ?product"""
    )
    counts = {(row["mechanism"] or "", row["product"] or ""): int(row["n"] or 0) for row in rows}
    names = {product for _, product in counts}
    return _matrix(facts, counts, sorted(names, key=lambda iri: facts.reader.label(iri).casefold()))


def features(facts: Facts, iris: Sequence[str], widest: int) -> Matrix:
    """Return how many statements of each feature name each mechanism.

    Args:
        facts: The graph.
        iris: The features, in the order of the rows.
        widest: At most so many columns: the mechanisms that most of the features name.
    """
    read = facts.reader
    counts: Counter[tuple[str, str]] = Counter()
    named: Counter[str] = Counter()
    for feature in iris:
        mechanisms = read.nodes(feature, Kg.USES_MECHANISM)
        named.update(mechanisms)
        statements = read.nodes(feature, Kg.HAS_STATEMENT)
        found = Counter(each for statement in statements for each in read.nodes(statement, Kg.USES_MECHANISM))
        counts.update({(feature, each): found[each] or 1 for each in mechanisms})
    order = sorted(named, key=lambda iri: (-named[iri], facts.reader.label(iri).casefold(), iri))
    columns = order[:widest]
    return Matrix(
        tuple(map(facts.ref, iris)),
        tuple(map(facts.ref, columns)),
        tuple(tuple(counts[feature, column] for column in columns) for feature in iris),
        tuple(sum(counts[feature, column] for column in order) for feature in iris),
        len(order) - len(columns),
    )


def _matrix(facts: Facts, counts: Mapping[tuple[str, str], int], columns: Sequence[str]) -> Matrix:
    sums: Counter[str] = Counter()
    for (row, _), count in counts.items():
        sums[row] += count
    rows = sorted((facts.ref(iri) for iri in sums), key=lambda ref: (-sums[ref.iri], ref.label.casefold(), ref.iri))
    return Matrix(
        tuple(rows),
        tuple(map(facts.ref, columns)),
        tuple(tuple(counts.get((row.iri, column), 0) for column in columns) for row in rows),
        tuple(sums[row.iri] for row in rows),
    )
