"""The tables of a document as its reader knows them, made again from the facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .facts import Availability, Feature, Statement


@dataclass(frozen=True, slots=True)
class Block:
    """What a cell holds of one feature: its statements; ``label`` names a part that was a bullet in the cell."""

    feature: Feature
    is_part: bool
    statements: tuple[Statement, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: blocks of statements, or availabilities; both empty where the row has none in this column."""

    blocks: tuple[Block, ...] = ()
    availabilities: tuple[Availability, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its feature, how deep it stands under others, and a cell for each column of the table."""

    feature: Feature
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the headers of its columns ("" where the source has none), and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


_Cells = dict[str, Cell]


def tables(features: Iterable[Feature]) -> tuple[Table, ...]:
    """Return the tables of a document.

    A feature is a row; a part that stands in the same line as its feature was a bullet in a cell, any other a row below
    it. A table ends where a top feature has none of its columns.

    Args:
        features: The top features, in the order of the document.
    """
    found: list[tuple[list[str], list[tuple[Feature, int, _Cells]]]] = []
    for feature in features:
        rows = list(_rows(feature, 0))
        columns = [column for _, _, cells in rows for column in cells]
        if not found or (columns and found[-1][0] and not set(columns) & set(found[-1][0])):
            found.append(([], []))
        for _, _, cells in rows:
            _merge(found[-1][0], list(cells))
        found[-1][1].extend(rows)
    return tuple(
        Table(
            tuple(columns),
            tuple(
                Row(feature, depth, tuple(cells.get(column, Cell()) for column in columns))
                for feature, depth, cells in rows
            ),
        )
        for columns, rows in found
    )


def _rows(feature: Feature, depth: int) -> Iterator[tuple[Feature, int, _Cells]]:
    inside = [part for part in feature.parts if _is_inside(part, feature)]
    yield feature, depth, _cells(feature, inside)
    for part in feature.parts:
        if part not in inside:
            yield from _rows(part, depth + 1)


def _is_inside(part: Feature, feature: Feature) -> bool:
    return part.line == feature.line and bool(part.line)


def _cells(feature: Feature, inside: Iterable[Feature]) -> _Cells:
    """Return the cells of a row by column, in the order of the source."""
    placed: list[tuple[int, str, Block | Availability]] = []
    by_column: dict[str, list[Statement]] = {}
    for statement in feature.statements:
        by_column.setdefault(statement.column, []).append(statement)
    for column, statements in by_column.items():
        placed.append((_start(statements[0]), column, Block(feature, is_part=False, statements=tuple(statements))))
    for part in inside:
        placed.extend((start, column, block) for start, column, block in _blocks(part, 1))
    placed.extend((_start(each), each.edition.label, each) for each in feature.availabilities)
    cells: _Cells = {}
    for _, column, what in sorted(placed, key=lambda each: each[0]):
        cell = cells.get(column, Cell())
        if isinstance(what, Block):
            cells[column] = replace(cell, blocks=(*cell.blocks, what))
        else:
            cells[column] = replace(cell, availabilities=(*cell.availabilities, what))
    return cells


def _blocks(part: Feature, depth: int) -> Iterator[tuple[int, str, Block]]:
    """Yield a part that was a bullet in a cell, and its own parts, each with its column."""
    column = next((each.column for inner in part.everything for each in inner.statements), "")
    start = part.evidence[0].start if part.evidence else 0
    yield start, column, Block(part, is_part=True, statements=part.statements, depth=depth)
    for inner in part.parts:
        yield from _blocks(inner, depth + 1)


def _start(what: Statement | Availability) -> int:
    return what.evidence[0].start if what.evidence else 0


def _merge(columns: list[str], new: list[str]) -> None:
    """Add columns to those that are known, each after the one that it follows in its row."""
    index = 0
    for column in new:
        if column in columns:
            index = columns.index(column) + 1
        else:
            columns.insert(index, column)
            index += 1
