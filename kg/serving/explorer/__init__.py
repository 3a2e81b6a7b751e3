"""The explorer: pages of a graph for people, and its nodes for programs that follow their IRIs."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

from ...sparql import load
from ..messages import Answer, Handler
from ..requests import PageRequest, ShowRequest
from ..store import open_store
from .answers import answer, shown
from .files import write_pages
from .pages import Pages
from .reader import Reader


def open_pages(folder: str) -> Handler:
    """Open the store in a folder and return what answers requests for pages.

    Args:
        folder: What ``store.build`` filled and ``prepare_pages`` counted.
    """
    prepared = pickle.loads(Path(f"{folder}.pages").read_bytes())  # noqa: S301 - written by the server itself
    pages = Pages(Reader(open_store(folder)), prepared)

    def handle(request: PageRequest | ShowRequest) -> Answer:
        if isinstance(request, ShowRequest):
            return shown(pages, request)
        return answer(pages, request)

    return handle


def prepare_pages(folder: str) -> None:
    """Count what is counted once for all pages, and leave it beside the store in a folder."""
    Path(f"{folder}.pages").write_bytes(pickle.dumps(Pages(Reader(open_store(folder))).prepared()))


def export_pages(graphs: Sequence[str], folder: Path) -> int:
    """Write the pages of graphs as files, and return how many these are.

    Args:
        graphs: Paths; ``-`` is standard input.
        folder: Where to; empty, or holding a former export.

    Raises:
        QueryError: A graph cannot be used.
        SourceError: The folder holds something else, or a file cannot be written.
    """
    return write_pages(Pages(Reader(load(graphs))), folder)
