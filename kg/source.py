"""The text of a page that is parsed, and the way from a place in it back to the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from .model import Side, SourceFile, Span

_LINE_END = re.compile(r"\r\n|\n|\r")


class Line(NamedTuple):
    """One line of a file, or what a dialect leaves of it.

    Args:
        number: From 1.
        offset: The code point of the file where the text begins.
        text: Without the line end.
        path: The file, where it is another one than the page: an include.
        mark: What a dialect knows of the block that begins here, such as ``list-table 1``.
    """

    number: int
    offset: int
    text: str
    path: str = ""
    mark: str = ""


def lines_of(text: str, start: int = 0) -> tuple[Line, ...]:
    r"""Return the lines of a file; only CR, LF and CRLF end a line (CommonMark 0.31, section 2.1).

    Args:
        text: The file.
        start: Where the first of them begins.

    >>> [line.text for line in lines_of("a\r\nb\u2028c\n")]
    ['a', 'b\u2028c', '']
    """
    first = sum(1 for _ in _LINE_END.finditer(text, 0, start)) + 1
    lines, offset = [], start
    for number, end in enumerate(_LINE_END.finditer(text, start), start=first):
        lines.append(Line(number, offset, text[offset : end.start()]))
        offset = end.end()
    lines.append(Line(first + len(lines), offset, text[offset:]))
    return tuple(lines)


@dataclass(frozen=True)
class SourceText:
    """Lines of a file as one text, joined by LF: all of them, or those that one side of its conflicts has.

    Args:
        file: The file.
        chosen: Some lines, in order; None is all lines from ``start`` on, of which no object is made until one is
            wanted, as most pages have nothing to parse.
        side: The side whose lines they are, or None where the file has no conflict.
        start: Where in the file the lines begin.
    """

    file: SourceFile
    chosen: tuple[Line, ...] | None = None
    side: Side | None = None
    start: int = 0

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines, in order."""
        return lines_of(self.file.text, self.start) if self.chosen is None else self.chosen

    @cached_property
    def text(self) -> str:
        """The lines, joined by LF."""
        if self.chosen is None and "\r" not in self.file.text:
            return self.file.text[self.start :]
        return "\n".join(line.text for line in self.lines)

    def of_lines(self, lines: tuple[Line, ...]) -> SourceText:
        """Return the text of other lines of the same file."""
        return SourceText(self.file, lines, self.side)

    def after(self, end: int) -> SourceText:
        """Return what stands behind ``text[:end]``, which is whole lines; behind all of them an empty line."""
        if self.chosen is None and "\r" not in self.file.text:
            return SourceText(self.file, None, self.side, self.start + end)
        last = self.lines[-1]
        nothing = last._replace(offset=last.offset + len(last.text), text="")
        return self.of_lines(self.lines[self.text.count("\n", 0, end) + (end == len(self.text)) :] or (nothing,))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The index in ``text`` at which each line begins."""
        return tuple(accumulate((len(line.text) + 1 for line in self.lines[:-1]), initial=0))

    def span(self, start: int, end: int) -> Span:
        """Return where ``text[start:end]`` stands in the file; ``end`` is exclusive and not before ``start``."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 1)) - 1
        here, there = self.lines[first], self.lines[last]
        if here.path != there.path:  # a stretch that an include cuts ends with its first line
            last, there, end = first, here, self.starts[first] + len(here.text)
        return Span(
            here.path or self.file.path,
            here.offset + start - self.starts[first],
            there.offset + end - self.starts[last],
            here.number,
            there.number,
        )

    def column_of(self, span: Span) -> int:
        """Return the column at which a span begins, in code points from 1."""
        lines = (line for line in self.lines if line.number == span.line and (line.path or self.file.path) == span.path)
        return next((span.start - line.offset + 1 for line in lines), 1)

    def without(self, stretches: Iterable[tuple[int, int]], instead: str = "") -> SourceText:
        """Return the text without the lines that begin in some stretches of it.

        Args:
            stretches: Each ``(start, end)``, ascending.
            instead: What the first line of each holds from now on; where it is "", the line goes too.
        """
        kept: list[Line] = []
        after = 0
        for start, end in stretches:
            first = bisect_left(self.starts, start)
            kept += self.lines[after:first]
            if instead:
                kept.append(self.lines[first]._replace(text=instead))
            after = bisect_left(self.starts, end)
        return self.of_lines((*kept, *self.lines[after:]) or self.lines[-1:])

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return the range without the white space at its ends; an empty range is ``(start, start)``."""
        piece = self.text[start:end]
        inner = piece.strip()
        if not inner:
            return start, start
        start += len(piece) - len(piece.lstrip())
        return start, start + len(inner)
