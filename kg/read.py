"""From what a user names to the bytes of pages: files, folders and standard input. The only reader of sources."""

from __future__ import annotations

import os
import posixpath
import stat
import sys
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from .bounds import Bounds
from .errors import SourceError
from .model import Diagnostic
from .opening import NOT_REGULAR, leads_out, opened
from .paths import Lazy, Paths
from .walking import EXTENSIONS, markdown_files
from .wording import reason_of

__all__ = ["EXTENSIONS", "Files", "SiteFolder", "Source", "SourceSet", "find_sources", "read_source"]

_USUAL = Bounds()
_NONE: frozenset[str] = frozenset()

STDIN = "-"
STDIN_PATH = "stdin.md"


@dataclass(frozen=True, slots=True)
class Source:
    """A page to be read: its path relative to the root, with ``/``, and the file, or None for standard input."""

    path: str
    file: Path | None


@dataclass(frozen=True, slots=True)
class SourceSet:
    """The pages that a user named.

    Args:
        root: The root, resolved.
        paths: The paths of the pages, sorted, each once.
        diagnostics: What could not be read.
        has_stdin: Whether the page ``STDIN_PATH`` is standard input.
    """

    root: Path
    paths: Sequence[str]
    diagnostics: tuple[Diagnostic, ...] = ()
    has_stdin: bool = False

    @property
    def sources(self) -> Sequence[Source]:
        """The pages, in the order of their paths."""
        return Lazy(self.paths, self.source)

    def __contains__(self, path: str) -> bool:
        index = bisect_left(self.paths, path)
        return index < len(self.paths) and self.paths[index] == path

    def source(self, path: str) -> Source:
        """Return a page by its path."""
        return Source(path, None if self.has_stdin and path == STDIN_PATH else self.root / path)


def find_sources(names: Sequence[str | os.PathLike[str]], root: Path | None = None) -> SourceSet:
    """Return the pages of some files, folders and ``-``, sorted by path, each once.

    Of a folder these are its Markdown files, but for what ``.gitignore`` excludes and for symlinks that lead out of it;
    a named file that is a symlink out of the root is none either.

    Args:
        names: What the user named.
        root: The folder that paths are relative to; None is the folder of the one source, or the common parent.

    Raises:
        SourceError: A source lies outside the root.
    """
    paths = [Path(name) for name in names if os.fspath(name) != STDIN]
    base = (root or _common_parent(paths)).resolve()
    has_stdin = len(paths) < len(names)
    found = [STDIN_PATH] if has_stdin else []
    problems: list[Diagnostic] = []
    for path in paths:
        if not path.is_dir():
            if (problem := _unreadable(path, base)) is not None:
                problems.append(problem)
                continue
            files = [_relative(path, base)]
        else:
            folder = path.resolve()
            start = _relative(folder, base).removeprefix(".")
            files = [posixpath.join(start, name) for name in markdown_files(folder, start, problems)]
            if not files:
                hint = "name a folder with .md, .markdown or .mdx files that .gitignore does not exclude"
                problems.append(Diagnostic("error", "KG103", "holds no Markdown", hint, str(path)))
        if has_stdin and STDIN_PATH in files:
            hint = "it was left out; name another --root, or give it another name"
            problems.append(Diagnostic("error", "KG103", "is how standard input is called too", hint, STDIN_PATH))
        found += files
    found.sort()
    held = Paths(path for path, _ in groupby(found))
    problems += _clashes(found)
    return SourceSet(base, held, tuple(problems), has_stdin)


def read_source(source: Source, bounds: Bounds = _USUAL) -> bytes:
    """Return the bytes of a page; of one that is too large, one more than it may have.

    Raises:
        SourceError: It cannot be read.
    """
    if source.file is None:
        if sys.stdin is None:
            raise SourceError("standard input is closed", hint="name a file", place=STDIN_PATH)
        return sys.stdin.buffer.read(bounds.page_bytes + 1)
    try:
        with opened(source.file) as stream:
            return stream.read(bounds.page_bytes + 1)
    except OSError as error:
        raise _cannot_read(source.path, error) from error


def _cannot_read(path: str, error: OSError) -> SourceError:
    return SourceError(f"cannot be read: {reason_of(error)}", hint="check the name and the permissions", place=path)


def _common_parent(paths: Sequence[Path]) -> Path:
    if not paths:
        return Path.cwd()
    folders = [path.resolve() if path.is_dir() else path.parent.resolve() for path in paths]
    return Path(os.path.commonpath(folders))


def _relative(file: Path, root: Path) -> str:
    absolute = file.parent.resolve() / file.name
    try:
        return absolute.relative_to(root).as_posix()
    except ValueError as error:
        raise SourceError(
            "lies outside the root", hint=f"name it under {root}, or set --root", place=str(file)
        ) from error


def _unreadable(path: Path, root: Path) -> Diagnostic | None:
    """Return why a file that is named as a source cannot be one; its name may come from a pattern, not from a hand."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Diagnostic("error", "KG103", f"cannot be read: {reason_of(error)}", "check the name", str(path))
    if not stat.S_ISREG(mode):
        return Diagnostic("error", "KG103", NOT_REGULAR, "name a file or a folder", str(path))
    if path.is_symlink() and leads_out(path, root):
        return Diagnostic("error", "KG103", "is a symlink that leads out of the root", "name its target", str(path))
    return None


def _clashes(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each path that another one differs from in case, or in how its signs are composed, only.

    On a file system that does not tell them apart, as those of Windows and macOS are, one of the two is lost.
    """
    first: dict[str, str] = {}
    for path in paths:
        plain = path.lower() if path.isascii() else _folded(path)
        other = first.setdefault(plain, path)
        if other != path:
            hint = "rename one of them, as not every system can hold both"
            yield Diagnostic("warning", "KG107", f"differs from {other} in case only", hint, path)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


class Files(Protocol):
    """What a page may ask of the files beside it; ``SiteFolder`` says of each question what it answers."""

    def variables(self, read: Callable[[Files], Mapping[str, str]]) -> Mapping[str, str]:
        """Return the variables that a dialect reads from the files."""

    def has(self, path: str) -> bool:
        """Return whether a file can be read."""

    def nearest(self, folder: str, names: tuple[str, ...]) -> str | None:
        """Return the path of the first file of some names in a folder, or in the nearest one above it, or None."""

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None."""

    def text(self, path: str) -> str | None:
        """Return the text of a file, or None."""

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Return the paths of the files under a folder whose names end in a suffix."""


class SiteFolder:
    """The files under a root, as a page's dialect may ask for them; nothing outside it is opened.

    Args:
        root: The folder.
        bounds: The user's.
    """

    def __init__(self, root: Path, bounds: Bounds = _USUAL) -> None:
        self._root = root.resolve()
        self._bounds = bounds
        self._texts: dict[str, str | None] = {}
        self._nearest: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._variables: dict[Callable[[Files], Mapping[str, str]], Mapping[str, str]] = {}

    def variables(self, read: Callable[[Files], Mapping[str, str]]) -> Mapping[str, str]:
        """Return the variables that a dialect reads from the files; each dialect reads them once."""
        if read not in self._variables:
            self._variables[read] = read(self)
        return self._variables[read]

    def has(self, path: str) -> bool:
        """Return whether there is a file of a path that can be read."""
        return self.text(path) is not None

    def nearest(self, folder: str, names: tuple[str, ...]) -> str | None:
        """Return the path of the first file of some names in a folder, or in the nearest one above it, or None; each
        folder is looked at once.
        """
        passed: list[str] = []
        found: str | None = None
        while (folder, names) not in self._nearest:
            passed.append(folder)
            beside = self._names_beside(folder)
            there = (path for name in names if name in beside and self.has(path := posixpath.join(folder, name)))
            found = next(there, None)
            if found or not folder:
                break
            folder = posixpath.dirname(folder)
        else:
            found = self._nearest[folder, names]
        self._nearest.update(((one, names), found) for one in passed)
        return found

    def _names_beside(self, folder: str) -> frozenset[str]:
        """Return the names in a folder under the root: quicker than a look for each of many files."""
        if leads_out(self._root / folder, self._root):
            return _NONE
        try:
            return frozenset(entry.name for entry in os.scandir(self._root / folder))
        except OSError:
            return _NONE

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a file by its path relative to the root; None where there is none, or it is too large."""
        try:
            named = self._root / path
            if not stat.S_ISREG(named.stat().st_mode):  # first, for most are not there, and to resolve is slow
                return None
            file = named.resolve()
            if not file.is_relative_to(self._root) or file.stat().st_size > self._bounds.site_file_bytes:
                return None
            with opened(file) as stream:
                return stream.read(self._bounds.site_file_bytes)
        except (OSError, RuntimeError, ValueError):
            return None

    def text(self, path: str) -> str | None:
        """Return the text of a file by its path relative to the root, or None; what is no UTF-8 is replaced."""
        if path not in self._texts:
            data = self.data(path)
            self._texts[path] = None if data is None else data.decode("utf-8", errors="replace")
        return self._texts[path]

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Return the paths of the files under a folder whose names end in a suffix, sorted; no symlink is followed."""
        top = self._root / folder
        if leads_out(top, self._root):
            return ()
        found = [
            (Path(current) / name).relative_to(self._root).as_posix()
            for current, _, files in os.walk(top)
            for name in files
            if name.endswith(suffix)
        ]
        return tuple(sorted(found)[: self._bounds.site_files])
