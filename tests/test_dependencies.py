"""What a user gets with docs-kg, and what is said of it."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LICENCES = re.compile("MIT|BSD|Apache|MPL|Mozilla")


def rows(columns: int) -> list[list[str]]:
    """Return the rows of the table of ``docs/dependencies.md`` that has so many columns."""
    lines = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if len(row) == columns and row[0] != "Package" and not row[0].startswith("---")]


def test_at_most_nine_packages_are_needed_at_run_time() -> None:
    assert len(PROJECT["dependencies"]) <= 9


def test_each_package_that_is_needed_is_argued() -> None:
    assert [f"{row[0]}>={row[1]}" for row in rows(6)] == PROJECT["dependencies"]
    assert all(all(row) for row in rows(6))


def test_each_package_of_an_extra_is_argued() -> None:
    extras = [
        (f"{needed}", extra)
        for extra, packages in PROJECT["optional-dependencies"].items()
        if extra != "test"
        for needed in packages
    ]

    assert [(f"{row[0]}>={row[2]}", row[1]) for row in rows(7)] == extras
    assert all(all(row) for row in rows(7))


@pytest.mark.parametrize("row", [(row[0], row[-2]) for row in (*rows(6), *rows(7))], ids=lambda row: row[0])
def test_the_licence_that_is_said_is_the_one_that_the_package_has(row: tuple[str, str]) -> None:
    said = metadata.metadata(row[0])
    told = [one for name in ("License-Expression", "License", "Classifier") for one in said.get_all(name) or ()]
    names = {
        name.replace("Mozilla", "MPL") for one in told if "Topic" not in one for name in LICENCES.findall(one[:200])
    }

    assert set(LICENCES.findall(row[1])) <= names


def test_nothing_else_comes_with_them() -> None:
    needed: set[str] = set()
    waiting = [re.split("[>=]", one)[0] for one in PROJECT["dependencies"]]
    while waiting:
        name = waiting.pop().lower()
        if name not in needed:
            needed.add(name)
            waiting += [
                re.split(r"[\s;<>=!~(\[]", one)[0]
                for one in metadata.requires(name) or ()
                if "extra ==" not in one and "python_version" not in one
            ]
    named = re.search(
        r"These bring (.*?), and nothing else", (ROOT / "docs" / "dependencies.md").read_text(), re.DOTALL
    )
    brought = re.findall(r"([\w-]+) \(", named[1]) if named else []

    assert needed == {row[0].lower() for row in rows(6)} | {name.lower() for name in brought}
