"""What one side of an unresolved merge conflict says and the other does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...wording import quoted
from ..findings import Found
from ..view import View
from ._base import Check

_QUERY = """
SELECT DISTINCT ?node ?side ?what WHERE {
  ?conflict kg:hasVariant ?v , ?w . ?v kg:side ?side . ?w kg:side ?other .
  FILTER (?v != ?w && ?side != "base" && ?other != "base")
  ?node kg:inVariant ?v .
  FILTER NOT EXISTS { ?node kg:inVariant ?w }
  OPTIONAL { ?node schema:text ?text }
  OPTIONAL { ?node rdfs:label ?label }
  OPTIONAL { ?node schema:name ?name ; kg:href ?href }
  OPTIONAL { ?node kg:availabilityValue ?value ; kg:inEdition/rdfs:label ?edition }
  BIND (COALESCE(?text, ?label, CONCAT(?name, " -> ", ?href), CONCAT(?edition, ": ", ?value), STR(?node)) AS ?what)
} ORDER BY ?node ?side ?what
"""


def _found(view: View, _vocabularies: tuple[Path, ...]) -> Iterator[Found]:
    for node, side, what in view.ask(_QUERY):
        message = f"only {quoted(side or '')} says {quoted(what or '')}"
        yield Found("KG241", message, "resolve the merge conflict", view.place_of(node))


CHECK = Check(("KG241",), graph=_found)
