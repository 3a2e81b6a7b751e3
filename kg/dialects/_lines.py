"""Transforms of lines that dialects are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..source import Line
from ._base import Lines, Transform

_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_COMMENT = re.compile(r"[ \t]*\{%-?\s*comment\s*-?%\}")
_END_COMMENT = re.compile(r"\{%-?\s*endcomment\s*-?%\}[ \t]*$")
_LIST_TABLE = re.compile(r"(?P<indent>[ \t]*)(?:(?P<fence>`{3,}|~{3,}|:{3,})\{list-table\}|\.\.[ ]list-table::).*$")
_TEMPLATE_ENDS = (
    ("{%", ("%}",)),
    ("{{<", (">}}", "%}}")),
    ("{{%", (">}}", "%}}")),
    ("{{#", ("}}",)),
    ("{{/", ("}}",)),
    ("{{!", ("}}",)),
    ("{:", ("}",)),
    ("<!--", ("-->",)),
)
"""How tags of a template, an attribute list of kramdown and a comment begin, and how they end."""

_TAG_BEHIND = re.compile(r"\}\}[ \t]*\{%")
_TAG_BEHIND_SHORT_CODE = re.compile(r"[%>]\}\}[ \t]*\{%")
_BARRIER = "<!-- -->"
"""Ends a list, so that two lists that become tables stay two."""

_OPTION = re.compile(r"\s*:([\w-]+):\s*(.*)$")


def fenced(lines: Iterable[Line]) -> list[bool]:
    """Return for each line whether it is part of a fenced code block, the fences included."""
    result, fence = [], ""
    for line in lines:
        found = _FENCE.match(line.text)
        if found and not fence:
            fence = found[1]
            result.append(True)
        elif found and found[1][0] == fence[0] and len(found[1]) >= len(fence):
            fence = ""
            result.append(True)
        else:
            result.append(bool(fence))
    return result


def blank(line: Line) -> Line:
    """Return a line with nothing on it."""
    return line._replace(text="")


def _without_template_lines(lines: Lines) -> Lines:
    """Blank each line that holds nothing but template tags, an attribute list, a container mark or a comment, and the
    lines that a template comments out.

    Between two rows of a table such lines go, as the template would take them away; else they would end the table or be
    rows of it.
    """
    code = fenced(lines)
    is_template = [
        not code[index] and line.text != _BARRIER and _is_template(line.text) for index, line in enumerate(lines)
    ]
    for first, last in _commented_out(lines):
        is_template[first : last + 1] = [True] * (last + 1 - first)
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and is_template[end]:
            end += 1
        if end == index:
            kept.append(lines[index])
            index += 1
            continue
        if not (_is_row(lines, index - 1) and _is_row(lines, end)):
            kept += map(blank, lines[index:end])
        index = end
    return tuple(kept)


def _is_template(text: str) -> bool:
    """Return whether a line is one of tags of a template, an attribute list, a container mark or a comment.

    By hand: a regular expression for any number of tags in a row takes exponential time to see that it is none.
    """
    text = text.strip(" \t")
    for begins, ends in _TEMPLATE_ENDS:
        if text.startswith(begins):
            behind = len(begins)
            if text.endswith(ends) and len(text) >= behind + len(ends[0]):
                return True
            if not begins.startswith("{{") or not text.endswith("%}"):
                return False
            tag = (_TAG_BEHIND_SHORT_CODE if len(ends) > 1 else _TAG_BEHIND).search(text, behind)
            return tag is not None and tag.end() <= len(text) - 2
    return text.startswith(":::")


def _commented_out(lines: Lines) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each stretch from a ``comment`` tag of Liquid to its ``endcomment``."""
    first = None
    for index, line in enumerate(lines):
        if first is None and _COMMENT.match(line.text):
            first = index
        if first is not None and _END_COMMENT.search(line.text):
            yield first, index
            first = None


def _is_row(lines: Lines, index: int) -> bool:
    return 0 <= index < len(lines) and "|" in lines[index].text


def dedented(opening: str, marks: tuple[str, ...]) -> Transform:
    """Return a transform that takes the indentation of four blanks from the blocks under an opening line.

    Args:
        opening: A regular expression for the line that opens a block, its indentation left out.
        marks: Strings of which each such line has one.
    """
    pattern = re.compile(rf"(?P<indent>[ \t]*)(?:{opening})")

    def transform(lines: Lines) -> Lines:
        code = fenced(lines)
        kept: list[Line] = []
        depths: list[int] = []
        for index, line in enumerate(lines):
            width = len(line.text) - len(line.text.lstrip(" "))
            if line.text.strip():
                while depths and width < depths[-1]:
                    depths.pop()
            shift = depths[-1] if depths else 0
            found = None if code[index] else pattern.match(line.text)
            if found and len(found["indent"]) >= shift:
                depths.append(len(found["indent"]) + 4)
                kept.append(blank(line))
            elif shift and line.text.strip():
                kept.append(line._replace(offset=line.offset + shift, text=line.text[shift:]))
            else:
                kept.append(line)
        return tuple(kept)

    return Transform(transform, marks)


def _list_tables(lines: Lines) -> Lines:
    """Mark each list that a ``list-table`` directive makes a table, and take the directive from around it.

    The mark is ``list-table N``, N being the number of header rows (Docutils, directive ``list-table``).
    """
    result: list[Line] = []
    index = 0
    while index < len(lines):
        found = _LIST_TABLE.match(lines[index].text)
        if not found:
            result.append(lines[index])
            index += 1
            continue
        result.append(lines[index]._replace(text=_BARRIER))
        body, index = _directive_body(lines, index + 1, found["fence"], len(found["indent"]))
        result += _marked(body)
        if found["fence"] and index < len(lines):
            result.append(blank(lines[index]))
            index += 1
    return tuple(result)


def _directive_body(lines: Lines, start: int, fence: str | None, indent: int) -> tuple[list[Line], int]:
    """Return the lines of a directive, and the index of the line behind them."""
    index = start
    while index < len(lines):
        text = lines[index].text
        if fence and text.strip().startswith(fence) and not text.strip(f" {fence[0]}"):
            break
        if not fence and text.strip() and len(text) - len(text.lstrip()) <= indent:
            break
        index += 1
    return list(lines[start:index]), index


def _marked(body: list[Line]) -> list[Line]:
    head, result, marked = 0, [], False
    depth = min((len(line.text) - len(line.text.lstrip()) for line in body if line.text.strip()), default=0)
    for line in body:
        option = None if marked else _OPTION.match(line.text)
        if option:
            if option[1] == "header-rows" and option[2].strip().isdigit():
                head = int(option[2])
            result.append(blank(line))
        elif not line.text.strip():
            result.append(line)
        else:
            mark = "" if marked else f"list-table {head}"
            marked = True
            result.append(line._replace(offset=line.offset + depth, text=line.text[depth:], mark=mark))
    return result


without_template_lines = Transform(_without_template_lines, ("{%", "{{", "{:", ":::", "<!--"))
list_tables = Transform(_list_tables, ("list-table",))
