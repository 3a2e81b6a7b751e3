"""``kg export``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ConfigError
from .options import UNREAD, configured, options_of, reading_options

if TYPE_CHECKING:
    from ..pipeline import Graph

_FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")
_FINDINGS = 1
_FAILED = 2


@click.command(short_help="Turn Markdown pages into an RDF graph.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, callback=configured, is_eager=True)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write here, as a whole or not at all.  [default: standard output]",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(_FORMATS),
    default="turtle",
    show_default=True,
    help="TriG and N-Quads have one named graph a document.",
)
@reading_options
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was reported.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what became of each cell, and what was left out and why, as JSON.",
)
def export(
    sources: tuple[str, ...], output: Path | None, format: str, strict: bool, report: Path | None, **values: Any
) -> None:
    """Turn Markdown pages into an RDF graph.

    SOURCE is a file, a folder (its .md, .markdown and .mdx files, .gitignore heeded) or - for standard input. Options
    may also stand in kg.toml or in [tool.kg] of pyproject.toml.
    """
    from ..files import write_file
    from ..pipeline import build

    _refuse_to_overwrite(output, report, (*sources, *map(str, values.get("vocabulary") or ())))
    started = time.perf_counter()
    graph = build(sources, options_of(values), _progress)
    for diagnostic in graph.diagnostics:
        click.echo(f"{diagnostic}", err=True)
    if graph.documents:  # where no source could be read, an output that is there stays as it was
        _write(graph.serialize(format), output)
    if report is not None:
        from ..report import report_of

        write_file(
            report, json.dumps(report_of(graph.facts, graph.diagnostics), ensure_ascii=False, indent=1).encode() + b"\n"
        )
    click.echo(sums(graph, time.perf_counter() - started), err=True)
    code = exit_code(graph, strict=strict, conflicts=str(values["conflicts"]))
    if code:
        raise SystemExit(code)


def _refuse_to_overwrite(output: Path | None, report: Path | None, inputs: Iterable[str]) -> None:
    """Raise ConfigError where what is written would take the place of an input or of the other output."""
    taken = {Path(name).resolve() for name in inputs if name != "-"}
    for path in (output, report):
        if path is None or str(path) == "-":
            continue
        if path.resolve() in taken:
            raise ConfigError(f"{path}: is read or written already", hint="give another file to write to")
        taken.add(path.resolve())


def _write(content: bytes, output: Path | None) -> None:
    from ..files import write_file

    if output is None or str(output) == "-":
        if sys.stdout is None:
            raise ConfigError("standard output is closed", hint="give --output a file")
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(output, content)


def sums(graph: Graph, seconds: float) -> str:
    """Return the line that ends an export: how much of what, in how many seconds."""
    shown = {name: count for name, count in graph.counts.items() if count or name != "errors"}
    parts = [f"{count:,} {name if count != 1 else name[:-1]}" for name, count in shown.items()]
    return f"{', '.join(parts)} in {seconds:.1f} s"


def exit_code(graph: Graph, *, strict: bool, conflicts: str) -> int:
    """Return 2 where a source could not be read, 1 where there are findings that count, else 0."""
    if any(diagnostic.code in UNREAD for diagnostic in graph.diagnostics):
        return _FAILED
    if conflicts == "fail" and any(diagnostic.code in {"KG111", "KG112"} for diagnostic in graph.diagnostics):
        return _FINDINGS
    return _FINDINGS if strict and any(one.severity != "note" for one in graph.diagnostics) else 0


def _progress(items: Iterable[Any]) -> Iterator[Any]:
    """Yield the items, with a progress bar where standard error is a terminal and there is more than one."""
    items = tuple(items)
    if len(items) < 2 or not sys.stderr.isatty():  # noqa: PLR2004
        yield from items
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(items, "Reading", console=Console(stderr=True), transient=True)
