"""The made-up trees and graphs of the benchmarks: the same everywhere, and as they are said to be. Nothing is timed."""

from __future__ import annotations

import hashlib
import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg

FOLDER = Path(__file__).parents[1] / "benchmarks"
PAGES = 400

TREE = "703c8cc386022c5b"
"""The digest of a tree of 60 pages by seed 7. Where the generator was changed on purpose, write down the new one; times
measured before and after are not of the same pages then."""

BIG_TABLE = "96550359143b4af5"
"""The same of the large page."""


@pytest.fixture(scope="module")
def trees() -> Iterator[Any]:
    sys.path.insert(0, str(FOLDER))
    yield importlib.import_module("trees")
    sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def graphs(trees: Any) -> Any:
    return importlib.import_module("graphs")


@pytest.fixture(scope="module")
def tree(trees: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("tree")
    return folder, trees.write_tree(folder, PAGES, 1)


@pytest.fixture(scope="module")
def texts(tree: tuple[Path, Any]) -> dict[str, str]:
    folder, pages = tree
    return {page.path: (folder / page.path).read_bytes().decode() for page in pages}


def digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.md"), key=lambda path: path.relative_to(folder).as_posix()):
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def test_a_seed_always_gives_the_same_bytes(trees: Any, tmp_path: Path) -> None:
    trees.write_tree(tmp_path, 60, 7)
    assert digest(tmp_path) == TREE, "the generator was changed: see TREE"


def test_another_seed_gives_another_tree(trees: Any, tmp_path: Path) -> None:
    trees.write_tree(tmp_path, 60, 8)
    assert digest(tmp_path) != TREE


def without_code(text: str) -> str:
    return re.sub(r"^(```|~~~).*?^\1", "", text.replace("\r\n", "\n"), flags=re.MULTILINE | re.DOTALL)


def test_the_spread_is_as_promised(trees: Any, texts: dict[str, str]) -> None:
    tests = {
        "pipe tables": r"^\| -+(?: \| -+)* *\|$",
        "HTML tables": r"^<table>$",
        "tables": r"^<table>$|^\| -+(?: \| -+)* *\|$",
        "lists in cells": r"^\|.*<ul><li>",
        "front matter": r"\A---\n",
        "bold bullets": r"^- \*\*",
    }
    shown = [without_code(text) for text in texts.values()]
    for name, pattern in tests.items():
        share = sum(bool(re.search(pattern, text, re.MULTILINE)) for text in shown) / PAGES
        assert share == pytest.approx(trees.SPREAD[name], abs=0.005), name


def test_the_sizes_are_as_promised(trees: Any, texts: dict[str, str], tree: tuple[Path, Any]) -> None:
    sizes: dict[bool, list[int]] = {True: [], False: []}
    for page in tree[1]:
        sizes[bool(page.pipe or page.html)].append(len(texts[page.path].encode()))
    mean = {has: sum(found) / len(found) for has, found in sizes.items()}
    assert mean[True] == pytest.approx(trees.SPREAD["mean bytes with tables"], rel=0.2)
    assert mean[False] == pytest.approx(trees.SPREAD["mean bytes without"], rel=0.2)
    assert sum(map(sum, sizes.values())) / PAGES == pytest.approx(trees.SPREAD["mean bytes"], rel=0.2)
    largest, middle = max(sizes[False]), sorted(sizes[False])[len(sizes[False]) // 2]
    assert middle < mean[False] < largest / 4, "sizes are log-normal"


def test_the_pages_are_as_odd_as_real_ones(texts: dict[str, str]) -> None:
    signs = {
        "line ends of Windows": r"\r\n",
        "Chinese or Japanese": "[\u3041-\u30ff\u4e00-\u9fff]",
        "accents": "[äéóú]",
        "fenced code with bars": r"^```[a-z]+\r?\n(?:(?!```).*\n)*(?!```).*\w \| \w",
        "nested lists": r"^  - ",
        "block quotes": r"^> ",
        "images": r"^!\[",
        "HTML comments": r"^<!-- .* -->",
        "lists in lists in cells": r"<li>[^<]*<ul><li>",
        "lines in cells": r"^\|.*<br>",
        "marks": r"[✓✔✅].*\|.*[✗❌—]",
        "escaped bars": r"^\|.*\\\|",
    }
    for name, pattern in signs.items():
        assert any(re.search(pattern, text, re.MULTILINE) for text in texts.values()), name
    assert max(path.count("/") for path in texts) > 3


def test_links_between_pages_lead_somewhere(tree: tuple[Path, Any], texts: dict[str, str]) -> None:
    folder = tree[0].resolve()
    for path, text in texts.items():
        for href in re.findall(r"\]\(([^):#]+\.md)", without_code(text)):
            assert ((folder / path).parent / href).resolve().is_file(), f"{path}: {href}"


def test_an_export_finds_features_where_there_are_any(tree: tuple[Path, Any]) -> None:
    folder, pages = tree
    graph = kg.export(folder)
    found = {facts.source.path for facts in graph.facts if any(reading.features for reading in facts.readings)}
    assert found == {page.path for page in pages if page.has_features}
    assert not graph.diagnostics


def test_the_large_page_has_a_feature_a_row(trees: Any, tmp_path: Path) -> None:
    text = trees.big_table(5000, 3)
    assert len(text) == pytest.approx(1_290_000, rel=0.01)
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == BIG_TABLE, "the generator was changed: see TREE"
    (tmp_path / "big.md").write_text(trees.big_table(50, 3), encoding="utf-8", newline="\n")
    counts = kg.export(tmp_path).counts
    assert (counts["features"], counts["statements"]) == (50, 150)


@pytest.fixture(scope="module", params=["nt", "nq"])
def graph(graphs: Any, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> tuple[Path, Any]:
    path = tmp_path_factory.mktemp("graph") / f"graph.{request.param}"
    return path, graphs.write_graph(path, 140_000, 3)


def test_a_graph_is_as_large_as_it_is_said_to_be(graph: tuple[Path, Any]) -> None:
    path, written = graph
    quads = list(ox.parse(path=path))
    assert len({quad.triple for quad in quads}) == written.triples
    assert 140_000 <= written.triples < 170_000
    documents = {quad.subject for quad in quads if "TechArticle" in str(quad.object)}
    assert len(documents) == written.documents
    if path.suffix == ".nq":
        assert {quad.graph_name for quad in quads} == documents


def test_a_graph_answers_competency_questions(graph: tuple[Path, Any], graphs: Any) -> None:
    users = kg.query([graph[0]], name="mechanism-users", parameters={"mechanism": "TLS 1.2"})
    by_product = Counter(row[0] for row in users.rows)
    assert set(by_product) <= set(graphs.PRODUCTS)
    assert len(by_product) > 1
    available = kg.query([graph[0]], name="availability", parameters={"edition": "Enterprise"})
    assert {row[-1] for row in available.rows} >= {"yes", "no"}


def numbers(graph: Path, sparql: str) -> list[list[int]]:
    return [[int(str(value)) for value in row] for row in kg.query([graph], sparql).rows]


def test_the_copies_of_a_page_share_mechanisms_and_no_statements(graph: tuple[Path, Any]) -> None:
    counts = """SELECT (COUNT(?f) AS ?pairs) (COUNT(DISTINCT ?s) AS ?statements) (COUNT(DISTINCT ?d) AS ?documents) {
      ?f kg:hasStatement ?s ; kg:describedIn ?d . ?s a kg:Statement }"""
    ((pairs, statements, documents),) = numbers(graph[0], counts)
    assert pairs == statements
    assert documents > 25
    users = """SELECT (COUNT(DISTINCT ?d) AS ?n) {
      ?f kg:describedIn ?d ; kg:usesMechanism ?m . ?m skos:prefLabel "AES-256"@en }"""
    ((sharing,),) = numbers(graph[0], users)
    assert sharing > 20
