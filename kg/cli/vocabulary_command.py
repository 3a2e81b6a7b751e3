"""``kg vocabulary``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..model import UNREAD
from .exits import EXIT_FAILED, EXIT_FINDINGS
from .options import LocalPath, options_of, reading_options

_PLACES = 3

_vocabulary = click.option(
    "--vocabulary", metavar="FILE", multiple=True, type=LocalPath(path_type=Path),
    help="A Turtle file with further mechanisms and providers; repeatable.",
)  # fmt: skip
_format: Callable[[Any], Any] = click.option(
    "-f", "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="json: for programs."
)


@click.group(short_help="Show, check and extend the mechanisms and providers.")
def vocabulary() -> None:
    """Show, check and extend the mechanisms and providers."""


@vocabulary.command("list")
@_vocabulary
@_format
@click.option("--kind", type=click.Choice(["mechanism", "provider"]), help="Only these.  [default: both]")
def list_(vocabulary: tuple[Path, ...], format: str, kind: str | None) -> None:
    """Show the concepts that are loaded, with their names."""
    from ..vocabulary import load

    concepts = [one for one in load(vocabulary).concepts.values() if kind in {None, one.kind}]
    if format == "json":
        shown = [
            {
                "iri": one.iri,
                "kind": one.kind,
                "label": one.preferred.text,
                "names": [label.text for label in one.alternatives],
                "broader": list(one.broader),
                "offeredBy": list(one.offered_by),
            }
            for one in concepts
        ]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    for one in concepts:
        names = ", ".join(label.text for label in one.alternatives)
        click.echo(f"{one.kind}\t{one.preferred.text}\t<{one.iri}>\t{names}")


@vocabulary.command()
@_vocabulary
def check(vocabulary: tuple[Path, ...]) -> None:
    """Tell what is wrong with the concepts that are loaded; exit with 1 where anything is.

    Found are labels that name two concepts, examples that do not match, counter-examples that do, circles of broader
    concepts, and concepts that are named and not there.
    """
    from ..vocabulary import load
    from ..vocabulary_checks import check as checked

    loaded = load(vocabulary)
    findings = checked(loaded)
    for finding in findings:
        click.echo(f"{finding}")
    click.echo(f"{len(loaded.concepts):,} concepts, {len(findings):,} findings", err=True)
    if findings:
        raise SystemExit(EXIT_FINDINGS)


@vocabulary.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@reading_options
@_format
def suggest(sources: tuple[str, ...], format: str, **values: Any) -> None:
    """Offer names that statements use as mechanisms ("using …", "based on …") and that no vocabulary knows.

    Nothing is added: write what you want into a file for --vocabulary.
    """
    from ..pipeline import prepare
    from ..suggestions import suggest as suggested

    run = prepare(sources, options_of(values))
    for diagnostic in run.found.diagnostics:
        click.echo(f"{diagnostic}", err=True)
    found = suggested(run.read(complete=False), run.vocabulary)
    if format == "json":
        shown = [{"name": one.name, "places": [f"{span.path}:{span.line}" for span in one.places]} for one in found]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    for one in found if format != "json" else ():
        places = ", ".join(f"{span.path}:{span.line}" for span in one.places[:_PLACES])
        more = f" and {len(one.places) - _PLACES} more" if len(one.places) > _PLACES else ""
        click.echo(f"{len(one.places)}\t{one.name}\t{places}{more}")
    if any(diagnostic.code in UNREAD for diagnostic in run.found.diagnostics):
        raise SystemExit(EXIT_FAILED)
