"""The IRI of each feature of a page, equal content of the two sides of a conflict under one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..iri import digest, slug
from ..model import Feature, Reading, Span
from .sides import Sides


@dataclass(frozen=True, slots=True)
class Named:
    """One occurrence of a feature: its IRI, and that of its parent, "" for a top feature."""

    iri: str
    parent: str
    feature: Feature


@dataclass(slots=True)
class _Occurrence:
    feature: Feature
    reading: int
    name: str = ""


def name_features(document: str, readings: Sequence[Reading], sides: Sides) -> Iterator[Named]:
    """Yield each occurrence of each feature of all readings, parents before children.

    Two labels with one slug both get a suffix of their label; a label in two tables of one reading gets the slug of the
    heading of its table for a prefix; rows that are still equal get ``-2``, ``-3`` in order (contract: IRIs).
    """
    top = [_Occurrence(feature, number) for number, reading in enumerate(readings) for feature in reading.features]
    _name_by_label(top)
    _prefix_headings(top)
    yield from _numbered(top, f"{document}#", "", sides)


def _name_by_label(occurrences: Iterable[_Occurrence]) -> None:
    labels: dict[str, set[str]] = defaultdict(set)
    for one in occurrences:
        one.name = slug(one.feature.label)
        labels[one.name].add(one.feature.label)
    for one in occurrences:
        if len(labels[one.name]) > 1:
            one.name = f"{one.name}-{digest(one.feature.label)}"


def _prefix_headings(occurrences: Iterable[_Occurrence]) -> None:
    containers: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in occurrences:
        containers[one.reading, one.name].add(one.feature.container)
    twice = {name for (_, name), numbers in containers.items() if len(numbers) > 1}
    for one in occurrences:
        if one.name in twice and one.feature.heading:
            one.name = f"{slug(one.feature.heading)}.{one.name}"


def _numbered(occurrences: Sequence[_Occurrence], prefix: str, parent: str, sides: Sides) -> Iterator[Named]:
    """Give the occurrences of one name their numbers, then name what is below them."""
    names = {one.name for one in occurrences}
    slots = _slots(occurrences, sides, lambda one: one.feature.span)
    taken: dict[tuple[str, int], str] = {}
    below: dict[str, list[_Occurrence]] = defaultdict(list)
    for one, number in zip(occurrences, slots, strict=True):
        key = one.name, number
        if key not in taken:
            taken[key] = _free_name(one.name, number, names)
            names.add(taken[key])
        iri = prefix + taken[key]
        yield Named(iri, parent, one.feature)
        below[iri] += [_Occurrence(child, one.reading) for child in one.feature.children]
    for iri, children in below.items():
        _name_by_label(children)
        yield from _numbered(children, f"{iri}.", iri, sides)


def _free_name(name: str, number: int, names: set[str]) -> str:
    if number == 1:
        return name
    while f"{name}-{number}" in names:
        number += 1
    return f"{name}-{number}"


def _slots(occurrences: Sequence[_Occurrence], sides: Sides, span_of: Callable[[_Occurrence], Span]) -> list[int]:
    """Return for each occurrence its number among those of the same name, from 1.

    What was read outside a conflict is the same row in every reading; inside one, the first of ours is paired with the
    first of theirs, and so on.
    """
    counts: dict[tuple[str, int, str], int] = defaultdict(int)
    keys = []
    for one in occurrences:
        span = span_of(one)
        place = sides.place_of(span)
        if place is None:
            keys.append((span.start, 0))
            continue
        first = next(conflict.span.start for iri, conflict in sides.conflicts if iri == place.conflict)
        counts[one.name, one.reading, place.conflict] += 1
        keys.append((first, counts[one.name, one.reading, place.conflict]))
    ranks: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for one, key in zip(occurrences, keys, strict=True):
        ranks[one.name].add(key)
    order = {name: {key: rank for rank, key in enumerate(sorted(found), start=1)} for name, found in ranks.items()}
    return [order[one.name][key] for one, key in zip(occurrences, keys, strict=True)]
