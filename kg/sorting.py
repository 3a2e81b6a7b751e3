"""An external merge sort of lines: as much as fits a bound is sorted in memory, more by way of a temporary file.

Lines are UTF-8 in ``bytes``: they take half the memory of ``str`` where a sign is not Latin, need no coding on the way
to a file and back, and sort as fast. No two are compared in Python: where sorted runs are merged, each gives its lines
up to the least of their last ones, and ``list.sort``, which is fast where much is sorted already, sorts them together.
"""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, cast

from .errors import SourceError
from .wording import reason_of

BOUND = 32 << 20
"""How many bytes of memory the lines may take; with the buffers it is about half as much again."""

_OBJECT = 48
"""How many bytes a line takes beside its own: the object, and its place in a list."""

_BLOCK = 2048
"""How many lines a block has at most."""


def sorted_blocks(chunks: Iterable[bytes], bound: int = BOUND, folder: Path | None = None) -> Iterator[bytes]:
    r"""Yield all lines sorted, each once, in blocks: lines joined by line feeds, without one at the end.

    >>> list(sorted_blocks([b"b\nc", b"", b"a\nb"]))
    [b'a\nb\nc']

    Args:
        chunks: Blocks of lines, none of them empty; fastest where each block is sorted.
        bound: How many bytes of memory the lines may take before they go to a file; a chunk may be larger.
        folder: Where that file is, or None for the system's folder of temporary files. It has no name there, and is
            gone once the iterator is at its end, closed or let go, or the process is killed.

    Raises:
        SourceError: The temporary file cannot be written.
    """
    lines: list[bytes] = []
    size = 0
    where = str(folder) if folder else None
    with tempfile.SpooledTemporaryFile(max_size=1, dir=where) as spooled:  # no file before there is something to write
        file = cast("BinaryIO", spooled)
        runs: list[_Run] = []
        for chunk in filter(None, chunks):
            new = chunk.split(b"\n")
            lines += new
            size += len(chunk) + _OBJECT * len(new)
            if size > bound:
                runs.append(_spilled(lines, file, where))
                lines.clear()
                size = 0
        if runs and lines:
            runs.append(_spilled(lines, file, where))
            lines.clear()
        yield from _merged(runs, bound) if runs else _blocks(lines)


@dataclass(slots=True)
class _Run:
    """Sorted lines in a file, each with a line feed; those that were read and not taken yet are ``lines``."""

    file: BinaryIO
    start: int
    end: int
    lines: list[bytes] = field(default_factory=list)

    def fill(self, size: int) -> None:
        """Read about so many bytes, at least a line, unless there are lines or the run is at its end."""
        if not self.lines and self.start < self.end:
            self.file.seek(self.start)
            piece = self.file.read(min(size, self.end - self.start))
            if self.start + len(piece) < self.end:
                piece += self.file.readline()
            self.start += len(piece)
            self.lines = piece[:-1].split(b"\n")

    def take(self, last: bytes) -> list[bytes]:
        """Return the lines up to ``last``, which the run then has no more."""
        count = bisect_right(self.lines, last)
        taken = self.lines[:count]
        del self.lines[:count]
        return taken


def _spilled(lines: list[bytes], file: BinaryIO, where: str | None) -> _Run:
    """Sort lines and write them at the end of a file."""
    try:
        start = file.tell()
        for block in _blocks(lines):
            file.write(block)  # and not ``writelines``, which would keep the first run in memory
            file.write(b"\n")
        file.flush()
        return _Run(file, start, file.tell())
    except OSError as error:
        hint = "make room for as much as the graph takes as N-Triples"
        place = where or tempfile.tempdir or ""
        raise SourceError(f"a temporary file cannot be written: {reason_of(error)}", hint=hint, place=place) from error


def _merged(runs: list[_Run], bound: int) -> Iterator[bytes]:
    size = max(1, bound // (2 * len(runs)))
    while runs:
        for run in runs:
            run.fill(size)
        runs = [run for run in runs if run.lines]
        last = min((run.lines[-1] for run in runs), default=b"")
        yield from _blocks(list(chain.from_iterable(run.take(last) for run in runs)))


def _blocks(lines: list[bytes]) -> Iterator[bytes]:
    """Sort lines, and yield them, each once."""
    lines.sort()
    unique = map(itemgetter(0), groupby(lines))
    while block := b"\n".join(islice(unique, _BLOCK)):
        yield block
