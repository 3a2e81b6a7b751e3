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


class _Lines:
    """Reads nodes into items: a line is open until a break, a block or a list ends it."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._items: list[Item] = []
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
        return tuple(self._items)

    def _end_line(self, end: int, after: int) -> None:
        item = _line(self._source, self._nodes, self._start, end)
        if item is not None:
            if self._broken is not None and self._items and _continues(self._items[-1], item):
                above = self._items.pop()
                item = Item((*above.nodes, self._broken, *item.nodes), above.start, item.end)
            self._items.append(item)
            self._may_own_list = True
            self._broken = None
        self._nodes = []
        self._start = after

    def _add_list(self, node: Element) -> None:
        bullets = bullets_of(self._source, node)
        if self._may_own_list:
            last = self._items[-1]
            self._items[-1] = replace(last, children=last.children + bullets)
        else:
            self._items += bullets

    def _add_block(self, node: Element) -> None:
        if node.tag == "table" or node.tag in HIDDEN or is_code_block(node):
            return
        found = items_of(self._source, node)
        self._items += found
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


def _continues(above: Item, item: Item) -> bool:
    """Return whether a line goes on with the sentence of the line above it, from which a break parts it."""
    if above.children or isinstance(item.nodes[0], Element):
        return False
    ending = text_of(_last_line(above.nodes))
    return bool(_CONTINUES.match(text_of(item.nodes)) or _ONLY_JOINS.fullmatch(ending))


def _last_line(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    breaks = [index for index, node in enumerate(nodes) if isinstance(node, Break)]
    return nodes[breaks[-1] + 1 :] if breaks else nodes
