"""Graphs of every format are read, merged, and still asked apart by their names."""

from __future__ import annotations

import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.sparql import EXTENSIONS, load, query

TRIPLE = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:x#p"), ox.Literal("o"))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


class Memory:
    """A graph in memory."""

    def __init__(self, *quads: ox.Quad | ox.Triple) -> None:
        self._quads = quads

    def quads(self) -> tuple[ox.Quad | ox.Triple, ...]:
        return self._quads


def _quad(graph: str) -> ox.Quad:
    return ox.Quad(TRIPLE.subject, TRIPLE.predicate, TRIPLE.object, ox.NamedNode(graph))


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_file_is_read_as_its_extension_says(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"kg{extension.upper()}"
    path.write_bytes(ox.serialize([TRIPLE], format=getattr(ox.RdfFormat, EXTENSIONS[extension])) or b"")

    assert query(path, "SELECT ?o { <urn:s> <urn:x#p> ?o }").rows == (("o",),)
    assert query(str(path), "ASK {}").boolean


def test_a_triple_of_several_graphs_is_seen_once() -> None:
    memory = Memory(_quad("urn:g"), _quad("urn:h"), TRIPLE)

    assert query(memory, COUNT).rows == ((1,),)
    assert query(memory, "SELECT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g").rows == (("urn:g",), ("urn:h",))
    assert query(memory, "SELECT (COUNT(*) AS ?n) FROM <urn:g> { ?s ?p ?o }").rows == ((1,),)
    assert query(memory, "ASK FROM <urn:none> { ?s ?p ?o }").boolean is False


def test_files_are_asked_together(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:p> _:b . _:b <urn:q> 1 .", encoding="utf-8")
    (tmp_path / "b.nq").write_text("_:b <urn:q> <urn:a> <urn:g> .\n", encoding="utf-8")

    assert query([tmp_path / "a.ttl", tmp_path / "b.nq"], COUNT).rows == ((3,),)
    assert query([tmp_path / "a.ttl", tmp_path / "b.nq"], "ASK { <urn:a> <urn:p>/<urn:q> <urn:a> }").boolean is False


def test_a_relative_iri_is_resolved_against_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<#x> a <urn:T> .", encoding="utf-8")
    assert query(tmp_path / "a.ttl", "SELECT ?s { ?s a <urn:T> }").rows == ((f"{(tmp_path / 'a.ttl').as_uri()}#x",),)


def test_a_store_is_asked_as_it_is_and_copied_among_others() -> None:
    store = load(Memory(TRIPLE))

    assert load(store) is store
    assert query(store, COUNT).rows == ((1,),)
    assert query([store, Memory(_quad("urn:g"))], COUNT).rows == ((1,),)


def test_standard_input_is_turtle_or_trig(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<urn:a> a <urn:T> . <urn:g> { <urn:b> a <urn:T> }")))
    assert query("-", COUNT).rows == ((2,),)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("kg.ttl", b"<a:a> <a:b> 1 .\n<a:a> <a:b c> 2 .\n", "kg.ttl:2:7: not Turtle: Invalid IRI code point ' '"),
        ("kg.nq", b"<a:a>\n", "kg.nq:2:1: not N-Quads: "),
        ("kg.ttl", b'<a:a> <a:b> "\xff" .\n', "kg.ttl:1:14: not Turtle: "),
        ("kg.rdf", b"<x", "kg.rdf: not RDF/XML: "),
        ("kg.jsonld", b'{"@context": "http://127.0.0.1:9/"}', "kg.jsonld: not JSON-LD: "),
        ("kg.md", b"# no graph", "kg.md: the extension names no RDF format; a graph ends in one of .ttl .trig"),
        ("kg", b"", "kg: the extension names no RDF format"),
    ],
)
def test_a_file_that_is_no_graph_is_an_error_with_its_place(
    name: str, content: bytes, told: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(QueryError) as caught:
        query(path, "ASK {}")
    assert str(caught.value).startswith(str(tmp_path / told))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.ttl: no such file or directory; "):
        query(tmp_path / "none.ttl", "ASK {}")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").mkdir()
    with pytest.raises(QueryError, match=r"kg\.ttl: "):
        query(tmp_path / "kg.ttl", "ASK {}")


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("SELECT ?x {", "query:1:12: not a SPARQL query; look there, or just before"),
        ("SELECT ?x {\n  ?x foo:bar ?y }", "query:2:13: not a SPARQL query: Prefix not found; "),
        ("SELECT (COUNT(*) AS ?n) ?x { ?x ?y ?z }", "query:1:40: not a SPARQL query: The SELECT contains a variable"),
        ("", "query:1:1: not a SPARQL query; it is a SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("ASK { \udc80 }", "query:1:7: the query is not Unicode text; "),
        ("DELETE WHERE { ?s ?p ?o }", "query:1:10: not a SPARQL query; it is a SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("LOAD <file:///etc/hosts>", "query:1:10: not a SPARQL query; it is a SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ],
)
def test_a_bad_query_is_an_error_of_one_line_with_its_place(sparql: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        query([], sparql)
    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)


def test_a_query_needs_no_prefix_that_is_known_and_may_redefine_it() -> None:
    assert query([], "SELECT (kg:Feature AS ?x) {}").rows == (("https://w3id.org/docs-kg/ontology#Feature",),)
    assert query([], "PREFIX kg: <urn:> SELECT (kg:Feature AS ?x) {}").rows == (("urn:Feature",),)


def test_a_query_and_a_question_are_not_asked_at_once() -> None:
    with pytest.raises(TypeError, match="either sparql or name"):
        query([], "ASK {}", name="features")
    with pytest.raises(TypeError, match="either sparql or name"):
        query([])
