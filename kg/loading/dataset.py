"""From files to named graphs, and the graphs of the vocabularies and the ontology."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .. import ontology
from ..errors import LoadError
from ..names import RDF, SCHEMA
from ..sparql import EXTENSIONS, Graph, HasQuads
from ..terms import Triple, iri
from .hashes import Triples, canonical
from .split import split

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from pyoxigraph import Triple as PlainTriple

_ONTOLOGY = "https://w3id.org/docs-kg/ontology"
VOCABULARY_RECORD = "https://w3id.org/docs-kg/load/record"
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
        graphs: Paths, ``-`` (TriG or Turtle on standard input), or graphs in memory.
        name: The IRI of the dataset; where it is not given, ``{base}dataset`` of the documents' own base.

    Raises:
        LoadError: A file cannot be read, or it does not tell its base.
    """
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
    if rest:
        named.setdefault(f"{dataset}/rest", set()).update(rest)
    return Dataset(dataset, {graph: canonical(named[graph]) for graph in sorted(named)})


def vocabularies() -> dict[str, Triples]:
    """Return the graphs of the ontology and the shared vocabularies, each named by its own IRI."""
    files = {_ONTOLOGY: [ontology.folder() / "core.ttl"]}
    for path in ontology.vocabulary_files():
        files.setdefault(f"https://w3id.org/docs-kg/{path.parent.name}", []).append(path)
    return {
        graph: canonical(triple for path in paths for _, triple in _read(str(path))) for graph, paths in files.items()
    }


def _read(place: str) -> Iterator[tuple[str, Triple]]:
    """Yield the graph (empty for the default graph) and the triple of each quad of a file."""
    import pyoxigraph as ox

    suffix = Path(place).suffix.lower()
    if place != "-" and suffix not in EXTENSIONS:
        hint = f"a graph ends in one of {' '.join(EXTENSIONS)}"
        raise LoadError("the extension names no RDF format", hint=hint, place=place)
    rdf_format = getattr(ox.RdfFormat, EXTENSIONS.get(suffix, "TRIG"))
    try:
        if place == "-":
            yield from _pairs(ox.parse(sys.stdin.buffer.read(), format=rdf_format))
        else:
            base = Path(place).absolute().as_uri()
            yield from _pairs(ox.parse(path=place, format=rdf_format, base_iri=base))
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (os error")[0].lower()
        raise LoadError(reason, hint="name a graph that `kg export` wrote", place=place) from error
    except SyntaxError as error:
        where = ":".join(str(part) for part in (place, error.lineno, error.offset) if part is not None)
        reason = " ".join(str(error.msg).rpartition(": ")[2].split())
        hint = "write the graph again; nothing was sent"
        raise LoadError(f"not {rdf_format.name}: {reason}", hint=hint, place=where) from error


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
            if p == _ABOUT and s in documents and _PRODUCT in o:
                bases.add(o[1:-1].rpartition(_PRODUCT)[0])
    if len(bases) == 1:
        return f"{bases.pop()}dataset"
    reason = "the graphs have several bases" if bases else "the graphs do not tell their base"
    raise LoadError(reason, hint="give the dataset a name of its own with --dataset IRI")
