"""What becomes of outputs that cannot be, or must not be, written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner

from kg.cli import main

PAGE = "| Feature | Description |\n|---|---|\n| Locks | keeps the data of each tenant apart from all others |\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(PAGE)
    return path


def test_an_export_does_not_take_the_place_of_its_source(page: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(page), "-o", str(page)])

    assert (result.exit_code, page.read_text()) == (2, PAGE)


def test_an_export_does_not_take_the_place_of_a_page_of_its_source(page: Path) -> None:
    folder = str(page.parent)

    for path in (page, page.parent / "new.md"):
        assert CliRunner().invoke(main, ["export", folder, "-o", str(path)]).exit_code == 2
    assert page.read_text() == PAGE
    assert CliRunner().invoke(main, ["export", folder, "-o", str(page.parent / "a.ttl")]).exit_code == 0


def test_an_export_and_its_report_are_two_files(page: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")

    assert CliRunner().invoke(main, ["export", str(page), "-o", out, "--report", out]).exit_code == 2


def test_a_base_that_is_empty_is_refused_in_one_line(page: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(page), "--base", ""])

    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def test_a_lone_conflict_marker_fails_where_conflicts_do(page: Path) -> None:
    page.write_text("<<<<<<< HEAD\n" + PAGE)

    assert CliRunner().invoke(main, ["export", str(page), "--conflicts", "fail"]).exit_code == 1


def test_names_are_not_suggested_from_what_is_missing(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["vocabulary", "suggest", str(tmp_path / "none.md")]).exit_code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [["export"], ["explain"]])
def test_a_full_standard_output_is_one_line_and_exit_2(command: list[str], unbuffered: str, page: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run(command, page, unbuffered, full)

    assert done.returncode == 2
    assert done.stderr.splitlines() == [b"standard output: cannot be written: No space left on device"]


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [["export"], ["explain"]])
def test_a_pipe_that_nobody_reads_is_exit_2_and_nothing_said(command: list[str], unbuffered: str, page: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = run(command, page, unbuffered, pipe)

    assert (done.returncode, done.stderr) == (2, b"")


def run(command: list[str], page: Path, unbuffered: str, output: IO[bytes]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *command, str(page)],
        stdout=output,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        check=False,
    )


def test_an_output_that_is_a_link_to_a_page_is_refused(page: Path, tmp_path: Path) -> None:
    (tmp_path / "o.ttl").symlink_to(page)

    assert CliRunner().invoke(main, ["export", str(tmp_path), "-o", str(tmp_path / "o.ttl")]).exit_code == 2
    assert page.read_text() == PAGE


def test_an_engine_that_is_none_is_refused_with_a_report_too(page: Path, tmp_path: Path) -> None:
    arguments = ["export", str(page), "--engine", "bogus", "--report", str(tmp_path / "r.json")]

    assert CliRunner().invoke(main, arguments).exit_code == 2


def test_a_page_that_is_called_like_standard_input_is_told(tmp_path: Path) -> None:
    (tmp_path / "stdin.md").write_text(PAGE)
    result = CliRunner().invoke(main, ["export", "-", str(tmp_path), "--root", str(tmp_path)], input=PAGE)

    assert result.exit_code == 2
    assert "stdin.md: is how standard input is called too" in result.stderr


def test_a_closed_standard_input_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "kg", "export", "-"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (2, "stdin.md: standard input is closed; name a file\n")


@pytest.mark.parametrize(
    ("line", "code"),
    [("jobs = 1", 0), ("jobs = true", 2), ('jobs = "1"', 2), ('cache = ""', 2), ("no_cache = true", 0)],
)
def test_the_configuration_takes_what_an_export_needs_and_nothing_else(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, code: int
) -> None:
    (tmp_path / "kg.toml").write_text(line)
    monkeypatch.chdir(tmp_path)

    assert CliRunner().invoke(main, ["export", str(page)]).exit_code == code


def test_a_format_of_another_command_in_the_configuration_is_left_to_that_command(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").write_text('format = "trig"')
    assert CliRunner().invoke(main, ["explain", str(page)]).exit_code == 0
    assert "<https://example.org/kg/doc/a> {" in CliRunner().invoke(main, ["export", str(page)]).stdout
    (tmp_path / "kg.toml").write_text('format = "sarif"')
    assert CliRunner().invoke(main, ["export", str(page)]).stdout.startswith("@prefix")
    (tmp_path / "kg.toml").write_text('format = "turtel"')
    assert CliRunner().invoke(main, ["export", str(page)]).exit_code == 2


def test_a_cache_on_the_command_line_wins_over_the_configuration(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kg.toml").write_text("no_cache = true")
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["export", str(page), "--cache", str(tmp_path / "cache")])

    assert (tmp_path / "cache").is_dir()


@pytest.mark.parametrize("name", [b"a\x1b[2J\n::error::b.md", b"a\xff.md", "a\u202eb.md".encode()])
def test_the_name_of_a_page_steers_no_terminal_and_no_log(tmp_path: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as page:  # noqa: PTH118, PTH123 - no Unicode
        page.write(PAGE.replace("keeps", "[keeps](javascript:x)").encode())
    for command in (["explain", "."], ["export", ".", "--no-cache", "-o", os.devnull, "--report", "report.json"]):
        done = subprocess.run(
            [sys.executable, "-m", "kg", *command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        lines = (done.stdout + done.stderr).splitlines()

        assert done.returncode == 0
        assert [line for line in lines if not line.isprintable() or line.startswith("::")] == []
        assert any(line.startswith("a\\") for line in lines)
    (page_of_report,) = json.loads((tmp_path / "report.json").read_text())["pages"]
    assert os.fsencode(page_of_report["path"]) == name
