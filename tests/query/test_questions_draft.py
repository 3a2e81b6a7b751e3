"""The competency questions answer what the draft's questions answered, on two engines.

The draft names one page; ours are given its names as parameters. Rows are compared in the draft's columns.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg import ontology
from kg.names import PREFIXES
from kg.sparql import load

PAGE = "cockroachcloud/security-overview.md"
PAIRS = [
    ("cq01-features-of-a-product", "features", {"product": "CockroachCloud"}),
    ("cq02-encrypted-in-transit", "encrypted-in-transit", {}),
    ("cq03-authentication-methods", "authentication-methods", {}),
    ("cq04-provider-dependence", "provider-dependence", {"provider": "provider:aws"}),
    ("cq04-provider-dependence", "provider-dependence", {"provider": "amazon web services"}),
    ("cq05-d3fend-coverage", "d3fend-coverage", {}),
    ("cq06-vendor-matrix", "topic-matrix", {}),
    ("cq07-vendor-gap", "vendor-gap", {"product": "ExampleDB", "other": "CockroachCloud"}),
    ("cq08-obsolete-protocols", "obsolete-protocols", {}),
    ("cq09-provenance-of-a-statement", "provenance", {"text": "Role-based access control"}),
    ("cq10-what-is-on-a-line", "on-line", {"path": PAGE, "line": "16"}),
    ("cq11-what-is-in-dispute", "in-dispute", {}),
    ("cq12-as-ours", "as-side", {}),
    ("cq12-as-ours", "as-side", {"side": "ours"}),
    ("cq13-dangling-links", "dangling-links", {}),
    ("cq13-dangling-links", "dangling-links", {"site": "https://www.cockroachlabs.com/docs/"}),
    ("cq14-one-anchor-two-targets", "ambiguous-anchors", {}),
    ("cq15-unclassified-and-unlinked", "gaps", {}),
    ("to-web-annotation", "web-annotation", {}),
    ("qa-label-clash", "check/label-clash", {}),
]
EMPTY = {"qa-label-clash"}


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    draft = shared / "contract" / "draft"
    return [*sorted((draft / "vocab").glob("*.ttl")), draft / "examples" / "seed.ttl", draft / "examples" / "other.ttl"]


@pytest.fixture(scope="module")
def store(files: list[Path]) -> ox.Store:
    return load(files)


@pytest.fixture(scope="module")
def graph(files: list[Path]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in files:
        graph.parse(file, format="turtle")
    return graph


@pytest.mark.parametrize(("theirs", "ours", "parameters"), PAIRS, ids=[f"{ours}-{len(p)}" for _, ours, p in PAIRS])
def test_pyoxigraph_gives_the_rows_of_the_draft(
    theirs: str, ours: str, parameters: dict[str, str], store: ox.Store, shared: Path
) -> None:
    draft = store.query(_draft(shared, theirs), prefixes=PREFIXES)
    answer = store.query(ontology.fill(ontology.question(ours), parameters))

    if isinstance(draft, ox.QueryTriples):
        assert isinstance(answer, ox.QueryTriples)
        assert set(answer) == set(draft)
        return
    assert isinstance(draft, ox.QuerySolutions)
    assert isinstance(answer, ox.QuerySolutions)
    if theirs in EMPTY:
        assert list(draft) == list(answer) == []
        return
    columns = [variable.value for variable in draft.variables]
    assert (
        Counter(tuple(row[c] for c in columns) for row in answer) == Counter(tuple(row) for row in draft) != Counter()
    )


@pytest.mark.parametrize(("theirs", "ours", "parameters"), PAIRS, ids=[f"{ours}-{len(p)}" for _, ours, p in PAIRS])
def test_rdflib_gives_the_rows_of_the_draft(
    theirs: str, ours: str, parameters: dict[str, str], graph: rdflib.Graph, shared: Path
) -> None:
    answer = graph.query(ontology.fill(ontology.question(ours), parameters))
    if theirs in EMPTY:  # the draft's own is for pyoxigraph alone: it pairs every label with every other
        assert list(answer) == []
        return
    draft = graph.query(_draft(shared, theirs))

    if draft.type == "CONSTRUCT":
        assert set(answer) == set(draft)
        return
    columns = [str(variable) for variable in draft.vars or ()]
    rows = Counter(tuple(row.asdict().get(c) for c in columns) for row in answer)  # type: ignore[union-attr]
    assert rows == Counter(tuple(row) for row in draft) != Counter()  # type: ignore[arg-type]


@pytest.mark.parametrize("question", ontology.questions(), ids=lambda question: question.name)
def test_a_question_is_sparql_that_any_store_runs_unfilled(question: ontology.Question) -> None:
    assert list(rdflib.Graph().query(question.text)) == []
    assert list(ox.Store().query(question.text)) == []  # type: ignore[arg-type]


def _draft(shared: Path, name: str) -> str:
    return (shared / "contract" / "draft" / "queries" / f"{name}.rq").read_text(encoding="utf-8")
