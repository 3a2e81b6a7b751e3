"""A page before it is HTML, and pages of long lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

_T = TypeVar("_T")

PER_PAGE = 200
"""Entries of a page of a list, and rows of a page of a matrix."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template, its title, and what the template shows besides."""

    template: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the pages before and behind are, "" where there is none, and which this is, of how many."""

    before: str
    behind: str
    number: int
    last: int


def turn(first: str, name: str, number: int, total: int) -> Turn | None:
    """Return where a page stands among its like, None where there is no such page.

    Args:
        first: The path of the first page.
        name: What the paths of the others begin with: ``list/feature`` makes ``list/feature-2``.
        number: Which page, from 1.
        total: How many entries all pages have.
    """
    last = count(total)
    if not 1 <= number <= last:
        return None
    before = "" if number == 1 else first if number - 1 == 1 else f"{name}-{number - 1}"
    return Turn(before, f"{name}-{number + 1}" if number < last else "", number, last)


def count(total: int) -> int:
    """Return how many pages a number of entries makes, at least one."""
    return max(1, -(-total // PER_PAGE))


def part(items: Sequence[_T], number: int) -> Sequence[_T]:
    """Return the entries of a page."""
    return items[(number - 1) * PER_PAGE : number * PER_PAGE]
