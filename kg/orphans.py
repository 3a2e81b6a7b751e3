"""A process that ends when its parent is gone, however that ended."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing import parent_process
from threading import Thread


def end_with_parent(before: Callable[[], object] = lambda: None) -> None:
    """End this process, whatever it is at, when the one that started it by ``multiprocessing`` is gone.

    A thread waits for that; what holds the interpreter can delay it.

    Args:
        before: Is called first.
    """
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        before()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
