"""Files become named graphs: those of a flat file are those that TriG would have had."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import LoadError
from kg.loading.dataset import read_dataset, vocabularies
from kg.loading.hashes import canonical, content, digest, read
from kg.loading.split import split
from kg.options import Options
from kg.pipeline import Graph, build
from kg.terms import Triple

from .conftest import PAGES, export, page, wanted

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/kg.toml"))
SUFFIXES = {"turtle": "ttl", "ntriples": "nt", "trig": "trig", "nquads": "nq", "jsonld": "jsonld", "rdfxml": "rdf"}
BASE = "https://example.org/kg/"
Provenance = Literal["full", "none"]


def flat(graph: Graph) -> frozenset[Triple]:
    return read(graph.serialize("ntriples"))


@pytest.mark.parametrize("provenance", ["full", "none"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_a_flat_example_is_split_as_trig_has_it(example: Path, provenance: Provenance) -> None:
    vocabulary = tuple(path for path in example.glob("*.ttl") if path.name != "expected.ttl")
    graph = build([str(example / "docs")], Options(provenance=provenance, vocabulary=vocabulary))

    documents, rest = split(flat(graph))

    assert documents == wanted(graph)
    assert rest == frozenset()


@pytest.mark.parametrize("site", [None, "https://example.com/docs/"])
def test_the_real_pages_are_split_as_trig_has_them(shared: Path, site: str | None) -> None:
    graph = build([str(shared / "corpus" / "pages")], Options(site=site))

    documents, rest = split(flat(graph))

    expected = wanted(graph)
    assert len(expected) > 1
    assert rest == frozenset()
    assert {name for name in expected if documents[name] != expected[name]} == set()


TEXTS = st.sampled_from(
    ["TLS 1.2", "Amazon S3", "See [it](p1.md)", "[Here](p0.md#x) and [there](https://e.org/)", "AES"]
)
PAGE = st.dictionaries(st.sampled_from(["SSO", "Backups", "Audit log", "Keys"]), TEXTS, min_size=1)
PROVENANCE: st.SearchStrategy[Provenance] = st.sampled_from(["full", "none"])
CONFLICT = """<<<<<<< HEAD
SSO | On our side with SAML
=======
SSO | On their side with OIDC
>>>>>>> abc1234 (Subject)
"""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PAGE, st.booleans()), min_size=1, max_size=4), PROVENANCE)
def test_any_set_of_pages_is_split_as_trig_has_it(
    tmp_path: Path, pages: list[tuple[dict[str, str], bool]], provenance: Provenance
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir(exist_ok=True)
    for old in docs.iterdir():
        old.unlink()
    for number, (rows, disputed) in enumerate(pages):
        text = page(f"Page {number}", rows) + (CONFLICT if disputed else "")
        (docs / f"p{number}.md").write_text(text, encoding="utf-8")
    graph = build([str(docs)], Options(provenance=provenance, product="P"))

    documents, rest = split(flat(graph))

    assert documents == wanted(graph)
    assert rest == frozenset()


TERMS = st.sampled_from([f"<{BASE}doc/{name}>" for name in ("a", "a#x", "b", "b#y")] + ["<urn:s>", "<urn:t>", '"v"'])
PREDICATES = st.sampled_from(["<urn:p>", "<https://w3id.org/docs-kg/ontology#describedIn>"])


@given(st.sets(st.builds(Triple, TERMS.filter(lambda term: term[0] == "<"), PREDICATES, TERMS)))
def test_no_triple_is_lost_and_none_is_made(triples: set[Triple]) -> None:
    documents, rest = split(frozenset(triples))

    assert frozenset().union(*documents.values(), rest) == triples
    assert all(not rest & graph for graph in documents.values())


@pytest.mark.parametrize("format", list(SUFFIXES))
def test_every_format_of_an_export_gives_the_same_graphs(tmp_path: Path, format: str) -> None:
    graph = export(tmp_path, BASE, PAGES)
    path = tmp_path / f"kg.{SUFFIXES[format]}"
    graph.write(path, format)

    dataset = read_dataset([str(path)])

    assert dataset.iri == f"{BASE}dataset"
    assert dataset.graphs == wanted(graph)


def test_a_graph_in_memory_and_standard_input_are_graphs_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = export(tmp_path, BASE, PAGES)

    class Standard:
        buffer = io.BytesIO(graph.serialize("trig"))

    monkeypatch.setattr(sys, "stdin", Standard)

    assert read_dataset(["-"]) == read_dataset([graph])


class Plain:
    def __init__(self, *quads: ox.Quad | ox.Triple) -> None:
        self._quads = quads

    def quads(self) -> Iterator[ox.Quad | ox.Triple]:
        return iter(self._quads)


def test_what_hangs_from_no_document_has_a_graph_of_its_own() -> None:
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.BlankNode("x"))
    strange = ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:q"), ox.Literal("v"), ox.BlankNode("graph"))

    dataset = read_dataset([Plain(triple, strange)], "urn:data")

    assert dataset.graphs == {
        "urn:data/rest": {Triple("<urn:s>", "<urn:p>", "_:c14n0"), Triple("<urn:s>", "<urn:q>", '"v"')}
    }


def test_files_are_split_apart_and_then_joined(tmp_path: Path) -> None:
    one = export(tmp_path / "1", BASE, {"login": PAGES["login"]})
    two = export(tmp_path / "2", BASE, {"backup": PAGES["backup"]})
    one.write(tmp_path / "one.ttl")
    two.write(tmp_path / "two.trig", "trig")

    dataset = read_dataset([str(tmp_path / "one.ttl"), str(tmp_path / "two.trig")])

    assert dataset.graphs == {**wanted(one), **wanted(two)}


def test_two_bases_need_a_name(tmp_path: Path) -> None:
    graphs = [export(tmp_path, BASE, PAGES), export(tmp_path, "https://example.org/other/", PAGES)]

    with pytest.raises(LoadError, match="several bases; give the dataset a name"):
        read_dataset(graphs)

    assert read_dataset(graphs, "urn:data").iri == "urn:data"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.ttl", "<urn:a> <urn:b>", r"a.ttl:1:\d+: not Turtle: "),
        ("a.nq", "<urn:a> <urn:b> <urn:c> .\nx", r"a.nq:2:\d+: not N-Quads: "),
        ("a.ttl", "", "the graphs hold no triple"),
        ("a.ttl", "<urn:a> <urn:b> <urn:c> .", "do not tell their base"),
        ("a.txt", "", "a.txt: the extension names no RDF format"),
        ("missing/a.ttl", None, "a.ttl: no such file or directory"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_one_line(tmp_path: Path, name: str, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(LoadError, match=words) as caught:
        read_dataset([str(tmp_path / name)])

    assert "\n" not in str(caught.value)


def test_a_hash_does_not_depend_on_the_order_or_on_the_labels_of_blank_nodes() -> None:
    one = read(b"<urn:a> <urn:b> _:x . _:x <urn:c> _:y . _:y <urn:d> 1 .")
    two = read(b"_:q <urn:d> 1 . <urn:a> <urn:b> _:p . _:p <urn:c> _:q .")
    other = read(b"_:q <urn:d> 2 . <urn:a> <urn:b> _:p . _:p <urn:c> _:q .")

    assert digest(one) == digest(two) != digest(other)
    assert canonical(one) == one
    assert content(one).splitlines() == sorted(content(one).splitlines())


def test_the_shared_graphs_are_those_of_the_ontology_folder() -> None:
    shared = vocabularies()

    assert sorted(shared) == [f"https://w3id.org/docs-kg/{name}" for name in ("mechanism", "ontology", "provider")]
    assert all(shared.values())
