"""Build the store that the workers read: on disk, with the named graphs and their union as the default graph.

The build has a process of its own: what it holds while it sorts is freed when it ends, and the store is closed then, as
it must be before another process opens it.
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import KgError, QueryError
from ..names import PREFIXES
from ..shards import is_set
from ..sparql import file_error, format_of, place_of_graph, quads_of_set
from . import isolation

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

_CONTEXT = multiprocessing.get_context("spawn")
_TRIPLES = {".ttl", ".nt", ".rdf", ".owl", ".xml"}
"""Extensions whose formats have no named graphs."""
_PART = 250_000
"""Quads that are sorted in memory at once: four times as many take four times the memory and no less time."""
_PARTS = 8
"""Parts that a store can have before it reads more slowly than putting them together would take."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a store holds.

    Attributes:
        triples: Triples of the default graph, which has each triple of the named graphs once.
        documents: Source files that the graphs were taken from.
        named_graphs: Named graphs.
    """

    triples: int
    documents: int
    named_graphs: int


@dataclass(frozen=True, slots=True)
class _Broken:
    """An error of the build, on its way to the server."""

    message: str
    hint: str
    place: str


def build(graphs: Sequence[str], folder: str, then: Callable[[str], None] | None = None) -> Built:
    """Load files into a new store on disk.

    Args:
        graphs: Paths; ``-`` is standard input.
        folder: An empty folder.
        then: What is done with the folder as soon as it is filled, in the process of the build; a function of a module.

    Raises:
        QueryError: A file is missing, has an unknown extension, or is not what its extension says.
    """
    places = [place_of_graph(graph) for graph in graphs]
    for place in places:
        if not is_set(place):
            format_of(place)
    sources = [(place, _spooled(place, folder)) for place in places]
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_build, args=(theirs, sources, folder, then), daemon=True)
    process.start()
    theirs.close()
    try:
        word = ours.recv()
        process.join()
    except EOFError:
        hint = "give it more memory, and room in the folder for temporary files"
        raise QueryError("the store could not be built: its process ended", hint=hint) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(word, _Broken):
        raise QueryError(word.message, hint=word.hint, place=word.place)
    assert isinstance(word, Built)
    return word


def open_store(folder: str) -> Store:
    """Return the store that ``build`` left in a folder, to be read by any number of processes."""
    from pyoxigraph import Store

    return Store.read_only(folder)


def _spooled(graph: str, folder: str) -> str:
    """Return a file that holds a graph: standard input is no input of another process."""
    if graph != "-":
        return graph
    path = Path(f"{folder}.input")
    with path.open("wb") as output:
        shutil.copyfileobj(sys.stdin.buffer, output)
    return str(path)


def _build(
    connection: Connection[Built | _Broken, object],
    sources: list[tuple[str, str]],
    folder: str,
    then: Callable[[str], None] | None,
) -> None:
    """Load files, and tell what they hold or why they cannot be loaded."""
    from pyoxigraph import Store

    isolation.die_with_parent()
    try:
        store = Store(folder)
        parts = sum(_load(store, place, path) for place, path in sources)
        if parts > _PARTS:
            store.optimize()
        store.flush()
        built = Built(count(store, "{ ?s ?p ?o }"), _documents(store), sum(1 for _ in store.named_graphs()))
        del store
        if then is not None:
            then(folder)
        connection.send(built)
    except KgError as error:
        connection.send(_Broken(error.message, error.hint, error.place))
    except OSError as error:
        connection.send(_Broken(f"the store cannot be written: {error}", "make room there", folder))


def _load(store: Store, place: str, path: str) -> int:
    """Add what a file holds, and return in how many parts; a relative IRI is resolved against the file's own."""
    from pyoxigraph import parse

    if is_set(place):
        return _extend(store, quads_of_set(place))
    rdf_format = format_of(place)
    base = Path(place).absolute().as_uri() if place != "-" else None
    try:
        if Path(place).suffix.lower() in _TRIPLES:
            store.bulk_load(path=path, format=rdf_format, base_iri=base)
            return 1
        return _extend(store, parse(path=path, format=rdf_format, base_iri=base, rename_blank_nodes=True))
    except (OSError, SyntaxError) as error:
        raise file_error(error, place) from error


def _extend(store: Store, quads: Iterator[Quad]) -> int:
    """Add quads, and return in how many parts."""
    parts = 0
    while part := list(islice(quads, _PART)):
        store.bulk_extend(_doubled(part))
        parts += 1
    return parts


def _doubled(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield each quad, and again in the default graph.

    A union of graphs would count a triple once for each graph that has it (pyoxigraph 0.5.13); a merge does not.
    """
    from pyoxigraph import DefaultGraph, Quad

    default = DefaultGraph()
    for quad in quads:
        yield quad
        if quad.graph_name != default:
            yield Quad(quad.subject, quad.predicate, quad.object)


def _documents(store: Store) -> int:
    """Return how many source files the graphs tell of."""
    return count(store, "{ ?s a kg:SourceFile }")


def count(store: Store, pattern: str, of: str = "*") -> int:
    """Return how many solutions a group graph pattern of ours has, or how many values of an expression."""
    solutions: Any = store.query(f"SELECT (COUNT({of}) AS ?n) {pattern}", prefixes=PREFIXES)
    return int(next(solutions)[0].value)
