"""The same pages give the same bytes, in every format, and each format carries the same triples."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg.formats import FORMATS


def pages_of(shared: Path) -> list[Path]:
    return sorted((shared / "corpus" / "pages").glob("*.md"))


def exported(sources: list[Path], seed: str) -> bytes:
    command: list[str | Path] = [sys.executable, "-m", "kg", "export", *sources]
    return subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=sources[0].parent
    ).stdout


def test_hash_seed_and_order_of_the_sources_change_no_byte(shared: Path) -> None:
    sources = pages_of(shared)

    assert exported(sources, "1") == exported(sources[::-1], "2")


def test_turtle_means_the_same_to_rdflib_and_pyoxigraph(shared: Path) -> None:
    turtle = kg.export(*pages_of(shared)).serialize()

    theirs = rdflib.Graph().parse(data=turtle, format="turtle")
    ours = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}

    nt = theirs.serialize(format="nt").encode()
    assert {quad.triple for quad in ox.parse(nt, format=ox.RdfFormat.N_TRIPLES)} == ours


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_carries_the_same_triples(shared: Path, name: str) -> None:
    graph = kg.export(*pages_of(shared)[:8])
    expected = {quad.triple for quad in ox.parse(graph.serialize("ntriples"), format=ox.RdfFormat.N_TRIPLES)}

    quads = ox.parse(graph.serialize(name), format=getattr(ox.RdfFormat, FORMATS[name].rdf_format))

    assert {quad.triple for quad in quads} == expected


@pytest.mark.parametrize("name", ["trig", "nquads"])
def test_each_named_graph_stands_alone(shared: Path, name: str) -> None:
    graph = kg.export(*pages_of(shared)[:5])

    quads = list(ox.parse(graph.serialize(name), format=getattr(ox.RdfFormat, FORMATS[name].rdf_format)))

    assert {quad.graph_name.value for quad in quads} == set(graph.documents)
    for document, triples in graph.documents.items():
        assert sum(quad.graph_name == ox.NamedNode(document) for quad in quads) == len(triples)


def test_without_provenance_no_span_is_written(shared: Path) -> None:
    graph = kg.export(pages_of(shared)[2], provenance="none")

    assert b"SourceSpan" not in graph.serialize("ntriples")
    assert b"hasStatement" in graph.serialize("ntriples")


def test_pages_without_features_give_their_document_and_no_feature(shared: Path) -> None:
    names = ("opensearch--ubi-sql-queries-mojibake.md", "nats--tls.md", "wsl--file-permissions-crlf.md")
    graph = kg.export(*(shared / "corpus" / "pages" / name for name in names))

    assert kg.query([graph], "SELECT (COUNT(?f) AS ?n) { ?f a kg:Feature }").rows == ((0,),)
    assert kg.query([graph], "SELECT (COUNT(?d) AS ?n) { ?d a schema:TechArticle }").rows == ((3,),)
