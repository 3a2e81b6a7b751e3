"""The pages of single nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...names import DCTERMS, PROV, SCHEMA, Kg
from .concepts import concept
from .disputes import conflicts, dispute, of_nodes
from .facts import Facts, Feature, Ref, is_safe
from .page import Page
from .tables import tables

_MOST = 1000
"""Features that the page of a product or an edition names; the rest is said in number."""


def feature_page(facts: Facts, iri: str) -> Page:
    """Return a feature with all that is known of it."""
    read = facts.reader
    feature = facts.feature(iri)
    documents = facts.documents(iri)
    return Page(
        "feature.html",
        feature.ref.label,
        {
            "feature": feature,
            "documents": documents,
            "products": facts.refs({one for each in documents for one in read.nodes(each.iri, f"{SCHEMA}about")}),
            "parent": facts.parent(iri),
            "mechanisms": facts.refs(read.nodes(iri, Kg.USES_MECHANISM)),
            "providers": facts.refs(read.nodes(iri, Kg.CONCERNS_PROVIDER)),
            "disputes": of_nodes(facts, _nodes(feature)),
            "columns": tuple(dict.fromkeys(one.edition for each in feature.everything for one in each.availabilities)),
        },
    )


def concept_page(facts: Facts, iri: str) -> Page:
    """Return a mechanism or provider with its users."""
    found = concept(facts, iri)
    return Page("concept.html", found.ref.label, {"concept": found, "kind": facts.places.kind(iri)})


def document_page(facts: Facts, iri: str) -> Page:
    """Return a document with its tables as its reader knows them."""
    read = facts.reader
    url = read.one(iri, f"{SCHEMA}url")
    return Page(
        "document.html",
        read.label(iri),
        {
            "document": facts.ref(iri),
            "tables": tables(facts.top_features(iri)),
            "products": facts.refs(read.nodes(iri, f"{SCHEMA}about")),
            "abstract": read.one(iri, f"{SCHEMA}abstract"),
            "published": url if is_safe(url) else "",
            "source": facts.source(iri),
            "sha256": read.one(read.one(iri, f"{PROV}wasDerivedFrom"), f"{SCHEMA}sha256"),
            "language": read.one(iri, f"{DCTERMS}language"),
            "replaces": read.objects(iri, f"{DCTERMS}replaces"),
            "disputes": tuple(dispute(facts, each) for each in conflicts(facts) if each.partition("#")[0] == iri),
        },
    )


def product_page(facts: Facts, iri: str) -> Page:
    """Return a product with its top features and documents."""
    features = [each for each in facts.reader.nodes(iri, Kg.HAS_FEATURE) if each in facts.places.paths]
    return Page(
        "product.html",
        facts.reader.label(iri),
        {
            "product": facts.ref(iri),
            "features": facts.refs(features[:_MOST]),
            "more": max(0, len(features) - _MOST),
            "documents": facts.refs(facts.reader.subjects(f"{SCHEMA}about", iri)),
        },
    )


def edition_page(facts: Facts, iri: str) -> Page:
    """Return an edition with what it has, has in part, and has not."""
    read = facts.reader
    found: list[tuple[Ref, str]] = []
    for cell in read.subjects(Kg.IN_EDITION, iri):
        value = read.one(cell, Kg.AVAILABILITY_VALUE)
        found += [(facts.ref(each), value) for each in read.subjects(Kg.HAS_AVAILABILITY, cell)]
    found.sort(key=lambda each: (each[0].label.casefold(), each[0].iri, each[1]))
    context = {"edition": facts.ref(iri), "cells": found[:_MOST], "more": max(0, len(found) - _MOST)}
    return Page("edition.html", read.label(iri), context)


OF_KIND: Mapping[str, Callable[[Facts, str], Page]] = {
    "doc": document_page,
    "feature": feature_page,
    "mechanism": concept_page,
    "provider": concept_page,
    "edition": edition_page,
    "product": product_page,
}
"""What makes the page of a node of each of ``places.KINDS``."""


def _nodes(feature: Feature) -> Iterator[str]:
    """Yield the nodes that a feature and its parts are made of."""
    for each in feature.everything:
        yield each.ref.iri
        for ones in (each.statements, each.availabilities, each.links):
            yield from (one.iri for one in ones)
        yield from (link.iri for one in each.statements for link in one.links)
