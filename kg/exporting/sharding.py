"""Outcomes into a set of shards (``shards``), which is replaced as a whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from ..errors import SourceError
from ..files import led_to, placed, write_file
from ..formats import write_dataset
from ..outcome import Outcome
from ..shards import MANIFEST, Manifest, Shard, file_name, read_manifest
from ..wording import reason_of


@dataclass(frozen=True, slots=True)
class Sharded:
    """An output in shards.

    Args:
        folder: Where they go; it is made where it is not there, and files in it that are no shards are left alone.
        size: How many bytes a shard has at most, but for one whose only document has more.
    """

    folder: Path
    size: int


class _Piece(NamedTuple):
    """The number of a shard, an outcome in it, and the N-Quads of that."""

    shard: int
    outcome: Outcome
    quads: bytes


def write_shards(outcomes: Iterator[Outcome], base: str, output: Sharded) -> None:
    """Write outcomes as a set of shards; none at all write nothing.

    Args:
        outcomes: In the order of their documents' IRIs. They come after the look at the set that is there.
        base: The IRI that the data's own IRIs begin with.
        output: Where to, and how large.

    Raises:
        SourceError: The output cannot be written, is a link out of its folder, or has another manifest.
    """
    folder = led_to(output.folder)
    kept = _named(folder)
    names = set(kept)
    start = next(outcomes, None)
    if start is None:
        return
    _make(folder)
    try:
        grouped = groupby(_pieces(chain([start], outcomes), output.size), key=itemgetter(0))
        shards = tuple(_written(folder, number, pieces, names) for number, pieces in grouped)
        write_file(folder / MANIFEST, Manifest(folder, base, shards).encoded())
        kept = names
    finally:  # whichever manifest is there now, the shards of the other set go
        with suppress(SourceError):
            kept = _named(folder)
        for name in names - kept:
            with suppress(OSError):
                (folder / name).unlink()


def _named(folder: Path) -> set[str]:
    """Return the names of the shards that the manifest in a folder names."""
    try:
        there = (folder / MANIFEST).exists()
        return {shard.file for shard in read_manifest(folder).shards} if there else set()
    except OSError as error:
        hint = "name a folder that you may write to"
        raise SourceError(f"cannot be read: {reason_of(error)}", hint=hint, place=str(folder)) from error
    except SourceError as error:
        hint = "name another folder, or remove the file"
        raise SourceError(f"{error.message}, and so is not replaced", hint=hint, place=error.place) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        hint = "name a folder that you may write to"
        raise SourceError(f"cannot be made: {reason_of(error)}", hint=hint, place=str(folder)) from error


def _pieces(outcomes: Iterable[Outcome], size: int) -> Iterator[_Piece]:
    """Yield outcomes with the numbers of their shards, and as N-Quads."""
    number = filled = 0
    for outcome in outcomes:
        stream = BytesIO()
        write_dataset([(outcome.document, outcome.lines.encode())], "nquads", {}, stream)
        quads = stream.getvalue()
        if filled and filled + len(quads) > size:
            number, filled = number + 1, 0
        filled += len(quads)
        yield _Piece(number, outcome, quads)


def _written(folder: Path, number: int, pieces: Iterable[_Piece], names: set[str]) -> Shard:
    """Write a shard, put its name to the names, and return what it holds."""
    digest = sha256()
    counts: Counter[str] = Counter()
    first = last = ""

    def name() -> str:
        names.add(file := file_name(number, digest.hexdigest()))
        return file

    with placed(folder, name) as stream:
        for _, outcome, quads in pieces:
            stream.write(quads)
            digest.update(quads)
            first, last = first or outcome.document, outcome.document
            counts.update(
                bytes=len(quads),
                pages=1,
                tables=outcome.tables,
                features=outcome.features,
                statements=outcome.statements,
                quads=quads.count(b"\n"),
            )
    return Shard(file=name(), sha256=digest.hexdigest(), first=first, last=last, **counts)
