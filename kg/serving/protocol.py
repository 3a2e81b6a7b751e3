"""The SPARQL 1.1 Protocol for queries (W3C Recommendation 21 March 2013, section 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from .asking import ask, respond
from .formats import GRAPHS, ROWS, SHORT
from .negotiation import choose, is_utf8, media_type
from .pool import Pool
from .problems import Kind, Problem
from .requests import DescriptionRequest, QueryRequest

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MAX_BODY = 1_000_000
_MAX_FIELDS = 1_000
_UPDATES = {"update", "using-graph-uri", "using-named-graph-uri"}


class Endpoint:
    """The endpoint, an ASGI application.

    Args:
        pool: Answers ``QueryRequest`` and ``DescriptionRequest``.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: D102 - ASGI's
        await (await self._answer(Request(scope, receive)))(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        if request.method not in METHODS:
            allow = (("Allow", ", ".join(METHODS)),)
            detail = f"A query is asked by GET or POST, not by {request.method}."
            raise Problem(Kind.METHOD, detail, "Use GET or POST.", headers=allow)
        fields = _fields(request.scope["query_string"])
        accept = _accepted(request, fields)
        if request.method == "POST":
            fields += await _posted(request)
        elif choose(accept, [*ROWS, *GRAPHS, "text/html"]) == "text/html":
            query = request.url.query
            return RedirectResponse(f"/query?{query}" if query else "/query", status_code=303, headers=_VARY)
        message = _message(request, fields, accept)
        response = respond(await ask(self._pool, message, request))
        response.headers.update(_VARY)
        return response


def _accepted(request: Request, fields: Sequence[tuple[str, str]]) -> str:
    """Return what the client accepts: the Accept header, unless the parameter ``format`` names something."""
    for name, value in fields:
        if name == "format":
            if value not in SHORT:
                raise Problem(Kind.NOT_ACCEPTABLE, f"No format is called {value[:50]}.", f"Use {', '.join(SHORT)}.")
            return SHORT[value]
    return ", ".join(request.headers.getlist("accept"))


_VARY = {"Vary": "Accept"}


def _message(request: Request, fields: Sequence[tuple[str, str]], accept: str) -> QueryRequest | DescriptionRequest:
    """Return what a worker is asked."""
    names = {name for name, _ in fields}
    if names & _UPDATES:
        name = min(names & _UPDATES)
        raise Problem(Kind.UPDATE, f"The parameter {name} is of an update; nothing was changed.", _READ_ONLY)
    queries = [value for name, value in fields if name == "query"]
    if not queries and request.method != "POST" and not fields:
        return DescriptionRequest(address(request), accept)
    if len(queries) != 1:
        detail = f"A request has one parameter query; this one has {len(queries) or 'none'}."
        raise Problem(Kind.MALFORMED, detail, "Send one query in a request.")
    default_graphs = tuple(value for name, value in fields if name == "default-graph-uri")
    named_graphs = tuple(value for name, value in fields if name == "named-graph-uri")
    return QueryRequest(queries[0], accept, address(request), default_graphs, named_graphs)


def address(request: Request) -> str:
    """Return the address of the endpoint, as the client knows it."""
    return str(request.url.replace(path="/sparql", query=""))


_READ_ONLY = "Change the sources, export the graph again and restart the server."


async def _posted(request: Request) -> list[tuple[str, str]]:
    """Return the parameters that a body has; a body that is a query is the parameter query."""
    content_type = request.headers.get("content-type", "")
    kind = media_type(content_type)
    if kind == _UPDATE:
        raise Problem(Kind.UPDATE, f"A body of {_UPDATE} is an update; nothing was changed.", _READ_ONLY)
    if kind not in {_FORM, _QUERY}:
        found = f"not {kind}" if kind else "and this one has no Content-Type that can be read"
        raise Problem(Kind.MEDIA_TYPE, f"A body is {_QUERY} or {_FORM}, {found}.", f"Send it as {_QUERY}.")
    if not is_utf8(content_type):
        raise Problem(Kind.MEDIA_TYPE, "The charset of a query is UTF-8.", "Send it in UTF-8.")
    body = await _body(request)
    if kind == _FORM:
        return _fields(body)
    try:
        return [("query", body.decode())]
    except UnicodeDecodeError as error:
        detail = f"The body is not UTF-8 at byte {error.start + 1}."
        raise Problem(Kind.MALFORMED, detail, "Send the query in UTF-8.") from error


async def _body(request: Request) -> bytes:
    """Return the body, unless it is too large."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            close = (("Connection", "close"),)
            detail = f"A body has at most {_MAX_BODY:,} bytes."
            raise Problem(Kind.TOO_LARGE, detail, "Send a shorter query.", headers=close)
    return bytes(body)


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    """Return the parameters of a query string or a form; nothing between two ``&`` is no parameter."""
    pairs = b"&".join(filter(None, encoded.split(b"&")))
    if not pairs:
        return []
    try:
        return parse_qsl(
            pairs.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except ValueError as error:
        detail = "The parameters are not name=value pairs in percent-encoded UTF-8."
        raise Problem(Kind.MALFORMED, detail, "Encode each value, as encodeURIComponent does.") from error
