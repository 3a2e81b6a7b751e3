"""From items to statements and sub-features: what a bullet, a line or a cell says of a feature."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Account, Feature, Item, Link, Node, Outcome, Statement
from ..source import SourceText
from ..visible import text_of
from .links import Addresses, links_of
from .mentions import Annotator

_LABEL_WORDS = 5
_LABEL_WORDS_WITH_COLON = 8
_SENTENCE_END = tuple(".!?;,\u3002\uff01\uff1f")
_FINAL_STOP = re.compile(r"\w{4}\.$|\)\.$")
_COLON = (":", "\uff1a")
_INTRODUCES = re.compile(
    r"\b(?:you|to|following|below|these|those|are|is|include|includes|including|by|of|for|with|on|via|using|either|can|must"
    r"|should|may|as|namely|options|ways|methods|steps|examples?)\s*[:\uff1a]$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Content:
    """What some items say: statements and sub-features, in the order of their positions."""

    statements: tuple[Statement, ...] = ()
    children: tuple[Feature, ...] = ()

    @property
    def size(self) -> int:
        """How many positions are taken."""
        return len(self.statements) + len(self.children)


@dataclass(slots=True)
class Ledger:
    """Keeps the account of one table or list while its rows are read.

    Args:
        source: The text of the page.
        table: The index of the verdict.
        accounts: Where the entries go; None where nobody asks for them.
    """

    source: SourceText
    table: int
    accounts: list[Account] | None
    row: int = 0

    def note(self, item: Item, outcome: Outcome, rule: str, column: str = "") -> None:
        """Write down what became of an item."""
        if self.accounts is None:
            return
        text = text_of(item.nodes)
        span = self.source.span(item.start, item.end)
        self.accounts.append(Account(span, text, outcome, rule, self.row, column, self.table))

    def note_all(self, item: Item, rule: str, column: str = "") -> None:
        """Write down that an item and all that is nested in it was left out."""
        self.note(item, "left out", rule, column)
        for child in item.children:
            self.note_all(child, rule, column)


def is_label(item: Item) -> bool:
    """Return whether an item with nested items only introduces them: a short label, often with a colon."""
    text = text_of(item.nodes)
    if text.endswith(_COLON):
        return len(text.split()) <= _LABEL_WORDS_WITH_COLON and not _INTRODUCES.search(text)
    return len(text.split()) <= _LABEL_WORDS and not text.endswith(_SENTENCE_END)


class Reader:
    """Makes facts of items.

    Args:
        source: The text of the page.
        annotator: Finds the mechanisms and providers.
        addresses: Fills in the targets of links.
        ledger: Keeps the account.
        subjects: What the page is about, which is no mechanism of its features.
    """

    def __init__(
        self,
        source: SourceText,
        annotator: Annotator,
        addresses: Addresses,
        ledger: Ledger,
        subjects: frozenset[str] = frozenset(),
    ) -> None:
        self._subjects = subjects
        self._source = source
        self._annotator = annotator
        self._addresses = addresses
        self._ledger = ledger

    def links_of(self, nodes: Iterable[Node]) -> tuple[Link, ...]:
        """Return the links among some nodes."""
        return links_of(self._source, nodes, self._addresses)

    def read(
        self, items: Iterable[Item], column: str, context: tuple[str, ...], taken: int = 0, *, sample: bool = False
    ) -> Content:
        """Return what some items of one feature say.

        Args:
            items: The items of a cell, or the body of an entry.
            column: The header of the column, or "".
            context: The label of the feature and the texts above it.
            taken: How many positions of the feature are taken.
            sample: Whether the items are examples or sample values: then what they name is no mechanism.
        """
        statements: list[Statement] = []
        children: list[Feature] = []
        waiting = deque(items)
        while waiting:
            item = waiting.popleft()
            position = taken + len(statements) + len(children) + 1
            if item.children and item.bullet and is_label(item) and label_of(item.nodes):
                children.append(self._sub_feature(item, column, position, context, sample=sample))
                continue
            waiting.extendleft(reversed(item.children))
            if item.children and _INTRODUCES.search(text_of(item.nodes)):
                self._ledger.note(item, "left out", "introduces a list", column)
            elif statement := self._statement(item, column, position, context, sample=sample):
                statements.append(statement)
        return Content(tuple(statements), tuple(children))

    def _statement(
        self, item: Item, column: str, position: int, context: tuple[str, ...], *, sample: bool
    ) -> Statement | None:
        text = text_of(item.nodes)
        if not text:
            self._ledger.note(item, "left out", "shows no text", column)
            return None
        mechanisms, providers = (
            self._annotator.annotate(item.nodes, context, self._subjects) if not sample else ((), ())
        )
        links = self.links_of(item.nodes)
        self._ledger.note(item, "statement", "bullet" if item.bullet else "line", column)
        span = self._source.span(item.start, item.end)
        return Statement(text, column, position, span, mechanisms, providers, links)

    def _sub_feature(
        self, item: Item, column: str, position: int, context: tuple[str, ...], *, sample: bool
    ) -> Feature:
        label = label_of(item.nodes)
        self._ledger.note(item, "feature", "introduces nested bullets", column)
        content = self.read(item.children, column, (label, *context), sample=sample)
        return self.feature(item, position, content, context)

    def feature(self, item: Item, position: int, content: Content, context: tuple[str, ...]) -> Feature:
        """Return the feature whose label is an item."""
        label = label_of(item.nodes)
        mechanisms, providers = self._annotator.annotate(item.nodes, context, self._subjects)
        return Feature(
            label,
            position,
            self._source.span(item.start, item.end),
            topic=self._annotator.topic_of(label),
            mechanisms=mechanisms,
            providers=providers,
            links=self.links_of(item.nodes),
            statements=content.statements,
            children=content.children,
        )


def label_of(nodes: Iterable[Node]) -> str:
    """Return the visible text of a label, without a trailing colon or full stop (but for that of ``etc.``)."""
    text = text_of(nodes).rstrip(":\uff1a").rstrip()
    return text[:-1] if _FINAL_STOP.search(text[-5:]) else text
