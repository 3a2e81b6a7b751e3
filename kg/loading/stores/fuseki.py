"""Apache Jena Fuseki: ``/DATASET/data?graph=``."""

from __future__ import annotations

from collections.abc import Mapping

from ._base import Store, without_last


def _recognise(path: str, headers: Mapping[str, str]) -> bool:  # noqa: ARG001 - one signature for all stores
    return "fuseki-request-id" in headers or "fuseki" in headers.get("server", "").lower()


def _path(path: str, known: bool) -> str | None:  # noqa: ARG001
    dataset = without_last(path, "data", "get", "sparql", "query", "update", "upload", "shacl")
    return f"{dataset}/data" if dataset else None


FUSEKI = Store("fuseki", _recognise, _path, "give --to the address of a dataset, such as http://localhost:3030/kg")
