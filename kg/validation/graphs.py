"""The checks of graphs that were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..bounds import named
from ..deadline import Overdue, within
from ..errors import QueryError
from ..options import Options
from ..read import SiteFolder
from ..sparql import load
from ..wording import counted
from .batches import AT_MOST
from .checks import Check
from .findings import Found, Place
from .parts import Part
from .texts import Texts
from .view import View

if TYPE_CHECKING:
    from pyoxigraph import Store


def check_graphs(names: Sequence[str], options: Options, checks: Iterable[Check]) -> Part:
    """Return what is wrong with some graphs, taken as one.

    Args:
        names: Their files.
        options: The root has the source files, and the vocabularies tell which terms are retired.
        checks: The checks to make; each may take the seconds of a page for each part of the graph.
    """
    store, found, count = _loaded(names)
    view = View(store, Place(names[0], is_named=True))
    seconds = options.bounds.page_seconds * (1 + len(store) // AT_MOST)
    is_whole = count == len(names)
    for look in (look for check in checks for look in (check.graph, check.given) if look):
        try:
            with within(seconds):
                found += tuple(look(view, options.vocabulary))
        except Overdue:
            message = f"a check took more than {counted(seconds, 'second')}"
            found.append(Found("KG150", message, f"split the graph, or {named('page_seconds')}", view.fallback))
            is_whole = False
    texts = Texts(None if options.root is None else SiteFolder(options.root, options.bounds))
    return Part(tuple(found), texts, options.root, count, is_whole)


def _loaded(names: Sequence[str]) -> tuple[Store, list[Found], int]:
    """Return the graphs as one, what is wrong with those that cannot be read, and how many can."""
    try:
        return load(names), [], len(names)
    except QueryError:
        stores, problems = [], []
        for name in names:
            try:
                stores.append(load(name))
            except QueryError as error:
                problems.append(_unread(name, error))
        return load(stores), problems, len(stores)


def _unread(name: str, error: QueryError) -> Found:
    """Return why a graph cannot be read; pyoxigraph tells where."""
    where = [int(part) for part in error.place.removeprefix(name).split(":") if part.isdigit()]
    line, column = (*where, 0, 0)[:2]
    return Found("KG103", error.message, error.hint, Place(name, line, column, is_named=True))
