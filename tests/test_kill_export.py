"""An export that is killed, or told to end, at random leaves the old output or the new one, never a part of one.

A few kills; ``KG_KILLS=200`` for as many as the issue asks for, ``KG_KILL_SEED`` for the same moments again.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

KILLS = int(os.environ.get("KG_KILLS", "6"))
SEED = int(os.environ.get("KG_KILL_SEED", "1"))
PAGES = 40
OUTPUTS = ("graph.ttl", "graph.trig")
FORMATS = {".ttl": "turtle", ".trig": "trig"}


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    """Return two folders of pages of which each gives another graph."""
    for name in ("one", "two"):
        folder = tmp_path / name / "docs"
        folder.mkdir(parents=True)
        for page in range(PAGES):
            rows = "".join(f"| Lock {row} | keeps {name} of page {page} apart by TLS 1.2 |\n" for row in range(40))
            (folder / f"page{page}.md").write_text(f"# Page {page}\n\n| Feature | What it does |\n|---|---|\n{rows}")
    return tmp_path / "one" / "docs", tmp_path / "two" / "docs"


def command(source: Path, output: Path, *options: str) -> list[str]:
    return [
        sys.executable, "-m", "kg", "export", str(source), "-o", str(output), "-f", FORMATS[output.suffix],
        "--cache", str(output.parent.parent / "cache"), *options,
    ]  # fmt: skip


def wait_for_writing(process: subprocess.Popen[str], folder: Path) -> None:
    """Wait until the output is being written, or the process is at its end."""
    while process.poll() is None and not list(folder.glob(".kg-*.tmp")):
        time.sleep(0.0005)


def test_a_kill_at_random_leaves_the_old_output_or_the_new_one(versions: tuple[Path, Path], tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    out.mkdir()
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    whole: dict[str, list[bytes]] = {name: [] for name in OUTPUTS}
    longest = 0.0
    for name in OUTPUTS:
        for source in versions:
            started = time.monotonic()
            subprocess.run(command(source, out / name), check=True, capture_output=True, env=environment)
            longest = max(longest, time.monotonic() - started)
            whole[name].append((out / name).read_bytes())
        assert whole[name][0] != whole[name][1]

    seen: Counter[str] = Counter()
    for number in range(KILLS):
        name, source = OUTPUTS[number % 3 % 2], versions[number % 2]
        options = [["--jobs", "1"], ["--jobs", "2", "--no-cache"], ["--report", str(out / "report.json")]][
            number // 2 % 3
        ]
        sent = chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
        process = subprocess.Popen(
            command(source, out / name, *options), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env=environment,
        )  # fmt: skip
        if number % 2:
            wait_for_writing(process, out)
            time.sleep(chance.uniform(0, 0.03))
        else:
            time.sleep(chance.uniform(0.1, 1.0) * longest)
        process.send_signal(sent)
        _, said = process.communicate(timeout=120)

        left = list(out.glob(".kg-*.tmp"))
        seen.update([sent.name, "ended before" if process.returncode == 0 else "ended by it", *["left"] * len(left)])
        assert (out / name).read_bytes() in whole[name]
        if sent is not signal.SIGKILL:
            assert process.returncode in {0, -sent, 128 + sent}  # -sent is before the command begins, or at its end
            assert (left, said if process.returncode == 128 + sent else "") == ([], "")
            assert "resource_tracker" not in said
        for file in left:
            file.unlink()
    print(f"{KILLS} kills: {dict(sorted(seen.items()))}")  # noqa: T201
    wait_for_scratch(scratch)

    for name in OUTPUTS:
        subprocess.run(command(versions[0], out / name), check=True, capture_output=True, env=environment)
        assert (out / name).read_bytes() == whole[name][0]
    assert [file.name for file in out.iterdir() if file.name not in (*OUTPUTS, "report.json")] == []


def wait_for_scratch(folder: Path) -> None:
    """Wait until the processes of killed runs have seen that, and have taken their folder away."""
    for _ in range(300):
        if not list(folder.iterdir()):
            return
        time.sleep(0.1)
    pytest.fail(f"left behind: {list(folder.iterdir())}")
