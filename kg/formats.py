"""The formats that a graph can be written in: one entry each, written by pyoxigraph.

pyoxigraph and not rdflib, whose Turtle writer takes about a hundred times as long for the same triples, and not own
code: an own writer is no faster and has to escape by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .names import PREFIXES, RDF
from .terms import Triple

_TYPE = f"<{RDF}type>"
_UNUSED = frozenset({"d3f", "rdf"})
"""Prefixes that no export needs: D3FEND stands in the vocabularies only, and ``rdf:type`` has signs of its own."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in pyoxigraph, its media type, its file extensions, and whether it has named graphs."""

    rdf_format: str
    media_type: str
    extensions: tuple[str, ...]
    named_graphs: bool = False


FORMATS: Mapping[str, Format] = {
    "turtle": Format("TURTLE", "text/turtle", (".ttl",)),
    "trig": Format("TRIG", "application/trig", (".trig",), named_graphs=True),
    "ntriples": Format("N_TRIPLES", "application/n-triples", (".nt",)),
    "nquads": Format("N_QUADS", "application/n-quads", (".nq",), named_graphs=True),
    "jsonld": Format("JSON_LD", "application/ld+json", (".jsonld", ".json")),
    "rdfxml": Format("RDF_XML", "application/rdf+xml", (".rdf", ".xml")),
}


def serialize(graphs: Mapping[str, frozenset[Triple]], name: str, prefixes: Mapping[str, str]) -> bytes:
    """Return graphs in a format: sorted, so that the same triples give the same bytes.

    Args:
        graphs: For each document, its triples. In a format without named graphs they become one.
        name: A key of ``FORMATS``.
        prefixes: Prefixes of the data, besides ``names.PREFIXES``.
    """
    import pyoxigraph as ox

    format_ = FORMATS[name]
    rdf_format = getattr(ox.RdfFormat, format_.rdf_format)
    lines = _quads(graphs) if format_.named_graphs else _triples(graphs)
    source = ox.RdfFormat.N_QUADS if format_.named_graphs else ox.RdfFormat.N_TRIPLES
    quads = ox.parse("\n".join(lines), format=source)
    content: Iterable[Any] = quads if format_.named_graphs else (quad.triple for quad in quads)
    known = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in _UNUSED}
    return ox.serialize(content, format=rdf_format, prefixes={**known, **prefixes}) or b""


def _key(triple: Triple) -> tuple[str, bool, str, str]:
    """Sort by subject, what hangs from a node behind it, its types first."""
    return triple.subject[:-1], triple.predicate != _TYPE, triple.predicate, triple.object


def _triples(graphs: Mapping[str, frozenset[Triple]]) -> Iterator[str]:
    for triple in sorted(frozenset().union(*graphs.values()), key=_key):
        yield f"{triple.subject} {triple.predicate} {triple.object} ."


def _quads(graphs: Mapping[str, frozenset[Triple]]) -> Iterator[str]:
    for graph in sorted(graphs):
        for triple in sorted(graphs[graph], key=_key):
            yield f"{triple.subject} {triple.predicate} {triple.object} <{graph}> ."
