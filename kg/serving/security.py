"""Who may ask this server, and what its pages may do: an ASGI middleware.

A page of any site can send requests to a server on the same machine. So the Host header must be a name of ours (DNS
rebinding), a request that another site makes is refused (cross-site request forgery), and no answer can be read by
another site (CORS) except by those that ``--cors`` names.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .asking import respond
from .problems import Kind, Problem

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Headers of each answer."""

_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_SAFE = {"GET", "HEAD"}


class Security:
    """Refuse what another site asks, and set the headers of each answer.

    Args:
        app: What answers the rest.
        cors: Origins whose pages may use the endpoint.
        host: The address that the server listens on.
        names: Other names that the server may be addressed by, with any port, as behind a proxy.
    """

    def __init__(self, app: ASGIApp, *, cors: Sequence[str], host: str, names: Sequence[str]) -> None:
        self._app = app
        self._cors = frozenset(cors)
        self._local = _LOCAL | {f"[{host}]" if ":" in host else host.lower()}
        self._names = frozenset(f"[{name}]" if ":" in name else name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI's
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        extra = dict(HEADERS)
        if self._is_shared(scope, origin):
            assert origin is not None
            extra |= {"Access-Control-Allow-Origin": origin, "Cross-Origin-Resource-Policy": "cross-origin"}
        vary = self._cors and _is_endpoint(scope)

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.update(extra)
                answer.setdefault(
                    "Cache-Control", "no-cache"
                )  # a browser asks again: a new export has the old addresses
                if vary:
                    answer.add_vary_header("Origin")
            await send(message)

        try:
            self._check_host(scope, headers)
            response = self._preflight(scope, headers) if _is_preflight(scope, headers) else None
            if response is None:
                self._check_site(scope, headers)
        except Problem as problem:
            response = respond(problem.answer())
        await (response or self._app)(scope, receive, send_safely)

    def _is_shared(self, scope: Scope, origin: str | None) -> bool:
        """Whether a page of the origin may read what the endpoint answers."""
        return origin in self._cors and _is_endpoint(scope)

    def _check_host(self, scope: Scope, headers: Headers) -> None:
        """Refuse a request for a host that is not this server, as a page makes after DNS rebinding."""
        hosts = headers.getlist("host")
        host, port = _split(hosts[0]) if len(hosts) == 1 else ("", "")
        if host in self._names or (host in self._local and port == str(_port(scope))):
            return
        hint = f"Use http://localhost:{_port(scope)}/, or start the server with --allow-host {host or 'NAME'}."
        raise Problem(Kind.HOST, f"It was asked as {', '.join(hosts)[:200] or 'nothing'}.", hint)

    def _check_site(self, scope: Scope, headers: Headers) -> None:
        """Refuse a request that a page of another site makes; following a link to here is no such request."""
        origin = headers.get("origin")
        if self._is_shared(scope, origin):
            return
        safe = scope["method"] in _SAFE
        if origin is not None and origin not in _own_origins(headers["host"]) and not safe:
            raise Problem(Kind.ORIGIN, f"The request comes from {origin[:200]}.", _hint(origin))
        mode, target = headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")
        is_visit = safe and mode == "navigate" and target == "document"
        if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"} and not is_visit:
            raise Problem(Kind.ORIGIN, "The request comes from a page of another site.", _hint(origin))

    def _preflight(self, scope: Scope, headers: Headers) -> Response:
        """Answer whether a page of another site may send a request (Fetch Standard, CORS-preflight request)."""
        origin = headers.get("origin")
        if not self._is_shared(scope, origin):
            raise Problem(Kind.ORIGIN, f"The request comes from {(origin or '')[:200]}.", _hint(origin))
        allowed = {
            "Access-Control-Allow-Methods": "GET, HEAD, POST",
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "600",
        }
        if headers.get("access-control-request-private-network") == "true":
            allowed["Access-Control-Allow-Private-Network"] = "true"
        return Response(status_code=204, headers=allowed)


def _own_origins(host: str) -> set[str]:
    """Return the origins of our own pages: a proxy may have taken the request by HTTPS and pass it on by HTTP."""
    host = host.lower()
    return {f"http://{host.removesuffix(':80')}", f"https://{host.removesuffix(':443')}"}


def _hint(origin: str | None) -> str:
    return f"Start the server with --cors {origin or 'ORIGIN'}, if that site may use the endpoint."


def _is_endpoint(scope: Scope) -> bool:
    return scope["path"] in {"/sparql", "/sparql/"}


def _is_preflight(scope: Scope, headers: Headers) -> bool:
    return scope["method"] == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


def _port(scope: Scope) -> int | None:
    """Return the port that the server listens on."""
    server = scope.get("server")
    return server[1] if server else None


def _split(host: str) -> tuple[str, str]:
    """Return the name and the port of a Host header; the port of plain HTTP is 80."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or port.endswith("]"):
        return host.lower(), "80"
    return name, port
