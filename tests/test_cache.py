"""The store of results: kept, bounded, shared, and never trusted when damaged."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.bounds import Bounds
from kg.cache import Cache, database, default_folder, fingerprint, keys, packed, page_key, tables, unpacked, values
from kg.cache.store import FILE
from kg.errors import ConfigError
from kg.model import Diagnostic
from kg.options import Options
from kg.outcome import Outcome
from kg.recording import Dependencies

HOUR = 3600


def key(name: object) -> bytes:
    return sha256(str(name).encode()).digest()


def some(count: int, size: int = 300) -> dict[bytes, bytes]:
    """Return values that do not compress, each another."""
    return {key(number): (key(number) * (size // 32 + 1))[:size] for number in range(count)}


def noise(name: object, size: int) -> bytes:
    return b"".join(key(f"{name}.{number}") for number in range(size // 32))


def put(folder: Path, content: dict[bytes, bytes]) -> None:
    with Cache(folder) as cache:
        cache.put_many(content)
        assert cache.problem is None


def get(folder: Path, content: dict[bytes, bytes]) -> tuple[dict[bytes, bytes], str | None]:
    with Cache(folder) as cache:
        return cache.get_many(content), cache.problem


# --- kept ----------------------------------------------------------------------------------------------------------


def test_what_is_put_is_there_in_the_next_run(tmp_path: Path) -> None:
    content = some(1234)
    put(tmp_path / "a" / "b", content)

    assert get(tmp_path / "a" / "b", {**content, key("other"): b""}) == (content, None)


def test_a_value_that_is_put_again_is_the_later_one(tmp_path: Path) -> None:
    put(tmp_path, {key(1): b"a"})
    put(tmp_path, {key(1): b"b"})

    assert get(tmp_path, {key(1): b""}) == ({key(1): b"b"}, None)


@settings(deadline=None)
@given(st.binary(), st.integers(1, 300))
def test_any_value_comes_back(value: bytes, times: int) -> None:
    assert values.unsealed(key(1), values.sealed(key(1), value * times)) == value * times


def test_a_long_value_is_compressed() -> None:
    assert len(values.sealed(key(1), b"abc" * 1000)) < 100


@pytest.mark.parametrize("value", [b"abc", b"abc" * 1000])
def test_no_flipped_bit_of_a_value_goes_unnoticed(value: bytes) -> None:
    stored = values.sealed(key(1), value)
    flipped = [
        stored[:place] + bytes([stored[place] ^ (1 << bit)]) + stored[place + 1 :]
        for place in range(len(stored))
        for bit in range(8)
    ]

    assert {values.unsealed(key(1), one) for one in flipped} == {None}
    assert {values.unsealed(key(1), stored[:end]) for end in range(len(stored))} == {None}


@pytest.mark.parametrize("stored", [None, 1, "text", b"", values.sealed(key(2), b"another's")])
def test_what_is_no_value_of_the_key_is_none(stored: object) -> None:
    assert values.unsealed(key(1), stored) is None


@pytest.mark.parametrize("content", [b"zno deflate", b"z", b"?abc"])
def test_a_value_of_another_form_is_none_even_with_a_right_checksum(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(values, "_PLAIN", content[:1])
    stored = values.sealed(key(1), content[1:])
    monkeypatch.undo()

    assert values.unsealed(key(1), stored) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_user_may_read_the_cache(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with Cache(folder) as cache:
        cache.put_many(some(3))
        modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}

    assert (stat.S_IMODE(folder.stat().st_mode), modes) == (0o700, {0o600})


def test_nothing_but_the_database_is_left(tmp_path: Path) -> None:
    put(tmp_path, some(3))

    assert [path.name for path in tmp_path.iterdir()] == [FILE]


# --- bounded -------------------------------------------------------------------------------------------------------

LIMIT = 1 << 20


def test_the_file_stays_within_the_limit(tmp_path: Path) -> None:
    with Cache(tmp_path, LIMIT) as cache:
        for number in range(40):
            cache.put_many({key((number, each)): noise((number, each), 2000 * each) for each in range(10)})
            assert (tmp_path / FILE).stat().st_size <= LIMIT
        assert cache.problem is None
    assert (tmp_path / FILE).stat().st_size <= LIMIT


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    for hour in range(8):
        with Cache(tmp_path, LIMIT, clock=lambda hour=hour: hour * HOUR) as cache:  # type: ignore[misc]
            cache.put_many({key(hour): noise(hour, 100_000)})
            assert cache.get_many([key(0)]), "it is used in every hour"
    with Cache(tmp_path, LIMIT, clock=lambda: 9 * HOUR) as cache:
        cache.put_many({key(each): noise(each, 100_000) for each in (8, 9, 10, 11)})
        left = cache.get_many(key(each) for each in range(12))

    assert {key(each) for each in (0, 8, 9, 10, 11)} <= set(left)
    assert not {key(each) for each in (1, 2)} & set(left)


def test_a_value_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    with Cache(tmp_path, LIMIT) as cache:
        cache.put_many({key(1): noise(1, LIMIT), key(2): b"small"})

        assert (cache.get_many([key(1), key(2)]), cache.problem) == ({key(2): b"small"}, None)


def test_a_lower_limit_shrinks_the_file(tmp_path: Path) -> None:
    put(tmp_path, {key(each): noise(each, 50_000) for each in range(60)})
    with Cache(tmp_path, LIMIT) as cache:
        cache.put_many({key("new"): b"new"})
        assert cache.get_many([key("new")])

    assert (tmp_path / FILE).stat().st_size <= LIMIT


@pytest.mark.parametrize("limit", [0, 10_000])
def test_a_limit_that_nothing_fits_in_keeps_nothing(tmp_path: Path, limit: int) -> None:
    with Cache(tmp_path, limit) as cache:
        cache.put_many(some(3))

        assert (cache.get_many(some(3)), cache.problem) == ({}, None)


# --- shared --------------------------------------------------------------------------------------------------------

HAMMER = """
import sys
from hashlib import sha256
from pathlib import Path
from kg.cache import Cache

seed, folder = int(sys.argv[1]), Path(sys.argv[2])
for turn in range(6):
    with Cache(folder, 1 << 20, patience=120) as cache:
        for part in range(4):
            names = [f"{(seed * 7 + turn * 5 + part * 11 + each) % 97}" for each in range(20)]
            values = {sha256(name.encode()).digest(): name.encode() * 3000 for name in names}
            found = cache.get_many(values)
            assert all(found[key] == values[key] for key in found), "a wrong value"
            cache.put_many(values)
        assert cache.problem is None, cache.problem
"""


def test_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HAMMER]
    runs = [subprocess.Popen([*command, str(seed), str(tmp_path)], stderr=subprocess.PIPE) for seed in range(3)]

    assert [(run.communicate()[1], run.returncode) for run in runs] == [(b"", 0)] * 3


def test_the_run_that_makes_the_file_second_takes_that_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, some(3))
    monkeypatch.setattr(database, "_is_missing", lambda _: True)

    assert get(tmp_path, some(3)) == (some(3), None)


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    put(tmp_path, some(3))

    assert get(tmp_path, some(3)) == (some(3), None)


# --- damaged -------------------------------------------------------------------------------------------------------


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def foreign(file: Path) -> None:
    file.write_bytes(b"# A page\n" * 2000)


def with_another_schema(file: Path) -> None:
    run_in(file, "PRAGMA user_version = 0")


def without_tables(file: Path) -> None:
    run_in(file, "DROP TABLE entry")


def with_a_torn_page(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096 * 2 :] = b"\xff" * (len(data) - 4096 * 2)
    file.write_bytes(data)


def run_in(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("damage", [truncated, emptied, foreign, with_another_schema, without_tables, with_a_torn_page])
def test_a_damaged_file_gives_misses_and_is_replaced(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    content = some(200)
    put(tmp_path, content)
    damage(tmp_path / FILE)
    with Cache(tmp_path) as cache:
        found = cache.get_many(content)
        cache.put_many(content)

        assert found.items() <= content.items()
        assert (cache.problem or "").endswith("was damaged, and was begun anew")
    assert get(tmp_path, content) == (content, None)


def test_a_damaged_file_is_replaced_once_in_a_run(tmp_path: Path) -> None:
    put(tmp_path, some(200))
    with Cache(tmp_path) as cache:
        for _ in range(3):
            run_in(tmp_path / FILE, "DROP TABLE IF EXISTS entry")
            cache.get_many(some(200))
        cache.put_many(some(3))

        assert (cache.get_many(some(3)), "cannot be used" in (cache.problem or "")) == ({}, True)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=40))
def test_no_damage_gives_a_wrong_value_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[float, int]]
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    content = some(60)
    put(folder, content)
    data = bytearray((folder / FILE).read_bytes())
    for place, byte in changes:
        data[int(place * len(data))] = byte
    (folder / FILE).write_bytes(data)

    for _ in range(2):
        with Cache(folder, 60_000) as cache:
            assert cache.get_many(content).items() <= content.items()
            cache.put_many({**content, key("new"): b"new"})
            assert cache.get_many(content).items() <= content.items()


@pytest.mark.parametrize("column", ["used = 'a'", "size = x'ff'", "size = 'a'", "used = 1e300"])
def test_columns_of_another_type_harm_nothing(tmp_path: Path, column: str) -> None:
    put(tmp_path, some(9))
    run_in(tmp_path / FILE, f"UPDATE entry SET {column}")  # noqa: S608
    with Cache(tmp_path, 50_000) as cache:
        assert cache.get_many(some(9)).items() <= some(9).items()
        for number in range(20):
            cache.put_many({key(("new", number)): noise(number, 10_000)})

        assert cache.get_many([key(("new", 19))]) == {key(("new", 19)): noise(19, 10_000)}


# --- not to be used ------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = database.connect

    def limited(file: Path, patience: float) -> sqlite3.Connection:
        connection = connect(file, patience)
        connection.execute("PRAGMA max_page_count = 20")
        return connection

    monkeypatch.setattr(database, "connect", limited)


def test_on_a_full_disk_nothing_more_is_kept(tmp_path: Path, small_disk: None) -> None:
    put(tmp_path, some(3))
    with Cache(tmp_path) as cache:
        cache.put_many({key(each): noise(each, 20_000) for each in range(20)})
        cache.put_many({key("later"): b""})

        assert (cache.problem or "").endswith("cannot be used: database or disk is full")
    assert get(tmp_path, some(3)) == (some(3), None)


def test_a_locked_database_is_not_waited_for_twice(tmp_path: Path) -> None:
    put(tmp_path, some(3))
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with Cache(tmp_path, patience=0.01) as cache:
            assert cache.get_many(some(3)) == some(3), "readers do not wait"
            cache.put_many({key("new"): b"new"})
            cache.put_many({key("newer"): b"newer"})

            assert (cache.problem or "").endswith("cannot be used: database is locked")
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert get(tmp_path, some(3)) == (some(3), None)


def a_file_instead_of_the_folder(folder: Path) -> None:
    folder.write_bytes(b"")


def a_folder_instead_of_the_file(folder: Path) -> None:
    (folder / FILE).mkdir(parents=True)


def a_link_that_leads_nowhere(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE).symlink_to(folder / "none")


def a_folder_in_which_no_file_can_be_made(folder: Path) -> None:
    folder.symlink_to("/proc/self/fdinfo")  # not even by root


@pytest.mark.parametrize(
    "place",
    [
        a_file_instead_of_the_folder,
        a_folder_instead_of_the_file,
        a_link_that_leads_nowhere,
        a_folder_in_which_no_file_can_be_made,
    ],
)
def test_where_no_cache_can_be_there_is_none_and_a_note(tmp_path: Path, place: Callable[[Path], None]) -> None:
    folder = tmp_path / "cache"
    place(folder)
    with Cache(folder) as cache:
        cache.put_many(some(3))

        assert (cache.get_many(some(3)), cache.problem is None) == ({}, False)


# --- entries -------------------------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec=None), max_size=20)
NUMBER = st.integers(0, 1 << 40)
DIAGNOSTICS = st.builds(
    Diagnostic, st.sampled_from(["error", "warning", "note"]), TEXT, TEXT, TEXT, TEXT, NUMBER, NUMBER
)
OUTCOMES = st.builds(Outcome, TEXT, TEXT, TEXT, st.lists(DIAGNOSTICS, max_size=3).map(tuple), NUMBER, NUMBER, NUMBER)
DEPENDENCIES = st.builds(Dependencies, st.lists(TEXT).map(tuple), TEXT)


@settings(deadline=None)
@given(DEPENDENCIES, OUTCOMES)
def test_any_result_comes_back(dependencies: Dependencies, outcome: Outcome) -> None:
    assert unpacked(packed(dependencies, outcome)) == (dependencies, outcome)


def test_halves_of_a_surrogate_pair_stay_two() -> None:
    outcome = Outcome("\ud83d\ude00", "", "\ud83d\n\U0001f600", ())
    found = unpacked(packed(Dependencies((), ""), outcome))

    assert found is not None
    assert found[1] == outcome


def test_an_entry_holds_all_that_an_outcome_and_a_diagnostic_have() -> None:
    assert [field.name for field in fields(Outcome)] == [
        *("path", "document", "lines", "diagnostics", "tables", "features", "statements")
    ]
    assert [field.name for field in fields(Diagnostic)] == [
        *("severity", "code", "message", "hint", "path", "line", "column")
    ]


HEAD: list[object] = [["q"], "a", "p", "d", [["note", "c", "m", "h", "p", 1, 1]], 1, 2, 3]


def odd_heads() -> Iterator[object]:
    yield from ({}, None, 1, HEAD[:-1], [*HEAD, 1])
    for place, value in enumerate(HEAD):
        others: tuple[object, ...] = (None, True, 1.0, "x", 1, [1], [[]], {})
        for other in others:
            if type(other) is not type(value) or isinstance(other, list):
                yield [*HEAD[:place], other, *HEAD[place + 1 :]]
    yield [*HEAD[:4], [["fatal", "c", "m", "h", "p", 1, 1]], 1, 2, 3]
    yield [*HEAD[:4], [["note", "c", "m", "h", "p", True, 1]], 1, 2, 3]


def test_the_form_of_an_entry() -> None:
    assert unpacked(json.dumps(HEAD).encode() + b"\nlines") is not None


@pytest.mark.parametrize("head", list(odd_heads()), ids=str)
def test_an_entry_of_another_form_is_a_miss(head: object) -> None:
    assert unpacked(json.dumps(head).encode() + b"\nlines") is None


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\n", b"[\n", b"[" * 100_000 + b"\n", json.dumps(HEAD).encode()])
def test_what_is_no_entry_is_a_miss(data: bytes) -> None:
    assert unpacked(data) is None


# --- keys ----------------------------------------------------------------------------------------------------------

OTHER = Options(
    base="https://other.example/",
    site="https://site.example/",
    product="Other",
    conflicts="ours",
    tables="all",
    dialect="hugo",
    provenance="none",
    commit="abc",
    bounds=Bounds(columns=3),
)


@pytest.mark.parametrize("name", [field.name for field in fields(Options) if field.name not in {"root", "vocabulary"}])
def test_each_option_that_changes_output_changes_the_fingerprint(name: str) -> None:
    other = replace(Options(), **{name: getattr(OTHER, name)})

    assert other != Options(), f"OTHER needs another value of {name}"
    assert fingerprint(other, "Lark") != fingerprint(Options(), "Lark")


def test_the_name_of_the_product_and_the_mode_change_the_fingerprint() -> None:
    prints = {fingerprint(Options(), "Lark"), fingerprint(Options(), "Wren"), fingerprint(Options(), "Lark", (), "all")}

    assert len(prints) == 3


def test_the_place_of_the_root_does_not_change_the_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(Options(root=tmp_path), "Lark") == fingerprint(Options(), "Lark")


def test_the_content_of_a_vocabulary_changes_the_fingerprint_and_its_place_does_not(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text("a")
    two.write_text("a")
    before = fingerprint(Options(), "Lark", [one])
    assert before == fingerprint(Options(), "Lark", [two]) != fingerprint(Options(), "Lark")
    one.write_text("b")

    assert fingerprint(Options(), "Lark", [one]) != before


def test_a_vocabulary_that_is_not_there_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        fingerprint(Options(), "Lark", [tmp_path / "none.ttl"])


def test_another_version_of_a_library_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(Options(), "Lark")
    keys._of_program.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(keys, "_LIBRARIES", ("ftfy", "no-such-library"))
    after = fingerprint(Options(), "Lark")
    keys._of_program.cache_clear()  # noqa: SLF001

    assert before != after


@settings(deadline=None)
@given(st.text(), st.text("0123456789abcdef"), st.text(), st.text("0123456789abcdef"))
def test_two_pages_share_a_key_only_where_they_share_path_and_bytes(
    path: str, sha256: str, other: str, of_other: str
) -> None:
    assert (page_key(path, sha256, b"f") == page_key(other, of_other, b"f")) == ((path, sha256) == (other, of_other))
    assert page_key(path, sha256, b"f") != page_key(path, sha256, b"g")


def test_a_path_and_its_bytes_do_not_run_into_each_other() -> None:
    assert page_key("a", "bc", b"f") != page_key("ab", "c", b"f")


# --- the folder ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, Path("/x/docs-kg")),
        ("linux", {"XDG_CACHE_HOME": "relative"}, Path("/home/a/.cache/docs-kg")),
        ("linux", {}, Path("/home/a/.cache/docs-kg")),
        ("darwin", {"XDG_CACHE_HOME": "/x"}, Path("/home/a/Library/Caches/docs-kg")),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/docs-kg/Cache")),
        ("win32", {}, Path("/home/a/AppData/Local/docs-kg/Cache")),
    ],
)
def test_the_default_folder_is_the_platforms(
    platform: str, environ: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/a"))

    assert default_folder(platform, environ) == folder


def test_without_a_home_there_is_no_default_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", fail)

    assert default_folder("linux", {}) is None


def test_a_statement_takes_a_bounded_number_of_keys() -> None:
    assert [len(chunk) for chunk in tables.chunks(some(1001))] == [500, 500, 1]
