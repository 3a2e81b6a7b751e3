"""``kg export``."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ..errors import ConfigError
from ..model import UNREAD
from ..remote import local
from .exits import EXIT_FAILED, EXIT_FINDINGS
from .options import EXPORTS, LocalPath, configured, options_of, reading_options, resolved, size
from .progress import shown, shown_of

if TYPE_CHECKING:
    from ..exporting import Exported
    from ..model import Diagnostic
    from ..options import Options
    from ..pipeline import Graph


@click.command(short_help="Turn Markdown pages into an RDF graph.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, callback=configured, is_eager=True)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=LocalPath(path_type=Path, allow_dash=True),
    help="Write here, as a whole or not at all; with --shard-size a folder.  [default: standard output]",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(EXPORTS),
    default="turtle",
    show_default=True,
    help="TriG and N-Quads have one named graph a document.",
)
@click.option(
    "--shard-size",
    metavar="SIZE",
    type=size,
    help="Write N-Quads in shards of at most SIZE, such as 64MB or 1GiB, and a manifest, into the folder of --output.",
)
@click.option(
    "--merge", is_flag=True, help="SOURCEs are folders of shards, or their manifests: fold them into one file."
)
@reading_options
@click.option("--strict", is_flag=True, help="Exit with 1 where anything was reported.")
@click.option(
    "--report",
    metavar="FILE",
    type=LocalPath(path_type=Path, dir_okay=False),
    help="Write what became of each cell, and what was left out and why, as JSON; reads all in this process.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Read pages in N processes.  [default: the cores, where it pays]",
)
@click.option(
    "--engine",
    metavar="local|dask://HOST:PORT",
    default="local",
    show_default=True,
    help="Who reads the pages: this machine, or a Dask cluster.",
)
@click.option(
    "--cache",
    metavar="DIR",
    type=LocalPath(file_okay=False, path_type=Path),
    help="Where what pages gave is kept for the next run.  [default: the system's folder for caches]",
)
@click.option("--no-cache", is_flag=True, help="Read every page anew, and keep nothing.")
def export(
    sources: tuple[str, ...],
    output: Path | None,
    format: str,
    strict: bool,
    report: Path | None,
    jobs: int | None,
    **values: Any,
) -> None:
    """Turn Markdown pages into an RDF graph.

    SOURCE is a file, a folder (its .md, .markdown and .mdx files, .gitignore heeded), the URL of one (file://, s3://,
    gs:// or az://) or - for standard input. Options may also stand in kg.toml or in [tool.kg] of pyproject.toml.
    """
    from ..engines import check

    if values["merge"]:
        _merge(sources, output, format)
        return
    bytes_each = _shard_size(values["shard_size"], output, format, report)
    _refuse_to_overwrite(output, report, (*sources, *map(str, values.get("vocabulary") or ())))
    started = time.perf_counter()
    options, target = options_of(values), _target(output)
    done: Graph | Exported
    check(values["engine"])
    if report is not None:
        done = _reported(sources, options, target, format, report)
    else:
        from ..cache import default_folder
        from ..exporting import Sharded
        from ..exporting import export as write

        place = target if target is None or bytes_each is None else Sharded(target, bytes_each)
        folder = None if _goes_without(values) else values["cache"] or default_folder()
        done = write(sources, options, place, format, engine=values["engine"], jobs=jobs, cache=folder, shown=shown_of)
    for diagnostic in done.diagnostics:
        click.echo(f"{diagnostic}", err=True)
    click.echo(sums(done.counts, time.perf_counter() - started), err=True)
    code = exit_code(done.diagnostics, strict=strict, conflicts=str(values["conflicts"]))
    if code:
        raise SystemExit(code)


def _target(output: Path | None) -> Path | None:
    """Return where the graph goes; None is standard output."""
    return None if output is None or str(output) == "-" else output


def _shard_size(given: int | None, output: Path | None, format: str, report: Path | None) -> int | None:
    """Return how large shards are, None for one file: a format on the command line wins over the configuration.

    Raises:
        ConfigError: What else is wanted does not go with shards.
    """
    if given is None or (format != "nquads" and not _is_given("shard_size") and _is_given("format")):
        return None
    if format != "nquads":
        raise ConfigError(f"--shard-size is for N-Quads, not for {format}", hint="give --format nquads")
    if _target(output) is None:
        raise ConfigError("--shard-size writes several files", hint="give --output a folder")
    if report is not None:
        raise ConfigError("--shard-size and --report do not go together", hint="leave out one of them")
    return given


def _merge(sources: tuple[str, ...], output: Path | None, format: str) -> None:
    """Fold sets of shards into one file.

    Raises:
        ConfigError: An option is given that says how pages are read or written, or an input would be overwritten.
    """
    from ..exporting import merge
    from ..shards import read_manifest

    context, started = click.get_current_context(), time.perf_counter()
    for option in context.command.params:
        name = option.name or ""
        if name not in {"sources", "output", "format", "merge"} and _is_given(name):
            raise ConfigError(f"{option.opts[-1]} says nothing to --merge", hint="leave it out")
    manifests = [read_manifest(local(source)) for source in sources]
    _refuse_to_overwrite(output, None, (*sources, *(str(path) for manifest in manifests for path in manifest.paths)))
    counts = merge(manifests, _target(output), format)
    click.echo(sums(counts, time.perf_counter() - started), err=True)


def _is_given(name: str) -> bool:
    """Return whether an option is given on the command line."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def _reported(sources: tuple[str, ...], options: Options, output: Path | None, format: str, report: Path) -> Graph:
    """Write the graph and the account of every cell; for that, everything is read, here and now."""
    from ..files import replaced, write_file
    from ..pipeline import build
    from ..report import report_of

    graph = build(sources, options, shown)
    if graph.documents:  # where no source could be read, an output that is there stays as it was
        with replaced(output) as stream:
            stream.write(graph.serialize(format))
    account = json.dumps(report_of(graph.facts, graph.diagnostics), ensure_ascii=False, indent=1)
    write_file(report, account.encode(errors="backslashreplace") + b"\n")  # a name may be no Unicode
    return graph


def _goes_without(values: Mapping[str, Any]) -> bool:
    """Return whether no cache is wanted; a folder on the command line wins over ``no_cache`` of the configuration."""
    return bool(values["no_cache"]) and not (_is_given("cache") and not _is_given("no_cache"))


def _refuse_to_overwrite(output: Path | None, report: Path | None, inputs: Iterable[str]) -> None:
    """Raise ConfigError where what is written would take the place of an input or of the other output."""
    from ..read import EXTENSIONS

    taken = resolved(inputs)
    for path in (output, report):
        if path is None or str(path) == "-":
            continue
        place = path.resolve()
        is_page = place.suffix.lower() in EXTENSIONS and any(above in taken for above in place.parents)
        if place in taken or is_page:
            raise ConfigError(f"{path}: is read or written already", hint="give another file to write to")
        taken.add(place)


def sums(counts: Mapping[str, int], seconds: float) -> str:
    """Return the line that ends an export: how much of what, in how many seconds."""
    shown = {name: count for name, count in counts.items() if count or name != "errors"}
    parts = [f"{count:,} {name if count != 1 else name[:-1]}" for name, count in shown.items()]
    return f"{', '.join(parts)} in {seconds:.1f} s"


def exit_code(diagnostics: Iterable[Diagnostic], *, strict: bool, conflicts: str) -> int:
    """Return 2 where a source could not be read, 1 where there are findings that count, else 0."""
    diagnostics = tuple(diagnostics)
    if any(diagnostic.code in UNREAD for diagnostic in diagnostics):
        return EXIT_FAILED
    if conflicts == "fail" and any(diagnostic.code in {"KG111", "KG112", "KG113"} for diagnostic in diagnostics):
        return EXIT_FINDINGS
    return EXIT_FINDINGS if strict and any(one.severity != "note" for one in diagnostics) else 0
