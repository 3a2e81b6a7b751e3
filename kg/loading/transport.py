"""HTTP with patience for a server, short about its faults, and careful with credentials."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NoReturn

import httpx

from ..errors import LoadError
from .credentials import Credentials

_RETRIED = frozenset({429, 502, 503, 504})
_DENIED = frozenset({401, 403, 407})
_REDIRECTS = 5
_LONGEST_WAIT = 300.0
_REASON = 160
_TAGS = re.compile(
    r"<(?:head|style|script|title)\b.*?</(?:head|style|script|title)>|</?[a-z!][^<>]*>", re.DOTALL | re.IGNORECASE
)
_MARKUP = re.compile(r"<(?:!doctype|html)", re.IGNORECASE)


@dataclass(frozen=True)
class Patience:
    """How long a client waits.

    Args:
        timeout: Seconds until a request that makes no progress is given up.
        tries: How often a request is sent at most.
        pause: Seconds before the second try; twice that before the third, and so on.
        sleep: Waits some seconds.
        now: Returns the time in seconds since 1970.
    """

    timeout: float = 120.0
    tries: int = 6
    pause: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time


class Http:
    """Sends requests, again where that can help, and never with credentials to another origin."""

    def __init__(self, credentials: Credentials, patience: Patience) -> None:
        self._credentials = credentials
        self._patience = patience
        self._client = httpx.Client(
            auth=credentials.auth(), timeout=httpx.Timeout(patience.timeout, connect=min(10.0, patience.timeout))
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        url: httpx.URL,
        headers: Mapping[str, str],
        content: bytes | None = None,
        *,
        denied: bool = False,
    ) -> httpx.Response:
        """Return the answer of a server, whatever its status is but for those that end all.

        Args:
            method: The method.
            url: The address.
            headers: Further headers.
            content: The body.
            denied: Whether a refusal of the user is an answer too.

        Raises:
            LoadError: The server cannot be reached, is too busy, refuses the user, or sends elsewhere.
        """
        pause = self._patience.pause
        for last in (*(False,) * (self._patience.tries - 1), True):
            wait = pause
            try:
                response = self._redirected(method, url, headers, content)
            except httpx.TransportError as error:
                if last or isinstance(error, httpx.UnsupportedProtocol) or method == "POST":
                    reason = self._credentials.hide(_line(str(error)) or type(error).__name__)
                    message = f"the server cannot be reached: {reason}"
                    hint = "start it or correct --to, and load again: what was done is kept"
                    raise LoadError(message, hint=hint, place=shown(url)) from None
            else:
                if response.status_code in _DENIED and not denied:
                    self._deny(response, url)
                if response.status_code not in _RETRIED:
                    return response
                wait = self._after(response, pause)
                if last or wait > _LONGEST_WAIT:
                    message = f"the server is not ready: {reason_of(response, self._credentials)}"
                    hint = "load again later: what was done is kept"
                    raise LoadError(message, hint=hint, place=shown(url))
            self._patience.sleep(wait)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _redirected(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes | None
    ) -> httpx.Response:
        """Send a request, and again to where the same origin sends it."""
        first = url
        for _ in range(_REDIRECTS):
            response = self._client.request(method, url, headers=dict(headers), content=content)
            if not response.has_redirect_location:
                return response
            try:
                url = url.join(response.headers["location"])
            except httpx.InvalidURL:
                break
            if (url.scheme, url.host, url.port) != (first.scheme, first.host, first.port):
                message = f"the server sends to another address: {shown(url)}"
                hint = "give that address with --to if you trust it; nothing was sent there"
                raise LoadError(message, hint=hint, place=shown(first))
            if method not in {"GET", "HEAD"} and response.status_code not in {307, 308}:
                break
        raise LoadError("the server sends in circles", hint="give --to its final address", place=shown(first))

    def _deny(self, response: httpx.Response, url: httpx.URL) -> NoReturn:
        known = self._credentials.auth() is not None
        message = "the store refuses the credentials" if known else "the store asks for credentials"
        hint = "set KG_LOAD_USER and KG_LOAD_PASSWORD, or KG_LOAD_TOKEN, or write them to .netrc"
        raise LoadError(f"{message} (HTTP {response.status_code})", hint=hint, place=shown(url))

    def _after(self, response: httpx.Response, pause: float) -> float:
        """Return how long ``Retry-After`` asks to wait; the pause where it does not."""
        value = response.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - self._patience.now())
        except (ValueError, OverflowError):
            return pause


def shown(url: httpx.URL) -> str:
    """Return a URL as it may stand in a message: without user, query and fragment."""
    return _line(str(url.copy_with(username=None, password=None, query=None, fragment=None)))


def reason_of(response: httpx.Response, credentials: Credentials) -> str:
    """Return why a server refuses, in one short line: no markup, no control characters, no secret."""
    text = response.text[:100_000]
    if _MARKUP.search(text):
        text = _TAGS.sub(" ", text)
    line = credentials.hide(_line(text))
    line = line if len(line) <= _REASON else line[: _REASON - 1] + "…"
    return f"HTTP {response.status_code}{': ' if line else ''}{line}"


def _line(text: str) -> str:
    """Return a text in one line, without what steers a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
