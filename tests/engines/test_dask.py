"""The work of a Dask cluster: a scheduler and workers on loopback, each a process of its own."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kg.engines import Lost, run
from kg.errors import ConfigError

from .conftest import DaskCluster, free_port, wait_until
from .works import Counted, Deadly, Large, Overlapping, Raising, Square, Unopenable

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # distributed leaves sockets to the collector
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("count", [0, 1, 333])
def test_a_cluster_gives_what_one_process_gives(cluster: DaskCluster, count: int) -> None:
    assert list(run(cluster.engine, 1, Square(), range(count))) == list(run("local", 1, Square(), range(count)))


def test_each_worker_unpickles_the_work_once(cluster: DaskCluster, tmp_path: Path) -> None:
    work = Counted(tmp_path, pause=0.005)

    assert len(list(run(cluster.engine, 1, work, range(500)))) == 500
    assert work.unpicklings == len(work.pids) == 2


def test_a_slow_reader_holds_the_workers_back(cluster: DaskCluster, tmp_path: Path) -> None:
    work = Counted(tmp_path)
    with closing(run(cluster.engine, 1, work, range(1_000))) as results:
        for _ in range(42):  # the first batch, and one of the second: nine have been handed out at most
            next(results)
        ahead = 9 * (1_000 // 24)
        wait_until(lambda: work.items >= ahead)
        time.sleep(0.2)

        assert work.items == ahead


def test_an_item_that_ends_its_workers_is_lost_alone(cluster: DaskCluster) -> None:
    lost = Lost(61, "every worker that read it ended abruptly")

    assert list(run(cluster.engine, 1, Deadly((61,)), range(150))) == [
        lost if item == 61 else item * item for item in range(150)
    ]


def test_nothing_is_lost_with_a_worker_that_is_killed_from_outside(cluster: DaskCluster, tmp_path: Path) -> None:
    work = Counted(tmp_path, pause=0.002)
    results = run(cluster.engine, 1, work, range(1_000))
    first = [next(results) for _ in range(100)]
    os.kill(min(work.pids), signal.SIGKILL)

    assert first + list(results) == [item * item for item in range(1_000)]


def test_nothing_is_lost_with_a_worker_that_is_killed_while_it_answers(cluster: DaskCluster, tmp_path: Path) -> None:
    work = Counted(tmp_path)
    next(run(cluster.engine, 1, work, range(100)))
    results = run(cluster.engine, 1, Large(), range(100))
    first = next(results)
    os.kill(max(work.pids), signal.SIGKILL)

    assert isinstance(first, bytes)
    assert [result[0] for result in (first, *results) if isinstance(result, bytes)] == list(range(100))


def test_what_the_work_raises_comes_after_the_results_before_it(cluster: DaskCluster) -> None:
    results = run(cluster.engine, 1, Raising(60), range(200))

    assert [next(results) for _ in range(60)] == [item * item for item in range(60)]
    with pytest.raises(RuntimeError, match="is odd; look at it") as caught:
        next(results)
    assert "while working on 60" in caught.value.__notes__


def test_a_work_that_a_worker_cannot_open_is_no_loss_of_items(cluster: DaskCluster) -> None:
    with pytest.raises(ValueError, match="the set-up is broken"):
        list(run(cluster.engine, 1, Unopenable(), range(100)))


def test_a_worker_with_another_release_does_not_take_part(
    cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kg.engines.dask as engine

    monkeypatch.setattr(engine, "version", lambda _: "99.0")
    with pytest.raises(ConfigError, match=r"not 99\.0; pip install docs-kg==99\.0 where the workers run"):
        next(run(cluster.engine, 1, Square(), range(100)))


def test_who_stops_early_leaves_no_work_to_the_cluster(cluster: DaskCluster, tmp_path: Path) -> None:
    work = Counted(tmp_path, pause=0.01)
    with closing(run(cluster.engine, 1, work, range(5_000))) as results:
        next(results)
    wait_until(lambda: work.items > 0)
    time.sleep(3)  # the batches that are at work are done
    done = work.items
    time.sleep(0.5)

    assert work.items == done < 5_000


def test_a_worker_with_threads_does_one_batch_at_a_time(new_cluster: DaskCluster) -> None:
    new_cluster.start_scheduler()
    new_cluster.start_workers("--nworkers", "1", "--nthreads", "4")

    assert all(run(new_cluster.engine, 1, Overlapping(), range(200)))


def test_a_scheduler_that_is_lost_ends_the_run_in_one_line(
    new_cluster: DaskCluster, capfd: pytest.CaptureFixture[str]
) -> None:
    new_cluster.start_scheduler()
    new_cluster.start_workers("--nworkers", "1", "--nthreads", "1")
    results = run(new_cluster.engine, 1, Square(0.01), range(1_000))
    next(results)
    new_cluster.stop()

    with pytest.raises(ConfigError, match=f"^{new_cluster.engine}: the scheduler is gone; look at what it printed$"):
        list(results)
    assert capfd.readouterr().out == ""


def test_workers_that_are_all_lost_end_the_run(new_cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.engines.dask as engine

    monkeypatch.setattr(engine, "_LONELY", 1)
    new_cluster.start_scheduler()
    new_cluster.start_workers("--nworkers", "1", "--nthreads", "1", "--no-nanny")

    with pytest.raises(ConfigError, match='all workers are gone; start some with "dask worker 127'):
        list(run(new_cluster.engine, 1, Deadly((3,)), range(100)))


def test_a_scheduler_without_workers_is_said(new_cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.engines.dask as engine

    monkeypatch.setattr(engine, "_PATIENCE", 1)
    new_cluster.start_scheduler()

    with pytest.raises(ConfigError, match='it has no workers; start some with "dask worker 127'):
        next(run(new_cluster.engine, 1, Square(), range(100)))


def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.engines.dask as engine

    monkeypatch.setattr(engine, "_PATIENCE", 1)
    name = f"dask://127.0.0.1:{free_port()}"
    with pytest.raises(ConfigError) as caught:
        next(run(name, 1, Square(), range(100)))

    assert str(caught.value) == f'{name}: no scheduler answers; start one with "dask scheduler" and "dask worker"'


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "kg.engines.dask", raising=False)

    with pytest.raises(ConfigError, match=r"^dask://h:1: distributed is not installed; pip install 'docs-kg\[dask\]'$"):
        next(run("dask://h:1", 1, Square(), range(100)))
