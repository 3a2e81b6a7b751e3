"""Any store that speaks the SPARQL 1.1 Graph Store Protocol at the address that is given."""

from __future__ import annotations

from collections.abc import Mapping

from ._base import Store


def _recognise(path: str, headers: Mapping[str, str]) -> bool:  # noqa: ARG001 - one signature for all stores
    return True


def _path(path: str, known: bool) -> str:  # noqa: ARG001
    return path


GSP = Store(
    "gsp",
    _recognise,
    _path,
    "give --to the address of the store's Graph Store Protocol, or --store its kind",
    media_type="text/turtle",
)
