"""Hostile pages by class, each with what must come out of it: the file beside it, or the entry of ``generated``."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.formats import serialize
from kg.graph import PageSet, triples_of
from kg.lines import triples_in
from kg.model import Facts
from kg.options import Options
from kg.vocabulary import load

from .generated import PAGES
from .outcome import facts_of, outcome

FOLDER = Path(__file__).parent / "pages"
FILES = sorted(FOLDER.rglob("*.md"))
CLASSES = {"front-matter", "tables", "cells", "html", "links", "encodings", "conflicts", "unicode"}


def graph_of(facts: Facts) -> bytes:
    options = Options()
    pages = PageSet(("page.md",), options.base, options.site)
    document, lines, _ = triples_of(facts, pages, load(), options, "Birds")
    return serialize({document: triples_in(lines)}, "nquads", {})


def assert_spans_hold(facts: Facts) -> None:
    text = facts.source.text
    for reading in facts.readings:
        waiting = list(reading.features)
        while waiting:
            feature = waiting.pop()
            spans = [one.span for one in feature.statements] + [one.span for one in feature.availability]
            for span in (feature.span, *spans):
                source = text[span.start : span.end]
                assert source
                assert source == source.strip()
            waiting += feature.children


def test_there_are_many_pages_of_every_class() -> None:
    assert {path.parent.name for path in FILES} == CLASSES
    assert len(FILES) + len(PAGES) >= 240


@pytest.mark.parametrize("page", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_hostile_page_gives_what_stands_beside_it(page: Path) -> None:
    facts = facts_of(page.read_bytes())

    assert outcome(facts) == page.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert_spans_hold(facts)
    for quad in ox.parse(graph_of(facts), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode)
        assert quad.subject.value.startswith(("https://example.org/kg/", "https://w3id.org/docs-kg/"))


@pytest.mark.parametrize("name", PAGES)
def test_a_large_page_gives_what_it_must(name: str) -> None:
    make, expected = PAGES[name]

    assert outcome(facts_of(make())) == expected


def test_every_expectation_has_its_page() -> None:
    assert sorted(path.with_suffix(".md") for path in FOLDER.rglob("*.txt")) == FILES
