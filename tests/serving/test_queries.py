"""What a worker answers, asked without a server."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.serving.messages import Answer, Handler
from kg.serving.queries import open_queries
from kg.serving.requests import DescriptionRequest, QueryRequest
from kg.serving.store import Built, build

BASE = "http://localhost/sparql"
NUMBERS = " ".join(str(number) for number in range(21))
TRIG = """
@prefix : <http://example.org/> .
:s :p 1 .
:g { :s :p 1 , "a"@en , "2" , [] . }
:h { :s :p 1 , :o . }
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, str]:
    folder = tmp_path_factory.mktemp("store")
    (folder / "kg.trig").write_text(TRIG, encoding="utf-8")
    store = str(folder / "store")
    return build([str(folder / "kg.trig")], store), store


@pytest.fixture(scope="module")
def handler(built: tuple[Built, str]) -> Handler:
    return open_queries(built[1], max_rows=20)


def ask(
    handler: Handler, text: str, accept: str = "", default: tuple[str, ...] = (), named: tuple[str, ...] = ()
) -> Answer:
    return handler(QueryRequest(text, accept, BASE, default, named))


def test_what_a_store_holds_is_counted(built: tuple[Built, str]) -> None:
    assert built[0] == Built(triples=5, documents=0, named_graphs=2)


def test_every_kind_of_term_is_written(handler: Handler) -> None:
    text = 'SELECT ?v ?u { VALUES ?v { <x:ü> 1 "a" "b"@en } } ORDER BY ?v'
    rows = json.loads(ask(handler, text).body)["results"]["bindings"]
    blank = json.loads(ask(handler, "SELECT (BNODE() AS ?b) {}").body)["results"]["bindings"]

    assert {(row["v"]["type"], row["v"]["value"]) for row in rows} == {
        ("uri", "x:ü"),
        ("literal", "1"),
        ("literal", "a"),
        ("literal", "b"),
    }
    assert blank[0]["b"]["type"] == "bnode"


def test_a_graph_that_a_blank_node_names_is_seen_and_has_no_name(tmp_path: Path) -> None:
    (tmp_path / "kg.nq").write_text('_:s <x:p> "x" _:g .\n<x:s> <x:p> "y" <x:g> .\n', encoding="utf-8")
    folder = str(tmp_path / "store")
    build([str(tmp_path / "kg.nq")], folder)
    handler = open_queries(folder, max_rows=20)
    described = handler(DescriptionRequest(BASE, "application/n-triples"))
    label = json.loads(ask(handler, "SELECT ?g { GRAPH ?g { ?s ?p 'x' } }").body)["results"]["bindings"][0]["g"]

    assert (described.status, described.body.count(b"description#namedGraph>")) == (200, 1)
    assert label["type"] == "bnode"
    assert ask(handler, "ASK {}", default=(label["value"],)).status == 400
    assert ask(handler, "ASK {}", named=(label["value"],)).status == 400


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "application/sparql-results+xml"])
def test_rows_and_a_truth_value_have_each_format(accept: str, handler: Handler) -> None:
    for text in ("SELECT ?o { ?s ?p ?o }", "ASK {}"):
        answer = ask(handler, text, accept)
        assert (answer.status, answer.media_type.partition(";")[0]) == (200, accept)


@pytest.mark.parametrize(
    ("accept", "format"),
    [("text/turtle", ox.RdfFormat.TURTLE), ("application/rdf+xml", ox.RdfFormat.RDF_XML)],
)
def test_triples_come_once(accept: str, format: ox.RdfFormat, handler: Handler) -> None:
    body = ask(handler, "CONSTRUCT { <x:s> kg:path 1 } { ?s ?p ?o }", accept).body

    assert len(list(ox.parse(body, format=format))) == 1


def test_the_description_counts_the_union(handler: Handler) -> None:
    answer = handler(DescriptionRequest(BASE, "application/n-triples"))

    assert b'<http://rdfs.org/ns/void#triples> "5"' in answer.body


@pytest.mark.parametrize(
    ("default", "named", "counts"),
    [
        ((), (), ["5", "6"]),
        (("http://example.org/g",), (), ["4", "0"]),
        (("http://example.org/g", "http://example.org/h"), ("http://example.org/h",), ["5", "2"]),
        ((), ("http://example.org/h",), ["0", "2"]),
    ],
)
def test_the_dataset_is_that_of_the_request(
    default: tuple[str, ...], named: tuple[str, ...], counts: list[str], handler: Handler
) -> None:
    patterns = ("{ ?s ?p ?o }", "{ GRAPH ?g { ?s ?p ?o } }")
    found = [ask(handler, f"SELECT (COUNT(*) AS ?n) {each}", "text/csv", default, named) for each in patterns]

    assert [answer.body.split()[1].decode() for answer in found] == counts


@pytest.mark.parametrize(
    ("text", "accept", "status"),
    [
        ("ASK {", "", 400),
        ("ASK FROM <x:nowhere> {}", "", 400),
        ("ASK FROM nowhere:a {}", "", 400),
        ("CLEAR ALL", "", 403),
        ("ASK { SERVICE <x:y> {} }", "", 403),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "", 403),
        (f"CONSTRUCT {{ <x:s> <x:p> ?n }} {{ VALUES ?n {{ {NUMBERS} }} }}", "", 403),
        ("ASK {}", "image/png", 406),
        ("CONSTRUCT { ?s <x:1> 1 } { ?s ?p ?o }", "application/rdf+xml", 406),
        ("ASK " + "{" * 5000 + "}" * 5000, "", 400),
    ],
)
def test_a_refusal_is_a_problem(text: str, accept: str, status: int, handler: Handler) -> None:
    answer = ask(handler, text, accept)

    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert json.loads(answer.body)["status"] == status


def test_an_answer_of_too_many_bytes_is_refused(handler: Handler, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serving.queries._MAX_BYTES", 10)

    assert b"more than 10 bytes" in ask(handler, "SELECT * { ?s ?p ?o }").body
