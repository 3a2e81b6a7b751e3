"""One worker process, seen from the server: start it, ask it, end it. Each call blocks, so it runs in a thread."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from . import worker
from .messages import Answer
from .worker import Fault, Ready, Setup

_GRACE = 2.0
"""Seconds that a process which has nothing to do may take to end."""
_CONTEXT = multiprocessing.get_context("spawn")  # a fork would copy threads and locks of the server


class PoolError(Exception):
    """A request that a pool could not have answered."""


class Busy(PoolError):  # noqa: N818 - what happened
    """Too many requests wait already, or no worker can be had."""


class TimedOut(PoolError):  # noqa: N818 - what happened
    """The request took too long; its process was ended."""


class Died(PoolError):  # noqa: N818 - what happened
    """The process ended while it worked on the request, as it does when memory runs out."""


class Failed(PoolError):  # noqa: N818 - what happened
    """The handler raised an exception; its process goes on."""


class Worker:
    """A process that answers one request at a time."""

    def __init__(self, process: multiprocessing.process.BaseProcess, connection: Connection[Any, Any]) -> None:
        self._process = process
        self._connection = connection
        self.offline = False

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid or 0

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.is_alive()

    @classmethod
    def start(cls, setup: Setup, timeout: float) -> Worker:
        """Start a process and wait until its store is open.

        Raises:
            Failed: The store could not be opened.
            Died: The process ended first.
            TimedOut: It was not ready in time.
        """
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=worker.main, args=(theirs, setup), daemon=True)
        process.start()
        theirs.close()
        started = cls(process, ours)
        try:
            word = started._receive(timeout)
        except PoolError:
            started.end()
            raise
        assert isinstance(word, Ready)
        started.offline = word.offline
        return started

    def ask(self, request: object, timeout: float) -> Answer:
        """Return the answer to a request; the process ends where there is none.

        Raises:
            Failed: The handler raised an exception.
            Died: The process ended.
            TimedOut: There was no answer in time.
        """
        try:
            self._connection.send(request)
        except (OSError, ValueError) as error:
            raise Died from error
        answer: Answer = self._receive(timeout)
        return answer

    def _receive(self, timeout: float) -> Any:
        """Return what the process says next."""
        try:
            if not self._connection.poll(timeout):
                self._process.kill()
                raise TimedOut
            word = self._connection.recv()
        except (EOFError, OSError) as error:
            raise Died from error
        if isinstance(word, Fault):
            raise Failed(word.reason)
        return word

    def kill(self) -> None:
        """End the process at once; a thread that waits for its answer gets ``Died``."""
        if self._process.is_alive():
            self._process.kill()

    def dismiss(self) -> None:
        """Let a process that has nothing to do end by itself."""
        self._connection.close()
        self._process.join(_GRACE)
        self.end()

    def end(self) -> None:
        """End the process and free what it held."""
        self.kill()
        self._process.join()
        self._connection.close()
