"""Builds the tree of a page from opening and closing marks, and implies the end tags that HTML lets one leave out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..model import Element, Node

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements that have no content (HTML, section 13.1.2)."""

_CELLS = frozenset({"td", "th"})
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_IMPLIED: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "tr": (_CELLS | {"tr"}, frozenset({"table"})),
    **dict.fromkeys(_SECTIONS, (_CELLS | _SECTIONS | {"tr", "caption", "colgroup"}, frozenset({"table"}))),
    "p": (frozenset({"p"}), frozenset({"li", "td", "th", "dd", "div", "blockquote", "body"})),
}
"""For a tag that opens: the open elements that it ends, and those beyond which it does not look (section 13.1.2.4)."""

_MAX_DEPTH = 200

UNKNOWN = -1
"""For a position of an element: where its first child begins, or its last child ends."""


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: tuple[tuple[str, str], ...]
    start: int
    inner: int
    markdown: bool
    children: list[Node] = field(default_factory=list)

    def closed(self, inner_end: int, end: int, here: int) -> Element:
        """Return the element; ``here`` stands in for a position that no child can give."""
        first = self.children[0].start if self.children else here
        last = self.children[-1].end if self.children else here
        start = first if self.start == UNKNOWN else self.start
        inner_start = first if self.inner == UNKNOWN else self.inner
        inner_end = max(inner_start, last if inner_end == UNKNOWN else inner_end)
        end = max(inner_end, last if end == UNKNOWN else end)
        return Element(self.tag, self.attributes, tuple(self.children), start, end, (inner_start, inner_end))


class TreeBuilder:
    """A stack of open elements.

    What Markdown opened, only Markdown closes (but for paragraphs, which an end tag of HTML may cut short): so a stray
    ``</td>`` in a cell of a pipe table does no harm.
    """

    def __init__(self) -> None:
        self._stack = [_Open("body", (), 0, 0, markdown=True)]
        self._suppressed = 0
        self._here = 0

    def add(self, node: Node) -> None:
        """Append a node to the innermost open element."""
        self._stack[-1].children.append(node)
        self._here = node.end

    def is_inside(self, name: str, values: Iterable[str]) -> bool:
        """Return whether an open element has an attribute with one of some values."""
        wanted = frozenset(values)
        return any(key == name and value in wanted for opened in self._stack for key, value in opened.attributes)

    def open(
        self,
        tag: str,
        start: int,
        inner: int,
        attributes: tuple[tuple[str, str], ...] = (),
        *,
        markdown: bool = False,
    ) -> None:
        """Open an element whose mark-up begins at ``start`` and whose content begins at ``inner``."""
        ended, scope = _IMPLIED.get(tag, (frozenset(), frozenset()))
        if ended and not markdown:
            self._end_implied(ended, scope, start)
        if tag in _CELLS and not markdown and self._stack[-1].tag in _SECTIONS | {"table"}:
            self.open("tr", start, start)
        if len(self._stack) >= _MAX_DEPTH and not markdown:
            self._suppressed += 1
            return
        self._stack.append(_Open(tag, attributes, start, inner, markdown))

    def close(self, tag: str, inner_end: int, end: int, *, markdown: bool = False) -> None:
        """Close the innermost open element of a tag and all inside it; without one, nothing happens."""
        if self._suppressed and not markdown:
            self._suppressed -= 1
            return
        for depth in range(len(self._stack) - 1, 0, -1):
            opened = self._stack[depth]
            if opened.tag == tag and opened.markdown == markdown:
                self._pop_to(depth, inner_end, end)
                return
            if opened.markdown and not markdown and opened.tag != "p":
                return

    def finish(self, end: int) -> Element:
        """Close all that is open, and return the ``body``."""
        self._pop_to(1, end, end)
        return self._stack[0].closed(end, end, end)

    def _end_implied(self, ended: frozenset[str], scope: frozenset[str], at: int) -> None:
        outermost = None
        for depth in range(len(self._stack) - 1, 0, -1):
            opened = self._stack[depth]
            if opened.tag in scope or (opened.markdown and opened.tag != "p"):
                break
            if opened.tag in ended:
                outermost = depth
        if outermost is not None:
            self._pop_to(outermost, at, at)

    def _pop_to(self, depth: int, inner_end: int, end: int) -> None:
        while len(self._stack) > depth:
            opened = self._stack.pop()
            outer_end = end if len(self._stack) == depth else inner_end
            self.add(opened.closed(inner_end, outer_end, self._here))
