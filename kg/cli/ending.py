"""A command that is told to end cleans up first: temporary files are removed, and processes that it started ended."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Make SIGTERM and SIGHUP raise SystemExit, once, with the code that a shell gives to a death by the signal.

    What ignores them, as under ``nohup``, or has a handler of its own, as a server, is left as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    taken = [one for one in _SIGNALS if signal.getsignal(one) == signal.SIG_DFL]
    for one in taken:
        signal.signal(one, _end)
    try:
        yield
    finally:
        for one in taken:
            if signal.getsignal(one) == _end:
                signal.signal(one, signal.SIG_DFL)


def _end(number: int, _: FrameType | None) -> None:
    for one in _SIGNALS:
        if signal.getsignal(one) == _end:
            signal.signal(one, signal.SIG_IGN)  # a second one must not break the cleaning up off
    raise SystemExit(128 + number)
