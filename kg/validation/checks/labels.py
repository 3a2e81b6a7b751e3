"""Features of one document that cannot be told apart by their labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ...wording import quoted
from ..findings import Found
from ..view import View
from ._base import Check

_QUERY = """
SELECT DISTINCT ?node ?label ?document ?parent WHERE {
  ?node a kg:Feature ; rdfs:label ?label ; kg:describedIn ?document .
  OPTIONAL { ?parent kg:subFeature ?node }
} ORDER BY ?document ?parent ?node ?label
"""


def _found(view: View, _vocabularies: tuple[Path, ...]) -> Iterator[Found]:
    """Yield each further feature that has a label of another one beside it, whatever its case."""
    nodes: dict[tuple[str | None, ...], dict[str, str]] = defaultdict(dict)
    for node, label, document, parent in view.ask(_QUERY):
        nodes[document, parent, (label or "").casefold()][node or ""] = label or ""
    for named in nodes.values():
        if len(named) > 1:
            first, *others = sorted((view.place_of(node), node) for node in named)
            where = f"; the other stands in line {first[0].line}" if first[0].line else ""
            hint = f"give each its own label, or make them one{where}"
            for place, node in others:
                message = f"the label {quoted(named[node])} names another feature of the page too"
                yield Found("KG233", message, hint, place)


CHECK = Check(("KG233",), graph=_found)
