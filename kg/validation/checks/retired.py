"""Terms of the ontology and concepts of the vocabularies that are used and no longer meant to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ... import ontology
from ...sparql import load
from ...wording import quoted
from ..findings import NOWHERE, Found
from ..view import View
from ._base import Check

_RETIRED = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?term (MIN(STR(?by)) AS ?successor) (MIN(STR(?name)) AS ?label) WHERE {
  ?term owl:deprecated true . FILTER isIRI(?term)
  OPTIONAL { ?term dcterms:isReplacedBy ?by }
  OPTIONAL { ?term skos:prefLabel|rdfs:label ?name }
} GROUP BY ?term ORDER BY ?term
"""
_USES = """
SELECT DISTINCT ?term ?node WHERE {{
  VALUES ?term {{ {} }}
  {{ ?node ?property ?term FILTER (?property NOT IN (skos:broader, kg:offeredBy, dcterms:isReplacedBy)) }}
  UNION {{ ?node ?term ?value }}
}} ORDER BY ?term ?node
"""


def _found(view: View, vocabularies: tuple[Path, ...]) -> Iterator[Found]:
    retired = {**_retired(vocabularies), **_of(view)}
    for term, node in view.ask(_USES.format(" ".join(f"<{term}>" for term in sorted(retired)))):
        successor, label = retired[term or ""]
        hint = f"use {successor} instead" if successor else "use another term"
        yield Found("KG212", f"the term {quoted(label)} <{term}> is retired", hint, view.place_of(node))


@cache
def _retired(vocabularies: tuple[Path, ...]) -> Mapping[str, tuple[str, str]]:
    """Return the retired terms, each with its successor and its label, or "" for these."""
    files = (ontology.folder() / "core.ttl", *ontology.vocabulary_files(), *vocabularies)
    return _of(View(load(files), NOWHERE))


def _of(view: View) -> Mapping[str, tuple[str, str]]:
    return {term: (successor or "", label or "") for term, successor, label in view.ask(_RETIRED) if term}


CHECK = Check(("KG212",), graph=_found)
