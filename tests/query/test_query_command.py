"""``kg query`` on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli.query_command import query
from kg.errors import QueryError

GRAPH = """@prefix kg: <https://w3id.org/docs-kg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:a> a kg:Feature ; rdfs:label "Login" .
<urn:b> a kg:Feature ; rdfs:label "Backup" .
"""
LABELS = "SELECT ?label { ?f a kg:Feature ; rdfs:label ?label } ORDER BY ?label"


@pytest.fixture
def graph(tmp_path: Path) -> str:
    path = tmp_path / "kg.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return str(path)


def _run(*arguments: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(query, arguments, input=stdin)
    if isinstance(result.exception, QueryError):
        raise result.exception
    return result


def test_the_last_argument_is_the_query(graph: str) -> None:
    result = _run(graph, LABELS)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "label\nBackup\nLogin\n", "")


def test_several_graphs_are_asked_together(graph: str, tmp_path: Path) -> None:
    (tmp_path / "more.nt").write_text(
        "<urn:c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/docs-kg/ontology#Feature> .\n",
        encoding="utf-8",
    )
    result = _run(graph, str(tmp_path / "more.nt"), "SELECT (COUNT(?f) AS ?n) { ?f a kg:Feature }", "-f", "tsv")
    assert result.stdout == "?n\n3\n"


def test_standard_input_is_a_graph() -> None:
    assert _run("-", LABELS, "-f", "table", stdin=GRAPH).stdout == "label\nBackup\nLogin\n"


def test_a_file_can_hold_the_query_and_its_parameters(graph: str, tmp_path: Path) -> None:
    file = tmp_path / "by-label.rq"
    file.write_text(
        "# Which feature has a label?\n# param: label (text) the label\n"
        "SELECT ?f { VALUES ?label { UNDEF } ?f rdfs:label ?label } ORDER BY ?f\n",
        encoding="utf-8",
    )
    assert _run(graph, "--file", str(file), "--format", "tsv").stdout == "?f\n<urn:a>\n<urn:b>\n"
    assert _run(graph, "--file", str(file), "--with", "label=Login", "-f", "tsv").stdout == "?f\n<urn:a>\n"
    both = _run(graph, "--file", str(file), "--with", "label=Login", "--with", "label=Backup", "-f", "tsv")
    assert both.stdout == "?f\n<urn:a>\n<urn:b>\n"


def test_an_error_in_a_file_has_the_files_place(graph: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.rq"
    file.write_text("# What?\nSELECT ?x {", encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        _run(graph, "--file", str(file))
    assert caught.value.place == f"{file}:2:12"


def test_a_missing_file_is_an_error(graph: str) -> None:
    with pytest.raises(QueryError, match=r"none\.rq: no such file or directory; "):
        _run(graph, "--file", "none.rq")


def test_a_file_that_is_no_utf8_is_an_error(graph: str, tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_bytes(b"ASK { ?s ?p '\xff' }")
    with pytest.raises(QueryError, match=r"a\.rq: the query is not UTF-8; "):
        _run(graph, "--file", str(tmp_path / "a.rq"))


def test_a_question_is_asked_by_its_name(graph: str) -> None:
    assert _run(graph, "--name", "check/label-clash").stdout == "label,one,another\n"


def test_an_unknown_question_is_an_error(graph: str) -> None:
    with pytest.raises(QueryError, match=r'no question is called "x"; the questions are: ambiguous-anchors, as-side'):
        _run(graph, "--name", "x")


def test_false_is_an_answer(graph: str) -> None:
    result = _run(graph, "ASK { ?s a <urn:None> }")
    assert (result.exit_code, result.stdout) == (0, "false\n")


def test_a_value_may_hold_an_equals_sign(graph: str) -> None:
    result = _run(graph, "--name", "features", "--with", "product=a=b")
    assert (result.exit_code, result.stdout) == (0, "product,feature,text\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give a graph and a query, --file or --name"),
        (["kg.ttl"], "give a graph and a query, --file or --name"),
        (["--name", "features"], "give a graph"),
        (["kg.ttl", "--name", "features", "--file", "a.rq"], "give --file or --name, not both"),
        (["kg.ttl", "--name", "features", "--with", "product"], "--with needs NAME=VALUE, not 'product'"),
    ],
)
def test_a_wrong_command_line_is_told_on_standard_error(arguments: list[str], told: str) -> None:
    result = _run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_the_questions_are_listed_with_their_parameters() -> None:
    lines = _run("--list").stdout.splitlines()
    assert "features: What does the documentation say a product does?" in lines
    assert '    --with side=…  ours, theirs or base; default "ours"' in lines


def test_nothing_heavy_is_imported_before_a_query_is_asked() -> None:
    code = (
        "import sys, kg.cli.query_command, kg.sparql\nprint(sorted({'pyoxigraph', 'rdflib', 'rich'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
