"""The wheel: the same bytes from any copy of the source, and whole without the source beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("kg", "ontology", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "docs")
TRIED = ("conftest.py", "test_first_page.py", "test_config.py", "test_ontology.py")


def built(folder: Path, umask: int) -> Path:
    """Return the wheel that a copy of the source gives; the bundle of the explorer's scripts is taken as it is."""
    if not (ROOT / "hatch_build.py").is_file() or not (ROOT / "kg").is_dir():
        pytest.skip("the source is not here: these are the tests of a wheel")
    folder.mkdir()
    leave_out = shutil.ignore_patterns("node_modules", "__pycache__")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=leave_out, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(ROOT / part, folder / part)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    environment = {**os.environ, "KG_EXPLORER": "skip", "TZ": f"UTC+{umask}"}
    subprocess.run(command, cwd=folder, env=environment, umask=umask, check=True, capture_output=True)
    (wheel,) = (folder / "dist").iterdir()
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("one") / "source", 0o022)


def test_two_builds_give_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    again = built(tmp_path / "another place", 0o077)

    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_the_program_and_what_it_reads_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    outside = [name for name in names if not name.startswith(("kg/", "docs_kg-"))]

    assert outside == []
    assert [name for name in names if "/browser/" in name or "__pycache__" in name or name.endswith(".map")] == []
    for name in ("kg/_ontology/core.ttl", "kg/_ontology/words.toml", "kg/py.typed", "kg/serving/templates/base.html"):
        assert name in names


def test_the_tests_pass_with_the_wheel_and_the_source_moved_away(wheel: Path, tmp_path: Path) -> None:
    """All of them do so with ``make test-wheel``, in an environment of its own."""
    tree = tmp_path / "tree"
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    for name in TRIED:
        (tree / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "tests" / name, tree / "tests" / name)
    for name in ("examples", "docs"):
        shutil.copytree(ROOT / name, tree / name)
    for name in ("pyproject.toml", "README.md"):
        shutil.copyfile(ROOT / name, tree / name)
    (tmp_path / "shared").symlink_to(ROOT.parent / "shared")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    where = subprocess.run(
        [sys.executable, "-c", "import kg; print(kg.__file__)"],
        cwd=tree, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(command, cwd=tree, env=environment, check=False, capture_output=True, text=True, timeout=900)

    assert Path(where.stdout.strip()).is_relative_to(tmp_path / "installed")
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
