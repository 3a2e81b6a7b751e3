"""What a profile of a triple store says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..hashes import Triples


@dataclass(frozen=True, slots=True)
class Store:
    """How to speak with one kind of triple store.

    Args:
        name: The value of ``--store``.
        recognise: Whether the path of an address and the headers of an answer (names in lower case) are this store's.
        path: Returns the path of the Graph Store Protocol from that of any address of the store, and whether there are
            credentials; None where the path does not tell it.
        hint: What to do where an address is not the right one.
        parameter: The parameter that names a graph.
        media_type: What N-Triples are sent as.
        accept: What graphs are asked for in.
        cuts: Whether it may leave out the end of a large graph, and not say so.
    """

    name: str
    recognise: Callable[[str, Mapping[str, str]], bool]
    path: Callable[[str, bool], str | None]
    hint: str
    parameter: str = "graph"
    media_type: str = "application/n-triples"
    accept: str = "application/n-triples, text/turtle;q=0.9"
    cuts: bool = False


def without_last(path: str, *names: str) -> str:
    """Return a path without its last segment where that is one of some names, and without a slash at its end."""
    path = path.rstrip("/")
    head, _, last = path.rpartition("/")
    return head if last in names else path


_FEWEST, _ROUND = 1000, 100


def seems_cut(store: Store, there: Triples) -> bool:
    """Return whether a store seems to have left out the end of a graph: a round number of its triples is there."""
    return store.cuts and len(there) >= _FEWEST and len(there) % _ROUND in {0, 1}


def is_cut(store: Store, there: Triples, wanted: Triples) -> bool:
    """Return whether a store seems to have left out the end of a graph that is known.

    >>> from .virtuoso import VIRTUOSO
    >>> is_cut(VIRTUOSO, frozenset(range(2000)), frozenset(range(2500)))
    True
    """
    return there < wanted and seems_cut(store, there)
