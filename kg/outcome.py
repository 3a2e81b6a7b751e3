"""What one page gives to a graph: small, whole, and easily sent from one process to another.

A statement is held as its *sort line*: subject, a flag, predicate and object in the notation of N-Triples, such that
lines sorted as plain strings (or as UTF-8 bytes, which is the same order) are in the order of an export. The subject
has lost its ``>``, so that what hangs from a node stands behind it; the flag is ``0`` for ``rdf:type`` and ``1`` else,
so that the types stand first::

    <https://example.org/kg/doc/a#b 0<http://…#type> <https://…#Feature>
    <https://example.org/kg/doc/a#b 1<http://…#label> "B"
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .model import Diagnostic
from .names import RDF
from .terms import Triple

_TYPE = f"<{RDF}type>"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one page gives to a graph.

    Args:
        path: The page, relative to the root.
        document: The IRI of its document; "" where the page could not be read.
        lines: The sort lines of its triples, sorted, each once, joined by line feeds; no line feed at the end.
        diagnostics: What is wrong with the page, and what was left out.
        tables: How many tables and lists were taken.
        features: How many features it has.
        statements: How many statements it has.
    """

    path: str
    document: str
    lines: str
    diagnostics: tuple[Diagnostic, ...]
    tables: int = 0
    features: int = 0
    statements: int = 0


def sort_lines(triples: Iterable[Triple]) -> str:
    """Return the sort lines of triples, sorted and joined."""
    return "\n".join(sorted({sort_line(triple) for triple in triples}))


def sort_line(triple: Triple) -> str:
    """Return the sort line of a triple.

    >>> sort_line(Triple("<s:a>", "<p:b>", '"c"'))
    '<s:a 1<p:b> "c"'
    """
    subject, predicate, value = triple
    return f"{subject[:-1]} {'0' if predicate == _TYPE else '1'}{predicate} {value}"


def statement(line: str) -> str:
    """Return the statement of N-Triples, without its full stop, that a sort line stands for.

    >>> statement('<s:a 1<p:b> "c"')
    '<s:a> <p:b> "c"'
    """
    subject, _, rest = line.partition(" ")
    return f"{subject}> {rest[1:]}"
