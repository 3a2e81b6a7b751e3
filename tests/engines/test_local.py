"""The work of this machine: in order, a little ahead, and past processes that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from kg.engines import Lost, run

from .conftest import TESTS, wait_until
from .works import AwkwardError, Counted, Deadly, Large, Overlapping, Raising, Square, Unopenable

REASON = "the process that read it ended abruptly"


@pytest.mark.parametrize("jobs", [0, 1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 60, 333])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    assert list(run("local", jobs, Square(), range(count))) == [item * item for item in range(count)]


def test_one_job_works_here_and_only_when_asked(tmp_path: Path) -> None:
    work = Counted(tmp_path)
    results = run("local", 1, work, range(10))

    assert work.items == 0
    assert next(results) == 0
    assert (work.items, work.pids, work.unpicklings) == (1, {os.getpid()}, 0)


def test_each_process_unpickles_the_work_once(tmp_path: Path) -> None:
    work = Counted(tmp_path, pause=0.001)

    assert len(list(run("local", 2, work, range(500)))) == 500
    assert work.unpicklings == len(work.pids) == 2


def test_no_process_does_two_things_at_once() -> None:
    assert all(run("local", 2, Overlapping(), range(100)))


def test_a_slow_reader_holds_the_processes_back(tmp_path: Path) -> None:
    work = Counted(tmp_path)
    with closing(run("local", 2, work, range(1_000))) as results:
        for _ in range(42):  # the first batch, and one of the second: nine have been handed out at most
            next(results)
        ahead = 9 * (1_000 // 24)
        wait_until(lambda: work.items >= ahead)
        time.sleep(0.2)

        assert work.items == ahead


@pytest.mark.parametrize("with_signal", [False, True])
def test_an_item_that_ends_its_process_is_lost_alone(with_signal: bool) -> None:
    work = Deadly((0, 61, 62, 199), with_signal)
    expected = [Lost(item, REASON) if item in work.items else item * item for item in range(200)]

    assert list(run("local", 2, work, range(200))) == expected


def test_nothing_is_lost_with_a_process_that_is_killed_from_outside(tmp_path: Path) -> None:
    work = Counted(tmp_path, pause=0.001)
    results = run("local", 2, work, range(1_000))
    first = [next(results) for _ in range(100)]
    os.kill(min(work.pids), signal.SIGKILL)

    assert first + list(results) == [item * item for item in range(1_000)]
    assert len(work.pids) > 2


@pytest.mark.parametrize("pause", [0, 0.02, 0.05])
def test_nothing_is_lost_with_a_process_that_is_killed_while_it_answers(pause: float) -> None:
    results = run("local", 2, Large(), range(100))
    first = next(results)
    time.sleep(pause)
    os.kill(children_of(os.getpid())[-1], signal.SIGKILL)

    assert isinstance(first, bytes)
    assert [result[0] for result in (first, *results) if isinstance(result, bytes)] == list(range(100))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_comes_after_the_results_before_it(jobs: int) -> None:
    results = run("local", jobs, Raising(60), range(200))

    assert [next(results) for _ in range(60)] == [item * item for item in range(60)]
    with pytest.raises((AwkwardError, RuntimeError), match="is odd; look at it") as caught:
        next(results)
    assert "while working on 60" in caught.value.__notes__


def test_who_stops_early_leaves_no_process_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = children_of(os.getpid())
    with closing(run("local", 2, Square(0.01), range(1_000))) as results:
        next(results)

    assert set(children_of(os.getpid())) <= {*before, tracker()}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("is_group", [True, False])
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_a_run_ends_its_processes(tmp_path: Path, sent: signal.Signals, is_group: bool) -> None:
    code = (
        "from pathlib import Path; from kg.engines import run; from engines.works import Counted\n"
        f"work = Counted(Path({str(tmp_path)!r}), 0.1)\n"
        "if __name__ == '__main__':\n"
        "    for _ in run('local', 2, work, range(5_000)): pass\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(TESTS), "TMPDIR": str(scratch)},
        start_new_session=True,
    )
    work = Counted(tmp_path)
    wait_until(lambda: len(work.pids) == 2)
    if is_group and sent != signal.SIGKILL:  # as a terminal does
        os.killpg(process.pid, sent)
    else:
        process.send_signal(sent)
    _, errors = process.communicate()

    assert process.returncode == -sent
    assert errors.decode().count("Traceback") == (sent == signal.SIGINT)
    assert errors.decode().endswith("KeyboardInterrupt\n" if sent == signal.SIGINT else "")
    wait_until(lambda: not any(is_alive(pid) for pid in work.pids))
    if not (is_group and sent == signal.SIGTERM):  # which leaves nobody to clean up
        assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("attempt", range(5))
def test_ctrl_c_while_the_processes_start_is_quiet_too(tmp_path: Path, attempt: int) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from kg.engines import run\n"
        "if __name__ == '__main__':\n"
        "    print('ready', flush=True)\n"
        "    for _ in run('local', 2, abs, range(10**7)): pass\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, script], stdout=pipe, stderr=pipe, env=environment, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.02 * attempt)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate()

    assert errors.count(b"Traceback") == 1
    assert list(tmp_path.iterdir()) == [script]


def test_a_work_that_a_process_cannot_open_is_no_loss_of_items() -> None:
    with pytest.raises(ValueError, match="the set-up is broken"):
        list(run("local", 2, Unopenable(), range(100)))


def test_processes_that_cannot_start_are_no_loss_of_items(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text("from kg.engines import run\nlist(run('local', 2, abs, range(100)))\n")
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "the processes cannot start; look at what they printed, or use one job" in ended.stderr


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def tracker() -> int:
    """Return the process with which multiprocessing tracks semaphores; it stays."""
    from multiprocessing import resource_tracker

    pid: int = vars(resource_tracker)["_resource_tracker"]._pid  # noqa: SLF001
    return pid


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
