"""What the editor of queries completes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...names import PREFIXES, Kg
from .facts import Ref
from .reader import shorten

_STANDARD = """
    dcterms:subject dcterms:title oa:end oa:exact oa:hasSource oa:start prov:alternateOf prov:wasDerivedFrom rdf:type
    rdfs:label schema:SoftwareApplication schema:TechArticle schema:about schema:abstract schema:name schema:position
    schema:text schema:url skos:altLabel skos:broader skos:prefLabel
""".split()  # noqa: SIM905 - a table of words
"""Terms of other vocabularies that an export has."""


def terms(concepts: Iterable[Ref]) -> Mapping[str, Any]:
    """Return the prefixes, the terms of the ontology and of others that an export has, and some concepts."""
    own = [_term(shorten(each.value)) for each in Kg]
    named = [{"name": shorten(ref.iri), "kind": "concept", "label": ref.label} for ref in concepts]
    return {
        "prefixes": dict(PREFIXES),
        "terms": [*own, *map(_term, _STANDARD), *(each for each in named if not each["name"].startswith("http"))],
    }


def _term(name: str) -> Mapping[str, str]:
    local = name.partition(":")[2]
    return {"name": name, "kind": "class" if local[:1].isupper() else "property"}
