"""An embedded store of values by keys: bounded, shared by runs at once, and never trusted when damaged.

It is one SQLite database in WAL mode: readers do not wait, writers take turns. Nothing that goes wrong with it reaches
the caller: what cannot be read is not there, what cannot be written is not kept, and ``problem`` says why.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from ..wording import reason_of
from .database import is_damage, opened, remove
from .tables import Row, chunks, insert, select, stamp
from .values import MAX_VALUE, sealed, unsealed

DEFAULT_LIMIT = 512 << 20
FILE = "docs-kg-pages.sqlite3"

_BYTES_AT_ONCE = 8 << 20
_GRAIN = 3600
"""Uses are told apart by the hour, so that most runs write none."""

_ERRORS = (sqlite3.Error, OSError, MemoryError, OverflowError, TypeError, ValueError)

T = TypeVar("T")


class Cache:
    """Values by keys, in a folder; of one thread.

    Args:
        folder: The folder; it is made where it is missing. The file ``FILE`` in it is the cache's own.
        limit: How many bytes the file may take.
        patience: For how many seconds another run is waited for.
        clock: Tells the seconds.
    """

    def __init__(
        self,
        folder: Path,
        limit: int = DEFAULT_LIMIT,
        *,
        patience: float = 5.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._file = folder / FILE
        self._limit = limit
        self._patience = patience
        self._now = int(clock() // _GRAIN)
        self._used: set[int] = set()
        self._was_replaced = False
        self.problem: str | None = None
        """What went wrong, if anything: lower case, no full stop."""

        self._connection: sqlite3.Connection | None = None
        self._open()

    def get_many(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the values of those keys that have one."""
        nothing: tuple[Row, ...] = ()
        found: dict[bytes, bytes] = {}
        for some in chunks(dict.fromkeys(keys)):
            for number, used, key, stored in self._guarded(partial(select, keys=some), nothing):
                if isinstance(key, bytes) and (value := unsealed(key, stored)) is not None:
                    found[key] = value
                    if used != self._now:
                        self._used.add(number)
        return found

    def put_many(self, values: Mapping[bytes, bytes]) -> None:
        """Keep some values; one that is too large for the store is left out."""
        most = min(_BYTES_AT_ONCE, self._limit // 4)
        for some in _batches(values, most):
            self._guarded(partial(insert, values=some, now=self._now, limit=self._limit), None)

    def close(self) -> None:
        """Write which values were used, and end."""
        if self._used:
            self._guarded(partial(stamp, numbers=self._used, now=self._now), None)
            self._used.clear()
        self._disconnect()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- what goes wrong --------------------------------------------------------------------------------------

    def _guarded(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Return what some work gives, or something else where it fails; then a damaged file is replaced, once."""
        if self._connection is None:
            return otherwise
        try:
            return work(self._connection)
        except _ERRORS as error:
            self._recover(error)
            return otherwise

    def _open(self) -> None:
        try:
            self._connection = opened(self._file, self._patience)
        except _ERRORS as error:
            self._recover(error)

    def _recover(self, error: Exception) -> None:
        self._disconnect()
        self._used.clear()
        if not is_damage(error) or self._was_replaced:
            otherwise = str(error) or "it is damaged"
            reason = reason_of(error, otherwise) if isinstance(error, OSError) else otherwise.lower()
            self.problem = f"the cache {self._file} cannot be used: {reason}"
            return
        self._was_replaced = True
        self.problem = f"the cache {self._file} was damaged, and was begun anew"
        with contextlib.suppress(OSError):
            remove(self._file)
        self._open()

    def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None


def _batches(values: Mapping[bytes, bytes], most: int) -> Iterator[dict[bytes, bytes]]:
    """Yield the values as they are stored, some at a time."""
    batch: dict[bytes, bytes] = {}
    size = 0
    for key, value in values.items():
        stored = sealed(key, value) if len(value) <= MAX_VALUE else b""
        if not stored or len(stored) > most:
            continue
        if size + len(stored) > most:
            yield batch
            batch, size = {}, 0
        batch[key] = stored
        size += len(stored)
    if batch:
        yield batch
