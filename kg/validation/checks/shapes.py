"""Whether a graph has the shape of an export: the SHACL shapes of the ontology.

pySHACL judges what SHACL Core says, a part of bounded size at a time. It would parse the query of a ``sh:sparql`` anew
for each node, which took nine tenths of its time (450 triples a second in all, and 4,700 without); so pyoxigraph
answers these queries, each once and for all nodes. A shape that only warns has a check with a code of its own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ... import ontology
from ...errors import QueryError
from ...names import PREFIXES
from ...sparql import load
from ...terms import Triple
from ..batches import around, parts
from ..findings import NOWHERE, Found
from ..view import View
from ._base import Check

if TYPE_CHECKING:
    import rdflib

_SH = "http://www.w3.org/ns/shacl#"
_NAMELESS = "_:"
"""What a blank node is called: it has no name, and another one on each run."""

_NEWER = re.compile(r'^[^"]\S* |"@[A-Za-z0-9-]+--(?:ltr|rtl)$')
"""A value of RDF 1.2, which rdflib does not read: a triple, or text with a direction. An export has none."""

_HINT = "an export has this shape: export the pages again, or correct what wrote the graph"
_QUERIES = f"""
PREFIX sh: <{_SH}>
SELECT ?shape ?message ?select ?class ?property WHERE {{
  ?shape sh:sparql ?constraint . ?constraint sh:select ?select ; sh:message ?message .
  OPTIONAL {{ ?shape sh:targetClass ?class }}
  OPTIONAL {{ ?shape sh:targetSubjectsOf ?property }}
}} ORDER BY ?shape ?select ?class ?property
"""


class _Query(NamedTuple):
    """A ``sh:sparql`` of a shape, the condition that a node is its target, and what it says where a row comes out."""

    shape: str
    select: str
    target: str
    message: str


class _Result(NamedTuple):
    """A node that breaks a shape, and how."""

    node: str
    shape: str
    message: str


def _found(view: View, _vocabularies: tuple[Path, ...]) -> Iterator[Found]:
    core, queries = _shapes()
    results = set(_answered(view, queries))
    for part in parts(view.store):
        known = frozenset(triple for triple in part if not _NEWER.search(triple.object))
        results |= {_Result(*_newer(triple)) for triple in part - known}
        results |= _judged(view, known, core)
    for node, shape, message in sorted(results):
        yield Found("KG201", f"<{_lasting(node)}> is no {shape}: {message}", _HINT, view.place_of(node))


@cache
def _shapes() -> tuple[rdflib.Graph, tuple[_Query, ...]]:
    """Return the shapes of an export without their queries and warnings, and their queries."""
    import rdflib

    path = ontology.folder() / "shapes" / "data.ttl"
    view = View(load(path), NOWHERE)
    graph = rdflib.Graph().parse(path)
    sh = rdflib.Namespace(_SH)
    graph.remove((None, sh.sparql, None))
    for warning in list(graph.subjects(sh.severity, sh.Warning)):
        graph.remove((None, sh.property, warning))
    targets = {"class": "?this a <{}>", "property": "?this <{}> ?targeted"}
    queries = []
    for shape, message, select, of_class, of_property in view.ask(_QUERIES):
        target = targets["class"].format(of_class) if of_class else targets["property"].format(of_property)
        queries.append(_Query(_name(shape or ""), select or "", target, _plain(message or "")))
    return graph, tuple(queries)


def _answered(view: View, queries: Iterable[_Query]) -> Iterator[_Result]:
    """Yield the nodes that the queries of shapes find; ``$this`` is each target of the shape."""
    for query in queries:
        where = re.sub(r"\$this\b", "?this", query.select[query.select.index("{") + 1 : query.select.rindex("}")])
        for (node,) in view.ask(f"SELECT DISTINCT ?this WHERE {{ {query.target} . {{ {where} }} }} ORDER BY ?this"):
            is_nameless = node is None or node.startswith("_:")
            yield _Result(_NAMELESS if is_nameless else node or "", query.shape, query.message)


def _judged(view: View, part: frozenset[Triple], core: rdflib.Graph) -> set[_Result]:
    """Return what pySHACL finds in a part that it can read; what it would not find with all around the part is none."""
    results = _validated(part, core)
    whole = (triple for triple in around(view.store, part) if not _NEWER.search(triple.object)) if results else ()
    return results & _validated(whole, core) if results else results


def _newer(triple: Triple) -> tuple[str, str, str]:
    """Return what is told of a triple that rdflib cannot read."""
    node = triple.subject[1:-1] if triple.subject.startswith("<") else _NAMELESS
    return node, "node of an export", f"its {_name(triple.predicate[1:-1])} is a value of RDF 1.2"


def _validated(part: Iterable[Triple], core: rdflib.Graph) -> set[_Result]:
    import pyshacl
    import rdflib

    lines = "".join(f"{' '.join(triple)} .\n" for triple in part)
    with _quiet():
        data = rdflib.Graph().parse(data=lines, format="nt")
        conforms, report, text = pyshacl.validate(data, shacl_graph=core, inplace=True)
    if conforms:
        return set()
    if not isinstance(report, rdflib.Graph):
        reason = " ".join(str(text).split())
        raise QueryError(f"pySHACL gave up: {reason}", hint="leave the shapes out by --ignore KG201")
    sh = rdflib.Namespace(_SH)
    return {_result(report, core, result) for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)}


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep libraries from writing to standard error what they think of literals and IRIs."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(before)


def _result(report: rdflib.Graph, core: rdflib.Graph, result: rdflib.term.Node) -> _Result:
    import rdflib

    sh = rdflib.Namespace(_SH)
    node, path, shape, component = (
        report.value(result, one) for one in (sh.focusNode, sh.resultPath, sh.sourceShape, sh.sourceConstraintComponent)
    )
    owner = core.value(None, sh.property, shape) if isinstance(shape, rdflib.BNode) else shape
    message = core.value(shape, sh.message)
    named = _name(str(path)) if isinstance(path, rdflib.URIRef) else "a property"
    constraint = f"sh:{str(component).removeprefix(_SH).removesuffix('ConstraintComponent')} of {named} does not hold"
    return _Result(
        _NAMELESS if isinstance(node, rdflib.BNode) else str(node),
        _name(str(owner or "")),
        constraint if message is None else _plain(str(message)),
    )


def _name(iri: str) -> str:
    """Return an IRI with its prefix, or the name of a shape."""
    shape = re.fullmatch(r"https://w3id\.org/docs-kg/shapes#(\w+)", iri)
    if shape:
        return shape[1]
    found = ((prefix, space) for prefix, space in PREFIXES.items() if iri.startswith(space))
    return next((f"{prefix}:{iri[len(space) :]}" for prefix, space in found), f"<{iri}>" if iri else "what it says")


def _lasting(node: str) -> str:
    """Return the IRI of a node without what changes with each change of a page: the hash and the place of a span."""
    return re.sub(r"@[0-9a-f]{12}(?:#.*)?$", "", node)


def _plain(message: str) -> str:
    """Return a message of a shape as messages of ours are: lower case, no full stop."""
    return f"{message[:1].lower()}{message[1:]}".removesuffix(".")


CHECK = Check(("KG201",), needs="pyshacl", graph=_found)
