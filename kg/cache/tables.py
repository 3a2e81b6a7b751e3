"""What is done in the database: each function is one statement, or one transaction that happens or does not."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from .database import number

Row: TypeAlias = tuple[int, object, object, object]
"""The number, the last use, the key and the stored value of an entry, as far as the file is sound."""

_KEYS_AT_ONCE = 500
_OVERHEAD = 100
"""What a value takes in the tables besides its own length, about."""

_KEPT = 0.9
"""To this part of the limit the store is emptied when it is full."""


def chunks(keys: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield keys, so many at a time as one statement takes."""
    wanted = list(keys)
    for start in range(0, len(wanted), _KEYS_AT_ONCE):
        yield wanted[start : start + _KEYS_AT_ONCE]


def select(connection: sqlite3.Connection, *, keys: list[bytes]) -> tuple[Row, ...]:
    """Return the entries that some keys have."""
    marks = ",".join("?" * len(keys))
    return tuple(connection.execute(f"SELECT id, used, key, value FROM entry WHERE key IN ({marks})", keys))  # noqa: S608


def insert(connection: sqlite3.Connection, *, values: Mapping[bytes, bytes], now: int, limit: int) -> None:
    """Write some values, after those that were not used for longest have made room within the limit."""
    rows = [(key, now, len(value) + _OVERHEAD, value) for key, value in values.items()]
    with _transaction(connection):
        if _makes_room(connection, sum(size for _, _, size, _ in rows), limit):
            connection.executemany(
                "INSERT INTO entry (key, used, size, value) VALUES (?, ?, ?, ?) ON CONFLICT (key)"
                " DO UPDATE SET used = excluded.used, size = excluded.size, value = excluded.value",
                rows,
            )
    pages, page = number(connection, "page_count"), number(connection, "page_size")
    if pages * page > limit and number(connection, "freelist_count"):
        connection.executescript("PRAGMA incremental_vacuum")  # ``execute`` would free one page


def stamp(connection: sqlite3.Connection, *, numbers: Collection[int], now: int) -> None:
    """Write that some entries were used."""
    with _transaction(connection):
        connection.executemany("UPDATE entry SET used = ? WHERE id = ?", [(now, number) for number in sorted(numbers)])


def _makes_room(connection: sqlite3.Connection, size: int, limit: int) -> bool:
    """Remove old entries until some bytes more are within the limit; return whether they are."""
    while (surplus := _in_use(connection) + size) > limit:
        surplus -= int(limit * _KEPT)
        oldest: list[tuple[int]] = []
        for number_, length in connection.execute("SELECT id, CAST(size AS INTEGER) FROM entry ORDER BY used, id"):
            oldest.append((number_,))
            surplus -= length
            if surplus <= 0:
                break
        if not oldest:
            return False
        connection.executemany("DELETE FROM entry WHERE id = ?", oldest)
    return True


def _in_use(connection: sqlite3.Connection) -> int:
    """Return how many bytes of the file hold something."""
    pages = number(connection, "page_count") - number(connection, "freelist_count")
    return pages * number(connection, "page_size")


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
