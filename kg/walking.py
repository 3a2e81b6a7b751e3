"""The Markdown files of a folder: what Git ignores is left out, and what cannot be read is told."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Diagnostic
from .opening import NOT_REGULAR, leads_out, opened
from .wording import reason_of

if TYPE_CHECKING:
    import pathspec

EXTENSIONS = frozenset({".md", ".markdown", ".mdx"})
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

    ignores = _ignores_above(folder)
    for current, folders, files in _walked(folder, name, unreadable, problems):
        here = Path(current)
        if here != folder:
            ignores = {path: spec for path, spec in ignores.items() if here.is_relative_to(path)}
        if (spec := _ignore_of(here)) is not None:
            ignores[here] = spec
        folders[:] = sorted(one for one in folders if one != ".git" and not _is_ignored(here / one, ignores, "/"))
        links = [here / one for one in folders if (here / one).is_symlink()]
        problems += filter(None, (_as_link(link, folder, named(link)) for link in links))
        start = "" if here == folder else f"{here.relative_to(folder).as_posix()}/"
        for one in sorted(files):
            if posixpath.splitext(one)[1].lower() not in EXTENSIONS or _is_ignored(here / one, ignores):
                continue
            if problem := _unusable(here / one, folder, posixpath.join(name, start + one)):
                problems.append(problem)
            else:
                yield start + one


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


def _ignores_above(folder: Path) -> dict[Path, pathspec.GitIgnoreSpec]:
    """Return what the ``.gitignore`` files above a folder say, up to the top of its Git repository."""
    above = [folder, *folder.parents]
    top = next((index for index, path in enumerate(above) if (path / ".git").exists()), 0)
    return {path: spec for path in above[1 : top + 1] if (spec := _ignore_of(path)) is not None}


def _ignore_of(folder: Path) -> pathspec.GitIgnoreSpec | None:
    file = folder / ".gitignore"
    if file.is_symlink() or not file.is_file():  # Git follows no symlink here either (since 2.32)
        return None
    import pathspec

    try:
        with opened(file) as stream:
            text = stream.read(_MAX_IGNORE_FILE).decode("utf-8", errors="replace")
        return pathspec.GitIgnoreSpec.from_lines(text.splitlines())
    except (OSError, ValueError):
        return None


def _is_ignored(path: Path, ignores: dict[Path, pathspec.GitIgnoreSpec], ending: str = "") -> bool:
    for folder in sorted(ignores, key=lambda one: len(one.parts), reverse=True):
        verdict = ignores[folder].check_file(path.relative_to(folder).as_posix() + ending).include
        if verdict is not None:
            return verdict
    return False
