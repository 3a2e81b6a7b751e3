"""What holds for every page, whatever is in it; for tests and for the fuzzer."""

from __future__ import annotations

import pyoxigraph as ox

from kg.formats import serialize
from kg.graph import PageSet, triples_of
from kg.lines import triples_in
from kg.model import Facts, Feature, Link, SourceFile, Span
from kg.options import Options
from kg.vocabulary import load

from .outcome import facts_of

VOCABULARY = load()
OPTIONS = Options(site="https://lark.example/")
PAGES = PageSet(("page.md",), OPTIONS.base, OPTIONS.site)
MINTED = (OPTIONS.base, "https://w3id.org/docs-kg/")


def hold(data: bytes) -> Facts:
    """Read a page, and assert that it gives a graph that parses, or says why there is none."""
    facts = facts_of(data, OPTIONS)
    if not facts.readings:
        assert [one.severity for one in facts.diagnostics] == ["error"]
        return facts
    assert all(_is_one_line(f"{one}") for one in facts.diagnostics)
    for reading in facts.readings:
        for feature in reading.features:
            _assert_spans(facts.source, feature)
    document, lines, problems = triples_of(facts, PAGES, VOCABULARY, OPTIONS, "Birds")
    triples = triples_in(lines)
    assert all(_is_one_line(f"{one}") for one in problems)
    quads = [*ox.parse(serialize({document: triples}, "nquads", {}), format=ox.RdfFormat.N_QUADS)]
    assert len(quads) == len(triples)
    for quad in quads:
        assert isinstance(quad.subject, ox.NamedNode)
        assert quad.subject.value.startswith(MINTED), quad
        assert not isinstance(quad.object, ox.BlankNode)
    return facts


def _is_one_line(message: str) -> bool:
    return len(message.splitlines()) == 1


def _assert_spans(source: SourceFile, feature: Feature) -> None:
    waiting = [feature]
    while waiting:
        one = waiting.pop()
        assert one.label
        assert all(part.text for part in one.statements)
        spans = [one.span, *(part.span for part in one.statements), *(part.span for part in one.availability)]
        for span in spans:
            _assert_span(source, span)
        links: list[Link] = [*one.links]
        for part in one.statements:
            links += part.links
        for link in links:
            piece = _assert_span(source, link.span)
            assert piece[0] in "[<hw" or piece[0].isalnum() or piece[0] == "!", piece
        waiting += one.children


def _assert_span(source: SourceFile, span: Span) -> str:
    text = source.text
    piece = text[span.start : span.end]
    assert piece
    assert piece == piece.strip()
    before = text[: span.start].replace("\r\n", "\n").replace("\r", "\n")
    assert span.line == before.count("\n") + 1
    return piece
