"""Mechanisms and providers: who uses them, where, and what is broader and narrower."""

from __future__ import annotations

from dataclasses import dataclass

from ...names import DCTERMS, SCHEMA, SKOS, Kg
from .facts import Evidence, Facts, Ref

USERS_SHOWN = 500
"""So many features that use a concept are shown on its page; the rest is said in number."""


@dataclass(frozen=True, slots=True)
class Use:
    """A statement or label of a feature that names the concept."""

    feature: Ref
    products: tuple[Ref, ...]
    documents: tuple[Ref, ...]
    statements: tuple[tuple[str, str, tuple[Evidence, ...]], ...]
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A mechanism or a provider; ``broader`` are the paths up, nearest first."""

    ref: Ref
    labels: tuple[str, ...]
    definition: str
    broader: tuple[Ref, ...]
    narrower: tuple[Ref, ...]
    related: tuple[Ref, ...]
    offered_by: tuple[Ref, ...]
    offers: tuple[Ref, ...]
    about: tuple[Ref, ...]
    uses: tuple[Use, ...]
    more: int
    retired: bool


def concept(facts: Facts, iri: str) -> Concept:
    """Return a mechanism or provider with its users."""
    read = facts.reader
    using = Kg.CONCERNS_PROVIDER if facts.places.kind(iri) == "provider" else Kg.USES_MECHANISM
    features = [each for each in read.subjects(using, iri) if facts.places.kind(each) == "feature"]
    return Concept(
        ref=facts.ref(iri),
        labels=read.objects(iri, f"{SKOS}altLabel"),
        definition=read.one(iri, f"{SKOS}definition"),
        broader=_above(facts, iri),
        narrower=facts.refs(read.subjects(f"{SKOS}broader", iri)),
        related=facts.refs(read.nodes(iri, f"{SKOS}related")),
        offered_by=facts.refs(read.nodes(iri, Kg.OFFERED_BY)),
        offers=facts.refs(read.subjects(Kg.OFFERED_BY, iri)),
        about=facts.refs(read.subjects(f"{DCTERMS}subject", iri)),
        uses=tuple(_use(facts, feature, iri, using) for feature in features[:USERS_SHOWN]),
        more=max(0, len(features) - USERS_SHOWN),
        retired=read.one(iri, "http://www.w3.org/2002/07/owl#deprecated") == "true",
    )


def _above(facts: Facts, iri: str) -> tuple[Ref, ...]:
    """Return the concepts above one, nearest first, each once."""
    found: dict[str, None] = {}
    queue = list(facts.reader.nodes(iri, f"{SKOS}broader"))
    while queue:
        each = queue.pop(0)
        if each not in found and each != iri:
            found[each] = None
            queue.extend(facts.reader.nodes(each, f"{SKOS}broader"))
    return tuple(map(facts.ref, found))


def _use(facts: Facts, feature: str, concept: str, using: str) -> Use:
    read = facts.reader
    statements = [each for each in read.nodes(feature, Kg.HAS_STATEMENT) if concept in read.nodes(each, using)]
    documents = facts.documents(feature)
    products = {product for each in documents for product in read.nodes(each.iri, f"{SCHEMA}about")}
    return Use(
        facts.ref(feature),
        facts.refs(products),
        documents,
        tuple((each.partition("#")[2], read.label(each), facts.evidence(each)) for each in statements),
        facts.sides(feature),
    )
