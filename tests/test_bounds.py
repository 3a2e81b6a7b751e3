"""The bounds of a page: their names, defaults and limits, and how they are set."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.bounds import NAMES, Bounds, parsed, with_limits
from kg.cli import main
from kg.errors import ConfigError

ROOT = Path(__file__).parents[1]
PAGE = "# Features\n\n| Feature | Use |\n| --- | --- |\n| Lark | It sings |\n| Owl | It looks |\n"


def test_every_bound_is_documented_with_its_default() -> None:
    document = (ROOT / "docs" / "bounds.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| ([\d,]+) \|", document, re.MULTILINE)

    assert rows == [(field.name.replace("_", "-"), f"{getattr(Bounds(), field.name):,}") for field in fields(Bounds)]


def test_every_bound_has_a_line_of_its_own_in_the_description() -> None:
    described = re.findall(r"^        ([a-z_]+): ", Bounds.__doc__ or "", re.MULTILINE)

    assert described == [field.name for field in fields(Bounds)]


def test_a_limit_sets_one_bound() -> None:
    assert with_limits(Bounds(), parsed(["page-lines=7", "columns=1_000"])) == Bounds(page_lines=7, columns=1000)


@pytest.mark.parametrize(
    "written", ["page-lines", "pages=3", "page-lines=", "page-lines=0", "page-lines=1.5", "depth=101"]
)
def test_a_limit_that_cannot_be_is_refused(written: str) -> None:
    with pytest.raises(ConfigError):
        with_limits(Bounds(), parsed([written]))


@pytest.mark.parametrize("name", NAMES)
def test_every_bound_can_be_lowered_to_one(name: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")

    graph = kg.export(page, limits={name: 1})

    assert all(f"--limit {name}=N" in one.hint for one in graph.diagnostics)


def export(folder: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["export", str(folder / "page.md"), "--no-cache", "-o", "-", *arguments])
    return result.exit_code, result.stderr


def test_the_command_takes_limits_and_says_what_they_left_out(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")

    code, said = export(tmp_path, "--limit", "page-lines=5")

    assert code == 0
    assert said.splitlines()[0] == (
        "page.md:6:1: has more than 5 lines; what follows was left out; split it, or raise it by --limit page-lines=N"
    )


def test_a_page_that_is_too_large_is_refused_with_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")

    code, said = export(tmp_path, "--limit", "page-bytes=10")

    assert code == 2
    assert said.splitlines()[:-1] == [
        "page.md: has more than 10 bytes; the page was left out; split it, or raise it by --limit page-bytes=N"
    ]


def test_limits_stand_in_the_configuration_and_the_command_line_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "kg.toml").write_text("[limits]\npage-lines = 5\ncolumns = 1\n", encoding="utf-8")

    both = export(tmp_path)[1]
    one = export(tmp_path, "--limit", "page-lines=50")[1]

    assert ("5 lines" in both, "1 columns" in both) == (True, True)
    assert ("lines" in one, "1 columns" in one) == (False, True)


@pytest.mark.parametrize("written", ["limits = 3\n", "[limits]\nlines = 5\n", '[limits]\npage-lines = "5"\n'])
def test_limits_of_the_configuration_that_cannot_be_are_refused(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "kg.toml").write_text(written, encoding="utf-8")

    code, said = export(tmp_path)

    assert code == 2
    assert said.startswith("kg.toml: ")
