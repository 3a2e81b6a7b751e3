"""An export on a Dask cluster has the bytes of one by this process alone, also when a worker is killed on the way."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from distributed import Client

from kg.exporting import Sharded, export
from kg.options import Options
from kg.outcome import Outcome

from .conftest import DaskCluster


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    for number in range(120):
        rows = "".join(f"| Feature {row} | TLS 1.{row % 4} on AWS, see [{row}](p{row}.md) |\n" for row in range(30))
        (folder / f"p{number}.md").write_text(
            f"# Page {number}\n\n| Feature | How |\n|---|---|\n{rows}", encoding="utf-8"
        )
    return folder


def exported(docs: Path, output: Path, **how: object) -> bytes:
    done = export([str(docs)], Options(), output, "turtle", **how)  # type: ignore[arg-type]
    assert not done.diagnostics
    return output.read_bytes()


def test_a_cluster_gives_the_bytes_of_one_process(cluster: DaskCluster, docs: Path, tmp_path: Path) -> None:
    alone = exported(docs, tmp_path / "alone", jobs=1)

    assert exported(docs, tmp_path / "cluster", engine=cluster.engine) == alone


def test_a_cluster_gives_the_shards_of_one_process(cluster: DaskCluster, docs: Path, tmp_path: Path) -> None:
    sets = []
    for name, engine in (("alone", "local"), ("cluster", cluster.engine)):
        export([str(docs)], Options(), Sharded(tmp_path / name, 500_000), "nquads", engine=engine, jobs=1)
        sets.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})

    assert len(sets[0]) > 3
    assert sets[0] == sets[1]


def test_a_worker_that_is_killed_on_the_way_costs_no_page(cluster: DaskCluster, docs: Path, tmp_path: Path) -> None:
    alone = exported(docs, tmp_path / "alone", jobs=1)
    killed = threading.Event()

    def shown(outcomes: Iterable[Outcome], _: int) -> Iterator[Outcome]:
        for outcome in outcomes:
            if not killed.is_set():
                with Client(cluster.engine.removeprefix("dask://"), set_as_default=False) as client:  # type: ignore[no-untyped-call]
                    pids = list(client.run(os.getpid).values())
                os.kill(pids[0], signal.SIGKILL)
                killed.set()
            yield outcome

    assert exported(docs, tmp_path / "cluster", engine=cluster.engine, shown=shown) == alone
    assert killed.is_set()
