"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from .errors import ConfigError, SourceError
from .opening import leads_out
from .wording import reason_of

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def write_file(path: Path, content: bytes) -> None:
    """Write a file; see ``replaced``."""
    with replaced(path) as stream:
        stream.write(content)


@contextmanager
def replaced(path: Path | None) -> Iterator[BinaryIO]:
    """Give a stream to write a file by: a temporary one in the same folder, flushed, which then takes its place.

    A link stays a link, and the file of the same folder that it leads to is replaced; one that leads elsewhere is
    refused, as it may have come with what was checked out. A pipe or a device is written to as it is.

    Args:
        path: The file; None is standard output.

    Raises:
        ConfigError: Standard output is closed.
        SourceError: The file cannot be written; one that was there stays as it was.
    """
    if path is None:
        if sys.stdout is None:
            raise ConfigError("standard output is closed", hint="give --output a file")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with _told(path):
        if _is_device(path):
            with path.open("wb") as device:
                yield device
            return
        place = led_to(path)
        with _placed(place.parent, lambda: place.name) as stream:
            yield stream


def led_to(path: Path) -> Path:
    """Return where an output goes: what a link leads to, and any other path as it is.

    Raises:
        SourceError: It is a link that leads out of its folder.
    """
    if not path.is_symlink():
        return path
    if leads_out(path, path.parent.resolve()):
        hint = "name what it leads to"
        raise SourceError("cannot be written: is a symlink that leads out of its folder", hint=hint, place=str(path))
    return path.resolve()


@contextmanager
def placed(folder: Path, name: Callable[[], str]) -> Iterator[BinaryIO]:
    """Give a stream to write a file by whose name is told at its end; else as ``replaced``.

    Args:
        folder: Where it is written; it is there.
        name: Tells the name.

    Raises:
        SourceError: The file cannot be written.
    """
    with _told(folder), _placed(folder, name) as stream:
        yield stream


@contextmanager
def _placed(folder: Path, name: Callable[[], str]) -> Iterator[BinaryIO]:
    temporary = folder / f".kg-{uuid4().hex}.tmp"  # known before it is there, and so removed always
    try:
        with os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        path = folder / name()
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    finally:
        with suppress(OSError):  # it is gone, where all went well
            temporary.unlink()


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Say in one line why a place cannot be written."""
    try:
        yield
    except OSError as error:
        hint = "name a file in a folder that you may write to"
        raise SourceError(f"cannot be written: {reason_of(error)}", hint=hint, place=str(place)) from error


def _is_device(path: Path) -> bool:
    """Return whether a path is a pipe or a device, or a name that the system gives to what is open: /dev/stdout."""
    if path.is_symlink() and path.exists():
        folder = path.parent.resolve()
        if folder == Path("/dev") or folder.is_relative_to("/proc"):
            return True
    return path.exists() and not path.is_file() and not path.is_dir()


def _mode_for(path: Path) -> int:
    """Return the permissions of the file that is replaced, or those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
