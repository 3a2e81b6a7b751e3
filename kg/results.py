"""What a query answers, and the formats that it is written in."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, BinaryIO

from .errors import QueryError
from .names import PREFIXES, XSD

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Term = NamedNode | BlankNode | Literal | Triple

Value = str | int | Decimal | float | bool
"""A term as Python has it: an IRI or a text is a ``str``, a number a number, a truth value a ``bool``."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a query answers; one of rows (SELECT), ``boolean`` (ASK), ``triples`` (CONSTRUCT, DESCRIBE).

    Attributes:
        variables: Names of the columns, in the query's order.
        rows: A value or ``None`` for each column, in the query's order.
        boolean: The answer of an ASK, else ``None``.
        triples: Sorted, each once; ``None`` where the query was no CONSTRUCT or DESCRIBE.
        document: The rows or the boolean in the W3C's JSON format, from which the other formats are made.
    """

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Value | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[Triple, ...] | None = None
    document: bytes = b""


def write(result: Result, format: str, output: BinaryIO, *, width: int | None = None) -> None:
    """Write a result in one of ``FORMATS``; triples are Turtle in each of them.

    Args:
        result: What to write.
        format: A name of ``FORMATS``.
        output: Where the bytes go; text is UTF-8.
        width: Columns of the terminal that a table must fit; ``None`` lets each row have one line.

    Raises:
        QueryError: There is no such format.
    """
    if format not in FORMATS:
        raise QueryError(f'no format is called "{format}"', hint=f"the formats are: {', '.join(FORMATS)}")
    if result.triples is not None:
        output.write(_turtle(result.triples))
    else:
        output.write(FORMATS[format](result, width))


def read(document: bytes) -> Result:
    """Return the result that a document in the W3C's JSON format (SPARQL 1.1 Query Results JSON) holds."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

    answer = parse_query_results(document, format=QueryResultsFormat.JSON)
    if isinstance(answer, QueryBoolean):
        return Result(boolean=bool(answer), document=document)
    variables = tuple(variable.value for variable in answer.variables)
    rows = tuple(tuple(None if term is None else plain(term) for term in row) for row in answer)
    return Result(variables, rows, document=document)


def plain(term: Term) -> Value:
    """Return a term as a Python value; a number that is written wrongly stays a text, a blank node is ``_:x``."""
    from pyoxigraph import BlankNode, Literal, Triple

    if isinstance(term, (Triple, BlankNode)):
        return str(term)
    convert = _PYTHON.get(term.datatype.value) if isinstance(term, Literal) else None
    try:
        return convert(term.value) if convert else term.value
    except (ValueError, KeyError, InvalidOperation):
        return term.value


_PYTHON: dict[str, Callable[[str], Value]] = {
    f"{XSD}integer": int,
    f"{XSD}decimal": Decimal,
    f"{XSD}double": float,
    f"{XSD}boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


def _standard(name: str) -> Callable[[Result, int | None], bytes]:
    """Return the writer of a W3C format that pyoxigraph has."""

    def encode(result: Result, _width: int | None) -> bytes:
        from pyoxigraph import QueryResultsFormat, parse_query_results

        answer = parse_query_results(result.document, format=QueryResultsFormat.JSON)
        encoded = answer.serialize(format=getattr(QueryResultsFormat, name)) or b""
        return encoded if encoded.endswith(b"\n") else encoded + b"\n"

    return encode


def _table(result: Result, width: int | None) -> bytes:
    """Return rows under aligned headers; the known prefixes shorten IRIs, control characters are shown as ``�``."""
    if result.boolean is not None:
        return _boolean(result)
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in result.variables:
        table.add_column(Text(name), overflow="fold", no_wrap=width is None)
    for row in result.rows:
        table.add_row(*(Text(_CONTROL.sub("\ufffd", _short(_shown(value)))) for value in row))
    buffer = io.StringIO()
    console = Console(file=buffer, width=width or 100_000, color_system=None, markup=False, emoji=False)
    console.print(table)
    lines = buffer.getvalue().removesuffix("\n").split("\n")
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()


def _markdown(result: Result, _width: int | None) -> bytes:
    """Return a GFM table (spec 0.29, section 4.10) that renders to the very values."""
    if result.boolean is not None:
        return _boolean(result)
    header = [_markdown_cell(name) for name in result.variables]
    body = [[_markdown_cell(_shown(value)) for value in row] for row in result.rows]
    lines = [header, ["---"] * len(header), *body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines).encode()


def _markdown_cell(text: str) -> str:
    """Return text whose markup characters are escaped, and whose line ends are ``<br>``."""
    return re.sub(r"\r\n?|\n", "<br>", re.sub(r"([\\`*_\[\]<>&|~])", r"\\\1", text))


def _boolean(result: Result) -> bytes:
    return b"true\n" if result.boolean else b"false\n"


def _shown(value: Value | None) -> str:
    """Return a value as SPARQL writes it: ``true``, not ``True``; nothing for an unbound column."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    """Return an IRI of a known namespace with its prefix, any other text as it is."""
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace) and re.fullmatch(r"[\w-]+", text[len(namespace) :]):
            return f"{prefix}:{text[len(namespace) :]}"
    return text


def _turtle(triples: Iterable[Triple]) -> bytes:
    """Return Turtle with the prefixes that it uses."""
    from pyoxigraph import RdfFormat, serialize

    listed = tuple(triples)
    text = "\n".join(map(str, listed))
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}
    return serialize(listed, format=RdfFormat.TURTLE, prefixes=used) or b""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

FORMATS: dict[str, Callable[[Result, int | None], bytes]] = {
    "table": _table,
    "csv": _standard("CSV"),
    "tsv": _standard("TSV"),
    "json": _standard("JSON"),
    "xml": _standard("XML"),
    "markdown": _markdown,
}
"""Name of a format to what writes it."""
