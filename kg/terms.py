"""The one door by which an IRI or a literal enters a graph: checked, escaped, in the notation of N-Triples."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from .names import XSD

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff\ufffe\uffff]*")
_BIDI = "\u200e\u200f\u202a-\u202e\u2066-\u2069"
_FORBIDDEN = re.compile(
    rf"[\x00-\x20<>\"{{}}|^`\\\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\ud800-\udfff{_BIDI}]"
)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
    "\x7f": "\\u007F",
}
_TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")

REFUSED_SCHEMES = frozenset({"javascript", "data", "vbscript"})
"""Schemes of a target that run code, or that carry content, where a reader expects a page."""


class Triple(NamedTuple):
    """Subject, predicate and object, each in the notation of N-Triples."""

    subject: str
    predicate: str
    object: str


@lru_cache(maxsize=65536)
def iri(value: str) -> str:
    """Return an absolute IRI as a term.

    Raises:
        ValueError: It is no absolute IRI (RFC 3987, and the grammar of N-Triples).
    """
    if not _IRI.fullmatch(value):
        raise ValueError(f"no absolute IRI: {value!r}")
    return f"<{value}>"


def literal(text: str, datatype: str | None = None, language: str | None = None) -> str:
    """Return a literal as a term; signs that XML cannot carry become U+FFFD, so that all formats carry the same.

    Args:
        text: The lexical form.
        datatype: An IRI, or None for ``xsd:string``.
        language: A language tag, which excludes a datatype.

    Raises:
        ValueError: The language tag is none (BCP 47), or the datatype is no absolute IRI.
    """
    escaped = _TO_ESCAPE.sub(lambda sign: _ESCAPES.get(sign[0], "\ufffd"), _NO_XML.sub("\ufffd", text))
    if language is not None:
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(f"no language tag: {language!r}")
        return f'"{escaped}"@{language}'
    return f'"{escaped}"' if datatype is None else f'"{escaped}"^^{iri(datatype)}'


@lru_cache(maxsize=4096)
def integer(value: int) -> str:
    """Return an ``xsd:integer`` as a term."""
    return f'"{value}"^^<{XSD}integer>'


def target(address: str) -> str:
    """Return the address of a link as an absolute IRI (a string, no term), what RFC 3987 forbids percent-encoded.

    Raises:
        ValueError: It is none, or its scheme is refused, or it carries credentials; the message says which.
    """
    import pyoxigraph as ox

    encoded = _STRAY_PERCENT.sub("%25", _FORBIDDEN.sub(lambda sign: quote(sign[0], errors="replace"), address))
    head, hash_, fragment = encoded.partition("#")
    encoded = head + hash_ + fragment.replace("#", "%23")
    try:
        parts = urlsplit(encoded)
    except ValueError as error:
        raise ValueError("a target is no IRI") from error
    if parts.scheme in REFUSED_SCHEMES:
        raise ValueError(f"a target with the scheme {parts.scheme} is kept out")
    if parts.password is not None or (parts.username and parts.scheme in {"http", "https", "ftp"}):
        raise ValueError("a target with credentials is kept out")
    if parts.scheme in {"http", "https"} and not parts.netloc:
        raise ValueError("a target without a host is no IRI")
    path = parts.path.replace("[", "%5B").replace("]", "%5D")
    query = parts.query.replace("[", "%5B").replace("]", "%5D")
    fragment = parts.fragment.replace("[", "%5B").replace("]", "%5D")
    encoded = parts._replace(path=path, query=query, fragment=fragment).geturl()
    try:
        return ox.NamedNode(encoded).value
    except ValueError as error:
        raise ValueError("a target is no IRI") from error
