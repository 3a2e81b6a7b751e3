"""The database file: opened where it is sound, else replaced by an empty one."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

APPLICATION = 0x6B67_6361
SCHEMA = 1
"""What the head of the file says: whose it is, and in which form."""

_TABLES = """
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL, size INTEGER NOT NULL, value BLOB NOT NULL
);
CREATE INDEX entry_by_use ON entry (used, id, size);
"""
_JOURNAL_SIZE = 1 << 23
_DAMAGE = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA})


class DamagedError(sqlite3.DatabaseError):
    """The file is no database of this form."""


def is_damage(error: BaseException) -> bool:
    """Return whether an error says that the file is damaged, and not that it cannot be used just now.

    All statements are right, so one that SQLite takes for wrong does not fit the tables.
    """
    if isinstance(error, DamagedError | MemoryError | OverflowError | TypeError):
        return True
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def connect(file: Path, patience: float) -> sqlite3.Connection:
    """Return a connection to a database that is there."""
    uri = f"{file.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)
    connection.text_factory = bytes
    return connection


def opened(file: Path, patience: float) -> sqlite3.Connection:
    """Return a connection to the database in a file, which is made where it is missing.

    Args:
        file: The file.
        patience: For how many seconds another run is waited for.

    Raises:
        DamagedError: It is there, and has another form.
        sqlite3.Error: It cannot be opened.
        OSError: It cannot be made.
    """
    if _is_missing(file):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(file, patience)
    connection = connect(file, patience)
    try:
        _check(connection)
        connection.execute("SELECT id, key, used, size, value FROM entry ORDER BY used LIMIT 1").fetchone()
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_SIZE}")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_missing(file: Path) -> bool:
    return not file.exists()


def _check(connection: sqlite3.Connection) -> None:
    if (number(connection, "application_id"), number(connection, "user_version")) != (APPLICATION, SCHEMA):
        raise DamagedError


def number(connection: sqlite3.Connection, name: str) -> int:
    """Return what SQLite says a setting or a count is."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def remove(file: Path) -> None:
    """Remove a database, its journal first: SQLite would apply that to the next one."""
    for ending in ("-wal", "-shm", ""):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _make(file: Path, patience: float) -> None:
    """Make an empty database under another name, then put it in its place: two runs never make one file."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".new")
    os.close(descriptor)
    temporary = Path(name)
    try:
        connection = connect(temporary, patience)
        try:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_TABLES)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        finally:
            connection.close()
        _put_in_place(temporary, file)
    finally:
        remove(temporary)


def _put_in_place(temporary: Path, file: Path) -> None:
    try:
        os.link(temporary, file)
    except FileExistsError:
        return  # another run was first
    except OSError:
        temporary.replace(file)  # a file system without links
