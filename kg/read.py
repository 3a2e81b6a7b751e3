"""From what a user names to the bytes of pages: files, folders and standard input. The only reader of sources."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .bounds import Bounds
from .errors import SourceError
from .model import Diagnostic
from .wording import reason_of

if TYPE_CHECKING:
    import pathspec

EXTENSIONS = frozenset({".md", ".markdown", ".mdx"})
_USUAL = Bounds()

STDIN = "-"
STDIN_PATH = "stdin.md"


@dataclass(frozen=True, slots=True)
class Source:
    """A page to be read: its path relative to the root, with ``/``, and the file, or None for standard input."""

    path: str
    file: Path | None


@dataclass(frozen=True, slots=True)
class SourceSet:
    """The pages that a user named: the root, the pages by path, and what could not be read."""

    root: Path
    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...]


def find_sources(names: Sequence[str | os.PathLike[str]], root: Path | None = None) -> SourceSet:
    """Return the pages of some files, folders and ``-``, sorted by path, each once.

    Of a folder these are its Markdown files, but for what ``.gitignore`` excludes and for symlinks that lead out of it.

    Args:
        names: What the user named.
        root: The folder that paths are relative to; None is the folder of the one source, or the common parent.

    Raises:
        SourceError: A source lies outside the root.
    """
    paths = [Path(name) for name in names if os.fspath(name) != STDIN]
    base = (root or _common_parent(paths)).resolve()
    found: dict[str, Source] = {}
    problems: list[Diagnostic] = []
    if len(paths) < len(names):
        found[STDIN_PATH] = Source(STDIN_PATH, None)
    for path in paths:
        if not path.is_dir():
            if (problem := _unreadable(path)) is not None:
                problems.append(problem)
                continue
            files: Iterable[Path] = (path,)
        else:
            files = tuple(_markdown_files(path.resolve(), base, problems))
            if not files:
                hint = "name a folder with .md, .markdown or .mdx files that .gitignore does not exclude"
                problems.append(Diagnostic("error", "KG103", "holds no Markdown", hint, str(path)))
        for file in files:
            relative = _relative(file, base)
            if relative == STDIN_PATH and relative in found:
                hint = "it was left out; name another --root, or give it another name"
                problems.append(Diagnostic("error", "KG103", "is how standard input is called too", hint, relative))
                continue
            found[relative] = Source(relative, file)
    return SourceSet(base, tuple(found[path] for path in sorted(found)), tuple(problems))


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
        with source.file.open("rb") as stream:
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


def _unreadable(path: Path) -> Diagnostic | None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Diagnostic("error", "KG103", f"cannot be read: {reason_of(error)}", "check the name", str(path))
    if not stat.S_ISREG(mode):
        return Diagnostic("error", "KG103", "is no regular file", "name a file or a folder", str(path))
    return None


def _markdown_files(folder: Path, root: Path, problems: list[Diagnostic]) -> Iterator[Path]:
    ignores = _ignores_above(folder)
    for current, folders, files in os.walk(folder):
        here = Path(current)
        if here != folder:
            ignores = {path: spec for path, spec in ignores.items() if here.is_relative_to(path)}
        if (spec := _ignore_of(here)) is not None:
            ignores[here] = spec
        folders[:] = sorted(name for name in folders if name != ".git" and not _is_ignored(here / name, ignores, "/"))
        for name in sorted(files):
            file = here / name
            if file.suffix.lower() in EXTENSIONS and not _is_ignored(file, ignores):
                if file.is_symlink() and not file.resolve().is_relative_to(folder):
                    hint = "it was left out; name its target as a source"
                    problems.append(
                        Diagnostic("warning", "KG104", "is a symlink that leads out", hint, _relative(file, root))
                    )
                elif file.is_file():
                    yield file


def _ignores_above(folder: Path) -> dict[Path, pathspec.GitIgnoreSpec]:
    """Return what the ``.gitignore`` files above a folder say, up to the top of its Git repository."""
    above = [folder, *folder.parents]
    top = next((index for index, path in enumerate(above) if (path / ".git").exists()), 0)
    return {path: spec for path in above[1 : top + 1] if (spec := _ignore_of(path)) is not None}


def _ignore_of(folder: Path) -> pathspec.GitIgnoreSpec | None:
    file = folder / ".gitignore"
    if not file.is_file():
        return None
    import pathspec

    try:
        return pathspec.GitIgnoreSpec.from_lines(file.read_text(encoding="utf-8", errors="replace").splitlines())
    except (OSError, ValueError):
        return None


def _is_ignored(path: Path, ignores: dict[Path, pathspec.GitIgnoreSpec], ending: str = "") -> bool:
    for folder in sorted(ignores, key=lambda one: len(one.parts), reverse=True):
        verdict = ignores[folder].check_file(path.relative_to(folder).as_posix() + ending).include
        if verdict is not None:
            return verdict
    return False


class Files(Protocol):
    """What a page may ask of the files beside it; ``SiteFolder`` says of each question what it answers."""

    def variables(self, read: Callable[[Files], Mapping[str, str]]) -> Mapping[str, str]:
        """Return the variables that a dialect reads from the files."""

    def has(self, path: str) -> bool:
        """Return whether a file can be read."""

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
        self._variables: dict[Callable[[Files], Mapping[str, str]], Mapping[str, str]] = {}

    def variables(self, read: Callable[[Files], Mapping[str, str]]) -> Mapping[str, str]:
        """Return the variables that a dialect reads from the files; each dialect reads them once."""
        if read not in self._variables:
            self._variables[read] = read(self)
        return self._variables[read]

    def has(self, path: str) -> bool:
        """Return whether there is a file of a path that can be read."""
        return self.text(path) is not None

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a file by its path relative to the root; None where there is none, or it is too large."""
        try:
            named = self._root / path
            if not stat.S_ISREG(named.stat().st_mode):  # first, for most are not there, and to resolve is slow
                return None
            file = named.resolve()
            if not file.is_relative_to(self._root) or not stat.S_ISREG(file.stat().st_mode):
                return None
            return file.read_bytes() if file.stat().st_size <= self._bounds.site_file_bytes else None
        except (OSError, ValueError):
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
        found = [
            (Path(current) / name).relative_to(self._root).as_posix()
            for current, _, files in os.walk(top)
            for name in files
            if name.endswith(suffix)
        ]
        return tuple(sorted(found)[: self._bounds.site_files])
