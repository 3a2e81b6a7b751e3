"""An export as a stream: the same bytes with any number of jobs, with the cache and without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.engines import Lost, run
from kg.exporting import export
from kg.exporting.known import lost
from kg.exporting.work import Page, PageWork
from kg.formats import FORMATS
from kg.options import Options
from kg.pipeline import prepare
from kg.read import Source

PAGES = {
    "security.md": "---\ntitle: Security\n---\n\n# Features\n\n| Feature | How |\n|---|---|\n"
    "| Sign-in | [SAML](sso/saml.md) with Okta |\n| Backups | AES-256 on AWS |\n",
    "sso/saml.md": "# SAML\n\nProse about SAML.\n",
    "lists.md": "# What it does\n\n## Features\n\n- **Audit log**: kept in Amazon S3\n- **Roles**: RBAC and LDAP\n",
    "conflict.md": "# F\n\n| Feature | What |\n|---|---|\n<<<<<<< HEAD\n| Keys | AES-256 |\n=======\n"
    "| Keys | AES-128 |\n>>>>>>> b\n",
    "mkdocs/page.md": "# G\n\n{% include 'x.md' %}\n\n| Feature | What |\n|---|---|\n| Audit | TLS 1.2 |\n",
    "bad.md": "# B\n\n| a | b |\n|---|---|\n| [x](http://[bad) | y | z |\n",
}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    for path, text in PAGES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    for number in range(60):
        (folder / f"prose-{number:02}.md").write_text(f"# Prose {number}\n\nNothing to see.\n", encoding="utf-8")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def plain(docs: Path, format: str = "turtle", **options: Any) -> bytes:
    return kg.export(str(docs), **options).serialize(format)


def exported(docs: Path, output: Path, format: str = "turtle", **how: Any) -> bytes:
    options = Options(**how.pop("options", {}))
    export([str(docs)], options, output, format, **how)
    return output.read_bytes()


@pytest.mark.parametrize("format", FORMATS)
def test_a_stream_has_the_bytes_of_the_graph_in_each_format(docs: Path, tmp_path: Path, format: str) -> None:
    assert exported(docs, tmp_path / "out", format) == plain(docs, format)


@pytest.mark.parametrize("format", ["turtle", "nquads"])
def test_one_page_has_a_prefix_of_its_own_as_in_the_graph(docs: Path, tmp_path: Path, format: str) -> None:
    page = docs / "security.md"

    assert exported(page, tmp_path / "out", format) == plain(page, format)


def test_any_number_of_jobs_gives_the_same_bytes(docs: Path, tmp_path: Path) -> None:
    one = exported(docs, tmp_path / "one", jobs=1)

    assert exported(docs, tmp_path / "two", jobs=2) == one
    assert exported(docs, tmp_path / "three", jobs=3, format="turtle") == one


def test_the_diagnostics_come_in_the_order_of_the_pages_whatever_the_jobs(docs: Path, tmp_path: Path) -> None:
    found = [export([str(docs)], Options(), tmp_path / "out", jobs=jobs) for jobs in (1, 2)]
    graph = kg.export(str(docs))

    assert found[0] == found[1]
    assert found[0].diagnostics == graph.diagnostics
    assert dict(found[0].counts) == dict(graph.counts)


def test_a_second_run_reads_no_page_again_and_gives_the_same_bytes(
    docs: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = exported(docs, tmp_path / "first", cache=cache)
    monkeypatch.setattr(PageWork, "__call__", None)

    assert exported(docs, tmp_path / "second", cache=cache) == first
    assert first == plain(docs)


def made_anew(docs: Path, tmp_path: Path, cache: Path, **options: Any) -> list[str]:
    """Return the pages that an export reads again, and hold that it writes what an export without the cache does."""
    read: list[str] = []
    call = PageWork.__call__

    def noted(self: PageWork, page: Page) -> object:
        read.append(page.source.path)
        return call(self, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageWork, "__call__", noted)
        found = exported(docs, tmp_path / "out", cache=cache, options=options, jobs=1)
    assert found == plain(docs, **options)
    return sorted(read)


def test_only_what_changed_is_read_again(docs: Path, tmp_path: Path, cache: Path) -> None:
    everything = made_anew(docs, tmp_path, cache)
    (docs / "lists.md").write_text(PAGES["lists.md"].replace("RBAC", "ABAC"), encoding="utf-8")

    assert len(everything) == 66
    assert made_anew(docs, tmp_path, cache) == ["lists.md"]
    assert made_anew(docs, tmp_path, cache) == []


def test_a_page_that_comes_or_goes_is_seen_by_those_that_link_to_it(docs: Path, tmp_path: Path, cache: Path) -> None:
    made_anew(docs, tmp_path, cache)
    (docs / "sso" / "saml.md").rename(tmp_path / "saml.md")
    gone = made_anew(docs, tmp_path, cache)
    shutil.copy(tmp_path / "saml.md", docs / "sso" / "saml.md")

    assert gone == ["security.md"]
    assert made_anew(docs, tmp_path, cache) == ["security.md"]
    assert made_anew(docs, tmp_path, cache) == []


def test_a_dialect_that_its_neighbour_shows_is_seen(docs: Path, tmp_path: Path, cache: Path) -> None:
    made_anew(docs, tmp_path, cache)
    (docs / "mkdocs" / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")

    assert made_anew(docs, tmp_path, cache) == ["mkdocs/page.md"]


def test_another_option_is_another_result(docs: Path, tmp_path: Path, cache: Path) -> None:
    made_anew(docs, tmp_path, cache)

    assert len(made_anew(docs, tmp_path, cache, site="https://docs.example/")) == 66
    assert len(made_anew(docs, tmp_path, cache, conflicts="ours")) == 66
    assert made_anew(docs, tmp_path, cache) == []


def test_a_damaged_cache_changes_nothing(docs: Path, tmp_path: Path, cache: Path) -> None:
    first = exported(docs, tmp_path / "out", cache=cache)
    for file in cache.iterdir():
        data = bytearray(file.read_bytes())
        data[len(data) // 3 : len(data) // 2] = os.urandom(len(data) // 2 - len(data) // 3)
        file.write_bytes(data)

    assert exported(docs, tmp_path / "out", cache=cache) == first


def test_a_folder_that_cannot_hold_a_cache_is_noted_and_changes_nothing(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = export([str(docs)], Options(), tmp_path / "out", cache=tmp_path / "file" / "cache")

    assert [one.code for one in done.diagnostics if one.severity == "note"] == ["KG106"]
    assert (tmp_path / "out").read_bytes() == plain(docs)


def test_without_the_cache_none_is_made(docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    done = CliRunner().invoke(main, ["export", str(docs), "-o", str(tmp_path / "out"), "--no-cache"])

    assert done.exit_code == 0, done.output
    assert not (tmp_path / "home").exists()
    CliRunner().invoke(main, ["export", str(docs), "-o", str(tmp_path / "out")])
    assert (tmp_path / "home" / "docs-kg").is_dir()


def test_a_page_on_standard_input_is_read_with_several_jobs(docs: Path, tmp_path: Path) -> None:
    arguments = ["export", "-", str(docs), "--root", str(docs), "-o", str(tmp_path / "out"), "--jobs", "2"]
    done = CliRunner().invoke(main, arguments, input=PAGES["lists.md"])

    assert done.exit_code == 0, done.output
    assert b"doc/stdin#audit-log" in (tmp_path / "out").read_bytes()


def test_a_page_that_cannot_be_read_stops_no_other(docs: Path, tmp_path: Path, cache: Path) -> None:
    (docs / "binary.md").write_bytes(b"\0\0")
    done = CliRunner().invoke(main, ["export", str(docs), "-o", str(tmp_path / "out"), "--cache", str(cache)])

    assert done.exit_code == 2
    assert "binary.md:1:1: is no text" in done.stderr
    assert b"#sign-in" in (tmp_path / "out").read_bytes()


def test_where_nothing_can_be_read_the_output_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"before")
    done = CliRunner().invoke(main, ["export", str(tmp_path / "none.md"), "-o", str(tmp_path / "out")])

    assert done.exit_code == 2
    assert (tmp_path / "out").read_bytes() == b"before"


class Deadly(PageWork):
    """Ends its process at one page."""

    def __call__(self, page: Page) -> object:  # type: ignore[override]
        if page.source.path == "lists.md":
            os._exit(7)
        return super().__call__(page)

    def __reduce__(self) -> object:  # type: ignore[override]
        return Deadly, (self.run,)


def test_a_page_that_ends_its_process_is_named_and_the_others_are_read(docs: Path) -> None:
    prepared = prepare([str(docs)], Options())
    pages = [Page(source) for source in prepared.found.sources]
    with closing(run("local", 2, Deadly(prepared), pages)) as results:
        found = list(results)

    (dead,) = [result for result in found if isinstance(result, Lost)]
    assert dead.item.source.path == "lists.md"
    assert len(found) == len(pages)
    (problem,) = lost(dead).diagnostics
    assert (problem.code, problem.path, problem.severity) == ("KG105", "lists.md", "error")


def test_an_engine_that_is_none_is_one_line(docs: Path) -> None:
    done = CliRunner().invoke(main, ["export", str(docs), "--engine", "spark://x"])

    assert done.exit_code == 2
    assert done.stderr == "there is no engine 'spark://x'; use local or dask://HOST:PORT\n"


def test_a_work_is_pickled_without_what_it_has_computed(docs: Path) -> None:
    import pickle

    prepared = prepare([str(docs)], Options())
    work = PageWork(prepared)
    before = len(pickle.dumps(work))
    work(Page(Source("lists.md", docs / "lists.md")))

    assert len(pickle.dumps(work)) == before


def test_results_that_find_no_room_are_told_with_the_folder(docs: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kg",
        "export",
        str(docs),
        "--no-cache",
        "--jobs",
        "2",
        "-o",
        str(tmp_path / "out"),
    ]
    limited = subprocess.run(
        ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", *command], capture_output=True, text=True, timeout=120, check=False
    )

    assert limited.returncode == 2
    assert "standard output" not in limited.stderr
    assert not (tmp_path / "out").exists()
