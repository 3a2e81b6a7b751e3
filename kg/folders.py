"""The folder that all paths are relative to: on a disk, or in a store. What a page names is looked for in it alone."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from .errors import SourceError
from .opening import leads_out, opened
from .remote import CONTROL, Remote
from .wording import reason_of

_NONE: frozenset[str] = frozenset()
_LONGEST_PATH = 4096
_LONGEST_NAME = 255
"""Linux's PATH_MAX and NAME_MAX: there is no longer one, and to resolve it takes the square of its length."""

_LONGEST_KEY = 1024
"""Bytes of a name in S3 and in Google's store, and characters in Azure's."""

T = TypeVar("T")


class Folder(Protocol):
    """A folder; what lies outside of it is not there. A path is relative to it, with ``/``."""

    def beside(self, folder: str) -> frozenset[str]:
        """Return the names in a folder: quicker than a look for each of many files."""

    def data(self, path: str, most: int) -> bytes | None:
        """Return the bytes of a file; None where there is none, or it has more than so many."""

    def names(self, folder: str, suffix: str) -> Iterable[str]:
        """Return the paths of the files under a folder whose names end in a suffix."""

    def exists(self, path: str) -> bool:
        """Return whether there is a file or folder; it is not opened."""


class Disk:
    """A folder of this machine: no symlink leads out of it, and what cannot be read is not there.

    Args:
        root: The folder, resolved.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def beside(self, folder: str) -> frozenset[str]:
        """Return the names in a folder."""
        if leads_out(self._root / folder, self._root):
            return _NONE
        try:
            return frozenset(entry.name for entry in os.scandir(self._root / folder))
        except OSError:
            return _NONE

    def data(self, path: str, most: int) -> bytes | None:
        """Return the bytes of a file; None where there is none, or it has more than so many."""
        try:
            named = self._root / path
            if not stat.S_ISREG(named.stat().st_mode):  # first, for most are not there, and to resolve is slow
                return None
            file = named.resolve()
            if not file.is_relative_to(self._root) or file.stat().st_size > most:
                return None
            with opened(file) as stream:
                return stream.read(most)
        except (OSError, RuntimeError, ValueError):
            return None

    def names(self, folder: str, suffix: str) -> Iterable[str]:
        """Return the paths of the files under a folder whose names end in a suffix; no symlink is followed."""
        top = self._root / folder
        if leads_out(top, self._root):
            return ()
        return [
            (Path(current) / name).relative_to(self._root).as_posix()
            for current, _, files in os.walk(top)
            for name in files
            if name.endswith(suffix)
        ]

    def exists(self, path: str) -> bool:
        """Return whether there is a file or folder, to which no link leads out of this one."""
        if len(path) > _LONGEST_PATH or any(len(name) > _LONGEST_NAME for name in path.split("/")):
            return False
        try:
            there = os.path.realpath(self._root / path)
            return os.path.commonpath([there, self._root]) == str(self._root) and os.path.exists(there)  # noqa: PTH110
        except (OSError, ValueError):
            return False


class Store:
    """A folder in an object store: what may not be read is not there.

    Each question raises SourceError where the store does not answer it, as what is not known must not be taken for
    what is not there.

    Args:
        root: The folder.
    """

    def __init__(self, root: Remote) -> None:
        self._root = root

    def beside(self, folder: str) -> frozenset[str]:
        """Return the names in a folder."""
        return self._asked(folder, lambda place: frozenset(name for names in place.listed() for name in names), _NONE)

    def data(self, path: str, most: int) -> bytes | None:
        """Return the bytes of a file; None where there is none, or it has more than so many."""
        data = self._asked(path, lambda place: place.read(most + 1), None)
        return None if data is None or len(data) > most else data

    def names(self, folder: str, suffix: str) -> Iterable[str]:
        """Return the paths of the files under a folder whose names end in a suffix."""

        def unreadable(path: str, error: OSError) -> None:
            if not isinstance(error, FileNotFoundError | PermissionError) and error.errno:
                raise _no_answer(posixpath.join(folder, path), error)

        def found(place: Remote) -> list[str]:
            return [
                posixpath.join(folder, here, name)
                for here, _, files in place.walk(unreadable)
                for name in files
                if name.endswith(suffix)
            ]

        return self._asked(folder, found, [])

    def exists(self, path: str) -> bool:
        """Return whether there is a file or folder."""
        return self._asked(path, Remote.exists, otherwise=False)

    def _asked(self, path: str, ask: Callable[[Remote], T], otherwise: T) -> T:
        """Return what the store answers about a path; something else where there is no such thing in the folder."""
        plain = posixpath.normpath(path)
        place = self._root / ("" if plain == "." else plain)
        if plain.startswith("/") or plain.split("/")[0] == ".." or not _can_be(place.key):
            return otherwise
        try:
            return ask(place)
        except (FileNotFoundError, PermissionError):
            return otherwise
        except OSError as error:
            raise _no_answer(path, error) from error


def _can_be(key: str) -> bool:
    """Return whether a store can have something of this name: another would be an error, and no answer."""
    try:
        return CONTROL.search(key) is None and len(key.encode()) <= _LONGEST_KEY
    except UnicodeEncodeError:
        return False


def _no_answer(path: str, error: OSError) -> SourceError:
    message = f"{path or 'the folder'} beside it cannot be read: {reason_of(error)}"
    return SourceError(message, hint="check the store, and run again", place=path)
