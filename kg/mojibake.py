"""Words that were encoded twice, put right where that can be proved."""

from __future__ import annotations

import re
import unicodedata
from functools import partial

_HIGH = bytes(range(0x80, 0xC0))
_TAIL = re.escape("".join(sorted(set(_HIGH.decode("latin-1")) | set(_HIGH.decode("cp1252", errors="ignore")))))
_CLOSING = "\u2013\u2014\u2019\u201d\u2026\u203a\u2122"
_CAPITAL = re.compile(rf"(?<=[A-Z\u00c0-\u00de])[\u00c2-\u00df][{_CLOSING}]")
"""A capital at the end of a word in capitals, and a mark of punctuation behind it: no letter encoded twice."""

_RUN = re.compile(f"(?:[\u00c2-\u00f4][{_TAIL}]{{1,3}})+")
_CODECS = ("sloppy-windows-1252", "latin-1")
_DEPTH = 3
_SURE = 3
"""So many characters that decode to a sign are no text of any language."""


def repaired(text: str) -> str:
    r"""Return the text with each run of twice-encoded UTF-8 decoded; all else stays as it is.

    A run of characters that has the shape of UTF-8 read as Windows-1252 or Latin-1 is replaced where decoding its very
    bytes gives the replacement, and where ftfy, too, holds it for twice encoded, or it is a mark of punctuation or
    another sign. So clean text never changes.

    >>> ascii(repaired("S3\u00e2\u20ac\u2122s caf\u00e9 \u00c3 = 0xC3"))
    "'S3\\u2019s caf\\xe9 \\xc3 = 0xC3'"
    """
    while not text.isascii():
        clean = frozenset(match.start() for match in _CAPITAL.finditer(text))
        after = _RUN.sub(partial(_repaired, clean), text)
        if after == text:
            break
        text = after
    return text


def _repaired(clean: frozenset[int], run: re.Match[str]) -> str:
    return run[0] if run.start() in clean else _repaired_run(run[0])


def _is_sign(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PS"


def _repaired_run(run: str) -> str:
    import ftfy.bad_codecs

    fixed = ftfy.fix_encoding(run)
    for codec in _CODECS:
        decoded = run
        for _ in range(_DEPTH):
            try:
                decoded = decoded.encode(codec).decode()
            except UnicodeError:
                break
            if decoded == fixed or (len(run) >= _SURE and all(map(_is_sign, decoded))):
                return decoded
    return run
