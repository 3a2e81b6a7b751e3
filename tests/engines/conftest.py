"""A Dask cluster on loopback: a scheduler and two workers, each a process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
"""The works are ``engines.works`` here, and so they are in the processes that start."""

DASK = Path(sysconfig.get_path("scripts")) / "dask"


@pytest.fixture(autouse=True)
def _works_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a spawned process find the works by the names that they have here."""
    monkeypatch.syspath_prepend(str(TESTS))


@dataclass
class DaskCluster:
    """A scheduler with its workers.

    Args:
        folder: For what they print.
    """

    folder: Path
    port: int = 0
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def engine(self) -> str:
        return f"dask://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        self.port = free_port()
        self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", "--no-show")
        wait_until(lambda: answers(self.port))

    def start_workers(self, *options: str) -> None:
        # --death-timeout: a worker whose scheduler is gone does not wait for it for ever
        always = ("--host", "127.0.0.1", "--no-dashboard", "--death-timeout", "20")
        output = self._start("worker", f"127.0.0.1:{self.port}", *always, *options)
        count = int(options[options.index("--nworkers") + 1])
        wait_until(lambda: output.read_text().count("Registered to:") == count)

    def _start(self, *command: str) -> Path:
        printed = self.folder / f"{command[0]}-{len(self.processes)}"
        environment = {**os.environ, "PYTHONPATH": str(TESTS), "TMPDIR": str(self.folder)}
        with printed.open("wb") as output:
            process = subprocess.Popen(
                [DASK, *command],
                stdout=output,
                stderr=output,
                cwd=self.folder,
                env=environment,
                start_new_session=True,
            )
        self.processes.append(process)
        return printed

    def stop(self) -> None:
        for process in reversed(self.processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


@pytest.fixture
def new_cluster(tmp_path: Path) -> Iterator[DaskCluster]:
    """Return a cluster that has not started."""
    cluster = DaskCluster(tmp_path)
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """Return a cluster with two workers of one thread, which start again when they die."""
    cluster = DaskCluster(tmp_path_factory.mktemp("dask"))
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")  # 3 would take longer
    cluster.start_scheduler()
    monkeypatch.undo()
    cluster.start_workers("--nworkers", "2", "--nthreads", "1")
    yield cluster
    cluster.stop()
