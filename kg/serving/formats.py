"""The formats of answers: media type to pyoxigraph's name of it, the best first."""

from __future__ import annotations

from collections.abc import Mapping

from ..formats import FORMATS

ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/json": "JSON",
    "application/xml": "XML",
    "text/xml": "XML",
}
"""Of SELECT and ASK; the last three are what clients that know no better ask for."""

_FLAT = {name: each for name, each in FORMATS.items() if not each.named_graphs}
"""The formats of a graph, which an export has too."""

GRAPHS: Mapping[str, str] = {
    **{each.media_type: each.rdf_format for each in _FLAT.values()},
    "text/plain": FORMATS["ntriples"].rdf_format,
    "application/json": FORMATS["jsonld"].rdf_format,
    "application/xml": FORMATS["rdfxml"].rdf_format,
    "text/xml": FORMATS["rdfxml"].rdf_format,
}
"""Of CONSTRUCT and DESCRIBE, and of the service description."""

SHORT: Mapping[str, str] = {
    **{name: each.media_type for name, each in _FLAT.items()},
    "json": "application/sparql-results+json, application/ld+json;q=0.9",
    "xml": "application/sparql-results+xml, application/rdf+xml;q=0.9",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""What the parameter ``format`` may be, which a link has in place of an Accept header."""

_TEXT = {"text/csv", "text/tab-separated-values", "text/turtle", "text/plain", "text/xml"}


def content_type(media_type: str) -> str:
    """Return a media type with the charset, where one belongs to it."""
    return f"{media_type}; charset=utf-8" if media_type in _TEXT else media_type
