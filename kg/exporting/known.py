"""The outcomes that earlier runs left in a cache."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from ..cache import Cache, fingerprint, packed, page_key, unpacked
from ..engines import Lost
from ..errors import SourceError
from ..model import Diagnostic
from ..outcome import Outcome
from ..paths import Lazy
from ..read import read_source
from .work import Page, PageWork, Result

_WINDOW = 200
"""Pages looked up in the cache, or put there, at once."""

_SUM = 32
"""Bytes of a SHA-256; one of zeros stands for a page that could not be read."""

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
        self._pages = pages
        self._print = fingerprint(run.options, run.product, run.options.vocabulary)
        self._sums = bytearray(_SUM * len(pages))
        self._held = bytearray(len(pages))
        self._values: dict[int, Outcome] = {}
        room = _KEPT
        for some in self._windows():
            keys = dict(self._looked_at(some))
            values = cache.get_many(keys.values())
            for index, key in keys.items():
                found = unpacked(values.get(key, b""))
                if found is not None and work.answers.hold(found[0]):
                    self._held[index] = True
                    room -= len(found[1].lines)
                    if room > 0:
                        self._values[index] = found[1]

    @property
    def missing(self) -> Sequence[Page]:
        """The pages that have to be read."""
        indices = array("I", (index for index, is_held in enumerate(self._held) if not is_held))
        return Lazy(indices, self._pages.__getitem__)

    def merged(self, results: Iterator[Result | Lost[Page]]) -> Iterator[Outcome]:
        """Yield the outcome of each page: a known one, or the next result, which is put into the cache."""
        for some in self._windows():
            again = [index for index in some if self._held[index] and index not in self._values]
            values = self._cache.get_many(map(self._key, again))
            new: dict[bytes, bytes] = {}
            for index in some:
                if self._held[index]:
                    yield self._values.pop(index) if index in self._values else self._read_again(index, values)
                    continue
                result = next(results)
                if isinstance(result, Lost):
                    yield lost(result)
                    continue
                if bytes.fromhex(result.sha256) == self._sum(index):  # else it was changed in between
                    new[self._key(index)] = packed(result.dependencies, result.outcome)
                yield result.outcome
            self._cache.put_many(new)

    def _windows(self) -> Iterator[range]:
        count = len(self._pages)
        return (range(start, min(start + _WINDOW, count)) for start in range(0, count, _WINDOW))

    def _looked_at(self, some: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """Yield the index and the key of each page that can be read."""
        for index in some:
            page = self._pages[index]
            try:
                data = read_source(page.source, self._work.run.options.bounds) if page.data is None else page.data
            except SourceError:
                continue
            self._sums[index * _SUM : (index + 1) * _SUM] = sha256(data).digest()
            yield index, self._key(index)

    def _sum(self, index: int) -> bytes:
        return bytes(self._sums[index * _SUM : (index + 1) * _SUM])

    def _key(self, index: int) -> bytes:
        return page_key(self._pages[index].source.path, self._sum(index).hex(), self._print)

    def _read_again(self, index: int, values: Mapping[bytes, bytes]) -> Outcome:
        """Return an outcome from the cache; one that another run has removed meanwhile is made anew."""
        found = unpacked(values.get(self._key(index), b""))
        return found[1] if found is not None else self._work(self._pages[index]).outcome


def lost(found: Lost[Page]) -> Outcome:
    """Return the outcome of a page that ended the process that read it."""
    path = found.item.source.path
    hint = "leave the page out, and report it"
    return Outcome(path, "", "", (Diagnostic("error", "KG105", f"could not be read: {found.reason}", hint, path),))
