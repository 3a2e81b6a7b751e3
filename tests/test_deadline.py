"""A time for a piece of work."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from kg import pipeline
from kg.cli import main
from kg.deadline import Overdue, within
from kg.parse import parse as parse_page

needs_signal = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no such signal")


def loop() -> None:
    while True:
        pass


@needs_signal
def test_work_that_takes_too_long_is_broken_off() -> None:
    with pytest.raises(Overdue), within(0.05):
        loop()


@needs_signal
def test_a_regular_expression_that_takes_too_long_is_broken_off() -> None:
    with pytest.raises(Overdue), within(0.05):
        re.match("(a|a)*b", "a" * 60)


@needs_signal
def test_work_that_takes_what_is_raised_for_an_error_is_broken_off_again() -> None:
    def careless() -> None:
        try:
            loop()
        except BaseException:  # noqa: BLE001
            loop()

    with pytest.raises(Overdue), within(0.05):
        careless()


def test_work_that_is_done_in_time_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with within(60):
        pass

    assert (signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)) == (before, (0, 0))


@needs_signal
def test_the_outer_of_two_times_counts() -> None:
    with pytest.raises(Overdue), within(0.05), within(60):
        loop()


def test_in_another_thread_work_is_done_without_a_time() -> None:
    done: list[int] = []

    def work() -> None:
        with within(0.001):
            done.append(sum(range(300_000)))

    thread = Thread(target=work)
    thread.start()
    thread.join()

    assert done == [44999850000]


def test_a_worker_that_does_not_come_back_is_ended() -> None:
    code = (
        "import time; from kg.deadline import may_be_ended, within\n"
        "may_be_ended()\nwith within(0.1):\n    time.sleep(60)"  # no time of the processor, so no signal
    )
    ended = subprocess.run([sys.executable, "-c", code], timeout=50, check=False, capture_output=True)

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, b"", b"")


@needs_signal
@pytest.mark.parametrize("report", [False, True])
def test_a_page_that_hangs_is_ended_and_reported_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, report: bool
) -> None:
    for name in ("a", "hangs", "z"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n|Feature|Use|\n|-|-|\n|Lark|It sings|\n", encoding="utf-8")
    monkeypatch.setattr(
        pipeline,
        "parse",
        lambda source, *rest, **more: loop() if "hangs" in source.text else parse_page(source, *rest, **more),
    )
    arguments = ["export", str(tmp_path), "--limit", "page-seconds=1", "-o", str(tmp_path / "out.ttl")]
    arguments += ["--report", str(tmp_path / "report.json")] if report else ["--cache", str(tmp_path / "cache")]

    result = CliRunner().invoke(main, arguments)

    hint = "the page was left out; split it, or raise it by --limit page-seconds=N"
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == f"hangs.md: took more than 1 second; {hint}"
    assert result.stderr.splitlines()[1].startswith("2 pages, 2 tables, 2 features")


@needs_signal
def test_what_a_page_that_was_ended_gave_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.md").write_text("# A\n\n|Feature|Use|\n|-|-|\n|Lark|It sings|\n", encoding="utf-8")
    arguments = ["export", str(tmp_path / "page.md"), "-o", str(tmp_path / "out.ttl")]
    arguments += ["--limit", "page-seconds=1", "--cache", str(tmp_path / "cache")]
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "parse", lambda *_, **__: loop())
        assert CliRunner().invoke(main, arguments).exit_code == 2

    assert CliRunner().invoke(main, arguments).exit_code == 0


def test_a_page_that_is_nested_too_deeply_for_the_interpreter_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deep(*_: object, **__: object) -> None:
        raise RecursionError

    (tmp_path / "page.md").write_text("# A\n\n|Feature|Use|\n|-|-|\n|Lark|It sings|\n", encoding="utf-8")
    monkeypatch.setattr(pipeline, "parse", deep)

    result = CliRunner().invoke(main, ["export", str(tmp_path / "page.md"), "--no-cache", "-o", "-"])

    assert result.exit_code == 2
    assert result.stderr.startswith("page.md: is nested too deeply to be read; the page was left out;")
