"""Which tables and lists of a page name features, and what each of their columns is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from ..bounds import Bounds, Report
from ..items import LISTS
from ..model import Candidate, Element, Span, Table, Verdict
from ..signs import may_explain
from ..source import SourceText
from ..values import legend_of
from ..visible import elements, text_of
from .bounded import Room
from .context import Context
from .grid import table_of, table_of_list, with_spans
from .hopeless import INSTEAD, hopeless_tables
from .lists import judge_definitions, judge_list
from .tables import judge_table

__all__ = ["INSTEAD", "find", "first_heading", "hopeless_tables"]

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


_USUAL = Bounds()


def find(
    source: SourceText,
    tree: Element,
    title: str = "",
    *,
    take_all: bool = False,
    bounds: Bounds = _USUAL,
    report: Report = lambda _: None,
) -> tuple[Candidate, ...]:
    """Return each table, list and definition list of a page in order, with the verdict on it.

    Args:
        source: The text of the page.
        tree: Its tree.
        title: Its title.
        take_all: Whether reference tables (parameters, flags, error codes) are taken as well; a table of one column or
            without rows never is.
        bounds: How much there may be.
        report: Told of what was left out by a bound.
    """
    return tuple(_Finder(source, Context(title), take_all, Room(source, bounds, report)).find(tree))


def first_heading(tree: Element) -> str | None:
    """Return the visible text of the first heading, or None."""
    found = (text_of(node.children) for node in _descendants(tree) if node.tag in HEADINGS)
    return next((text for text in found if text), None)


def _descendants(element: Element) -> Iterator[Element]:
    for node in element.children:
        if isinstance(node, Element):
            yield node
            yield from _descendants(node)


def _list_table(element: Element) -> int | None:
    """Return how many rows of a list are header where a dialect has marked it as a table, else None."""
    kind, _, head = (element.get("data-mark") or "").partition(" ")
    return int(head) if kind == "list-table" and head.isdigit() else None


class _Finder:
    """Walks a tree in the order of reading and keeps what stands above."""

    def __init__(self, source: SourceText, context: Context, take_all: bool, room: Room) -> None:
        self._source = source
        self._context = context
        self._take_all = take_all
        self._room = room
        self._legend: tuple[tuple[str, str], ...] = ()

    def find(self, tree: Element) -> Iterator[Candidate]:
        self._legend = tuple(legend_of(tree.children).items()) if may_explain(self._source.text) else ()
        return self.walk(tree)

    def walk(self, element: Element) -> Iterator[Candidate]:
        for node in element.children:
            if not isinstance(node, Element):
                continue
            if node.tag in HEADINGS:
                self._context = self._context.under(int(node.tag[1]), text_of(node.children))
            elif node.tag == "table":
                yield self._table(node, with_spans(table_of(self._source, node, self._room)))
            elif (head := _list_table(node)) is not None:
                yield self._table(node, table_of_list(self._source, node, head, self._room))
            elif node.tag in LISTS or node.tag == "dl":
                candidate = self._list(node)
                yield candidate
                yield from self._inside(node, taken=candidate.verdict.taken)
            else:
                if node.tag == "p":
                    self._context = replace(self._context, lead=text_of(node.children))
                yield from self.walk(node)

    def _inside(self, element: Element, *, taken: bool) -> Iterator[Candidate]:
        """Yield what stands inside a list; of one that is taken, only the tables."""
        if not taken:
            yield from self.walk(element)
            return
        for table in elements(element.children, "table"):
            yield self._table(table, with_spans(table_of(self._source, table, self._room)))

    def _table(self, element: Element, table: Table) -> Candidate:
        taken, rule, evidence, columns, head = judge_table(table, self._context, dict(self._legend))
        if self._take_all and not taken and rule not in {"no-body", "one-column"}:
            taken, rule = True, "all-tables-wanted"
        heading, side = self._context.heading, self._source.side
        verdict = Verdict("table", taken, rule, evidence, columns, head, self._span(element), heading, side)
        return Candidate(verdict, table, legend=self._legend)

    def _list(self, element: Element) -> Candidate:
        judge = judge_definitions if element.tag == "dl" else judge_list
        found = judge(self._source, element, self._context)
        kind: Literal["definitions", "list"] = "definitions" if element.tag == "dl" else "list"
        heading, side = self._context.heading, self._source.side
        verdict = Verdict(kind, found.taken, found.rule, found.evidence, (), 0, self._span(element), heading, side)
        return Candidate(verdict, entries=found.entries, others=found.others)

    def _span(self, element: Element) -> Span:
        return self._source.span(*self._source.trimmed(element.start, element.end))
