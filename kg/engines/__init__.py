"""Engines: who does a piece of work for each of many items, and hands the results on in the order of the items.

``local``
  processes of this machine, or none: with one job the work is done here.
``dask://HOST:PORT``
  the workers of a Dask cluster.

Both are an executor of ``concurrent.futures`` that takes batches of items, behind ``flow.results``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from ..errors import ConfigError
from . import flow, local
from .batches import AT_LEAST, Lost, sized
from .cores import cores

__all__ = ["LOCAL", "Lost", "check", "cores", "default_jobs", "run"]

LOCAL = "local"
_DASK = re.compile(r"dask://(?P<address>(?:\[[0-9A-Fa-f:.]+\]|[^\s/:@\[\]]+):[0-9]{1,5})/?")

Item = TypeVar("Item")
Result = TypeVar("Result")


def run(
    engine: str, jobs: int, work: Callable[[Item], Result], items: Sequence[Item]
) -> Generator[Result | Lost[Item], None, None]:
    """Return the results of some work, one for each item and in their order, as they become ready.

    Whoever stops before the last result closes the generator (``contextlib.closing``): that ends the workers at once.

    Args:
        engine: ``local``, or ``dask://HOST:PORT``.
        jobs: How many processes of this machine work at once; a cluster decides for itself.
        work: Called with each item. It holds what all calls need, and can be pickled, as can its results. Each worker
            unpickles it once, so that it may keep what it has computed; no two calls of one worker overlap.
        items: The items, which can be pickled.

    Returns:
        For each item its result, or ``Lost`` where the work ended the process that did it.

    Raises:
        ConfigError: There is no such engine; or, with the first result, it cannot be reached or is lost.
        Exception: What the work raised, when all results before it are out; a note names the item.
    """
    address = check(engine)
    if address:
        return _on_dask(address, work, items)
    return local.alone(work, items) if jobs <= 1 or not items else _in_processes(jobs, work, items)


def check(engine: str) -> str:
    """Return the address in the name of an engine; "" where it needs none.

    Raises:
        ConfigError: There is no such engine.

    >>> check("dask://127.0.0.1:8786")
    '127.0.0.1:8786'
    """
    if engine == LOCAL:
        return ""
    if match := _DASK.fullmatch(engine):
        return match["address"]
    raise ConfigError(f"there is no engine {engine!r}", hint="use local or dask://HOST:PORT")


def default_jobs(count: int) -> int:
    """Return how many processes some items are worth: at most one a core, and none that would have no full batch."""
    return max(1, min(cores(), count // AT_LEAST))


def _in_processes(
    jobs: int, work: Callable[[Item], Result], items: Sequence[Item]
) -> Generator[Result | Lost[Item], None, None]:
    batches = sized(items, jobs)
    with local.Processes(min(jobs, len(batches)), work) as crew:
        yield from flow.results(crew, batches)


def _on_dask(
    address: str, work: Callable[[Item], Result], items: Sequence[Item]
) -> Generator[Result | Lost[Item], None, None]:
    try:
        from .dask import Cluster
    except ModuleNotFoundError as error:
        hint = "pip install 'docs-kg[dask]'"
        raise ConfigError(f"{error.name} is not installed", hint=hint, place=f"dask://{address}") from error
    with Cluster(address, work) as crew:
        yield from flow.results(crew, sized(items, crew.width))
