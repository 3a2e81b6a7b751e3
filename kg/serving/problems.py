"""What the server says when it refuses or fails: problem documents (RFC 9457)."""

from __future__ import annotations

import json
from enum import Enum

from .messages import Answer

MEDIA_TYPE = "application/problem+json"
_TYPES = "tag:w3id.org,2026:docs-kg/"
"""A type has a name and no address: nothing is asked of another machine (RFC 9457, section 3.1.1)."""


class Kind(Enum):
    """What can be wrong: the name of its type, the status of the answer, and its title."""

    MALFORMED = "malformed-request", 400, "The request is not one of the SPARQL protocol"
    SYNTAX = "malformed-query", 400, "The query cannot be read"
    GRAPH = "unknown-graph", 400, "The query names a graph that is not served"
    UPDATE = "update-refused", 403, "Updates are refused: the graphs are read-only"
    SERVICE = "service-refused", 403, "SERVICE is refused: no query leaves this machine"
    ORIGIN = "origin-refused", 403, "Another site may not ask this server"
    NOT_FOUND = "not-found", 404, "There is nothing here"
    METHOD = "method-refused", 405, "The method is not allowed here"
    NOT_ACCEPTABLE = "not-acceptable", 406, "The answer has none of the formats that are accepted"
    TOO_LARGE = "request-too-large", 413, "The request is too large"
    MEDIA_TYPE = "unsupported-media-type", 415, "The body has a media type that is not taken"
    HOST = "host-refused", 421, "The server is not known by this name"
    TOO_MANY_ROWS = "answer-too-large", 403, "The answer is too large"
    FAILED = "failed", 500, "The answer failed"
    DIED = "worker-ended", 500, "The process that worked on the answer ended"
    BUSY = "busy", 503, "The server is busy"
    TIMED_OUT = "timed-out", 504, "The answer took too long"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """A request that gets a problem document.

    Args:
        kind: What is wrong.
        detail: What is wrong here, one or two sentences.
        hint: What to do about it, one sentence.
        place: Line and column of the query, where there is one.
        headers: Headers that the answer has.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str,
        hint: str,
        *,
        place: tuple[int, int] | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.hint = hint
        self.place = place
        self.headers = headers

    def answer(self) -> Answer:
        """Return the document."""
        name, status, title = self.kind.value
        document: dict[str, object] = {"type": f"{_TYPES}{name}", "title": title, "status": status}
        where = f"Line {self.place[0]}, column {self.place[1]}: " if self.place else ""
        document |= {"detail": f"{where}{self.detail}", "hint": self.hint}
        if self.place:
            document |= {"line": self.place[0], "column": self.place[1]}
        body = json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace")
        return Answer(status, MEDIA_TYPE, body + b"\n", (("Cache-Control", "no-store"), *self.headers))
