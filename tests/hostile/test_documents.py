"""Whole documents that Hypothesis makes, the examples of the CommonMark specification, and pages that are broken."""

from __future__ import annotations

import math
import os
import random
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from . import breaking
from .laws import hold
from .strategies import documents

SPECIFICATION = "commonmark-spec@0.31.2"
"""From npm, CC BY-SA 4.0: read where it lies, never copied into the repository."""

FOLDER = Path(__file__).parents[2] / ".venv" / "commonmark-spec"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", re.DOTALL | re.MULTILINE)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_every_document_gives_a_graph_or_one_clear_line(page: bytes) -> None:
    hold(page)


@pytest.fixture(scope="session")
def examples() -> list[str]:
    if not (FOLDER / "spec.txt").exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is missing")
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", SPECIFICATION, "--silent", "--pack-destination", str(FOLDER)]
        got = subprocess.run(command, capture_output=True, check=False, timeout=120, cwd=FOLDER)
        packed = next(FOLDER.glob("*.tgz"), None)
        if got.returncode or packed is None:
            pytest.skip("the specification cannot be had from npm")
        with tarfile.open(packed) as archive:
            content = archive.extractfile("package/spec.txt")
            assert content is not None
            (FOLDER / "spec.txt").write_bytes(content.read())
    specification = (FOLDER / "spec.txt").read_text(encoding="utf-8")
    return [found[1].replace("→", "\t") for found in EXAMPLE.finditer(specification)]


def test_the_examples_of_the_specification_are_read(examples: list[str]) -> None:
    assert len(examples) > 600
    for example in examples:
        hold(example.encode())


def test_the_examples_of_the_specification_are_read_inside_a_cell_and_a_list(examples: list[str]) -> None:
    for example in examples:
        line = example.replace("\n", "<br>").replace("|", "\\|")
        below = example.replace("\n", "\n  ")
        hold(f"# Features\n\n|Feature|Use|\n|-|-|\n|Lark|{line}|\n\n- **a**: b\n- **c**: {below}\n".encode())


def pages(shared: Path, largest: float) -> Iterator[bytes]:
    for path in sorted((shared / "corpus" / "pages").glob("*.md")):
        page = path.read_bytes()
        if len(page) <= largest:
            yield page


def test_every_page_that_is_broken_gives_a_graph_or_one_clear_line(shared: Path) -> None:
    """KG_BREAKS sets how many breaks of each kind a page gets, a large one too: 200 in a full run of half an hour."""
    count = int(os.environ.get("KG_BREAKS", "0"))
    chance = random.Random(7)  # noqa: S311 - the same breaks each time
    tried = 0
    for page in pages(shared, math.inf if count else 16_000):
        for broken in breaking.broken(page, count or 1, chance):
            hold(broken)
            tried += 1
    assert tried >= 16 * 6
    print(f"{tried} pages")  # noqa: T201 - the figure of a full run


@pytest.mark.parametrize("kind", breaking.KINDS)
def test_a_page_is_broken_in_each_way(kind: str) -> None:
    page = b"# Birds\n\n|Feature|Use|\n|-|-|\n|Lark|It sings|\n"

    assert all(one != page for one in breaking.KINDS[kind](page, random.Random(7), 3))  # noqa: S311
