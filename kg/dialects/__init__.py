"""The dialects of Markdown, one module each, and how the one of a page is told."""

from __future__ import annotations

import importlib
import pkgutil
import posixpath
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from ..errors import ConfigError
from ._base import Dialect
from ._texts import applied

if TYPE_CHECKING:
    from ._base import SiteFiles

__all__ = ["DEFAULT", "Dialect", "applied", "detect", "get", "names"]

DEFAULT = "commonmark"


@cache
def names() -> tuple[str, ...]:
    """Return the names of all dialects, sorted."""
    return tuple(sorted(one.name for one in pkgutil.iter_modules(__path__) if not one.name.startswith("_")))


@cache
def get(name: str) -> Dialect:
    """Return a dialect by its name.

    Raises:
        ConfigError: There is none of that name.
    """
    if name not in names():
        raise ConfigError(f"there is no dialect {name!r}", hint=f"known are {', '.join(names())}")
    dialect: Dialect = importlib.import_module(f".{name}", __name__).PLUGIN
    return dialect


@cache
def _all() -> Mapping[str, Dialect]:
    return {name: get(name) for name in names()}


def detect(path: str, text: str, files: SiteFiles) -> str:
    """Return the name of the dialect that a page is written in.

    The neighbours decide, the nearest first; then what stands in the page, the dialect with the most signs; else it is
    CommonMark.

    Args:
        path: The page, relative to the root.
        text: Its text.
        files: The files beside the pages.
    """
    if found := _by_neighbours(posixpath.dirname(path), files):
        return found
    braces = "{" in text
    counts = {
        name: sum(1 for _ in dialect.signs.finditer(text))
        for name, dialect in _all().items()
        if dialect.signs and any((braces or "{" not in mark) and mark in text for mark in dialect.marks)
    }
    most = max(counts.values(), default=0)
    return min(name for name, count in counts.items() if count == most) if most else DEFAULT


def _by_neighbours(folder: str, files: SiteFiles) -> str | None:
    shown_by = _neighbours()
    found = files.nearest(folder, tuple(shown_by))
    return None if found is None else shown_by[posixpath.basename(found)]


@cache
def _neighbours() -> Mapping[str, str]:
    """Return which dialect each neighbour shows; of two that a folder has, the first one decides."""
    return {neighbour: name for name, dialect in _all().items() for neighbour in dialect.neighbours}
