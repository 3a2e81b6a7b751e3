"""From files to named graphs, and the graphs of the vocabularies and the ontology."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import ontology
from ..errors import LoadError, QueryError
from ..names import RDF, SCHEMA
from ..shards import is_set
from ..sparql import Graph, HasQuads, file_error, format_of, place_of_graph, quads_of_set
from ..terms import Triple, iri
from .hashes import Triples, canonical
from .messages import one_line
from .space import SHARED, check_dataset, check_graph, rest_of
from .split import split

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from pyoxigraph import Triple as PlainTriple

VOCABULARY_RECORD = f"{SHARED}load/record"
"""The graph that records what a store holds of the vocabularies and the ontology: one for all datasets in it."""

_ABOUT = iri(f"{SCHEMA}about")
_TYPE = iri(f"{RDF}type")
_ARTICLE = iri(f"{SCHEMA}TechArticle")
_PRODUCT = "product#"


@dataclass(frozen=True)
class Dataset:
    """What is to be loaded.

    Args:
        iri: The IRI of the dataset and of the graph that describes it.
        graphs: IRI of a named graph to its triples; none is empty.
    """

    iri: str
    graphs: Mapping[str, Triples]


def read_dataset(graphs: Iterable[Graph], name: str | None = None) -> Dataset:
    """Return the named graphs of files: those of N-Quads and TriG as they are, a flat file split by its documents.

    Args:
        graphs: Paths, also of sets of shards, ``-`` (TriG or Turtle on standard input), or graphs in memory.
        name: The IRI of the dataset; where it is not given, ``{base}dataset`` of the documents' own base.

    Raises:
        LoadError: A file cannot be read, does not tell its base, or has a graph that is none of the dataset.
    """
    if name is not None:
        check_dataset(name)
    named: dict[str, set[Triple]] = {}
    rest: set[Triple] = set()
    for graph in graphs:
        quads = _quads(graph) if isinstance(graph, HasQuads) else _read(os.fspath(graph))
        flat = set[Triple]()
        for where, triple in quads:
            (named.setdefault(where, set()) if where else flat).add(triple)
        documents, left = split(frozenset(flat))
        for document, triples in documents.items():
            named.setdefault(document, set()).update(triples)
        rest |= left
    if not named and not rest:
        raise LoadError("the graphs hold no triple", hint="name a graph that `kg export` wrote")
    dataset = name or _dataset_iri(named.values())
    for graph in sorted(named):
        check_graph(dataset, graph)
    if rest:
        named[rest_of(dataset)] = rest
    return Dataset(dataset, {graph: _canonical(graph, named[graph]) for graph in sorted(named)})


def _canonical(graph: str, triples: Iterable[Triple]) -> Triples:
    try:
        return canonical(triples)
    except ValueError as error:
        hint = "give some of them IRIs; nothing was sent"
        raise LoadError(f"the graph cannot be compared: {error}", hint=hint, place=graph) from error


def vocabularies() -> dict[str, Triples]:
    """Return the graphs of the ontology and the shared vocabularies, each named by its own IRI."""
    files = {f"{SHARED}ontology": [ontology.folder() / "core.ttl"]}
    for path in ontology.vocabulary_files():
        files.setdefault(f"{SHARED}{path.parent.name}", []).append(path)
    return {
        graph: canonical(triple for path in paths for _, triple in _read(str(path))) for graph, paths in files.items()
    }


def _read(place: str) -> Iterator[tuple[str, Triple]]:
    """Yield the graph (empty for the default graph) and the triple of each quad of a file or a set of shards."""
    try:
        yield from _parsed(place)
    except QueryError as error:
        raise LoadError(one_line(error.message), hint=f"{error.hint}; nothing was sent", place=error.place) from error


def _parsed(place: str) -> Iterator[tuple[str, Triple]]:
    """Yield what a file holds; without a base, as that would tell where the file lies."""
    import pyoxigraph as ox

    place = place_of_graph(place)
    if is_set(place):
        yield from _pairs(quads_of_set(place))
        return
    rdf_format = format_of(place)
    try:
        if place == "-":
            quads = ox.parse(sys.stdin.buffer.read(), format=rdf_format, rename_blank_nodes=True)
        else:
            quads = ox.parse(path=place, format=rdf_format, rename_blank_nodes=True)
        yield from _pairs(quads)
    except (OSError, SyntaxError) as error:
        raise file_error(error, place) from error


def _quads(graph: HasQuads) -> Iterator[tuple[str, Triple]]:
    return _pairs(graph.quads())


def _pairs(quads: Iterable[Quad | PlainTriple]) -> Iterator[tuple[str, Triple]]:
    import pyoxigraph as ox

    default = ox.DefaultGraph()
    for quad in quads:
        graph = quad.graph_name if isinstance(quad, ox.Quad) else default
        name = graph.value if isinstance(graph, ox.NamedNode) else ""
        yield name, Triple(str(quad.subject), str(quad.predicate), str(quad.object))


def _dataset_iri(graphs: Iterable[Iterable[Triple]]) -> str:
    """Return ``{base}dataset``, where ``{base}product#…`` is what a document of the graphs is about."""
    bases = set[str]()
    for triples in graphs:
        documents = {s for s, p, o in triples if p == _TYPE and o == _ARTICLE}
        for s, p, o in triples:
            if p == _ABOUT and s in documents and o.startswith("<") and _PRODUCT in o:
                bases.add(o[1:-1].rpartition(_PRODUCT)[0])
    if len(bases) != 1:
        reason = "the graphs have several bases" if bases else "the graphs do not tell their base"
        hint = "give what they all start with, and then dataset, with --dataset, or load them apart"
        raise LoadError(reason, hint=hint)
    dataset = f"{bases.pop()}dataset"
    check_dataset(dataset)
    return dataset
