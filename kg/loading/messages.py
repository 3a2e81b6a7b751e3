"""What a message may show of what others wrote: one short line, nothing that steers a terminal, no secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from .credentials import Credentials

_REASON = 160
_READ = 4_000
_TAGS = re.compile(
    r"<(?:head|style|script|title)\b.*?</(?:head|style|script|title)>|</?[a-z!][^<>]*>", re.DOTALL | re.IGNORECASE
)
_MARKUP = re.compile(r"<(?:!doctype|html)", re.IGNORECASE)


def one_line(text: str, limit: int | None = None) -> str:
    r"""Return a text in one line, without what steers a terminal.

    >>> one_line("a\n \x1b[31mb", 5)
    'a [3…'
    """
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if limit is None or len(line) <= limit else line[: limit - 1] + "…"


def shown(url: httpx.URL) -> str:
    """Return a URL as it may stand in a message: without user, query and fragment."""
    return one_line(str(url.copy_with(username=None, password=None, query=None, fragment=None)))


def reason_of(status: int, content: bytes, credentials: Credentials) -> str:
    """Return why a server refuses."""
    text = credentials.hide(content[:_READ].decode(errors="replace"))
    if _MARKUP.search(text):
        text = _TAGS.sub(" ", text)
    line = one_line(credentials.hide(one_line(text)), _REASON)
    return f"HTTP {status}{': ' if line else ''}{line}"
