"""What a dialect makes of the text of a page: its lines transformed, its includes in their places."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator

from ..model import SourceFile
from ..source import Line, SourceText, lines_of
from ._base import Dialect, Include

MAX_INCLUDES = 100

_HEAD = re.compile(r"\A---[ \t]*$")
_HEAD_END = re.compile(r"---[ \t]*$")


def applied(
    source: SourceText, dialect: Dialect, include: Callable[[str], SourceFile | None]
) -> tuple[SourceText, tuple[SourceFile, ...]]:
    """Return the text of a page as its dialect has it, and the files that it includes.

    Includes are followed one level; a file that is not there, or includes beyond ``MAX_INCLUDES``, stay as they are
    written.

    Args:
        source: The text.
        dialect: The dialect.
        include: Returns a file by its path relative to the root, or None.
    """
    included: dict[str, SourceFile] = {}
    if dialect.include and dialect.include.mark in source.text:
        source = source.of_lines(tuple(_included(source, dialect.include, include, included)))
    for transform in dialect.transforms:
        if any(mark in source.text for mark in transform.marks):
            source = source.of_lines(transform.apply(source.lines))
    return source, tuple(included.values())


def _included(
    source: SourceText,
    kind: Include,
    include: Callable[[str], SourceFile | None],
    included: dict[str, SourceFile],
) -> Iterator[Line]:
    folder = posixpath.dirname(source.file.path)
    count = 0
    for line in source.lines:
        found = kind.line.match(line.text) if kind.mark in line.text and count < MAX_INCLUDES else None
        file = _find(found["path"], (folder, kind.folder, ""), include) if found else None
        if file is None or file.path == source.file.path:
            yield line
            continue
        count += 1
        included[file.path] = file
        yield from (one._replace(path=file.path) for one in _body(lines_of(file.text)))


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
