"""``kg load``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..wording import counted
from .exits import EXIT_FAILED
from .options import SECONDS, extra

if TYPE_CHECKING:
    from ..loading import Loaded

_STORES = ("oxigraph", "virtuoso", "fuseki", "graphdb", "gsp")
_SHOWN = 20


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
    type=SECONDS,
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
    """Bring the graphs of a triple store up to date with GRAPHs.

    GRAPH is a file, a folder of shards or its manifest.json, or - for TriG or Turtle on standard input.
    Each document is a named graph. Only graphs that differ from what the store holds are sent. The load can be stopped
    at any moment: the next one goes on.
    """
    with extra("load"):
        from ..loading import Patience
        from ..loading import load as bring

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
        raise SystemExit(EXIT_FAILED)


def _sums(loaded: Loaded, seconds: float) -> str:
    """Return the line that ends a load: how much of what, in how many seconds."""
    data, vocabularies = loaded.data, loaded.vocabularies
    parts = [f"{len(data.sent):,} sent", f"{len(data.same):,} unchanged", f"{len(data.removed):,} removed"]
    parts += [f"{len(data.kept):,} kept"] if data.kept else []
    parts += [f"{loaded.refused:,} refused"] if loaded.refused else []
    shared = len(vocabularies.sent) + len(vocabularies.same)
    total = len(data.sent) + len(data.same) + len(data.removed) + len(data.kept)
    return (
        f"{counted(total, 'graph')}: {', '.join(parts)}; "
        f"{counted(shared, 'vocabulary graph')} ({len(vocabularies.sent):,} sent); "
        f"{counted(loaded.triples, 'triple')} in {seconds:.1f} s"
    )


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
