"""The formats that a graph can be written in: one entry each, written by pyoxigraph.

pyoxigraph and not rdflib, whose Turtle writer takes about a hundred times as long for the same triples, and not own
code: an own writer is no faster and has to escape by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from .lines import sort_lines, statements
from .names import PREFIXES
from .terms import Triple

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
    output = BytesIO()
    if FORMATS[name].named_graphs:
        documents = ((graph, sort_lines(graphs[graph]).encode()) for graph in sorted(graphs))
        write_dataset(documents, name, prefixes, output)
    else:
        write_graph([sort_lines(frozenset().union(*graphs.values())).encode()], name, prefixes, output)
    return output.getvalue()


def write_graph(blocks: Iterable[bytes], name: str, prefixes: Mapping[str, str], output: BinaryIO) -> None:
    """Write a graph as its triples come; what ``blocks`` and ``output`` raise passes through.

    Args:
        blocks: Its sort lines (``lines``), sorted, each once: blocks of them, joined by line feeds.
        name: A key of ``FORMATS``, without named graphs.
        prefixes: Prefixes of the data, besides ``names.PREFIXES``.
        output: Where to.
    """
    _write((("", block) for block in blocks), name, prefixes, output)


def write_dataset(
    documents: Iterable[tuple[str, bytes]], name: str, prefixes: Mapping[str, str], output: BinaryIO
) -> None:
    """Write named graphs as they come; what ``documents`` and ``output`` raise passes through.

    Args:
        documents: The IRI of each document and its sort lines, as in ``write_graph``; sorted by the IRIs. One may come
            in several blocks.
        name: A key of ``FORMATS``, with named graphs.
        prefixes: Prefixes of the data, besides ``names.PREFIXES``.
        output: Where to.
    """
    _write(((f"<{document}> ", lines) for document, lines in documents), name, prefixes, output)


def _write(blocks: Iterable[tuple[str, bytes]], name: str, prefixes: Mapping[str, str], output: BinaryIO) -> None:
    """Write blocks of sort lines, each behind the term of its graph and a space."""
    import pyoxigraph as ox

    texts = (statements(block, graph) for graph, block in blocks if block)
    # lenient, as ``terms`` has checked each term: half the time
    parsed = (ox.parse(text, format=ox.RdfFormat.N_QUADS, lenient=True) for text in texts)
    known = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in _UNUSED}
    rdf_format = getattr(ox.RdfFormat, FORMATS[name].rdf_format)
    ox.serialize(chain.from_iterable(parsed), output, format=rdf_format, prefixes={**known, **prefixes})
