"""The main job: the first page goes in, the contract's graph comes out, and questions are answered."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

import kg
from kg.ontology import folder
from kg.pipeline import Graph

LABELS = {rdflib.SKOS.prefLabel, rdflib.SKOS.altLabel}


@pytest.fixture(scope="session")
def page(shared: Path) -> Path:
    return shared / "corpus" / "pages" / "cockroachcloud--security-overview.md"


@pytest.fixture(scope="session")
def graph(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The export of the first page under the path, site and product of the contract."""
    root = tmp_path_factory.mktemp("root")
    copy = root / "cockroachcloud" / "security-overview.md"
    copy.parent.mkdir()
    copy.write_bytes(page.read_bytes())
    return kg.export(copy, root=root, site="https://www.cockroachlabs.com/docs/", product="CockroachCloud")


@pytest.fixture(scope="session")
def triples(graph: Graph) -> rdflib.Graph:
    return graph.to_rdflib()


def union(shared: Path, *graphs: rdflib.Graph) -> rdflib.Graph:
    result = rdflib.Graph()
    for one in graphs:
        result += one
    for file in (
        *(shared / "contract" / "draft" / "vocab").glob("*.ttl"),
        shared / "contract/draft/examples/other.ttl",
    ):
        result.parse(file)
    return result


def test_the_export_holds_every_triple_of_the_seed_but_concept_labels(triples: rdflib.Graph, shared: Path) -> None:
    seed = rdflib.Graph().parse(shared / "contract/draft/examples/seed.ttl")

    missing = {triple for triple in set(seed) - set(triples) if triple[1] not in LABELS}

    assert missing == set()


def test_the_export_adds_nothing_to_the_seed_but_concept_labels(triples: rdflib.Graph, shared: Path) -> None:
    seed = rdflib.Graph().parse(shared / "contract/draft/examples/seed.ttl")

    assert {triple for triple in set(triples) - set(seed) if triple[1] not in LABELS} == set()


def test_the_score_is_one_for_every_kind(page: Path, shared: Path, tmp_path: Path) -> None:
    result = tmp_path / "score.json"
    run = f"{sys.executable} -m kg export {{page}} --output {{out}}"

    subprocess.run(
        [sys.executable, shared / "score.py", "--run", run, "--json", result, page.stem],
        check=True,
        capture_output=True,
    )

    figures = json.loads(result.read_text())
    assert {kind: one["f1"] for kind, one in figures.items()} == dict.fromkeys(figures, 1.0)


@pytest.mark.parametrize("number", range(1, 16))
def test_a_competency_question_of_the_contract_gives_the_rows_that_the_seed_gives(
    triples: rdflib.Graph, shared: Path, number: int
) -> None:
    (file,) = (shared / "contract" / "draft" / "queries").glob(f"cq{number:02}-*.rq")
    query = file.read_text()
    seed = union(shared, rdflib.Graph().parse(shared / "contract/draft/examples/seed.ttl"))
    ours = union(shared, triples)

    expected = sorted(map(str, seed.query(query)))
    assert sorted(map(str, ours.query(query))) == expected
    assert sorted(map(str, _rows(ours, query))) == sorted(map(str, _rows(seed, query)))
    assert len(_rows(ours, query)) == len(expected)


def _rows(graph: rdflib.Graph, query: str) -> list[tuple[str, ...]]:
    store = ox.Store()
    store.load(graph.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(str(value) for value in row) for row in solutions]


def test_the_export_conforms_to_the_data_shapes_by_itself(triples: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(folder() / "shapes" / "data.ttl")

    conforms, _, report = pyshacl.validate(triples, shacl_graph=shapes, advanced=True)

    assert conforms, report


def test_the_page_that_a_plain_query_sees_has_each_feature_once(graph: Graph) -> None:
    rows = kg.query([graph], "SELECT ?label { ?f a kg:Feature ; rdfs:label ?label } ORDER BY ?label").rows

    assert [label for (label,) in rows] == [
        "Audit logging", "Authentication", "Authorization", "Encryption", "User Authorization",
    ]  # fmt: skip


def test_only_the_links_are_in_dispute(graph: Graph) -> None:
    result = kg.query([graph], name="in-dispute")

    kinds = [row[result.variables.index("kind")] for row in result.rows]
    assert kinds == ["https://w3id.org/docs-kg/ontology#Link"] * 4


def test_no_blank_node_is_written(graph: Graph) -> None:
    quads = list(ox.parse(graph.serialize("nquads"), format=ox.RdfFormat.N_QUADS))

    assert [
        quad for quad in quads if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    ] == []
