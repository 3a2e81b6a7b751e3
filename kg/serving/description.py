"""The description of the service (SPARQL 1.1 Service Description, W3C Recommendation 21 March 2013)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..names import RDF, XSD
from .store import count

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)


def describe(endpoint: str, named_graphs: Iterable[str], store: Store) -> list[Triple]:
    """Return what the service is and has.

    The feature sd:UnionDefaultGraph says that the default graph is the union of the named ones; there is none that says
    which queries are refused.

    Args:
        endpoint: The address of the endpoint.
        named_graphs: IRIs of the named graphs.
        store: What is served.
    """
    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    a = NamedNode(f"{RDF}type")
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    size = NamedNode(f"{_VOID}triples")

    def sd(name: str) -> NamedNode:
        return NamedNode(f"{_SD}{name}")

    triples = [
        Triple(service, a, sd("Service")),
        Triple(service, sd("endpoint"), NamedNode(endpoint)),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, a, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), default),
        Triple(default, a, sd("Graph")),
        Triple(default, size, Literal(str(count(store, "{ ?s ?p ?o }")), datatype=NamedNode(f"{XSD}integer"))),
    ]
    triples += [Triple(service, sd("resultFormat"), NamedNode(f"{_FORMATS}{name}")) for name in _RESULTS]
    for number, iri in enumerate(sorted(named_graphs)):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        triples += [
            Triple(dataset, sd("namedGraph"), named),
            Triple(named, a, sd("NamedGraph")),
            Triple(named, sd("name"), NamedNode(iri)),
            Triple(named, sd("graph"), graph),
            Triple(graph, a, sd("Graph")),
        ]
    return triples
