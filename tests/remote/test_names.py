"""What a URL names, and which are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import SourceError
from kg.loading.dataset import read_dataset
from kg.read import find_sources
from kg.remote import Remote, place_of
from kg.serving.store import build

MARK = "wJalrXUtnFEMI"


def test_what_is_no_url_is_a_path() -> None:
    assert [place_of(name) for name in ("docs/a.md", "a::b.md", "c:/x", "s3:/b")] == [
        Path("docs/a.md"), Path("a::b.md"), Path("c:/x"), Path("s3:/b"),
    ]  # fmt: skip


def test_a_file_url_is_a_path_with_all_that_holds_for_paths() -> None:
    assert place_of("file:///a%20b/c.md") == place_of("FILE://localhost/a%20b/c.md") == Path("/a b/c.md")


@pytest.mark.parametrize("url", ["s3://bucket/docs/sub/", "s3://bucket//docs//sub"])
def test_a_url_is_a_bucket_and_a_path_in_it(url: str) -> None:
    place = place_of(url)

    assert place == Remote("s3://bucket", "docs/sub")
    assert (str(place), place.name) == ("s3://bucket/docs/sub", "sub")


def test_a_bucket_alone_has_its_name() -> None:
    assert [place_of(url).name for url in ("gs://bucket", "abfs://box@me.dfs.core.windows.net/")] == ["bucket", "box"]


@pytest.mark.parametrize(
    ("schemes", "bucket"),
    [
        (["s3", "s3a", "S3"], "bucket"),
        (["gs", "gcs"], "bucket"),
        (["az", "abfs", "abfss"], "box@me.blob.core.windows.net"),
    ],
)
def test_a_bucket_is_the_same_by_each_scheme_of_its_store(schemes: list[str], bucket: str) -> None:
    assert {place_of(f"{scheme}://{bucket}/docs") for scheme in schemes} == {Remote(f"{schemes[0]}://{bucket}", "docs")}


@pytest.mark.parametrize(
    "url",
    [
        f"s3://AKIAKEY:{MARK}@bucket/docs",
        f"s3://AKIAKEY:{MARK[:5]}/{MARK[5:]}@bucket/docs",
        f"s3://{MARK}@bucket/docs",
        f"az://box:{MARK}@me.dfs.core.windows.net/docs",
        f"az://box/docs?sig={MARK}",
        f"gs://bucket/docs#{MARK}",
        f"https://me:{MARK}@example.org/docs",
        f"simplecache::s3://key:{MARK}@bucket/docs",
        f"zip://{MARK}::s3://bucket/docs.zip",
        f"memory://{MARK}",
        f"file://{MARK}/docs",
        f"s3://bucket/../{MARK}",
        f"az://box/.\t./{MARK}",
        f"az://box@{MARK}.example.org/docs",
        f"az://box@me.dfs.core.windows.net.{MARK}/docs",
        f"file:///a%00{MARK}",
        f"s3:///{MARK}",
    ],
)
def test_what_is_no_place_or_holds_credentials_is_refused_in_one_line_without_being_repeated(url: str) -> None:
    with pytest.raises(SourceError):
        place_of(url)
    commands = (["export", url], ["export", ".", "--root", url], ["explain", url], ["validate", url])
    for command in (*commands, ["validate", f"{url}/kg.ttl"]):
        done = CliRunner().invoke(main, [*command, *(["--no-cache"] if command[0] == "export" else [])])

        assert done.exit_code == 2
        assert done.output.count("\n") == 1
        assert MARK not in done.output
        assert MARK[5:] not in done.output


def test_a_graph_has_no_url() -> None:
    done = CliRunner().invoke(main, ["validate", "s3://bucket/kg.ttl"])

    assert (done.exit_code, done.output) == (
        2, "s3://bucket/kg.ttl: is no place of this machine; name a path\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [
        "export --merge URL",
        "export --merge docs -o URL",
        "export docs --no-cache -o URL",
        "export docs --no-cache -f nquads --shard-size 1MB -o URL",
        "export docs --no-cache --report URL",
        "export docs --cache URL",
        "export docs --no-cache --vocabulary URL",
        "explain docs --vocabulary URL",
        "vocabulary list --vocabulary URL",
        "vocabulary check --vocabulary URL",
        "vocabulary suggest docs --vocabulary URL",
        "query URL ASK{}",
        "query --file URL docs/kg.ttl",
        "load URL --to http://127.0.0.1:9/",
        "serve URL",
        "serve URL --export pages",
        "serve docs/kg.ttl --export URL",
        "validate URL",
        "validate docs --vocabulary URL",
        "validate docs --baseline URL --write-baseline",
    ],
)
@pytest.mark.parametrize("url", [f"s3://AKIAKEY:{MARK}@bucket/kg.nq", f"https://me:{MARK}@example.org/kg.nq"])
def test_credentials_are_not_repeated_where_a_url_is_no_input_or_output(
    url: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# A\n")

    done = CliRunner().invoke(main, command.replace("URL", url).split(" "))

    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output
    assert MARK not in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["docs"]


def test_a_file_url_stands_for_its_path_wherever_a_path_does(tmp_path: Path) -> None:
    (tmp_path / "a b.md").write_text("# A\n")
    output = tmp_path / "a b.nq"
    pages = (tmp_path / "a b.md").as_uri()

    done = CliRunner().invoke(main, ["export", pages, "--no-cache", "-f", "nquads", "-o", output.as_uri()])
    asked = CliRunner().invoke(main, ["query", output.as_uri(), "ASK { ?s schema:about ?o }", "-f", "csv"])
    found = CliRunner().invoke(main, ["validate", output.as_uri(), "--select", "KG103"])

    assert (done.exit_code, asked.output, found.exit_code) == (0, "true\n", 0)
    assert read_dataset([output.as_uri()]).graphs
    assert build([output.as_uri()], str(tmp_path / "store")).triples


def test_a_root_in_a_store_has_no_sources_of_this_machine(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    with pytest.raises(SourceError, match="lies outside the root"):
        find_sources([tmp_path / "a.md"], Remote("s3://bucket"))
