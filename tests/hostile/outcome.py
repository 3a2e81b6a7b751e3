"""What comes out of a page, as lines that one can read."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction import Annotator
from kg.model import Facts, Feature, Link
from kg.options import Options
from kg.pipeline import read_page
from kg.vocabulary import load

ANNOTATOR = Annotator(load())


def facts_of(data: bytes, options: Options | None = None) -> Facts:
    return read_page("page.md", data, ANNOTATOR, options or Options())


def outcome(facts: Facts) -> list[str]:
    """Return what is wrong with a page, its conflicts, and of each text its title and its features."""
    return [*_outcome(facts)]


def _outcome(facts: Facts) -> Iterator[str]:
    for one in facts.diagnostics:
        yield f"{one.code} {one.line}:{one.column} {one.severity}"
    for conflict in facts.conflicts:
        sides = ", ".join(one.side if one.span else f"{one.side} (empty)" for one in conflict.variants)
        yield f"conflict {conflict.span.line}-{conflict.span.end_line}: {sides}"
    for reading in facts.readings:
        side = f"{reading.side}: " if reading.side else ""
        yield f"{side}title {_cut(reading.front_matter.title or '')}"
        for feature in reading.features:
            yield from (f"{side}{line}" for line in _feature(feature))


def _feature(feature: Feature, indent: str = "") -> Iterator[str]:
    yield f"{indent}feature {_cut(feature.label)}{_links(feature.links)}"
    for statement in feature.statements:
        yield f"{indent}  says {_cut(statement.text)}{_links(statement.links)}"
    for one in feature.availability:
        yield f"{indent}  {one.edition}: {_cut(one.value)}{_links(one.links)}"
    for child in feature.children:
        yield from _feature(child, f"{indent}  ")


def _links(links: tuple[Link, ...]) -> str:
    return "".join(f" [{one.name}]({one.href})" for one in links[:3])


def _cut(text: str) -> str:
    """Return a text with what cannot be seen as an escape, and of a long one its ends."""
    text = text.encode("unicode_escape").decode() if not text.isprintable() else text
    return text if len(text) <= 90 else f"{text[:60]} …({len(text)})… {text[-10:]}"
