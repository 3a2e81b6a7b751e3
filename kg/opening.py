"""Open what a page, a folder or a configuration names: a regular file, inside a folder, never waited for."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

NOT_REGULAR = "is no regular file"
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def opened(path: Path) -> BinaryIO:
    """Return a regular file, open for reading; a pipe or a device is not opened, as it may block or act.

    Raises:
        OSError: It cannot be opened, or is something else: ``strerror`` says which.
    """
    _check(path.stat())
    descriptor = os.open(path, _FLAGS)
    try:
        _check(os.fstat(descriptor))  # it may have been changed in between: then it is open, and nothing is read
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _check(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(0, NOT_REGULAR)


def leads_out(path: Path, folder: Path) -> bool:
    """Return whether a path, its ``..`` and symlinks resolved, lies outside a folder that is resolved already."""
    try:
        return not path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError, ValueError):  # a ring of symlinks, which is a RuntimeError before Python 3.13
        return True
