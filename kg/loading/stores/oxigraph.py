"""The Oxigraph server: ``/store?graph=``. A PUT is atomic; ``/query`` has no part in loading."""

from __future__ import annotations

from collections.abc import Mapping

from ._base import Store, without_last


def _recognise(path: str, headers: Mapping[str, str]) -> bool:  # noqa: ARG001 - one signature for all stores
    return headers.get("server", "").startswith("Oxigraph/")


def _path(path: str, known: bool) -> str:  # noqa: ARG001
    return without_last(path, "store", "query", "update", "sparql") + "/store"


OXIGRAPH = Store("oxigraph", _recognise, _path, "give --to the server's root, such as http://localhost:7878/")
