"""What a store was given: one entry a graph, kept in graphs of the store itself.

An entry says that a graph is ours. Only an entry with a hash says what the graph holds; before a graph changes, its
entry loses the hash, and gets the new one when the graph is there. So a record never claims what is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from ..names import RDF, SCHEMA, XSD
from ..terms import Triple, integer, iri, literal
from .hashes import Triples

_SD = "http://www.w3.org/ns/sparql-service-description#"
_NAMED_GRAPH = iri(f"{_SD}NamedGraph")
_NAME = iri(f"{_SD}name")
_TYPE = iri(f"{RDF}type")
_HASH = iri(f"{SCHEMA}sha256")
_ENTRIES = iri("http://rdfs.org/ns/void#entities")
_RUN = iri("http://www.w3.org/ns/prov#wasInfluencedBy")
SHARDS = 16


@dataclass(frozen=True)
class Record:
    """What one record graph holds.

    Args:
        entries: IRI of a graph to the hash of what it holds, or to None where that is not known.
        run: The run that is changing the graphs; empty where none is.
        whole: Whether all entries are there that it says it has.
    """

    entries: Mapping[str, str | None]
    run: str = ""
    whole: bool = True

    @property
    def there(self) -> bool:
        """Whether there is anything to be recorded."""
        return bool(self.entries or self.run)


def record_of(dataset: str, graph: str) -> str:
    """Return the IRI of the record graph that a graph of a dataset stands in: one of ``SHARDS``.

    Several, as a store may cut a long answer (Virtuoso does so silently), and so that a load that was stopped has done
    what it has done.
    """
    return f"{dataset}/record/{int(sha256(graph.encode()).hexdigest()[:8], 16) % SHARDS:x}"


def records_of(dataset: str) -> tuple[str, ...]:
    """Return the IRIs of all record graphs of a dataset."""
    return tuple(f"{dataset}/record/{number:x}" for number in range(SHARDS))


def spare_of(record: str) -> str:
    """Return the IRI of the second copy of a record graph.

    It is written before the first, and read where the first is not whole: so a PUT that a store did half loses nothing.
    """
    return f"{record}/spare"


def triples_of(name: str, record: Record) -> Triples:
    """Return a record as the triples of its graph; the same for the same entries, without time or host.

    Args:
        name: The IRI of the record graph.
        record: What it is to hold.
    """
    own = iri(name)
    triples = {Triple(own, _ENTRIES, integer(len(record.entries)))}
    if record.run:
        triples.add(Triple(own, _RUN, iri(record.run)))
    for graph, value in record.entries.items():
        node = iri(f"{name}#{sha256(graph.encode()).hexdigest()[:16]}")
        triples |= {Triple(node, _TYPE, _NAMED_GRAPH), Triple(node, _NAME, iri(graph))}
        if value is not None:
            triples.add(Triple(node, _HASH, literal(value)))
    return frozenset(triples)


def record_in(triples: Triples) -> Record:
    """Return the record that a graph of a store holds.

    Where entries are missing, as a store cuts its answer or was stopped while it wrote, no hash is believed.
    """
    hashes: dict[str, set[str]] = {}
    for subject, predicate, value in triples:
        if predicate == _HASH:
            hashes.setdefault(subject, set()).add(_text(value))
    names = {subject: value[1:-1] for subject, predicate, value in triples if predicate == _NAME}
    counts = {_text(value) for _, predicate, value in triples if predicate == _ENTRIES}
    runs = sorted(value[1:-1] for _, predicate, value in triples if predicate == _RUN)
    whole = counts == {str(len(names))}
    entries: dict[str, str | None] = {}
    for node, graph in sorted(names.items(), key=lambda item: item[1]):
        claimed = hashes.get(node, set())
        entries[graph] = next(iter(claimed)) if whole and len(claimed) == 1 else None
    return Record(entries, runs[0] if runs else "", whole or not triples)


def _text(term: str) -> str:
    """Return the lexical form of a literal without escapes."""
    return term.removesuffix(f"^^<{XSD}string>").removesuffix(f"^^<{XSD}integer>").strip('"')
