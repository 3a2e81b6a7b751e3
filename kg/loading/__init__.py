"""Loads graphs into a triple store over the SPARQL 1.1 Graph Store Protocol: only what differs, safe to stop.

::

    read_dataset -> plan -> sync
    named graphs    what    record without hashes, graphs, record with hashes
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import httpx

from ..errors import LoadError
from ..sparql import Graph, HasQuads
from ..terms import iri
from .client import Client
from .credentials import Credentials, credentials
from .dataset import VOCABULARY_RECORD, read_dataset, vocabularies
from .description import describe
from .hashes import Triples
from .record import record_of, records_of
from .stores import STORES, Store, recognised
from .sync import Done, Sync
from .transport import Http, Patience, shown

__all__ = ["STORES", "Client", "Loaded", "Patience", "Store", "connect", "load"]


@dataclass(frozen=True)
class Loaded:
    """What a load did.

    Args:
        store: The name of the store's profile.
        data: What became of the graphs of the data and of their description.
        vocabularies: What became of the graphs of the vocabularies and the ontology.
        triples: How many triples the store now holds of these graphs.
    """

    store: str
    data: Done
    vocabularies: Done
    triples: int

    @property
    def problems(self) -> tuple[LoadError, ...]:
        """What was wrong with single graphs."""
        return self.vocabularies.problems + self.data.problems


def load(
    graphs: Graph | Iterable[Graph],
    to: str,
    store: str | None = None,
    *,
    prune: bool = False,
    verify: bool = False,
    dataset: str | None = None,
    patience: Patience | None = None,
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> Loaded:
    """Bring a triple store up to date with some graphs.

    Args:
        graphs: One or more files or graphs in memory.
        to: The address of the store: its root, its SPARQL endpoint or its Graph Store Protocol.
        store: A key of ``STORES``; where it is not given, the server's answer tells.
        prune: Remove graphs that a former load of the same dataset sent and that these graphs no longer hold.
        verify: Read the graphs that the record says are there, and send those that are not so.
        dataset: The IRI of the dataset; where it is not given, ``{base}dataset`` of the documents.
        patience: How long to wait for the server.
        progress: Told how many graphs are done, of how many.

    Raises:
        LoadError: A graph cannot be read (then nothing was sent), or the store cannot be used.
    """
    if dataset is not None:
        _check_name(dataset)
    data = read_dataset(_several(graphs), dataset)
    wanted = {**data.graphs, data.iri: describe(data.iri, data.graphs)}
    shared = vocabularies()
    shards: dict[str, dict[str, Triples]] = {name: {} for name in records_of(data.iri)}
    for graph, triples in wanted.items():
        shards[record_of(data.iri, graph)][graph] = triples
    total, count = len(wanted) + len(shared), 0

    def step(_: str) -> None:
        nonlocal count
        count += 1
        progress(min(count, total), total)

    with connect(to, store, patience) as client:
        run = f"urn:uuid:{uuid.uuid4()}"
        vocabulary = Sync(client, run, verify=verify, step=step).bring(VOCABULARY_RECORD, shared)
        done = Done()
        for name, shard in shards.items():
            done += Sync(client, run, prune, verify, step).bring(name, shard)
    there = {*done.sent, *done.same, *vocabulary.sent, *vocabulary.same}
    sizes = sum(len(triples) for graph, triples in {**wanted, **shared}.items() if graph in there)
    return Loaded(client.store.name, done, replace(vocabulary, kept=()), sizes)


def _several(graphs: Graph | Iterable[Graph]) -> Iterable[Graph]:
    return [graphs] if isinstance(graphs, (str, os.PathLike, HasQuads)) else graphs


def connect(to: str, store: str | None = None, patience: Patience | None = None) -> Client:
    """Return a client of the store at an address; credentials come from the environment or ``.netrc``.

    Args:
        to: The address.
        store: A key of ``STORES``; where it is not given, one request without credentials asks the server.
        patience: How long to wait.

    Raises:
        LoadError: The address cannot be used, or the server cannot be reached.
    """
    url = _address(to)
    known = credentials(url.host)
    patience = patience or Patience()
    profile = STORES[store] if store else _ask(url, patience)
    path = profile.path(url.path, known != Credentials())
    if path is None:
        raise LoadError(
            f"the address does not tell the graph store of {profile.name}", hint=profile.hint, place=shown(url)
        )
    address = url if path == url.path else url.copy_with(query=None).copy_with(path=path)
    return Client(address, profile, known, patience)


def _ask(url: httpx.URL, patience: Patience) -> Store:
    """Return the store that answers at an address; whatever the status is, the headers tell."""
    http = Http(Credentials(), patience)
    try:
        response = http.send("HEAD", url, {"Accept": "*/*"}, denied=True)
    finally:
        http.close()
    return recognised(url.path, response.headers)


def _address(to: str) -> httpx.URL:
    """Return the address of a store, without a fragment.

    Raises:
        LoadError: It is none, or holds credentials; the message does not repeat those.
    """
    hint = "give --to an address such as http://localhost:7878/"
    try:
        parts = urlsplit(to)  # httpx takes half of an IPv6 address for a name
        url = httpx.URL(to)
    except (httpx.InvalidURL, ValueError):
        raise LoadError("the address of the store is no URL", hint=hint) from None
    if "@" in parts.netloc:
        hint = "set KG_LOAD_USER and KG_LOAD_PASSWORD, or write them to .netrc"
        raise LoadError("the address of the store holds credentials", hint=hint)
    if url.scheme not in {"http", "https"} or not url.host:
        raise LoadError("the address of the store is no http or https URL", hint=hint)
    return url.copy_with(fragment=None)


def _check_name(dataset: str) -> None:
    try:
        iri(dataset)
    except ValueError as error:
        hint = "give --dataset one such as https://example.org/kg/dataset"
        raise LoadError("the name of the dataset is no absolute IRI", hint=hint) from error
    if "#" in dataset or "?" in dataset:
        raise LoadError("the name of the dataset has a query or fragment", hint="leave it out")
