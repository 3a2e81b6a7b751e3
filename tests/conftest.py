"""Fixtures of all tests."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="kg-test-cache-")  # for the commands that tests run too


LARGE = (
    "browser",
    "engines",
    "hostile",
    "loading/test_conformance.py",
    "loading/test_dataset.py",
    "loading/test_kills.py",
    "serving/test_serve_command.py",
    "test_account.py",
    "test_benchmarks.py",
    "test_confined.py",
    "test_kill_export.py",
    "test_output.py",
    "test_readme.py",
    "test_signs.py",
    "test_spans.py",
    "validation/test_real_pages.py",
)
"""Tests that run much of the code, most of it often: to measure that would take twice as long, and show little."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is not measured for coverage."""
    folder = Path(__file__).parent
    for item in items:
        if any(item.path.is_relative_to(folder / name) for name in LARGE):
            item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def _no_cover_in_processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processes of a test that is not measured go unmeasured too."""
    if request.node.get_closest_marker("no_cover"):
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the contract and the pages, beside the repository; it is no part of it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing")
        pytest.skip(f"{folder} is missing")
    return folder
