"""A time for a piece of work: when it is over, the work is broken off.

Time is that of the processor, so that neither another program nor a machine that sleeps ends a page. It is told by a
signal, which reaches Python code and regular expressions, but only in the main thread and not on Windows; what is not
reached (a call into a library that does not come back) ends with its process, where that is a worker.
"""

from __future__ import annotations

import faulthandler
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread

_AGAIN = 1.0
"""So many seconds later the signal comes again, should the first have been lost in a clean-up."""

_PATIENCE = 3
"""A worker is given so many times the seconds, of the clock, before it is ended: it may share its core."""

_DRAINS: list[int] = []
"""In a process that may be ended: where the trace of its end goes, to nobody."""


class Overdue(BaseException):
    """The time is over; no ``except Exception`` on the way may take it."""


def may_be_ended() -> None:
    """Say that this process is a worker: it is ended where it does not come back in time."""
    if not _DRAINS:
        _DRAINS.append(os.open(os.devnull, os.O_WRONLY))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Break off what takes longer; inside of another ``within``, that one counts.

    Args:
        seconds: Of processor time.

    Raises:
        Overdue: It took longer.
    """
    if _DRAINS:
        faulthandler.dump_traceback_later(seconds * _PATIENCE, exit=True, file=_DRAINS[0])
    try:
        with _told(seconds):
            yield
    finally:
        if _DRAINS:
            faulthandler.cancel_dump_traceback_later()


@contextmanager
def _told(seconds: float) -> Iterator[None]:
    if not _can_tell():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _can_tell() -> bool:
    """Return whether there is such a signal, it reaches us, and nobody else waits for it."""
    return (
        hasattr(signal, "setitimer")
        and current_thread() is main_thread()
        and signal.getsignal(signal.SIGPROF) is signal.SIG_DFL
        and not any(signal.getitimer(signal.ITIMER_PROF))
    )


def _ring(*_: object) -> None:
    raise Overdue
