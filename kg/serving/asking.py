"""Between a request of HTTP and a pool: ask, and turn what goes wrong into a problem."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .messages import Answer
from .pool import Busy, Died, Failed, Pool, PoolError, TimedOut
from .problems import Kind, Problem

_RETRY = "5"
"""Seconds after which a client may try again."""
_PIECE = 64 * 1024
"""Bytes that are sent at once."""
_UNSENT = 256_000_000
"""Bytes of answers that may wait for clients which read slowly."""
_STALL = 30.0
"""Seconds in which a client has to take a piece."""


async def ask(pool: Pool, message: object, request: Request) -> Answer:
    """Return a worker's answer; a client that goes away ends its query, unless the pool finishes it.

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
            return _busy("Too many requests wait for an answer already.")
        case TimedOut():
            hint = "Ask for less, or start the server with a longer --timeout; a page has ten seconds at most."
            return Problem(Kind.TIMED_OUT, f"It was ended after {timeout:g} seconds.", hint)
        case Died():
            hint = "Ask for less: most often memory has run out (--memory sets the limit)."
            return Problem(Kind.DIED, "The process that worked on it ended; others go on.", hint)
        case Failed():
            return Problem(Kind.FAILED, f"A fault of this server: {error}.", "Report it, with the request.")
        case _:
            return Problem(Kind.FAILED, "There is no answer.", "Ask again.")


def _busy(detail: str) -> Problem:
    return Problem(Kind.BUSY, detail, f"Ask again in {_RETRY} seconds.", headers=(("Retry-After", _RETRY),))


class _Pieces(Response):
    """An answer that is sent in pieces, each when the one before has gone: only the body waits for a slow client.

    What waits for all clients has a limit, above which an answer is refused; small answers do not count.
    """

    unsent: ClassVar[int] = 0
    """Bytes that wait."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = len(self.body)
        if size <= _PIECE or scope["method"] == "HEAD":
            await super().__call__(scope, receive, send)
            return
        if _Pieces.unsent + size > _UNSENT:
            raise _busy("Too many clients read large answers slowly.")
        _Pieces.unsent += size
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            for start in range(0, size, _PIECE):
                piece = bytes(self.body[start : start + _PIECE])
                more = start + _PIECE < size
                async with asyncio.timeout(_STALL):
                    await send({"type": "http.response.body", "body": piece, "more_body": more})
        except TimeoutError:  # uvicorn closes the connection of an answer that is not whole
            return
        finally:
            _Pieces.unsent -= size


def respond(answer: Answer) -> Response:
    """Return an answer as Starlette sends it."""
    response = _Pieces(answer.body, status_code=answer.status)
    response.headers["Content-Type"] = answer.media_type
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response
