"""Answers a server that asks who is there."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from urllib.request import parse_http_list

import httpx

_SCHEME = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:\s+(?!=)(.*))?", re.DOTALL)


class ChallengeError(httpx.RequestError):
    """A challenge that cannot be answered."""


class Bearer(httpx.Auth):
    """Sends a token with each request."""

    def __init__(self, token: str) -> None:
        self._value = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the token into a request."""
        request.headers["Authorization"] = self._value
        yield request


class ByChallenge(httpx.Auth):
    """Answers the challenge of the server, digest before basic; nothing is sent before one."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._is_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request, and again with what the server asks for."""
        if self._is_basic:
            yield from self._basic.auth_flow(request)
            return
        flow = self._digest.auth_flow(request)
        response = yield next(flow)
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        offered = challenges(response.headers.get_list("www-authenticate"))
        if "digest" in offered:
            response.headers["www-authenticate"] = f"Digest {offered['digest']}"
            try:
                again = flow.send(response)
            except (KeyError, ValueError, NotImplementedError, httpx.ProtocolError) as error:
                raise ChallengeError("its digest challenge is not one that can be answered", request=request) from error
            yield again
        elif "basic" in offered:
            self._is_basic = True
            yield from self._basic.auth_flow(request)


def challenges(values: Iterable[str]) -> dict[str, str]:
    """Return the first challenge of each scheme, by the scheme's name in lower case.

    >>> challenges(['Negotiate, Basic realm="x, y", Digest realm="z", nonce="n"'])
    {'negotiate': '', 'basic': 'realm="x, y"', 'digest': 'realm="z", nonce="n"'}
    """
    found: list[tuple[str, list[str]]] = []
    for item in parse_http_list(", ".join(values)):
        if match := _SCHEME.fullmatch(item.strip()):
            found.append((match[1].lower(), [match[2]] if match[2] else []))
        elif found:
            found[-1][1].append(item.strip())
    first: dict[str, str] = {}
    for scheme, parameters in found:
        first.setdefault(scheme, ", ".join(parameters))
    return first
