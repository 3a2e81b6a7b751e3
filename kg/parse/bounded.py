"""The bounds of what a page is parsed into: cells, nodes, and what is nested in what."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Protocol

from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS
from markdown_it.token import Token

from ..bounds import Bounds, Report, named
from ..model import Diagnostic
from ..source import SourceText

BUDGET = "budget"
"""The key of a ``Budget`` in the environment of the parser."""

_CONTAINERS = frozenset({"bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open", "dd_open"})
_SIGNS = re.compile(r"[\\`*_~\[\]<&!\n]")
_LONG = 10_000
"""Content of so many characters is weighed before it is parsed."""


class Full(Exception):  # noqa: N818 - it is no error
    """The page has too many nodes.

    Args:
        line: The index of the line from which on there are too many.
    """

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Counter(Protocol):
    """A reader of inline content: how many texts, marks and tags it has read."""

    nodes: int


class Budget:
    """What is left of the bounds of one page while it is parsed.

    Args:
        source: The text.
        bounds: The user's.
        report: Told where one bites.
    """

    def __init__(self, source: SourceText, bounds: Bounds, report: Report) -> None:
        self._source = source
        self.bounds = bounds
        self._report = report
        self._nodes = bounds.page_nodes
        self.cells = bounds.page_cells
        self._is_full = False

    def _tell(self, code: str, message: str, hint: str, bound: str, line: int) -> None:
        """Report a bound that bites in a line, which is given by its index."""
        where = self._source.lines[min(line, len(self._source.lines) - 1)]
        path = where.path or self._source.file.path
        column = len(where.text) - len(where.text.lstrip(" \t")) + 1
        self._report(Diagnostic("warning", code, message, f"{hint}, or {named(bound)}", path, where.number, column))

    @contextmanager
    def spent(self, line: int, content: str, counter: Counter, *, html: bool = False) -> Iterator[None]:
        """Take what a reader makes of a piece of content from the nodes that are left.

        Args:
            line: The index of the line where it begins.
            content: The piece.
            counter: The reader.
            html: Whether it is a block of HTML.

        Raises:
            Full: There is too little left. Of a long piece that is seen before it is read.
        """
        if len(content) > _LONG and len(_SIGNS.findall(content)) > self._nodes:
            raise Full(self._last_line(line, content, html=html))
        before, left = counter.nodes, self._nodes
        yield
        self._nodes -= counter.nodes - before
        if self._nodes < 0:
            self._nodes = left
            raise Full(self._last_line(line, content, html=html))

    def _last_line(self, line: int, content: str, *, html: bool) -> int:
        """Return the line up to which a piece may be read: of a block of HTML, which may be a whole table, a later one.

        A sign makes two nodes at most: a tag and the text behind it.
        """
        if not html:
            return line
        sign = next(islice(_SIGNS.finditer(content), self._nodes // 2, None), None)
        return line + (content.count("\n", 0, sign.start()) if sign else 0)

    def tell_full(self, line: int) -> None:
        """Report from which line on a page was left out because of its nodes."""
        message = f"the page has more than {self.bounds.page_nodes:,} texts, marks and tags"
        self._tell("KG154", message, "what is read ends here; split the page", "page_nodes", line)

    def tell_cells(self, line: int, *, filled: bool) -> None:
        """Report the first row that is left out; ``filled`` where the parser's own cap made it so."""
        message = (
            f"the short rows of a table leave out more than {MAX_AUTOCOMPLETED_CELLS:,} cells"
            if filled
            else f"the tables of the page have more than {self.bounds.page_cells:,} cells, short rows filled up"
        )
        if not filled and self._is_full:
            return
        self._is_full = self._is_full or not filled
        hint = "rows from here on that do not fit were left out; take columns from the header, or split the page"
        self._tell("KG154", message, hint, "page_cells", line)

    def tell_flat(self, start: int, *, markdown: bool) -> None:
        """Report an element that is too deep, by where it begins in the text."""
        line = bisect_right(self._source.starts, start) - 1
        message = f"HTML is nested deeper than {self.bounds.html_depth:,} elements"
        if markdown:
            message = "emphasis and links are nested too deeply"
        hint = "tags and marks that are deeper were left out, and no text; close what is open"
        self._tell("KG156", message, hint, "html_depth", line)

    def check_depth(self, tokens: Sequence[Token]) -> None:
        """Report the first list or quote whose content the parser has left out because it is too deep."""
        most = self.bounds.depth
        for token in tokens:
            if token.level >= most - 1 and token.type in _CONTAINERS and token.map:
                message = f"lists and quotes are nested {most:,} deep"
                self._tell("KG156", message, "what is deeper was left out; unnest it", "depth", token.map[0])
                return


def without_rest(source: SourceText, line: int) -> SourceText:
    """Return a text up to a line, which is given by its index."""
    first = source.lines[0]
    return source.of_lines(source.lines[:line] or (first._replace(text=""),))
