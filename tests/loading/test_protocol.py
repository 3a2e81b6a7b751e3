"""The sequences of the W3C's tests of the SPARQL 1.1 Graph Store HTTP Protocol, by our client, on real stores.

After https://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/: one test for each of its entries that a
loading client can ask; those of the server's own URL (``?graph=`` of itself, relative) and of the default graph have no
request in the client.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kg.errors import LoadError
from kg.loading.client import Client
from kg.loading.hashes import read
from kg.loading.stores import STORES, Store
from kg.loading.transport import Patience

from .conftest import Server

ONE = b'<http://example.org/1> <http://xmlns.com/foaf/0.1/name> "John Doe" .\n'
TWO = b'<http://example.org/1> <http://xmlns.com/foaf/0.1/name> "Jane Doe" .\n'
MORE = '<http://example.org/1> <http://xmlns.com/foaf/0.1/familyName> "Dô😀\\n\\"e\\"" .\n'.encode()


@pytest.fixture(params=["oxigraph", "virtuoso", "gsp"])
def client(request: pytest.FixtureRequest) -> Iterator[Client]:
    """A client of each real store, and one of the plain profile on Oxigraph's address of the protocol."""
    server: Server = request.getfixturevalue("oxigraph" if request.param == "gsp" else request.param)
    if request.param == "gsp":
        with Client(httpx.URL(f"{server.root}/store"), STORES["gsp"], patience=Patience(timeout=60)) as one:
            yield one
    else:
        with server.client() as one:
            yield one


@pytest.fixture
def graph(base: str) -> str:
    return f"{base}person/é 1.ttl".replace(" ", "-")


def test_put_initial_state(client: Client, graph: str) -> None:
    assert client.put(graph, ONE) is True  # 201 Created


def test_get_of_put_initial_state(client: Client, graph: str) -> None:
    client.put(graph, ONE)

    assert read(client.get(graph) or b"") == read(ONE)


def test_put_graph_already_in_store(client: Client, graph: str) -> None:
    client.put(graph, ONE)

    assert client.put(graph, TWO) is False  # 200 or 204
    assert read(client.get(graph) or b"") == read(TWO)


def test_put_mismatched_payload(client: Client, graph: str) -> None:
    client.put(graph, ONE)

    with pytest.raises(LoadError, match="refuses the graph"):
        client.put(graph, b"<urn:a> bad")

    assert read(client.get(graph) or b"") == read(ONE)


def test_put_empty_graph_over_one(client: Client, graph: str) -> None:
    client.put(graph, ONE)
    client.put(graph, b"")

    assert read(client.get(graph) or b"") == frozenset()


def test_delete_existing_graph(client: Client, graph: str) -> None:
    client.put(graph, ONE)

    assert client.delete(graph) is True


def test_get_of_delete_existing_graph(client: Client, graph: str) -> None:
    client.put(graph, ONE)
    client.delete(graph)

    assert client.get(graph) is None  # 404


def test_delete_nonexistent_graph(client: Client, graph: str) -> None:
    assert client.delete(graph) is False  # 404


def test_get_of_a_graph_that_never_was(client: Client, graph: str) -> None:
    assert client.get(graph) is None


def test_put_after_delete_is_a_new_graph(client: Client, graph: str) -> None:
    client.put(graph, ONE)
    client.delete(graph)

    client.put(graph, TWO)

    assert read(client.get(graph) or b"") == read(TWO)


def test_post_existing_graph_merges(client: Client, graph: str) -> None:
    client.put(graph, ONE)
    client.post(graph, MORE)

    assert read(client.get(graph) or b"") == read(ONE + MORE)


def test_post_the_same_again_changes_nothing(client: Client, graph: str) -> None:
    client.put(graph, ONE + MORE)
    client.post(graph, MORE)

    assert read(client.get(graph) or b"") == read(ONE + MORE)


def test_post_create_new_graph(client: Client, graph: str) -> None:
    client.post(graph, ONE)

    assert read(client.get(graph) or b"") == read(ONE)


def test_post_empty_graph_to_an_existing_one(client: Client, graph: str) -> None:
    client.put(graph, ONE)
    client.post(graph, b"")

    assert read(client.get(graph) or b"") == read(ONE)


def test_post_mismatched_payload(client: Client, graph: str) -> None:
    with pytest.raises(LoadError, match="refuses the graph"):
        client.post(graph, b"<urn:a> bad")


def test_head_on_an_existing_graph(client: Client, graph: str) -> None:
    client.put(graph, ONE)

    assert client.head(graph) is True


def test_head_on_a_nonexistent_graph(client: Client, graph: str) -> None:
    assert client.head(graph) is False


def test_graphs_do_not_touch_one_another(client: Client, graph: str) -> None:
    client.put(graph, ONE)
    client.put(f"{graph}2", TWO)
    client.delete(graph)

    assert read(client.get(f"{graph}2") or b"") == read(TWO)


def test_an_iri_with_signs_of_a_query_names_its_own_graph(client: Client, graph: str) -> None:
    client.put(f"{graph}?a=1&graph=b#c+%20", ONE)

    assert client.get(graph) is None
    assert read(client.get(f"{graph}?a=1&graph=b#c+%20") or b"") == read(ONE)


def test_the_profile_is_the_one_that_was_asked_for(client: Client) -> None:
    assert isinstance(client.store, Store)
