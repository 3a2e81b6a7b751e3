"""``kg explain``."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from ..model import UNREAD
from ..wording import printable
from .exits import EXIT_FAILED
from .options import configured, options_of, reading_options

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_STYLES = {
    "label": "bold cyan",
    "feature": "bold cyan",
    "statement": "green",
    "availability": "magenta",
    "link": "blue",
    "left out": "yellow",
}


@click.command(short_help="Show what was taken from each table, row and cell, and by which rule.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, callback=configured, is_eager=True)
@click.option(
    "-f",
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: for programs.",
)
@reading_options
def explain(sources: tuple[str, ...], format: str, **values: Any) -> None:
    """Show what was taken from each table, row and cell of some pages, what was left out, and by which rule."""
    from ..pipeline import build
    from ..report import report_of

    graph = build(sources, options_of(values))
    report = report_of(graph.facts, graph.diagnostics)
    if format == "json":
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _show(report)
    for diagnostic in graph.diagnostics:
        click.echo(f"{diagnostic}", err=True)
    if any(diagnostic.code in UNREAD for diagnostic in graph.diagnostics):
        raise SystemExit(EXIT_FAILED)


def _show(report: Mapping[str, Any]) -> None:
    """Print a report; what is no terminal gets no colour and no blanks at the ends of lines."""
    import io

    from rich.console import Console

    plain = None if sys.stdout.isatty() else io.StringIO()
    console = Console(file=plain, width=None if plain is None else 120, highlight=False)
    for page in report["pages"]:
        _show_page(console, page)
    if plain is not None:
        click.echo("\n".join(line.rstrip() for line in plain.getvalue().splitlines()))


def _show_page(console: Console, page: Mapping[str, Any]) -> None:
    from rich.rule import Rule
    from rich.text import Text

    console.print(Rule(Text(printable(page["path"]), style="bold"), align="left"))
    shown = False
    for reading in page["readings"]:
        if reading["side"]:
            places = ", ".join(f"{one['line']}-{one['end_line']}" for one in page["conflicts"])
            console.print(Text(f"as {reading['side']} has it (conflict in lines {places})", style="italic"))
        for table in reading["tables"]:
            _show_table(console, page["path"], table)
            shown = True
    if not shown:
        console.print("no table and no list")


def _show_table(console: Console, path: str, table: Mapping[str, Any]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    taken = table["taken"]
    line = Text(f"{printable(path)}:{table['line']}: ")
    line.append(f"{table['kind']} ", style="bold")
    line.append("taken" if taken else "left out", style="bold green" if taken else "bold yellow")
    line.append(f", because of {table['rule']}")
    if table["heading"]:
        line.append(f", under “{table['heading']}”", style="dim")
    console.print(line)
    if table["evidence"]:
        evidence = ", ".join(f"{name} {weight:+g}" for name, weight in table["evidence"].items())
        console.print(
            Padding(Text(f"evidence {table['score']:+g} (taken from +1 on): {evidence}", style="dim"), (0, 0, 0, 2))
        )
    for column in table["columns"] if taken else ():
        about = Text.assemble(
            "column “", (column["header"], "bold"), "” is ", (column["role"], "cyan"), f": {column['rule']}"
        )
        console.print(Padding(about, (0, 0, 0, 2)))
    if table["rows"]:
        console.print(Padding(_rows(table["rows"]), (0, 0, 1, 2)))
    elif taken:
        console.print()


def _rows(rows: Sequence[Mapping[str, Any]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
    for name in ("row", "line"):
        shown.add_column(name, justify="right", no_wrap=True)
    shown.add_column("became", no_wrap=True)
    shown.add_column("text", ratio=1, overflow="fold")
    shown.add_column("why", overflow="fold")
    last = 0
    for row in rows:
        number = str(row["row"]) if row["row"] != last else ""
        last = row["row"]
        became = Text(row["outcome"], style=_STYLES[row["outcome"]])
        shown.add_row(number, str(row["line"]), became, Text(row["text"]), Text(row["rule"], style="dim"))
    return shown
