"""The text of a page that is parsed, and the way from a place in it back to the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
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


def lines_of(text: str) -> tuple[Line, ...]:
    r"""Return the lines of a file; only CR, LF and CRLF end a line (CommonMark 0.31, section 2.1).

    >>> [line.text for line in lines_of("a\r\nb\u2028c\n")]
    ['a', 'b\u2028c', '']
    """
    lines, offset = [], 0
    for number, end in enumerate(_LINE_END.finditer(text), start=1):
        lines.append(Line(number, offset, text[offset : end.start()]))
        offset = end.end()
    lines.append(Line(len(lines) + 1, offset, text[offset:]))
    return tuple(lines)


@dataclass(frozen=True)
class SourceText:
    """Lines of a file as one text, joined by LF: all of them, or those that one side of its conflicts has.

    Args:
        file: The file.
        lines: The lines, in order.
        side: The side whose lines they are, or None where the file has no conflict.
    """

    file: SourceFile
    lines: tuple[Line, ...]
    side: Side | None = None

    @cached_property
    def text(self) -> str:
        """The lines, joined by LF."""
        return "\n".join(line.text for line in self.lines)

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

    def without(self, stretches: Iterable[tuple[int, int]]) -> SourceText:
        """Return the text without the lines that begin in some stretches of it, each ``(start, end)``, ascending."""
        kept: list[Line] = []
        after = 0
        for start, end in stretches:
            kept += self.lines[after : bisect_left(self.starts, start)]
            after = bisect_left(self.starts, end)
        return replace(self, lines=(*kept, *self.lines[after:]) or self.lines[-1:])

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return the range without the white space at its ends; an empty range is ``(start, start)``."""
        piece = self.text[start:end]
        inner = piece.strip()
        if not inner:
            return start, start
        start += len(piece) - len(piece.lstrip())
        return start, start + len(inner)
