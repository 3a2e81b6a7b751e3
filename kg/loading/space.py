"""The names that a load owns: those that start with the base of its dataset, which is named ``{base}dataset``."""

from __future__ import annotations

import re

from ..errors import LoadError
from ..terms import iri
from .messages import one_line

SHARED = "https://w3id.org/docs-kg/"
"""What stands under it belongs to no dataset."""

_DATASET = re.compile(r"(?:https?://[^/?#]+/|urn:[^/:?#]+:)[^?#]*dataset")
_LONGEST = 2000


def base_of(dataset: str) -> str:
    """Return what the names of a dataset's graphs start with."""
    return dataset.removesuffix("dataset")


def rest_of(dataset: str) -> str:
    """Return the name of the graph of what hangs from no document."""
    return f"{dataset}/rest"


def may_hold(dataset: str, graph: str) -> bool:
    """Return whether a file may name a graph so.

    >>> [may_hold("urn:ex:dataset", name) for name in ("urn:ex:doc", "urn:ex:dataset/record/0", "urn:other:doc")]
    [True, False, False]
    """
    reserved = graph == dataset or graph.startswith((f"{dataset}/", f"{dataset}#", SHARED))
    return graph.startswith(base_of(dataset)) and not reserved and _is_plain(graph)


def owns(dataset: str, graph: str) -> bool:
    """Return whether a load of a dataset may change and remove a graph."""
    return graph in {dataset, rest_of(dataset)} or may_hold(dataset, graph)


def is_shared(graph: str) -> bool:
    """Return whether a graph is one of the vocabularies and the ontology."""
    return graph.startswith(SHARED) and _is_plain(graph)


def check_dataset(name: str) -> None:
    """Refuse what cannot be the name of a dataset.

    Raises:
        LoadError: It is none.
    """
    if not _DATASET.fullmatch(name) or not _is_plain(name) or name.startswith(SHARED):
        hint = "give --dataset one that ends in dataset, such as https://example.org/kg/dataset"
        raise LoadError(f"no name of a dataset: {one_line(name, 200)}", hint=hint)


def check_graph(dataset: str, graph: str) -> None:
    """Refuse the name of a graph that is none of a dataset.

    Raises:
        LoadError: It is none.
    """
    if not may_hold(dataset, graph):
        message = f"the graph is none of {dataset}, whose documents start with {base_of(dataset)}"
        hint = "give each export its own --base, and load no dump of a store; nothing was sent"
        raise LoadError(message, hint=hint, place=one_line(graph, 200))


def _is_plain(name: str) -> bool:
    try:
        return len(name) <= _LONGEST and iri(name) == f"<{name}>"
    except ValueError:
        return False
