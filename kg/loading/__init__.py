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

from ..errors import LoadError
from ..sparql import Graph, HasQuads
from .client import Client, RefusedError
from .connecting import connect
from .dataset import VOCABULARY_RECORD, read_dataset, vocabularies
from .description import describe
from .hashes import Triples
from .ledger import Ledger
from .record import record_of, records_of
from .space import is_shared, owns
from .stores import STORES, Store
from .sync import Done, Sync
from .transport import Patience

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

    @property
    def refused(self) -> int:
        """How many graphs the store did not take."""
        return sum(isinstance(problem, RefusedError) for problem in self.problems)


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
        dataset: The IRI of the dataset, ``{base}dataset``: it owns the names that start with that base. Where it is not
            given, the documents tell it.
        patience: How long to wait for the server.
        progress: Told how many graphs are done, of how many.

    Raises:
        LoadError: A graph cannot be read (then nothing was sent), or the store cannot be used.
    """
    data = read_dataset(_several(graphs), dataset)
    wanted = {**data.graphs, data.iri: describe(data.iri, data.graphs)}
    shared = vocabularies()
    shards: dict[str, dict[str, Triples]] = {name: {} for name in records_of(data.iri)}
    for graph, triples in wanted.items():
        shards[record_of(data.iri, graph)][graph] = triples
    total, count = len(wanted) + len(shared), 0

    def step() -> None:
        nonlocal count
        count += 1
        progress(min(count, total), total)

    def owned(record: str, graph: str) -> bool:
        return owns(data.iri, graph) and record_of(data.iri, graph) == record

    with connect(to, store, patience) as client:
        run = f"urn:uuid:{uuid.uuid4()}"
        vocabulary = Sync(
            client, run, Ledger(client, lambda _, graph: is_shared(graph), verify), verify=verify, step=step
        ).bring(VOCABULARY_RECORD, shared)
        sync = Sync(client, run, Ledger(client, owned, verify), prune, verify, step)
        done = Done()
        for name, shard in shards.items():
            done += sync.bring(name, shard)
    there = {*done.sent, *done.same, *vocabulary.sent, *vocabulary.same}
    sizes = sum(len(triples) for graph, triples in {**wanted, **shared}.items() if graph in there)
    return Loaded(client.store.name, done, replace(vocabulary, kept=()), sizes)


def _several(graphs: Graph | Iterable[Graph]) -> Iterable[Graph]:
    return [graphs] if isinstance(graphs, (str, os.PathLike, HasQuads)) else graphs
