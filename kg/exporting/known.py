"""The outcomes that earlier runs left in a cache."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from ..bounds import Bounds
from ..cache import Cache, fingerprint, packed, page_key, unpacked
from ..engines import Lost
from ..errors import SourceError
from ..model import Diagnostic
from ..outcome import Outcome
from ..read import read_source
from .work import Page, PageWork, Result

_WINDOW = 200
"""Pages looked up in the cache, or put there, at once."""

_KEPT = 32 << 20
"""Bytes of outcomes that are kept from the look at the cache until they are written; others are read again."""


class Known:
    """The outcomes that earlier runs left in a cache, as far as they hold.

    Args:
        cache: The cache.
        work: Makes outcomes.
        pages: All pages.
    """

    def __init__(self, cache: Cache, work: PageWork, pages: Sequence[Page]) -> None:
        run = work.run
        self._cache = cache
        self._work = work
        self._print = fingerprint(run.options, run.product, run.options.vocabulary)
        self._keys: dict[str, bytes] = {}
        self._sums: dict[str, str] = {}
        self._held: set[str] = set()
        self._values: dict[str, Outcome] = {}
        room = _KEPT
        for some in _windows(pages):
            for page, data in _read(some, run.options.bounds):
                self._sums[page.source.path] = sha256(data).hexdigest()
                self._keys[page.source.path] = page_key(page.source.path, self._sums[page.source.path], self._print)
            values = cache.get_many(self._keys[page.source.path] for page in some if page.source.path in self._keys)
            for page in some:
                path = page.source.path
                found = unpacked(values.get(self._keys.get(path, b""), b""))
                if found is not None and work.answers.hold(found[0]):
                    self._held.add(path)
                    room -= len(found[1].lines)
                    if room > 0:
                        self._values[path] = found[1]

    def __contains__(self, path: str) -> bool:
        return path in self._held

    def merged(self, pages: Sequence[Page], results: Iterator[Result | Lost[Page]]) -> Iterator[Outcome]:
        """Yield the outcome of each page: a known one, or the next result, which is put into the cache."""
        for some in _windows(pages):
            again = [page.source.path for page in some if page.source.path in self._held]
            values = self._cache.get_many(self._keys[path] for path in again if path not in self._values)
            new: dict[bytes, bytes] = {}
            for page in some:
                path = page.source.path
                if path in self._held:
                    yield self._values.pop(path) if path in self._values else self._read_again(page, values)
                    continue
                result = next(results)
                if isinstance(result, Lost):
                    yield lost(result)
                    continue
                if result.sha256 == self._sums.get(path):  # else it was changed in between
                    new[self._keys[path]] = packed(result.dependencies, result.outcome)
                yield result.outcome
            self._cache.put_many(new)

    def _read_again(self, page: Page, values: Mapping[bytes, bytes]) -> Outcome:
        """Return an outcome from the cache; one that another run has removed meanwhile is made anew."""
        found = unpacked(values.get(self._keys[page.source.path], b""))
        return found[1] if found is not None else self._work(page).outcome


def _windows(pages: Sequence[Page]) -> Iterator[Sequence[Page]]:
    return (pages[start : start + _WINDOW] for start in range(0, len(pages), _WINDOW))


def _read(pages: Iterable[Page], bounds: Bounds) -> Iterator[tuple[Page, bytes]]:
    """Yield each page that can be read, with its bytes."""
    for page in pages:
        try:
            yield page, read_source(page.source, bounds) if page.data is None else page.data
        except SourceError:
            continue


def lost(found: Lost[Page]) -> Outcome:
    """Return the outcome of a page that ended the process that read it."""
    path = found.item.source.path
    hint = "leave the page out, and report it"
    return Outcome(path, "", "", (Diagnostic("error", "KG105", f"could not be read: {found.reason}", hint, path),))
