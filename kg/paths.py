"""Very many paths, and what is made of them, in little memory: 100 bytes a path, where objects take 1,700."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload


class Paths(Sequence[str]):
    """Paths, each as it was given and in that order.

    Args:
        paths: The paths; a path on a disk may hold what is no Unicode (PEP 383).
    """

    def __init__(self, paths: Iterable[str] = ()) -> None:
        self._ends = array("Q", [0])
        held = bytearray()
        for path in paths:
            held += path.encode("utf-8", "surrogatepass")
            self._ends.append(len(held))
        self._held = bytes(held)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        number = range(len(self))[index]
        return self._held[self._ends[number] : self._ends[number + 1]].decode("utf-8", "surrogatepass")


class Lookup:
    """Finds which of many items have a key, 12 bytes an item: it keeps hashes, and leaves it to the caller to compare.

    Args:
        keys: The key of each item.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        pairs = sorted((hash(key), index) for index, key in enumerate(keys))
        self._hashes = array("q", (found for found, _ in pairs))
        self._indices = array("I", (index for _, index in pairs))

    def candidates(self, key: str) -> Iterator[int]:
        """Yield the indices of the items that may have a key, ascending; all that have it are among them."""
        wanted = hash(key)
        for place in range(bisect_left(self._hashes, wanted), len(self._hashes)):
            if self._hashes[place] != wanted:
                return
            yield self._indices[place]


K = TypeVar("K")
V = TypeVar("V")


class Lazy(Sequence[V], Generic[K, V]):
    """A sequence whose values are made as they are asked for, and not kept.

    Args:
        keys: What the values are made of.
        make: Makes one.
    """

    def __init__(self, keys: Sequence[K], make: Callable[[K], V]) -> None:
        self._keys = keys
        self._make = make

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, index: int) -> V: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[V]: ...
    def __getitem__(self, index: int | slice) -> V | Sequence[V]:
        if isinstance(index, slice):
            return tuple(map(self._make, self._keys[index]))
        return self._make(self._keys[index])
