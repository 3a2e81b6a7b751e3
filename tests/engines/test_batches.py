"""What one task holds, and how many tasks there are."""

from __future__ import annotations

import os

import pytest

from kg.engines import check, cores, default_jobs, run
from kg.engines.batches import Raised, opened, perform, sized
from kg.errors import ConfigError

from .works import Raising


@pytest.mark.parametrize(
    ("count", "workers", "size"),
    [(0, 2, 0), (10, 2, 10), (100, 2, 25), (2_400, 2, 100), (7_000, 2, 200), (7_000, 32, 25), (100_000, 2, 200)],
)
def test_a_batch_has_25_to_200_items(count: int, workers: int, size: int) -> None:
    batches = sized(range(count), workers)

    assert [item for batch in batches for item in batch] == list(range(count))
    assert max((len(batch) for batch in batches), default=0) == size


def test_few_items_are_not_worth_a_second_process() -> None:
    assert default_jobs(0) == default_jobs(30) == 1
    assert default_jobs(1_000_000) == cores()


def test_the_cores_are_those_of_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "process_cpu_count", lambda: 7, raising=False)
    assert cores() == 7

    monkeypatch.delattr(os, "process_cpu_count")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 4, 5}, raising=False)
    assert cores() == 3

    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores() == 1


@pytest.mark.parametrize("engine", ["", "spark", "dask", "dask://", "dask://host", "dask://host:port", "dask://a:1/b"])
def test_an_unknown_engine_is_refused_at_once_with_those_that_are_known(engine: str) -> None:
    with pytest.raises(ConfigError, match=r"there is no engine .*; use local or dask://HOST:PORT"):
        run(engine, 1, abs, [1])


@pytest.mark.parametrize("address", ["localhost:8786", "10.0.0.1:1", "[::1]:8786", "node-1.example.org:8786"])
def test_a_scheduler_is_named_by_its_address(address: str) -> None:
    assert check(f"dask://{address}") == address


def test_a_batch_ends_where_the_work_raises() -> None:
    first, second, last = opened(perform(Raising(2), range(5)))

    assert (first, second) == (0, 1)
    assert isinstance(last, Raised)
    assert str(last.error) == "AwkwardError: is odd; look at it"
    assert last.error.__notes__[0] == "while working on 2"
    assert "works.py" in last.error.__notes__[1]


def test_an_error_that_can_be_pickled_keeps_its_type() -> None:
    (last,) = opened(perform(int, ["x"]))

    assert isinstance(last, Raised)
    assert isinstance(last.error, ValueError)
