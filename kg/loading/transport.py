"""HTTP with patience for a server, short about its faults, and careful with credentials."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NamedTuple, NoReturn

import httpx

from ..errors import LoadError
from .credentials import Credentials
from .faults import fault, may_pass
from .messages import reason_of, shown

_RETRIED = frozenset({429, 502, 503, 504})
_DENIED = frozenset({401, 403, 407})
_REDIRECTS = 5
_LONGEST_WAIT = 300.0
_LARGEST = 1 << 28
_LARGEST_REFUSAL = 4_000


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


class Answer(NamedTuple):
    """The answer of a server; of a refusal, the start of its text."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def is_success(self) -> bool:
        """Whether it did what it was asked."""
        return httpx.codes.is_success(self.status)


class Http:
    """Sends requests to one server, again where that can help, and never with credentials to another origin."""

    def __init__(self, url: httpx.URL, credentials: Credentials, patience: Patience) -> None:
        self._credentials = credentials
        self._patience = patience
        try:
            self._client = httpx.Client(
                auth=credentials.auth(),
                timeout=httpx.Timeout(patience.timeout, connect=min(10.0, patience.timeout)),
                trust_env=url.scheme == "https" or not _is_loopback(url.host),
            )
        except (ImportError, ValueError, TypeError, OSError, httpx.InvalidURL):  # what they say can hold a password
            message = "the proxy or the certificates that the environment names cannot be used"
            hint = "correct or unset HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR"
            raise LoadError(message, hint=hint) from None

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
    ) -> Answer:
        """Return the answer of a server, whatever its status is but for those that end all.

        Args:
            method: The method; each is sent again, so what is posted should have no blank nodes.
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
                answer = self._redirected(method, url, headers, content)
            except httpx.RequestError as error:
                if last or not may_pass(error):
                    raise fault(error, url, self._credentials) from None
            else:
                if answer.status in _DENIED and not denied:
                    self._deny(answer, url)
                if answer.status not in _RETRIED:
                    return answer
                wait = max(pause, self._after(answer))
                if last or wait > _LONGEST_WAIT:
                    message = f"the server is not ready: {reason_of(answer.status, answer.content, self._credentials)}"
                    hint = "load again later: what was done is kept"
                    raise LoadError(message, hint=hint, place=shown(url))
            self._patience.sleep(wait)
            pause *= 2
        raise AssertionError("the last try returns or raises")

    def _redirected(self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes | None) -> Answer:
        """Send a request, and again to where the same origin sends it."""
        first = url
        for _ in range(_REDIRECTS):
            answer = self._once(method, url, headers, content)
            if not httpx.codes.is_redirect(answer.status) or "location" not in answer.headers:
                return answer
            try:
                url = url.join(answer.headers["location"])
            except httpx.InvalidURL:
                break
            if (url.scheme, url.host, url.port) != (first.scheme, first.host, first.port):
                message = f"the server sends to another address: {shown(url)}"
                hint = "give that address with --to if you trust it; nothing was sent there"
                raise LoadError(message, hint=hint, place=shown(first))
            if method not in {"GET", "HEAD"} and answer.status not in {307, 308}:
                break
        raise LoadError("the server sends in circles", hint="give --to its final address", place=shown(first))

    def _once(self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes | None) -> Answer:
        with self._client.stream(method, url, headers=dict(headers), content=content) as response:
            data = bytearray()
            for part in response.iter_bytes():
                data += part
                if not response.is_success and len(data) >= _LARGEST_REFUSAL:
                    break
                if len(data) > _LARGEST:
                    message = f"the server answers with more than {_LARGEST >> 20} MiB"
                    raise LoadError(message, hint="correct --to: no graph is so large", place=shown(url))
            return Answer(response.status_code, response.headers, bytes(data))

    def _deny(self, answer: Answer, url: httpx.URL) -> NoReturn:
        known = self._credentials.auth() is not None
        message = "the store refuses the credentials" if known else "the store asks for credentials"
        hint = "set KG_LOAD_USER and KG_LOAD_PASSWORD, or KG_LOAD_TOKEN, or write them to .netrc"
        raise LoadError(f"{message} (HTTP {answer.status})", hint=hint, place=shown(url))

    def _after(self, answer: Answer) -> float:
        """Return how long ``Retry-After`` asks to wait; 0 where it does not."""
        value = answer.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value)
        try:
            return parsedate_to_datetime(value).timestamp() - self._patience.now()
        except (ValueError, OverflowError):
            return 0.0


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
