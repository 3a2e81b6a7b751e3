"""Content negotiation: which of the formats that there are a client would have."""

from __future__ import annotations

from collections.abc import Sequence

import mimeparse  # type: ignore[import-untyped]

_LONGEST = 4096
"""Characters of an Accept header that is read; a longer one takes long, and no client means it."""


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """Return the media type that a client likes best, or ``None`` where it accepts none.

    >>> choose("text/csv;q=0.5, text/*;q=0.9, */*;q=0.1", ["application/json", "text/csv", "text/plain"])
    'text/plain'

    Args:
        accept: An Accept header; an empty or a very long one accepts everything.
        offered: Media types, the best first: it wins where the client has no preference.
    """
    if not accept.strip() or len(accept) > _LONGEST:
        return offered[0]
    try:
        return mimeparse.best_match(list(reversed(offered)), accept) or None
    except (mimeparse.MimeTypeParseException, ValueError):
        return None


def is_utf8(content_type: str) -> bool:
    """Whether a Content-Type header leaves the charset open or says UTF-8."""
    return _parsed(content_type)[1].get("charset", "utf-8").strip('"').lower() in {"utf-8", "utf8"}


def media_type(content_type: str) -> str:
    """Return the media type of a Content-Type header, without its parameters; empty where it is none."""
    return _parsed(content_type)[0]


def _parsed(content_type: str) -> tuple[str, dict[str, str]]:
    try:
        kind, subtype, parameters = mimeparse.parse_mime_type(content_type)
    except (mimeparse.MimeTypeParseException, ValueError):
        return "", {}
    return f"{kind}/{subtype}".lower(), parameters
