"""Profiles of triple stores: one module and one entry here each."""

from __future__ import annotations

from collections.abc import Mapping

from ._base import Store, is_cut, seems_cut
from .fuseki import FUSEKI
from .graphdb import GRAPHDB
from .gsp import GSP
from .oxigraph import OXIGRAPH
from .virtuoso import VIRTUOSO

__all__ = ["STORES", "Store", "is_cut", "recognised", "seems_cut"]

STORES: Mapping[str, Store] = {store.name: store for store in (OXIGRAPH, VIRTUOSO, FUSEKI, GRAPHDB, GSP)}
"""Name to profile, in the order in which they are tried."""


def recognised(path: str, headers: Mapping[str, str]) -> Store:
    """Return the store that answers; plain Graph Store Protocol where it does not say.

    >>> recognised("/", {"server": "Virtuoso/07.20.3229 (Linux)"}).name
    'virtuoso'

    Args:
        path: The path of the address that was asked.
        headers: Those of the answer, their names in lower case.
    """
    return next(store for store in STORES.values() if store.recognise(path, headers))
