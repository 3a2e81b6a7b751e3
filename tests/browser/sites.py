"""The servers that the browser looks at, and the graphs behind them."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import kg

REPOSITORY = Path(__file__).parents[2]
DOCS = Path(__file__).parent / "docs"
EXAMPLES = REPOSITORY / "examples"
LARGE = 220
"""Features of the large graph, each of which names the same mechanism."""


@dataclass(frozen=True)
class Site:
    """A server that runs, and what it serves."""

    url: str
    graphs: Sequence[Path]

    def csv(self, *question: str) -> bytes:
        """Return what ``kg query`` prints for a question."""
        return run("query", *map(str, self.graphs), *question, "-f", "csv")


def run(*arguments: str) -> bytes:
    """Return what ``kg`` prints."""
    return subprocess.run([sys.executable, "-m", "kg", *arguments], check=True, capture_output=True).stdout


@contextlib.contextmanager
def serving(graphs: Sequence[Path]) -> Iterator[Site]:
    """Run ``kg serve`` on a free port."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--workers", "2", *map(str, graphs)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said = process.stderr.readline()
            match = re.search(r"at (http://\S+)/ ", said)
            assert match, f"it did not start: {said}{process.stderr.read()}"
            yield Site(match[1], graphs)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


def made_up(target: Path) -> tuple[Path, ...]:
    """Return the graphs of the examples, and of made-up products beside them."""
    larkbase = {"product": "Larkbase Cloud", "site": "https://docs.larkbase.example/"}
    return (
        _export(EXAMPLES / "first-page" / "docs", target / "first-page.ttl", **larkbase),
        _export(EXAMPLES / "support-matrix" / "docs", target / "support-matrix.ttl", product="Larkbase"),
        *(
            _export(DOCS / name, target / f"{name}.ttl", product=name.title(), site=f"https://docs.{name}.example/")
            for name in ("fernbase", "mossqueue")
        ),
    )


def hostile(target: Path) -> Path:
    """Return the graph of a page that would like to act in the browser."""
    return _export(DOCS / "hostile", target / "hostile.ttl", product="Hostile")


def large(target: Path) -> Path:
    """Return a graph with more features around one mechanism than a drawing takes."""
    folder = target / "large"
    folder.mkdir()
    for first in range(0, LARGE, 20):
        rows = (f"| Feature {n} | Backup {n} is kept under AES-256 |\n" for n in range(first, first + 20))
        page = "| Feature | What it does |\n| --- | --- |\n" + "".join(rows)
        (folder / f"part-{first}.md").write_text(page, encoding="utf-8")
    return _export(folder, target / "large.ttl", product="Large")


def _export(folder: Path, target: Path, **options: str) -> Path:
    kg.export(str(folder), **options).write(target)
    return target
