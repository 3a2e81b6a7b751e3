"""``--conflicts fail``: exit code 1, and every place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main

TABLE = "# Features\n\n| Feature | Use |\n| --- | --- |\n"
HUNK = "<<<<<<< HEAD\n| Lark | It sings |\n=======\n| Lark | It flies |\n>>>>>>> topic\n"
NESTED = HUNK.replace("| Lark | It sings |\n", HUNK)


def export(folder: Path) -> tuple[int, list[str]]:
    arguments = ["export", str(folder), "--conflicts", "fail", "--no-cache", "-o", str(folder / "out.ttl")]
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stderr.splitlines()[:-1]


@pytest.mark.parametrize(
    ("page", "places"),
    [
        (TABLE + HUNK, ["page.md:5:1: unresolved"]),
        (TABLE + HUNK * 3, ["page.md:5:1: unresolved", "page.md:10:1: unresolved", "page.md:15:1: unresolved"]),
        (TABLE + NESTED, ["page.md:6:1: merge conflict inside", "page.md:5:1: unresolved"]),
        (TABLE + "<<<<<<< HEAD\n", ["page.md:5:1: conflict marker without"]),
        (TABLE + ">>>>>>> topic\n", ["page.md:5:1: conflict marker without"]),
        ((TABLE + HUNK).replace("\n", "\r\n"), ["page.md:5:1: unresolved"]),
    ],
)
def test_every_conflict_is_told_with_its_place(page: str, places: list[str], tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(page.encode())

    code, said = export(tmp_path)

    assert code == 1
    assert [line[: len(place)] for line, place in zip(said, places, strict=True)] == places


@pytest.mark.parametrize("page", [f"```\n{HUNK}```\n", "Title\n=======\n\nText\n", "    <<<<<<< HEAD\n"])
def test_what_is_no_conflict_fails_nothing(page: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(page, encoding="utf-8")

    assert export(tmp_path) == (0, [])


def test_the_conflicts_of_all_pages_are_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(TABLE + HUNK, encoding="utf-8")

    code, said = export(tmp_path)

    assert code == 1
    assert [line.split(": ")[0] for line in said] == ["a.md:5:1", "b.md:5:1"]
