"""Features of which nothing is said, or with no page behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ...wording import quoted
from ..findings import Found
from ..view import View
from ._base import Check

_TOP = """
SELECT DISTINCT ?node ?label WHERE { ?product kg:hasFeature ?node . ?node rdfs:label ?label } ORDER BY ?node ?label
"""
_LINKED = """
SELECT DISTINCT ?node WHERE {
  { ?node kg:hasLink ?link } UNION { ?node kg:hasStatement/kg:hasLink ?link }
  UNION { ?node kg:hasAvailability/kg:hasLink ?link }
}
"""
_PARTS = "SELECT ?part ?whole WHERE { ?whole kg:subFeature ?part }"
_WITHOUT_STATEMENT = """
SELECT DISTINCT ?node ?label WHERE {
  ?node a kg:Feature ; rdfs:label ?label .
  FILTER NOT EXISTS { ?node kg:hasStatement|kg:subFeature|kg:hasAvailability ?part }
} ORDER BY ?node ?label
"""


def _found(view: View, _vocabularies: tuple[Path, ...]) -> Iterator[Found]:
    linked = _linked(view)
    for node, label in view.ask(_TOP):
        if node not in linked:
            hint = "link the page that describes it"
            yield Found("KG231", f"the feature {quoted(label or '')} has no page behind it", hint, view.place_of(node))
    for node, label in view.ask(_WITHOUT_STATEMENT):
        hint = "fill the row, or remove it"
        yield Found("KG232", f"nothing is said of the feature {quoted(label or '')}", hint, view.place_of(node))


def _linked(view: View) -> set[str | None]:
    """Return the features with a link in them or in a part of them; a path with ``*`` would look at every feature."""
    wholes: dict[str | None, set[str | None]] = defaultdict(set)
    for part, whole in view.ask(_PARTS):
        wholes[part].add(whole)
    waiting = [node for (node,) in view.ask(_LINKED)]
    linked = set(waiting)
    while waiting:
        above = wholes[waiting.pop()] - linked
        linked |= above
        waiting += above
    return linked


CHECK = Check(("KG231", "KG232"), graph=_found)
