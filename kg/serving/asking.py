"""Between a request of HTTP and a pool: ask, and turn what goes wrong into a problem."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from .messages import Answer
from .pool import Busy, Died, Failed, Pool, PoolError, TimedOut
from .problems import Kind, Problem

_RETRY = "5"
"""Seconds after which a client may try again."""


async def ask(pool: Pool, message: object, request: Request) -> Answer:
    """Return a worker's answer; a client that goes away ends its query.

    Raises:
        Problem: There is no answer.
        ClientDisconnect: There is nobody to answer.
    """
    asked = asyncio.create_task(pool.run(message))
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait((asked, gone), return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise ClientDisconnect
        return asked.result()
    except PoolError as error:
        raise problem(error, pool.limits.timeout) from error
    finally:
        asked.cancel()
        gone.cancel()
        await asyncio.gather(asked, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    """Return when the client has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def problem(error: PoolError, timeout: float) -> Problem:
    """Return what a client is told of a request that got no answer."""
    match error:
        case Busy():
            retry = (("Retry-After", _RETRY),)
            detail = "Too many requests wait for an answer already."
            return Problem(Kind.BUSY, detail, f"Ask again in {_RETRY} seconds.", headers=retry)
        case TimedOut():
            hint = "Ask for less, or start the server with a longer --timeout."
            return Problem(Kind.TIMED_OUT, f"It was ended after {timeout:g} seconds.", hint)
        case Died():
            hint = "Ask for less: most often memory has run out (--memory sets the limit)."
            return Problem(Kind.DIED, "The process that worked on it ended; others go on.", hint)
        case Failed():
            return Problem(Kind.FAILED, f"A fault of this server: {error}.", "Report it, with the request.")
        case _:
            return Problem(Kind.FAILED, "There is no answer.", "Ask again.")


def respond(answer: Answer) -> Response:
    """Return an answer as Starlette sends it."""
    response = Response(answer.body, status_code=answer.status)
    response.headers["Content-Type"] = answer.media_type
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response
