"""The bounds of a page's facts: statements, links, and the length of labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..bounds import Bounds, Report, named
from ..model import Account, Availability, Diagnostic, Feature, Link, Severity, Span, Statement
from ..source import SourceText

_OVER = "the page has too many statements"


def bounded(
    source: SourceText, features: tuple[Feature, ...], accounts: tuple[Account, ...], bounds: Bounds, report: Report
) -> tuple[tuple[Feature, ...], tuple[Account, ...]]:
    """Return the features of a text as far as the bounds allow, in the order of reading, and the account of them.

    Args:
        source: The text.
        features: The top features.
        accounts: What became of each cell, line and bullet.
        bounds: The user's.
        report: Told of the first thing that was left out.
    """
    if _fits(features, bounds):
        return features, accounts
    cutter = _Cutter(source, bounds, report)
    kept = tuple(cutter.cut(features))
    gone = cutter.gone
    return kept, tuple(
        replace(one, outcome="left out", rule=_OVER) if one.outcome != "left out" and one.span in gone else one
        for one in accounts
    )


def _fits(features: Iterable[Feature], bounds: Bounds) -> bool:
    facts = links = 0
    for one in _all(features):
        facts += 1 + len(one.statements) + len(one.availability)
        links += len(one.links)
        links += sum(len(part.links) for part in one.statements) + sum(len(part.links) for part in one.availability)
        if len(one.label) > bounds.label_length:
            return False
    return facts <= bounds.page_statements and links <= bounds.page_links


def _all(features: Iterable[Feature]) -> Iterator[Feature]:
    waiting = list(features)
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.children


class _Cutter:
    """Passes facts on until there are too many; tells of each kind once."""

    def __init__(self, source: SourceText, bounds: Bounds, report: Report) -> None:
        self._source = source
        self._bounds = bounds
        self._report = report
        self._facts = 0
        self._links = 0
        self._told: set[str] = set()
        self.gone: set[Span] = set()

    def cut(self, features: Iterable[Feature]) -> Iterator[Feature]:
        for feature in features:
            if self._takes(feature.span):
                yield replace(
                    feature,
                    label=self._label(feature),
                    links=self._kept(feature.links),
                    statements=tuple(self._parts(feature.statements)),
                    availability=tuple(self._cells(feature.availability)),
                    children=tuple(self.cut(feature.children)),
                )
            else:
                self._lose(feature)

    def _parts(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        for one in statements:
            if self._takes(one.span):
                yield replace(one, links=self._kept(one.links))

    def _cells(self, cells: Iterable[Availability]) -> Iterator[Availability]:
        for one in cells:
            if self._takes(one.span):
                yield replace(one, links=self._kept(one.links))

    def _lose(self, feature: Feature) -> None:
        """Note all that is below a feature that is left out."""
        for one in _all([feature]):
            self.gone.add(one.span)
            self.gone.update(part.span for part in one.statements)
            self.gone.update(part.span for part in one.availability)

    def _takes(self, span: Span) -> bool:
        self._facts += 1
        most = self._bounds.page_statements
        if self._facts <= most:
            return True
        self.gone.add(span)
        self._tell(
            "warning",
            "KG154",
            f"has more than {most:,} features, statements and support cells",
            "page_statements",
            span,
        )
        return False

    def _kept(self, links: tuple[Link, ...]) -> tuple[Link, ...]:
        most = self._bounds.page_links
        room = max(0, most - self._links)
        self._links += len(links)
        if len(links) > room:
            self._tell("warning", "KG154", f"has more than {most:,} links", "page_links", links[room].span)
        return links[:room]

    def _label(self, feature: Feature) -> str:
        label, most = feature.label, self._bounds.label_length
        if len(label) <= most:
            return label
        hint = f"it was cut; shorten it, or {named('label_length')}"
        message = f"a label has {len(label):,} characters, more than {most:,}"
        span = feature.span
        column = self._source.column_of(span)
        self._report(Diagnostic("warning", "KG157", message, hint, span.path, span.line, column))
        words = label[:most].rsplit(None, 1)
        return f"{words[0]}…"

    def _tell(self, severity: Severity, code: str, message: str, bound: str, span: Span) -> None:
        if bound not in self._told:
            self._told.add(bound)
            hint = f"those from here on were left out; split the page, or {named(bound)}"
            column = self._source.column_of(span)
            self._report(Diagnostic(severity, code, f"the page {message}", hint, span.path, span.line, column))
