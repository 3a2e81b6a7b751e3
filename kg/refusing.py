"""Pages that are left out as a whole: too large, too slow, or nested too deeply."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .bounds import Bounds, named
from .deadline import Overdue, within
from .model import Diagnostic, Facts
from .repair.encoding import decode
from .wording import counted

T = TypeVar("T")


def refused(path: str, problem: Diagnostic) -> Facts:
    """Return the facts of a page that is left out: none, and the diagnostic that says why."""
    return Facts(decode(path, b"")[0], (), (), (problem,))


def too_large(path: str, bounds: Bounds) -> Diagnostic:
    """Return what is said of a page that has too many bytes."""
    hint = f"the page was left out; split it, or {named('page_bytes')}"
    return Diagnostic("error", "KG151", f"has more than {bounds.page_bytes:,} bytes", hint, path)


def within_bounds(path: str, bounds: Bounds, read: Callable[[], T], refuse: Callable[[Facts], T]) -> T:
    """Return what a page gives, or what it gives where it takes too long or is nested too deeply for the interpreter.

    Args:
        path: The page.
        bounds: The user's.
        read: Reads the page.
        refuse: Makes a result of the facts of a page that is left out.
    """
    try:
        with within(bounds.page_seconds):
            return read()
    except Overdue:
        hint = f"the page was left out; split it, or {named('page_seconds')}"
        message = f"took more than {counted(bounds.page_seconds, 'second')}"
        return refuse(refused(path, Diagnostic("error", "KG150", message, hint, path)))
    except RecursionError:
        hint = "the page was left out; unnest it, and report it with the page"
        return refuse(refused(path, Diagnostic("error", "KG150", "is nested too deeply to be read", hint, path)))
