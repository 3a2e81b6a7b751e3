"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .errors import SourceError


def write_file(path: Path, content: bytes) -> None:
    """Write a file: to a temporary one in the same folder, flushed, which then takes its place.

    A link stays a link, and the file that it leads to is replaced; a pipe or a device is written to as it is.

    Raises:
        SourceError: It cannot be written; a file that was there stays as it was.
    """
    temporary: Path | None = None
    try:
        path = path.resolve() if path.is_symlink() else path
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=".tmp", delete=False
        ) as stream:
            temporary = Path(stream.name)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        reason = (error.strerror or "unknown reason").lower()
        hint = "name a file in a folder that you may write to"
        raise SourceError(f"cannot be written: {reason}", hint=hint, place=str(path)) from error


def _mode_for(path: Path) -> int:
    """Return the permissions of the file that is replaced, or those of a new file."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
