r"""Triples as *sort lines*: strings whose order is that of an export, quick to make, to sort and to write.

A sort line is subject, a flag, predicate and object in the notation of N-Triples, such that lines sorted as plain
strings (or as UTF-8 bytes, which is the same order) are in the order of an export. The subject has lost its ``>``, so
that what hangs from a node stands behind it; the flag is ``0`` for ``rdf:type`` and ``1`` else, so that the types stand
first. Before the flag stands U+001F, which no term holds (``terms``), so that a flag is told from the text of a
literal::

    <https://example.org/kg/doc/a#b\x1f0<http://…#type> <https://…#Feature>
    <https://example.org/kg/doc/a#b\x1f1<http://…#label> "B"

No IRI holds a control character, so no subject is the begin of another one: the lines of each can be sorted by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from .names import RDF
from .terms import Triple, iri

_TYPE = f"<{RDF}type>"
_FLAGS = ("\x1f0", "\x1f1")


def predicate(term: str) -> str:
    r"""Return what stands between subject and object in the sort lines of a predicate, as an IRI.

    >>> predicate("https://schema.org/name")
    '\x1f1<https://schema.org/name> '
    """
    checked = iri(term)
    return f"{_FLAGS[checked != _TYPE]}{checked} "


def sort_lines(triples: Iterable[Triple]) -> str:
    r"""Return the sort lines of triples, sorted and joined by line feeds.

    >>> sort_lines([Triple("<s:a>", "<p:b>", '"c"')])
    '<s:a\x1f1<p:b> "c"'
    """
    return "\n".join(sorted({f"{s[:-1]}{_FLAGS[p != _TYPE]}{p} {o}" for s, p, o in triples}))


def triples_in(lines: str) -> frozenset[Triple]:
    r"""Return the triples of sort lines.

    >>> triples_in('<s:a\x1f1<p:b> "c"')
    frozenset({Triple(subject='<s:a>', predicate='<p:b>', object='"c"')})
    """
    return frozenset(map(_triple, lines.split("\n")))


def instances(lines: str, kind: str) -> int:
    r"""Return how many nodes sort lines type with a class; no literal has a line feed.

    >>> instances(sort_lines([Triple("<s:a>", _TYPE, "<c:a>"), Triple("<s:b>", _TYPE, "<c:a>")]), "c:a")
    2
    """
    end = f"{_FLAGS[0]}{_TYPE} {iri(kind)}"
    return lines.count(f"{end}\n") + lines.endswith(end)


def _triple(line: str) -> Triple:
    subject, value = line.split(" ", 1)
    node, _, relation = subject.partition("\x1f")
    return Triple(f"{node}>", relation[1:], value)


def statements(lines: bytes, graph: str) -> bytes:
    r"""Return the N-Quads of sort lines in UTF-8: all at once, as a loop over lines takes longer than their sorting.

    Args:
        lines: The sort lines.
        graph: The IRI of their graph, as a term with a blank behind it, or "".

    >>> statements(b'<s:a\x1f1<p:b> "c 1"\n<s:b\x1f0<p:b> <s:a>', "")
    b'<s:a> <p:b> "c 1" .\n<s:b> <p:b> <s:a> .'
    """
    for flag in _FLAGS:
        lines = lines.replace(flag.encode(), b"> ")
    end = f" {graph}.".encode()
    return lines.replace(b"\n", end + b"\n") + end
