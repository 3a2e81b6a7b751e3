"""From batches to results, over any executor: in order, a little ahead, and past workers that die."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from .batches import Lost, Raised, opened

_AHEAD = 4
"""So many batches a worker are at work or wait for the one who takes the results; memory grows no further."""


class Crew(Protocol):
    """An executor whose workers have the work, and what its failures mean."""

    @property
    def width(self) -> int:
        """How many batches its workers do at once."""

    @property
    def trials(self) -> int:
        """After how many deaths a batch is taken apart."""

    @property
    def death(self) -> type[Exception]:
        """What ``fetch`` raises when a worker died."""

    @property
    def reason(self) -> str:
        """What became of the worker of a lost item."""

    def submit(self, batch: Sequence[Any]) -> Future[Any]:
        """Give a batch to the workers."""

    def fetch(self, future: Future[Any]) -> bytes:
        """Return what ``batches.perform`` gave for a batch; raises ``death`` where its worker died."""

    def renew(self, width: int) -> None:
        """Start so many workers, in place of those that there are, where that is for the crew to do."""


@dataclass(slots=True)
class _Task:
    """A batch on its way: with the workers, or with its results."""

    batch: Sequence[Any]
    future: Future[Any]
    results: list[Any] | None = None
    deaths: int = 0


def results(crew: Crew, batches: Sequence[Sequence[Any]]) -> Iterator[Any]:
    """Yield the results of batches, or ``Lost`` for an item that ends its worker.

    Args:
        crew: Does the batches.
        batches: The items.

    Raises:
        Exception: What the work raised.
    """
    crew.renew(crew.width)
    ahead = iter(batches)
    tasks: deque[_Task] = deque()
    while True:
        more = islice(ahead, max(0, _AHEAD * crew.width - len(tasks)))
        tasks.extend(_Task(batch, crew.submit(batch)) for batch in more)
        if not tasks:
            return
        if not _arrived(crew, tasks[0]):
            _recover(crew, tasks)
        else:
            yield from _unless_raised(tasks.popleft().results or [])


def _arrived(crew: Crew, task: _Task) -> bool:
    """Wait for the results of a task; return whether they came."""
    if task.results is None:
        try:
            data = crew.fetch(task.future)
        except crew.death:
            return False
        task.results = opened(data)
    return True


def _recover(crew: Crew, tasks: deque[_Task]) -> None:
    """Do again what a death has undone; a batch that has seen too many is done item by item, with nothing beside it.

    Executors start batches in their order, so that only the first of those without results can have been at work.
    """
    undone = [task for task in tasks if not _arrived(crew, task)]
    for task in undone[: crew.width]:
        task.deaths += 1
        if task.deaths >= crew.trials:
            task.results = list(_apart(crew, task.batch))
    crew.renew(crew.width)
    for task in undone:
        if task.results is None:
            task.future = crew.submit(task.batch)


def _apart(crew: Crew, batch: Sequence[Any]) -> Iterator[Any]:
    crew.renew(1)
    for item in batch:
        try:
            yield from opened(crew.fetch(crew.submit((item,))))
        except crew.death:
            yield Lost(item, crew.reason)
            crew.renew(1)


def _unless_raised(found: Sequence[Any]) -> Iterator[Any]:
    for result in found:
        if isinstance(result, Raised):
            raise result.error
        yield result
