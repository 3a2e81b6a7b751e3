"""User name and password, or a token: from the environment or ``.netrc``, and never in a message."""

from __future__ import annotations

import netrc
import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from ..errors import LoadError


@dataclass(frozen=True)
class Credentials:
    """What a store is told of the user; all empty for nobody."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def auth(self) -> httpx.Auth | None:
        """Return what puts them into requests; None for nobody."""
        if self.token:
            return _Bearer(self.token)
        return _ByChallenge(self.user, self.password) if self.user else None

    def hide(self, text: str) -> str:
        """Return a text in which no secret stands."""
        for secret in (self.password, self.token):
            text = text.replace(secret, "…") if secret else text
        return text


def credentials(host: str, environment: Mapping[str, str] = os.environ) -> Credentials:
    """Return the credentials for a host.

    Args:
        host: Without a port.
        environment: ``KG_LOAD_TOKEN``, else ``KG_LOAD_USER`` and ``KG_LOAD_PASSWORD``, else the file that ``NETRC``
            names, else ``~/.netrc``.

    Raises:
        LoadError: The file cannot be used.
    """
    if token := environment.get("KG_LOAD_TOKEN"):
        if not token.isascii() or not token.isprintable():
            raise LoadError("KG_LOAD_TOKEN is no token", hint="it is one line of ASCII")
        return Credentials(token=token)
    if user := environment.get("KG_LOAD_USER"):
        return Credentials(user, environment.get("KG_LOAD_PASSWORD", ""))
    path = Path(environment.get("NETRC") or Path.home() / ".netrc")
    try:
        found = netrc.netrc(path).authenticators(host) if path.is_file() else None
    except (OSError, netrc.NetrcParseError, UnicodeDecodeError):  # what they say can quote the file
        raise LoadError("cannot be read as .netrc", hint="correct it, or unset NETRC", place=str(path)) from None
    return Credentials(found[0] or "", found[2] or "") if found else Credentials()


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._value = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._value
        yield request


class _ByChallenge(httpx.Auth):
    """Answers the challenge of the server, digest before basic; nothing is sent before one."""

    def __init__(self, user: str, password: str) -> None:
        self._user = user
        self._password = password
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            schemes = {
                value.strip().partition(" ")[0].lower() for value in response.headers.get_list("www-authenticate")
            }
            if response.status_code != httpx.codes.UNAUTHORIZED or not schemes & {"digest", "basic"}:
                return
            kind = httpx.DigestAuth if "digest" in schemes else httpx.BasicAuth
            self._chosen = kind(self._user, self._password)
        yield from self._chosen.auth_flow(request)
