"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..findings import Found

if TYPE_CHECKING:
    from ...model import Diagnostic
    from ..pages import Page
    from ..targets import Pages
    from ..view import View


@dataclass(frozen=True, slots=True)
class Check:
    """A check: the codes that it reports, and what it looks at; each part returns what it found.

    Args:
        codes: Where none of them is wanted, nothing is looked at.
        needs: A library of an extra, or "": it is imported first, so that its absence is told before pages are read.
        graph: Looks at a graph: at one that was given, and at what the sources say.
        given: Looks at graphs that were given only, for ``pages`` sees more where the pages are there.
        pages: Looks at a page of the sources, among all of them.
        vocabularies: Looks at the vocabularies that the user named; the argument is their files.
        reading: Looks at what the reading of the sources reported.
    """

    codes: tuple[str, ...]
    needs: str = ""
    graph: Callable[[View, tuple[Path, ...]], Iterable[Found]] | None = None
    given: Callable[[View, tuple[Path, ...]], Iterable[Found]] | None = None
    pages: Callable[[Pages, Page], Iterable[Found]] | None = None
    vocabularies: Callable[[tuple[Path, ...]], Iterable[Found]] | None = None
    reading: Callable[[Iterable[Diagnostic], frozenset[str]], Iterable[Found]] | None = None
