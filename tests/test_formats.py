"""The formats that a graph can be written in."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.formats import FORMATS, serialize
from kg.iri import slug
from kg.names import RDF, XSD, Kg
from kg.terms import Triple, integer, iri, literal, target

BASE = "https://example.org/kg/doc/a"
TRIPLE_FORMATS = [name for name, format_ in FORMATS.items() if not format_.named_graphs]
QUAD_FORMATS = [name for name, format_ in FORMATS.items() if format_.named_graphs]
OX = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
RDFLIB = {
    "turtle": "turtle",
    "ntriples": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
    "trig": "trig",
    "nquads": "nquads",
}
PREFIXES = {"doc": f"{BASE}#", "product": "https://example.org/kg/product#"}

TEXT = st.text() | st.text(st.sampled_from("ab\"'\\<>&\n\r\t \u2028😀é#.;,@^-\x00\x1f\ufffe"))
NODE = TEXT.map(lambda text: iri(f"{BASE}#{slug(text)}"))
PREDICATE = st.sampled_from([iri(Kg.COLUMN), iri(Kg.HAS_LINK), iri("https://schema.org/text")])
TYPE = st.builds(Triple, NODE, st.just(iri(f"{RDF}type")), st.sampled_from([iri(Kg.FEATURE), iri(Kg.LINK)]))
TARGET = st.text(st.sampled_from("ab/?#%é[]{}<> .'()"), max_size=12).map(
    lambda text: iri(target(f"https://b.example/{text}"))
)
OBJECT = st.one_of(
    NODE,
    TARGET,
    TEXT.map(literal),
    st.integers(0, 10**6).map(integer),
    TEXT.map(lambda text: literal(text, language="en")),
    st.sampled_from(
        [literal("1.50", f"{XSD}decimal"), literal("true", f"{XSD}boolean"), literal("007", f"{XSD}integer")]
    ),
)
GRAPH = st.frozensets(st.builds(Triple, NODE, PREDICATE, OBJECT) | TYPE, max_size=8)


def known(triples: frozenset[Triple]) -> set[str]:
    """Return triples as pyoxigraph writes them."""
    return {str(quad.triple) for quad in ox.parse(written(triples), format=ox.RdfFormat.N_TRIPLES)}


def written(triples: frozenset[Triple]) -> str:
    return "".join(f"{' '.join(triple)} .\n" for triple in triples)


@settings(deadline=None)
@given(GRAPH, st.sampled_from(TRIPLE_FORMATS))
def test_pyoxigraph_reads_the_triples_that_were_written(graph: frozenset[Triple], name: str) -> None:
    content = serialize({BASE: graph}, name, PREFIXES)

    assert {str(quad.triple) for quad in ox.parse(content, format=OX[name])} == known(graph)


@settings(deadline=None)
@given(GRAPH, GRAPH, st.sampled_from(QUAD_FORMATS))
def test_pyoxigraph_reads_the_graphs_that_were_written(
    one: frozenset[Triple], two: frozenset[Triple], name: str
) -> None:
    graphs = {BASE: one, f"{BASE}b": two}
    quads = list(ox.parse(serialize(graphs, name, PREFIXES), format=OX[name]))

    assert {
        graph: {str(quad.triple) for quad in quads if quad.graph_name == ox.NamedNode(graph)} for graph in graphs
    } == {graph: known(triples) for graph, triples in graphs.items()}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@settings(deadline=None)
@given(GRAPH, st.sampled_from(TRIPLE_FORMATS))
@example(frozenset({Triple(iri(f"{BASE}#a"), iri(Kg.COLUMN), literal("\r\n\t \x00 a"))}), "rdfxml")
def test_rdflib_reads_the_triples_that_were_written(graph: frozenset[Triple], name: str) -> None:
    content = serialize({BASE: graph}, name, PREFIXES)
    found = rdflib.Graph().parse(data=content, format=RDFLIB[name])

    assert {term.n3() for triple in found for term in triple} == {
        term.n3() for triple in rdflib.Graph().parse(data=written(graph), format="nt") for term in triple
    }
    assert len(found) == len(known(graph))


@settings(deadline=None)
@given(GRAPH, GRAPH, st.sampled_from(list(FORMATS)))
def test_the_order_of_what_comes_in_changes_no_byte(one: frozenset[Triple], two: frozenset[Triple], name: str) -> None:
    forth = serialize({BASE: one, f"{BASE}b": two}, name, PREFIXES)
    back = serialize(
        {f"{BASE}b": frozenset(sorted(two, reverse=True)), BASE: frozenset(sorted(one, reverse=True))}, name, PREFIXES
    )

    assert forth == back


@settings(deadline=None)
@given(GRAPH)
def test_n_triples_are_sorted_by_subject_with_its_type_first(graph: frozenset[Triple]) -> None:
    lines = serialize({BASE: graph}, "ntriples", {}).decode().split("\n")
    keys = [(line.split(" ")[0][:-1], f"<{RDF}type>" != line.split(" ")[1]) for line in lines if line.startswith("<")]

    assert keys == sorted(keys)


@settings(deadline=None)
@given(GRAPH, GRAPH)
def test_a_format_without_named_graphs_has_each_triple_once(one: frozenset[Triple], two: frozenset[Triple]) -> None:
    content = serialize({BASE: one, f"{BASE}b": two}, "ntriples", {})
    triples = [str(quad.triple) for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)]

    assert sorted(triples) == sorted(known(one | two))


@settings(deadline=None)
@given(GRAPH, st.sampled_from(list(FORMATS)))
def test_there_is_no_blank_node(graph: frozenset[Triple], name: str) -> None:
    quads = ox.parse(serialize({BASE: graph}, name, PREFIXES), format=OX[name])

    assert not any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))


@pytest.mark.parametrize("name", list(FORMATS))
def test_an_empty_graph_is_valid(name: str) -> None:
    assert list(ox.parse(serialize({BASE: frozenset()}, name, PREFIXES), format=OX[name])) == []


@pytest.mark.parametrize("name", ["turtle", "trig"])
def test_the_prefixes_of_the_data_are_bound(name: str) -> None:
    graph = frozenset({Triple(iri(f"{BASE}#a"), iri(f"{RDF}type"), iri(Kg.FEATURE))})

    assert "doc:a a kg:Feature" in serialize({BASE: graph}, name, PREFIXES).decode()


def test_json_ld_is_json() -> None:
    graph = frozenset({Triple(iri(f"{BASE}#a"), iri(Kg.COLUMN), literal('"\\\n'))})

    assert json.loads(serialize({BASE: graph}, "jsonld", PREFIXES))


def test_every_format_has_a_media_type_and_extensions_of_its_own() -> None:
    formats = FORMATS.values()

    assert len({one.media_type for one in formats}) == len(formats)
    assert len([extension for one in formats for extension in one.extensions]) == len(
        {extension for one in formats for extension in one.extensions}
    )
