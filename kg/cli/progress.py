"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any


def shown(items: Iterable[Any]) -> Iterable[Any]:
    """Pass items on, with a progress bar where that helps."""
    items = tuple(items)
    return shown_of(items, len(items))


def shown_of(items: Iterable[Any], total: int) -> Iterable[Any]:
    """Pass so many items on as they come, with a progress bar where that helps."""
    if total < 2 or sys.stderr is None or not sys.stderr.isatty():  # noqa: PLR2004
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, "Reading", total=total, console=Console(stderr=True), transient=True)
