"""Which side of which conflict a span was read on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from ..iri import digest
from ..model import Conflict, SourceFile, Span, Variant


class Place(NamedTuple):
    """A side of a conflict, with the IRI of each."""

    conflict: str
    variant: str
    side: Variant


class Sides:
    """Looks spans up among the sides of a page's conflicts.

    Args:
        document: The IRI of the document.
        source: The file.
        conflicts: Its conflicts.
    """

    def __init__(self, document: str, source: SourceFile, conflicts: Sequence[Conflict]) -> None:
        self._path = source.path
        self.conflicts: list[tuple[str, Conflict]] = []
        self._places: list[tuple[int, int, Place]] = []
        seen: dict[str, int] = {}
        for conflict in conflicts:
            hunk = source.text[conflict.span.start : conflict.span.end]
            iri = f"{document}#conflict.{digest(hunk)}"
            seen[iri] = seen.get(iri, 0) + 1
            if seen[iri] > 1:
                iri = f"{iri}-{seen[iri]}"
            self.conflicts.append((iri, conflict))
            for variant in conflict.variants:
                if variant.span is not None:
                    place = Place(iri, f"{iri}.{variant.side}", variant)
                    self._places.append((variant.span.start, variant.span.end, place))
        self._places.sort(key=lambda entry: entry[0])
        self._starts = [start for start, _, _ in self._places]

    def place_of(self, span: Span) -> Place | None:
        """Return the side that a span lies in, or None where it lies outside all conflicts."""
        index = bisect_right(self._starts, span.start) - 1
        if index < 0 or span.path != self._path:
            return None
        start, end, place = self._places[index]
        return place if start <= span.start and span.end <= end else None
