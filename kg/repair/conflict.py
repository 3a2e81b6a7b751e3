"""Unresolved merge conflicts, found on the raw lines of a file before anything is parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Conflict, Diagnostic, Side, SourceFile, Span, Variant
from ..source import Line, SourceText, lines_of

_OPEN = re.compile(r"(<{7,})(?: (.*))?$")
_FENCE = re.compile(r"([ \t>]*)(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})(.*)")
_LONE = re.compile(r"(?:<{7}|>{7}) \S")


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Indices of lines: the marker that opens, the lines of each side (end exclusive), the marker that closes."""

    first: int
    ours: tuple[int, int]
    base: tuple[int, int] | None
    theirs: tuple[int, int]
    last: int


def split(
    file: SourceFile, wanted: str = "both"
) -> tuple[tuple[SourceText, ...], tuple[Conflict, ...], tuple[Diagnostic, ...]]:
    """Return the texts of a file, its conflicts, and what is wrong with their markers.

    A file without a conflict has one text, whose ``side`` is None. Otherwise there is one for each side: all lines
    outside conflicts, and of each conflict the lines of that side. Lines of a diff3 base are in neither. With
    ``wanted`` ``ours`` or ``theirs`` there is one text, that of the side, as if the side had won: then no conflicts are
    returned.

    A marker is seven or more ``<``, ``|``, ``=`` or ``>`` at the start of a line, all of one conflict equally many
    (git's ``conflict-marker-size``). A marker inside a fenced code block is text.
    """
    if "<<<<<<<" not in file.text and ">>>>>>>" not in file.text:
        return (SourceText(file),), (), ()
    lines = lines_of(file.text)
    hunks, problems = _hunks(file.path, lines)
    if not hunks:
        return (SourceText(file, lines),), (), problems
    texts = {side: SourceText(file, _lines_of_side(lines, hunks, side), side) for side in ("ours", "theirs")}
    if wanted in texts:
        chosen = SourceText(file, texts[wanted].lines)
        return (chosen,), (), problems
    conflicts = tuple(_conflict(file.path, lines, hunk) for hunk in hunks)
    return tuple(texts.values()), conflicts, problems


def _hunks(path: str, lines: tuple[Line, ...]) -> tuple[list[_Hunk], tuple[Diagnostic, ...]]:
    hunks: list[_Hunk] = []
    problems: list[Diagnostic] = []
    fence, index = "", 0
    while index < len(lines):
        text = lines[index].text
        hunk = None if fence or not text.startswith("<<<<<<<") else _hunk(lines, index)
        if hunk:
            hunks.append(hunk)
            for line in lines[slice(*hunk.ours)]:
                fence = _fence_after(fence, line.text)
            index = hunk.last + 1
            continue
        if not fence and _LONE.match(text):
            message, hint = "conflict marker without its counterpart", "resolve the conflict, or remove the marker"
            problems.append(Diagnostic("warning", "KG111", message, hint, path, lines[index].number, 1))
        fence = _fence_after(fence, text)
        index += 1
    return hunks, tuple(problems)


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


def _hunk(lines: tuple[Line, ...], first: int) -> _Hunk | None:
    opened = _OPEN.match(lines[first].text)
    if not opened:
        return None
    size = len(opened[1])
    base_mark, middle_mark, last_mark = (
        re.compile(rf"{re.escape(sign)}{{{size}}}(?: .*)?$") for sign in ("|", "=", ">")
    )
    base = middle = None
    for index in range(first + 1, len(lines)):
        text = lines[index].text
        if middle is None and base is None and base_mark.match(text):
            base = index
        elif middle is None and middle_mark.match(text):
            middle = index
        elif middle is not None and last_mark.match(text):
            ours = (first + 1, middle if base is None else base)
            return _Hunk(first, ours, None if base is None else (base + 1, middle), (middle + 1, index), index)
        elif text.startswith("<" * size) and _OPEN.match(text):
            return None
    return None


def _lines_of_side(lines: tuple[Line, ...], hunks: list[_Hunk], side: Side) -> tuple[Line, ...]:
    kept: list[Line] = []
    after = 0
    for hunk in hunks:
        first, last = hunk.ours if side == "ours" else hunk.theirs
        kept += lines[after : hunk.first] + lines[first:last]
        after = hunk.last + 1
    return (*kept, *lines[after:])


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
