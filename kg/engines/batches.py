"""Batches: what one task holds, what a worker does with it, and what comes back."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ..paths import Lazy

AT_LEAST = 25
"""Fewer items cost more on the way than they bring: on Dask, one page a task took three times as long as 25."""

_AT_MOST = 200
_A_WORKER = 12
"""So many batches a worker: few enough to cost little, and enough that all workers end at about the same time."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """Stands for the result of an item whose work ended the process that did it.

    Args:
        item: The item.
        reason: What became of its worker; lower case, no full stop.
    """

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Raised:
    """Stands for the result of an item whose work raised.

    Args:
        error: What it raised, with notes that name the item and say where.
    """

    error: Exception


def sized(items: Sequence[Item], workers: int) -> Sequence[Sequence[Item]]:
    """Return items in batches for so many workers, each made as it is asked for.

    >>> [len(batch) for batch in sized(range(60), 2)]
    [25, 25, 10]
    """
    size = max(AT_LEAST, min(_AT_MOST, len(items) // (_A_WORKER * workers)))
    return Lazy(range(0, len(items), size), lambda start: items[start : start + size])


def perform(work: Callable[[Item], object], batch: Sequence[Item]) -> bytes:
    """Return the pickled results of a batch; they end with a ``Raised`` at the first item whose work raises.

    They are pickled here because an executor takes a result that it cannot unpickle for the death of a worker.
    """
    results: list[object] = []
    for item in batch:
        try:
            results.append(work(item))
        except Exception as error:  # noqa: BLE001  # it is raised again by the process that asked
            results.append(Raised(_portable(error, item)))
            break
    return pickle.dumps(results, pickle.HIGHEST_PROTOCOL)


def opened(data: bytes) -> list[Any]:
    """Return the results that ``perform`` has pickled."""
    results: list[Any] = pickle.loads(data)  # noqa: S301  # a worker of this run wrote it
    return results


def name_item(error: Exception, item: object) -> None:
    """Note on an error at which item it was raised."""
    error.add_note(f"while working on {item!r}")


def _portable(error: Exception, item: object) -> Exception:
    """Return an error as it can be pickled and unpickled, which one with arguments of its own often cannot."""
    trace = "".join(traceback.format_exception(error))
    try:
        error = pickle.loads(pickle.dumps(error))  # noqa: S301  # its own
    except Exception:  # noqa: BLE001  # whatever its methods raise
        error = RuntimeError(f"{type(error).__name__}: {error}")
    name_item(error, item)
    error.add_note(f"in a worker:\n{trace}")
    return error
