"""Runs commands and says what they took; Linux only, as memory is read from /proc.

Processor time is that of a command and of all that it started and waited for. It tells more than the time on the clock
where other work slows the machine down. The process that measures has to stay small: of a command that it starts, the
kernel counts the memory of the moment before too.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds on the clock and of processors, memory in MB, and what it printed."""

    wall: float
    cpu: float
    peak: float = 0.0
    printed: str = ""
    errors: str = ""


@dataclass(slots=True)
class Memory:
    """The peaks of a command that was watched, in MB: of its first process, of its workers, and of all at one moment.

    ``together`` counts memory that processes share once (PSS).
    """

    parent: float = 0.0
    workers: dict[int, float] = field(default_factory=dict)
    together: float = 0.0


def run(command: Command, folder: Path, memory: Memory | None = None) -> Run:
    """Run a command to its end.

    Args:
        command: The command.
        folder: Where its output is kept meanwhile.
        memory: Takes the memory of its processes, which are then looked at all the time.
    """
    out, errors = folder / "printed", folder / "errors"
    with out.open("wb") as printed, errors.open("wb") as complained:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=printed, stderr=complained)
        ended = Event()
        watching = Thread(target=_watch, args=(process.pid, memory, ended)) if memory else None
        if watching:
            watching.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    ended.set()
    if watching:
        watching.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    said = errors.read_text(encoding="utf-8", errors="replace")
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss / 1024, out.read_text(encoding="utf-8", errors="replace"), said)


def alternating(
    commands: Mapping[str, Command], rounds: int, folder: Path, before: Callable[[str], None] | None = None
) -> dict[str, list[Run]]:
    """Run commands in rounds, every other round in the opposite order."""
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds):
        for name in list(commands)[:: -1 if number % 2 else 1]:
            if before:
                before(name)
            found[name].append(run(commands[name], folder))
            last = found[name][-1]
            print(f"  {number + 1}/{rounds} {name}: {last.wall:.2f} s, {last.cpu:.2f} s CPU", file=sys.stderr)
    return found


def _watch(pid: int, memory: Memory, ended: Event) -> None:
    """Look at the processes of a command until it has ended."""
    turns = 0
    while not ended.wait(0.02):
        turns += 1
        for each in tree(pid):
            with suppress(OSError, KeyError):  # it has ended
                high = _sizes(Path(f"/proc/{each}/status"))["VmHWM"]
                if each == pid:
                    memory.parent = max(memory.parent, high)
                elif b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes():
                    memory.workers[each] = max(memory.workers.get(each, 0.0), high)
        if turns % 10 == 0:
            memory.together = max(memory.together, sum(_shared_once(each) for each in tree(pid)))


def _shared_once(pid: int) -> float:
    try:
        return _sizes(Path(f"/proc/{pid}/smaps_rollup"))["Pss"]
    except (OSError, KeyError):  # it has ended
        return 0.0


def _sizes(file: Path) -> dict[str, float]:
    found = re.findall(r"^(\w+):\s+(\d+) kB", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: int(size) / 1024 for name, size in found}


def tree(pid: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has ended
            for child in file.read_text(encoding="ascii").split():
                yield from tree(int(child))


def processor_time(pid: int) -> float:
    """Return the seconds that the threads of a process, and of all that it started, have run."""
    total = 0
    for each in tree(pid):
        for file in Path(f"/proc/{each}/task").glob("*/schedstat"):
            with suppress(OSError):  # it has ended
                total += int(file.read_text(encoding="ascii").split()[0])
    return total / 1e9


@dataclass(frozen=True, slots=True)
class Target:
    """What a ratio may be: at most, or at least."""

    limit: float
    at_least: bool = False

    def __str__(self) -> str:
        return f"at {'least' if self.at_least else 'most'} {self.limit:g}"

    def judged(self, ratio: float) -> str:
        """Return the target, and whether a ratio meets it."""
        met = ratio >= self.limit if self.at_least else ratio <= self.limit
        return f"{self}: {'met' if met else '**missed**'}"


def spread(values: Sequence[float]) -> str:
    """Return the median of some values, and the least and the most."""
    middle = statistics.median(values)
    digits = sum(middle < limit for limit in (0.995, 9.95, 99.5))
    shown = f"{middle:.{digits}f}"
    return shown if len(values) == 1 else f"{shown} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def ratios(runs: Sequence[Run], rivals: Sequence[Run], *, inverse: bool = False) -> tuple[list[float], list[float]]:
    """Return the ratios of times to those of the same rounds of a rival, on the clock and of processors."""
    pairs = [(mine, theirs) if not inverse else (theirs, mine) for mine, theirs in zip(runs, rivals, strict=True)]
    return [a.wall / b.wall for a, b in pairs], [a.cpu / max(b.cpu, 1e-3) for a, b in pairs]


def compared(
    found: Mapping[str, Sequence[Run]], rival: str, targets: Mapping[str, Target], *, faster: bool = False
) -> str:
    """Return runs as a Markdown table, beside a rival of the same rounds.

    Args:
        found: The runs of each command.
        rival: The command that the others are compared with.
        targets: What their ratios may be.
        faster: Whether the ratio says how many times as fast they are, and not how many times as long they take.
    """
    head = f"times as fast as {rival}" if faster else f"times that of {rival}"
    lines = [f"| | s | CPU s | MB | {head} | the same of CPU | target |", "|---|---|---|---|---|---|---|"]
    for name, runs in found.items():
        cells = [name, spread([one.wall for one in runs]), spread([one.cpu for one in runs])]
        peak = max(one.peak for one in runs)
        cells.append(f"{peak:.0f}" if peak else "–")
        if name == rival:
            cells += ["1", "1", ""]
        else:
            wall, cpu = ratios(runs, found[rival], inverse=faster)
            target = targets[name].judged(statistics.median(wall)) if name in targets else ""
            cells += [spread(wall), spread(cpu), target]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """Return the day, the machine and how busy it is."""
    models = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    name = models[0] if models else platform.machine()
    cores = len(os.sched_getaffinity(0))
    load = f"load {os.getloadavg()[0]:.1f}"
    return f"{datetime.now(UTC).date()}, {cores} cores of {name}, {load}, Python {platform.python_version()}"
