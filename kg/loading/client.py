"""A client of the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import TracebackType
from typing import NoReturn, Self

import httpx

from ..errors import LoadError
from .credentials import Credentials
from .messages import reason_of, shown
from .stores import Store
from .transport import Answer, Http, Patience

_NO_GRAPHS = frozenset({404, 405, 501})
_NO_HEAD = frozenset({405, 501})


class RefusedError(LoadError):
    """A store that does not take one graph; it may take the others."""


@dataclass
class Client:
    """Reads and writes the named graphs of one store.

    Args:
        url: The address of its Graph Store Protocol.
        store: Its profile.
        credentials: Those for its host.
        patience: How long to wait.
    """

    url: httpx.URL
    store: Store
    credentials: Credentials = field(default_factory=Credentials)
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        self._http = Http(self.url, self.credentials, self.patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def get(self, graph: str) -> bytes | None:
        """Return a graph in N-Triples or Turtle; None where there is none."""
        answer = self._send("GET", graph, accept=self.store.accept)
        if answer.status == httpx.codes.NOT_FOUND:
            return None
        return answer.content if answer.is_success else self._refuse(answer, graph)

    def head(self, graph: str) -> bool:
        """Return whether there is a graph; by GET where the store knows no HEAD."""
        answer = self._send("HEAD", graph, accept=self.store.accept)
        if answer.status in _NO_HEAD:
            return self.get(graph) is not None
        if answer.status == httpx.codes.NOT_FOUND:
            return False
        return answer.is_success or self._refuse(answer, graph)

    def put(self, graph: str, triples: bytes) -> bool:
        """Make a graph what some N-Triples are, and return whether it is a new one."""
        answer = self._send("PUT", graph, triples)
        if answer.status in _NO_GRAPHS:
            reason = f"the address takes no graphs (HTTP {answer.status})"
            raise LoadError(reason, hint=self.store.hint, place=shown(self.url))
        return answer.status == httpx.codes.CREATED if answer.is_success else self._refuse(answer, graph)

    def post(self, graph: str, triples: bytes) -> None:
        """Add N-Triples to a graph."""
        answer = self._send("POST", graph, triples)
        if not answer.is_success:
            self._refuse(answer, graph)

    def delete(self, graph: str) -> bool:
        """Remove a graph, and return whether there was one."""
        answer = self._send("DELETE", graph)
        if answer.status == httpx.codes.NOT_FOUND:
            return False
        return answer.is_success or self._refuse(answer, graph)

    def _send(self, method: str, graph: str, triples: bytes | None = None, accept: str = "*/*") -> Answer:
        url = self.url.copy_merge_params({self.store.parameter: graph})
        headers = {"Accept": accept} if triples is None else {"Accept": accept, "Content-Type": self.store.media_type}
        return self._http.send(method, url, headers, triples)

    def _refuse(self, answer: Answer, graph: str) -> NoReturn:
        reason = reason_of(answer.status, answer.content, self.credentials)
        hint = "the other graphs are sent; correct this one and load again"
        raise RefusedError(f"the store refuses the graph: {reason}", hint=hint, place=graph)
