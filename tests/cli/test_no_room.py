"""Where an output cannot be written the old one stays, and nothing else: out of space, or in a folder of others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = "".join(f"| Lock {row} | keeps the data of tenant {row} apart from all others |\n" for row in range(100))
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
from kg.cli import main
main(sys.argv[1:])
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "docs" / "a.md"
    path.parent.mkdir()
    path.write_text(f"| Feature | What it does |\n|---|---|\n{ROWS}")
    (tmp_path / "out").mkdir()
    return path


def tried(command: list[str], output: Path) -> list[str]:
    """Run a command that cannot write its output, and return what it says."""
    output.write_bytes(b"old")
    unmeasured = {
        name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")
    }  # it has no room
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=unmeasured)

    assert done.returncode == 2
    assert {file.name: file.read_bytes() for file in output.parent.iterdir()} == {output.name: b"old"}
    return done.stderr.splitlines()


@pytest.mark.parametrize("format", ["turtle", "trig", "jsonld"])
def test_a_file_that_may_not_become_so_large_leaves_the_old_one(page: Path, tmp_path: Path, format: str) -> None:
    output = tmp_path / "out" / "graph"
    arguments = ["export", str(page), "-o", str(output), "-f", format, "--no-cache", "--jobs", "1"]
    said = tried([sys.executable, "-c", LIMITED, *arguments], output)

    assert said == [f"{output}: cannot be written: file too large; name a file in a folder that you may write to"]


def test_a_report_for_which_there_is_no_room_leaves_the_old_one(page: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "report.json"
    arguments = ["export", str(page), "-o", os.devnull, "--report", str(output)]
    said = tried([sys.executable, "-c", LIMITED, *arguments], output)

    assert said == [f"{output}: cannot be written: file too large; name a file in a folder that you may write to"]


def test_a_full_file_system_leaves_the_old_file(page: Path, tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    folder = tmp_path / "small"
    folder.mkdir()
    script = f"""
        mount -t tmpfs -o size=16k tmpfs {folder} && printf old > {folder}/graph.ttl || exit 77
        {sys.executable} -m kg export {page} -o {folder}/graph.ttl --no-cache; echo $?
        ls -A {folder}; cat {folder}/graph.ttl
    """
    command = [unshare or "false", "--map-root-user", "--mount", "sh", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode in {1, 77} and not done.stdout:
        pytest.skip(f"no file system of one's own can be mounted: {done.stderr.strip()}")

    assert done.stdout == "2\ngraph.ttl\nold"
    assert "graph.ttl: cannot be written: no space left on device; " in done.stderr


def test_a_folder_that_is_read_only_leaves_the_old_file(page: Path, tmp_path: Path) -> None:
    """Told by a process of its own that lacks the superuser's right to write everywhere."""
    output = tmp_path / "out" / "graph.ttl"
    output.write_bytes(b"old")
    command = [sys.executable, "-m", "kg", "export", str(page), "-o", str(output), "--no-cache"]
    if os.geteuid() == 0:
        if not (setpriv := shutil.which("setpriv")):
            pytest.skip("setpriv of util-linux is missing")
        command = [setpriv, "--bounding-set=-dac_override", *command]
    output.parent.chmod(0o500)
    try:
        said = tried(command, output)
    finally:
        output.parent.chmod(0o700)

    assert said == [f"{output}: cannot be written: permission denied; name a file in a folder that you may write to"]
