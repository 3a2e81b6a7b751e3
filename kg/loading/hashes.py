"""What a graph is, in the notation of N-Triples, and the hash that tells two of them apart."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from ..terms import Triple
from .tangle import is_tangled

Triples = frozenset[Triple]
"""A graph: its terms are strings in the notation of N-Triples."""


def content(triples: Triples) -> bytes:
    """Return a graph as sorted N-Triples, which are Turtle too."""
    return "".join(sorted(f"{s} {p} {o} .\n" for s, p, o in triples)).encode()


def digest(triples: Triples) -> str:
    """Return the SHA-256 of a graph's sorted N-Triples, in hexadecimal."""
    return sha256(content(triples)).hexdigest()


def canonical(triples: Iterable[Triple]) -> Triples:
    """Return a graph whose blank nodes have the labels of RDFC-1.0: the same for every graph that is the same.

    Raises:
        ValueError: That would take too long.
    """
    graph = frozenset(triples)
    if not any(s.startswith("_:") or o.startswith("_:") for s, _, o in graph):
        return graph
    if is_tangled(graph):
        raise ValueError("too many blank nodes that are alike")
    import pyoxigraph as ox

    dataset = ox.Dataset(ox.parse(content(graph), format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(Triple(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in dataset)


def read(data: bytes) -> Triples:
    """Return the graph that a store answered in N-Triples or Turtle.

    Raises:
        ValueError: It is neither, or cannot be compared.
    """
    import pyoxigraph as ox

    try:
        quads = ox.parse(data, format=ox.RdfFormat.TURTLE)
        return canonical(Triple(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads)
    except SyntaxError as error:
        raise ValueError("no N-Triples and no Turtle") from error
