"""Each format says what the query answered, no more and no less."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from kg.errors import QueryError
from kg.results import FORMATS, Result, read, write
from kg.sparql import query

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"))
LITERAL = (
    st.builds(ox.Literal, TEXT)
    | st.builds(ox.Literal, TEXT, language=st.sampled_from(["en", "de-ch"]))
    | st.integers().map(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(f"{XSD}integer")))
)
TERM = st.sampled_from([ox.NamedNode("https://example.org/ü#a"), ox.NamedNode("urn:x")]) | LITERAL
ROWS = st.lists(st.tuples(TERM | st.none(), TERM | st.none()), max_size=5)


def _result(rows: list[tuple[ox.NamedNode | ox.Literal | None, ...]]) -> Result:
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    return query([], f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")


def _written(result: Result, format: str, *, width: int | None = None) -> bytes:
    output = io.BytesIO()
    write(result, format, output, width=width)
    return output.getvalue()


@pytest.mark.parametrize("format", ["json", "xml", "tsv"])
@given(rows=ROWS)
def test_the_standard_formats_keep_every_term(
    format: str, rows: list[tuple[ox.NamedNode | ox.Literal | None, ...]]
) -> None:
    written = _written(_result(rows), format)
    answer = ox.parse_query_results(written, format=getattr(ox.QueryResultsFormat, format.upper()))
    assert isinstance(answer, ox.QuerySolutions)
    assert [tuple(row) for row in answer] == rows


@given(rows=ROWS)
def test_csv_keeps_every_text(rows: list[tuple[ox.NamedNode | ox.Literal | None, ...]]) -> None:
    written = _written(_result(rows), "csv").decode()
    header, *lines = csv.reader(io.StringIO(written, newline=""))
    assert header == ["a", "b"]
    assert lines == [["" if term is None else term.value for term in row] for row in rows]


@given(rows=ROWS)
def test_markdown_renders_to_the_values(rows: list[tuple[ox.NamedNode | ox.Literal | None, ...]]) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(_written(_result(rows), "markdown").decode())
    cells = [
        "".join("\n" if child.type == "html_inline" else child.content for child in token.children or ())
        for token in tokens
        if token.type == "inline"
    ]
    values = ["" if term is None else term.value for row in rows for term in row]
    assert [" ".join(cell.split()) for cell in cells] == ["a", "b", *(" ".join(value.split()) for value in values)]


@given(rows=ROWS, width=st.none() | st.integers(20, 120))
def test_a_table_has_a_line_for_the_header_and_no_control_character(
    rows: list[tuple[ox.NamedNode | ox.Literal | None, ...]], width: int | None
) -> None:
    lines = _written(_result(rows), "table", width=width).decode().split("\n")
    assert lines[0].split() == ["a", "b"]
    assert lines[-1] == ""
    assert width is None or max(map(cell_len, lines)) <= width


def test_a_table_is_aligned_and_shortens_known_iris() -> None:
    result = query(
        [],
        'SELECT ?mechanism ?n { VALUES (?mechanism ?n) { (mech:tls-1-2 1) ("日本\u001b[2J" true) (<urn:x> UNDEF) } }',
    )
    assert _written(result, "table").decode() == ("mechanism     n\nmech:tls-1-2  1\n日本\ufffd[2J      true\nurn:x\n")


def test_a_table_on_a_terminal_fits_it() -> None:
    result = query([], 'SELECT ?x { VALUES ?x { "aaaaaaaaaaaaaaaaaaaaaaaa" } }')
    assert _written(result, "table", width=20) == b"x\naaaaaaaaaaaaaaaaaaaa\naaaa\n"


def test_markdown_escapes_what_would_be_markup() -> None:
    result = query([], r"""SELECT ?x ?y { VALUES (?x ?y) { ("a|b \\| *c*" "<b>\n`d`") } }""")
    assert _written(result, "markdown").decode() == (
        "| x | y |\n| --- | --- |\n| a\\|b \\\\\\| \\*c\\* | \\<b\\><br>\\`d\\` |\n"
    )


@pytest.mark.parametrize(
    ("format", "written"),
    [*((name, "true\n") for name in ("table", "csv", "tsv", "markdown")), ("json", '{"head":{},"boolean":true}\n')],
)
def test_a_truth_value_is_written_in_each_format(format: str, written: str) -> None:
    assert _written(query([], "ASK {}"), format).decode() == written


def test_a_truth_value_is_an_answer() -> None:
    assert query([], "ASK {}").boolean is True
    assert query([], "ASK { ?s ?p ?o }").boolean is False
    assert b"<boolean>false</boolean>" in _written(query([], "ASK { ?s ?p ?o }"), "xml")


@pytest.mark.parametrize("format", FORMATS)
def test_triples_are_sorted_turtle_in_each_format(format: str) -> None:
    sparql = 'CONSTRUCT { mech:b skos:prefLabel "2" . mech:a skos:prefLabel "1" . mech:b skos:prefLabel "2" } {}'
    assert _written(query([], sparql), format).decode() == (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix mech: <https://w3id.org/docs-kg/mechanism/> .\n"
        'mech:a skos:prefLabel "1" .\nmech:b skos:prefLabel "2" .\n'
    )


def test_a_value_is_what_python_has_for_it() -> None:
    values = """<urn:x> "a" "b"@en 16 1.50 1e3 true "0"^^xsd:boolean
        "x"^^xsd:integer "no"^^xsd:boolean "?"^^xsd:decimal"""
    rows = query([], f"SELECT ?x {{ VALUES ?x {{ {values} }} }}").rows
    found = [row[0] for row in rows]
    assert found == ["urn:x", "a", "b", 16, Decimal("1.50"), 1000.0, True, False, "x", "no", "?"]
    assert [type(value) for value in found[3:8]] == [int, Decimal, float, bool, bool]


def test_a_blank_node_is_no_iri() -> None:
    ((value,),) = query([], "SELECT ?x { BIND(BNODE() AS ?x) }").rows
    assert str(value).startswith("_:")


def test_a_result_is_read_from_its_document() -> None:
    result = query([], "SELECT ?a { VALUES ?a { 1 2 UNDEF } }")
    assert read(result.document) == result
    assert json.loads(result.document)["head"] == {"vars": ["a"]}


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match="the formats are: table, csv, tsv, json, xml, markdown"):
        write(Result(), "html", io.BytesIO())
