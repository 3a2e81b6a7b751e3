"""What is refused by the parsed query, and what is said of it."""

from __future__ import annotations

import pytest

from kg.serving.guard import Dataset, _find, check
from kg.serving.problems import Problem

from .conftest import DATA, Server

SERVED = frozenset({"http://example.org/sparql/a", "x:b"})
BASE = "http://example.org/sparql/"

SERVICES = [
    "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
    "SELECT * { service<http://x.example/>{ ?s ?p ?o } }",
    "SELECT * { sErViCe SILENT # why\n <http://x.example/> { ?s ?p ?o } }",
    "SELECT * { { SELECT ?s { SERVICE ?e { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://x.example/> { ?s ?p ?o } } }",
    "ASK { FILTER (1 = 2 || NOT EXISTS { { ?a ?b ?c } UNION { SERVICE <http://x.example/> { ?s ?p ?o } } }) }",
    "ASK { BIND(EXISTS { SERVICE <http://x.example/> { ?s ?p ?o } } AS ?x) }",
    "SELECT (EXISTS { SERVICE <http://x.example/> { ?s ?p ?o } } AS ?x) {}",
    "SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <http://x.example/> { ?s ?p ?o } }",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <http://x.example/> { ?s ?p ?o } })",
    "DESCRIBE ?s { OPTIONAL { SERVICE <http://x.example/> { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { SERVICE <http://x.example/> { ?s ?p ?o } } }",
    "PREFIX : <http://x.example/> SELECT * { MINUS { SERVICE : { ?s ?p ?o } } }",
    r"SELECT * { \u0053ERVICE <http://x.example/> { ?s ?p ?o } }",
    r"SELECT * { SERVICE <http://x.example/\u0061> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://x.example/> AS ?e) LATERAL { SERVICE ?e { ?s ?p ?o } } }",
    'SELECT * { #\\u000A FILTER("""\nSERVICE <http://x.example/> { ?s ?p ?o }\n#\\u000A""" = "")\n }',
    "SELECT * { ?a ?b ?c #\rSERVICE <http://x.example/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused_wherever_it_stands(query: str, server: Server) -> None:
    answer = server.ask(query)

    assert answer.status_code in {400, 403}
    assert "service-refused" in answer.json()["type"] or "malformed-query" in answer.json()["type"]


@pytest.mark.parametrize("query", SERVICES[:13])
def test_service_is_told_by_its_name(query: str) -> None:
    with pytest.raises(Problem) as caught:
        check(query, SERVED, BASE)

    assert caught.value.kind.value[:2] == ("service-refused", 403)
    assert caught.value.place is not None


def test_the_place_of_service_is_that_of_the_keyword() -> None:
    query = "# SERVICE\nSELECT ?service {\n  ?service <x:SERVICE> 'SERVICE' . SERVICE <x:y> {} }"
    with pytest.raises(Problem) as caught:
        check(query, SERVED, BASE)

    assert caught.value.place == (3, 36)


@pytest.mark.parametrize(
    ("query", "operations"),
    [
        ("INSERT DATA { <x:a> <x:b> 1 }", "INSERT DATA"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE WHERE"),
        ("PREFIX : <x:> INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "DELETE or INSERT"),
        ("LOAD <http://x.example/>", "LOAD"),
        ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <x:g>", "LOAD"),
        ("CLEAR ALL; DROP ALL; CREATE GRAPH <x:g>; CLEAR ALL", "CLEAR, DROP, CREATE"),
        ("COPY <x:a> TO <x:b>; MOVE <x:a> TO <x:b>; ADD <x:a> TO <x:b>", "COPY, MOVE, ADD"),
    ],
)
def test_an_update_is_refused_by_its_name(query: str, operations: str, server: Server) -> None:
    before = server.dump()
    answer = server.ask(query)

    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert f"({operations})" in answer.json()["detail"]
    assert server.dump() == before


@pytest.mark.parametrize(
    ("query", "dataset"),
    [
        ("ASK {}", Dataset()),
        ("ASK FROM <x:b> {}", Dataset(("x:b",))),
        ("ASK FROM <a> FROM NAMED <x:b> {}", Dataset((f"{BASE}a",), ("x:b",))),
        ("PREFIX x: <x:> ASK FROM NAMED x:b {}", Dataset((), ("x:b",))),
        ("BASE <http://example.org/> ASK FROM <sparql/a> {}", Dataset((f"{BASE}a",))),
    ],
)
def test_the_graphs_of_a_query_are_read(query: str, dataset: Dataset) -> None:
    assert check(query, SERVED, BASE) == dataset


@pytest.mark.parametrize(
    "query",
    [
        "ASK FROM <http://x.example/data> {}",
        "ASK\n FROM <x:b> FROM NAMED <file:///etc/passwd> {}",
        "PREFIX kg: <x:> DESCRIBE <x:a> FROM kg:c",
        "CONSTRUCT WHERE { ?s ?p ?o }".replace("WHERE", "FROM <x:nowhere> WHERE"),
    ],
)
def test_a_graph_that_is_not_served_is_refused(query: str) -> None:
    with pytest.raises(Problem) as caught:
        check(query, SERVED, BASE)

    assert caught.value.kind.value[:2] == ("unknown-graph", 400)
    assert caught.value.place is not None


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_of_the_protocol_that_is_not_served_is_refused(name: str, server: Server) -> None:
    answer = server.client.get("/sparql", params={"query": "ASK {}", name: "file:///etc/passwd"})

    assert answer.status_code == 400
    assert answer.json()["type"].endswith("unknown-graph")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT *\n{ ?s ?p }", (2, 9)),
        ("SELECT * { ?s ?p ?o } LATERAL", (1, 23)),
        ("", (1, 1)),
    ],
)
def test_a_query_that_cannot_be_read_is_told_with_its_place(query: str, place: tuple[int, int]) -> None:
    with pytest.raises(Problem) as caught:
        check(query, SERVED, BASE)

    assert caught.value.kind.value[:2] == ("malformed-query", 400)
    assert caught.value.place is not None
    assert caught.value.place[0] == place[0]


def test_a_string_that_does_not_end_is_searched_once() -> None:
    assert _find('"""' + r"\\a" * 10_000 + " FROM", "FROM") == (1, 30_005)
    assert _find(r'"""a\"""FROM""" FROM', "FROM") == (1, 17)


def test_a_prefix_that_is_not_declared_is_told_with_its_place(server: Server) -> None:
    answer = server.ask("ASK {\n ?s nowhere:p 1 }").json()

    assert (answer["status"], answer["line"]) == (400, 2)
    assert "refix" in answer["detail"]


def test_what_oxigraph_alone_can_read_is_refused() -> None:
    with pytest.raises(Problem, match=r"not SPARQL 1\.1"):
        check("SELECT * { ?s ?p ?o LATERAL { SELECT * { ?s ?q ?r } LIMIT 1 } }", SERVED, BASE)


@pytest.mark.parametrize("brackets", ["{}", "()"])
def test_a_deep_query_is_refused_and_the_server_goes_on(brackets: str, server: Server) -> None:
    depth = 20_000
    inner = brackets[0] * depth + ("1" if brackets == "()" else "") + brackets[1] * depth
    query = f"ASK {{ FILTER {inner} }}" if brackets == "()" else f"ASK {inner}"
    answer = server.ask(query)

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "malformed-query")
    assert server.ask("ASK {}").status_code == 200


def test_a_query_that_no_charset_can_write_is_refused(server: Server) -> None:
    answer = server.ask(r'ASK { FILTER("\uD800" = "") }')

    assert answer.status_code == 400


def test_the_usual_prefixes_are_declared(server: Server) -> None:
    assert server.ask("ASK { ?s a ?t FILTER(kg:Feature != ?t) }").json()["boolean"] is True


def test_the_graphs_that_are_served_can_be_named(server: Server) -> None:
    graphs = f"FROM <{DATA}data1.rdf> FROM <{DATA}data2.rdf>"

    assert server.ask(f"SELECT (COUNT(*) AS ?n) {graphs} {{ ?s ?p ?o }}", Accept="text/csv").text.split() == ["n", "2"]
