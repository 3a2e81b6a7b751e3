"""Why a target is kept out of a graph, however disguised: it would run code, tell a secret or mislead a reader."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from urllib.parse import unquote

_SCHEMES = re.compile(r"(?:(?:view-source|feed|jar):)*(javascript|vbscript|data):")
"""Schemes that run code, or that carry content, where a reader expects a page; some others only wrap them."""

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""The signs that change the direction of writing (Unicode Standard Annex 9, section 2)."""

_USER = re.compile(r"(https?:|ftps?:|wss?:)?/{2,}([^/?#@]*)@")
"""The user of an address, anywhere: addresses hold others (``jdbc:``, ``git+https:``, archives, forwarders)."""


def refusal(address: str) -> str | None:
    r"""Return why a target is kept out, or None.

    Looked at is what a browser would make of it: it drops control characters and white space, reads character
    references and takes a backslash for a slash (URL Standard, section 4.4); compatibility forms are folded besides.

    >>> refusal("java\tscript:x"), refusal("https://me@a.example/")
    ('a target with the scheme javascript is kept out', 'a target with credentials is kept out')

    Args:
        address: The target as it is written, or resolved.
    """
    plain = address
    if "&" in plain:
        plain = unescape(plain)
    if _DIRECTION.search(plain):
        return "a target with a sign that changes the direction of writing is kept out"
    if not (plain.isascii() and plain.isprintable()):
        plain = unicodedata.normalize("NFKC", plain)
        plain = "".join(sign for sign in plain if unicodedata.category(sign)[0] not in "CZ")
    plain = plain.replace(" ", "").replace("\\", "/").casefold()
    if found := _SCHEMES.match(plain):
        return f"a target with the scheme {found[1]} is kept out"
    if "@" in plain or "%40" in plain:
        users = (*_USER.findall(plain), *_USER.findall(unquote(plain)))
        if any(":" in user or (scheme and user) for scheme, user in users):
            return "a target with credentials is kept out"
    return None
