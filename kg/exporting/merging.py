"""Sets of shards into one file: what one export of all their pages writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from ..pipeline import prefixes_of
from ..shards import Manifest, documents
from .writing import write


def merge(manifests: Sequence[Manifest], output: Path | None, format: str = "turtle") -> Mapping[str, int]:
    """Write what is in sets of shards to one file, and return how many pages, features and statements that is.

    Sets of one base have the prefixes of one export of all their pages. Where there are several bases, ``product:``
    could stand for one of them only: none of these prefixes is bound, so that the order of the sets does not count.

    Args:
        manifests: At least one set.
        output: The file, which is replaced as a whole or not at all; None is standard output.
        format: A key of ``formats.FORMATS``.

    Raises:
        SourceError: A shard is not what its manifest says, two sets have a document with different content, or the
            output cannot be written.
    """
    counts: Counter[str] = Counter(pages=0, features=0, statements=0)
    bases = {manifest.base for manifest in manifests}
    prefixes = partial(prefixes_of, bases.pop()) if len(bases) == 1 else _none
    write(_counted(manifests, counts), prefixes, format, output)
    return counts


def _counted(manifests: Sequence[Manifest], counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield the IRI and the sort lines of each document, and count what is in them."""
    for document in documents(manifests):
        counts.update(pages=1, features=document.features, statements=document.statements)
        yield document.iri, document.lines


def _none(_: object) -> Mapping[str, str]:
    return {}
