"""N-Quads in shards: whole documents, a manifest that is replaced as a whole, and one file that is folded of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.cli import main
from kg.cli.options import size
from kg.errors import SourceError
from kg.exporting import Sharded, export, merge
from kg.exporting.sharding import write_shards
from kg.formats import FORMATS, serialize
from kg.lines import sort_lines
from kg.names import DCTERMS, KG, RDF, RDFS, SCHEMA, SKOS, XSD, Kg
from kg.options import Options
from kg.outcome import Outcome
from kg.pipeline import prefixes_of
from kg.serving.store import build
from kg.shards import MANIFEST, documents, file_name, is_set, read_manifest
from kg.terms import Triple, literal
from kg.terms import iri as term

BASE = "https://example.org/kg/"
SIZE = 30_000
PAGES = 12


def written(folder: Path, word: str = "TLS 1.2", pages: int = PAGES) -> Path:
    """Write pages, one of which is larger than a shard."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in range(pages):
        rows = "".join(
            f"| Lock {row} | keeps page {page} apart by {word} é 😀 |\n" for row in range(20 if page == 3 else 1)
        )
        (folder / f"page{page}.md").write_text(
            f"# Page {page}\n\n| Feature | What it does |\n|---|---|\n{rows}", encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="session")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("pages") / "docs")


@pytest.fixture(scope="session")
def first(docs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shards of the pages; no test changes them."""
    return sharded(docs, tmp_path_factory.mktemp("shards") / "set")


@pytest.fixture
def shards(first: Path, tmp_path: Path) -> Path:
    """A copy of the shards."""
    return Path(shutil.copytree(first, tmp_path / "copy"))


def sharded(docs: Path, folder: Path, size: int = SIZE, **how: Any) -> Path:
    export([str(docs)], Options(**how.pop("options", {})), Sharded(folder, size), "nquads", jobs=1, **how)
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def manifest(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    return value


def files(folder: Path) -> list[Path]:
    return [folder / shard["file"] for shard in manifest(folder)["shards"]]


def graphs(data: bytes) -> list[str]:
    names = [str(quad.graph_name) for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS) if isinstance(quad, ox.Quad)]
    return list(dict.fromkeys(names))


# what is written


def test_the_shards_together_are_the_n_quads_of_the_pages(docs: Path, first: Path) -> None:
    assert b"".join(path.read_bytes() for path in files(first)) == kg.export(docs).serialize("nquads")


def test_a_document_is_never_cut_and_a_shard_is_larger_than_wanted_by_one_document_only(first: Path) -> None:
    data = [path.read_bytes() for path in files(first)]
    names = [name for one in data for name in graphs(one)]

    assert len(data) > 3
    assert len(names) == len(set(names)) == PAGES
    assert [len(graphs(one)) for one in data if len(one) > SIZE] == [1]


def test_the_manifest_says_what_each_shard_holds(docs: Path, first: Path) -> None:
    value = manifest(first)
    counts = kg.export(docs).counts

    assert (value["version"], value["kg"], value["base"]) == (1, kg.__version__, BASE)
    assert value["totals"] == {
        **{name: counts[name] for name in ("pages", "tables", "features", "statements")},
        "quads": kg.export(docs).serialize("nquads").count(b"\n"),
    }
    for shard in value["shards"]:
        data = (first / shard["file"]).read_bytes()
        names = [name[1:-1] for name in graphs(data)]
        assert (shard["bytes"], shard["sha256"]) == (len(data), sha256(data).hexdigest())
        assert (shard["pages"], shard["quads"]) == (len(names), data.count(b"\n"))
        assert (shard["first"], shard["last"]) == (names[0], names[-1])


def test_the_same_pages_give_the_same_bytes_with_any_jobs_and_cache(docs: Path, first: Path, tmp_path: Path) -> None:
    wanted = content(first)
    for name, how in {
        "two": ["--jobs", 2],
        "cold": ["--cache", tmp_path / "c"],
        "warm": ["--cache", tmp_path / "c"],
    }.items():
        more = [] if "--cache" in how else ["--no-cache"]
        done = run("export", docs, "-f", "nquads", "--shard-size", SIZE, "-o", tmp_path / name, *how, *more)
        assert (done.exit_code, content(tmp_path / name)) == (0, wanted)


def test_no_page_gives_no_set(tmp_path: Path) -> None:
    done = run("export", tmp_path / "none.md", "-f", "nquads", "--shard-size", SIZE, "-o", tmp_path / "set")

    assert done.exit_code == 2
    assert not (tmp_path / "set").exists()


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("64MB", 64_000_000), ("1GiB", 1 << 30), ("2 kb", 2000), ("3K", 3000), ("007MiB", 7 << 20), ("9B", 9)],
)
def test_a_size_is_a_number_of_bytes(text: str, number: int) -> None:
    assert size(text) == number


@pytest.mark.parametrize("text", ["0", "-1", "", "MB", "1.5GB", "1iB", "1XB", "9" * 16, "nan"])
def test_what_is_no_size_is_told(docs: Path, tmp_path: Path, text: str) -> None:
    done = run("export", docs, "-f", "nquads", "-o", tmp_path / "set", f"--shard-size={text}")

    assert done.exit_code == 2
    assert "is no size; give bytes" in done.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-f", "turtle", "-o", "x"], "--shard-size is for N-Quads, not for turtle; give --format nquads\n"),
        (["-o", "x"], "--shard-size is for N-Quads, not for turtle; give --format nquads\n"),
        (["-f", "nquads"], "--shard-size writes several files; give --output a folder\n"),
        (["-f", "nquads", "-o", "-"], "--shard-size writes several files; give --output a folder\n"),
        (
            ["-f", "nquads", "-o", "x", "--report", "r"],
            "--shard-size and --report do not go together; leave out one of them\n",
        ),
    ],
)
def test_what_does_not_go_with_shards_is_one_line(docs: Path, options: list[str], message: str) -> None:
    done = run("export", docs, "--shard-size", "1MB", *options)

    assert (done.exit_code, done.output) == (2, message)


def test_the_size_may_stand_in_the_configuration_and_a_format_on_the_command_line_wins(
    docs: Path, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kg.toml").write_text(f'shard-size = "{SIZE}"\nformat = "nquads"\noutput = "set"\n')

    assert run("export", docs).exit_code == 0
    assert content(tmp_path / "set") == content(first)
    assert run("export", docs, "-f", "turtle", "-o", "one.ttl").exit_code == 0
    assert run("export", "--merge", "set", "-f", "turtle", "-o", "two.ttl").exit_code == 0
    assert (tmp_path / "one.ttl").read_bytes() == (tmp_path / "two.ttl").read_bytes()


# what is replaced


def test_a_new_set_removes_the_shards_of_the_old_one_and_nothing_else(shards: Path, tmp_path: Path) -> None:
    stranger = file_name(9, "ab" * 32)
    for name in (stranger, "notes.txt", "00000.nq"):
        (shards / name).write_text("mine")
    old = {path.name for path in files(shards)}

    sharded(written(tmp_path / "new", "AES-256"), shards)

    new = {path.name for path in files(shards)}
    assert not old & new
    assert {path.name for path in shards.iterdir()} == {*new, MANIFEST, stranger, "notes.txt", "00000.nq"}


def test_an_old_manifest_that_names_other_files_removes_none_and_is_not_replaced(shards: Path, docs: Path) -> None:
    precious = shards.parent / "precious.nq"
    precious.write_text("mine")
    value = manifest(shards)
    value["shards"][0]["file"] = "../precious.nq"
    (shards / MANIFEST).write_text(json.dumps(value))
    before = content(shards)

    done = run("export", docs, "-f", "nquads", "--shard-size", SIZE, "-o", shards)

    assert done.exit_code == 2
    assert done.output == (
        f"{shards / MANIFEST}: shard 0 has a file whose name is not its number and its SHA-256, "
        "and so is not replaced; name another folder, or remove the file\n"
    )
    assert (content(shards), precious.read_text()) == (before, "mine")


@pytest.mark.parametrize("when", ["a page", "the manifest"])
def test_a_run_that_fails_leaves_the_old_set_and_no_new_shard(
    shards: Path, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(shards)

    def outcomes() -> Iterator[Outcome]:
        for number in range(4):
            yield outcome(f"{BASE}doc/{number}", {"x" * SIZE})
        if when == "a page":
            raise SystemExit(143)

    def full(*_: object) -> None:
        raise SourceError("cannot be written: no space left on device", hint="make room")

    if when == "the manifest":
        monkeypatch.setattr("kg.exporting.sharding.write_file", full)
    with pytest.raises(SystemExit if when == "a page" else SourceError):
        write_shards(outcomes(), BASE, Sharded(shards, SIZE))

    assert content(shards) == before


def test_a_run_that_fails_when_the_manifest_is_broken_says_why_and_leaves_the_old_shards(shards: Path) -> None:
    before = content(shards)

    def outcomes() -> Iterator[Outcome]:
        yield outcome(f"{BASE}doc/0", {"x" * SIZE})
        yield outcome(f"{BASE}doc/1", {"x" * SIZE})
        (shards / MANIFEST).write_text("broken")
        raise SystemExit(143)

    with pytest.raises(SystemExit):
        write_shards(outcomes(), BASE, Sharded(shards, SIZE))

    assert content(shards) == {**before, MANIFEST: b"broken"}


def test_a_source_tree_that_is_not_installed_writes_a_manifest(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)

    assert json.loads(read_manifest(first).encoded())["kg"] == ""


def test_no_name_is_no_set_though_the_working_folder_has_one(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(first)

    assert [is_set(name) for name in ("", "-", ".", MANIFEST)] == [False, False, True, True]


def test_a_run_that_is_told_to_end_when_the_manifest_is_there_leaves_the_new_set(
    shards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(path: Path, data: bytes) -> None:
        path.write_bytes(data)
        raise SystemExit(143)

    monkeypatch.setattr("kg.exporting.sharding.write_file", ended)
    with pytest.raises(SystemExit):
        sharded(written(tmp_path / "new", "AES-256", 6), shards)
    monkeypatch.undo()

    assert content(shards) == content(sharded(tmp_path / "new", tmp_path / "set"))


@pytest.mark.parametrize("when", ["at first", "half way", "at the manifest", "after it", "at the end"])
def test_a_kill_leaves_the_old_set_whole_or_the_new_one(shards: Path, tmp_path: Path, when: str) -> None:
    pages = written(tmp_path / "new", "AES-256", 6)
    old, new = manifest(shards), manifest(sharded(pages, tmp_path / "set"))
    count = 2 * len(new["shards"])
    steps = {"at first": 0, "half way": count // 2, "at the manifest": count, "after it": count + 1}
    command = [sys.executable, "-c", KILLED, str(steps.get(when, count + 3)), "export", str(pages), "--jobs", "1"]
    command += ["--no-cache", "-f", "nquads", "--shard-size", str(SIZE), "-o", str(shards)]

    done = subprocess.run(command, capture_output=True, check=False, timeout=120)

    assert done.returncode == -9, done.stderr
    assert manifest(shards) == (new if when in {"after it", "at the end"} else old)
    assert list(documents([read_manifest(shards)]))


KILLED = """
import os, signal, sys
from pathlib import Path
from kg.cli import main

left = int(sys.argv.pop(1))

def counted(act):
    def acted(*arguments, **named):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return act(*arguments, **named)
    return acted

Path.replace, Path.unlink = counted(Path.replace), counted(Path.unlink)
main()
"""
"""Runs ``kg``, and is killed as it puts a file into place or removes one: two steps a shard, two for the manifest, then
one for each old shard. How many are let through is its first argument."""


@pytest.mark.parametrize("name", ["set", "set/manifest.json"])
def test_an_output_that_is_a_link_out_of_its_folder_is_not_followed(
    docs: Path, first: Path, tmp_path: Path, name: str
) -> None:
    elsewhere = Path(shutil.copytree(first, tmp_path / "elsewhere"))
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "out" / name).symlink_to(elsewhere / MANIFEST if name.endswith(MANIFEST) else elsewhere)

    done = run("export", docs / "page1.md", "-f", "nquads", "--shard-size", SIZE, "-o", tmp_path / "out" / "set")

    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "is a symlink that leads out of its folder" in done.output
    assert content(elsewhere) == content(first)


def test_an_output_that_is_a_link_in_its_folder_is_followed_and_a_file_is_not_replaced(
    docs: Path, first: Path, tmp_path: Path
) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "set").symlink_to("there")
    (tmp_path / "file").write_text("mine")

    assert content(sharded(docs, tmp_path / "set")) == content(tmp_path / "there") == content(first)
    assert (tmp_path / "set").is_symlink()
    done = run("export", docs, "-f", "nquads", "--shard-size", SIZE, "-o", tmp_path / "file")
    assert (done.exit_code, (tmp_path / "file").read_text()) == (2, "mine")


def test_a_manifest_of_something_else_is_not_replaced(docs: Path, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"name": "an app", "icons": []}')

    done = run("export", docs, "-f", "nquads", "--shard-size", SIZE, "-o", tmp_path)

    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert done.output.startswith(f"{tmp_path / MANIFEST}: is no manifest of shards, and so is not replaced; ")
    assert content(tmp_path) == {MANIFEST: b'{"name": "an app", "icons": []}'}


# what is folded


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_folded_has_the_bytes_of_one_export(docs: Path, first: Path, tmp_path: Path, format: str) -> None:
    done = run("export", "--merge", first, "-f", format, "-o", tmp_path / "out")

    assert done.exit_code == 0
    assert (tmp_path / "out").read_bytes() == kg.export(docs).serialize(format)
    assert done.stderr.startswith(f"{PAGES} pages, 31 features, 31 statements in ")


@pytest.mark.parametrize("format", FORMATS)
def test_several_sets_of_one_base_have_the_bytes_of_one_export(docs: Path, tmp_path: Path, format: str) -> None:
    options = Options(root=docs, product="Lark")
    paths = sorted(docs.iterdir())
    for name, some in {"a": paths[::2], "b": paths[1::2]}.items():  # so that their documents mix
        export([*map(str, some)], options, Sharded(tmp_path / name, SIZE))

    merge([read_manifest(tmp_path / name) for name in "ba"], tmp_path / "out", format)

    assert (tmp_path / "out").read_bytes() == kg.export(docs, root=docs, product="Lark").serialize(format)


@pytest.mark.parametrize("format", ["turtle", "trig"])
def test_a_set_of_one_page_has_the_prefix_of_it(docs: Path, tmp_path: Path, format: str) -> None:
    sharded(docs / "page1.md", tmp_path / "set")

    merge([read_manifest(tmp_path / "set")], tmp_path / "out", format)

    assert (tmp_path / "out").read_bytes() == kg.export(docs / "page1.md").serialize(format)


@pytest.mark.parametrize("format", FORMATS)
def test_sets_of_several_bases_give_the_same_bytes_in_any_order_and_bind_no_prefix_of_one(
    docs: Path, first: Path, tmp_path: Path, format: str
) -> None:
    other = sharded(docs, tmp_path / "other", options={"base": "https://example.org/other/"})
    for name, sets in {"one": (first, other), "two": (other, first, other)}.items():
        assert run("export", "--merge", *sets, "-f", format, "-o", tmp_path / name).exit_code == 0

    data = (tmp_path / "one").read_bytes()
    parsed = {str(quad) for quad in ox.parse(data, format=getattr(ox.RdfFormat, FORMATS[format].rdf_format))}
    assert data == (tmp_path / "two").read_bytes()
    assert b"product:" not in data
    for base in (BASE, "https://example.org/other/"):
        one = kg.export(docs, base=base).serialize(format)
        assert parsed > {str(quad) for quad in ox.parse(one, format=getattr(ox.RdfFormat, FORMATS[format].rdf_format))}


def test_a_document_that_two_sets_have_with_different_content_is_an_error_and_not_a_union(
    first: Path, tmp_path: Path
) -> None:
    other = sharded(written(tmp_path / "docs", "AES-256", 1), tmp_path / "other")
    (tmp_path / "out").write_text("before")

    done = run("export", "--merge", first, other, "-o", tmp_path / "out")

    assert done.exit_code == 2
    assert done.output == (
        f'{files(other)[0]}: "{BASE}doc/page0" is here and in {files(first)[0]}, with different content; '
        "give each export its own --base, or leave one of the two out\n"
    )
    assert (tmp_path / "out").read_text() == "before"


def test_the_same_set_twice_is_that_set(first: Path, tmp_path: Path) -> None:
    once = merge([read_manifest(first)], tmp_path / "one", "trig")
    twice = merge([read_manifest(first)] * 2, tmp_path / "two", "trig")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert once == twice


def test_sets_that_do_not_mix_are_open_one_at_a_time(docs: Path, first: Path, tmp_path: Path) -> None:
    """As those of many repositories, of which more would be open than a process may have."""
    sets = [first, *(sharded(docs / "page1.md", tmp_path / name, options={"base": f"{BASE}{name}/"}) for name in "xyz")]
    opened = [count for _ in documents([read_manifest(one) for one in sets]) for count in [open_shards()]]

    assert len(opened) == PAGES + 3
    assert set(opened) <= {0, 1}


def open_shards() -> int:
    count = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            count += descriptor.readlink().suffix == ".nq"
    return count


def test_standard_output_gets_what_is_folded(docs: Path, first: Path) -> None:
    assert run("export", "--merge", first).stdout_bytes == kg.export(docs).serialize("turtle")


@pytest.mark.parametrize("options", [["--base", BASE], ["--jobs", "2"], ["--shard-size", "1MB"], ["--no-cache"]])
def test_options_that_say_nothing_to_a_merge_are_refused(first: Path, options: list[str]) -> None:
    done = run("export", "--merge", first, *options)

    assert (done.exit_code, done.output) == (2, f"{options[0]} says nothing to --merge; leave it out\n")


def test_an_input_is_not_overwritten(shards: Path) -> None:
    for path in (shards / MANIFEST, *files(shards)):
        done = run("export", "--merge", shards, "-o", path)
        assert done.output == f"{path}: is read or written already; give another file to write to\n"


def test_shards_are_asked_served_and_validated_like_the_file_that_they_are_folded_into(
    docs: Path, first: Path, tmp_path: Path
) -> None:
    kg.export(docs).write(tmp_path / "all.nq", "nquads")
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    for name in (first, first / MANIFEST):
        assert run("query", name, query).output == run("query", tmp_path / "all.nq", query).output

    built = [
        build([str(name)], str(tmp_path / f"store{number}")) for number, name in enumerate((first, tmp_path / "all.nq"))
    ]
    assert built[0] == built[1]
    wanted = run("validate", tmp_path / "all.nq", "-f", "json", "--ignore", "KG201")
    for name in (first, first / MANIFEST):
        validated = run("validate", name, "-f", "json", "--ignore", "KG201")
        assert validated.exit_code == wanted.exit_code
        assert [word for word in ("cannot be read", "no Markdown", "Traceback") if word in validated.output] == []


def test_a_folder_of_pages_with_a_manifest_of_something_else_is_validated_as_pages(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('{"name": "an app", "icons": []}')
    (tmp_path / "a.md").write_text("# A\n")

    assert "1 page" in run("validate", tmp_path, "--ignore", "KG201").stderr


def test_memory_does_not_grow_with_the_pages(tmp_path: Path) -> None:
    def pages(count: int) -> Iterator[Outcome]:
        for number in range(count):
            yield outcome(f"{BASE}doc/{number:04}", {f"{part} {'x' * 1000}" for part in range(20)})

    peaks = []
    for count in (40, 400):
        folder = tmp_path / str(count)
        tracemalloc.start()
        write_shards(pages(count), BASE, Sharded(folder, 200_000))
        merge([read_manifest(folder)], folder / "out", "trig")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] - peaks[0] < 200_000


def test_concepts_of_any_namespace_that_a_vocabulary_brought_are_read(tmp_path: Path) -> None:
    example = Path(__file__).parents[1] / "examples" / "own-vocabulary"
    options = {"vocabulary": (example / "house.ttl",), "site": "https://h.example/docs"}
    folder = sharded(example / "docs", tmp_path / "set", options=options)
    merge([read_manifest(folder)], tmp_path / "all.nq", "nquads")

    assert b"\n<https://larkbase.example/" in (tmp_path / "all.nq").read_bytes()
    assert (tmp_path / "all.nq").read_bytes() == kg.export(example / "docs", **options).serialize("nquads")


# what is refused


def outcome(document: str, texts: set[str]) -> Outcome:
    lines = sort_lines(Triple(term(document), term("https://schema.org/text"), literal(text)) for text in texts)
    return Outcome("a.md", document, lines, ())


def faked(shards: Path, data: bytes, **counts: object) -> Path:
    """Put other bytes into the first shard, and name them in the manifest as if all were well."""
    value = manifest(shards)
    digest = sha256(data).hexdigest()
    file = file_name(0, digest)
    (shards / file).write_bytes(data)
    value["shards"][0] |= {"file": file, "bytes": len(data), "sha256": digest, **counts}
    names = ("pages", "tables", "features", "statements", "quads")
    value["totals"] = {name: sum(shard[name] for shard in value["shards"]) for name in names}
    (shards / MANIFEST).write_text(json.dumps(value))
    return shards / file


def refused(shards: Path, tmp_path: Path) -> str:
    """Return the one line that a merge ends with; a query and a load end with the same."""
    (tmp_path / "out").write_text("before")
    done = run("export", "--merge", shards, "-f", "nquads", "-o", tmp_path / "out")

    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output
    assert (tmp_path / "out").read_text() == "before"
    asked = run("query", shards / MANIFEST, "ASK {}")
    assert (asked.exit_code, asked.output) == (2, done.output)
    loaded = run("load", shards / MANIFEST, "--to", "http://127.0.0.1:9/")
    assert (loaded.exit_code, loaded.output) == (2, f"{done.output[:-1]}; nothing was sent\n")
    return done.output[:-1]


def test_a_shard_that_was_changed_is_refused(shards: Path, tmp_path: Path) -> None:
    path = files(shards)[2]
    path.write_bytes(path.read_bytes().replace(b"TLS", b"SSL"))

    assert refused(shards, tmp_path) == (
        f"{path}: is not the shard that the manifest names; export it again, or copy the whole folder again"
    )


def test_a_shard_that_is_cut_or_missing_is_refused(shards: Path, tmp_path: Path) -> None:
    path = files(shards)[-1]
    path.write_bytes(path.read_bytes()[:-100])
    assert refused(shards, tmp_path).startswith(f"{path}: is not the shard that the manifest names; ")

    path.unlink()
    assert refused(shards, tmp_path).startswith(f"{path}: cannot be read: no such file or directory; ")

    os.mkfifo(path)
    assert refused(shards, tmp_path).startswith(f"{path}: cannot be read: is no regular file; ")


def test_a_shard_that_is_a_link_out_of_the_folder_is_refused(shards: Path, tmp_path: Path) -> None:
    path = files(shards)[0]
    path.rename(tmp_path / "elsewhere.nq")
    path.symlink_to(tmp_path / "elsewhere.nq")

    assert refused(shards, tmp_path).startswith(f"{path}: is a symlink that leads out of its folder; ")


DOCUMENT = f"<{BASE}doc/page0>"


def stated(subject: str, relation: str, value: str) -> str:
    return f"{subject} {relation} {value} {DOCUMENT} .\n"


LINE = stated(DOCUMENT, "<https://schema.org/text>", '"x"')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no N-Quads\n", ":1:1: is no N-Quads: "),
        (LINE + LINE[:40], ":2:36: is no N-Quads: "),
        (LINE.replace(" .", " . <a:b>"), ":1:"),
        (LINE.replace('"x"', '"\udcff"'), ":1:"),
        (LINE.replace('"x"', "<a>"), ":1:"),
        (LINE.replace(f"<{BASE}doc/page0> <h", "_:b <h"), ': holds what no export writes: "_:'),
        (LINE.replace('"x"', "_:b"), ': holds what no export writes: "_:'),
        (LINE.replace('"x"', "<<( <a:b> <a:b> <a:b> )>>"), ": holds what no export writes: no absolute IRI: "),
        (LINE.replace('"x"', '"x"@en--ltr'), ': holds what no export writes: ""x"@en--ltr"'),
        (LINE.replace('"x"', '"\\u0000"'), ': holds what no export writes: ""\\u0000""'),
        (LINE.replace('"x"', '"\\u001F0<"'), ': holds what no export writes: ""\\u001F0<""'),
        (LINE.replace('"x"', "<a:b\u202ec>"), ": holds what no export writes: no absolute IRI: "),
        (LINE.replace("https://schema.org/text", "https://evil.example/text"), ": holds what no export writes: "),
        (LINE.replace("https://schema.org/text", "https://schema.org/1"), ": holds what no export writes: "),
        (LINE.replace(f" <{BASE}doc/page0> .", " ."), ": holds what no export writes: "),
        *(
            (stated(subject, f"<{relation}>", value), ": holds what no export writes: ")
            for subject, relation, value in (
                (DOCUMENT, Kg.TARGET, "<javascript:alert(1)>"),
                (DOCUMENT, Kg.TARGET, "<https://me:word@h.example/>"),
                (DOCUMENT, Kg.TARGET, "<https:///a>"),
                (DOCUMENT, f"{SCHEMA}url", "<data:text/html,x>"),
                (DOCUMENT, f"{DCTERMS}replaces", "<https://me@h.example/>"),
                (DOCUMENT, f"{KG}nonsense", '"x"'),
                (DOCUMENT, f"{RDFS}subClassOf", f"<{Kg.STATEMENT}>"),
                (DOCUMENT, f"{RDF}type", f"<{RDFS}Class>"),
                (DOCUMENT, f"{SCHEMA}about", "<javascript:alert(1)>"),
                (DOCUMENT, f"{SCHEMA}text", f"<{BASE}doc/page0>"),
                (DOCUMENT, f"{SCHEMA}text", '"x"@en'),
                (DOCUMENT, f"{SCHEMA}position", '"x"'),
                (DOCUMENT, f"{SKOS}prefLabel", f'"x"^^<{XSD}integer>'),
                (f"<{BASE}other/x>", f"{SCHEMA}text", '"x"'),
                (f"<{Kg.FEATURE}>", f"{RDF}type", f"<{Kg.STATEMENT}>"),
                (f"<{Kg.FEATURE}>", f"{SKOS}prefLabel", '"x"'),
                ("<file:///etc/passwd>", f"{SCHEMA}text", '"x"'),
                ("<urn:x>", f"{RDF}type", f"<{SKOS}Concept>"),
            )
        ),
        (LINE.replace(f"<{BASE}doc/page0> .", "<https://w3id.org/docs-kg/ontology> ."), " is no document of the set"),
        (LINE + LINE.replace("page0> .", "page> ."), " is no document of the set, or stands in the wrong place; "),
        (LINE + LINE.replace('"x"', '"y"'), ": has not the counts and documents that the manifest says; "),
        (LINE.replace("page0> .", "page00> ."), ": has not the counts and documents that the manifest says; "),
        ("", ": has not the counts and documents that the manifest says; "),
    ],
)
def test_a_shard_of_a_stranger_adds_nothing_that_no_export_writes(
    shards: Path, tmp_path: Path, text: str, message: str
) -> None:
    path = faked(shards, text.encode(errors="surrogateescape"), pages=1, quads=1, features=0, statements=0)

    line = refused(shards, tmp_path)

    assert line.startswith(str(path))
    assert message in line
    assert line.isprintable()


@pytest.mark.parametrize("name", ["features", "statements", "quads"])
def test_counts_that_are_not_those_of_the_shard_are_refused(shards: Path, tmp_path: Path, name: str) -> None:
    shard = manifest(shards)["shards"][0]
    path = faked(shards, files(shards)[0].read_bytes(), **{name: shard[name] + 1})

    assert refused(shards, tmp_path).startswith(f"{path}: has not the counts and documents that the manifest says; ")


def change(*keys: str | int, to: object) -> Callable[[Any], None]:
    def changed(value: Any) -> None:
        for key in keys[:-1]:
            value = value[key]
        value[keys[-1]] = to

    return changed


HUGE = 10**30


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (change("version", to=2), "has not version 1, which this kg reads"),
        (change("version", to=True), "has not version 1, which this kg reads"),
        (change("version", to="1"), "has not version 1, which this kg reads"),
        (change("more", to=1), "has not what a manifest has"),
        (change("kg", to=1), "has not what a manifest has"),
        (change("shards", to={}), "has not what a manifest has"),
        (change("shards", to=[]), "has shards that are not in the order of their documents"),
        (change("base", to=3), "has a base that is none"),
        (change("base", to="kg/"), "has a base that is none"),
        (change("base", to="https://example.org/kg"), "has a base that is none"),
        (change("base", to="https://a.example/> <b:c"), "has a base that is none"),
        (change("base", to="https://a.example/?a=/"), "has a base that is none"),
        (change("base", to="https://a.example/"), "has documents that do not begin with its base"),
        (change("totals", to=None), "has totals that are not those of its shards"),
        (change("totals", "pages", to=13), "has totals that are not those of its shards"),
        (change("totals", "pages", to=float(PAGES)), "has totals that are not those of its shards"),
        (change("shards", 1, to="00000.nq"), "shard 1 has not what a shard has"),
        (change("shards", 0, "more", to=1), "shard 0 has not what a shard has"),
        (change("shards", 0, "bytes", to=-1), "shard 0 has a count that is none"),
        (change("shards", 0, "bytes", to=HUGE), "shard 0 has a count that is none"),
        (change("shards", 0, "pages", to=1.0), "shard 0 has a count that is none"),
        (change("shards", 0, "pages", to=0), "shard 0 has a count that is none"),
        (change("shards", 0, "quads", to=True), "shard 0 has a count that is none"),
        (change("shards", 0, "first", to=1), "shard 0 has a document that is no IRI"),
        (change("shards", 0, "last", to="page"), "shard 0 has a document that is no IRI"),
        (change("shards", 0, "first", to=f"{BASE}doc/z"), "has shards that are not in the order of their documents"),
        (change("shards", 0, "sha256", to=["a"]), "shard 0 has a file whose name is not its number and its SHA-256"),
        *(
            (change("shards", 0, "file", to=name), "shard 0 has a file whose name is not its number and its SHA-256")
            for name in ("../x.nq", "/etc/passwd", "a/b.nq", "", "manifest.json", "C:\\x", "00001.nq\0", 7, None)
        ),
    ],
)
def test_a_hostile_manifest_is_refused_in_one_line(
    shards: Path, tmp_path: Path, changed: Callable[[Any], None], message: str
) -> None:
    value = manifest(shards)
    changed(value)
    (shards / MANIFEST).write_text(json.dumps(value))

    line = refused(shards, tmp_path)

    assert line.startswith(f"{shards / MANIFEST}: {message}; ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", ":1:1: is no JSON: expecting value; "),
        (b'{"version": 1,\n "shards": ]', ":2:12: is no JSON: expecting value; "),
        (b"\xff", ": is no JSON; "),
        (b"[" * 100_000, ": is no JSON; "),
        (b"1" * 5_000, ": is no JSON; "),
        (b"[]", ": is no manifest of shards; "),
        (b"null", ": is no manifest of shards; "),
        (b'{"name": "an app", "icons": []}', ": is no manifest of shards; "),
        (b'{"version": NaN, "shards": []}', ": has not version 1, which this kg reads; "),
        (b" " * (16 << 20) + b"{}", ": has more than 16,777,216 bytes; "),
    ],
)
def test_what_is_no_manifest_is_refused_in_one_line(shards: Path, tmp_path: Path, data: bytes, message: str) -> None:
    (shards / MANIFEST).write_bytes(data)

    assert refused(shards, tmp_path).startswith(f"{shards / MANIFEST}{message}")


def test_a_folder_without_a_manifest_and_one_that_is_a_link_out_are_refused(shards: Path, tmp_path: Path) -> None:
    (shards / MANIFEST).rename(tmp_path / MANIFEST)
    done = run("export", "--merge", shards)
    assert done.output.startswith(f"{shards / MANIFEST}: cannot be read: no such file or directory; ")

    (shards / MANIFEST).symlink_to(tmp_path / MANIFEST)
    assert refused(shards, tmp_path).startswith(f"{shards / MANIFEST}: is a symlink that leads out of its folder; ")


# any documents


GRAPHS = st.dictionaries(
    st.text("abc/é", min_size=1, max_size=4),
    st.sets(st.text(max_size=6), min_size=1, max_size=4),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=int(os.environ.get("KG_EXAMPLES", "25")))
@given(found=GRAPHS, size=st.integers(1, 600), format=st.sampled_from(sorted(FORMATS)))
def test_any_documents_in_shards_of_any_size_are_folded_into_what_is_written_of_them_at_once(
    found: Mapping[str, set[str]], size: int, format: str
) -> None:
    outcomes = sorted(
        (outcome(f"{BASE}doc/{name}", texts) for name, texts in found.items()), key=lambda one: one.document
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_shards(iter(outcomes), BASE, Sharded(folder, size))
        merge([read_manifest(folder)], folder / "out", format)
        data = (folder / "out").read_bytes()

    whole = {
        one.document: frozenset(
            Triple(term(one.document), term("https://schema.org/text"), literal(text))
            for text in found[one.document.removeprefix(f"{BASE}doc/")]
        )
        for one in outcomes
    }
    assert data == serialize(whole, format, prefixes_of(BASE, whole))
