"""Every fact stands where its span says, on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.extraction import Annotator
from kg.model import Facts, Feature, Span
from kg.mojibake import repaired
from kg.options import Options
from kg.pipeline import read_page
from kg.source import lines_of
from kg.vocabulary import load

ANNOTATOR = Annotator(load())


def spans_of(facts: Facts) -> Iterator[tuple[Span, str]]:
    """Yield each span of a page with the visible text that was read there."""
    waiting: list[Feature] = [feature for reading in facts.readings for feature in reading.features]
    while waiting:
        feature = waiting.pop()
        waiting += feature.children
        yield feature.span, feature.label
        yield from ((link.span, link.name) for link in feature.links)
        for statement in feature.statements:
            yield statement.span, statement.text
            yield from ((link.span, link.name) for link in statement.links)
        for availability in feature.availability:
            yield availability.span, ""


def misplaced(facts: Facts) -> list[tuple[Span, str]]:
    """Return the spans whose lines do not hold them, or whose source does not hold the words that were read there."""
    text = facts.source.text
    lines = lines_of(text)
    wrong = []
    for span, visible in spans_of(facts):
        piece = text[span.start : span.end]
        first, last = lines[span.line - 1], lines[span.end_line - 1]
        in_lines = first.offset <= span.start < span.end <= last.offset + len(last.text)
        words = "".join(sign for sign in repaired(piece) if sign.isalnum())
        held = (
            all("".join(filter(str.isalnum, word)) in words for word in visible.split()) or "&" in piece or "{" in piece
        )
        if not (in_lines and piece == piece.strip() and held):
            wrong.append((span, visible))
    return wrong


def test_every_span_of_every_corpus_page_is_what_was_read(shared: Path) -> None:
    pages = sorted((shared / "corpus" / "pages").glob("*.md"))

    found = {page.name: misplaced(next(iter(kg.extract(page)))) for page in pages}

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_every_span_of_an_export_has_the_source_that_it_quotes(shared: Path) -> None:
    pages = sorted((shared / "corpus" / "pages").glob("*.md"))
    texts = {facts.source.path: facts.source.text for facts in kg.extract(*pages)}
    query = """SELECT ?path ?start ?end ?exact { ?span a kg:SourceSpan ; oa:hasSource/kg:path ?path ; oa:start ?start ;
        oa:end ?end ; oa:exact ?exact }"""

    rows = kg.query([kg.export(*pages)], query).rows

    assert len(rows) > 1000
    assert [row for row in rows if texts[str(row[0])][int(str(row[1])) : int(str(row[2]))] != row[3]] == []


KEYS = ("**bold**", "`code`", "[a link](x.html)", "S3â€™s", "a \\| b", "&nbsp;", "{{ a | b }}", "*x* ***y***", "<b>x")
CELLS = st.lists(
    st.sampled_from(
        ["**bold**", "***both***", "`code`", "[a link](x.html)", "plain words", "TLS 1.2", "é\u2028ü",
         "a \\| b", "<br>", "✅",
         "<ul><li>one</li><li>two: <ul><li>deep</li></ul></ul>", "S3â€™s", "&nbsp;", "![x](y.png)", "{{ a | b }}",
         "<b>x"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(st.tuples(st.sampled_from(KEYS), CELLS, CELLS), min_size=1, max_size=5),
    indent=st.sampled_from(["", "> ", "- ", "1. "]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_span_of_a_made_up_table_is_what_was_read(
    rows: list[tuple[str, str, str]], indent: str, end: str
) -> None:
    rest = "> " if indent == "> " else " " * len(indent)
    lines = ["# Features", "", indent + "| Feature | Description | Notes |", rest + "|---|---|---|"]
    lines += [
        f"{rest}| {'ABCDE'[number]}-name {key} | says {one} | {two} |" for number, (key, one, two) in enumerate(rows)
    ]
    page = end.join([*lines, ""]).encode()

    facts = read_page("page.md", page, ANNOTATOR, Options())

    assert misplaced(facts) == []
    assert any(reading.features for reading in facts.readings)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_moves_no_span(mark: bytes) -> None:
    page = mark + b"| Feature | Description |\n|---|---|\n| Backups | Nightly snapshots |\n"

    facts = read_page("page.md", page, ANNOTATOR, Options())

    (feature,) = facts.readings[0].features
    assert (feature.span.start, feature.span.line) == (38, 3)
