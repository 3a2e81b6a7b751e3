"""Inline content that the block parser cut out of its lines, and the way back to where it stood."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


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
        marks = self.marks
        mark = marks[0 if len(marks) == 1 else max(0, bisect_right(marks, (index, 1 << 62)) - 1)]
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
