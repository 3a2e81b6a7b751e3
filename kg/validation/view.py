"""A graph as the checks see it: asked in SPARQL, and each node with the place in a source file that it was read at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..names import OA, PROV, RDF, SCHEMA, Kg
from ..results import plain
from ..sparql import run
from .findings import Place

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

    Term = NamedNode | BlankNode | Literal | Triple

_HOLDERS = (
    Kg.HAS_STATEMENT, Kg.HAS_LINK, Kg.HAS_AVAILABILITY, Kg.SUB_FEATURE, Kg.HAS_VARIANT, Kg.HAS_FEATURE,
    Kg.USES_MECHANISM, Kg.CONCERNS_PROVIDER, Kg.IN_EDITION, f"{SCHEMA}about",
)  # fmt: skip
"""Properties from a node to what it holds or names: a node without a place of its own stands where they begin."""

_STEPS = 3


@dataclass(frozen=True)
class View:
    """A graph.

    Args:
        store: Its triples, in the default graph.
        fallback: Where a node stands of which the graph does not tell.
    """

    store: Store
    fallback: Place

    def ask(self, query: str) -> Iterator[tuple[str | None, ...]]:
        """Yield the rows of a SELECT query, values as text."""
        from pyoxigraph import QuerySolutions

        answer = run(self.store, query, "check")
        assert isinstance(answer, QuerySolutions), "a SELECT query"
        for row in answer:
            yield tuple(None if term is None else str(plain(term)) for term in row)

    def place_of(self, iri: str | None) -> Place:
        """Return where a node was read: the first of its places, else that of what it hangs from."""
        from pyoxigraph import NamedNode

        try:
            nodes: list[Term] = [NamedNode(iri or "")]
        except ValueError:
            return self.fallback
        for _ in range(_STEPS):
            places = [place for node in nodes for place in self._places(node)]
            if places:
                return min(places)
            nodes = sorted({above for node in nodes for above in self._above(node)}, key=str)
        return self.fallback

    def _places(self, node: Term) -> Iterator[Place]:
        """Yield where a node says that it was read, or the file that it is of."""
        for span in self._objects([node], Kg.EXTRACTED_FROM) or [node]:
            if any(True for _ in self._objects([span], f"{OA}hasSource")):
                yield self._place(span)
        if not self._objects([node], Kg.EXTRACTED_FROM):
            documents = [*self._objects([node], Kg.DESCRIBED_IN), node]
            files = [*self._objects(documents, f"{PROV}wasDerivedFrom"), node]
            for path in self._objects([one for one in files if self._is_file(one)], Kg.PATH):
                yield Place(str(plain(path)))

    def _place(self, span: Term) -> Place:
        sources = self._objects([span], f"{OA}hasSource")
        path, sha256 = (self._text(sources, name) for name in (Kg.PATH, f"{SCHEMA}sha256"))
        line, start = (self._text([span], name) for name in (Kg.START_LINE, f"{OA}start"))
        return Place(path, _number(line, 0), 0, _number(start, -1), sha256)

    def _is_file(self, node: Term) -> bool:
        return any(plain(kind) == Kg.SOURCE_FILE for kind in self._objects([node], f"{RDF}type"))

    def _text(self, nodes: Iterable[Term], predicate: str) -> str:
        return min((str(plain(value)) for value in self._objects(nodes, predicate)), default="")

    def _objects(self, nodes: Iterable[Term], predicate: str) -> list[Term]:
        from pyoxigraph import DefaultGraph, NamedNode

        found = {
            quad.object
            for node in nodes
            if isinstance(node, NamedNode)
            for quad in self.store.quads_for_pattern(node, NamedNode(predicate), None, DefaultGraph())
        }
        return sorted(found, key=str)

    def _above(self, node: Term) -> Iterator[Term]:
        from pyoxigraph import DefaultGraph, NamedNode

        for predicate in _HOLDERS:
            for quad in self.store.quads_for_pattern(None, NamedNode(predicate), node, DefaultGraph()):
                yield quad.subject


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise  # noqa: PLR2004 - any file's
