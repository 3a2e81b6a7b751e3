"""Triples as *sort lines*: strings whose order is that of an export, quick to make, to sort and to write.

A sort line is subject, a flag, predicate and object in the notation of N-Triples, such that lines sorted as plain
strings (or as UTF-8 bytes, which is the same order) are in the order of an export. The subject has lost its ``>``, so
that what hangs from a node stands behind it; the flag is ``0`` for ``rdf:type`` and ``1`` else, so that the types stand
first::

    <https://example.org/kg/doc/a#b 0<http://…#type> <https://…#Feature>
    <https://example.org/kg/doc/a#b 1<http://…#label> "B"

No IRI holds a blank, so no subject is the begin of another one: the lines of each can be sorted by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from .names import RDF
from .terms import Triple, iri

_TYPE = f"<{RDF}type>"


def subject(term: str) -> str:
    """Return what the sort lines of an IRI, as a term, begin with."""
    return f"{term[:-1]} "


def predicate(term: str) -> str:
    """Return what stands between subject and object in the sort lines of a predicate, as an IRI.

    >>> predicate("https://schema.org/name")
    '1<https://schema.org/name> '
    """
    checked = iri(term)
    return f"{'0' if checked == _TYPE else '1'}{checked} "


def sort_lines(triples: Iterable[Triple]) -> str:
    """Return the sort lines of triples, sorted and joined by line feeds.

    >>> sort_lines([Triple("<s:a>", "<p:b>", '"c"')])
    '<s:a 1<p:b> "c"'
    """
    return "\n".join(sorted({f"{subject(s)}{predicate(p[1:-1])}{o}" for s, p, o in triples}))


def triples_in(lines: str) -> frozenset[Triple]:
    """Return the triples of sort lines.

    >>> triples_in('<s:a 1<p:b> "c"')
    frozenset({Triple(subject='<s:a>', predicate='<p:b>', object='"c"')})
    """
    parts = (line.split(" ", 2) for line in lines.split("\n"))
    return frozenset(Triple(f"{node}>", relation[1:], value) for node, relation, value in parts)
