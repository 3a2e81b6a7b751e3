"""OpenLink Virtuoso 7: ``/sparql-graph-crud-auth?graph-uri=``, with digest.

- It reads N-Triples as ``text/turtle``; as ``text/plain`` it refuses what it does not recognise with status 500.
- It knows no HEAD (501), and tells an empty graph from none in no way.
- It cuts a graph of more than ``ResultSetMaxRows`` triples when it is read, without a word.
- It normalises literals, so that a graph comes back otherwise than it was sent.
- Queries are none of the loader's business; who asks it some must not POST ``application/sparql-query``: it hangs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from ...names import XSD
from ...terms import Triple
from ..hashes import Triples
from ._base import Store, without_last

_ENDPOINTS = ("sparql", "sparql-auth", "sparql-graph-crud", "sparql-graph-crud-auth", "conductor")
_TYPED = re.compile(rf'"([^"\\]*)"\^\^<{re.escape(XSD)}(integer|decimal|boolean|string)>')
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_TRUTH = {"1": "true", "0": "false"}


def _recognise(path: str, headers: Mapping[str, str]) -> bool:  # noqa: ARG001 - one signature for all stores
    return headers.get("server", "").startswith("Virtuoso/")


def _path(path: str, known: bool) -> str:
    return without_last(path, *_ENDPOINTS) + ("/sparql-graph-crud-auth" if known else "/sparql-graph-crud")


def _stored(triples: Triples) -> Triples:
    return frozenset(Triple(s, p, _normal(o)) for s, p, o in triples)


def _normal(term: str) -> str:
    """Return a literal as Virtuoso has it: numbers and truth values in one form each."""
    match = _TYPED.fullmatch(term)
    if match is None:
        return term
    value, kind = match.groups()
    if kind == "string":
        return f'"{value}"'
    if kind == "boolean":
        value = _TRUTH.get(value, value)
    elif kind == "integer" and _INTEGER.fullmatch(value):
        value = str(int(value)) if len(value) < 1000 else value  # noqa: PLR2004 - int() refuses very long ones
    elif kind == "decimal" and _DECIMAL.fullmatch(value):
        value = f"{Decimal(value):f}"
        value = value.rstrip("0").rstrip(".") if "." in value else value
    return f'"{value}"^^<{XSD}{kind}>'


VIRTUOSO = Store(
    "virtuoso",
    _recognise,
    _path,
    "give --to the server's root or its /sparql address",
    parameter="graph-uri",
    media_type="text/turtle",
    stored=_stored,
    cuts=True,
)
