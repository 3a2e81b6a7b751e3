"""Ontotext GraphDB and other RDF4J servers: ``/repositories/ID/rdf-graphs/service?graph=``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ._base import Store

_REPOSITORY = re.compile(r"(.*/repositories/[^/]+)(?:/.*)?", re.DOTALL)


def _recognise(path: str, headers: Mapping[str, str]) -> bool:
    server = headers.get("server", "").lower()
    return "graphdb" in server or "rdf4j" in server or _REPOSITORY.fullmatch(path) is not None


def _path(path: str, known: bool) -> str | None:  # noqa: ARG001 - one signature for all stores
    match = _REPOSITORY.fullmatch(path)
    return f"{match[1]}/rdf-graphs/service" if match else None


GRAPHDB = Store(
    "graphdb",
    _recognise,
    _path,
    "give --to the address of a repository, such as http://localhost:7200/repositories/kg",
)
