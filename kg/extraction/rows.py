"""From the rows of a taken table to features: groups, indentation and names that share a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..model import Availability, Candidate, Cell, Column, Element, Feature, Item, Table
from ..values import is_value, value_of_cell
from ..visible import is_blank, text_of
from .items import Content, Ledger, Reader, label_of

_PROSE_WORDS = 12
_NAME_WORDS = 6
_INDENT = re.compile(
    r"(?:&(?:nbsp|emsp|ensp|#160|#xa0);|[\u00a0\u2002\u2003]|[-\u2013\u2014\u2514\u2500\u21b3]+ ?|\s)*"
)
_WIDTHS = {"&emsp;": 4, "&ensp;": 2, "\u2003": 4, "\u2002": 2}
_UNIT = re.compile(r"&(?:nbsp|emsp|ensp|#160|#xa0);|[\u00a0\u2002\u2003]|[-\u2013\u2014\u2514\u2500\u21b3]")
_NOTE = re.compile(
    r"(?:[*\u2020\u2021\u00a7\u00b9\u00b2\u00b3]|\[\^?\d+\]|\(\d+\)|\d+[).]\s|(?:note|notes|legend|key|source|footnote)\b\s*[:.\u2013-])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset({"sup", "sub", "small", "em", "i"})


@dataclass(slots=True)
class _Row:
    """A feature that is being put in its place: how far it is indented, and what stands below it."""

    feature: Feature
    indent: int
    children: list[_Row] = field(default_factory=list)

    def closed(self, position: int) -> Feature:
        below = len(self.feature.statements) + len(self.feature.children)
        children = tuple(child.closed(below + index) for index, child in enumerate(self.children, start=1))
        return replace(self.feature, position=position, children=self.feature.children + children)


class RowReader:
    """Reads the rows of one table.

    Args:
        reader: Makes facts of items.
        ledger: Keeps the account.
        candidate: The table with its verdict.
        context: The texts above the table.
    """

    def __init__(self, reader: Reader, ledger: Ledger, candidate: Candidate, context: tuple[str, ...]) -> None:
        assert candidate.table is not None, "a list has no rows"
        self._reader = reader
        self._ledger = ledger
        self._source = ledger.source
        self._table: Table = candidate.table
        self._columns = candidate.verdict.columns
        self._rows = self._table.grid[candidate.verdict.head :]
        self._context = context
        self._legend = dict(candidate.legend)
        self._key = next(column for column in self._columns if column.role == "key")
        self._group = next((column for column in self._columns if column.role == "group"), None)
        # where the last column names the feature, its text is the row's one statement too
        self._names_itself = (
            self._group is not None
            and self._key.index == len(self._columns) - 1
            and not any(column.role == "statement" for column in self._columns)
        )

    def read(self) -> tuple[Feature, ...]:
        """Return the top features of the table, in order; positions count from 1."""
        top: list[_Row] = []
        group: _Row | None = None
        group_cell: Cell | None = None
        path: list[_Row] = []
        for index, row in enumerate(self._rows, start=1):
            self._ledger.row = index
            if (head := self._heading_cell(row)) is not None:
                path = []
                if self._is_note(head, index):
                    self._leave_out(head, "the row is a note")
                    group = None
                    continue
                group = _Row(self._bare_feature(head), 0)
                top.append(group)
                continue
            if self._group is not None:
                cell = row[self._group.index]
                if cell is not None and cell is not group_cell:
                    group_cell, path = cell, []
                    group = self._spanning_group(cell, row)
                    if group is not None:
                        top.append(group)
            if path and (more := self._continued(row, path[-1].feature)) is not None:
                path[-1].feature = more
                continue
            for one in self._features(row):
                while path and path[-1].indent >= one.indent:
                    path.pop()
                above = path[-1].children if path else group.children if group is not None else top
                above.append(one)
                path.append(one)
        return tuple(row.closed(position) for position, row in enumerate(top, start=1))

    # --- rows that head others --------------------------------------------------------------------------------

    def _heading_cell(self, row: tuple[Cell | None, ...]) -> Cell | None:
        """Return the one filled cell of a row that says nothing else, or None."""
        filled = [cell for cell in dict.fromkeys(row) if cell is not None and not _is_blank(cell)]
        if len(filled) != 1 or len([column for column in self._columns if column.role != "unused"]) < 2:  # noqa: PLR2004
            return None
        cell = filled[0]
        covers_key = cell.column <= self._key.index < cell.column + cell.colspan
        return cell if covers_key and cell.rowspan == 1 and self._has_name(cell) else None

    def _is_note(self, cell: Cell, index: int) -> bool:
        text = cell.text
        if _NOTE.match(text):
            return True
        return index == len(self._rows) and len(text.split()) > _PROSE_WORDS

    def _bare_feature(self, cell: Cell) -> Feature:
        item = self._whole(cell)[0]
        self._ledger.note(item, "label", "heads a group of rows", self._key.header)
        return self._reader.feature(item, 0, Content(), self._context)

    def _has_name(self, cell: Cell) -> bool:
        """Return whether a cell begins with a text that can name something."""
        items = self._whole(cell)
        return bool(items) and bool(label_of(items[0].nodes))

    def _spanning_group(self, cell: Cell, row: tuple[Cell | None, ...]) -> _Row | None:
        """Return the parent that a cell of the group column names; None where the row itself is the feature."""
        if not self._has_name(cell) or self._is_single(cell, row):
            return None
        return _Row(self._bare_feature(cell), 0)

    def _is_single(self, cell: Cell, row: tuple[Cell | None, ...]) -> bool:
        """Return whether the group cell of one row is the feature itself, and the key cell says something of it."""
        key = row[self._key.index]
        says_more = key is not None and len(key.text.split()) > _PROSE_WORDS
        return cell.rowspan == 1 and says_more and self._has_name(cell)

    # --- one row ----------------------------------------------------------------------------------------------

    def _features(self, row: tuple[Cell | None, ...]) -> Iterator[_Row]:
        key = row[self._key.index]
        group = row[self._group.index] if self._group is not None else None
        if group is not None and key is not None and self._is_single(group, row):
            name, *_ = self._whole(group)
            yield _Row(self._feature((name,), row, (key,)), 0)
            return
        names, notes = self._names(key)
        if not names:
            for _, cell in self._cells(row):
                self._leave_out(cell, "the row has no label")
            return
        indent = self._indent(key)
        for name in names:
            own = (key,) if self._names_itself and key is not None else ()
            yield _Row(self._feature((name, *notes), row, own), indent)

    def _continued(self, row: tuple[Cell | None, ...], feature: Feature) -> Feature | None:
        """Return the feature of the row above with what this row adds to it; None where this row has a label.

        A row whose key cell is empty goes on with the row above.
        """
        key = row[self._key.index]
        if key is None or not _is_blank(key):
            return None
        content = Content(feature.statements, feature.children)
        context = (feature.label, *self._context)
        for column, cell in self._cells(row):
            if column.role == "statement" and not self._is_availability(cell):
                content = self._extended(content, self._whole(cell), column, context)
            else:
                self._leave_out(cell, "the row has no label", column.header)
        return replace(feature, statements=content.statements, children=content.children)

    def _names(self, key: Cell | None) -> tuple[list[Item], list[Item]]:
        """Return the names in a key cell, and what else it says.

        Two short lines are two names; a raised or long second line describes the first.
        """
        items = [item for item in self._whole(key) if label_of(item.nodes)] if key is not None else []
        if len(items) > 1 and all(self._is_name(item) for item in items):
            return items, []
        return items[:1], [*(child for item in items[:1] for child in item.children), *items[1:]]

    @staticmethod
    def _is_name(item: Item) -> bool:
        text = text_of(item.nodes)
        raised = all(isinstance(node, Element) and node.tag in _ASIDE_TAGS for node in item.nodes)
        looks = not text.startswith("(") and not text.endswith(".") and len(text.split()) <= _NAME_WORDS
        return looks and not raised and not item.children

    def _indent(self, key: Cell | None) -> int:
        """Return how far a key cell is indented, in blanks of the page."""
        if key is None:
            return 0
        text = self._source.text
        start, end = key.element.inner
        while start > 0 and text[start - 1] in "\u00a0\u2002\u2003":
            start -= 1
        lead = _INDENT.match(text, start, end)
        return sum(_WIDTHS.get(unit, 1) for unit in _UNIT.findall(lead[0])) if lead else 0

    def _feature(self, names: tuple[Item, ...], row: tuple[Cell | None, ...], own: tuple[Cell, ...]) -> Feature:
        """Return the feature of a row.

        Args:
            names: Its label, and what else its key cell says of it.
            row: The row.
            own: The key cell, where its text is the statement of the row too.
        """
        name, *notes = names
        label = label_of(name.nodes)
        context = (label, *self._context)
        self._ledger.note(name, "label", "names the feature", self._key.header)
        content = self._reader.read(notes, self._key.header, context)
        availability: list[Availability] = []
        for column, cell in self._cells(row):
            if column.role == "support" or self._is_availability(cell):
                if (value := self._availability(column, cell)) is not None:
                    availability.append(value)
            elif not cell.items:
                self._leave_out(cell, "shows no text", column.header)
            else:
                content = self._extended(content, self._whole(cell), column, context)
        for cell in own:
            content = self._extended(content, self._whole(cell), self._key, context)
        feature = self._reader.feature(name, 0, content, self._context)
        return replace(feature, availability=tuple(availability))

    def _extended(self, content: Content, items: Iterable[Item], column: Column, context: tuple[str, ...]) -> Content:
        more = self._reader.read(items, column.header, context, content.size, sample=column.sample)
        return Content(content.statements + more.statements, content.children + more.children)

    def _cells(self, row: tuple[Cell | None, ...]) -> Iterator[tuple[Column, Cell]]:
        """Yield the filled cells of a row beside key and group, each once, with the column that it begins in."""
        seen: list[Cell] = []
        for column in self._columns:
            cell = row[column.index]
            if cell is not None and column.role in {"statement", "support"} and not any(cell is one for one in seen):
                seen.append(cell)
                yield column, cell

    def _whole(self, cell: Cell) -> tuple[Item, ...]:
        """Return the items of a cell; of a cell with one line, the item has the range of the whole cell."""
        items = cell.items
        if len(items) == 1 and items[0].nodes == cell.element.children:
            start, end = self._source.trimmed(*cell.element.inner)
            return (replace(items[0], start=start, end=end),)
        return items

    def _is_availability(self, cell: Cell) -> bool:
        text = cell.text
        value = value_of_cell(cell, self._legend)
        return bool(value) and (not text or is_value(text))

    def _availability(self, column: Column, cell: Cell) -> Availability | None:
        value = value_of_cell(cell, self._legend)
        start, end = self._source.trimmed(*cell.element.inner)
        if not value or start == end or not column.header:
            self._leave_out(
                cell, "says nothing that is known" if column.header else "its column has no header", column.header
            )
            return None
        self._ledger.note(Item(cell.element.children, start, end), "availability", value, column.header)
        links = self._reader.links_of(cell.element.children)
        return Availability(column.header, value, self._source.span(start, end), links)

    def _leave_out(self, cell: Cell, rule: str, column: str = "") -> None:
        """Write down that a cell was left out; an empty one needs no word."""
        start, end = self._source.trimmed(*cell.element.inner)
        if not _is_blank(cell):
            self._ledger.note(Item(cell.element.children, start, end), "left out", rule, column)


def _is_blank(cell: Cell) -> bool:
    return all(is_blank(node) for node in cell.element.children)
