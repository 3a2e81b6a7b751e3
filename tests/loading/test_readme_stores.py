"""The sessions of the README that need a store, run with the real ones."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import PASSWORD, USER, Server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOAD = re.compile(r"^\$ (kg load .*--to (http://127\.0\.0\.1:\d+)/)\n((?:[^$`].*\n)*)", re.MULTILINE)


def plain(text: str) -> str:
    """Return an output without the time, and without how many vocabularies other tests had sent already."""
    return re.sub(r" in \d+\.\d s", " in 0.0 s", re.sub(r"graphs \(\d sent\)", "graphs (0 sent)", text))


def test_the_loads_of_the_readme_print_what_it_shows(
    new_oxigraph: Callable[[], Server], virtuoso: Server, tmp_path: Path, exported_editions: Path
) -> None:
    roots = {"http://127.0.0.1:7878": new_oxigraph().root, "http://127.0.0.1:8890": virtuoso.root}
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login {USER} password {PASSWORD}\n", encoding="utf-8")
    (tmp_path / "netrc").chmod(0o600)
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NETRC": str(tmp_path / "netrc")}
    sessions = LOAD.findall(README)

    assert [address for _, address, _ in sessions] == [*roots, "http://127.0.0.1:8890"]
    for command, address, shown in sessions:
        done = subprocess.run(
            ["sh", "-c", command.replace(address, roots[address])],
            cwd=exported_editions, env=environment, capture_output=True, text=True, check=True, timeout=120,
        )  # fmt: skip
        assert plain(done.stdout + done.stderr).replace(roots[address], address) == plain(shown)


@pytest.fixture
def exported_editions(tmp_path: Path) -> Path:
    """Return a folder with the file that the README loads."""
    command = f"kg export {ROOT / 'examples' / 'support-matrix' / 'docs'} --product Larkbase -f trig -o editions.trig"
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["sh", "-c", command], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True, timeout=60)
    return tmp_path
