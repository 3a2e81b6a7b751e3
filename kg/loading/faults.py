"""What went wrong where a request has no answer."""

from __future__ import annotations

import httpx

from ..errors import LoadError
from .credentials import Credentials
from .messages import one_line, shown

_IN_VAIN = ("certificate verify failed", "location header")
"""What the messages of failures say that come again however often one tries."""


def may_pass(error: httpx.RequestError) -> bool:
    """Return whether the same request may succeed a little later."""
    vain = isinstance(error, (httpx.UnsupportedProtocol, httpx.LocalProtocolError))
    said = str(error).lower()
    return isinstance(error, httpx.TransportError) and not vain and not any(words in said for words in _IN_VAIN)


def fault(error: httpx.RequestError, url: httpx.URL, credentials: Credentials) -> LoadError:
    """Return a request without an answer as one line."""
    reason = credentials.hide(one_line(credentials.hide(str(error)))) or type(error).__name__
    reason = reason.rstrip(".")
    if may_pass(error):
        message, hint = "the server cannot be reached", "start it or correct --to, and load again"
    elif "certificate" in reason:
        message, hint = "the server is not trusted", "let SSL_CERT_FILE name the certificate of its authority"
    else:
        message, hint = "the server cannot be understood", "correct --to, or what stands between"
    return LoadError(f"{message}: {reason}", hint=f"{hint}: what was done is kept", place=shown(url))
