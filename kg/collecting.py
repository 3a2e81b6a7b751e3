"""Fewer collections of cycles, where much is made and little of it in circles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (100_000, 50, 100)
"""Made objects between two collections, and how many of them until the next generation is looked at (``gc``)."""


def collect_rarely() -> None:
    """Let this process look for cycles rarely, and never again among what it holds by now.

    A page is read into trees, which have no cycles: to look for them took a fifth of the time.
    """
    gc.freeze()
    gc.set_threshold(*_RARELY)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Collect rarely for a while."""
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
