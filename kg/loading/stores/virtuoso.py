"""OpenLink Virtuoso 7: ``/sparql-graph-crud-auth?graph-uri=``, with digest.

- It reads N-Triples as ``text/turtle``; as ``text/plain`` it refuses what it does not recognise with status 500.
- It knows no HEAD (501), and tells an empty graph from none in no way.
- It cuts a graph of more than ``ResultSetMaxRows`` triples when it is read, without a word.
- It normalises literals, so that a graph comes back otherwise than it was sent (``values``).
- Queries are none of the loader's business; who asks it some must not POST ``application/sparql-query``: it hangs.
"""

from __future__ import annotations

from collections.abc import Mapping

from ._base import Store, without_last

_ENDPOINTS = ("sparql", "sparql-auth", "sparql-graph-crud", "sparql-graph-crud-auth", "conductor")


def _recognise(path: str, headers: Mapping[str, str]) -> bool:  # noqa: ARG001 - one signature for all stores
    return headers.get("server", "").startswith("Virtuoso/")


def _path(path: str, known: bool) -> str:
    return without_last(path, *_ENDPOINTS) + ("/sparql-graph-crud-auth" if known else "/sparql-graph-crud")


VIRTUOSO = Store(
    "virtuoso",
    _recognise,
    _path,
    "give --to the server's root or its /sparql address",
    parameter="graph-uri",
    media_type="text/turtle",
    cuts=True,
)
