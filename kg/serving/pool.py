"""A pool of worker processes that the event loop asks and never waits for."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .messages import Answer, Opener
from .process import Busy, Died, Failed, PoolError, TimedOut, Worker
from .worker import Setup

__all__ = ["Busy", "Died", "Failed", "Pool", "PoolError", "TimedOut"]

_START = 60.0
"""Seconds that a worker may take to open the store."""
_PAUSE = 1.0
"""Seconds between two tries to replace a worker."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a pool does at once.

    Attributes:
        size: Requests that are worked on at the same time; one more process stands ready to replace one that ended.
        timeout: Seconds until a request is given up and its process ended.
        waiting: Requests that may wait for a worker; those above are refused.
        niceness: How far other processes go first, 0 to 19.
        memory: Bytes that a process may hold; 0 sets no limit.
        patience: Seconds that a request may wait for a worker before it is refused; None lets it wait.
        finishing: Whether a worker goes on where its client has gone away: its answer takes less than a new process.
    """

    size: int
    timeout: float
    waiting: int
    niceness: int = 0
    memory: int = 0
    patience: float | None = None
    finishing: bool = False


class Pool:
    """Worker processes that answer one request each at a time.

    Args:
        opener: Opens the store in a worker and returns what answers; a function of a module, or a partial of one.
        folder: The folder of the store.
        limits: How much the pool does at once.
    """

    def __init__(self, opener: Opener, folder: str, limits: Limits) -> None:
        self.limits = limits
        self.offline = False
        self._setup = Setup(opener, folder, limits.niceness, limits.memory)
        self._slots = asyncio.Semaphore(limits.size)
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._queued = 0
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()
        # One more than requests, for the process that stands ready while another finishes what nobody waits for.
        self._asking = ThreadPoolExecutor(limits.size + 1, thread_name_prefix="ask")
        # A worker ends with the thread that started it (isolation.die_with_parent), so these threads stay.
        self._starting = ThreadPoolExecutor(2, thread_name_prefix="start")

    async def start(self) -> None:
        """Start the workers and wait until each has opened the store, except the one that only stands ready.

        Raises:
            PoolError: One could not.
        """
        await asyncio.gather(*(self._add() for _ in range(self.limits.size)))
        self._do(self._refill())

    async def run(self, request: object) -> Answer:
        """Return a worker's answer; a request whose task is cancelled ends its worker, unless it finishes.

        Raises:
            Busy: Too many requests wait already, or this one waited too long.
            TimedOut: The answer took too long.
            Died: The worker ended.
            Failed: The handler raised an exception.
        """
        if self._slots.locked() and self._queued >= self.limits.waiting:
            raise Busy
        self._queued += 1
        try:
            async with asyncio.timeout(self.limits.patience):
                await self._slots.acquire()
        except TimeoutError:
            raise Busy from None
        finally:
            self._queued -= 1
        try:
            if self._closed:
                raise Busy
            return await self._ask(await self._free_worker(), request)
        finally:
            self._slots.release()

    async def close(self) -> None:
        """End every worker; what is asked meanwhile or after gets ``Died`` or ``Busy``."""
        self._closed = True
        idle = {self._idle.get_nowait() for _ in range(self._idle.qsize())}
        for worker in self._workers - idle:
            worker.kill()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self._asking.shutdown)
        await asyncio.to_thread(self._starting.shutdown)
        await asyncio.gather(*(asyncio.to_thread(worker.dismiss) for worker in idle))
        for worker in self._workers - idle:
            await asyncio.to_thread(worker.end)
        self._workers.clear()

    def pids(self) -> list[int]:
        """Return the numbers of the processes."""
        return sorted(worker.pid for worker in self._workers)

    async def _free_worker(self) -> Worker:
        """Return a worker that lives and has nothing to do."""
        try:
            async with asyncio.timeout(self.limits.patience or _START):
                while True:
                    worker = await self._idle.get()
                    if worker.is_alive:
                        return worker
                    self._do(self._renew(worker, None))
        except TimeoutError:
            raise Busy from None

    async def _ask(self, worker: Worker, request: object) -> Answer:
        """Return the answer of a worker, and replace it where there is none."""
        if self._closed:
            raise Busy
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._asking, worker.ask, request, self.limits.timeout)
        try:
            answer = await asyncio.shield(asked)
        except Failed:
            self._idle.put_nowait(worker)
            raise
        except BaseException as error:  # a cancelled task ends its query too
            if self.limits.finishing and isinstance(error, asyncio.CancelledError):
                self._do(self._finish(worker, asked))
            else:
                worker.kill()
                self._do(self._renew(worker, asked))
            raise
        self._idle.put_nowait(worker)
        return answer

    async def _finish(self, worker: Worker, asked: asyncio.Future[Answer]) -> None:
        """Wait for an answer that nobody waits for, and make the worker available again or replace it."""
        await asyncio.wait((asked,))
        if isinstance(asked.exception(), Failed | None):
            self._idle.put_nowait(worker)
        else:
            worker.kill()
            await self._renew(worker, asked)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        """Do something in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _renew(self, worker: Worker, asked: asyncio.Future[Answer] | None) -> None:
        """Put another worker in the place of one that ended."""
        if asked is not None:  # its thread reads the connection until it sees that the process has ended
            await asyncio.gather(asked, return_exceptions=True)
        await asyncio.to_thread(worker.end)
        self._workers.discard(worker)
        await self._refill()

    async def _refill(self) -> None:
        """Start a worker, and try again where it cannot."""
        while not self._closed:
            try:
                await self._add()
            except PoolError as error:
                reason = str(error) or type(error).__name__
                print(f"a worker cannot start: {reason}", file=sys.stderr)  # noqa: T201
                await asyncio.sleep(_PAUSE)
            else:
                break

    async def _add(self) -> None:
        """Start a worker and make it available."""
        loop = asyncio.get_running_loop()
        worker = await loop.run_in_executor(self._starting, Worker.start, self._setup, _START)
        self._workers.add(worker)
        if self._closed:
            worker.kill()
        self.offline = worker.offline
        self._idle.put_nowait(worker)
