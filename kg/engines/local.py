"""The engine of this machine: processes, or none.

The processes are *spawned*: a fork would copy the locks of whatever thread draws the progress, and a fork server saves
little where a process lives for the whole run. Each gets the work once, as it starts.

A process writes its results to a file of a scratch folder, and answers with its name: one that is killed while it
writes a long answer would leave the reader of ``ProcessPoolExecutor`` waiting for the rest of it for ever.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Self, TypeVar

from ..collecting import collect_rarely
from ..deadline import may_be_ended
from ..errors import ConfigError, SourceError
from ..orphans import end_with_parent
from ..wording import reason_of
from .batches import Item, name_item, perform

Result = TypeVar("Result")


def alone(work: Callable[[Item], Result], items: Sequence[Item]) -> Generator[Result, None, None]:
    """Yield the results of some work, done here and now."""
    for item in items:
        try:
            result = work(item)
        except Exception as error:
            name_item(error, item)
            raise
        yield result


class Processes:
    """A crew of processes; a context, which ends them: at once where something breaks it off.

    Args:
        width: How many; the first ``renew`` starts them.
        work: What they do with each item.
    """

    trials = 2
    death = BrokenProcessPool
    reason = "the process that read it ended abruptly"

    def __init__(self, width: int, work: Callable[[Any], object]) -> None:
        self.width = width
        self._work = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
        self._scratch = tempfile.TemporaryDirectory(prefix="kg-", ignore_cleanup_errors=True)
        self._pool = ProcessPoolExecutor(width)  # no process starts before its first batch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._pool.shutdown()  # all is done: the processes may leave as they like
        _end(self._pool)
        self._scratch.cleanup()

    def submit(self, batch: Sequence[Any]) -> Future[str]:
        """Give a batch to the processes; the future is broken where they have ended."""
        try:
            return self._pool.submit(_answer, batch)
        except BrokenProcessPool as error:
            broken: Future[str] = Future()
            broken.set_exception(error)
            return broken

    def fetch(self, future: Future[str]) -> bytes:
        """Return the results of a batch, and drop the file that held them.

        Raises:
            ConfigError: No process has ever been ready: it is not the items that end them.
            SourceError: The results could not be written or read.
        """
        try:
            answer = future.result()
        except BrokenProcessPool as error:
            if Path(self._scratch.name, _READY).exists():
                raise
            raise ConfigError("the processes cannot start", hint="look at what they printed, or use one job") from error
        if answer.startswith(_FAILED):
            raise _no_room(self._scratch.name, answer.removeprefix(_FAILED))
        file = Path(answer)
        try:
            data = file.read_bytes()
            file.unlink()
        except OSError as error:
            raise _no_room(self._scratch.name, reason_of(error)) from error
        return data

    def renew(self, width: int) -> None:
        """Start so many processes, and end those that there are.

        By itself a pool starts them one by one, as batches come: and fails if it breaks in just that moment.
        """
        _end(self._pool)
        context = get_context("spawn")
        are_all_there = context.Event()
        setting = (self._work, self._scratch.name, are_all_there)
        self._pool = ProcessPoolExecutor(width, context, _settle, setting)
        with _uninterrupted(), suppress(BrokenProcessPool, OSError):  # which the first batch will tell
            for _ in range(width):
                self._pool.submit(_nothing)
        are_all_there.set()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold back what would end this process for a moment, or one that starts just then would miss what it needs.

    It inherits that until it is settled; Ctrl-C it never sees.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(pool: ProcessPoolExecutor) -> None:
    """End a pool, and what its processes are at. From Python 3.14 on that is ``kill_workers``."""
    for process in tuple((pool._processes or {}).values()):  # noqa: SLF001
        process.kill()
    pool.shutdown(cancel_futures=True)


_READY = "ready"
"""The file of the scratch folder that says that a process has started."""

_SETTINGS: list[tuple[bytes, str]] = []
"""In a process of the pool: its one work, and the scratch folder."""


def _settle(work: bytes, scratch: str, are_all_there: Event) -> None:
    """Make a new process ready; what can fail is left to the first batch, whose failure has words."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    may_be_ended()
    end_with_parent(partial(shutil.rmtree, scratch, ignore_errors=True))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGHUP})
    _SETTINGS.append((work, scratch))
    Path(scratch, _READY).touch()
    are_all_there.wait()


def _nothing() -> None:
    """Be a batch, so that a process starts."""


_FAILED = "\0"
"""Begins an answer that is no name of a file, but why there is none."""


def _no_room(scratch: str, reason: str) -> SourceError:
    return SourceError(f"results cannot be kept: {reason}", hint="make room there, or set TMPDIR", place=scratch)


def _answer(batch: Sequence[Any]) -> str:
    work, scratch = _SETTINGS[-1]
    results = perform(_opened(work), batch)
    try:
        handle, name = tempfile.mkstemp(dir=scratch)
        with os.fdopen(handle, "wb") as file:
            file.write(results)
    except OSError as error:
        return _FAILED + reason_of(error)
    return name


@lru_cache(maxsize=1)
def _opened(work: bytes) -> Callable[[Any], object]:
    opened: Callable[[Any], object] = pickle.loads(work)  # noqa: S301  # this run's own
    collect_rarely()
    return opened
