"""``kg serve --export``: the pages as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.serving.explorer.files import LIST

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    path = tmp_path / "graph.ttl"
    kg.export(str(EXAMPLES / "first-page" / "docs"), product="Larkbase Cloud").write(path)
    return path


def export(graph: Path, folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["serve", str(graph), "--export", str(folder)])
    return result.exit_code, result.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_export_has_each_page_its_rdf_and_its_drawing_and_says_how_many(graph: Path, tmp_path: Path) -> None:
    code, said = export(graph, tmp_path / "pages")
    files = contents(tmp_path / "pages")

    assert code == 0
    assert said == f"{len(files) - 1} files in {tmp_path / 'pages'}\n"
    for path in ("index.html", "doc/security.html", "doc/security.ttl", "feature/security/sign-in.jsonld"):
        assert path in files
    assert {"graph/mechanism/tls-1-2.html", "graph/mechanism/tls-1-2.json", "static/explorer.css"} <= set(files)


def test_a_page_without_a_server_asks_for_none(graph: Path, tmp_path: Path) -> None:
    export(graph, tmp_path / "pages")

    pages = [content.decode() for path, content in contents(tmp_path / "pages").items() if path.endswith(".html")]
    assert not any('role="search"' in page or "query.html" in page for page in pages)


def test_the_same_graph_gives_the_same_files(graph: Path, tmp_path: Path) -> None:
    export(graph, tmp_path / "one")
    export(graph, tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_export_removes_the_pages_that_are_gone_and_nothing_else(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    export(graph, folder)
    (folder / "own.txt").write_text("mine", encoding="utf-8")
    kg.export(str(EXAMPLES / "support-matrix" / "docs"), product="Larkbase").write(graph)
    code, _ = export(graph, folder)
    files = contents(folder)

    assert code == 0
    assert "doc/security.html" not in files
    assert "doc/editions.html" in files
    assert files["own.txt"] == b"mine"


def test_a_list_that_names_a_file_outside_the_folder_removes_nothing_there(graph: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", encoding="utf-8")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / LIST).write_text(f"../outside.txt\n{outside}\n", encoding="utf-8")

    assert export(graph, folder)[0] == 0
    assert outside.read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_files_is_left_alone(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "thesis.md").write_text("mine", encoding="utf-8")
    code, said = export(graph, folder)

    assert code == 2
    assert said == (
        f"{folder}: the folder holds other files; name an empty folder, or one that has the {LIST} of a former export\n"
    )
    assert list(contents(folder)) == ["thesis.md"]


def test_a_folder_that_is_a_link_out_of_its_own_is_not_written_to(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "pages").symlink_to(tmp_path / "elsewhere")

    code, said = export(graph, tmp_path / "in" / "pages")

    assert (code, said.count("\n")) == (2, 1)
    assert "is a symlink that leads out of its folder" in said
    assert contents(tmp_path / "elsewhere") == {}


def test_a_folder_that_cannot_be_written_is_one_line(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, said = export(graph, tmp_path / "file" / "pages")

    assert code == 2
    assert said.count("\n") == 1
    assert "name a folder that you may write to" in said
