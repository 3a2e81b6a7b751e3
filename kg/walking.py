"""The Markdown files of a folder: what Git ignores is left out, and what cannot be read is told."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

from .model import Diagnostic
from .opening import NOT_REGULAR, leads_out, opened
from .remote import Remote
from .wording import reason_of

if TYPE_CHECKING:
    import pathspec

Ignores = dict[PurePath, "pathspec.GitIgnoreSpec"]
"""What ``.gitignore`` files say, by their folders."""

EXTENSIONS = frozenset({".md", ".markdown", ".mdx"})
_IGNORE = ".gitignore"
_MAX_IGNORE_FILE = 1 << 20
"""Bytes that are read of a ``.gitignore``."""


def markdown_files(folder: Path, name: str, problems: list[Diagnostic]) -> Iterator[str]:
    """Yield the Markdown files of a folder by their paths in it, with ``/``; no symlink to a folder is followed.

    Args:
        folder: The folder, resolved.
        name: What it is called in a diagnostic.
        problems: What is left out is told here.
    """

    def named(file: Path) -> str:
        return posixpath.join(name, file.relative_to(folder).as_posix())

    def unreadable(error: OSError) -> None:
        message, hint = f"cannot be read: {reason_of(error)}", "check the permissions"
        problems.append(Diagnostic("error", "KG103", message, hint, named(Path(error.filename))))

    ignores: Ignores = _ignores_above(folder)
    for current, folders, files in _walked(folder, name, unreadable, problems):
        here = Path(current)
        if here != folder:
            ignores = _of(here, ignores)
        if (spec := _ignore_of(here)) is not None:
            ignores[here] = spec
        folders[:] = _kept(folders, here, ignores)
        links = [here / one for one in folders if (here / one).is_symlink()]
        problems += filter(None, (_as_link(link, folder, named(link)) for link in links))
        start = "" if here == folder else f"{here.relative_to(folder).as_posix()}/"
        for one in _pages(files, here, ignores):
            if problem := _unusable(here / one, folder, posixpath.join(name, start + one)):
                problems.append(problem)
            else:
                yield start + one


def stored_markdown_files(folder: Remote, name: str, problems: list[Diagnostic]) -> Iterator[str]:
    """Yield the Markdown files of a folder in a store by their paths in it, as ``markdown_files`` does.

    Args:
        folder: The folder.
        name: What it is called in a diagnostic.
        problems: What is left out is told here.
    """

    def unreadable(path: str, error: OSError) -> None:
        hint = "check the store and its permissions"
        named = posixpath.join(name, path) or str(folder)
        problems.append(Diagnostic("error", "KG103", f"cannot be read: {reason_of(error)}", hint, named))

    ignores: Ignores = {}
    try:
        ignores = _ignores_above_stored(folder)
    except OSError as error:
        unreadable("", error)
    for current, folders, files in folder.walk(unreadable):
        here = PurePosixPath(folder.key, current)
        ignores = _of(here, ignores)
        try:
            spec = _stored_ignore_of(folder / current) if _IGNORE in files else None
        except OSError as error:
            unreadable(posixpath.join(current, _IGNORE), error)
        else:
            ignores |= {} if spec is None else {here: spec}
        folders[:] = _kept(folders, here, ignores)
        yield from (posixpath.join(current, one) for one in _pages(files, here, ignores))


def _walked(
    folder: Path, name: str, unreadable: Callable[[OSError], None], problems: list[Diagnostic]
) -> Iterator[tuple[str, list[str], list[str]]]:
    try:
        yield from os.walk(folder, onerror=unreadable)
    except RecursionError:  # before Python 3.12 it calls itself
        hint = "name those that are deeper"
        problems.append(Diagnostic("error", "KG103", "has folders nested too deeply", hint, name or "."))


def _unusable(page: Path, folder: Path, name: str) -> Diagnostic | None:
    """Return why a page is left out, or None."""
    if problem := _as_link(page, folder, name):
        return problem
    if page.is_file():
        return None
    hint = "it was left out; remove it, or have .gitignore exclude it"
    return Diagnostic("error", "KG103", NOT_REGULAR, hint, name)


def _as_link(path: Path, folder: Path, name: str) -> Diagnostic | None:
    """Return why a symlink is left out, or None."""
    if not path.is_symlink():
        return None
    if leads_out(path, folder):
        hint = "it was left out; name its target as a source"
        return Diagnostic("warning", "KG104", "is a symlink that leads out", hint, name)
    if not path.exists():
        return Diagnostic("warning", "KG104", "is a symlink that leads nowhere", "it was left out; remove it", name)
    return None


def _ignores_above(folder: Path) -> Ignores:
    """Return what the ``.gitignore`` files above a folder say, up to the top of its Git repository."""
    above = [folder, *folder.parents]
    top = next((index for index, path in enumerate(above) if (path / ".git").exists()), 0)
    return {path: spec for path in above[1 : top + 1] if (spec := _ignore_of(path)) is not None}


def _ignores_above_stored(folder: Remote) -> Ignores:
    """Return what the ``.gitignore`` files above a folder in a store say; none where one may not look above it."""
    above = [folder]
    with suppress(PermissionError):
        while not (above[-1] / ".git").exists():
            if not above[-1].key:
                return {}
            above.append(above[-1].parent)
        return {PurePosixPath(one.key): spec for one in above[1:] if (spec := _stored_ignore_of(one)) is not None}
    return {}


def _ignore_of(folder: Path) -> pathspec.GitIgnoreSpec | None:
    file = folder / _IGNORE
    if file.is_symlink() or not file.is_file():  # Git follows no symlink here either (since 2.32)
        return None
    try:
        with opened(file) as stream:
            return _spec(stream.read(_MAX_IGNORE_FILE))
    except (OSError, ValueError):
        return None


def _stored_ignore_of(folder: Remote) -> pathspec.GitIgnoreSpec | None:
    with suppress(FileNotFoundError, ValueError):
        return _spec((folder / _IGNORE).read(_MAX_IGNORE_FILE))
    return None


def _spec(data: bytes) -> pathspec.GitIgnoreSpec:
    import pathspec

    return pathspec.GitIgnoreSpec.from_lines(data.decode("utf-8", errors="replace").splitlines())


def _of(here: PurePath, ignores: Ignores) -> Ignores:
    return {path: spec for path, spec in ignores.items() if here.is_relative_to(path)}


def _kept(folders: Iterable[str], here: PurePath, ignores: Ignores) -> list[str]:
    return sorted(one for one in folders if one != ".git" and not _is_ignored(here / one, ignores, "/"))


def _pages(files: Iterable[str], here: PurePath, ignores: Ignores) -> Iterator[str]:
    for one in sorted(files):
        if posixpath.splitext(one)[1].lower() in EXTENSIONS and not _is_ignored(here / one, ignores):
            yield one


def _is_ignored(path: PurePath, ignores: Ignores, ending: str = "") -> bool:
    for folder in sorted(ignores, key=lambda one: len(one.parts), reverse=True):
        verdict = ignores[folder].check_file(path.relative_to(folder).as_posix() + ending).include
        if verdict is not None:
            return verdict
    return False
