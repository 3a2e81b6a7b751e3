"""The engine of a Dask cluster. Its workers have docs-kg in the same version, and see the files under the same names,
if these are not in a store.

The work travels as a worker plug-in: once to each worker, also to one that joins or starts again later.
"""

# mypy: allow-untyped-calls

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, wait
from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import version
from threading import Lock
from time import monotonic
from typing import Any, Self
from uuid import uuid4
from weakref import WeakKeyDictionary

from distributed import Client, KilledWorker, WorkerPlugin

from ..deadline import may_be_ended
from ..errors import ConfigError
from .batches import perform

_PATIENCE = 15.0
"""So many seconds a scheduler has to answer, and then to have a worker."""

_LONELY = 60.0
"""So many seconds a cluster may be without any worker in mid-run: time to start one again."""

_STEP = 2.0
_TRIALS = 2


class Cluster:
    """A crew of Dask workers; a context, whose end takes back what they have not done.

    Args:
        address: ``HOST:PORT`` of the scheduler.
        work: What they do with each item.

    Raises:
        ConfigError: On entry: the scheduler does not answer, has no worker, or one that does not fit.
    """

    trials = 1  # Dask has tried elsewhere already, as often as the scheduler's allowed-failures says
    death = KilledWorker
    reason = "every worker that read it ended abruptly"

    def __init__(self, address: str, work: Callable[[Any], object]) -> None:
        self._address = address
        self._work = pickle.dumps(work, pickle.HIGHEST_PROTOCOL)
        self._token = f"docs-kg-{uuid4().hex}"
        self._stack = ExitStack()
        self._batches: WeakKeyDictionary[Future[bytes], Sequence[Any]] = WeakKeyDictionary()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(_quiet())
            self._client = stack.enter_context(self._connected())
            self._send_work()
            stack.callback(self._take_back_work)
            self._executor = self._client.get_executor(pure=False)
            stack.callback(self._executor.shutdown, wait=False)
            self.width = max(1, self._workers())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def submit(self, batch: Sequence[Any]) -> Future[bytes]:
        """Give a batch to the workers."""
        future: Future[bytes] = self._executor.submit(_answer, self._token, batch)
        self._batches[future] = batch
        return future

    def fetch(self, future: Future[bytes]) -> bytes:
        """Return the results of a batch.

        Dask's executor falls over a worker that dies between its answer and the look at it, with an error that says
        nothing of that (a ``ValueError`` in ``cfexecutor``). No error here is the work's: two are met by asking again.

        Raises:
            ConfigError: The cluster is gone.
        """
        for _ in range(_TRIALS):
            try:
                return self._awaited(future)
            except (KilledWorker, ConfigError):
                raise
            except Exception:  # noqa: BLE001  # see above
                future = self.submit(self._batches[future])
        return self._awaited(future)

    def _awaited(self, future: Future[bytes]) -> bytes:
        met = monotonic()
        while not wait((future,), _STEP).done:
            if self._workers():
                met = monotonic()
            elif monotonic() - met > _LONELY:
                raise self._failure("all workers are gone", f'start some with "dask worker {self._address}"')
        try:
            return future.result()
        except CancelledError as error:
            raise self._failure("the scheduler is gone", "look at what it printed") from error

    def renew(self, width: int) -> None:
        """Do nothing: the cluster starts its workers."""

    @contextmanager
    def _connected(self) -> Iterator[Client]:
        try:
            client = Client(f"tcp://{self._address}", timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            hint = 'start one with "dask scheduler" and "dask worker"'
            raise self._failure("no scheduler answers", hint) from error
        try:
            yield client
        finally:
            client.close()

    def _send_work(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise self._failure("it has no workers", f'start some with "dask worker {self._address}"') from error
        try:
            self._client.register_plugin(_Work(self._token, version("docs-kg"), self._work), self._token)
        except (ImportError, LookupError) as error:
            hint = f"pip install docs-kg=={version('docs-kg')} where the workers run"
            raise self._failure(f"a worker cannot take the work: {error}", hint) from error

    def _take_back_work(self) -> None:
        with suppress(Exception):  # the cluster may be gone, which whoever asked for results has heard
            self._client.unregister_worker_plugin(self._token)

    def _workers(self) -> int:
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def _failure(self, message: str, hint: str) -> ConfigError:
        return ConfigError(message, hint=hint, place=f"dask://{self._address}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask logs of a lost connection to itself: it is reported once, as an error."""
    before = {name: logging.getLogger(name).level for name in ("distributed", "distributed.client", "distributed.core")}
    for name in before:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


_WORKS: dict[str, Callable[[Any], object]] = {}
"""In a worker: the works of the runs that it takes part in."""

_TURN = Lock()
"""In a worker with several threads: one batch at a time, as in a process of its own."""


class _Work(WorkerPlugin):
    """Brings the work to a worker, and takes it back."""

    def __init__(self, token: str, release: str, work: bytes) -> None:
        self._token = token
        self._release = release
        self._work = work

    def setup(self, worker: object) -> None:
        if version("docs-kg") != self._release:
            raise LookupError(f"it has docs-kg {version('docs-kg')}, not {self._release}")
        if getattr(worker, "nanny", None):  # which starts it again
            may_be_ended()
        _WORKS[self._token] = pickle.loads(self._work)  # noqa: S301  # this is what a cluster is for

    def teardown(self, worker: object) -> None:  # noqa: ARG002
        _WORKS.pop(self._token, None)


def _answer(token: str, batch: Sequence[Any]) -> bytes:
    with _TURN:
        return perform(_WORKS[token], batch)
