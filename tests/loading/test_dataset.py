"""Files become named graphs: those of a flat file are those that TriG would have had."""

from __future__ import annotations

import io
import sys
import time
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


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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

    dataset = read_dataset([Plain(triple, strange)], "urn:ex:dataset")

    assert dataset.graphs == {
        "urn:ex:dataset/rest": {Triple("<urn:s>", "<urn:p>", "_:c14n0"), Triple("<urn:s>", "<urn:q>", '"v"')}
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

    with pytest.raises(LoadError, match="several bases; give what they all"):
        read_dataset(graphs)

    assert read_dataset(graphs, "https://example.org/dataset").iri == "https://example.org/dataset"


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


ARTICLE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/TechArticle>"
ABOUT = "<https://schema.org/about>"


@pytest.mark.parametrize(
    "name",
    [
        "https://example.org/other/doc/a",
        "https://w3id.org/docs-kg/mechanism",
        "https://w3id.org/docs-kg/load/record",
        f"{BASE}dataset",
        f"{BASE}dataset/rest",
        f"{BASE}dataset/record/9",
        f"{BASE}dataset#x",
        f"{BASE}doc/a\u202eb",
        f"{BASE}doc/{'a' * 70_000}",
        "file:///etc/passwd",
        "urn:a",
    ],
)
def test_a_graph_that_is_none_of_the_dataset_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "kg.nq"
    export(tmp_path, BASE, PAGES).write(path, "nquads")
    with path.open("a", encoding="utf-8") as lines:
        lines.write(f"<urn:a> <urn:b> <urn:c> <{name}> .\n")

    with pytest.raises(LoadError, match=f"the graph is none of {BASE}dataset.*nothing was sent") as caught:
        read_dataset([str(path)])

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 500


def test_a_name_of_a_dataset_that_does_not_hold_the_graphs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="the graph is none of"):
        read_dataset([export(tmp_path, BASE, PAGES)], "https://example.org/other/dataset")


@pytest.mark.parametrize("suffix", ["trig", "ttl"])
def test_a_relative_iri_does_not_tell_where_the_file_lies(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(f"<s> {ARTICLE} .", encoding="utf-8")

    with pytest.raises(LoadError, match=r"not Turtle|not TriG"):
        read_dataset([str(path)], f"{BASE}dataset")


@pytest.mark.parametrize("about", ['"product#x"', "<file:///tmp/product#x>", "<https://w3id.org/docs-kg/product#x>"])
def test_a_base_that_can_be_none_is_one_line(tmp_path: Path, about: str) -> None:
    (tmp_path / "a.nq").write_text(
        f"<{BASE}doc/a> {ARTICLE} <{BASE}doc/a> .\n<{BASE}doc/a> {ABOUT} {about} <{BASE}doc/a> .\n", encoding="utf-8"
    )

    with pytest.raises(LoadError, match=r"do not tell their base|no name of a dataset"):
        read_dataset([str(tmp_path / "a.nq")])


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    for name in ("1", "2"):
        (tmp_path / f"{name}.nt").write_text(f'_:x <urn:p{name}> "v" .\n', encoding="utf-8")

    dataset = read_dataset([str(tmp_path / "1.nt"), str(tmp_path / "2.nt")], f"{BASE}dataset")

    assert len({triple.subject for triple in dataset.graphs[f"{BASE}dataset/rest"]}) == 2


def test_what_a_file_says_does_not_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> \x1b[31mx <urn:c> .", encoding="utf-8")

    with pytest.raises(LoadError) as caught:
        read_dataset([str(tmp_path / "a.ttl")])

    assert str(caught.value).isprintable()


CLIQUE = "".join(f"_:n{a} <urn:p> _:n{b} .\n" for a in range(9) for b in range(9) if a != b)
CHAIN = "".join(f"_:n{a} <urn:p> _:n{a + 1} .\n" for a in range(300))
MANY = "".join(f"_:n{a} <urn:p> {a} .\n" for a in range(1001))


@pytest.mark.parametrize("text", [CLIQUE, CHAIN, MANY])
def test_blank_nodes_that_cannot_be_told_apart_are_refused_at_once(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ttl").write_text(text, encoding="utf-8")
    started = time.monotonic()

    with pytest.raises(LoadError, match="too many blank nodes that are alike"):
        read_dataset([str(tmp_path / "a.ttl")], f"{BASE}dataset")

    assert time.monotonic() - started < 10


def test_pairs_and_lists_of_blank_nodes_can_be_told_apart() -> None:
    pairs = "".join(f"_:a{n} <urn:p> _:b{n} .\n" for n in range(400))

    assert len(read(pairs.encode())) == 400
    assert len(read(f"<urn:a> <urn:b> ({' '.join(map(str, range(400)))}) .".encode())) == 801


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
