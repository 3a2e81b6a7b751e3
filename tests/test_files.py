"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.files import write_file


def test_a_new_file_holds_what_was_written(tmp_path: Path) -> None:
    write_file(tmp_path / "a.ttl", b"one\r\n\0")

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.ttl": b"one\r\n\0"}


def test_a_file_that_was_there_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"a much longer file than the new one")
    write_file(tmp_path / "a.ttl", b"new")

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.ttl": b"new"}


def test_a_reader_of_the_old_file_goes_on_reading_it(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"old")
    with (tmp_path / "a.ttl").open("rb") as reader:
        write_file(tmp_path / "a.ttl", b"new")

        assert reader.read() == b"old"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    (tmp_path / "a.ttl").write_bytes(b"old")
    (tmp_path / "a.ttl").chmod(mode)
    write_file(tmp_path / "a.ttl", b"new")

    assert stat.S_IMODE((tmp_path / "a.ttl").stat().st_mode) == mode


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_file(tmp_path / "a.ttl", b"new")

    assert (tmp_path / "a.ttl").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        write_file(tmp_path / "none" / "a.ttl", b"new")

    assert str(caught.value) == (
        f"{tmp_path / 'none' / 'a.ttl'}: cannot be written: no such file or directory; "
        "name a file in a folder that you may write to"
    )


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    """A folder stands where the file is to go, which fails at the very end, and for every user."""
    (tmp_path / "a.ttl").mkdir()
    (tmp_path / "a.ttl" / "old").write_bytes(b"old")

    with pytest.raises(SourceError, match="cannot be written"):
        write_file(tmp_path / "a.ttl", b"new")

    assert {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*")} == {"a.ttl", "a.ttl/old"}


def test_a_folder_that_takes_no_file_leaves_everything_as_it_was() -> None:
    """The folder of the running processes takes no file from anybody, the superuser included."""
    with pytest.raises(SourceError, match="cannot be written"):
        write_file(Path("/proc/kg-test.ttl"), b"new")

    assert not Path("/proc/kg-test.ttl").exists()


def test_a_long_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be written: file name too long"):
        write_file(tmp_path / ("a" * 300), b"new")

    assert list(tmp_path.iterdir()) == []


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_bytes(b"old")
    (tmp_path / "a.ttl").symlink_to("real.ttl")
    write_file(tmp_path / "a.ttl", b"new")

    assert ((tmp_path / "a.ttl").is_symlink(), (tmp_path / "real.ttl").read_bytes()) == (True, b"new")


def test_a_link_that_leads_out_of_its_folder_is_not_written_through(tmp_path: Path) -> None:
    """It may have come with the pages: ``-o graph.ttl`` must not write to a file of the user's home."""
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_bytes(b"old")
    (tmp_path / "in" / "a.ttl").symlink_to("../secret")
    with pytest.raises(SourceError, match="is a symlink that leads out of its folder; name what it leads to"):
        write_file(tmp_path / "in" / "a.ttl", b"new")

    assert (tmp_path / "secret").read_bytes() == b"old"


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="the system has no name for what is open")
@pytest.mark.parametrize("to", ["pipe", "file"])
def test_the_names_of_what_is_open_are_written_to(tmp_path: Path, to: str) -> None:
    code = "import kg.files, pathlib; kg.files.write_file(pathlib.Path('/dev/stdout'), b'new')"
    with (tmp_path / "a").open("wb") as file:
        output = subprocess.PIPE if to == "pipe" else file
        done = subprocess.run([sys.executable, "-c", code], check=True, stdout=output)

    assert (done.stdout if to == "pipe" else (tmp_path / "a").read_bytes()) == b"new"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """As ``-o /dev/stdout``, ``-o /dev/null`` and ``-o >(gzip)`` need it: a device is never replaced by a file."""
    pipe = tmp_path / "a.ttl"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        write_file(pipe, b"new")

        assert pipe.is_fifo()
        assert os.read(end, 10) == b"new"
    finally:
        os.close(end)


@settings(deadline=None, max_examples=30)
@given(contents=st.lists(st.binary(max_size=50), min_size=1, max_size=3))
def test_the_last_content_that_was_written_stays(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("files")
    for content in contents:
        write_file(folder / "a", content)

    assert [file.read_bytes() for file in folder.iterdir()] == [contents[-1]]
