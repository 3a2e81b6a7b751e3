"""Openers for the tests of the pool; worker processes import this module by its name."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from typing import Any

from kg.serving.messages import Answer, Handler


def open_tricks(folder: str) -> Handler:
    """Return a handler that does what a request says."""

    def handle(request: tuple[str, Any]) -> Answer:
        name, value = request
        return Answer(200, "text/plain", str(_TRICKS[name](value)).encode(), (("folder", folder),))

    return handle


def open_nothing(_folder: str) -> Handler:
    """Fail, as a store that is no store does."""
    raise OSError("no store here")


def _raise(text: str) -> None:
    raise ValueError(text)


def _connect(port: int) -> str:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError as error:
        return f"refused: {error}"
    return "connected"


_TRICKS: dict[str, Callable[[Any], object]] = {
    "echo": lambda value: value,
    "pid": lambda _value: os.getpid(),
    "niceness": lambda _value: os.nice(0),
    "sleep": time.sleep,
    "exit": os._exit,
    "kill": lambda number: os.kill(os.getpid(), number),
    "raise": _raise,
    "connect": _connect,
    "fill": lambda size: len(bytearray(size)),
}
