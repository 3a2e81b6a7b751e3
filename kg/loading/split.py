"""Splits a flat graph by its documents, as ``kg export --format trig`` would have written them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..names import RDF, SCHEMA, Kg
from ..terms import Triple, iri
from .hashes import Triples

_TYPE = iri(f"{RDF}type")
_ARTICLE = iri(f"{SCHEMA}TechArticle")
_DESCRIBED_IN = iri(Kg.DESCRIBED_IN)
_ELSEWHERE = frozenset({iri(Kg.TARGET), _TYPE})
"""What these lead to is not part of the document."""


class _Index(NamedTuple):
    """The triples of each subject; of one that no document owns, those that lead to what a document owns are apart, by
    both, as a product leads to the features of all; the document that owns a node; and what each document begins with.
    """

    triples: Mapping[str, list[Triple]]
    apart: Mapping[tuple[str, str], list[Triple]]
    owner: Mapping[str, str]
    seeds: Mapping[str, list[str]]


def split(flat: Triples) -> tuple[dict[str, Triples], Triples]:
    """Return the graph of each document, by its IRI, and what belongs to none.

    A document owns itself, what is ``kg:describedIn`` it, and what bears its IRI with a fragment. Its graph is that and
    all that hangs from it: spans, source files, statements, links, the product, the editions and the concepts. Nodes
    that no document owns are in each graph that leads to them, without what they say of another document's nodes.
    """
    index = _index(flat)
    graphs: dict[str, Triples] = {}
    taken = set[Triple]()
    for document, seeds in index.seeds.items():
        triples = _graph(document, seeds, index)
        graphs[document[1:-1]] = triples
        taken |= triples
    return graphs, flat - taken


def _index(flat: Triples) -> _Index:
    documents = {o for _, p, o in flat if p == _DESCRIBED_IN and o.startswith("<")}
    documents |= {s for s, p, o in flat if p == _TYPE and o == _ARTICLE and s.startswith("<")}
    triples: dict[str, list[Triple]] = {}
    owner: dict[str, str] = {document: document for document in documents}
    for triple in flat:
        subject = triple.subject
        if subject not in triples:
            triples[subject] = []
            document = subject.partition("#")[0] + ">"
            if document in documents:
                owner.setdefault(subject, document)
        triples[subject].append(triple)
    for subject, predicate, value in flat:
        if predicate == _DESCRIBED_IN and value in documents:
            owner.setdefault(subject, value)
    seeds: dict[str, list[str]] = {document: [document] for document in sorted(documents)}
    for subject, document in owner.items():
        seeds[document].append(subject)
    for subject, predicate, value in flat:
        if subject not in owner and predicate not in _ELSEWHERE and value in owner:
            seeds[owner[value]].append(subject)
    apart = _set_apart(triples, owner)
    return _Index(triples, apart, owner, seeds)


def _set_apart(triples: dict[str, list[Triple]], owner: Mapping[str, str]) -> Mapping[tuple[str, str], list[Triple]]:
    """Take from the triples of nodes without owner those that lead to what a document owns, and return them."""
    apart: dict[tuple[str, str], list[Triple]] = {}
    for subject in triples.keys() - owner.keys():
        for triple in triples[subject]:
            if triple.object in owner:
                apart.setdefault((subject, owner[triple.object]), []).append(triple)
        triples[subject] = [triple for triple in triples[subject] if triple.object not in owner]
    return apart


def _graph(document: str, seeds: list[str], index: _Index) -> Triples:
    """Return what hangs from the seeds, without what another document owns."""
    graph, waiting, done = set[Triple](), list(seeds), set(seeds)
    while waiting:
        subject = waiting.pop()
        for triple in (*index.triples.get(subject, ()), *index.apart.get((subject, document), ())):
            value = triple.object
            foreign = index.owner.get(value, document) != document
            graph.add(triple)
            leads_on = not foreign and triple.predicate not in _ELSEWHERE and value in index.triples
            if leads_on and value not in done:
                done.add(value)
                waiting.append(value)
    return frozenset(graph)
