"""What a dialect makes of the text of a page: its lines transformed, its includes in their places."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator

from ..bounds import Bounds, named
from ..model import Diagnostic, SourceFile
from ..source import Line, SourceText, lines_of
from ._base import Dialect, Include, Lines

_USUAL = Bounds()

_HEAD = re.compile(r"\A---[ \t]*$")
_HEAD_END = re.compile(r"---[ \t]*$")


def applied(
    source: SourceText, dialect: Dialect, include: Callable[[str], SourceFile | None], bounds: Bounds = _USUAL
) -> tuple[SourceText, tuple[SourceFile, ...], tuple[Diagnostic, ...]]:
    """Return the text of a page as its dialect has it, the files that it includes, and what bound bites.

    Includes are followed one level; a file that is not there, and includes that are too many or make the page too
    large, stay as they are written.

    Args:
        source: The text.
        dialect: The dialect.
        include: Returns a file by its path relative to the root, or None.
        bounds: The user's.
    """
    included: dict[str, SourceFile] = {}
    problems: list[Diagnostic] = []
    if dialect.include and dialect.include.mark in source.text:
        found = _included(source, dialect.include, include, included, bounds, problems)
        source = source.of_lines(tuple(found))
    for transform in dialect.transforms:
        if any(mark in source.text for mark in transform.marks):
            source = source.of_lines(transform.apply(source.lines))
    return source, tuple(included.values()), tuple(problems)


def _included(
    source: SourceText,
    kind: Include,
    include: Callable[[str], SourceFile | None],
    included: dict[str, SourceFile],
    bounds: Bounds,
    problems: list[Diagnostic],
) -> Iterator[Line]:
    folder = posixpath.dirname(source.file.path)
    bodies: dict[str, Lines] = {}
    count, room, lines = 0, bounds.page_bytes - len(source.file.text), bounds.page_lines - len(source.lines)
    for line in source.lines:
        found = kind.line.match(line.text) if kind.mark in line.text and not problems else None
        file = _find(found["path"], (folder, kind.folder, ""), include) if found else None
        if file is None or file.path == source.file.path:
            yield line
            continue
        body = bodies.setdefault(file.path, _body(lines_of(file.text)))
        count, room, lines = count + 1, room - len(file.text), lines - len(body)
        if count > bounds.included_files or room < 0 or lines < 0:
            problems.append(_too_many(count, room, bounds, source, line))
            yield line
            continue
        included[file.path] = file
        yield from (one._replace(path=file.path) for one in body)


def _too_many(count: int, room: int, bounds: Bounds, source: SourceText, line: Line) -> Diagnostic:
    message, bound = f"the page includes more than {bounds.included_files:,} files", "included_files"
    if count <= bounds.included_files:
        message, bound = "with this include the page is too large", "page_bytes" if room < 0 else "page_lines"
    hint = f"includes from here on stay as they are written; split the page, or {named(bound)}"
    return Diagnostic("warning", "KG159", message, hint, source.file.path, line.number, 1)


def _find(path: str, folders: Iterable[str], include: Callable[[str], SourceFile | None]) -> SourceFile | None:
    for base in dict.fromkeys(folders):
        candidate = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        if not candidate.startswith("..") and (file := include(candidate)) is not None:
            return file
    return None


def _body(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines of an included file without its front matter and its last, empty line."""
    if lines and not lines[-1].text:
        lines = lines[:-1]
    if lines and _HEAD.match(lines[0].text):
        for index, line in enumerate(lines[1:], start=1):
            if _HEAD_END.match(line.text):
                return lines[index + 1 :]
    return lines
