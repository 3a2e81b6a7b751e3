"""Folders of pages, and ``kg validate`` on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

Write = Callable[[str, str], Path]
Run = Callable[..., Result]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a file under the working folder."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write


@pytest.fixture
def validate() -> Run:
    """Run ``kg validate`` in this process."""

    def run(*arguments: str | Path, **options: str) -> Result:
        return CliRunner().invoke(main, ["validate", *map(str, arguments)], **options)  # type: ignore[arg-type]

    return run
