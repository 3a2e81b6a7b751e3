"""From what a user names to the bytes of pages: files and folders, here or in a store, and standard input. The only
reader of sources.
"""

from __future__ import annotations

import os
import posixpath
import stat
import sys
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from .bounds import Bounds
from .errors import SourceError
from .folders import Disk, Folder, Store
from .model import Diagnostic
from .opening import NOT_REGULAR, leads_out, opened
from .paths import Lazy, Paths
from .remote import Remote, place_of
from .walking import EXTENSIONS, markdown_files, stored_markdown_files
from .wording import reason_of

__all__ = ["EXTENSIONS", "Files", "SiteFolder", "Source", "SourceSet", "find_sources", "read_source"]

_USUAL = Bounds()

STDIN = "-"
STDIN_PATH = "stdin.md"


@dataclass(frozen=True, slots=True)
class Source:
    """A page to be read: its path relative to the root, with ``/``, and the file, or None for standard input."""

    path: str
    file: Path | Remote | None


@dataclass(frozen=True, slots=True)
class SourceSet:
    """The pages that a user named.

    Args:
        root: The root, resolved; a place in a store is none of this machine.
        paths: The paths of the pages, sorted, each once.
        diagnostics: What could not be read.
        has_stdin: Whether the page ``STDIN_PATH`` is standard input.
    """

    root: Path | Remote
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


def find_sources(names: Sequence[str | os.PathLike[str]], root: Path | Remote | None = None) -> SourceSet:
    """Return the pages of some files, folders and ``-``, sorted by path, each once.

    Of a folder these are its Markdown files, but for what ``.gitignore`` excludes and for symlinks that lead out of it;
    a named file that is a symlink out of the root is none either. A file or folder may be named by its URL.

    Args:
        names: What the user named.
        root: The folder that paths are relative to; None is the folder of the one source, or the common parent.

    Raises:
        ConfigError: The extra that opens a store is missing.
        SourceError: A source lies outside the root, or is a URL that is not read.
    """
    places = [_Place.of(place_of(name)) for name in names if os.fspath(name) != STDIN]
    base = _common_parent(places) if root is None else root
    base = base.resolve() if isinstance(base, Path) else base
    has_stdin = len(places) < len(names)
    found = [STDIN_PATH] if has_stdin else []
    problems: list[Diagnostic] = []
    for place in places:
        files = _pages_of(place, base, problems)
        if has_stdin and STDIN_PATH in files:
            hint = "it was left out; name another --root, or give it another name"
            problems.append(Diagnostic("error", "KG103", "is how standard input is called too", hint, STDIN_PATH))
        found += files
    found.sort()
    held = Paths(path for path, _ in groupby(found))
    problems += _clashes(found)
    return SourceSet(base, held, tuple(problems), has_stdin)


@dataclass(frozen=True, slots=True)
class _Place:
    """What a user named, and whether it is a folder: asked once, as a store may be slow to say. What it says instead of
    an answer is the problem.
    """

    at: Path | Remote
    is_folder: bool
    problem: str = ""

    @classmethod
    def of(cls, at: Path | Remote) -> _Place:
        try:
            return cls(at, at.is_dir() if isinstance(at, Path) else at.is_folder())
        except OSError as error:
            return cls(at, is_folder=False, problem=reason_of(error))


def _pages_of(place: _Place, root: Path | Remote, problems: list[Diagnostic]) -> list[str]:
    """Return the paths of the pages that a place is or holds; what is wrong with it is told."""
    at = place.at
    if not place.is_folder:
        problem = _unreadable(at, root) if isinstance(at, Path) else _unanswered(place)
        problems += [problem] if problem else ()
        return [] if problem else [_relative(at, root)]
    folder = at.resolve() if isinstance(at, Path) else at
    start = _relative(folder, root)
    start = "" if start == "." else start
    if isinstance(folder, Path):
        names = markdown_files(folder, start, problems)
    else:
        names = stored_markdown_files(folder, start, problems)
    files = [posixpath.join(start, name) for name in names]
    if not files:
        hint = "name a folder with .md, .markdown or .mdx files that .gitignore does not exclude"
        problems.append(Diagnostic("error", "KG103", "holds no Markdown", hint, str(at)))
    return files


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
        if isinstance(source.file, Remote):
            return source.file.read(bounds.page_bytes + 1)
        with opened(source.file) as stream:
            return stream.read(bounds.page_bytes + 1)
    except OSError as error:
        raise _cannot_read(source.path, error) from error


def _cannot_read(path: str, error: OSError) -> SourceError:
    return SourceError(f"cannot be read: {reason_of(error)}", hint="check the name and the permissions", place=path)


def _common_parent(places: Sequence[_Place]) -> Path | Remote:
    if not places:
        return Path.cwd()
    folders = [place.at if place.is_folder else place.at.parent for place in places]
    here = [folder.resolve() for folder in folders if isinstance(folder, Path)]
    stored = [folder for folder in folders if isinstance(folder, Remote)]
    if not stored:
        return Path(os.path.commonpath(here))
    if here or len({folder.bucket for folder in stored}) > 1:
        place = str(places[-1].at)
        raise SourceError("lies in another store", hint="name sources of one bucket, or of this machine", place=place)
    return Remote(stored[0].bucket, posixpath.commonpath([folder.key for folder in stored]))


def _relative(place: Path | Remote, root: Path | Remote) -> str:
    with suppress(ValueError):
        if isinstance(place, Remote):
            return place.relative_to(root)
        if isinstance(root, Path):
            return (place.parent.resolve() / place.name).relative_to(root).as_posix()
    raise SourceError("lies outside the root", hint=f"name it under {root}, or set --root", place=str(place))


def _unanswered(place: _Place) -> Diagnostic | None:
    """Return why a place in a store that is named as a source cannot be one."""
    hint = "check the name, and the credentials and the network of the environment"
    message = f"cannot be read: {place.problem}"
    return Diagnostic("error", "KG103", message, hint, str(place.at)) if place.problem else None


def _unreadable(path: Path, root: Path | Remote) -> Diagnostic | None:
    """Return why a file that is named as a source cannot be one; its name may come from a pattern, not from a hand."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Diagnostic("error", "KG103", f"cannot be read: {reason_of(error)}", "check the name", str(path))
    if not stat.S_ISREG(mode):
        return Diagnostic("error", "KG103", NOT_REGULAR, "name a file or a folder", str(path))
    if path.is_symlink() and isinstance(root, Path) and leads_out(path, root):
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

    In a store, each question raises SourceError where it is not answered.

    Args:
        root: The folder.
        bounds: The user's.
    """

    def __init__(self, root: Path | Remote, bounds: Bounds = _USUAL) -> None:
        self._folder: Folder = Store(root) if isinstance(root, Remote) else Disk(root.resolve())
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

    def exists(self, path: str) -> bool:
        """Return whether there is a file or folder of a path; it is not opened."""
        return self._folder.exists(path)

    def nearest(self, folder: str, names: tuple[str, ...]) -> str | None:
        """Return the path of the first file of some names in a folder, or in the nearest one above it, or None; each
        folder is looked at once.
        """
        passed: list[str] = []
        found: str | None = None
        while (folder, names) not in self._nearest:
            passed.append(folder)
            beside = self._folder.beside(folder)
            there = (path for name in names if name in beside and self.has(path := posixpath.join(folder, name)))
            found = next(there, None)
            if found or not folder:
                break
            folder = posixpath.dirname(folder)
        else:
            found = self._nearest[folder, names]
        self._nearest.update(((one, names), found) for one in passed)
        return found

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a file by its path relative to the root; None where there is none, or it is too large."""
        return self._folder.data(path, self._bounds.site_file_bytes)

    def text(self, path: str) -> str | None:
        """Return the text of a file by its path relative to the root, or None; what is no UTF-8 is replaced."""
        if path not in self._texts:
            data = self.data(path)
            self._texts[path] = None if data is None else data.decode("utf-8", errors="replace")
        return self._texts[path]

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Return the paths of the files under a folder whose names end in a suffix, sorted; no symlink is followed."""
        return tuple(sorted(self._folder.names(folder, suffix))[: self._bounds.site_files])
