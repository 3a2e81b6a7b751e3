"""Nothing is lost silently: each filled cell and each bullet of what is taken is accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extraction import Addresses, Annotator, extract
from kg.find import find
from kg.model import Candidate, Element, SourceFile, Span
from kg.parse import parse
from kg.source import SourceText, lines_of
from kg.visible import elements, is_blank
from kg.vocabulary import load

ANNOTATOR = Annotator(load())


def unaccounted(text: str) -> list[tuple[int, str]]:
    """Return the line and the source of each cell or bullet of a taken table or list of which no account tells."""
    source = SourceText(SourceFile("page.md", text, "0" * 64, "utf-8"), lines_of(text))
    candidates = find(source, parse(source))
    _, accounts = extract(source, candidates, ANNOTATOR, Addresses({}))
    spans = [account.span for account in accounts]
    return [
        (span.line, text[span.start : span.end])
        for candidate in candidates
        if candidate.verdict.taken
        for span in _parts(source, candidate)
        if not any(span.start <= one.start and one.end <= span.end for one in spans)
    ]


def _parts(source: SourceText, candidate: Candidate) -> Iterator[Span]:
    if candidate.table is not None:
        body = candidate.table.grid[candidate.verdict.head :]
        cells = dict.fromkeys(
            cell for row in body for cell in row if cell is not None and cell.row >= candidate.verdict.head
        )
        for cell in cells:
            if not all(is_blank(node) for node in cell.element.children):
                yield source.span(*source.trimmed(*cell.element.inner))
        return
    start, end = candidate.verdict.span.start, candidate.verdict.span.end
    for bullet in elements((parse(source),), "li"):
        if start <= source.span(bullet.start, bullet.end).start < end and not _is_empty(bullet):
            yield source.span(*source.trimmed(bullet.start, bullet.end))


def _is_empty(bullet: Element) -> bool:
    return all(
        is_blank(node) or (isinstance(node, Element) and node.tag in {"pre", "table"}) for node in bullet.children
    )


def test_every_cell_and_bullet_of_every_corpus_page_is_accounted_for(shared: Path) -> None:
    pages = sorted((shared / "corpus" / "pages").glob("*.md"))

    lost = {page.name: unaccounted(page.read_text(encoding="utf-8-sig", errors="replace")) for page in pages}

    assert {name: found for name, found in lost.items() if found} == {}


@pytest.mark.parametrize(
    "page",
    [
        "| Feature | Free | |\n|---|---|---|\n| Backups | ✅ | stray words in a column without a header here |\n",
        "| Feature | Free |\n|---|---|\n| Backups | ![shape](blob.png) |\n| Audit | ✅ |\n",
        "| Feature | Description |\n|---|---|\n|  | words of a row that has no label at all |\n| A | b c d e f g |\n",
        "- **Backups**: nightly\n- **Audit**: always\n- and a plain bullet\n",
        "| Feature | Description |\n|---|---|\n| Backups | We do this in these ways:<ul><li>one way</li></ul> |\n",
    ],
)
def test_what_is_left_out_of_a_taken_table_or_list_is_named(page: str) -> None:
    assert unaccounted(page) == []
