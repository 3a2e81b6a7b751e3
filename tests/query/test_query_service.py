"""No query leaves the machine: SERVICE never runs, however it is written."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.sparql import query

QUERIES = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ sErViCe SILENT # why\n <{url}> {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "DESCRIBE ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "PREFIX : <{url}> SELECT * {{ SERVICE:{{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(<{url}> AS ?e) LATERAL {{ SERVICE ?e {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ ?a ?b 1SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?a ?b true.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ ?a ?b-1SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ ?a :-1SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ ?a ?b :.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    # Oxigraph takes dots in one place of a local name, and ends it before the next ones:
    "PREFIX : <x:> SELECT * {{ ?a ?b :c.d.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ ?a ?b :c.x:d.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ ?a ?b :c.d\\,x:e.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ ?a ?b :c.\u1680x:e.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ ?a ?b :service.a.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ ?a ?b ?x.SERVICE<{url}>{{ ?s ?p ?o }} }}",
    # A check that strips comments, strings or IRIs, or reads code points first, takes the word for one of those:
    'SELECT * {{ #\\u000A FILTER("""\nSERVICE <{url}> {{ ?s ?p ?o }}\n#\\u000A""" = "")\n }}',
    "SELECT * {{ ?a ?b ?c #\rSERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?a ?b ?c BIND(1 AS ?x) BIND(2 AS ?y) FILTER(?x<?y)SERVICE#>\n<{url}> {{ ?s ?p ?o }} }}",
    "PREFIX : <x:> SELECT * {{ OPTIONAL {{ :\\'b :p ?q }} SERVICE <{url}> {{ ?s ?p ?o }} OPTIONAL {{ :\\' ?p ?q }} }}",
]
GRAPH = """PREFIX : <x:>
:a :b 1 , true , -1 , : , :c.d , :c.x:d , :c.d\\,x:e , :c.\u1680x:e , :service.a . :a : -1 ."""


class Memory:
    """A graph in memory."""

    def quads(self) -> list[ox.Quad]:
        return [ox.Quad(t.subject, t.predicate, t.object) for t in ox.parse(GRAPH, format=ox.RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a server on this machine, and what was asked of it."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815, the name that http.server calls

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", seen
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("sparql", QUERIES)
def test_service_is_refused_before_anything_is_sent(sparql: str, listener: tuple[str, list[str]]) -> None:
    url, seen = listener
    with pytest.raises(QueryError, match="SERVICE would send the query to another machine"):
        query(Memory(), sparql.format(url=url))
    assert seen == []


@pytest.mark.parametrize("sparql", QUERIES)
def test_pyoxigraph_alone_would_have_sent_it(sparql: str, listener: tuple[str, list[str]]) -> None:
    url, seen = listener
    store = ox.Store()
    store.extend(Memory().quads())
    with contextlib.suppress(OSError):
        answer = store.query(sparql.format(url=url))
        if not isinstance(answer, ox.QueryBoolean):
            list(answer)
    assert seen
    seen.clear()


def test_the_place_of_an_error_is_that_of_the_query_as_given() -> None:
    with pytest.raises(QueryError) as caught:
        query(Memory(), "ASK {\n  BIND('a service of the Service' AS ?x) SERVICE <x:> {} }")
    assert caught.value.place == "query:2:42"
    with pytest.raises(QueryError) as caught:
        query(Memory(), "ASK { BIND('a service' AS ?x)\n # SERVICE <x:>\n ?x 'service' }")
    assert str(caught.value).startswith("query:3:10: not a SPARQL query; ")


def test_the_word_means_the_same_wherever_it_is_no_keyword() -> None:
    sparql = """
        PREFIX p: <http://example.org/service/>  # a service: here
        SELECT ("web service: <x>" AS ?a) (<http://example.org/service#Service> AS ?b) (p:Service AS ?c)
               ('''SERVICE''' AS ?d) ("\\\\service" AS ?service) ?my_service { VALUES ?my_service { "s" } }"""
    (row,) = query(Memory(), sparql).rows
    assert row == (
        "web service: <x>",
        "http://example.org/service#Service",
        "http://example.org/service/Service",
        "SERVICE",
        "\\service",
        "s",
    )


@pytest.mark.parametrize("name", ["my.service", "a-b.my-service-x", "my..Service", "service.service", "o.SERVICE"])
@pytest.mark.parametrize("pattern", ["?s {} ?o", "?s ex:p/{} ?o", "[] ex:p {}, {} ; ^{} ?o", "VALUES ?o {{ {} }}"])
def test_a_local_name_with_a_dot_keeps_the_word(pattern: str, name: str) -> None:
    pattern = pattern.format(*[f"ex:{name}"] * 3)
    text = f"PREFIX ex: <x:> SELECT (ex:{name} AS ?n) {{ OPTIONAL {{ {pattern} }} }}"
    assert query(Memory(), text).rows == ((f"x:{name}",),)


def test_no_local_name_with_a_dot_hides_the_keyword() -> None:
    with pytest.raises(QueryError):
        query(Memory(), "PREFIX ex: <x:> SELECT * { ?s ex:p ex:o.SERVICE <http://x/> {} }")
