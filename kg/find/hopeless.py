"""Pipe tables that cannot list features whatever stands around them, told from their lines: they need not be parsed.

What is not plain here is left to the parser, so that a table that is passed over is one that ``tables.judge_table``
would not take; ``tests/test_signs.py`` holds that on every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..mojibake import repaired
from ..signs import may_explain, may_hold_blocks
from ..values import mark_of
from .context import THRESHOLD
from .tables import MARKED, NUMBER, NUMBERINGS, most_evidence

INSTEAD = "***"
"""What stands in the place of such a table: a block that ends what the table ends, and says nothing itself."""

_TABLE = re.compile(r"\n[ \t]*\n(\|[^\n]*\|)[ \t]*\n(\|[ \t:|-]*\|)[ \t]*((?:\n\|[^\n]*)*)(?=\n[ \t]*(?:\n|\Z)|\Z)")
"""A header, a delimiter row and rows, all of which begin with a bar at the start of a line, between empty lines."""

_HEADER = re.compile(r"(\*\*|`|)((?:[^\W_]|[ #/().,'-])+)\1")
_DELIMITER = re.compile(r":?-+:?")
_NAMED = re.compile(r"[`*\[]*[\w$./-]*[^\W\d_v]")
"""The begin of a cell that shows a letter: it is filled, and no number."""

_PLAIN = re.compile(r"(\*\*|`|)([A-Za-z0-9 .,()/-]+)\1")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARK_WORDS = 5
"""The longest words for yes, no or partly, with a sign before them (``values``)."""

_WIDEST = 30
"""Columns: more are left to the parser, which is held to bounds."""


def hopeless_tables(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield from where to where each such table goes, its last line end left out.

    >>> list(hopeless_tables("\n\n| Parameter | Type |\n|---|---|\n| `size` | integer |\n\n"))
    [(2, 53)]

    Args:
        text: The page, its front matter left out.
    """
    if may_hold_blocks(text):
        return
    for found in _TABLE.finditer(text):
        start, end = found.start(1), found.end()
        lines = text[start:end]
        if "{{" not in lines and "{%" not in lines and not may_explain(lines) and _is_hopeless(*found.groups()):
            yield start, end


def _is_hopeless(header: str, delimiters: str, body: str) -> bool:
    headers = [_HEADER.fullmatch(cell) for cell in _cells(header)]
    names = [repaired(" ".join(found[2].split())) for found in headers if found]
    rows = [_cells(line) for line in body.split("\n")[1:]]
    if len(names) < len(headers) or not 0 < len(names) <= _WIDEST or names[0].strip(" .").casefold() in NUMBERINGS:
        return False
    marks = _cells(delimiters)
    if len(marks) != len(names) or not all(map(_DELIMITER.fullmatch, marks)) or not rows:
        return False
    if not all(_is_plain(row, len(names)) for row in rows):
        return False
    filled = {column for column, cell in enumerate(rows[0]) if _NAMED.match(cell)}
    keys = range(1 if 0 in filled else len(names))  # a first column of numbers may only number the rows
    most = max(most_evidence(key, names, filled, numbers=_holds_numbers(rows, key)) for key in keys)
    return most < THRESHOLD and (most + MARKED < THRESHOLD or not _may_hold_marks(rows))


def _is_plain(row: Sequence[str], width: int) -> bool:
    """Return whether a row surely has a label, and no cell too many, of which there is a warning.

    An empty first cell may go on with the one above; white space that is no blank is not the same to all readers.
    """
    if len(row) > width or any(cell != cell.strip() for cell in row):
        return False
    return bool(_NAMED.match(row[0]) or (NUMBER.fullmatch(row[0]) and _DIGIT.search(row[0])))


def _cells(line: str) -> list[str]:
    """Return the cells of a row; those of one with an escaped bar are not told apart, and are one too many."""
    line = line.rstrip(" \t")
    return [cell.strip(" \t") for cell in line[1 : -1 if line.endswith("|") else None].split("|")]


def _holds_numbers(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Return whether more than half of the filled cells of a column surely are numbers."""
    cells = [row[column] for row in rows if column < len(row) and row[column]]
    return sum(1 for cell in cells if NUMBER.fullmatch(cell) and _DIGIT.search(cell)) * 2 > len(cells)


def _may_hold_marks(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether more than half of the filled cells of a column may be marks."""
    width = max(map(len, rows))
    for column in range(width):
        cells = [row[column] for row in rows if column < len(row) and row[column]]
        if sum(map(_may_be_mark, cells)) * 2 > len(cells):
            return True
    return False


def _may_be_mark(cell: str) -> bool:
    if plain := _PLAIN.fullmatch(cell):
        return mark_of(" ".join(plain[2].split())) is not None
    return "<" in cell or len(_WORD.findall(cell.partition("[")[0])) <= _MARK_WORDS
