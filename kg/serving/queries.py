"""Answer queries in a worker: check, evaluate, count, write."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from ..errors import QueryError
from ..sparql import run
from . import description, guard
from .formats import GRAPHS, ROWS, content_type
from .guard import Dataset
from .messages import Answer, Handler
from .negotiation import choose
from .problems import Kind, Problem
from .requests import DescriptionRequest, QueryRequest
from .rows import TooMany, distinct, document
from .store import open_store
from .triples import written

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

_MAX_BYTES = 100_000_000
_MERGED = "urn:uuid:7b0c4d0e-3f63-4c1b-9c0b-6f0f6a1d9a52"
_BASE = "http://localhost/sparql"
_CACHED = (("Cache-Control", "no-cache"),)


def open_queries(folder: str, max_rows: int) -> Handler:
    """Open the store in a folder and return what answers queries.

    Args:
        folder: The folder.
        max_rows: Rows, or triples, that an answer may have.
    """
    queries = _Queries(open_store(folder), max_rows)
    queries.warm()
    return queries.handle


class _Queries:
    def __init__(self, store: Store, max_rows: int) -> None:
        from pyoxigraph import NamedNode

        self._store = store
        self._max_rows = max_rows
        # A graph that a blank node names is seen by GRAPH ?g, but no query and no description can name it.
        self._served = frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))

    def warm(self) -> None:
        """Build the parser, so that the first query does not wait for it."""
        guard.check("ASK {}", self._served, _BASE)

    def handle(self, request: QueryRequest | DescriptionRequest) -> Answer:
        """Return the answer to a request, or the problem that it has."""
        try:
            return self._described(request) if isinstance(request, DescriptionRequest) else self._asked(request)
        except Problem as problem:
            return problem.answer()
        except TooMany:
            return self._too_large(f"{self._max_rows:,} rows or triples").answer()
        except QueryError as error:
            return guard.as_problem(error).answer()
        except (OSError, RuntimeError) as error:
            reason = " ".join(str(error).split())
            return Problem(Kind.FAILED, f"The query stopped: {reason}.", "Ask for less.").answer()

    def _described(self, request: DescriptionRequest) -> Answer:
        media_type = _choose(request.accept, GRAPHS)
        triples = description.describe(request.endpoint, self._served, self._store)
        return Answer(200, content_type(media_type), written(triples, media_type), _CACHED)

    def _asked(self, request: QueryRequest) -> Answer:
        from pyoxigraph import QueryBoolean, QueryTriples

        dataset = guard.check(request.text, self._served, request.base)
        if request.default_graphs or request.named_graphs:  # they go before those of the query (section 2.1.4)
            dataset = Dataset(request.default_graphs, request.named_graphs)
            guard.held(dataset, self._served)
        found = self._evaluated(request, dataset)
        media_type = _choose(request.accept, GRAPHS if isinstance(found, QueryTriples) else ROWS)
        if isinstance(found, QueryTriples):
            body = written(distinct(found, self._max_rows), media_type)
        elif isinstance(found, QueryBoolean):
            body = _converted(found, media_type)
        else:
            body = self._rows(found, media_type)
        if len(body) > _MAX_BYTES:
            raise self._too_large(f"{_MAX_BYTES:,} bytes")
        return Answer(200, content_type(media_type), body, _CACHED)

    def _evaluated(self, request: QueryRequest, dataset: Dataset) -> QueryBoolean | QuerySolutions | QueryTriples:
        """Return pyoxigraph's answer to a query."""
        ask = partial(run, text=request.text, place="query", base=request.base)
        if not dataset:
            return ask(self._store)
        if len(set(dataset.default_graphs)) > 1:
            merged = _merged(self._store, dataset)
            return ask(merged, default_graphs=(_MERGED,), named_graphs=dataset.named_graphs)
        return ask(self._store, default_graphs=dataset.default_graphs, named_graphs=dataset.named_graphs)

    def _rows(self, found: QuerySolutions, media_type: str) -> bytes:
        from pyoxigraph import QueryResultsFormat, parse_query_results

        rows = document(found, self._max_rows)
        if ROWS[media_type] == "JSON":
            return rows
        return _converted(parse_query_results(rows, format=QueryResultsFormat.JSON), media_type)

    def _too_large(self, most: str) -> Problem:
        hint = "Ask for less, or for a part at a time with ORDER BY, LIMIT and OFFSET; --max-rows sets the limit."
        return Problem(Kind.TOO_MANY_ROWS, f"It would have more than {most}; none of them is sent.", hint)


def _converted(found: QueryBoolean | QuerySolutions, media_type: str) -> bytes:
    """Return rows, or a truth value, as pyoxigraph writes them."""
    from pyoxigraph import QueryResultsFormat

    return found.serialize(format=getattr(QueryResultsFormat, ROWS[media_type])) or b""


def _merged(store: Store, dataset: Dataset) -> Store:
    """Return a store that has the merge of the default graphs as one graph: a triple of two of them counts once."""
    from pyoxigraph import NamedNode, Quad, Store

    merged, target = Store(), NamedNode(_MERGED)
    for iri in dict.fromkeys(dataset.default_graphs):
        quads = store.quads_for_pattern(None, None, None, NamedNode(iri))
        merged.extend(Quad(quad.subject, quad.predicate, quad.object, target) for quad in quads)
    for iri in dict.fromkeys(dataset.named_graphs):
        merged.extend(store.quads_for_pattern(None, None, None, NamedNode(iri)))
    return merged


def _choose(accept: str, offered: Iterable[str]) -> str:
    """Return the format that a client would have."""
    known = tuple(offered)
    if chosen := choose(accept, known):
        return chosen
    hint = f"Accept one of {', '.join(known)}."
    raise Problem(Kind.NOT_ACCEPTABLE, f"This answer cannot be {accept[:200]}.", hint)
