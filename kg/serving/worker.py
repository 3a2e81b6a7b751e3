"""A worker process: it opens the store once and answers one request after the other."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from ..orphans import end_with_parent
from . import isolation
from .messages import Answer, Opener


@dataclass(frozen=True, slots=True)
class Setup:
    """How a worker is started.

    Attributes:
        opener: Opens the store and returns what answers.
        folder: The folder of the store.
        niceness: How far other processes go first, 0 to 19.
        memory: Bytes that the process may hold; 0 sets no limit.
    """

    opener: Opener
    folder: str
    niceness: int
    memory: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The first word of a worker: the store is open.

    Attributes:
        offline: Whether the process has no network.
    """

    offline: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What a worker says where its handler raised an exception; the process goes on."""

    reason: str


def main(connection: Connection[Answer | Ready | Fault, Any], setup: Setup) -> None:
    """Answer what comes through a connection until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends its workers
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    offline = isolation.leave_network()  # before there is a second thread
    isolation.die_with_parent()  # on Linux the kernel sees to it, even in the middle of a query
    end_with_parent()
    if hasattr(os, "nice"):
        os.nice(setup.niceness)
    try:
        handler = setup.opener(setup.folder)
    except Exception as error:  # noqa: BLE001 - whatever it is, the pool is told
        connection.send(Fault(f"{type(error).__name__}: {error}"))
        return
    isolation.limit(setup.memory)
    connection.send(Ready(offline))
    with contextlib.suppress(EOFError, OSError):
        while True:
            request = connection.recv()
            connection.send(_answer(handler, request))


def _answer(handler: Any, request: object) -> Answer | Fault:
    """Return what a handler answers, or the fault that it has."""
    try:
        answer: Answer = handler(request)
    except Exception as error:  # noqa: BLE001 - one bad request does not end the worker
        traceback.print_exc(file=sys.stderr)
        return Fault(f"{type(error).__name__}: {error}")
    return answer
