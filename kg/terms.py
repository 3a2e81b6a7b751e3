"""The one door by which an IRI or a literal enters a graph: checked, escaped, in the notation of N-Triples."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from .iri import UCSCHAR
from .names import XSD
from .refusals import refusal

_SIGNS = f"A-Za-z0-9._~:/?#@!$&'()*+,;=%{UCSCHAR}"
_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?://\[[0-9A-Fa-f:.]+\])?[{_SIGNS}-]*")
_FORBIDDEN = re.compile(rf"[^{_SIGNS}\[\]-]")
_PARTS = re.compile(r"((?:[^:/?#]+:)?(?://[^/?#]*)?)([^#]*)(#?)(.*)", re.DOTALL)
"""Scheme and authority; path and query; the mark of a fragment; the fragment (RFC 3986, appendix B)."""

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
_FRAGMENT = re.compile(r"[A-Za-z0-9.-]+")
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


class Triple(NamedTuple):
    """Subject, predicate and object, each in the notation of N-Triples."""

    subject: str
    predicate: str
    object: str


@lru_cache(maxsize=4096)
def iri(value: str) -> str:
    """Return an absolute IRI as a term.

    Raises:
        ValueError: It is no absolute IRI (RFC 3987, and the grammar of N-Triples).
    """
    import pyoxigraph as ox

    try:
        if _IRI.fullmatch(value):
            return f"<{ox.NamedNode(value).value}>"
    except ValueError as error:
        raise ValueError(f"no absolute IRI: {value!r}") from error
    raise ValueError(f"no absolute IRI: {value!r}")


def literal(text: str, datatype: str | None = None, language: str | None = None) -> str:
    """Return a literal as a term; line ends become LF and signs that XML cannot carry become U+FFFD (XML 1.0, sections
    2.2 and 2.11), so that all formats carry the same.

    Args:
        text: The lexical form.
        datatype: An IRI, or None for ``xsd:string``.
        language: A language tag, which excludes a datatype.

    Raises:
        ValueError: The language tag is none (BCP 47), or the datatype is no absolute IRI.
    """
    escaped = text
    if _ESCAPED.search(text):
        text = _NO_XML.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
        escaped = _TO_ESCAPE.sub(lambda sign: _ESCAPES.get(sign[0], "\ufffd"), text)
    if language is not None:
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(f"no language tag: {language!r}")
        return f'"{escaped}"@{language}'
    return f'"{escaped}"' if datatype is None else f'"{escaped}"^^{iri(datatype)}'


def fragment_of(term: str, fragment: str) -> str:
    """Return the IRI of a fragment of what an IRI names, both as terms; the IRI has no fragment.

    Raises:
        ValueError: The fragment has other signs than letters, digits, full stops and hyphens of ASCII.
    """
    if _FRAGMENT.fullmatch(fragment) is None:
        raise ValueError(f"no fragment: {fragment!r}")
    return f"{term[:-1]}#{fragment}>"


def integer(value: int) -> str:
    """Return an ``xsd:integer`` as a term."""
    return f'"{value}"^^<{XSD}integer>'


def target(address: str) -> str:
    """Return the address of a link as an absolute IRI (a string, no term), what RFC 3987 forbids percent-encoded.

    Raises:
        ValueError: It is none, or is refused (``refusals``); the message says which.
    """
    if reason := refusal(address):
        raise ValueError(reason)
    encoded = _STRAY_PERCENT.sub("%25", _FORBIDDEN.sub(lambda sign: quote(sign[0], errors="replace"), address))
    found = _PARTS.fullmatch(encoded)
    assert found is not None, "each part may be empty"
    head, path, mark, fragment = found.groups()
    encoded = f"{head}{_without_brackets(path)}{mark}{_without_brackets(fragment).replace('#', '%23')}"
    if encoded != address and (reason := refusal(encoded)):
        raise ValueError(reason)
    try:
        parts = urlsplit(encoded)
    except ValueError as error:
        raise ValueError("a target is no IRI") from error
    if parts.scheme in {"http", "https"} and not parts.netloc:
        raise ValueError("a target without a host is no IRI")
    try:
        return iri(encoded)[1:-1]
    except ValueError as error:
        raise ValueError("a target is no IRI") from error


def _without_brackets(part: str) -> str:
    """Return a part of an IRI in which brackets are forbidden, with them encoded."""
    return part.replace("[", "%5B").replace("]", "%5D")
