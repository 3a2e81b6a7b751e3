"""Reads nodes of a store: the one place of the explorer that speaks to pyoxigraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from ...names import DCTERMS as _DCTERMS
from ...names import PREFIXES, RDF, RDFS, SCHEMA, SKOS, Kg
from ..store import count

Row = Mapping[str, str | None]
"""A row of a query: for each variable its value as text, ``None`` where it is unbound."""

TYPE = f"{RDF}type"
LABEL = f"{RDFS}label"
TITLE = f"{_DCTERMS}title"
TEXT = f"{SCHEMA}text"
NAME = f"{SCHEMA}name"
PREF_LABEL = f"{SKOS}prefLabel"
KINDS: Mapping[str, str] = {
    str(Kg.FEATURE): "feature",
    str(Kg.STATEMENT): "statement",
    str(Kg.MECHANISM): "mechanism",
    str(Kg.PROVIDER): "provider",
    str(Kg.EDITION): "edition",
    str(Kg.AVAILABILITY): "availability",
    str(Kg.LINK): "link",
    f"{SCHEMA}TechArticle": "document",
    f"{SCHEMA}SoftwareApplication": "product",
}
"""Classes to what people call their nodes; sources, spans, conflicts and variants are not among them."""

_NAMES = (LABEL, PREF_LABEL, TITLE, TEXT, NAME, str(Kg.PATH))


class Reader:
    """The merged graph of a store, node by node and by query.

    Args:
        store: A store whose default graph is the merge of all.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def objects(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the values of a property of a node as text, sorted."""
        return tuple(sorted(_text(quad.object) for quad in self._quads(subject, predicate)))

    def one(self, subject: str, predicate: str) -> str:
        """Return the first value of a property, "" where there is none."""
        return next(iter(self.objects(subject, predicate)), "")

    def number(self, subject: str, predicate: str) -> int:
        """Return a property's number; 0 where there is none or it is no number."""
        value = self.one(subject, predicate)
        return int(value) if value.isascii() and value.isdigit() and len(value) < _DIGITS else 0

    def nodes(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Return the IRIs that a property of a node leads to, sorted."""
        found = (quad.object for quad in self._quads(subject, predicate))
        return tuple(sorted(term.value for term in found if isinstance(term, ox.NamedNode)))

    def subjects(self, predicate: str, value: str) -> tuple[str, ...]:
        """Return the IRIs of the nodes whose property leads to an IRI, sorted."""
        if not _is_iri(value):
            return ()
        found = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), ox.DefaultGraph())
        return tuple(sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)))

    def kind(self, node: str) -> str:
        """Return what a node is (``KINDS``), "" for what stands behind the facts."""
        return next((KINDS[each] for each in self.nodes(node, TYPE) if each in KINDS), "")

    def label(self, node: str) -> str:
        """Return what a node is called: its label, title, text or name, else the last part of its IRI."""
        for predicate in _NAMES:
            if found := self.one(node, predicate):
                return found
        return node.rstrip("/#").replace("#", "/").rpartition("/")[2] or node

    def triples(self, node: str) -> Iterator[ox.Triple]:
        """Yield the triples whose subject a node is."""
        for quad in self._quads(node, None):
            yield quad.triple

    def incoming(self, node: str) -> Iterator[ox.Triple]:
        """Yield the triples whose object a node is."""
        if _is_iri(node):
            for quad in self.store.quads_for_pattern(None, None, ox.NamedNode(node), ox.DefaultGraph()):
                yield quad.triple

    def select(self, sparql: str) -> Iterator[Row]:
        """Yield the rows of a SELECT of ours; the prefixes of ``names.PREFIXES`` are declared."""
        answer = self.store.query(sparql, prefixes=PREFIXES)
        assert isinstance(answer, ox.QuerySolutions), "the explorer's own queries are SELECTs"
        names = [variable.value for variable in answer.variables]
        for solution in answer:
            yield {name: None if (term := solution[name]) is None else _text(term) for name in names}

    def count(self, pattern: str, of: str = "*") -> int:
        """Return how many solutions a graph pattern of ours has."""
        return count(self.store, f"{{ {pattern} }}", of)

    @cached_property
    def size(self) -> int:
        """How many triples the merged graph has."""
        return self.count("?s ?p ?o")

    def _quads(self, subject: str, predicate: str | None) -> Iterator[ox.Quad]:
        if not _is_iri(subject):
            return iter(())
        by = None if predicate is None else ox.NamedNode(predicate)
        return self.store.quads_for_pattern(ox.NamedNode(subject), by, None, ox.DefaultGraph())


_DIGITS = 18


def shorten(iri: str) -> str:
    """Return an IRI with the prefix of ``names.PREFIXES`` that fits, else as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _is_iri(value: str) -> bool:
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return True


def _text(term: object) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal, ox.BlankNode)) else str(term)
