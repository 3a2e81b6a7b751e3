"""A value as it is stored: checked against damage, and compressed where that pays."""

from __future__ import annotations

import zlib
from hashlib import blake2b

_CHECK_SIZE = 16
_PLAIN, _DEFLATED = b"p", b"z"
_WORTH_IT = 256
"""Shorter values are not compressed."""

MAX_VALUE = 1 << 26
"""No value is longer, so that a few damaged bytes cannot unfold to fill the memory."""


def sealed(key: bytes, value: bytes) -> bytes:
    """Return a value as it is stored under a key."""
    content = _PLAIN + value
    if len(value) >= _WORTH_IT:
        content = min(content, _DEFLATED + zlib.compress(value, 1), key=len)
    return _check(key, content) + content


def unsealed(key: bytes, stored: object) -> bytes | None:
    """Return the value that was stored under a key; None where what is there is not what was stored."""
    if not isinstance(stored, bytes):
        return None
    content = stored[_CHECK_SIZE:]
    if _check(key, content) != stored[:_CHECK_SIZE]:
        return None
    if content[:1] == _PLAIN:
        return content[1:]
    inflating = zlib.decompressobj()
    try:
        value = inflating.decompress(content[1:], MAX_VALUE)
    except zlib.error:
        return None
    return value if content[:1] == _DEFLATED and inflating.eof else None


def _check(key: bytes, content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECK_SIZE, key=key).digest()
