"""The bounds of a table as a grid: its columns, and the cells of a page."""

from __future__ import annotations

from ..bounds import Bounds, Report, named
from ..model import Diagnostic, Element
from ..source import SourceText


class Room:
    """What is left of the bounds of one page while its tables become grids.

    Args:
        source: The text.
        bounds: The user's.
        report: Told of the first cell that is left out.
    """

    def __init__(self, source: SourceText, bounds: Bounds, report: Report) -> None:
        self._source = source
        self._bounds = bounds
        self._report = report
        self._cells = bounds.page_cells
        self._told: set[str] = set()

    def columns(self, wanted: int, column: int, cell: Element) -> int:
        """Return how many columns a cell may cover from a column on."""
        most = self._bounds.columns
        if column >= most:
            message = f"a table has more than {most:,} columns"
            self._tell("KG155", message, "cells beyond were left out; turn the table", "columns", cell)
        return max(0, min(wanted, most - column))

    def take(self, places: int, cell: Element) -> bool:
        """Return whether there is room for the places that a cell covers, and take it."""
        self._cells -= places
        if self._cells >= 0:
            return True
        message = f"the tables of the page have more than {self._bounds.page_cells:,} cells, spans counted"
        self._tell("KG154", message, "cells from here on were left out; split the page", "page_cells", cell)
        return False

    def _tell(self, code: str, message: str, hint: str, bound: str, cell: Element) -> None:
        if bound not in self._told:
            self._told.add(bound)
            span = self._source.span(cell.start, cell.end)
            column = self._source.column_of(span)
            self._report(
                Diagnostic("warning", code, message, f"{hint}, or {named(bound)}", span.path, span.line, column)
            )
