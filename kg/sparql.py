"""Ask graphs a SPARQL query, or a competency question by its name.

The files are merged: a query without ``GRAPH`` sees every triple once, whatever named graphs hold it, and ``GRAPH``
sees the named ones. Nothing leaves the machine: ``SERVICE`` never runs.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from . import ontology
from .errors import QueryError, SourceError
from .lines import statements
from .names import PREFIXES
from .ontology import Question
from .opening import NOT_REGULAR
from .remote import is_url, local
from .results import Result, read
from .shards import documents, is_set, read_manifest

if TYPE_CHECKING:
    from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, Triple


__all__ = ["EXTENSIONS", "Graph", "HasQuads", "Result", "load", "query"]

EXTENSIONS = {
    ".ttl": "TURTLE",
    ".trig": "TRIG",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".jsonld": "JSON_LD",
    ".json": "JSON_LD",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
    ".xml": "RDF_XML",
}
"""Extension of a file, in lower case, to pyoxigraph's name of its format."""


@runtime_checkable
class HasQuads(Protocol):
    """A graph in memory."""

    def quads(self) -> Iterable[Quad | Triple]:
        """Return its quads, or its triples."""


Graph = str | os.PathLike[str] | HasQuads
"""A file or a set of shards by its path, ``-`` for standard input (Turtle or TriG), or a graph in memory."""


def query(
    graphs: Graph | Iterable[Graph | Store] | Store,
    sparql: str | Question | None = None,
    *,
    name: str | None = None,
    parameters: Mapping[str, str | Sequence[str]] | None = None,
) -> Result:
    """Return what graphs answer.

    >>> query([], 'SELECT ?x ?n { VALUES (?x ?n) { (mech:tls 16) ("TLS" UNDEF) } }').rows
    (('https://w3id.org/docs-kg/mechanism/tls', 16), ('TLS', None))

    Args:
        graphs: One or more of what ``load`` takes, or a store that it returned.
        sparql: A query, or a question that is read already. The prefixes of ``names.PREFIXES`` need no declaration.
        name: A competency question of the ontology; instead of ``sparql``.
        parameters: A value, or several, for parameters that the question declares; always data, never SPARQL.

    Raises:
        QueryError: A graph, the query, the question or a parameter cannot be used; its place says where.
    """
    if (sparql is None) == (name is None):
        raise TypeError("give either sparql or name")
    asked = sparql if isinstance(sparql, Question) else _question(sparql, name)
    text = ontology.fill(asked, parameters or {})
    store = load(graphs)
    if asked.needs_vocabulary:
        store = load([store, *ontology.vocabulary_files()])
    return _result(run(store, text, asked.place), asked.place)


def load(graphs: Graph | Iterable[Graph | Store] | Store) -> Store:
    """Return a store that holds the graphs, merged in its default graph and apart in its named ones.

    Args:
        graphs: One graph or several; a store that this function returned is given back as it is, alone, and copied
            among others.

    Raises:
        QueryError: A file is missing, has an unknown extension, or is not what its extension says.
    """
    from pyoxigraph import Store

    if isinstance(graphs, Store):
        return graphs
    store = Store()
    for graph in [graphs] if isinstance(graphs, (str, os.PathLike, HasQuads)) else graphs:
        if isinstance(graph, (str, os.PathLike)):
            _load_file(store, os.fspath(graph))
        else:
            store.extend(_quads(graph))
    if any(True for _ in store.named_graphs()):
        # A union of graphs counts a triple once for each graph that has it (pyoxigraph 0.5.13); a merge does not.
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def _quads(graph: HasQuads | Store) -> Iterable[Quad]:
    """Return the quads of a graph in memory; triples are of the default graph."""
    from pyoxigraph import Quad, Store

    for each in graph if isinstance(graph, Store) else graph.quads():
        yield each if isinstance(each, Quad) else Quad(each.subject, each.predicate, each.object)


def _load_file(store: Store, place: str) -> None:
    """Add what a file, a set of shards, or standard input, holds; a relative IRI is resolved against the file's own."""
    place = place_of_graph(place)
    if is_set(place):
        store.bulk_extend(quads_of_set(place))
        return
    rdf_format = format_of(place)
    try:
        if place == "-":
            store.load(sys.stdin.buffer.read(), format=rdf_format)
        else:
            store.bulk_load(path=place, format=rdf_format, base_iri=Path(place).absolute().as_uri())
    except (OSError, SyntaxError) as error:
        raise file_error(error, place) from error


def place_of_graph(name: str) -> str:
    """Return the path that the name of a graph stands for: it may be a ``file://`` URL.

    Raises:
        QueryError: It is another URL. One with credentials is not repeated.
    """
    try:
        return os.fspath(local(name)) if is_url(name) else name
    except SourceError as error:
        raise QueryError(error.message, hint=error.hint, place=error.place) from error


def quads_of_set(place: str) -> Iterator[Quad]:
    """Yield the quads of a set of shards.

    Raises:
        QueryError: A shard cannot be read, or is not what the manifest says.
    """
    from pyoxigraph import RdfFormat, parse

    try:
        for document in documents([read_manifest(Path(place))]):
            text = statements(document.lines.encode(), f"<{document.iri}> ")
            yield from parse(text, format=RdfFormat.N_QUADS, lenient=True)  # each term is checked already
    except SourceError as error:
        raise QueryError(error.message, hint=error.hint, place=error.place) from error


def file_error(error: OSError | SyntaxError, place: str) -> QueryError:
    """Return why pyoxigraph could not load a file, as one line."""
    if isinstance(error, OSError):
        reason = str(error).partition(" (os error")[0].lower()
        return QueryError(reason, hint="name a graph that `kg export` wrote", place=place)
    where = ":".join(str(part) for part in (place, error.lineno, error.offset) if part is not None)
    reason = " ".join(str(error.msg).rpartition(": ")[2].split())
    return QueryError(f"not {format_of(place).name}: {reason}", hint="write the graph again", place=where)


def format_of(place: str) -> RdfFormat:
    """Return the format that a file's extension names.

    Raises:
        QueryError: It names none, the file is a pipe or a device, which one would wait for, or it is RDF/XML whose
            entities multiply.
    """
    from pyoxigraph import RdfFormat

    suffix = Path(place).suffix.lower()
    if place != "-" and suffix not in EXTENSIONS:
        hint = f"a graph ends in one of {' '.join(EXTENSIONS)}"
        raise QueryError("the extension names no RDF format", hint=hint, place=place)
    if place != "-" and Path(place).exists() and not Path(place).is_file() and not Path(place).is_dir():
        raise QueryError(NOT_REGULAR, hint="name a file that holds a graph", place=place)
    rdf_format: RdfFormat = getattr(RdfFormat, EXTENSIONS.get(suffix, "TRIG"))
    if place != "-" and rdf_format == RdfFormat.RDF_XML and _multiplies(Path(place)):
        reason = "declares an entity that holds others, or is longer than the name of a namespace"
        raise QueryError(reason, hint="write the graph without it", place=place)
    return rdf_format


def _multiplies(path: Path) -> bool:
    """Return whether an XML file declares an entity with a reference in it, or a long one: all would be written out."""
    try:
        with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
            return _MULTIPLYING.search(data) is not None
    except (OSError, ValueError):  # missing or empty, which the reader tells
        return False


_MULTIPLYING = re.compile(rb"<!ENTITY(?:[^<]*&|[^<]{300})")
"""A declaration goes on to the next ``<``, as pyoxigraph reads it: to it a quotation mark may be part of a name."""


def _question(sparql: str | None, name: str | None) -> Question:
    """Return a query text, or a name, as a question."""
    if name is not None:
        return ontology.question(name)
    return ontology.parse_question(sparql or "")


def run(
    store: Store,
    text: str,
    place: str,
    *,
    base: str | None = None,
    default_graphs: Sequence[str] | None = None,
    named_graphs: Sequence[str] | None = None,
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Return pyoxigraph's answer to a query that cannot reach another machine.

    Args:
        store: What is asked.
        text: The query.
        place: Where it was read, for errors.
        base: What relative IRIs of the query are resolved against, where it does not say.
        default_graphs: IRIs of the graphs that are the default graph, in place of what the query says.
        named_graphs: IRIs of the graphs that ``GRAPH`` sees, in place of what the query says.

    Raises:
        QueryError: It is no query, or has SERVICE in it.
    """
    from pyoxigraph import NamedNode

    if match := re.search(r"[\ud800-\udfff]", text):
        where = _place(place, text, match.start())
        raise QueryError("the query is not Unicode text", hint="write it in UTF-8", place=where)
    disarmed = _SERVICE.sub(_disarm, text)
    given = {"default_graph": default_graphs, "named_graphs": named_graphs}
    dataset: Any = {name: [NamedNode(iri) for iri in iris] for name, iris in given.items() if iris is not None}
    try:
        return store.query(disarmed, base_iri=base, prefixes=PREFIXES, **dataset)
    except SyntaxError as error:
        raise _syntax_error(str(error), disarmed, place) from error


_SERVICE = re.compile(
    r"""(
        [?$]\w*                                     # a variable: ?x-1SERVICE has a number after it, and the keyword
        | :(?:\w[\w-]*)?                            # a local name: it does not start with a hyphen
        | (?<![^ \t\r\n{(\[,;|/^!])(?<!\\\W)         # a prefixed name from its start, with dots in one place: Oxigraph
          [\w-]*:\w[\w-]*\.+[\w-]*                  # ends it before the next ones, and takes a keyword after them
    )?([sS])((?i:ervice))""",
    re.VERBOSE,
)
_DISARMED = re.compile(r"\\U000000[57]3(?i:ervice)")


def _disarm(match: re.Match[str]) -> str:
    r"""Return the word SERVICE with its first letter as ``\U00000053``.

    Oxigraph sends SERVICE requests and has no switch against it. It reads such an escape inside strings and IRIs, where
    it means the same, and nowhere else: as a keyword it is a syntax error. So no query text can hide the keyword, as it
    could from a check that reads the query in another way than Oxigraph does (``tests/query/test_query_service.py``).
    Variables and local names keep the word, as far as Oxigraph reads them as one: no keyword can stand in there.
    """
    return match[0] if match[1] else f"\\U{ord(match[2]):08X}{match[3]}"


def _syntax_error(message: str, disarmed: str, place: str) -> QueryError:
    """Return pyoxigraph's ``error at LINE:COLUMN: expected one of A, B, ['a' ..= 'z' | …]`` as one short line.

    Of what it expected only a sentence is told: the tokens are those that it tried last, not those that would do. It
    counts a keyword that it tried as read, so that the column can be that of the next few tokens (pyoxigraph 0.5.13).
    """
    match = re.match(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", message, re.DOTALL)
    if match is None:
        return QueryError("not a SPARQL query", hint=" ".join(message.split()), place=place)
    index = sum(len(line) + 1 for line in disarmed.split("\n")[: int(match[1]) - 1]) + int(match[2]) - 1
    where = _place(place, disarmed, index)
    for word in _DISARMED.finditer(disarmed):
        if index == word.start() + len("OPTIONAL"):  # the longest keyword that it tried there
            hint = "ask graphs of this machine: one query can take several"
            where = _place(place, disarmed, word.start())
            return QueryError("SERVICE would send the query to another machine", hint=hint, place=where)
    words = [" ".join(word.split()) for word in re.split(r",\s+", _CLASSES.sub("", match[3])) if word.strip()]
    for sentence in (word for word in words if re.search("[a-z] [a-z]", word)):
        return QueryError(f"not a SPARQL query: {sentence}", hint="look there, or just before", place=where)
    updates = "CONSTRUCT" in words or not disarmed.strip()
    hint = "it is a SELECT, ASK, CONSTRUCT or DESCRIBE" if updates else "look there, or just before"
    return QueryError("not a SPARQL query", hint=hint, place=where)


_CLASSES = re.compile(r"\[(?:'(?:\\.[^']*|[^'])'|[^\]'])*\]", re.DOTALL)


def _place(place: str, disarmed: str, index: int) -> str:
    """Return where a character of a disarmed query stands in the query as it was given, ``place:line:column``."""
    start = disarmed.rfind("\n", 0, index) + 1
    longer = 9 * len(_DISARMED.findall(disarmed, start, index))
    return f"{place}:{disarmed.count(chr(10), 0, index) + 1}:{index - start - longer + 1}"


def _result(answer: QuerySolutions | QueryBoolean | QueryTriples, place: str) -> Result:
    """Return pyoxigraph's answer as a result."""
    from pyoxigraph import QueryResultsFormat, QueryTriples

    try:
        if isinstance(answer, QueryTriples):
            return Result(triples=tuple(sorted(set(answer), key=str)))
        return read(answer.serialize(format=QueryResultsFormat.JSON) or b"")
    except (OSError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise QueryError(f"the query stopped: {reason}", hint="ask for less", place=place) from error
