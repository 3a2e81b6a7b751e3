"""Rows of a query in the W3C's JSON format, counted while they are read.

pyoxigraph writes all rows or none; its writer is given only what has been counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..names import XSD

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

    Term = NamedNode | BlankNode | Literal | Triple


class TooMany(Exception):  # noqa: N818 - no error, the answer is too large
    """There are more rows, or triples, than an answer may have."""


def document(solutions: QuerySolutions, most: int) -> bytes:
    """Return rows as SPARQL 1.1 Query Results JSON, with the triple terms of SPARQL 1.2.

    Raises:
        TooMany: There are more than that.
    """
    names = [variable.value for variable in solutions.variables]
    rows: list[str] = []
    for solution in solutions:
        if len(rows) == most:
            raise TooMany
        row = {name: _written(term) for name, term in zip(names, solution, strict=True) if term is not None}
        rows.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps({"vars": names}, ensure_ascii=False, separators=(",", ":"))
    return f'{{"head":{head},"results":{{"bindings":[{",".join(rows)}]}}}}'.encode()


def _written(term: Term) -> dict[str, object]:
    """Return a term as the format writes it."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        return _literal(term)
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _written(part) for name, part in parts.items()}}


def _literal(term: Literal) -> dict[str, object]:
    written: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
        if term.direction is not None:
            written["its:dir"] = term.direction.value
    elif term.datatype.value != f"{XSD}string":
        written["datatype"] = term.datatype.value
    return written


def distinct(triples: Iterable[Triple], most: int) -> list[Triple]:
    """Return triples, each once, in the order of their text.

    Raises:
        TooMany: There are more than that.
    """
    found: set[Triple] = set()
    for triple in triples:
        found.add(triple)
        if len(found) > most:
            raise TooMany
    return sorted(found, key=str)
