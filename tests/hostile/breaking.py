"""Ways in which a page gets broken: cut, with bits flipped, and with another encoding or other line ends."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable, Iterator, Mapping


def cut(page: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield page[: chance.randrange(len(page))]


def flipped(page: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    for _ in range(count):
        changed = bytearray(page)
        for _ in range(chance.randint(1, 20)):
            changed[chance.randrange(len(page))] ^= 1 << chance.randrange(8)
        if changed != page:
            yield bytes(changed)


def replaced(page: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    """Put signs that mean something where others were."""
    for _ in range(count):
        changed = bytearray(page)
        for _ in range(chance.randint(1, 20)):
            changed[chance.randrange(len(page))] = chance.choice(b"|\n<>[]()*_`~\\&{}%#-=:!\"' ")
        if changed != page:
            yield bytes(changed)


def _text(page: bytes) -> str:
    return page.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")


def in_utf_16(page: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    """Also cut, which may be in a character."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        whole = mark + _text(page).encode(encoding)
        yield whole
        for _ in range(count // 10):
            yield whole[: chance.randrange(2, len(whole))]


def with_other_line_ends(page: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    lines = _text(page).replace("\r\n", "\n").split("\n")
    for end in ("\r\n", "\r", "\n"):
        changed = end.join(lines).encode()
        if changed != page:
            yield changed
    for _ in range(count // 10):
        yield "".join(line + chance.choice(("\n", "\r\n", "\r")) for line in lines).encode()


def with_a_mark(page: bytes, chance: random.Random, count: int) -> Iterator[bytes]:
    whole = codecs.BOM_UTF8 + codecs.BOM_UTF8 * page.startswith(codecs.BOM_UTF8) + page.removeprefix(codecs.BOM_UTF8)
    yield whole
    for _ in range(count // 10):
        yield whole[: chance.randrange(3, len(whole))]


KINDS: Mapping[str, Callable[[bytes, random.Random, int], Iterator[bytes]]] = {
    "cut": cut,
    "with bits flipped": flipped,
    "with signs replaced": replaced,
    "in UTF-16": in_utf_16,
    "with other line ends": with_other_line_ends,
    "with a mark": with_a_mark,
}


def broken(page: bytes, count: int, chance: random.Random) -> Iterator[bytes]:
    for kind in KINDS.values():
        yield from kind(page, chance, count)
