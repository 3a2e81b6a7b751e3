"""Measures kg export beside what a user could take instead; the figures go to docs/performance.md.

    python benchmarks/export.py [NAME ...] [--pages 15000] [--rounds 5] [--write docs/performance.md]

NAME is one or more of tree, jobs, incremental, memory, page, writer, growth, dask, rivals; without one, all run, which
takes hours. Each runs real commands, kg and its rival by turns, and prints the medians of the rounds (the least-the
most), the ratios of the same rounds, and the targets. Smaller ``--pages`` make everything smaller, by which start-up
counts for more: such figures show that it runs, and no more.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from _measured import (
    Command,
    Memory,
    Run,
    Target,
    alternating,
    compared,
    machine,
    processor_time,
    ratios,
    run,
    spread,
)

HERE = Path(__file__).parent
PYTHON = Path(sys.executable)
KG = PYTHON.parent / "kg"
FULL = 15_000
"""The pages that the targets are about."""

ROWS = 5_000
"""The rows of the large page."""

FEWER = 0.04
"""The share of pages with features in the second tree."""

BARE = "bare markdown-it-py"
SHAPES = (
    "one table",
    "many tables",
    "many pages",
    "long cells",
    "rows with deep lists",
    "lists ten times as deep",
)
_CHANGE = """
## What came with build {0}

| Feature | Description |
| --- | --- |
| Online export {0} | Each manifest is stored under AES-256, and the agent hands it on over TLS 1.2. |
"""


@dataclass(slots=True)
class Bench:
    """What the command line asks for, and what was made for it.

    Args:
        pages: How many pages trees have.
        rounds: How often everything is timed.
        seed: Of the trees.
        share: The share of pages with features, None for what ``trees`` makes.
        folder: Where everything is written.
        tools: An environment that has the rivals, or None to make one.
    """

    pages: int
    rounds: int
    seed: int
    share: float | None
    folder: Path
    tools: Path | None = None
    said: dict[Path, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """The rows of the large page: fewer where there are fewer pages."""
        return self.scaled(ROWS, 100)

    def scaled(self, full: int, least: int) -> int:
        """Return a number as it is for all pages, or less of it."""
        return full if self.pages >= FULL else max(least, full * self.pages // FULL)

    def tree(self, pages: int | None = None, share: float | None = None) -> Path:
        """Return a tree, made at its first use."""
        pages, share = pages or self.pages, self.share if share is None else share
        folder = self.folder / f"tree-{pages}-{share or 'as it is'}"
        if folder not in self.said:
            self.said[folder] = self.made("tree", folder, pages, self.seed, *([] if share is None else [share])).strip()
        return folder

    def page(self) -> Path:
        """Return the large page, in a folder of its own."""
        file = self.folder / "large" / "page.md"
        if not file.exists():
            file.parent.mkdir()
            self.made("page", file, self.rows)
        return file

    def made(self, what: str, path: Path, *values: object) -> str:
        """Make something (``_made``), and return what that says."""
        return self.run(PYTHON, HERE / "_made.py", what, path, *map(str, values)).printed

    def run(self, *command: str | Path) -> Run:
        """Run a command once."""
        return run(command, self.folder)

    def timed(self, commands: Mapping[str, Command]) -> dict[str, list[Run]]:
        """Run commands in rounds."""
        return alternating(commands, self.rounds, self.folder)

    def out(self, name: str) -> Path:
        """Return a file for some output."""
        return self.folder / name


def exporting(source: Path, out: Path, *options: str | Path, cached: bool = False) -> Command:
    """Return the command of an export."""
    return [KG, "export", source, "-o", out, *([] if cached else ["--no-cache"]), *options]


def bare(source: Path) -> Command:
    """Return the command of bare markdown-it-py."""
    return [PYTHON, HERE / "_bare.py", source]


def _sums(runs: Sequence[Run]) -> str:
    """Return what an export says of its graph."""
    last = runs[-1].errors.rstrip().splitlines()[-1]
    return re.sub(r" in [\d.]+ s$", "", last)


# The benchmarks


def tree(bench: Bench) -> str:
    """One job, a tree of pages, beside bare markdown-it-py over the same files."""
    parts = []
    for share in (None, FEWER) if bench.share is None else (bench.share,):
        source, out = bench.tree(share=share), bench.out("tree.ttl")
        found = bench.timed({BARE: bare(source), "kg export --jobs 1": exporting(source, out, "--jobs", "1")})
        about = (
            f"{bench.said[source]}; {_sums(found['kg export --jobs 1'])}, {out.stat().st_size / 1e6:.0f} MB of Turtle"
        )
        parts.append(f"{about}:\n\n{compared(found, BARE, {'kg export --jobs 1': Target(0.40)})}")
    return "\n\n".join(parts)


def jobs(bench: Bench) -> str:
    """One job and two, on the tree."""
    source, names = bench.tree(), ("one job", "two jobs")
    outs = {name: bench.out(f"{name}.ttl") for name in names}
    found = bench.timed(
        {name: exporting(source, outs[name], "--jobs", str(number)) for number, name in enumerate(names, start=1)}
    )
    same = _same(outs["one job"], outs["two jobs"])
    return f"{compared(found, 'one job', {'two jobs': Target(1.5, at_least=True)}, faster=True)}\n\n{same}"


def _same(one: Path, other: Path) -> str:
    equal = filecmp.cmp(one, other, shallow=False)
    return "Both write the same bytes." if equal else "**They write different bytes.**"


def incremental(bench: Bench) -> str:
    """A cold run with a cache, one after nothing was changed, and one after a page was."""
    source, out, cache = bench.tree(), bench.out("incremental.ttl"), bench.out("cache")
    command = exporting(source, out, "--cache", cache, cached=True)
    draw = random.Random(bench.seed)  # noqa: S311  # no secret hangs on it
    files = sorted(source.rglob("*.md"))
    found: dict[str, list[Run]] = {name: [] for name in ("cold", "nothing changed", "one page changed")}
    same = ""
    for number in range(bench.rounds):
        shutil.rmtree(cache, ignore_errors=True)
        found["cold"].append(run(command, bench.folder))
        found["nothing changed"].append(run(command, bench.folder))
        file = draw.choice(files)
        before = file.read_bytes()
        file.write_bytes(before + _CHANGE.format(number).encode())
        found["one page changed"].append(run(command, bench.folder))
        if number == bench.rounds - 1:
            anew = bench.out("anew.ttl")
            bench.run(*exporting(source, anew))
            same = _same(out, anew).replace("Both", "The last of them and a run without a cache")
        file.write_bytes(before)
    size = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) / 1e6
    shutil.rmtree(cache, ignore_errors=True)
    shown = compared(found, "cold", {"one page changed": Target(0.05)})
    return f"{shown}\n\nThe cache takes {size:.0f} MB. {same}"


def memory(bench: Bench) -> str:
    """The peak memory of each process, for the tree and for one of four times as many pages; one round."""
    lines = ["| pages | jobs | parent MB | largest worker MB | all together MB | target |", "|---|---|---|---|---|---|"]
    limit = Target(250)
    tops: dict[tuple[int, int], float] = {}
    for pages in (bench.pages, 4 * bench.pages):
        source = bench.tree(pages)
        for count in (1, 2):
            found = Memory()
            took = run(exporting(source, bench.out("memory.ttl"), "--jobs", str(count)), bench.folder, found)
            parent = max(found.parent, took.peak if count == 1 else 0.0)
            worker = max(found.workers.values(), default=0.0)
            tops[pages, count] = max(parent, worker)
            shown = [f"{pages:,}", f"{count}", f"{parent:.0f}", f"{worker:.0f}" if worker else "–"]
            shown += [f"{found.together:.0f}", limit.judged(tops[pages, count]).replace("250", "250 each")]
            lines.append(f"| {' | '.join(shown)} |")
        if pages != bench.pages:
            shutil.rmtree(source)
            del bench.said[source]
    growth = {count: tops[4 * bench.pages, count] / tops[bench.pages, count] for count in (1, 2)}
    told = "; ".join(
        f"with {'one job' if count == 1 else 'two jobs'} the largest process takes {ratio:.2f} times as much for four "
        f"times the pages ({Target(1.10).judged(ratio)})"
        for count, ratio in growth.items()
    )
    return "\n".join([*lines, "", f"{told[0].upper()}{told[1:]}."])


def page(bench: Bench) -> str:
    """One page with a table of 5,000 rows, whose cells hold lists of three items."""
    source, names = bench.page(), ("kg export", "kg export --provenance none")
    full, spare = (exporting(source, bench.out(f"{name}.ttl"), "--jobs", "1") for name in names)
    spare = [*spare, "--provenance", "none"]
    found = bench.timed({BARE: bare(source), names[0]: full, names[1]: spare})
    counts = [f"{_triples(bench, source, *options):,}" for options in ((), ("--provenance", "none"))]
    about = (
        f"{bench.rows:,} rows, {source.stat().st_size / 1e6:.2f} MB; {counts[0]} triples, {counts[1]} without places"
    )
    return f"{about}:\n\n{compared(found, BARE, {names[0]: Target(3.0), names[1]: Target(1.5)})}"


def _triples(bench: Bench, source: Path, *options: str) -> int:
    """Return how many triples an export has."""
    out = bench.out("counted.nt")
    bench.run(*exporting(source, out, "--format", "ntriples", "--jobs", "1", *options))
    with out.open("rb") as lines:
        count = sum(1 for _ in lines)
    out.unlink()
    return count


def writer(bench: Bench) -> str:
    """Sorted Turtle of the same triples by kg and by rdflib, in one process, the writing alone."""
    graph = bench.out("graph.nt")
    bench.made("graph", graph, bench.scaled(100_000, 5_000), bench.seed)
    told = json.loads(bench.run(PYTHON, HERE / "_writers.py", graph, bench.folder, str(bench.rounds)).printed)
    found = {name: [Run(wall, cpu) for wall, cpu in times] for name, times in told["times"].items()}
    shown = compared(found, "rdflib", {"kg": Target(10, at_least=True)}, faster=True)
    return f"{told['triples']:,} triples:\n\n{shown}"


UNBOUND = [
    f"--limit={name}=10000000" for name in ("page-statements", "page-nodes", "page-cells", "page-lines", "page-links")
]
"""What lets ``growth`` grow beyond the bounds of a page."""


def growth(bench: Bench) -> str:
    """Ten times the rows, of tables, pages, cells and lists."""
    count = bench.scaled(2_000, 200)
    empty = bench.out("empty")
    bench.made("growth", empty, "one table", 1)
    limit = Target(11)
    lines = ["| | s | ten times that, s | ratio | without start-up | CPU without start-up | target |"]
    lines.append("|---|---|---|---|---|---|---|")
    for shape in SHAPES:
        folders = {f"{times} times": bench.out(f"{shape}-{times}") for times in (1, 10)}
        for times, folder in zip((1, 10), folders.values(), strict=True):
            bench.made("growth", folder, shape, times * count)
        out = bench.out("growth.ttl")
        sources = {"start": empty, **folders}
        commands = {name: exporting(source, out, "--jobs", "1", *UNBOUND) for name, source in sources.items()}
        found = bench.timed(commands)
        start, once, often = found["start"], found["1 times"], found["10 times"]
        whole, _ = ratios(often, once)
        net = _net(*([one.wall for one in runs] for runs in (start, once, often)))
        net_cpu = _net(*([one.cpu for one in runs] for runs in (start, once, often)))
        cells = [shape, spread([one.wall for one in once]), spread([one.wall for one in often]), spread(whole)]
        cells += ["–" if ratio is None else f"{ratio:.1f}" for ratio in (net, net_cpu)]
        cells.append(limit.judged(max(statistics.median(whole), net or 0.0)))
        lines.append(f"| {' | '.join(cells)} |")
    return f"{count:,} rows and {10 * count:,}, or as much in fewer:\n\n" + "\n".join(lines)


def _net(start: Sequence[float], once: Sequence[float], often: Sequence[float]) -> float | None:
    """Return the ratio of medians without the start; None where that is most of the shorter run."""
    first = statistics.median(start)
    work = statistics.median(once) - first
    return None if work < first / 2 else (statistics.median(often) - first) / work


def dask(bench: Bench) -> str:
    """Two processes, and a local Dask cluster of two workers, which runs already."""
    source, names = bench.tree(), ("two processes", "Dask, two workers")
    outs = {name: bench.out(f"{name}.ttl") for name in names}
    found: dict[str, list[Run]] = {name: [] for name in names}
    with _cluster(2) as (pid, address):
        commands = {
            names[0]: exporting(source, outs[names[0]], "--jobs", "2"),
            names[1]: exporting(source, outs[names[1]], "--engine", address.replace("tcp://", "dask://")),
        }
        for number in range(bench.rounds):
            for name in names[:: -1 if number % 2 else 1]:
                before = processor_time(pid)
                took = run(commands[name], bench.folder)
                cluster = processor_time(pid) - before if name == names[1] else 0.0
                found[name].append(Run(took.wall, took.cpu + cluster, took.peak, took.printed, took.errors))
    shown = compared(found, names[0], {names[1]: Target(1.7)})
    return f"{shown}\n\n{_same(*outs.values())} CPU is with the workers', MB without."


@contextmanager
def _cluster(workers: int) -> Iterator[tuple[int, str]]:
    command: Command = [PYTHON, HERE / "_cluster.py", str(workers)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin, "it has one"
        assert process.stdout, "it has one"
        address = process.stdout.readline().strip()
        assert address, "the cluster does not start"
        try:
            yield process.pid, address
        finally:
            process.stdin.close()
            process.wait(30)


RIVALS = {"kglite": "kglite", "kglite-page": "kglite", "morph-kgc": "morph-kgc", "maplib": "maplib"}
"""What ``_rivals`` can run, and the package that it needs."""

_SHOWN = {
    "plain": "plain markdown-it-py and rdflib",
    "kglite": "kglite, the ready-made rows",
    "kglite-page": "kglite, the page, cells as strings",
    "morph-kgc": "Morph-KGC, the ready-made rows",
    "maplib": "maplib, the ready-made rows",
}


def rivals(bench: Bench) -> str:
    """The large page beside other tools, some of which get its rows as CSV; and the tree beside a plain script."""
    file, rows = bench.page(), bench.out("rows.csv")
    if not rows.exists():
        bench.made("rows", rows, bench.rows)
    python, missing = _installed(bench)
    outs = {name: bench.out(f"rival-{name}.nt") for name in RIVALS}  # Morph-KGC wants that ending
    commands: dict[str, Command] = {
        "kg export": exporting(file, bench.out("page.ttl"), "--jobs", "1"),
        _SHOWN["plain"]: [PYTHON, HERE / "_plain.py", file, bench.out("plain.ttl")],
    }
    for name, package in RIVALS.items():
        if package not in missing:
            given = file if name == "kglite-page" else rows
            commands[_SHOWN[name]] = [python, HERE / "_rivals.py", name, given, outs[name]]
    found = bench.timed(commands)
    counts = {name: int(runs[-1].printed or 0) for name, runs in found.items()}
    counts["kg export"] = _triples(bench, file)
    parts = [_by_triple(found, counts)]
    parts += [f"{package} could not be installed: {reason}" for package, reason in missing.items()]
    source = bench.tree()
    plain = [PYTHON, HERE / "_plain.py", source, bench.out("plain-tree.ttl")]
    of_tree = bench.timed(
        {_SHOWN["plain"]: plain, "kg export --jobs 1": exporting(source, bench.out("t.ttl"), "--jobs", "1")}
    )
    parts.append(f"{bench.said[source]}:\n\n{compared(of_tree, _SHOWN['plain'], {})}")
    return "\n\n".join(parts)


def _by_triple(found: Mapping[str, Sequence[Run]], counts: Mapping[str, int]) -> str:
    """Return what tools took for each triple, and how kg compares with them."""
    head = "| | triples | s | CPU s | MB | µs a triple | CPU µs a triple | kg by this one, a triple | target |"
    lines = [head, "|---|---|---|---|---|---|---|---|---|"]
    mine = [one.wall / counts["kg export"] * 1e6 for one in found["kg export"]]
    for name, runs in found.items():
        walls, cpus = ([getattr(one, kind) / counts[name] * 1e6 for one in runs] for kind in ("wall", "cpu"))
        cells = [name, f"{counts[name]:,}", spread([one.wall for one in runs]), spread([one.cpu for one in runs])]
        cells += [f"{max(one.peak for one in runs):.0f}", spread(walls), spread(cpus)]
        ratio = [ours / theirs for ours, theirs in zip(mine, walls, strict=True)]
        cells.append("1" if name == "kg export" else spread(ratio))
        cells.append(Target(1.0).judged(statistics.median(ratio)) if name == _SHOWN["kglite"] else "")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _installed(bench: Bench) -> tuple[Path, dict[str, str]]:
    """Return the Python of an environment with the rivals, and why some are not there."""
    folder = bench.tools or bench.folder / "tools"
    python = folder / "bin" / "python"
    if not python.exists():
        bench.run(PYTHON, "-m", "venv", folder)
    missing = {}
    for package in dict.fromkeys(RIVALS.values()):
        command: Command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", package]
        took = subprocess.run(command, check=False, capture_output=True, text=True)
        if took.returncode:
            missing[package] = (took.stderr.strip().splitlines() or ["no reason given"])[-1]
    return python, missing


BENCHMARKS: Mapping[str, Callable[[Bench], str]] = {
    one.__name__: one for one in (tree, jobs, incremental, memory, page, writer, growth, dask, rivals)
}


def written(text: str, name: str, measured: str) -> str:
    """Return a text with another measured part of a name; a new one comes at the end."""
    begin, end = f"<!-- measured: {name} -->", f"<!-- end of {name} -->"
    part = f"{begin}\n{measured}\n{end}"
    if begin not in text:
        return f"{text.rstrip()}\n\n{part}\n"
    before, _, rest = text.partition(begin)
    return before + part + rest.partition(end)[2]


def main() -> None:
    """Measure, print, and write where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *BENCHMARKS], help=", ".join(BENCHMARKS))
    parser.add_argument("--pages", type=int, default=FULL)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--features", type=float, metavar="SHARE", help="the share of pages that have features")
    parser.add_argument("--folder", type=Path, help="where the trees and graphs are written for a while: 5 GB for all")
    parser.add_argument("--tools", type=Path, help="an environment for kglite, Morph-KGC and maplib, kept for later")
    parser.add_argument("--write", type=Path, metavar="FILE", help="a Markdown file whose measured parts are replaced")
    options = parser.parse_args()
    os.environ["PYTHONHASHSEED"] = "0"
    with tempfile.TemporaryDirectory(prefix="benchmark-export-", dir=options.folder) as name:
        bench = Bench(options.pages, options.rounds, options.seed, options.features, Path(name), options.tools)
        for each in options.names or BENCHMARKS:
            about = f"{machine()}; {options.pages:,} pages, {options.rounds} rounds"
            measured = f"{about}.\n\n{BENCHMARKS[each](bench)}"
            print(f"\n## {each}\n\n{BENCHMARKS[each].__doc__}\n\n{measured}", flush=True)
            if options.write:
                text = options.write.read_text(encoding="utf-8")
                options.write.write_text(written(text, each, measured), encoding="utf-8")


if __name__ == "__main__":
    main()
