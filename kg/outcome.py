"""What one page gives to a graph: small, whole, and easily sent from one process to another.

Its triples are held as sort lines (``lines``).
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Diagnostic


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
