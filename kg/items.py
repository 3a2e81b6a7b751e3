"""The bullets and lines of a cell, a list item or a definition, as a tree of items."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from .model import Break, Element, Item, Node, Text
from .source import SourceText
from .visible import HIDDEN, INLINE, is_blank, is_code_block, text_of

LISTS = frozenset({"ul", "ol", "menu"})

_JOINING = (
    "and|or|but|nor|becomes?|is|are|was|were|with|without|when|where|which|who|that|because|since|if|unless|then|to|for|from"
    "|by|as|in|on|at|of|than|returns?|yields?|gives?|produces?|instead|while|so"
)
_CONTINUES = re.compile(rf"(?:{_JOINING})\b(?!\s*[:=])")
_ONLY_JOINS = re.compile(rf"(?:{_JOINING})(?:\s+(?:{_JOINING}))?")
_BULLET = re.compile(r"\s*[-*\u2022\u25cf\u25aa\u25e6\u2023\u00b7\uff0d]\s+")


def items_of(source: SourceText, element: Element) -> tuple[Item, ...]:
    """Return what an element holds: an item for each bullet and each line, nested lists as children of the line above.

    A line ends at a ``<br>``, at the end of a paragraph or other block, and where a list begins; but a line that begins
    with a word that goes on with a sentence (``becomes``, ``with``) continues the line before, and one that is nothing
    but such a word joins its neighbours. A mark such as ``- `` or ``• `` at the start of a line is no part of it. Code
    blocks and nested tables are no items.
    """
    return _Lines(source).read(element.children, *element.inner)


def bullets_of(source: SourceText, element: Element) -> tuple[Item, ...]:
    """Return the items of a list."""
    bullets = (items_of(source, child) for child in element.children if isinstance(child, Element))
    return tuple(
        Item(item.nodes, item.start, item.end, item.children, bullet=True, continues=index > 0)
        for bullet in bullets
        for index, item in enumerate(bullet)
    )


class _Growing:
    """An item that further lines and lists may join.

    Args:
        item: What there is of it.
    """

    def __init__(self, item: Item) -> None:
        self._item = item
        self._nodes = list(item.nodes)
        self._end = item.end
        breaks = [index for index, node in enumerate(item.nodes) if isinstance(node, Break)]
        self._last_line = item.nodes[breaks[-1] + 1 :] if breaks else item.nodes
        self.children = list(item.children)

    def goes_on_with(self, item: Item) -> bool:
        """Return whether a line goes on with the sentence of this one, from which a break parts it."""
        if self.children or isinstance(item.nodes[0], Element):
            return False
        return bool(_CONTINUES.match(text_of(item.nodes)) or _ONLY_JOINS.fullmatch(text_of(self._last_line)))

    def join(self, broken: Break, item: Item) -> None:
        """Add the line behind a break."""
        self._nodes += (broken, *item.nodes)
        self._last_line = item.nodes
        self._end = item.end

    @property
    def grown(self) -> Item:
        """The item with all that has joined it."""
        first = self._item
        if len(self._nodes) == len(first.nodes) and len(self.children) == len(first.children):
            return first
        return replace(first, nodes=tuple(self._nodes), end=self._end, children=tuple(self.children))


class _Lines:
    """Reads nodes into items: a line is open until a break, a block or a list ends it."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._items: list[_Growing] = []
        self._nodes: list[Node] = []
        self._start = 0
        self._may_own_list = False
        self._broken: Break | None = None

    def read(self, nodes: Iterable[Node], start: int, end: int) -> tuple[Item, ...]:
        self._start = start
        for node in nodes:
            if isinstance(node, Break):
                self._end_line(node.start, node.end)
                self._broken = node
            elif isinstance(node, Element) and node.tag in LISTS:
                self._end_line(node.start, node.end)
                self._add_list(node)
            elif isinstance(node, Element) and node.tag not in INLINE and node.tag != "img":
                self._end_line(node.start, node.end)
                self._add_block(node)
            else:
                self._nodes.append(node)
        self._end_line(end, end)
        return tuple(item.grown for item in self._items)

    def _end_line(self, end: int, after: int) -> None:
        item = _line(self._source, self._nodes, self._start, end)
        if item is not None:
            if self._broken is not None and self._items and self._items[-1].goes_on_with(item):
                self._items[-1].join(self._broken, item)
            else:
                self._items.append(_Growing(item))
            self._may_own_list = True
            self._broken = None
        self._nodes = []
        self._start = after

    def _add_list(self, node: Element) -> None:
        bullets = bullets_of(self._source, node)
        if self._may_own_list:
            self._items[-1].children += bullets
        else:
            self._items += map(_Growing, bullets)

    def _add_block(self, node: Element) -> None:
        if node.tag == "table" or node.tag in HIDDEN or is_code_block(node):
            return
        found = items_of(self._source, node)
        self._items += map(_Growing, found)
        self._may_own_list = bool(found) or self._may_own_list


def _line(source: SourceText, nodes: list[Node], start: int, end: int) -> Item | None:
    """Return the line of some nodes, without a mark of a bullet at its start; None where it shows nothing."""
    first = next((index for index, node in enumerate(nodes) if not is_blank(node)), None)
    if first is None:
        return None
    head = nodes[first]
    mark = _BULLET.match(head.value) if isinstance(head, Text) else None
    if mark and isinstance(head, Text):
        start = head.start + mark.end()
        nodes = [Text(head.value[mark.end() :], start, head.end), *nodes[first + 1 :]]
        if all(is_blank(node) for node in nodes):
            return None
    return Item(tuple(nodes), *source.trimmed(start, end))
