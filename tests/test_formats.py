"""The formats that a graph can be written in."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kg
from kg.formats import FORMATS, serialize, write_dataset, write_graph
from kg.iri import slug
from kg.lines import predicate, sort_lines
from kg.names import PREFIXES as KNOWN
from kg.names import RDF, XSD, Kg
from kg.sorting import sorted_blocks
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
NODE = TEXT.map(lambda text: iri(f"{BASE}#{slug(text)}")) | st.sampled_from(
    ["", "#", "/", "-b", "!", "#a", "#a-", "#é"]
).map(lambda end: iri(f"{BASE}{end}"))
PREDICATE = st.sampled_from([iri(Kg.COLUMN), iri(Kg.HAS_LINK), iri("https://schema.org/text")])
TYPE = st.builds(Triple, NODE, st.just(iri(f"{RDF}type")), st.sampled_from([iri(Kg.FEATURE), iri(Kg.LINK)]))
TARGET = st.text(st.sampled_from("ab/?#%é[]{}<> .'()"), max_size=12).map(
    lambda text: iri(target(f"https://b.example/{text}"))
)
OBJECT = st.one_of(
    NODE,
    TARGET,
    TEXT.map(literal),
    st.text(st.sampled_from(" 01<>\n.\x1f"), max_size=8).map(literal),
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


def in_memory(graphs: Mapping[str, frozenset[Triple]], name: str, prefixes: Mapping[str, str]) -> bytes:
    """Return graphs as written without sort lines: sorted as tuples, parsed strictly, all at once."""

    def key(triple: Triple) -> tuple[str, bool, str, str]:
        return triple.subject[:-1], triple.predicate != f"<{RDF}type>", triple.predicate, triple.object

    if name not in QUAD_FORMATS:
        graphs = {"": frozenset().union(*graphs.values())}
    lines = [
        f"{' '.join(triple)} {f'<{graph}>' if graph else ''} .\n"
        for graph, triples in sorted(graphs.items())
        for triple in sorted(triples, key=key)
    ]
    bound = {prefix: namespace for prefix, namespace in KNOWN.items() if prefix not in {"d3f", "rdf"}}
    quads = list(ox.parse("".join(lines), format=ox.RdfFormat.N_QUADS))
    return ox.serialize(quads, format=OX[name], prefixes={**bound, **prefixes}) or b""


def streamed(graphs: Mapping[str, frozenset[Triple]], name: str, prefixes: Mapping[str, str], bound: int) -> bytes:
    """Return graphs as written page by page."""
    pages = ((document, sort_lines(triples).encode()) for document, triples in graphs.items())
    output = io.BytesIO()
    if name in QUAD_FORMATS:
        write_dataset(sorted(pages), name, prefixes, output)
    else:
        write_graph(sorted_blocks((page for _, page in pages), bound), name, prefixes, output)
    return output.getvalue()


@settings(deadline=None)
@given(GRAPH, GRAPH, st.sampled_from(list(FORMATS)), st.integers(1, 2000))
@example(frozenset(), frozenset(), "turtle", 1)
def test_streamed_or_at_once_no_byte_differs(
    one: frozenset[Triple], two: frozenset[Triple], name: str, bound: int
) -> None:
    graphs = {f"{BASE}b": one, BASE: two}
    expected = in_memory(graphs, name, PREFIXES)

    assert streamed(graphs, name, PREFIXES, bound) == expected
    assert serialize(graphs, name, PREFIXES) == expected


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_pages_of_the_examples_are_streamed_as_at_once(name: str) -> None:
    graph = kg.export(Path(__file__).parents[1] / "examples")
    expected = in_memory(graph.documents, name, graph.prefixes)

    assert streamed(graph.documents, name, graph.prefixes, 50_000) == expected
    assert graph.serialize(name) == expected


def test_the_pages_of_the_corpus_are_streamed_as_at_once(shared: Path) -> None:
    graph = kg.export(*sorted((shared / "corpus" / "pages").glob("*.md"))[::3])

    for name in FORMATS:
        assert streamed(graph.documents, name, graph.prefixes, 50_000) == in_memory(
            graph.documents, name, graph.prefixes
        )


@pytest.mark.parametrize("name", list(FORMATS))
def test_what_is_written_does_not_wait_for_the_last_page(name: str) -> None:
    output = io.BytesIO()
    sizes = []

    def pages() -> Iterator[tuple[str, bytes]]:
        for number in range(1000, 1200):
            sizes.append(output.tell())
            lines = (f'<{BASE}/{number}#{row}{predicate(Kg.COLUMN)}"{number}"' for row in range(10))
            yield f"{BASE}/{number}", "\n".join(lines).encode()

    if name in QUAD_FORMATS:
        write_dataset(pages(), name, PREFIXES, output)
    else:
        write_graph((page for _, page in pages()), name, PREFIXES, output)

    assert sizes[100] > output.tell() / 3


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError("full"), KeyboardInterrupt(), KeyError("a")])
def test_what_the_triples_or_the_output_raise_comes_through(error: BaseException) -> None:
    class Broken(io.BytesIO):
        def write(self, _data: object) -> int:
            raise error

    def blocks() -> Iterable[bytes]:
        yield f'<{BASE}{predicate(Kg.COLUMN)}"a"'.encode()
        raise error

    for triples, output in ((blocks(), io.BytesIO()), ([next(iter(blocks()))], Broken())):
        with pytest.raises(type(error)) as caught:
            write_graph(triples, "turtle", {}, output)
        assert caught.value is error


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
