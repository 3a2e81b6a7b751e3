"""The web application: the endpoint, the explorer's pages, and the files of the pages."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from .asking import ask, respond
from .messages import Answer
from .pool import Pool
from .problems import Kind, Problem
from .protocol import Endpoint, address
from .requests import PageRequest, QueryRequest, ShowRequest
from .security import HEADERS, Security
from .settings import Settings

_STATIC = Path(__file__).parent / "static"
_PAGE_METHODS = ("GET", "HEAD")


def create_app(
    settings: Settings, query_pool: Pool, page_pool: Pool, ready: Callable[[], None] = lambda: None
) -> Starlette:
    """Return the web application.

    Args:
        settings: How the server is run.
        query_pool: Answers ``QueryRequest`` and ``DescriptionRequest``.
        page_pool: Answers ``PageRequest``.
        ready: Called when the pools are ready.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            await asyncio.gather(query_pool.start(), page_pool.start())
            ready()
            yield
        finally:
            await query_pool.close()
            await page_pool.close()

    endpoint = Endpoint(query_pool)
    routes: list[BaseRoute] = [Route("/sparql", endpoint), Route("/sparql/", endpoint)]
    if _STATIC.is_dir():
        routes.append(Mount("/static", StaticFiles(directory=_STATIC)))
    routes.append(Route("/{path:path}", _Pages(page_pool, query_pool)))
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Security, cors=settings.cors, host=settings.host, names=settings.allow_hosts)],
        exception_handlers={
            Problem: _problem,
            HTTPException: _refused,
            ClientDisconnect: _left,
            Exception: _failed,
        },
    )


class _Pages:
    """The explorer: each page is made by a worker."""

    def __init__(self, pages: Pool, queries: Pool) -> None:
        self._pages = pages
        self._queries = queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method not in _PAGE_METHODS:
            allow = (("Allow", ", ".join(_PAGE_METHODS)),)
            raise Problem(Kind.METHOD, f"A page takes no {request.method}.", "Use GET.", headers=allow)
        query = scope["query_string"].decode("latin-1")
        page = PageRequest(scope["path"], query, ", ".join(request.headers.getlist("accept")))
        message: PageRequest | ShowRequest = page
        if page.path in _ASKING and (text := _asked(query)):
            found = await self._answered(text, request)
            message = ShowRequest(page, found.media_type, found.body)
        await respond(await ask(self._pages, message, request))(scope, receive, send)

    async def _answered(self, text: str, request: Request) -> Answer:
        """Return what the endpoint answers to the query of a form."""
        try:
            return await ask(self._queries, QueryRequest(text, _SHOWN, address(request)), request)
        except Problem as problem:
            return problem.answer()


_ASKING = {"/query", "/query.html"}
_SHOWN = "application/sparql-results+json, text/turtle"


def _asked(query: str) -> str:
    """Return the query that a form was sent with; none where it is only to be filled in."""
    try:
        fields = parse_qs(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return ""
    return "" if "fill" in fields else fields.get("query", [""])[0].strip()


async def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return respond(error.answer())


async def _refused(_request: Request, error: Exception) -> Response:
    """Turn a refusal of Starlette's, as of a file that is not there, into a problem document."""
    assert isinstance(error, HTTPException)
    if error.status_code == Kind.METHOD.value[1]:
        allow = (("Allow", ", ".join(_PAGE_METHODS)),)
        return respond(Problem(Kind.METHOD, "A file takes no such method.", "Use GET.", headers=allow).answer())
    return respond(Problem(Kind.NOT_FOUND, "There is no such file.", "Start at the first page, /.").answer())


async def _left(_request: Request, _error: Exception) -> Response:
    """Say nothing to a client that has gone away."""
    return Response(status_code=499)


async def _failed(_request: Request, error: Exception) -> Response:
    """Answer what nobody foresaw; this answer passes by ``Security``, so it gets its headers here."""
    print(f"the server failed: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
    response = respond(Problem(Kind.FAILED, "The server has a fault.", "Look at what it printed.").answer())
    response.headers.update(HEADERS)
    return response
