"""Pipe tables as one token each: the parser makes three tokens of every cell, which nobody needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS

from .bounded import BUDGET, Budget

ROWS = "rows"
"""The key in ``meta`` of a token ``table``: of each row, the header first, where it begins and ends, and its cells."""


class Row(NamedTuple):
    """A row: the index of its line, where it begins and ends, and each of its cells, white space left out."""

    line: int
    start: int
    end: int
    cells: list[tuple[int, int]]


_BlockRule = Callable[[StateBlock, int, int, bool], bool]
_BAR = re.compile(r"(?<!\\)\|")
SPACE = "".join(MD_TRIM_CHARS)
"""What markdown-it strips from rows and cells."""


def whole(rule: _BlockRule) -> _BlockRule:
    """Return the rule for tables with one token for a table: it is for ``rule`` to say whether one begins.

    The rows are those that markdown-it 4.3 takes: up to a line that is empty, indented like code or that begins another
    block. Short rows are filled up to the width of the header, so that a page of 35 kB can make millions of cells
    (FINDINGS 13.2): what a page may have is counted before it is made, and rows beyond are passed over, and said.
    """

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        found = rule(state, start, end, True)  # noqa: FBT003 - markdown-it's
        if silent or not found:
            return found
        parent, state.parentType = state.parentType, "table"
        header = _row(state, start)
        rows, width, missing = [header], len(header.cells), 0
        budget: Budget = state.env[BUDGET]
        most = budget.cells // width
        line = start + 2
        while line < end and len(rows) < most and missing <= MAX_AUTOCOMPLETED_CELLS and _goes_on(state, line, end):
            row = _row(state, line)
            missing += width - len(row.cells)
            if missing <= MAX_AUTOCOMPLETED_CELLS:
                rows.append(row)
                line += 1
        rest = line
        while rest < end and _goes_on(state, rest, end):
            rest += 1
        if rest > line or not most:
            budget.tell_cells(line if most else start, filled=missing > MAX_AUTOCOMPLETED_CELLS)
        if most:
            budget.cells -= width * len(rows)
            token = state.push("table", "table", 0)
            token.map = [start, line]
            token.meta = {ROWS: rows}
            token.content = state.src[header.start : rows[-1].end]
        state.line = rest
        state.parentType = parent
        return True

    return run


def _goes_on(state: StateBlock, line: int, end: int) -> bool:
    """Return whether a line is another row."""
    if state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    if text.startswith("|"):
        return True  # no block begins with it but a table
    if not text.strip(SPACE):
        return False
    rules = state.md.block.ruler.getRules("blockquote")
    return not any(rule(state, line, end, True) for rule in rules)  # noqa: FBT003


def _row(state: StateBlock, line: int) -> Row:
    start, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    return Row(line, start, end, cell_ranges(state.src, start, end))


def cell_ranges(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""Return where each cell of a row stands in ``text[start:end]``, white space left out.

    A bar preceded by a backslash belongs to its cell (GFM 0.29, section 4.10); one in a code span does not.

    >>> cell_ranges("| a | b\\|c |", 0, 11)
    [(2, 3), (6, 10)]
    """
    start, end = _trimmed(text, start, end)
    bounds = [start - 1, *(bar.start() for bar in _BAR.finditer(text, start, end)), end]
    raw = [(left + 1, right) for left, right in pairwise(bounds)]
    if raw and raw[0][0] == raw[0][1]:
        raw.pop(0)
    if raw and raw[-1][0] == raw[-1][1]:
        raw.pop()
    return [_trimmed(text, left, right) for left, right in raw]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = piece.lstrip(SPACE)
    if not left:
        return end, end
    return end - len(left), start + len(piece.rstrip(SPACE))
