"""A graph in parts of bounded size, each of whole documents: what a validator in memory is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..loading.split import split
from ..terms import Triple

if TYPE_CHECKING:
    from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

AT_MOST = 20_000
"""Triples of a part, unless one document has more: rdflib holds so many in about 30 MB."""


def parts(store: Store) -> Iterator[frozenset[Triple]]:
    """Yield the triples of a store: named graphs together, as many as fit, and what is in none by its documents.

    Args:
        store: As ``sparql.load`` returns it: what its named graphs hold is in the default graph too.
    """
    part: set[Triple] = set()
    for document in _documents(store):
        if part and len(part) + len(document) > AT_MOST:
            yield frozenset(part)
            part = set()
        part |= document
    if part:
        yield frozenset(part)


def around(store: Store, triples: Iterable[Triple]) -> frozenset[Triple]:
    """Return some triples with all that the store says of what they name, and of what leads to it."""
    from pyoxigraph import DefaultGraph, NamedNode

    found = set(triples)
    nodes = {term for triple in found for term in (triple.subject, triple.object) if term.startswith("<")}
    for node in sorted(nodes):
        name = NamedNode(node[1:-1])
        for quads in (
            store.quads_for_pattern(name, None, None, DefaultGraph()),
            store.quads_for_pattern(None, None, name, DefaultGraph()),
        ):
            found.update(map(_triple, quads))
    return frozenset(found)


def _documents(store: Store) -> Iterator[frozenset[Triple]]:
    from pyoxigraph import DefaultGraph, NamedNode

    names = sorted((name for name in store.named_graphs() if isinstance(name, NamedNode)), key=str)
    for name in names:
        yield _graph(store, name)
    if not names:
        flat = _graph(store, DefaultGraph())
    else:
        flat = frozenset(_triple(quad) for quad in _of(store, DefaultGraph()) if not _is_named(store, quad))
    documents, rest = split(flat)
    yield from (documents[name] for name in sorted(documents))
    yield rest


def _is_named(store: Store, quad: Quad) -> bool:
    """Return whether a quad of the default graph is in a named one too."""
    found = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
    return any(one.graph_name != quad.graph_name for one in found)


def _graph(store: Store, name: DefaultGraph | NamedNode) -> frozenset[Triple]:
    return frozenset(map(_triple, _of(store, name)))


def _of(store: Store, name: DefaultGraph | NamedNode) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, name)


def _triple(quad: Quad) -> Triple:
    return Triple(str(quad.subject), str(quad.predicate), str(quad.object))
