"""IRIs minted from content: readable, stable, and never percent-encoded (``contract``: IRIs)."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_ASCII_WORD = re.compile("[a-z0-9]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\uff07]")
UCSCHAR = (
    "\u00a1-\u061b\u061d-\u167f\u1681-\u1fff\u200b-\u200d\u2010-\u2027\u2030-\u205e\u2060-\u2065"
    "\u206a-\u2fff\u3001-\ud7ff"
    "\uf900-\ufdcf\ufdf0-\ufeff\uff00-\uffef"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    + "\U000e1000-\U000efffd"
)
"""What RFC 3987 lets into an IRI beyond ASCII (``ucschar``), but for white space, at which some readers of RDF fail,
and for the signs that change the direction of writing (its section 4.1)."""

_NOT_IN_SEGMENT = re.compile(f"[^A-Za-z0-9._~!$&'()*+,;=:@/{UCSCHAR}-]")
"""What RFC 3987 forbids in a segment of a path (``ipchar``), and ``%``."""


def slug(text: str, limit: int | None = None) -> str:
    """Return the slug of a text; with a limit, as many whole words as fit, a first word that is longer cut.

    Letters and digits of any script are kept with their combining marks; apostrophes are dropped; every other run is
    one hyphen. A text without a letter or digit gives ``x-`` and 6 hexadecimal digits of it.

    >>> slug("AWS S3’s server-side encryption"), slug("Inter-node and node identity authentication", 40)
    ('aws-s3s-server-side-encryption', 'inter-node-and-node-identity')
    """
    words = _ASCII_WORD.findall(text.replace("'", "").lower()) if text.isascii() else _words(text)
    if not words:
        return f"x-{digest(text)}"
    if limit is None:
        return "-".join(words)
    result = words[0][:limit]
    for word in words[1:]:
        if len(result) + 1 + len(word) > limit:
            break
        result = f"{result}-{word}"
    return result


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    folded = _NOT_IN_SEGMENT.sub(" ", _APOSTROPHES.sub("", folded))
    kept = "".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in folded)
    return kept.split() if any(sign.isalnum() for sign in kept) else []


def digest(text: str) -> str:
    """Return the first 6 hexadecimal digits of the SHA-256 of the NFC text in UTF-8.

    >>> digest("Users and privileges")
    'e22dc7'
    """
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode(errors="surrogatepass")).hexdigest()[:6]


def segment(path: str) -> str:
    """Return a path with each sign that RFC 3987 forbids in a segment, and ``%``, as a hyphen.

    >>> segment("a b/c%20[d].md")
    'a-b/c-20-d-.md'
    """
    return _NOT_IN_SEGMENT.sub("-", path)


def without_extension(path: str) -> str:
    """Return a path without the extension of its last segment.

    >>> without_extension("v1.2/intro.md")
    'v1.2/intro'
    """
    folder, _, name = path.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    name = stem if dot and stem else name
    return f"{folder}/{name}" if folder else name
