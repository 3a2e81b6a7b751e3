"""Documents into one file, as they come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path

from ..files import replaced
from ..formats import FORMATS, write_dataset, write_graph
from ..sorting import sorted_blocks

Prefixes = Callable[[Collection[str]], Mapping[str, str]]
"""Returns the prefixes of the data of documents, told by the first two of them."""


def write(documents: Iterator[tuple[str, str]], prefixes: Prefixes, format: str, output: Path | None) -> None:
    """Write documents to a file, which is replaced as a whole or not at all; none at all write nothing.

    Args:
        documents: The IRI of each and its sort lines (``lines``), in the order of the IRIs.
        prefixes: Tells the prefixes of the data.
        format: A key of ``formats.FORMATS``.
        output: The file; None is standard output.

    Raises:
        SourceError: The output cannot be written.
    """
    if FORMATS[format].named_graphs:
        first = list(islice(documents, 2))
        encoded = ((document, lines.encode()) for document, lines in chain(first, documents))
        if first:
            with replaced(output) as stream:
                write_dataset(encoded, format, prefixes([document for document, _ in first]), stream)
        return
    names: list[str] = []
    blocks = sorted_blocks(_noted(documents, names))
    start = next(blocks, None)  # it comes when all documents are read
    if start is not None:
        with replaced(output) as stream:
            write_graph(chain([start], blocks), format, prefixes(names), stream)


def _noted(documents: Iterator[tuple[str, str]], names: list[str]) -> Iterator[bytes]:
    """Yield the sort lines of documents, and note the first two."""
    for document, lines in documents:
        if len(names) < 2:  # noqa: PLR2004 - whether there is one or there are more
            names.append(document)
        yield lines.encode()
