"""The SPARQL 1.1 Protocol: the W3C's tests of it, and what they leave open.

The requests are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/, and the tests have their
names. They are sent as they stand there, with two differences: the Host is this server's, and
``query_multiple_dataset``, which encodes the ``&`` between two parameters by mistake, is sent as it was meant and as it
stands.
"""

from __future__ import annotations

import json

import httpx
import pyoxigraph as ox
import pytest

from .conftest import DATA, Server

ONE, TWO, THREE = (f"{DATA}data{number}.rdf" for number in (1, 2, 3))
ZERO = "default-graph-uri=http%3A%2F%2Fkasei.us%2F2009%2F09%2Fsparql%2Fdata%2Fdata0.rdf"
ENCODED = "http%3A%2F%2Fkasei.us%2F2009%2F09%2Fsparql%2Fdata%2Fdata{}.rdf"
DEFAULT = f"default-graph-uri={ENCODED.format(1)}&default-graph-uri={ENCODED.format(2)}"
NAMED = f"named-graph-uri={ENCODED.format(1)}&named-graph-uri={ENCODED.format(2)}"
ASK_DEFAULT = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type . }}"
ASK_NAMED = f"ASK {{ GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }} }}"
ASK_FULL = f"""ASK {{
  <{THREE}> a ?type
  GRAPH ?g1 {{ <{ONE}> a ?type }}
  GRAPH ?g2 {{ <{TWO}> a ?type }}
}}"""
ASK_FROM = ASK_NAMED.replace("ASK", f"ASK FROM <{THREE}>")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
PROBLEM = "application/problem+json"
RESULTS = "application/sparql-results+json"

Request = tuple[str, str, dict[str, str], bytes]


def quoted(query: str) -> str:
    return str(httpx.QueryParams({"query": query}))


BOOLEANS: dict[str, Request] = {
    "query_post_form": ("POST", f"/sparql/?{ZERO}", FORM, b"query=ASK%20%7B%7D"),
    "query_dataset_default_graphs_get": ("GET", f"/sparql/?{quoted(ASK_DEFAULT)}&{DEFAULT}", {}, b""),
    "query_dataset_default_graphs_post": ("POST", f"/sparql/?{DEFAULT}", DIRECT, ASK_DEFAULT.encode()),
    "query_dataset_named_graphs_post": ("POST", f"/sparql/?{NAMED}", DIRECT, ASK_NAMED.encode()),
    "query_dataset_named_graphs_get": ("GET", f"/sparql/?{quoted(ASK_NAMED)}&{NAMED}", {}, b""),
    "query_dataset_full": (
        "POST",
        f"/sparql/?default-graph-uri={ENCODED.format(3)}&{NAMED}",
        DIRECT,
        ASK_FULL.encode(),
    ),
    "query_multiple_dataset": ("POST", f"/sparql/?{NAMED}", DIRECT, ASK_FROM.encode()),
    "query_get": ("GET", f"/sparql/?query=ASK%20%7B%7D&{ZERO}", {}, b""),
    "query_content_type_ask": ("POST", f"/sparql/?{ZERO}", DIRECT, b"ASK {}"),
    "query_post_direct": ("POST", "/sparql/", DIRECT, b"ASK {}"),
}
UTF16 = "application/sparql-query; charset=UTF-16"
BAD: dict[str, tuple[Request, int]] = {
    "bad_query_method": (("PUT", f"/sparql/?query=ASK%20%7B%7D&{ZERO}", FORM, b""), 405),
    "bad_multiple_queries": (("GET", "/sparql/?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", {}, b""), 400),
    "bad_query_wrong_media_type": (("POST", "/sparql/", {"Content-Type": "text/plain"}, b"ASK {}"), 415),
    "bad_query_missing_form_type": (("POST", "/sparql/", {}, b"query=ASK%20%7B%7D"), 415),
    "bad_query_missing_direct_type": (("POST", "/sparql/", {}, b"ASK {}"), 415),
    "bad_query_non_utf8": (("POST", "/sparql/", {"Content-Type": UTF16}, "ASK {}".encode("utf-16")), 415),
    "bad_query_syntax": (("GET", "/sparql/?query=ASK%20%7B", {}, b""), 400),
}


def send(server: Server, request: Request) -> httpx.Response:
    method, path, headers, body = request
    return server.client.request(method, path, headers=headers, content=body or None)


@pytest.mark.parametrize("name", BOOLEANS)
def test_w3c_query_that_is_true(name: str, server: Server) -> None:
    answer = send(server, BOOLEANS[name])

    assert (answer.status_code, answer.headers["content-type"]) == (200, RESULTS)
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("SELECT (1 AS ?value) {}", {RESULTS, "application/sparql-results+xml", "text/csv; charset=utf-8"}),
        ("DESCRIBE <http://example.org/>", {"text/turtle; charset=utf-8", "application/rdf+xml"}),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", {"text/turtle; charset=utf-8", "application/rdf+xml"}),
    ],
    ids=["query_content_type_select", "query_content_type_describe", "query_content_type_construct"],
)
def test_w3c_query_content_type(query: str, types: set[str], server: Server) -> None:
    answer = send(server, ("POST", f"/sparql/?{ZERO}", DIRECT, query.encode()))

    assert answer.status_code == 200
    assert answer.headers["content-type"] in types


@pytest.mark.parametrize("name", BAD)
def test_w3c_bad_query(name: str, server: Server) -> None:
    request, status = BAD[name]
    answer = send(server, request)

    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert {"type", "title", "status", "detail", "hint"} <= set(answer.json())


def test_w3c_multiple_dataset_as_it_stands_names_a_graph_that_there_is_not(server: Server) -> None:
    encoded = NAMED.replace("&", "%26").replace("=http", "%3Dhttp").replace("%3D", "=", 1)
    answer = send(server, ("POST", f"/sparql/?{encoded}", DIRECT, ASK_FROM.encode()))

    assert answer.status_code == 400
    assert f"<{ONE}&named-graph-uri={TWO}>" in answer.json()["detail"]


INSERTS = " ".join(f"GRAPH <{iri}> {{ <{iri}> a foaf:Document }}" for iri in (ONE, TWO, THREE))
PREFIXES = "PREFIX dc: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>"
TEST = "http://example.org/protocol-update-dataset-{}test/"
USING = f"using-graph-uri={ENCODED.format(1)}"
RESOURCE = "<http://purl.org/dc/terms/BibliographicResource>"
PEOPLE = (
    "PREFIX foaf: <http://xmlns.com/foaf/0.1/> WITH <http://example/addresses> DELETE { ?person foaf:givenName 'Bill' }"
    " INSERT { ?person foaf:givenName 'William' } WHERE { ?person foaf:givenName 'Bill' }"
)
UPDATES: dict[str, tuple[Request, str]] = {
    "update_dataset_default_graph": (
        (
            "POST",
            f"/sparql/?{USING}",
            UPDATE,
            f"{PREFIXES} CLEAR ALL ; INSERT DATA {{ GRAPH <{ONE}> {{ <{ONE}> a foaf:Document }} }} ; "
            f"INSERT {{ GRAPH <{TEST.format('')}> {{ ?s a dc:BibliographicResource }} }} "
            f"WHERE {{ ?s a foaf:Document }}".encode(),
        ),
        f"ASK {{ GRAPH <{TEST.format('')}> {{ <{ONE}> a {RESOURCE} }} }}",
    ),
    "update_dataset_default_graphs": (
        (
            "POST",
            f"/sparql/?{USING}&using-graph-uri={ENCODED.format(2)}",
            UPDATE,
            f"{PREFIXES} DROP ALL ; INSERT DATA {{ {INSERTS} }} ; "
            f"INSERT {{ GRAPH <{TEST.format('graphs-')}> {{ ?s a dc:BibliographicResource }} }} "
            f"WHERE {{ ?s a foaf:Document }}".encode(),
        ),
        (
            f"ASK {{ GRAPH <{TEST.format('graphs-')}> {{ <{ONE}> a {RESOURCE} . <{TWO}> a {RESOURCE} . }} "
            f"FILTER NOT EXISTS {{ GRAPH <{TEST.format('graphs-')}> {{ <{THREE}> a {RESOURCE} . }} }} }}"
        ),
    ),
    "update_dataset_named_graphs": (
        (
            "POST",
            f"/sparql/?using-named-graph-uri={ENCODED.format(1)}&using-named-graph-uri={ENCODED.format(2)}",
            UPDATE,
            f"{PREFIXES} DROP ALL ; INSERT DATA {{ {INSERTS} }} ; "
            f"INSERT {{ GRAPH <{TEST.format('named-graphs-')}> {{ ?s a dc:BibliographicResource }} }} "
            f"WHERE {{ GRAPH ?g {{ ?s a foaf:Document }} }}".encode(),
        ),
        (
            f"ASK {{ GRAPH <{TEST.format('named-graphs-')}> {{ <{ONE}> a {RESOURCE} . <{TWO}> a {RESOURCE} . }} "
            f"FILTER NOT EXISTS {{ GRAPH <{TEST.format('named-graphs-')}> {{ <{THREE}> a {RESOURCE} . }} }} }}"
        ),
    ),
    "update_dataset_full": (
        (
            "POST",
            f"/sparql/?{USING}&using-named-graph-uri={ENCODED.format(2)}",
            UPDATE,
            f"{PREFIXES} DROP ALL ; INSERT DATA {{ {INSERTS} }} ; "
            f"INSERT {{ GRAPH <{TEST.format('full-')}> {{ ?s <http://example.org/in> ?in }} }} WHERE {{ "
            f"{{ GRAPH ?g {{ ?s a foaf:Document }} BIND(?g AS ?in) }} "
            f'UNION {{ ?s a foaf:Document . BIND("default" AS ?in) }} }}'.encode(),
        ),
        (
            f'ASK {{ GRAPH <{TEST.format("full-")}> {{ <{ONE}> <http://example.org/in> "default" . '
            f"<{TWO}> <http://example.org/in> <{TWO}> . }} "
            f"FILTER NOT EXISTS {{ GRAPH <{TEST.format('full-')}> {{ <{THREE}> ?p ?o }} }} }}"
        ),
    ),
    "update_post_form": (("POST", "/sparql/", FORM, b"update=CLEAR+ALL"), "ASK { FILTER NOT EXISTS { ?s ?p ?o } }"),
    "update_post_direct": (("POST", "/sparql/", UPDATE, b"CLEAR ALL"), "ASK { FILTER NOT EXISTS { ?s ?p ?o } }"),
    "update_base_uri": (
        (
            "POST",
            "/sparql/",
            UPDATE,
            (
                b"CLEAR GRAPH <http://example.org/protocol-base-test/> ; INSERT DATA { GRAPH "
                b"<http://example.org/protocol-base-test/> { <http://example.org/s> <http://example.org/p> <test> } }"
            ),
        ),
        "ASK { GRAPH <http://example.org/protocol-base-test/> { <http://example.org/s> <http://example.org/p> ?o } }",
    ),
}
BAD_UPDATES: dict[str, Request] = {
    "bad_update_get": ("GET", "/sparql/?update=CLEAR%20ALL", {}, b""),
    "bad_multiple_updates": ("POST", "/sparql/", FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    "bad_update_wrong_media_type": ("POST", "/sparql/", {"Content-Type": "text/plain"}, b"CLEAR NAMED"),
    "bad_update_missing_form_type": ("POST", "/sparql/", {}, b"update=CLEAR%20NAMED"),
    "bad_update_non_utf8": (
        "POST",
        "/sparql/",
        {"Content-Type": "application/sparql-update; charset=UTF-16"},
        "CLEAR NAMED".encode("utf-16"),
    ),
    "bad_update_syntax": ("POST", "/sparql/", FORM, b"update=CLEAR%20XYZ"),
    "bad_update_dataset_conflict": (
        "POST",
        "/sparql/?using-named-graph-uri=http%3A%2F%2Fexample%2Fpeople",
        UPDATE,
        PEOPLE.encode(),
    ),
}


@pytest.mark.parametrize("name", UPDATES)
def test_w3c_update_is_refused_and_the_query_after_it_finds_nothing_changed(name: str, server: Server) -> None:
    request, query = UPDATES[name]
    before = server.dump()
    answer = send(server, request)

    assert (answer.status_code, answer.headers["content-type"]) == (403, PROBLEM)
    assert "nothing was changed" in answer.json()["detail"]
    assert server.ask(query).json()["boolean"] is False
    assert server.dump() == before


@pytest.mark.parametrize("name", BAD_UPDATES)
def test_w3c_bad_update_is_refused_with_nothing_changed(name: str, server: Server) -> None:
    before = server.dump()
    answer = send(server, BAD_UPDATES[name])

    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == PROBLEM
    assert server.dump() == before


ROWS = [
    ("application/sparql-results+json", RESULTS, b'"bindings":[{"n":'),
    ("application/sparql-results+xml", "application/sparql-results+xml", b"<binding name="),
    ("text/csv", "text/csv; charset=utf-8", b"n\r\n1\r\n"),
    ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?n\n1\n"),
    ("application/json", "application/json", b'"bindings":[{"n":'),
    ("text/csv;q=0.2, application/sparql-results+xml;q=0.3", "application/sparql-results+xml", b"<binding"),
    ("*/*", RESULTS, b'"bindings"'),
    ("text/*", "text/csv; charset=utf-8", b"1"),
]


@pytest.mark.parametrize(("accept", "content_type", "piece"), ROWS)
def test_rows_are_written_as_the_client_likes(accept: str, content_type: str, piece: bytes, server: Server) -> None:
    answer = server.ask("SELECT (1 AS ?n) {}", Accept=accept)

    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert piece in answer.content
    assert "Accept" in answer.headers["vary"]


GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("accept", GRAPHS)
def test_triples_are_written_as_the_client_likes(accept: str, server: Server) -> None:
    answer = server.ask("CONSTRUCT { ?s a kg:Feature ; rdfs:label 'Ü <b>' } WHERE { ?s ?p ?o }", Accept=accept)
    triples = {str(quad.triple) for quad in ox.parse(answer.content, format=GRAPHS[accept])}

    assert answer.headers["content-type"].partition(";")[0] == accept
    assert len(triples) == 8
    assert all("Ü <b>" in each or "Feature" in each for each in triples)


def test_rdf_xml_that_cannot_be_written_is_refused(server: Server) -> None:
    answer = server.ask("CONSTRUCT { ?s <http://example.org/1> 1 } { ?s ?p ?o }", Accept="application/rdf+xml")

    assert (answer.status_code, answer.headers["content-type"]) == (406, PROBLEM)


@pytest.mark.parametrize("accept", ["image/png", "text/turtle", "nonsense", "application/sparql-results+json;q=0"])
def test_an_answer_that_is_not_accepted_is_refused(accept: str, server: Server) -> None:
    answer = server.ask("ASK {}", Accept=accept)

    assert (answer.status_code, answer.headers["content-type"]) == (406, PROBLEM)


def test_an_accept_header_that_is_too_long_accepts_everything(server: Server) -> None:
    answer = server.ask("ASK {}", Accept=",".join(["image/png"] * 10_000))

    assert (answer.status_code, answer.headers["content-type"]) == (200, RESULTS)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&", b""),
        ("GET", "/sparql?&&query=ASK%7B%7D&&format=json", b""),
        ("POST", "/sparql", b"&query=ASK%7B%7D&"),
    ],
)
def test_nothing_between_two_ampersands_is_no_parameter(method: str, path: str, body: bytes, server: Server) -> None:
    assert send(server, (method, path, FORM, body)).json()["boolean"] is True


def test_an_answer_of_many_pieces_comes_whole(server: Server) -> None:
    long = "ü" * 200_000
    rows = server.ask(f"SELECT ?a ?b {{ VALUES ?a {{ '{long}' }} BIND(?a AS ?b) }}").json()["results"]["bindings"]

    assert [rows[0][name]["value"] for name in "ab"] == [long, long]


def test_a_link_names_its_format(server: Server) -> None:
    answer = server.client.get("/sparql?query=ASK%20%7B%7D&format=csv", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.text) == (200, "true")
    assert server.client.get("/sparql?query=ASK%20%7B%7D&format=pdf").status_code == 406


def test_the_terms_of_a_row_are_those_that_pyoxigraph_writes(server: Server) -> None:
    values = r'"a" 1 2.50 1e0 true <x:ü> "b\n\"\u0001" "c"@de-AT'
    query = f"SELECT (1 AS ?t) ?u ?v {{ VALUES ?v {{ {values} }} }}"
    expected = ox.Store().query(query)
    assert isinstance(expected, ox.QuerySolutions)

    assert server.ask(query).json() == json.loads(expected.serialize(format=ox.QueryResultsFormat.JSON) or b"")


def test_a_browser_is_led_to_the_page(server: Server) -> None:
    accept = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    answer = server.client.get("/sparql?query=ASK%20%7B%7D", headers=accept)

    assert (answer.status_code, answer.headers["location"]) == (303, "/query?query=ASK%20%7B%7D")
    assert server.client.get("/sparql", headers=accept).headers["location"] == "/query"


@pytest.mark.parametrize("accept", ["", *GRAPHS])
def test_the_service_describes_itself(accept: str, server: Server) -> None:
    answer = server.client.get("/sparql", headers={"Accept": accept} if accept else {})
    sd = "http://www.w3.org/ns/sparql-service-description#"
    quads = list(ox.parse(answer.content, format=GRAPHS[accept or "text/turtle"]))
    objects = {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in quads}

    assert answer.status_code == 200
    assert {
        (f"{sd}endpoint", f"{server.url}/sparql"),
        (f"{sd}supportedLanguage", f"{sd}SPARQL11Query"),
        (f"{sd}feature", f"{sd}UnionDefaultGraph"),
        (f"{sd}resultFormat", "http://www.w3.org/ns/formats/SPARQL_Results_JSON"),
        ("http://rdfs.org/ns/void#triples", "4"),
    } <= objects
    assert {iri for name, iri in objects if name == f"{sd}name"} == {f"{DATA}data{i}.rdf" for i in range(4)}


def test_head_and_options(server: Server) -> None:
    whole = server.client.get("/sparql?query=ASK%20%7B%7D")
    head = server.client.head("/sparql?query=ASK%20%7B%7D")
    options = server.client.options("/sparql")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/sparql", "/"])
def test_another_method_is_refused(method: str, path: str, server: Server) -> None:
    answer = server.client.request(method, path)

    assert (answer.status_code, answer.headers["content-type"]) == (405, PROBLEM)
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, b""), 400),
        (("GET", "/sparql?query=%FF", {}, b""), 400),
        (("GET", "/sparql?query", {}, b""), 400),
        (("GET", "/sparql?other=1", {}, b""), 400),
        (("POST", "/sparql", FORM, b""), 400),
        (("POST", "/sparql?query=ASK%20%7B%7D", FORM, b"query=ASK%20%7B%7D"), 400),
        (("POST", "/sparql", FORM, b"query=%C3%28"), 400),
        (("POST", "/sparql", FORM, "query=ü".encode()), 400),
        (("POST", "/sparql", DIRECT, b"ASK { \xff }"), 400),
        (("POST", "/sparql", DIRECT, b""), 400),
        (("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=x"}, b"--x--"), 415),
        (("POST", "/sparql", {"Content-Type": "nonsense"}, b"ASK {}"), 415),
        (("POST", "/sparql", DIRECT, b"ASK {}" + b" " * 1_000_000), 413),
        (("POST", "/sparql", FORM, b"&".join([b"a=b"] * 2000)), 400),
    ],
)
def test_a_malformed_request_is_refused(request_: Request, status: int, server: Server) -> None:
    answer = send(server, request_)

    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)


def test_the_most_rows_are_answered_and_one_more_is_refused(server: Server) -> None:
    values = " ".join(str(number) for number in range(1001))
    exactly = server.ask(f"SELECT ?n {{ VALUES ?n {{ {values} }} }} LIMIT 1000", Accept="text/csv")
    answer = server.ask(f"SELECT ?n {{ VALUES ?n {{ {values} }} }}", Accept="text/csv")
    triples = server.ask(f"CONSTRUCT {{ <x:s> <x:p> ?n }} {{ VALUES ?n {{ {values} }} }}")

    assert len(exactly.text.splitlines()) == 1001
    for refused in (answer, triples):
        assert (refused.status_code, refused.headers["content-type"]) == (403, PROBLEM)
        assert "1,000 rows" in refused.json()["detail"]
        assert "LIMIT" in refused.json()["hint"]
