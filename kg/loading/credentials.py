"""User name and password, or a token: from the environment or ``.netrc``, and never in a message."""

from __future__ import annotations

import base64
import html
import json
import netrc
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

import httpx

from ..errors import LoadError
from .challenge import Bearer, ByChallenge
from .messages import one_line


@dataclass(frozen=True)
class Credentials:
    """What a store is told of the user; all empty for nobody."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def auth(self) -> httpx.Auth | None:
        """Return what puts them into requests; None for nobody."""
        if self.token:
            return Bearer(self.token)
        return ByChallenge(self.user, self.password) if self.user else None

    def hide(self, text: str) -> str:
        """Return a text in which no secret stands, also not as a server escapes it."""
        basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        forms = {form for secret in (self.password, self.token, basic) if secret for form in _forms(secret)}
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, "…")
        return text


def _forms(secret: str) -> set[str]:
    """Return a secret as HTML, JSON, Python, a URL and a line have it."""
    forms = {
        secret,
        html.escape(secret),
        html.escape(secret, quote=False),
        html.escape(secret).replace("&#x27;", "&#39;"),
    }
    forms |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
    forms |= {quote(secret), quote(secret, safe=""), quote_plus(secret)}
    return {form for one in forms for form in (one, one_line(one)) if form}


def credentials(host: str, environment: Mapping[str, str] = os.environ) -> Credentials:
    """Return the credentials for a host.

    Args:
        host: Without a port.
        environment: ``KG_LOAD_TOKEN``, else ``KG_LOAD_USER`` and ``KG_LOAD_PASSWORD``, else the file that ``NETRC``
            names, else ``~/.netrc``.

    Raises:
        LoadError: The token or the file cannot be used.
    """
    if token := environment.get("KG_LOAD_TOKEN"):
        if not token.isascii() or not token.isprintable() or " " in token:
            raise LoadError("KG_LOAD_TOKEN is no token", hint="it is one word of ASCII, without white space")
        return Credentials(token=token)
    if user := environment.get("KG_LOAD_USER"):
        return Credentials(user, environment.get("KG_LOAD_PASSWORD", ""))
    try:
        path = Path(environment.get("NETRC") or Path.home() / ".netrc")
    except RuntimeError:  # there is no home
        return Credentials()
    try:
        found = netrc.netrc(path).authenticators(host) if path.is_file() else None
    except (OSError, netrc.NetrcParseError, UnicodeDecodeError):  # what they say can quote the file
        raise LoadError("cannot be read as .netrc", hint="correct it, or unset NETRC", place=str(path)) from None
    return Credentials(found[0] or "", found[2] or "") if found else Credentials()
