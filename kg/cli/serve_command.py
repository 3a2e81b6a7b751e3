"""``kg serve``: serve graphs on this machine."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Any

import click

from .options import SECONDS, LocalPath, extra


def _origins(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return origins as a browser sends them."""
    for value in values:
        if not re.fullmatch(r"https?://[^\s/?#@*]+", value):
            raise click.BadParameter(f"{value!r} is no origin, as https://example.org is")
    return tuple(value.lower() for value in values)


def _names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return names as a Host header has them, without a port and without the brackets of an IPv6 address."""
    return tuple(_name(value) for value in values)


def _name(value: str) -> str:
    try:
        return ipaddress.ip_address(value.removeprefix("[").removesuffix("]")).compressed
    except ValueError:
        pass
    if not re.fullmatch(r"[^\s:/?#@\[\]]+", value):
        hint = "give it without https:// and without a port, as kg.example is: it is answered at any port"
        raise click.BadParameter(f"{value!r} is no name of a host; {hint}")
    return value


@click.command("serve")
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8711, show_default=True, help="0 takes a free one.")
@click.option(
    "--timeout",
    type=SECONDS,
    default=30.0,
    show_default=True,
    help="Seconds that a query may take.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    help="Rows or triples that an answer may have.",
)
@click.option("--workers", type=click.IntRange(0), default=0, help="Queries at the same time.  [default: processors]")
@click.option(
    "--memory",
    metavar="MB",
    type=click.IntRange(0),
    default=2048,
    show_default=True,
    help="Megabytes that a query may hold; 0 sets no limit.",
)
@click.option("--cors", metavar="ORIGIN", multiple=True, callback=_origins, help="Let pages of another site ask.")
@click.option(
    "--allow-host", "allow_hosts", metavar="NAME", multiple=True, callback=_names, help="Answer to another name too."
)
@click.option(
    "--export",
    "folder",
    metavar="DIR",
    type=LocalPath(file_okay=False, path_type=Path),
    help="Write the pages as files into a folder, and serve nothing.",
)
def serve(graphs: tuple[str, ...], folder: Path | None, **options: Any) -> None:
    """Serve GRAPHs (files, shards, or - for Turtle on standard input): SPARQL at /sparql, and pages to browse.

    \b
    kg serve kg.ttl
    kg serve kg.trig --port 0 --timeout 10
    kg serve kg.ttl --export pages

    The graphs are read once, at the start, and never changed.
    """  # noqa: D301 - click's mark for a paragraph that is not wrapped
    with extra("serve"):
        from ..serving.explorer import export_pages
        from ..serving.server import serve as run
        from ..serving.settings import Settings
    if folder is None:
        run(graphs, Settings(**options))
    else:
        click.echo(f"{export_pages(graphs, folder):,} files in {folder}", err=True)
