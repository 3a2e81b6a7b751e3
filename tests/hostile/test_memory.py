"""How much memory a page takes: the worst of the families, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .families import FAMILIES

resource = pytest.importorskip("resource")

MEASURE = """
import resource, sys
from kg.cli import main
try:
    main(["export", sys.argv[1], "--jobs", "1", "--no-cache", "-o", sys.argv[2]])
except SystemExit:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
UNIT = 1024 if sys.platform != "darwin" else 1024 * 1024
WORST = ("rows", "emphasis in a cell", "delimiter rows")
MEGABYTE = 1_000_000


def megabytes_for(page: str, folder: Path) -> float:
    """Return how much memory an export of a page takes at most."""
    (folder / "page.md").write_text(page, encoding="utf-8")
    arguments = [str(folder / "page.md"), str(folder / "out.ttl")]
    done = subprocess.run([sys.executable, "-c", MEASURE, *arguments], check=True, capture_output=True, text=True)
    return int(done.stdout) / UNIT


@pytest.mark.parametrize("name", WORST)
def test_a_page_of_a_megabyte_takes_less_than_400_megabytes(name: str, tmp_path: Path) -> None:
    size = len(FAMILIES[name](1000)) / 1000
    page = FAMILIES[name](int(MEGABYTE / size) - 100)

    assert megabytes_for(page[:MEGABYTE], tmp_path) < 400


def test_a_page_of_ten_megabytes_takes_less_than_800_megabytes(tmp_path: Path) -> None:
    name = "list items with links"
    size = len(FAMILIES[name](1000)) / 1000
    page = FAMILIES[name](int(10 * MEGABYTE / size) - 100)

    assert megabytes_for(page[: 10 * MEGABYTE], tmp_path) < 800
