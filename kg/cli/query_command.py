"""``kg query``: ask graphs a SPARQL query or a competency question."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import LocalPath

if TYPE_CHECKING:
    from ..ontology import Question

FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")


@click.command("query", epilog="CONSTRUCT and DESCRIBE give Turtle, whatever the format.")
@click.argument("arguments", metavar="GRAPH... [QUERY]", nargs=-1)
@click.option("--file", "file", type=LocalPath(path_type=Path), help="Read the query from a file.")
@click.option("--name", metavar="QUESTION", help="Ask a competency question; --list shows them.")
@click.option("--with", "given", metavar="NAME=VALUE", multiple=True, help="Fill a parameter; again for another value.")
@click.option("-f", "--format", "format", type=click.Choice(FORMATS), help="Default: table on a terminal, else csv.")
@click.option("--list", "listing", is_flag=True, help="Show the competency questions and their parameters.")
def query(
    arguments: tuple[str, ...],
    file: Path | None,
    name: str | None,
    given: tuple[str, ...],
    format: str | None,
    listing: bool,
) -> None:
    """Ask one or more GRAPHs (files, folders of shards, or - for Turtle on standard input) a SPARQL QUERY.

    \b
    kg query kg.ttl 'SELECT ?label { ?f a kg:Feature ; rdfs:label ?label }'
    kg query kg.ttl --name mechanism-users --with mechanism='TLS 1.2'

    The usual prefixes (kg:, mech:, provider:, schema:, skos: and so on) are declared already.
    """  # noqa: D301 - click's mark for a paragraph that is not wrapped
    if listing:
        click.echo(_listed(), nl=False)
        return
    if file is not None and name is not None:
        raise click.UsageError("give --file or --name, not both")
    graphs, text = (arguments, None) if file or name is not None else (arguments[:-1], "".join(arguments[-1:]))
    if not graphs:
        raise click.UsageError("give a graph" if text is None else "give a graph and a query, --file or --name")
    parameters = _parameters(given)

    from ..ontology import read_question
    from ..results import write
    from ..sparql import query as ask

    asked: str | Question | None = read_question(file) if file else text
    result = ask(graphs, asked, name=name, parameters=parameters)
    width = _width()
    write(result, format or ("csv" if width is None else "table"), sys.stdout.buffer, width=width)


def _width() -> int | None:
    """Return the width of the terminal that standard output is; ``None`` where it is none."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _parameters(given: tuple[str, ...]) -> dict[str, list[str]]:
    """Return each NAME with the VALUEs that were given for it."""
    parameters: dict[str, list[str]] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"--with needs NAME=VALUE, not {each!r}")
        parameters.setdefault(name.strip(), []).append(value)
    return parameters


def _listed() -> str:
    """Return the competency questions and their parameters, one a line."""
    from ..ontology import questions

    lines: list[str] = []
    for question in questions():
        lines.append(f"{question.name}: {question.description}")
        for each in question.parameters:
            default = f"; default {each.default}" if each.default else ""
            lines.append(f"    --with {each.name}=…  {each.description}{default}")
    return "".join(f"{line}\n" for line in lines)
