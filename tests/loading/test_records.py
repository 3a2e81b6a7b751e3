"""The record of what a store was given, the plan, the description and the profiles: no server here."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.load_command import _STORES
from kg.loading.dataset import read_dataset
from kg.loading.description import describe
from kg.loading.hashes import content, read
from kg.loading.plan import plan
from kg.loading.record import Record, record_in, record_of, records_of, triples_of
from kg.loading.stores import STORES, recognised
from kg.loading.values import by_value
from kg.terms import Triple

from .conftest import PAGES, Server, export

NAMES = st.integers(0, 400).map(lambda number: f"urn:graph:é{number}")
HASHES = st.none() | st.sampled_from(["0" * 64, "f" * 64])


@given(st.dictionaries(NAMES, HASHES, min_size=1), st.sampled_from(["", "urn:run:1"]))
def test_a_record_is_read_as_it_was_written(entries: dict[str, str | None], run: str) -> None:
    record = Record(entries, run)

    assert record_in(read(content(triples_of("urn:r", record)))) == record


@given(st.dictionaries(NAMES, HASHES, min_size=2), st.data())
def test_a_record_that_is_cut_claims_nothing_that_it_did_not_say(
    entries: dict[str, str | None], data: st.DataObject
) -> None:
    triples = sorted(triples_of("urn:r", Record(entries)))
    left = data.draw(st.sets(st.sampled_from(triples), min_size=1))

    record = record_in(frozenset(left))

    assert all(entries[graph] == value or value is None for graph, value in record.entries.items())
    if len(record.entries) < len(entries):
        assert not record.whole
        assert set(record.entries.values()) <= {None}


def test_no_record_is_an_empty_one() -> None:
    assert record_in(frozenset()) == Record({})


def test_two_hashes_of_one_graph_are_none() -> None:
    one = triples_of("urn:r", Record({"urn:g": "a"}))
    two = triples_of("urn:r", Record({"urn:g": "b"}))

    assert record_in(one | two).entries == {"urn:g": None}


@given(NAMES)
def test_every_graph_stands_in_one_of_the_records(graph: str) -> None:
    assert record_of("urn:d", graph) in records_of("urn:d")


@given(st.dictionaries(NAMES, HASHES), st.dictionaries(NAMES, st.sampled_from(["0" * 64, "1"])), st.booleans())
def test_a_plan_makes_the_store_what_is_wanted(
    held: dict[str, str | None], wanted: dict[str, str], prune: bool
) -> None:
    todo = plan(held, wanted, prune=prune)

    after = {**held, **{graph: wanted[graph] for graph in todo.send}}
    after = {graph: value for graph, value in after.items() if graph not in todo.remove}
    assert {graph: after[graph] for graph in wanted} == wanted
    assert set(after) - set(wanted) == set(todo.keep)
    assert not (prune and todo.keep)
    assert all(held[graph] == wanted[graph] for graph in todo.same)


def test_a_description_counts_what_is_there(tmp_path: Path) -> None:
    dataset = read_dataset([export(tmp_path, "https://example.org/kg/", PAGES)])
    store = ox.Store()
    store.load(content(describe(dataset.iri, dataset.graphs)), format=ox.RdfFormat.N_TRIPLES)
    prefixes = {
        "void": "http://rdfs.org/ns/void#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "kg": "https://w3id.org/docs-kg/ontology#",
    }
    query = """SELECT ?triples ?documents ?title ?features {
        ?d a void:Dataset, dcat:Dataset ; void:triples ?triples ; void:documents ?documents ; dcterms:title ?title ;
           void:vocabulary kg: ; void:classPartition [ void:class kg:Feature ; void:entities ?features ] ;
           dcterms:conformsTo <https://w3id.org/docs-kg/ontology> }"""
    (row,) = store.query(query, prefixes=prefixes)  # type: ignore[misc]

    merged = frozenset[Triple]().union(*dataset.graphs.values())
    assert [term.value for term in row] == [str(len(merged)), "3", "Example", "4"]


def test_a_description_of_foreign_graphs_has_a_title_all_the_same() -> None:
    triples = describe("urn:d", {"urn:g": frozenset({Triple("<urn:a>", "<urn:b>", "<urn:c>")})})

    assert '<urn:d> <http://purl.org/dc/terms/title> "urn:d" .' in content(triples).decode()


VIRTUOSO = {"server": "Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu  "}
FUSEKI = {"server": "Apache Jena Fuseki (5.2.0)", "fuseki-request-id": "12"}
ADDRESSES = [
    ("/", {"server": "Oxigraph/0.5.13"}, "oxigraph", "/store"),
    ("/store", {"server": "Oxigraph/0.5.13"}, "oxigraph", "/store"),
    ("/rdf/query", {"server": "Oxigraph/0.5.13"}, "oxigraph", "/rdf/store"),
    ("/", VIRTUOSO, "virtuoso", "/sparql-graph-crud-auth"),
    ("/sparql", VIRTUOSO, "virtuoso", "/sparql-graph-crud-auth"),
    ("/sparql-graph-crud/", VIRTUOSO, "virtuoso", "/sparql-graph-crud-auth"),
    ("/", FUSEKI, "fuseki", None),
    ("/kg", FUSEKI, "fuseki", "/kg/data"),
    ("/kg/", FUSEKI, "fuseki", "/kg/data"),
    ("/kg/sparql", {"fuseki-request-id": "12"}, "fuseki", "/kg/data"),
    ("/kg/data", {"server": "Fuseki (1.0)"}, "fuseki", "/kg/data"),
    ("/repositories/kg", {}, "graphdb", "/repositories/kg/rdf-graphs/service"),
    ("/repositories/kg/statements", {}, "graphdb", "/repositories/kg/rdf-graphs/service"),
    ("/rdf4j-server/repositories/kg", {}, "graphdb", "/rdf4j-server/repositories/kg/rdf-graphs/service"),
    ("/", {"server": "GraphDB/10.8.0 RDF4J/4.3.15"}, "graphdb", None),
    ("/rdf-graph-store", {"server": "nginx"}, "gsp", "/rdf-graph-store"),
]


@pytest.mark.parametrize(("path", "headers", "name", "address"), ADDRESSES)
def test_a_store_is_told_from_its_answer(path: str, headers: dict[str, str], name: str, address: str | None) -> None:
    store = recognised(path, headers)

    assert store.name == name
    assert store.path(path, True) == address  # noqa: FBT003


def test_virtuoso_without_credentials_is_asked_at_its_open_address() -> None:
    assert STORES["virtuoso"].path("/sparql", False) == "/sparql-graph-crud"  # noqa: FBT003


def test_the_command_offers_every_store() -> None:
    assert tuple(STORES) == _STORES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"-007"^^x:int', '"-7"^^x:integer'),
        ('"1"^^x:boolean', '"true"^^x:boolean'),
        ('"-0.0"^^x:decimal', '"0"^^x:decimal'),
        ('"+2.50"^^x:decimal', '"2.5"^^x:decimal'),
        ('"1.50e0"^^x:double', '"1.5"^^x:double'),
        ("1e300", '"1.0E300"^^x:double'),
        ('"2026-01-01T01:00:00.50+02:00"^^x:dateTime', '"2025-12-31T23:00:00.5Z"^^x:dateTime'),
        ('"x"^^x:string', '"x"'),
    ],
)
def test_literals_of_one_value_are_one(one: str, other: str) -> None:
    first, second = (
        read(f"@prefix x: <http://www.w3.org/2001/XMLSchema#> . <urn:a> <urn:b> {term} .".encode())
        for term in (one, other)
    )

    assert by_value(first) == by_value(second)


@pytest.mark.parametrize("term", ["9" * 1200, '"x"^^x:integer', '"1e"^^x:double', '"2026-02-30T00:00:00"^^x:dateTime'])
def test_other_literals_stay_apart(term: str) -> None:
    one, other = (
        read(f"@prefix x: <http://www.w3.org/2001/XMLSchema#> . <urn:a> <urn:b> {text} .".encode())
        for text in (term, '"2"^^x:integer')
    )

    assert by_value(one) != by_value(other)


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_a_store_gives_literals_back_with_their_values(request: pytest.FixtureRequest, kind: str, base: str) -> None:
    server: Server = request.getfixturevalue(kind)
    xsd = "http://www.w3.org/2001/XMLSchema#"
    typed = [(v, "integer") for v in ("007", "+5", "-0")] + [(v, "decimal") for v in ("1.50", "-0.10", "2.0")]
    typed += [("1", "boolean"), ("false", "boolean"), ("x", "string"), ("2026-01-02", "date")]
    typed += [("07", "int"), ("-007", "integer"), ("9" * 30, "integer"), ("-0.0", "decimal"), ("1.50e0", "double")]
    typed += [("1e300", "double"), ("2024-01-01T10:00:00.5+02:00", "dateTime"), ("2024-01-01T00:00:00Z", "dateTime")]
    typed += [("1.5", "float"), ("9", "nonNegativeInteger")]
    lines = [f'<urn:a> <urn:p{number}> "{value}"^^<{xsd}{kind}> .\n' for number, (value, kind) in enumerate(typed)]
    lines += ['<urn:a> <urn:b> "x"@en-us .\n', '<urn:a> <urn:é> "é😀\\u0001\\n\\"\\\\" .\n', "<urn:a> <urn:b> _:b .\n"]
    sent = read("".join(lines).encode())

    with server.client() as client:
        client.put(f"{base}literals", content(sent))
        there = read(client.get(f"{base}literals") or b"")

    assert by_value(there) == by_value(sent)
