"""``kg export`` and ``kg explain``: what goes where, and what bad input gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

PAGE = """# Security

| Feature | Description |
|---|---|
| Transport | All traffic between nodes rests on TLS 1.2 |
| Backups | Taken nightly and kept in [storage](storage.md) |
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one page, which is the working folder."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "security.md").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kg(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def one_line(result: Result) -> str:
    """Return the one line before the line of sums on standard error; there is no traceback."""
    lines = [line for line in result.stderr.splitlines() if " pages" not in line and " page," not in line]
    assert "Traceback" not in result.stderr
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_the_graph_goes_to_standard_output_and_the_sums_to_standard_error(folder: Path) -> None:
    result = kg("export", "docs")

    assert result.exit_code == 0
    assert result.stdout.startswith("@prefix")
    assert result.stderr.startswith("1 page, 1 table, 2 features, 2 statements, 0 warnings in ")
    assert result.stderr.count("\n") == 1


def test_an_output_file_gets_what_standard_output_would_get(folder: Path) -> None:
    kg("export", "docs", "-o", "out.ttl")

    assert (folder / "out.ttl").read_text() == kg("export", "docs").stdout


def test_standard_input_is_a_page(folder: Path) -> None:
    result = kg("export", "-", stdin=PAGE.encode())

    assert '"stdin.md"' in result.stdout
    assert "doc/stdin#transport" in result.stdout or "doc:transport" in result.stdout


def test_a_missing_file_is_one_line_and_the_other_pages_go_on(folder: Path) -> None:
    result = kg("export", "docs/security.md", "docs/nothing.md", "-o", "out.ttl")

    assert result.exit_code == 2
    assert one_line(result) == "docs/nothing.md: cannot be read: no such file or directory; check the name"
    assert "Transport" in (folder / "out.ttl").read_text()


def test_a_folder_without_markdown_is_one_line(folder: Path) -> None:
    (folder / "empty").mkdir()

    result = kg("export", "empty")

    assert result.exit_code == 2
    assert one_line(result).startswith("empty: holds no Markdown; ")


def test_bytes_that_are_no_text_are_one_line_and_the_other_pages_go_on(folder: Path) -> None:
    (folder / "docs" / "binary.md").write_bytes(b"\x00\x01\x02| a |")

    result = kg("export", "docs")

    assert result.exit_code == 2
    assert one_line(result) == "binary.md:1:1: is no text; leave it out, or convert it to UTF-8"
    assert "Transport" in result.stdout


def test_bytes_that_are_not_utf_8_are_told_with_their_place(folder: Path) -> None:
    (folder / "docs" / "latin.md").write_bytes("# A\n\nna\u00efve\n".encode("latin-1"))

    result = kg("export", "docs")

    assert result.exit_code == 0
    assert one_line(result) == "latin.md:3:3: is not UTF-8 and was read as Windows-1252; convert the file to UTF-8"


def test_front_matter_that_does_not_parse_is_told_with_its_place(folder: Path) -> None:
    (folder / "docs" / "security.md").write_text(f"---\ntitle: [a\nb: c\n---\n{PAGE}")

    result = kg("export", "docs")

    assert result.exit_code == 0
    assert one_line(result).startswith("security.md:3:")
    assert "front matter does not parse" in one_line(result)
    assert "Transport" in result.stdout


def test_a_row_with_more_cells_than_its_header_is_told_with_its_line(folder: Path) -> None:
    (folder / "docs" / "security.md").write_text(PAGE.replace("TLS 1.2 |", "TLS 1.2 | and | more |"))

    result = kg("export", "docs")

    assert result.exit_code == 0
    assert one_line(result).startswith("security.md:5:1: row has 4 cells but the header has 2; escape a bar")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "https://u:p@example.com/", "http://[bad/"])
def test_a_link_that_can_be_no_iri_keeps_its_href_and_is_told_with_its_place(folder: Path, target: str) -> None:
    (folder / "docs" / "security.md").write_text(PAGE.replace("storage.md", target))

    result = kg("export", "docs")

    assert result.exit_code == 0
    assert one_line(result).startswith("security.md:6:39: ")
    assert f'kg:href "{target}"' in result.stdout
    assert "kg:target" not in result.stdout


def test_an_unwritable_output_is_one_line_and_nothing_else_is_touched(folder: Path) -> None:
    (folder / "out.ttl").mkdir()

    result = kg("export", "docs", "-o", "out.ttl")

    assert result.exit_code == 2
    assert one_line(result).startswith("out.ttl: cannot be written: is a directory; ")
    assert sorted(path.name for path in folder.iterdir()) == ["docs", "out.ttl"]


def test_a_failed_export_leaves_the_old_output_as_it_was(folder: Path) -> None:
    (folder / "out.ttl").write_text("old")

    result = kg("export", "docs", "--base", "no iri", "-o", "out.ttl")

    assert result.exit_code == 2
    assert one_line(result).startswith("no absolute IRI: 'no iri'; give --base an absolute IRI")
    assert (folder / "out.ttl").read_text() == "old"


def test_an_export_of_which_no_source_can_be_read_leaves_the_old_output_as_it_was(folder: Path) -> None:
    (folder / "out.ttl").write_text("old")

    result = kg("export", "nothing", "-o", "out.ttl")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(
        "0 pages, 0 tables, 0 features, 0 statements, 0 warnings, 1 error in"
    )
    assert (folder / "out.ttl").read_text() == "old"


def test_explain_ends_no_line_in_blanks_where_there_is_no_terminal(folder: Path) -> None:
    lines = kg("explain", "docs").stdout.splitlines()

    assert [line for line in lines if line != line.rstrip()] == []


def test_strict_makes_a_warning_a_finding(folder: Path) -> None:
    (folder / "docs" / "security.md").write_text(PAGE.replace("storage.md", "javascript:x"))

    assert kg("export", "docs", "--strict").exit_code == 1
    assert kg("export", "docs").exit_code == 0


def test_conflicts_can_be_findings(folder: Path) -> None:
    (folder / "docs" / "security.md").write_text(f"{PAGE}\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n")

    result = kg("export", "docs", "--conflicts", "fail")

    assert result.exit_code == 1
    assert one_line(result) == "security.md:8:1: unresolved merge conflict; resolve it"
    assert "Transport" in result.stdout


@pytest.mark.parametrize(("side", "seen", "unseen"), [("ours", "Alpha", "Beta"), ("theirs", "Beta", "Alpha")])
def test_one_side_of_a_conflict_can_be_read_as_if_it_had_won(folder: Path, side: str, seen: str, unseen: str) -> None:
    rows = "<<<<<<< HEAD\n| Alpha | one |\n=======\n| Beta | two |\n>>>>>>> other\n"
    (folder / "docs" / "security.md").write_text(PAGE + rows)

    result = kg("export", "docs", "--conflicts", side)

    assert f'"{seen}"' in result.stdout
    assert f'"{unseen}"' not in result.stdout
    assert "kg:Conflict" not in result.stdout


def test_options_come_from_kg_toml_and_the_command_line_wins(folder: Path) -> None:
    (folder / "kg.toml").write_text('product = "Larkbase"\nsite = "https://docs.example.com"\n')

    assert 'rdfs:label "Larkbase"' in kg("export", "docs").stdout
    assert "https://docs.example.com/storage.md" in kg("export", "docs").stdout
    assert 'rdfs:label "Other"' in kg("export", "docs", "--product", "Other").stdout


def test_options_come_from_the_tool_table_of_pyproject(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[tool.kg]\nproduct = "Larkbase"\n')

    assert 'rdfs:label "Larkbase"' in kg("export", "docs").stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("produkt = 'x'\n", "kg.toml: there is no option 'produkt'; known are "),
        ("product = \n", "kg.toml:1:11: is no TOML: invalid value"),
        ("product = 1.5\n", "kg.toml: 'product' has a value of the wrong type; "),
    ],
)
def test_a_bad_configuration_is_one_line(folder: Path, text: str, message: str) -> None:
    (folder / "kg.toml").write_text(text)

    result = kg("export", "docs")

    assert result.exit_code == 2
    assert one_line(result).startswith(message)


def test_an_unknown_dialect_names_the_known_ones(folder: Path) -> None:
    result = kg("export", "docs", "--dialect", "latex")

    assert result.exit_code == 2
    assert one_line(result).startswith("there is no dialect 'latex'; known are commonmark, ")


def test_a_vocabulary_of_the_users_is_matched_too(folder: Path) -> None:
    (folder / "own.ttl").write_text(
        "@prefix kg: <https://w3id.org/docs-kg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://example.com/v#nightly> a kg:Mechanism ; skos:prefLabel "kept in storage"@en ; '
        "skos:broader <https://w3id.org/docs-kg/mechanism/backup> .\n"
    )

    result = kg("export", "docs", "--vocabulary", "own.ttl")

    assert "<https://example.com/v#nightly>" in result.stdout


@pytest.mark.parametrize(("text", "message"), [("no turtle", "own.ttl:1:"), (None, "own.ttl: cannot be read")])
def test_a_bad_vocabulary_is_one_line(folder: Path, text: str | None, message: str) -> None:
    if text is not None:
        (folder / "own.ttl").write_text(text)

    result = kg("export", "docs", "--vocabulary", "own.ttl")

    assert result.exit_code == 2
    assert message in one_line(result)


def test_a_report_tells_what_became_of_each_line(folder: Path) -> None:
    kg("export", "docs", "-o", "out.ttl", "--report", "report.json")

    report = json.loads((folder / "report.json").read_text())
    (table,) = report["pages"][0]["readings"][0]["tables"]
    assert [(row["text"], row["outcome"]) for row in table["rows"]] == [
        ("Transport", "label"),
        ("All traffic between nodes rests on TLS 1.2", "statement"),
        ("Backups", "label"),
        ("Taken nightly and kept in storage", "statement"),
    ]
    assert report["sums"] == {"label": 2, "statement": 2}


def test_explain_names_the_rule_the_roles_and_what_became_of_each_cell(folder: Path) -> None:
    result = kg("explain", "docs")

    assert result.exit_code == 0
    assert "security.md:3: table taken, because of key-header-feature, under “Security”" in result.stdout
    assert "column “Description” is statement: most cells are prose" in result.stdout
    assert "All traffic between nodes rests on TLS 1.2" in result.stdout


def test_explain_as_json_is_the_report(folder: Path) -> None:
    kg("export", "docs", "-o", "out.ttl", "--report", "report.json")

    assert json.loads(kg("explain", "docs", "-f", "json").stdout) == json.loads((folder / "report.json").read_text())


def test_a_page_without_a_table_is_explained_as_such(folder: Path) -> None:
    (folder / "docs" / "security.md").write_text("# Nothing\n")

    assert "no table and no list" in kg("explain", "docs").stdout


def test_help_is_shown_without_importing_a_heavy_library() -> None:
    code = "import sys; from kg.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert "Commands:" in shown
    heavy = {"rdflib", "pyoxigraph", "markdown_it", "rich", "yaml", "ftfy", "pathspec"}
    assert heavy & set(shown.split()) == set()


def test_a_closed_pipe_is_no_traceback(folder: Path) -> None:
    shell = f"{sys.executable} -m kg export docs | head -c 10"

    done = subprocess.run(["/bin/sh", "-c", shell], check=False, capture_output=True, text=True, env=dict(os.environ))

    assert "Traceback" not in done.stderr


def test_a_progress_bar_is_shown_on_a_terminal_only(folder: Path) -> None:
    (folder / "docs" / "more.md").write_text(PAGE)

    assert "Reading" not in kg("export", "docs").stderr
