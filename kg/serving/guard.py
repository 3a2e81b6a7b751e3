"""Which queries are refused, by what they parse to.

A worker parses, never the server: a long query takes long, and a deep one exhausts the stack. The parser is rdflib's,
and the engine is Oxigraph; where the two read a text in different ways, ``kg.sparql`` still keeps SERVICE from running,
and the store is open for reading only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rdflib.plugins.sparql.algebra import translatePrologue
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from ..errors import QueryError
from ..names import PREFIXES
from ..sparql import run
from .problems import Kind, Problem

_SERVICE = "ServiceGraphPattern"
_OPERATIONS = {
    "InsertData": "INSERT DATA",
    "DeleteData": "DELETE DATA",
    "DeleteWhere": "DELETE WHERE",
    "Modify": "DELETE or INSERT",
}
_READ_ONLY = "Ask a SELECT, ASK, CONSTRUCT or DESCRIBE; to change the graph, export it again and restart the server."


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query names; both empty where it names none, and asks the whole dataset."""

    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default_graphs or self.named_graphs)


def check(text: str, served: frozenset[str], base: str) -> Dataset:
    """Return the dataset that a query names.

    Args:
        text: The query.
        served: IRIs of the named graphs that there are.
        base: What relative IRIs are resolved against.

    Raises:
        Problem: It is no query, or one that is refused.
    """
    try:
        parsed = parseQuery(text)
    except RecursionError as error:
        raise Problem(Kind.SYNTAX, "The query is nested too deeply.", "Write it flatter.") from error
    except Exception as error:  # what rdflib's parser raises, and what it does on odd escapes and numbers
        raise _unread(text, error, base) from error
    for part in _walk(parsed):
        if part.name == _SERVICE:
            detail = "SERVICE would send a part of the query to another machine."
            hint = "Ask the graphs of this server: start it with all that are needed."
            raise Problem(Kind.SERVICE, detail, hint, place=_find(text, r"SERVICE"))
    dataset = _dataset(parsed, base)
    held(dataset, served, text)
    return dataset


def held(dataset: Dataset, served: frozenset[str], text: str = "") -> None:
    """Refuse a dataset that has graphs which are not served: they would have to be fetched.

    Raises:
        Problem: It has one.
    """
    for iri in (*dataset.default_graphs, *dataset.named_graphs):
        if iri not in served:
            detail = f"No graph is called <{iri}>; none is fetched."
            hint = "The service description at /sparql lists the named graphs; leave FROM out to ask them all."
            raise Problem(Kind.GRAPH, detail, hint, place=_find(text, r"FROM"))


def _walk(part: Any) -> Iterator[CompValue]:
    """Yield each part of a parsed query; it has no cycles, and a stack of ours cannot overflow."""
    stack = [part]
    while stack:
        part = stack.pop()
        if isinstance(part, CompValue):
            yield part
            stack.extend(part.values())
        elif isinstance(part, Iterable) and not isinstance(part, (str, bytes)):
            stack.extend(part)


def _dataset(parsed: Any, base: str) -> Dataset:
    """Return what the FROM clauses of a query name."""
    clauses = parsed[1].datasetClause or ()
    if not clauses:
        return Dataset()
    try:
        prologue = translatePrologue(parsed[0], base, PREFIXES)
        default = tuple(str(prologue.absolutize(clause.default)) for clause in clauses if clause.default)
        named = tuple(str(prologue.absolutize(clause.named)) for clause in clauses if clause.named)
    except Exception as error:
        raise Problem(Kind.SYNTAX, f"FROM cannot be read: {error}.", "Declare its prefix.") from error
    return Dataset(default, named)


def _unread(text: str, error: Exception, base: str) -> Problem:
    """Return why a text is no query: an update, or what Oxigraph or rdflib say of it."""
    if operations := _operations(text):
        return Problem(Kind.UPDATE, f"It is an update ({', '.join(operations)}); nothing was changed.", _READ_ONLY)
    from pyoxigraph import Store

    try:
        run(Store(), text, "query", base=base)
    except QueryError as found:
        return as_problem(found)
    detail = "It is not SPARQL 1.1, which is all that this server takes."
    return Problem(
        Kind.SYNTAX,
        detail,
        "Look there, or just before.",
        place=(getattr(error, "lineno", 1), getattr(error, "col", 1)),
    )


def _operations(text: str) -> list[str]:
    """Return the operations of an update, each once; none where it is no update."""
    try:
        requests = parseUpdate(text).request
    except Exception:  # noqa: BLE001 - no update then
        return []
    return list(dict.fromkeys(_OPERATIONS.get(each.name, each.name.upper()) for each in requests or ()))


def as_problem(error: QueryError) -> Problem:
    """Return an error of ``kg.sparql`` as a problem."""
    match = re.search(r":(\d+):(\d+)$", error.place)
    kind = Kind.SERVICE if error.message.startswith("SERVICE") else Kind.SYNTAX
    detail, hint = (f"{words[:1].upper()}{words[1:]}." for words in (error.message, error.hint))
    return Problem(kind, detail, hint, place=(int(match[1]), int(match[2])) if match else None)


def _find(text: str, keyword: str) -> tuple[int, int] | None:
    """Return line and column of the first place where a keyword stands outside strings, IRIs and comments."""
    for match in re.finditer(rf"{_MASKED}|(?<![\w?$:-])({keyword})(?![\w:-])", text, re.IGNORECASE | re.DOTALL):
        if match[1]:
            start = match.start()
            return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return None


_MASKED = (
    r'"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|'
    r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*'
)
