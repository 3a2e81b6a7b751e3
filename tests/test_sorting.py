"""Lines come sorted, each once, however they came and whatever fits in memory."""

from __future__ import annotations

import errno
import gc
import io
import os
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import sorting
from kg.errors import SourceError
from kg.sorting import sorted_blocks

LINE = st.one_of(
    st.sampled_from([b"<a 1", b"<a#b 1", b"<a-b 0", b"<a 0", "<é 1".encode(), b"\r", b"\x0c\x1d \x85"]),
    st.binary(min_size=1, max_size=12).map(lambda line: line.replace(b"\n", b"\r")),
)
CHUNKS = st.lists(st.lists(LINE, max_size=20), max_size=20)


def lines_of(blocks: Iterator[bytes]) -> list[bytes]:
    return [line for block in blocks for line in block.split(b"\n")]


def numbered(numbers: Iterator[int], size: int = 20) -> Iterator[bytes]:
    """Yield chunks of lines; their order is not that of the numbers."""
    while block := list(islice(numbers, size)):
        yield b"\n".join(sorted(b"%d" % number for number in block))


def files_of(folder: Path) -> set[str]:
    """Return what stands in a folder, and the open files without a name there."""
    links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return {path.name for path in folder.iterdir()} | {str(link) for link in links if str(link).startswith(str(folder))}


@settings(deadline=None)
@given(CHUNKS, st.integers(1, 4000), st.sampled_from([list, sorted]))
@example([[b"a", b"b"], [b"b"], [b"a"]], 1, list)
@example([[b"a"] * 3, [b"a"]], 150, sorted)
@example([[], [b"b" * 9000], [b"a", b"b" * 9000, b"b" * 9001]], 100, sorted)
def test_all_lines_come_sorted_and_once(
    chunks: list[list[bytes]], bound: int, order: Callable[[list[bytes]], list[bytes]]
) -> None:
    blocks = (b"\n".join(order(chunk)) for chunk in chunks)

    assert lines_of(sorted_blocks(blocks, bound)) == sorted({line for chunk in chunks for line in chunk})


@pytest.mark.parametrize("bound", [1, 1000, 20_000, sorting.BOUND])
def test_many_blocks_are_as_one(bound: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "_BLOCK", 7)
    numbers = [number * 7919 % 1000 for number in range(1500)]
    blocks = list(sorted_blocks(numbered(iter(numbers)), bound))

    assert lines_of(iter(blocks)) == sorted(b"%d" % number for number in range(1000))
    assert all(block.count(b"\n") < 7 for block in blocks)


@pytest.mark.parametrize("bound", [1, sorting.BOUND])
def test_long_lines_stay_whole(bound: int) -> None:
    lines = [sign * 1_000_000 for sign in (b"c", b"a", b"b")]

    assert list(sorted_blocks(iter(lines), bound)) == (sorted(lines) if bound == 1 else [b"\n".join(sorted(lines))])


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
def test_nothing_gives_nothing(chunks: list[bytes]) -> None:
    assert list(sorted_blocks(chunks, 1)) == []


def test_what_fits_makes_no_file(tmp_path: Path) -> None:
    blocks = sorted_blocks([b"b", b"a"], folder=tmp_path / "missing")

    assert list(blocks) == [b"a\nb"]


@pytest.mark.parametrize("lines", [20_000, 80_000])
def test_memory_does_not_grow_with_the_lines(lines: int) -> None:
    chunks = (b"<https://example.org/kg/doc/%060d 1" % (number * 7919 % lines) for number in range(lines))
    tracemalloc.start()
    try:
        found = sum(block.count(b"\n") + 1 for block in sorted_blocks(chunks, 500_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert found == lines
    assert peak < 1_200_000  # all lines take 3 MB and 12 MB


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="asks the system for the open files")
@pytest.mark.parametrize("end", ["exhausted", "closed", "dropped", "consumer", "producer"])
def test_no_temporary_file_is_left(tmp_path: Path, end: str) -> None:
    def chunks() -> Iterator[bytes]:
        yield from numbered(iter(range(200)))
        if end == "producer":
            raise KeyError(end)

    def consumed(blocks: Iterator[bytes]) -> None:
        for _ in blocks:
            assert files_of(tmp_path)
            raise KeyError(end)

    blocks = sorted_blocks(chunks(), 500, tmp_path)
    if end in {"consumer", "producer"}:
        with pytest.raises(KeyError):
            consumed(blocks)
    elif end == "exhausted":
        assert len(lines_of(blocks)) == 200
    else:
        next(blocks)
        assert files_of(tmp_path)
    assert list(tmp_path.iterdir()) == []  # it has no name from the start
    if end == "closed":
        blocks.close()  # type: ignore[attr-defined]
    if end in {"consumer", "dropped"}:
        del blocks
        gc.collect()

    assert files_of(tmp_path) == set()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "missing"

    with pytest.raises(SourceError, match="a temporary file cannot be written: no such file") as caught:
        list(sorted_blocks([b"b", b"a"], 1, folder))
    assert caught.value.place == str(folder)


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda **_options: Full())

    with pytest.raises(SourceError, match="no space left on device; make room"):
        list(sorted_blocks([b"b"], 1))
