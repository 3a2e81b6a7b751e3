"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
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
    temporary: Path | None = None
    try:
        if _is_device(path):
            with path.open("wb") as device:
                yield device
            return
        if path.is_symlink():
            path = _led_to(path)
        temporary = path.with_name(f".kg-{uuid4().hex}.tmp")  # known before it is there, and so removed always
        with os.fdopen(os.open(temporary, _NEW, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
        temporary = None
    except OSError as error:
        hint = "name a file in a folder that you may write to"
        raise SourceError(f"cannot be written: {reason_of(error)}", hint=hint, place=str(path)) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _is_device(path: Path) -> bool:
    """Return whether a path is a pipe or a device, or a name that the system gives to what is open: /dev/stdout."""
    if path.is_symlink() and path.exists():
        folder = path.parent.resolve()
        if folder == Path("/dev") or folder.is_relative_to("/proc"):
            return True
    return path.exists() and not path.is_file() and not path.is_dir()


def _led_to(link: Path) -> Path:
    """Return the file that a link leads to."""
    if leads_out(link, link.parent.resolve()):
        hint = "name the file that it leads to"
        raise SourceError("cannot be written: is a symlink that leads out of its folder", hint=hint, place=str(link))
    return link.resolve()


def _mode_for(path: Path) -> int:
    """Return the permissions of the file that is replaced, or those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
