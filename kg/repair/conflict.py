"""Unresolved merge conflicts, found on the raw lines of a file before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import Conflict, Diagnostic, Side, SourceFile, Span, Variant
from ..source import Line, SourceText, lines_of

_MARKER = re.compile(r"(<{7,}|\|{7,}|={7,}|>{7,})(?: .*)?$")
_FENCE = re.compile(r"([ \t>]*)(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})(.*)")
_DEEPEST = 10
"""So many conflicts in one another are resolved; what is deeper is text."""

_LONE = re.compile(r"(?:<{7}|>{7}) \S")


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Indices of lines: the marker that opens, the lines of each side (end exclusive), the marker that closes.

    Args:
        stray: Lines between the sides' own that look like the middle as well, and are none.
    """

    first: int
    ours: tuple[int, int]
    base: tuple[int, int] | None
    theirs: tuple[int, int]
    last: int
    stray: frozenset[int] = frozenset()


def split(
    file: SourceFile, wanted: str = "both"
) -> tuple[tuple[SourceText, ...], tuple[Conflict, ...], tuple[Diagnostic, ...]]:
    """Return the texts of a file, its conflicts, and what is wrong with their markers.

    A file without a conflict has one text, whose ``side`` is None. Otherwise there is one for each side: all lines
    outside conflicts, and of each conflict the lines of that side. Lines of a diff3 base are in neither. With
    ``wanted`` ``ours`` or ``theirs`` there is one text, that of the side, as if the side had won: then no conflicts are
    returned.

    A marker is seven or more ``<``, ``|``, ``=`` or ``>`` at the start of a line, all of one conflict equally many
    (git's ``conflict-marker-size``). A marker inside a fenced code block is text. One without its counterpart is
    reported and left out. Of a conflict inside a side of another that same side is read, and it is reported: nobody can
    say which of its sides belongs to which of the outer one's.
    """
    if "<<<<<<<" not in file.text and ">>>>>>>" not in file.text:
        return (SourceText(file),), (), ()
    lines = lines_of(file.text)
    hunks, stray = _hunks(lines)
    problems = [_lone(file.path, lines[index]) for index in sorted(stray)]
    if not hunks:
        return (SourceText(file, _without(lines, 0, len(lines), stray)),), (), tuple(problems)
    sides: tuple[Side, ...] = ("ours", "theirs")
    texts = {
        side: SourceText(file, _lines_of_side(file.path, lines, hunks, stray, side, problems), side) for side in sides
    }
    found = tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line))
    if wanted in texts:
        chosen = SourceText(file, texts[wanted].lines)
        return (chosen,), (), found
    conflicts = tuple(_conflict(file.path, lines, hunk) for hunk in hunks)
    return tuple(texts.values()), conflicts, found


def _lone(path: str, line: Line) -> Diagnostic:
    message, hint = "conflict marker without its counterpart", "it was left out; resolve the conflict, or remove it"
    return Diagnostic("warning", "KG111", message, hint, path, line.number, 1)


def _inner(path: str, line: Line, side: Side) -> Diagnostic:
    message, hint = "merge conflict inside of another", f"of {side} it was read as {side} has it; resolve it"
    return Diagnostic("warning", "KG113", message, hint, path, line.number, 1)


def _hunks(lines: Sequence[Line]) -> tuple[list[_Hunk], frozenset[int]]:
    """Return the outermost conflicts of some lines, and the indices of markers that belong to none."""
    paired = _paired(lines)
    hunks: list[_Hunk] = []
    lone: list[int] = []
    middles: list[int] = []
    fence, index = "", 0
    while index < len(lines):
        text = lines[index].text
        hunk = None if fence else paired.get(index)
        if hunk:
            hunks.append(hunk)
            for line in lines[slice(*hunk.ours)]:
                fence = _fence_after(fence, line.text)
            index = hunk.last + 1
            continue
        if not fence and _LONE.match(text):
            lone.append(index)
        elif not fence and text == "=======" and not _underlines(lines, index):
            middles.append(index)
        fence = _fence_after(fence, text)
        index += 1
    return hunks, frozenset(lone + middles if lone else ())


@dataclass(slots=True)
class _Open:
    """A conflict whose end is not yet seen."""

    first: int
    base: int | None = None
    middles: list[int] = field(default_factory=list)


def _paired(lines: Sequence[Line]) -> dict[int, _Hunk]:
    """Return each complete conflict by the index of its first line, those inside of others too; each line once."""
    found: dict[int, _Hunk] = {}
    opened: dict[int, list[_Open]] = {}
    for index, line in enumerate(lines):
        marker = _MARKER.match(line.text)
        if not marker:
            continue
        sign, stack = marker[1][0], opened.setdefault(len(marker[1]), [])
        if sign == "<":
            stack.append(_Open(index))
        elif not stack:
            continue
        elif sign == "=":
            stack[-1].middles.append(index)
        elif sign == "|" and not stack[-1].middles and stack[-1].base is None:
            stack[-1].base = index
        elif sign == ">" and stack[-1].middles:
            hunk = _closed(lines, stack.pop(), index)
            found[hunk.first] = hunk
    return found


def _closed(lines: Sequence[Line], opened: _Open, last: int) -> _Hunk:
    plain = [index for index in opened.middles if not _underlines(lines, index)]
    middle = plain[0] if plain else opened.middles[0]
    first, base = opened.first, opened.base
    ours = (first + 1, middle if base is None else base)
    of_base = None if base is None else (base + 1, middle)
    return _Hunk(first, ours, of_base, (middle + 1, last), last, frozenset(plain[1:]))


def _underlines(lines: Sequence[Line], index: int) -> bool:
    """Return whether a line of ``=`` makes a heading of the line above it (CommonMark 0.31, section 4.3)."""
    above = lines[index - 1].text if index else ""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(above.strip()) and not below.strip() and "|" not in above and not _MARKER.match(above)


def _fence_after(fence: str, text: str) -> str:
    """Return the fence that is open after a line, or "" (CommonMark 0.31, section 4.5).

    A fence is its marks behind the ``>`` of the quotes around it; it ends with them.
    """
    found = _FENCE.match(text)
    if fence and text.lstrip(" ").count(">", 0, 2 * fence.count(">")) < fence.count(">"):
        return ""
    if not found:
        return fence
    quotes, marks, rest = found.groups()
    if not fence:
        return "" if marks[0] == "`" and "`" in rest else ">" * quotes.count(">") + marks
    opened = fence.lstrip(">")
    closes = marks[0] == opened[0] and len(marks) >= len(opened) and not rest.strip()
    return "" if closes else fence


def _without(lines: Sequence[Line], first: int, after: int, stray: frozenset[int]) -> tuple[Line, ...]:
    """Return some lines without the stray markers among them."""
    return tuple(lines[index] for index in range(first, after) if index not in stray)


def _lines_of_side(
    path: str,
    lines: Sequence[Line],
    hunks: Sequence[_Hunk],
    stray: frozenset[int],
    side: Side,
    problems: list[Diagnostic],
) -> tuple[Line, ...]:
    """Return all lines as one side has them, conflicts inside of conflicts included; what is wrong is reported."""
    kept: list[Line] = []
    after = 0
    for hunk in hunks:
        problems += (_lone(path, lines[index]) for index in hunk.stray)
        own = _without(lines, *(hunk.ours if side == "ours" else hunk.theirs), hunk.stray)
        kept += _without(lines, after, hunk.first, stray)
        kept += _resolved(path, own, side, problems, is_long=lines[hunk.first].text.startswith("<" * 8))
        after = hunk.last + 1
    return (*kept, *_without(lines, after, len(lines), stray))


def _resolved(
    path: str, lines: Sequence[Line], side: Side, problems: list[Diagnostic], *, is_long: bool
) -> Sequence[Line]:
    """Return the lines of a side, of each conflict inside of it the lines of the same side.

    Where the markers around it are longer than usual (``is_long``), a usual one without its counterpart is text: that
    is what longer ones are for.
    """
    for _ in range(_DEEPEST):
        if not any(line.text.startswith(("<<<<<<<", ">>>>>>>")) for line in lines):
            break
        hunks, stray = _hunks(lines)
        stray = frozenset() if is_long else stray
        problems += (_lone(path, lines[index]) for index in stray)
        problems += (_inner(path, lines[hunk.first], side) for hunk in hunks)
        kept: list[Line] = []
        after = 0
        for hunk in hunks:
            problems += (_lone(path, lines[index]) for index in hunk.stray)
            kept += _without(lines, after, hunk.first, stray)
            kept += _without(lines, *(hunk.ours if side == "ours" else hunk.theirs), hunk.stray)
            after = hunk.last + 1
        lines = (*kept, *_without(lines, after, len(lines), stray))
        if not hunks:
            break
    return lines


def _conflict(path: str, lines: tuple[Line, ...], hunk: _Hunk) -> Conflict:
    sides: list[Variant] = [_variant(path, lines, "ours", hunk.ours, hunk.first)]
    sides.append(_variant(path, lines, "theirs", hunk.theirs, hunk.last))
    if hunk.base:
        sides.append(_variant(path, lines, "base", hunk.base, hunk.base[0] - 1))
    span = _span_of(path, lines, hunk.first, hunk.last + 1)
    assert span is not None
    return Conflict(span, tuple(sides))


def _variant(path: str, lines: tuple[Line, ...], side: Side, where: tuple[int, int], marker: int) -> Variant:
    commit, label, marker_path = parse_marker(lines[marker].text)
    return Variant(side, commit, label, marker_path, _span_of(path, lines, *where))


def _span_of(path: str, lines: tuple[Line, ...], first: int, after: int) -> Span | None:
    """Return the span of some lines without the last line end; None where they hold nothing."""
    if first >= after:
        return None
    last = lines[after - 1]
    start, end = lines[first].offset, last.offset + len(last.text)
    return Span(path, start, end, lines[first].number, last.number) if end > start else None


def parse_marker(line: str) -> tuple[str, str, str]:
    """Return commit, subject and path of a marker, each "" where it is not given.

    >>> parse_marker("<<<<<<< HEAD:docs/a.md")
    ('HEAD', '', 'docs/a.md')
    >>> parse_marker(">>>>>>> 4deed5d1... Initial drafts:docs/b.md")
    ('4deed5d1', 'Initial drafts', 'docs/b.md')
    >>> parse_marker(">>>>>>> 1f2e3d4 (docs: say more)")
    ('1f2e3d4', 'docs: say more', '')
    """
    rest = line.lstrip("<|=>").strip()
    head, colon, tail = rest.rpartition(":")
    path = tail if colon and tail and not re.search(r"\s", tail) and not tail.endswith(")") else ""
    if path:
        rest = head
    for pattern in (r"(\S+?)\.\.\. (.*)", r"(\S+) \((.*)\)"):
        if found := re.fullmatch(pattern, rest):
            return found[1], found[2], path
    return rest, "", path
