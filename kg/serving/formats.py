"""The formats of answers: media type to pyoxigraph's name of it, the best first."""

from __future__ import annotations

from collections.abc import Mapping

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

GRAPHS: Mapping[str, str] = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "text/plain": "N_TRIPLES",
    "application/json": "JSON_LD",
    "application/xml": "RDF_XML",
    "text/xml": "RDF_XML",
}
"""Of CONSTRUCT and DESCRIBE, and of the service description."""

SHORT: Mapping[str, str] = {
    "json": "application/sparql-results+json, application/ld+json;q=0.9",
    "xml": "application/sparql-results+xml, application/rdf+xml;q=0.9",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""What the parameter ``format`` may be, which a link has in place of an Accept header."""

_TEXT = {"text/csv", "text/tab-separated-values", "text/turtle", "text/plain", "text/xml"}


def content_type(media_type: str) -> str:
    """Return a media type with the charset, where one belongs to it."""
    return f"{media_type}; charset=utf-8" if media_type in _TEXT else media_type
