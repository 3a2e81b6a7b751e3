"""A tree in a store is exported as the same tree on the disk, byte for byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

import kg
from kg.bounds import Bounds
from kg.errors import ConfigError
from kg.exporting import Exported, export
from kg.model import Diagnostic
from kg.options import Options
from kg.outcome import Outcome
from kg.read import find_sources, read_source
from kg.remote import place_of

from .conftest import Bucket

TABLE = "| Feature | What it does |\n|---|---|\n"
PAGES = {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".gitignore": "/docs/build/\n*.tmp.md\n",
    "outside.md": f"{TABLE}| SECRET | AES-256 |\n",
    "docs/mkdocs.yml": "extra:\n  product: Larkbase\n",
    "docs/index.md": '# {{ product }}\n\n[SSO](sso/saml.md)\n\n--8<-- "parts/rows.md"\n\n--8<-- "../outside.md"\n',
    "docs/parts/rows.md": f"{TABLE}| Sign-in | [SAML](../sso/saml.md) with Okta |\n| Backups | AES-256 on AWS |\n",
    "docs/sso/.gitignore": "draft*\n!draft-two.md\n",
    "docs/sso/saml.md": f"# SAML\n\n{TABLE}<<<<<<< a\n| Sign-in | SAML |\n=======\n| Sign-in | OIDC |\n>>>>>>> b\n",
    "docs/sso/draft.md": "# Left out\n",
    "docs/sso/draft-two.md": f"# Two\n\n{TABLE}| Vault | TLS 1.3 |\n",
    "docs/build/a.md": "# Left out\n",
    "docs/b.tmp.md": "# Left out\n",
    "docs/empty.md": "",
    "docs/name with ünits % & #.md": f"# Name\n\n{TABLE}| Logs | TLS 1.2 |\n",
    "docs/INDEX.md": "# Differs in case only\n",
    "docs/picture.png": "no page",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    for name, text in PAGES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "docs" / "old.md").write_bytes("# Größe\n".encode("utf-16"))
    return folder


def exported(source: str, output: Path, **how: object) -> tuple[bytes, Exported]:
    done = export([source], Options(), output, "nquads", **how)  # type: ignore[arg-type]
    return output.read_bytes(), done


def test_the_bytes_and_the_reports_are_those_of_the_disk(bucket: Bucket, tree: Path, tmp_path: Path) -> None:
    bucket.upload(tree)
    disk = exported(str(tree / "docs"), tmp_path / "disk", jobs=1)

    assert disk[1].counts["features"] > 3
    assert b"SECRET" not in disk[0]
    assert [one.code for one in disk[1].diagnostics if one.severity == "error"] == []
    assert exported((tree / "docs").as_uri(), tmp_path / "url", jobs=1) == disk
    assert exported(f"{bucket.url}/docs", tmp_path / "one", jobs=1) == disk
    assert exported(f"{bucket.url}/docs/", tmp_path / "two", jobs=2) == disk


def test_a_root_in_a_store_is_a_root(bucket: Bucket, tree: Path, tmp_path: Path) -> None:
    bucket.upload(tree, "site/")
    root, stored = Options(root=tree), Options(root=place_of(f"{bucket.url}/site"), product="tree")
    export([str(tree / "docs" / "sso"), str(tree / "outside.md")], root, tmp_path / "disk", jobs=1)
    sources = [f"{bucket.url}/site/docs/sso", f"{bucket.url}/site/outside.md"]
    export(sources, stored, tmp_path / "store", jobs=1)

    assert (tmp_path / "store").read_bytes() == (tmp_path / "disk").read_bytes()
    assert list(find_sources(sources).paths) == list(find_sources([tree / "docs" / "sso", tree / "outside.md"]).paths)


@pytest.fixture
def cluster(bucket: Bucket) -> Iterator[LocalCluster]:
    """Return a cluster of one worker, which has the environment of the bucket."""
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:  # type: ignore[no-untyped-call]
        yield cluster


def engine_of(cluster: LocalCluster) -> str:
    return str(cluster.scheduler_address).replace("tcp", "dask")


def test_a_cluster_gives_the_bytes_of_the_disk(
    cluster: LocalCluster, bucket: Bucket, tree: Path, tmp_path: Path
) -> None:
    bucket.upload(tree)
    disk = exported(str(tree / "docs"), tmp_path / "disk", jobs=1)

    assert exported(f"{bucket.url}/docs", tmp_path / "cluster", engine=engine_of(cluster)) == disk


def test_a_worker_without_the_extra_is_told(cluster: LocalCluster, bucket: Bucket, tmp_path: Path) -> None:
    bucket.put("docs/a.md", b"# A\n")
    with Client(cluster, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.run(exec, "import sys; sys.modules['s3fs'] = None")
        with pytest.raises(ConfigError) as caught:
            exported(f"{bucket.url}/docs", tmp_path / "out", engine=engine_of(cluster))

    assert str(caught.value) == f"{bucket.url}: s3fs is not installed; pip install 'docs-kg[s3]'"


def test_the_cache_goes_by_what_objects_hold(bucket: Bucket, tree: Path, tmp_path: Path) -> None:
    bucket.upload(tree)
    url, cache = f"{bucket.url}/docs", tmp_path / "cache"
    first = exported(url, tmp_path / "first", jobs=1, cache=cache)

    assert exported(url, tmp_path / "again", jobs=1, cache=cache) == first
    assert exported(str(tree / "docs"), tmp_path / "disk", jobs=1, cache=cache) == first
    for name in ("docs/parts/rows.md", "docs/mkdocs.yml", "docs/sso/saml.md"):
        text = PAGES[name].replace("AES-256", "AES-128").replace("Larkbase", "Larkbose").replace("OIDC", "LDAP")
        (tree / name).write_text(text)
        bucket.put(name, text.encode())
        changed = exported(url, tmp_path / "changed", jobs=1, cache=cache)

        assert changed == exported(str(tree / "docs"), tmp_path / "disk", jobs=1)
        assert changed[0] != first[0]


def test_a_changed_tree_is_listed_anew_in_the_same_process(bucket: Bucket) -> None:
    bucket.put("docs/a.md", b"# A\n")
    before = list(find_sources([f"{bucket.url}/docs"]).paths)
    bucket.put("docs/b.md", b"# B\n")

    assert (before, list(find_sources([f"{bucket.url}/docs"]).paths)) == (["a.md"], ["a.md", "b.md"])


def test_no_more_of_a_page_is_read_than_it_may_have(bucket: Bucket) -> None:
    bucket.put("docs/large.md", b"x" * 5000)
    found = find_sources([f"{bucket.url}/docs"])

    assert len(read_source(found.source("large.md"), Bounds(page_bytes=100))) == 101
    told = kg.export(f"{bucket.url}/docs", limits={"page-bytes": 100}).diagnostics
    assert [one.code for one in told] == ["KG151"]


def test_a_file_beside_a_page_that_is_too_large_is_none(bucket: Bucket) -> None:
    bucket.put("docs/a.md", b'# A\n\n--8<-- "rows.txt"\n')
    bucket.put("docs/rows.txt", f"{TABLE}| Sign-in | SAML |\n".encode())
    url = f"{bucket.url}/docs"

    assert kg.export(url, dialect="mkdocs").counts["features"] == 1
    assert kg.export(url, dialect="mkdocs", limits={"site-file-bytes": 20}).counts["features"] == 0


def test_nothing_outside_the_root_is_asked_for(bucket: Bucket) -> None:
    ways = ("../secret.md", "/secret.md", "sub/../../secret.md", "..%2fsecret.md", f"{bucket.url}/secret.md")
    includes = ('--8<-- "{}"', "{{% include {} %}}", "{{% include_relative {} %}}", "{{{{#include {}}}}}", "[a]({})")
    text = "\n\n".join(include.format(way) for way in (*ways, "x" * 5000) for include in includes)
    bucket.put("secret.md", f"{TABLE}| SECRET | AES-256 |\n".encode())
    bucket.put("docs/a.md", f"# A\n\n{text}\n".encode())
    for dialect in ("mkdocs", "jekyll", "mdbook", "myst", "hugo"):
        graph = kg.export(f"{bucket.url}/docs", dialect=dialect, site="https://s.example/")

        assert [one for one in graph.diagnostics if one.severity == "error"] == []
        assert b"SECRET" not in graph.serialize()
    asked = [line for line in bucket.requests() if "GET /" in line or "HEAD /" in line]
    assert any("/docs/a.md" in line for line in asked)
    assert [line for line in asked if f"/{bucket.name}/secret" in line] == []


def test_a_page_that_goes_between_the_listing_and_its_reading_is_told_and_the_others_are_exported(
    bucket: Bucket, tmp_path: Path
) -> None:
    for name in "abc":
        bucket.put(f"docs/{name}.md", f"# {name}\n\n{TABLE}| Sign-in {name} | SAML |\n".encode())

    def shown(outcomes: Iterable[Outcome], _: int) -> Iterator[Outcome]:
        bucket.remove("docs/b.md")
        yield from outcomes

    done = exported(f"{bucket.url}/docs", tmp_path / "out", jobs=1, shown=shown)[1]

    hint = "check the name and the permissions"
    assert done.diagnostics == (Diagnostic("error", "KG103", "cannot be read: no such file or folder", hint, "b.md"),)
    assert done.counts["pages"] == 2


def test_names_that_no_folder_can_have_are_told(bucket: Bucket) -> None:
    bucket.put("docs/a.md", b"# A\n")
    bucket.put("docs/../b.md", b"# B\n")
    found = find_sources([f"{bucket.url}/docs"])

    assert list(found.paths) == ["a.md"]
    assert [str(one) for one in found.diagnostics] == [
        "..: cannot be read: no file can have this name; check the store and its permissions"
    ]


def test_a_validation_finds_the_same_in_a_store(bucket: Bucket, tree: Path) -> None:
    from kg.validation import validate

    (tree / "docs" / "sso" / "more.md").write_text("[gone](gone.md) [here](../picture.png) [build](../build/a.md)\n")
    shutil.rmtree(tree / ".git")
    bucket.upload(tree)
    wanted = {"KG221", "KG222", "KG103", "KG107"}
    disk = validate([str(tree / "docs")], Options(), wanted.__contains__)
    store = validate([f"{bucket.url}/docs"], Options(), wanted.__contains__)

    assert "KG221" in {one.code for one in disk.findings}
    assert [(one.code, one.path, one.line, one.column, one.message) for one in store.findings] == [
        (one.code, one.path, one.line, one.column, one.message) for one in disk.findings
    ]
