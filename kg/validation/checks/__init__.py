"""The checks, one module each: a module with a ``CHECK`` is one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from ._base import Check

__all__ = ["Check", "all_checks"]


@cache
def all_checks() -> tuple[Check, ...]:
    """Return every check, by the name of its module."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__) if not one.name.startswith("_"))
    return tuple(importlib.import_module(f".{name}", __name__).CHECK for name in names)
