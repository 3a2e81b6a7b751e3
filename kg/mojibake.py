"""Words that were encoded twice, put right where that can be proved."""

from __future__ import annotations

import re

_HIGH = bytes(range(0x80, 0xC0))
_TAIL = re.escape("".join(sorted(set(_HIGH.decode("latin-1")) | set(_HIGH.decode("cp1252", errors="ignore")))))
_RUN = re.compile(f"(?:[\u00c2-\u00f4][{_TAIL}]{{1,3}})+")
_CODECS = ("sloppy-windows-1252", "latin-1")
_DEPTH = 3


def repaired(text: str) -> str:
    r"""Return the text with each run of twice-encoded UTF-8 decoded; all else stays as it is.

    A run of characters that has the shape of UTF-8 read as Windows-1252 or Latin-1 is replaced where ftfy, too, holds
    it for that, and where decoding the very bytes of the run gives the replacement. So clean text never changes.

    >>> ascii(repaired("S3\u00e2\u20ac\u2122s caf\u00e9 \u00c3 = 0xC3"))
    "'S3\\u2019s caf\\xe9 \\xc3 = 0xC3'"
    """
    return text if text.isascii() else _RUN.sub(lambda run: _repaired_run(run[0]), text)


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
            if decoded == fixed:
                return fixed
    return run
