"""``kg load``."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..loading import Loaded

_STORES = ("oxigraph", "virtuoso", "fuseki", "graphdb", "gsp")
_FAILED = 2
_SHOWN = 20


def _number(context: click.Context, option: click.Parameter, value: float) -> float:
    """Refuse what is in no range, and so in none that click checks."""
    if math.isnan(value):
        raise click.BadParameter("nan is no number of seconds", context, option)
    return value


@click.command("load", epilog="Credentials: KG_LOAD_TOKEN, or KG_LOAD_USER and KG_LOAD_PASSWORD, or .netrc.")
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True)
@click.option("--to", required=True, metavar="URL", help="The store: its root, SPARQL endpoint or graph store.")
@click.option("--store", type=click.Choice(_STORES), help="Its kind.  [default: told from the server's answer]")
@click.option("--prune", is_flag=True, help="Remove graphs that a former load sent and that are no longer there.")
@click.option("--verify", is_flag=True, help="Read each graph back, and send those that someone else changed.")
@click.option("--dataset", metavar="IRI", help="The name of the dataset.  [default: {base}dataset of the documents]")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    callback=_number,
    default=120.0,
    show_default=True,
    help="Give up a request that makes no progress for so long.",
)
def load(
    graphs: tuple[str, ...],
    to: str,
    store: str | None,
    prune: bool,
    verify: bool,
    dataset: str | None,
    timeout: float,
) -> None:
    """Bring the graphs of a triple store up to date with GRAPHs (files, or - for TriG or Turtle on standard input).

    Each document is a named graph. Only graphs that differ from what the store holds are sent. The load can be stopped
    at any moment: the next one goes on.
    """
    try:
        from ..loading import Patience
        from ..loading import load as bring
    except ImportError as error:
        from ..errors import LoadError

        raise LoadError(f"{error.name} is not installed", hint="pip install 'docs-kg[load]'") from error

    started = time.perf_counter()
    with _progress() as progress:
        loaded = bring(
            graphs,
            to,
            store,
            prune=prune,
            verify=verify,
            dataset=dataset,
            patience=Patience(timeout=timeout),
            progress=progress,
        )
    for problem in loaded.problems:
        click.echo(str(problem), err=True)
    for graph in (*loaded.vocabularies.unverified, *loaded.data.unverified):
        hint = "let it answer more rows (Virtuoso: ResultSetMaxRows)"
        click.echo(f"{graph}: not verified, as the store did not give it as a whole; {hint}", err=True)
    kept = loaded.data.kept
    for graph in kept[:_SHOWN]:
        click.echo(f"{graph}: kept, though no graph has it any more; --prune removes it", err=True)
    if len(kept) > _SHOWN:
        click.echo(f"{len(kept) - _SHOWN:,} more graphs kept; --prune removes them", err=True)
    click.echo(_sums(loaded, time.perf_counter() - started), err=True)
    if loaded.problems:
        raise SystemExit(_FAILED)


def _sums(loaded: Loaded, seconds: float) -> str:
    """Return the line that ends a load: how much of what, in how many seconds."""
    data, vocabularies = loaded.data, loaded.vocabularies
    parts = [f"{len(data.sent):,} sent", f"{len(data.same):,} unchanged", f"{len(data.removed):,} removed"]
    parts += [f"{len(data.kept):,} kept"] if data.kept else []
    parts += [f"{loaded.refused:,} refused"] if loaded.refused else []
    shared = len(vocabularies.sent) + len(vocabularies.same)
    return (
        f"{_count(len(data.sent) + len(data.same) + len(data.removed) + len(data.kept), 'graph')}: {', '.join(parts)}; "
        f"{_count(shared, 'vocabulary graph')} ({len(vocabularies.sent):,} sent); "
        f"{_count(loaded.triples, 'triple')} in {seconds:.1f} s"
    )


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Give what shows how many graphs are done, where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Loading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
