"""A ``table`` element as a grid, spans of cells resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..items import items_of
from ..model import Cell, Element, Table
from ..source import SourceText
from ..visible import text_of
from .bounded import Room


def table_of(source: SourceText, element: Element, room: Room) -> Table:
    """Return the grid of a table, as far as there is room.

    The header is the rows of ``thead``, else the first rows that consist of ``th`` alone. A cell that spans rows or
    columns covers each of its places (HTML, section 4.9.12). A short row ends in None.
    """
    rows = list(_rows(element))
    head = sum(1 for _, in_head in rows if in_head) or _leading_header_rows([row for row, _ in rows])
    width = 0
    lines: list[list[Cell | None]] = [[] for _ in rows]
    for index, (row, _) in enumerate(rows):
        column = 0
        for cell in (node for node in row.children if isinstance(node, Element) and node.tag in {"td", "th"}):
            while column < len(lines[index]) and lines[index][column] is not None:
                column += 1
            colspan = room.columns(_span(cell, "colspan"), column, cell)
            rowspan = min(_span(cell, "rowspan"), len(rows) - index)
            if colspan < 1 or not room.take(rowspan * colspan, cell):
                break
            placed = _cell(source, cell, index, column, rowspan, colspan)
            for line in lines[index : index + rowspan]:
                line.extend([None] * (column + colspan - len(line)))
                line[column : column + colspan] = [placed] * colspan
            column += colspan
            width = max(width, column)
    grid = tuple(tuple(line + [None] * (width - len(line))) for line in lines)
    return Table(element, grid, min(head, len(grid)))


def _cell(source: SourceText, element: Element, row: int, column: int, rowspan: int = 1, colspan: int = 1) -> Cell:
    text, items = text_of(element.children), items_of(source, element)
    return Cell(element, text, items, row, column, rowspan, colspan)


def table_of_list(source: SourceText, element: Element, head: int, room: Room) -> Table:
    """Return the grid of a list of lists: an item a row, an item of the inner list a cell.

    Args:
        source: The text of the page.
        element: The outer list.
        head: How many rows are header.
        room: How much there may be.
    """
    lines: list[list[Cell | None]] = []
    for row in (node for node in element.children if isinstance(node, Element)):
        cells = [cell for inner in row.children if isinstance(inner, Element) for cell in inner.children]
        found = [cell for cell in cells if isinstance(cell, Element) and cell.tag == "li"]
        lines.append(
            [
                _cell(source, cell, len(lines), column)
                for column, cell in enumerate(found)
                if room.columns(1, column, cell)
            ]
        )
    width = max(map(len, lines), default=0)
    grid = tuple(tuple(line + [None] * (width - len(line))) for line in lines)
    return Table(element, grid, min(head, len(grid)))


def with_spans(table: Table) -> Table:
    """Return a table in which the empty first cells of a Markdown table, which has no spans, continue the cell above.

    They do where the table has a third column, its first body cell is filled, several below are empty, and the second
    column names something else in each row. Any other table is returned as it is.
    """
    body = table.grid[table.head :]
    if table.width < 3 or any(cell is not None and cell.rowspan > 1 for row in body for cell in row):  # noqa: PLR2004
        return table
    first = [row[0].text if row[0] else "" for row in body]
    second = [row[1].text if row[1] else "" for row in body]
    empty = sum(not text for text in first)
    if not first or not first[0] or empty < 2 or not all(second) or len(set(second)) < len(second):  # noqa: PLR2004
        return table
    grid = [list(row) for row in table.grid]
    above = table.head
    for index, text in enumerate(first, start=table.head):
        above = index if text else above
        start = grid[above][0]
        if start is not None and index > above:
            spanning = replace(start, rowspan=index - above + 1)
            for row in grid[above : index + 1]:
                row[0] = spanning
    return Table(table.element, tuple(map(tuple, grid)), table.head)


def _rows(element: Element, in_head: bool = False) -> Iterator[tuple[Element, bool]]:  # noqa: FBT002
    for node in element.children:
        if isinstance(node, Element):
            if node.tag == "tr":
                yield node, in_head
            elif node.tag in {"thead", "tbody", "tfoot"}:
                yield from _rows(node, node.tag == "thead")


def _leading_header_rows(rows: list[Element]) -> int:
    count = 0
    for row in rows:
        cells = [node for node in row.children if isinstance(node, Element) and node.tag in {"td", "th"}]
        if not cells or any(cell.tag == "td" for cell in cells):
            break
        count += 1
    return count if count < len(rows) else 0


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) <= 4 else 1  # noqa: PLR2004
