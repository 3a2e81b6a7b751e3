"""Reads the documents of shards. They may come from others: all is checked, and each term passes ``terms`` again."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import BufferedReader
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from ..errors import SourceError
from ..lines import instances, sort_lines
from ..names import Kg
from ..opening import leads_out, opened
from ..terms import Triple, iri, literal
from ..wording import quoted, reason_of
from .judging import Judge
from .manifest import Manifest, Shard

if TYPE_CHECKING:
    import pyoxigraph as ox

_AGAIN = "export it again, or copy the whole folder again"
_OTHERS = "name shards that `kg export` wrote"


class Document(NamedTuple):
    """A named graph of a shard.

    Args:
        iri: Its IRI.
        shard: The shard.
        lines: Its sort lines (``lines``), sorted, each once.
        features: How many features they type.
        statements: How many statements they type.
    """

    iri: str
    shard: Path
    lines: str = ""
    features: int = 0
    statements: int = 0


def documents(manifests: Sequence[Manifest]) -> Iterator[Document]:
    """Yield the documents of sets of shards, each once, in the order of their IRIs.

    Before the first one, the hashes of all shards are compared. A shard is open from its first document to its last: of
    one set one shard at a time, and of sets whose documents do not mix one set.

    Args:
        manifests: The sets.

    Raises:
        SourceError: A shard cannot be read or is not what its manifest says, holds what no export writes, or two sets
            have a document with different content.
    """
    shards = [(manifest, shard) for manifest in manifests for shard in manifest.shards]
    for manifest, shard in shards:
        _verify(manifest.folder, shard)
    runs = (_documents(manifest, shard) for manifest, shard in shards)
    for name, same in groupby(heapq.merge(*runs, key=attrgetter("iri")), key=attrgetter("iri")):
        first, *others = filter(attrgetter("lines"), same)
        for other in others:
            if other.lines != first.lines:
                reason = f"{quoted(name)} is here and in {first.shard}, with different content"
                hint = "give each export its own --base, or leave one of the two out"
                raise SourceError(reason, hint=hint, place=str(other.shard))
        yield first


def _verify(folder: Path, shard: Shard) -> None:
    """Raise SourceError where a shard is not the one that is meant."""
    path = folder / shard.file
    try:
        if leads_out(path, folder.resolve()):
            raise SourceError("is a symlink that leads out of its folder", hint=_AGAIN, place=str(path))
        with opened(path) as stream:
            is_meant = hashlib.file_digest(cast("BufferedReader", stream), "sha256").hexdigest() == shard.sha256
            size = stream.tell()
    except OSError as error:
        raise SourceError(f"cannot be read: {reason_of(error)}", hint=_AGAIN, place=str(path)) from error
    if not is_meant or size != shard.bytes:
        raise SourceError("is not the shard that the manifest names", hint=_AGAIN, place=str(path))


def _documents(manifest: Manifest, shard: Shard) -> Iterator[Document]:
    """Yield the documents of a shard; before them one without lines, so that a merge need not open it before its turn.

    The counts are compared once all are read.
    """
    path = manifest.folder / shard.file
    yield Document(shard.first, path)
    found: Counter[str] = Counter()
    judge = Judge(manifest.base)
    ends = ["", ""]
    for name, pairs in groupby(_quads(path), key=itemgetter(0)):
        if not name.startswith(f"{manifest.base}doc/") or name <= ends[1]:
            reason = f"{quoted(name)} is no document of the set, or stands in the wrong place"
            raise SourceError(reason, hint=_OTHERS, place=str(path))
        ends = [ends[0] or name, name]
        triples = [triple for _, triple in pairs]
        with _of_an_export(path):
            judge.check(triples)
        lines = sort_lines(triples)
        document = Document(name, path, lines, instances(lines, Kg.FEATURE), instances(lines, Kg.STATEMENT))
        quads = lines.count("\n") + 1
        found.update(pages=1, features=document.features, statements=document.statements, quads=quads)
        if ends[0] != shard.first:
            break
        yield document
    if ends != [shard.first, shard.last] or any(found[name] != getattr(shard, name) for name in found):
        raise SourceError("has not the counts and documents that the manifest says", hint=_OTHERS, place=str(path))


def _quads(path: Path) -> Iterator[tuple[str, Triple]]:
    """Yield the IRI of the graph and the triple of each quad of a shard."""
    import pyoxigraph as ox

    try:
        with opened(path) as stream, _of_an_export(path):
            for quad in ox.parse(stream, format=ox.RdfFormat.N_QUADS):
                assert isinstance(quad, ox.Quad), "it is N-Quads"
                triple = Triple(_node(str(quad.subject)), str(quad.predicate), _object(quad.object))
                yield _node(str(quad.graph_name))[1:-1], triple
    except OSError as error:
        raise SourceError(f"cannot be read: {reason_of(error)}", hint=_AGAIN, place=str(path)) from error
    except SyntaxError as error:
        reason = " ".join(str(error.msg).rpartition(": ")[2].split())
        place = f"{path}:{error.lineno}:{error.offset}"
        raise SourceError(f"is no N-Quads: {reason}", hint=_OTHERS, place=place) from error


@contextmanager
def _of_an_export(path: Path) -> Iterator[None]:
    """Say in one line where a shard holds what is none of an export."""
    try:
        yield
    except ValueError as error:
        raise SourceError(f"holds what no export writes: {error}", hint=_OTHERS, place=str(path)) from error


def _object(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Return an IRI or a literal, checked.

    Raises:
        ValueError: It is something else, or none that ``terms`` would make.
    """
    written = str(term)
    if written[0] != '"':
        return _node(written)
    literal_term = cast("ox.Literal", term)
    datatype = None if written[-1] == '"' or literal_term.language else literal_term.datatype.value
    if literal(literal_term.value, datatype, literal_term.language) != written:
        raise ValueError(quoted(written))
    return written


@lru_cache(maxsize=4096)
def _node(written: str) -> str:
    """Return an IRI, checked.

    Raises:
        ValueError: It is something else, or none that ``terms`` would make.
    """
    if written[0] != "<":
        raise ValueError(quoted(written))
    return iri(written[1:-1])
