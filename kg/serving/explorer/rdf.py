"""A node as RDF: what the graph says of it, and of the nodes that hang from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyoxigraph as ox

from ...formats import FORMATS, Format
from ...names import PREFIXES, PROV, Kg
from .reader import TYPE, Reader

TYPES: Mapping[str, Format] = {FORMATS[name].extensions[0]: FORMATS[name] for name in ("turtle", "jsonld")}
"""Extension of a page's address to the format that stands there."""

_PARTS = (
    *(Kg.HAS_STATEMENT, Kg.SUB_FEATURE, Kg.HAS_LINK, Kg.HAS_AVAILABILITY, Kg.EXTRACTED_FROM, Kg.HAS_VARIANT),
    f"{PROV}wasDerivedFrom",
)
"""Properties that lead from a node to what is a part of it."""


def describe(reader: Reader, iris: Collection[str], extension: str) -> bytes:
    """Return what a graph says of nodes and their parts, and which nodes lead to them, sorted.

    Args:
        reader: The graph.
        iris: The nodes; of a document, its features are parts too.
        extension: A key of ``TYPES``.
    """
    seen: set[str] = set()
    queue = [*iris, *(feature for iri in iris for feature in reader.subjects(Kg.DESCRIBED_IN, iri))]
    triples = {triple for iri in iris for triple in reader.incoming(iri)}
    queue += [each for each in reader.subjects(TYPE, Kg.CONFLICT) if each.partition("#")[0] in iris]
    parts = set(map(str, _PARTS))
    while queue:
        node = queue.pop()
        if node in seen:
            continue
        seen.add(node)
        for triple in reader.triples(node):
            triples.add(triple)
            if triple.predicate.value in parts and isinstance(triple.object, ox.NamedNode):
                queue.append(triple.object.value)
    rdf_format = getattr(ox.RdfFormat, TYPES[extension].rdf_format)
    return ox.serialize(sorted(triples, key=str), format=rdf_format, prefixes=PREFIXES) or b""
