"""``kg validate``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ConfigError
from ..wording import counted, printable
from .exits import EXIT_FAILED, EXIT_FINDINGS
from .options import REPORTS, LocalPath, configured, extra, options_of, page_options, resolved
from .progress import shown

if TYPE_CHECKING:
    from ..validation import Report


@click.command("validate", short_help="Tell what is wrong with pages and graphs.")
@click.argument("names", metavar="GRAPH|SOURCE...", nargs=-1, required=True, callback=configured, is_eager=True)
@click.option(
    "-f",
    "--format",
    type=click.Choice(REPORTS),
    default="text",
    show_default=True,
    help="sarif: SARIF 2.1.0; github: annotations of GitHub Actions.",
)
@click.option("--select", metavar="CODES", multiple=True, help="Report only these: KG221,KG1 is KG221 and all of KG1.")
@click.option("--ignore", metavar="CODES", multiple=True, help="Report all but these; the longer of two names decides.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=LocalPath(dir_okay=False, path_type=Path),
    help="Report only what is not in this file of old findings.",
)
@click.option("--write-baseline", is_flag=True, help="Write what is found to the file of --baseline.")
@click.option("--strict", is_flag=True, help="Exit with 1 where there are notes, too.")
@page_options
def validate(
    names: tuple[str, ...],
    format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,
    strict: bool,
    **values: Any,
) -> None:
    """Tell what is wrong with pages, and with the graph that they give or that is given.

    GRAPH is a file that ends in .ttl, .trig, .nt, .nq, .jsonld, .json, .rdf, .owl or .xml, or a folder of shards or its
    manifest.json. SOURCE is any other file or folder, the URL of one, or - for a page on standard input. The graphs are
    checked as one, as `kg query` sees them; the sources are exported as one document set, and that is checked. What is
    found in both is told once.

    \b
    kg validate docs
    kg validate docs kg.ttl --select KG2 --ignore KG231
    kg validate docs --baseline .kg-baseline.json --write-baseline

    Exit codes: 0 nothing is wrong but for notes; 1 there are errors or warnings; 2 something could not be read.
    docs/diagnostics.md explains each code.
    """  # noqa: D301 - click's mark for a paragraph that is not wrapped
    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE")
    if baseline is not None and baseline.resolve() in resolved(names):
        raise ConfigError(f"{baseline}: is read already", hint="give the baseline another file")
    from dataclasses import replace

    from ..validation import validate as validated
    from ..validation.baseline import without_old
    from ..validation.baseline import write_baseline as write
    from ..validation.catalogue import rules
    from ..validation.outputs import OUTPUTS
    from ..validation.selection import selection

    started = time.perf_counter()
    wanted = selection(select, ignore, rules())
    with extra("validate"):
        report = validated(names, options_of(values), wanted, shown)
    old = 0
    if baseline is not None and write_baseline:
        write(report.findings, baseline)
    if baseline is not None:
        new = without_old(report.findings, baseline)
        old = len(report.findings) - len(new)
        report = replace(report, findings=new)
    click.echo(OUTPUTS[format](report), nl=False)
    click.echo(_sums(report, old, time.perf_counter() - started), err=True)
    if code := _exit_code(report, strict=strict):
        raise SystemExit(code)


def _sums(report: Report, old: int, seconds: float) -> str:
    """Return the line that ends a validation: how much was looked at, and how much is wrong, in how many seconds."""
    looked_at = [counted(number, noun) for number, noun in ((report.graphs, "graph"), (report.pages, "page")) if number]
    found = [counted(report.severities[severity], severity) for severity in ("error", "warning", "note")]
    known = [f"{old:,} old"] if old else []
    return printable(f"{', '.join([*looked_at, *found, *known])} in {seconds:.1f} s")


def _exit_code(report: Report, *, strict: bool) -> int:
    """Return 2 where something could not be read, 1 where there are findings that count, else 0."""
    if not report.is_complete:
        return EXIT_FAILED
    counting = ("error", "warning", "note") if strict else ("error", "warning")
    return EXIT_FINDINGS if any(report.severities[severity] for severity in counting) else 0
