"""How many cores there are for this process."""

from __future__ import annotations

import os
from collections.abc import Callable


def cores() -> int:
    """Return how many cores this process may use, at least one."""
    counted: Callable[[], int | None] | None = getattr(os, "process_cpu_count", None)  # from Python 3.13
    if counted is not None:
        return counted() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
