"""Write the triples that a query answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..names import PREFIXES
from .formats import GRAPHS
from .problems import Kind, Problem

if TYPE_CHECKING:
    from pyoxigraph import Triple

_ELEMENT = re.compile(r"[^\W\d][\w.-]*$")
"""The end of an IRI that XML can write as the name of an element."""


def written(triples: Sequence[Triple], media_type: str) -> bytes:
    """Return triples in a format of ``GRAPHS``, with the prefixes that they use.

    Raises:
        Problem: The format is RDF/XML, which has no way to write one of the properties.
    """
    from pyoxigraph import RdfFormat, serialize

    name = GRAPHS[media_type]
    if name == "RDF_XML":
        for triple in triples:
            if not _ELEMENT.search(triple.predicate.value):
                detail = f"RDF/XML has no way to write the property <{triple.predicate.value}>."
                raise Problem(Kind.NOT_ACCEPTABLE, detail, "Ask for text/turtle.")
    used = {}
    if name in {"TURTLE", "RDF_XML"}:
        text = "\n".join(map(str, triples))
        used = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}
    return serialize(triples, format=getattr(RdfFormat, name), prefixes=used) or b""
