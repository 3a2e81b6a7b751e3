"""Fixtures of all tests."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="kg-test-cache-")  # for the commands that tests run too


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of the contract and the pages, beside the repository; it is no part of it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing")
        pytest.skip(f"{folder} is missing")
    return folder
