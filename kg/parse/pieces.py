"""Inline content that the block parser cut out of its lines, and the way back to where it stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.common.utils import MD_TRIM_CHARS


@dataclass(frozen=True, slots=True)
class Piece:
    """A string and where its parts stand in the text.

    Args:
        content: The string, as the inline parser gets it.
        marks: Pairs of an index in ``content`` and the index in the text that stands there, ascending; between two
            marks both count alike.
    """

    content: str
    marks: tuple[tuple[int, int], ...]

    def at(self, index: int) -> int:
        """Return where ``content[index]`` stands in the text."""
        mark = self.marks[max(0, bisect_right(self.marks, (index, 1 << 62)) - 1)]
        return mark[1] + index - mark[0]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``content[start:end]`` stands in the text."""
        if end <= start:
            return self.at(start), self.at(start)
        return self.at(start), self.at(end - 1) + 1


def lines_piece(content: str, starts: Sequence[int], text: str) -> Piece:
    """Return the piece of a paragraph, heading or HTML block.

    Args:
        content: What the parser made of the lines: each without what belongs to the list or quote around it.
        starts: For each of its lines, where the line's own content begins in the text.
        text: The text.
    """
    marks = []
    index = 0
    for line, start in zip(content.split("\n"), starts, strict=False):
        bare = line.lstrip(" \t")
        found = text.find(bare, start, _line_end(text, start)) if bare else start
        marks.append((index + len(line) - len(bare), found if found >= 0 else start))
        index += len(line) + 1
    return Piece(content, tuple(marks) or ((0, 0),))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def cell_ranges(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""Return where each cell of a row stands in ``text[start:end]``, white space left out.

    A bar preceded by a backslash belongs to its cell (GFM 0.29, section 4.10); one in a code span does not.

    >>> cell_ranges("| a | b\\|c |", 0, 11)
    [(2, 3), (6, 10)]
    """
    start, end = _trimmed(text, start, end)
    bounds, escaped = [start - 1], False
    for index in range(start, end):
        if text[index] == "|" and not escaped:
            bounds.append(index)
        escaped = text[index] == "\\"
    bounds.append(end)
    raw = [(left + 1, right) for left, right in pairwise(bounds)]
    if raw and raw[0][0] == raw[0][1]:
        raw.pop(0)
    if raw and raw[-1][0] == raw[-1][1]:
        raw.pop()
    return [_trimmed(text, left, right) for left, right in raw]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in MD_TRIM_CHARS:
        start += 1
    while end > start and text[end - 1] in MD_TRIM_CHARS:
        end -= 1
    return start, end


def cell_piece(text: str, start: int, end: int) -> Piece:
    r"""Return the piece of a cell: its content with ``\|`` as ``|``, as the table rule has it."""
    raw = text[start:end]
    if "\\|" not in raw:
        return Piece(raw, ((0, start),))
    marks, content, index = [(0, start)], "", 0
    while (found := raw.find("\\|", index)) >= 0:
        content += raw[index:found]
        marks.append((len(content), start + found + 1))
        content += "|"
        index = found + 2
    return Piece(content + raw[index:], tuple(marks))
