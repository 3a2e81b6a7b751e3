"""How much memory a page takes: the worst of the families, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .families import FAMILIES

STATUS = Path("/proc/self/status")
if not STATUS.exists():
    pytest.skip("only Linux tells the peak of a process alone", allow_module_level=True)

MEASURE = """
import sys
from kg.cli import main
try:
    main(["export", sys.argv[1], "--jobs", "1", "--no-cache", "-o", sys.argv[2]])
except SystemExit:
    pass
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""
"""Not ``getrusage``, whose peak is at least that of the process that started this one."""

MEGABYTE = 1_000_000
WORST = ("delimiter rows", "rows", "lists", "emphasis in a cell", "HTML rows", "conflicts", "wide tables")
TRIED = WORST if os.environ.get("KG_MEMORY") == "all" else WORST[:1]
"""KG_MEMORY=all tries all of them, which takes minutes."""


def megabytes_for(page: str, folder: Path) -> float:
    """Return how much memory an export of a page takes at most."""
    (folder / "page.md").write_text(page, encoding="utf-8")
    arguments = [str(folder / "page.md"), str(folder / "out.ttl")]
    done = subprocess.run([sys.executable, "-c", MEASURE, *arguments], check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


@pytest.mark.parametrize("name", TRIED)
def test_a_page_of_a_megabyte_takes_less_than_400_megabytes(name: str, tmp_path: Path) -> None:
    size = len(FAMILIES[name](1000)) / 1000
    page = FAMILIES[name](int(MEGABYTE / size) - 100)

    assert megabytes_for(page[:MEGABYTE], tmp_path) < 400


@pytest.mark.parametrize(
    "line", ["it sings " * 20, "- **Lark**: it sings " * 10] if len(TRIED) > 1 else ["it sings " * 20]
)
def test_a_page_of_ten_megabytes_takes_less_than_800_megabytes(line: str, tmp_path: Path) -> None:
    wide = "\U0001f426"  # makes each sign of a string take four bytes
    page = f"# {wide}\n\n- **Lark**: it sings\n- **Owl**: it looks\n\n" + f"{line}\n" * (
        10 * MEGABYTE // len(line) - 100
    )

    assert megabytes_for(page, tmp_path) < 800
