"""The description of a dataset in VoID and DCAT; no time and no host in it, so that it changes with the data alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256

from ..names import DCTERMS, KG, PREFIXES, RDF, RDFS, SCHEMA
from ..terms import Triple, integer, iri, literal
from .hashes import Triples

_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_TYPE = iri(f"{RDF}type")
_LABEL = iri(f"{RDFS}label")
_PRODUCT = iri(f"{SCHEMA}SoftwareApplication")
_ARTICLE = iri(f"{SCHEMA}TechArticle")
_LANGUAGE = iri(f"{DCTERMS}language")


def describe(dataset: str, graphs: Mapping[str, Triples]) -> Triples:
    """Return the triples that describe a dataset; each triple counts once, whatever graphs hold it.

    Args:
        dataset: Its IRI.
        graphs: Its named graphs.
    """
    merged: Triples = frozenset().union(*graphs.values())
    own = iri(dataset)
    properties = Counter(predicate for _, predicate, _ in merged)
    typed = [triple for triple in merged if triple.predicate == _TYPE]
    classes = Counter(value for _, _, value in typed)
    documents = {subject for subject, _, value in typed if value == _ARTICLE}
    products = {subject for subject, _, value in typed if value == _PRODUCT}
    told = [triple for triple in merged if triple.predicate in {_LABEL, _LANGUAGE}]
    labels = {value for subject, predicate, value in told if predicate == _LABEL and subject in products}
    triples = {
        Triple(own, _TYPE, iri(f"{_VOID}Dataset")),
        Triple(own, _TYPE, iri(f"{_DCAT}Dataset")),
        Triple(own, iri(f"{DCTERMS}conformsTo"), iri(KG.removesuffix("#"))),
        Triple(own, iri(f"{_VOID}triples"), integer(len(merged))),
        Triple(own, iri(f"{_VOID}documents"), integer(len(documents))),
        Triple(own, iri(f"{_VOID}distinctSubjects"), integer(len({s for s, _, _ in merged}))),
        Triple(own, iri(f"{_VOID}uriSpace"), literal(dataset.removesuffix("dataset"))),
    }
    triples |= {Triple(own, iri(f"{DCTERMS}title"), label) for label in labels or {literal(dataset)}}
    triples |= {Triple(own, iri(f"{SCHEMA}about"), product) for product in products}
    triples |= {Triple(own, _LANGUAGE, o) for s, p, o in told if p == _LANGUAGE and s in documents}
    triples |= _partitions(dataset, "class", classes, "entities") | _partitions(
        dataset, "property", properties, "triples"
    )
    used = classes.keys() | properties.keys()
    for namespace in PREFIXES.values():
        if any(term.startswith(f"<{namespace}") for term in used):
            triples.add(Triple(own, iri(f"{_VOID}vocabulary"), iri(namespace)))
    return frozenset(triples)


def _partitions(dataset: str, kind: str, counts: Mapping[str, int], counted: str) -> set[Triple]:
    """Return how often each class, or each property, is used."""
    triples = set[Triple]()
    for term, count in counts.items():
        node = iri(f"{dataset}#{kind}-{sha256(term.encode()).hexdigest()[:12]}")
        triples |= {
            Triple(iri(dataset), iri(f"{_VOID}{kind}Partition"), node),
            Triple(node, iri(f"{_VOID}{kind}"), term),
            Triple(node, iri(f"{_VOID}{counted}"), integer(count)),
        }
    return triples
