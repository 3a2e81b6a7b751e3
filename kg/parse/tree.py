"""Builds the tree of a page from opening and closing marks, and implies the end tags that HTML lets one leave out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

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

_TABLE = frozenset({"table"})
_ROWS = _SECTIONS | {"table", "tr"}
_NOT_IN_ROWS = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6"})
"""What ends a table that is open, where no cell is (section 13.2.6.4.9); so what never ends swallows little."""

_MARKDOWN_ON = frozenset({"1", "span", "block"})
"""Values of the attribute ``markdown`` by which Markdown counts inside HTML."""

_DEEPEST = 250
"""Of emphasis in emphasis: the interpreter's stack holds no more."""

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


class _Tell(Protocol):
    def __call__(self, start: int, *, markdown: bool) -> None: ...


class TreeBuilder:
    """A stack of open elements.

    What Markdown opened, only Markdown closes (but for paragraphs, which an end tag of HTML may cut short): so a stray
    ``</td>`` in a cell of a pipe table does no harm.

    Args:
        depth: How many elements of HTML may be open; tags of deeper ones are passed over.
        tell: Told where the first of these begins.
    """

    def __init__(self, depth: int, tell: _Tell) -> None:
        self._stack = [_Open("body", (), 0, 0, markdown=True)]
        self._depth = depth
        self._tell = tell
        self._is_told = False
        self._html = 0
        self._with_markdown = 0
        self._suppressed = {True: 0, False: 0}  # of Markdown, of HTML
        self._here = 0

    def add(self, node: Node) -> None:
        """Append a node to the innermost open element."""
        self._stack[-1].children.append(node)
        self._here = node.end

    @property
    def is_inside_markdown(self) -> bool:
        """Whether an open element of HTML says that Markdown counts inside it."""
        return self._with_markdown > 0

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
        if tag in _NOT_IN_ROWS and self._stack[-1].tag in _ROWS and not self._stack[-1].markdown:
            self._end_implied(_TABLE, frozenset(), start)
        ended, scope = _IMPLIED.get(tag, (frozenset(), frozenset()))
        if ended and not markdown:
            self._end_implied(ended, scope, start)
        if tag in _CELLS and not markdown and self._stack[-1].tag in _SECTIONS | {"table"}:
            self.open("tr", start, start)
        if len(self._stack) >= _DEEPEST or (not markdown and self._html >= self._depth):
            self._suppressed[markdown] += 1
            if not self._is_told:
                self._is_told = True
                self._tell(start, markdown=markdown)
            return
        self._html += not markdown
        self._with_markdown += _turns_markdown_on(attributes)
        self._stack.append(_Open(tag, attributes, start, inner, markdown))

    def close(self, tag: str, inner_end: int, end: int, *, markdown: bool = False) -> None:
        """Close the innermost open element of a tag and all inside it; without one, nothing happens."""
        if self._suppressed[markdown]:
            self._suppressed[markdown] -= 1
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
            self._html -= not opened.markdown
            self._with_markdown -= _turns_markdown_on(opened.attributes)
            outer_end = end if len(self._stack) == depth else inner_end
            self.add(opened.closed(inner_end, outer_end, self._here))


def _turns_markdown_on(attributes: tuple[tuple[str, str], ...]) -> bool:
    return any(name == "markdown" and value in _MARKDOWN_ON for name, value in attributes)
