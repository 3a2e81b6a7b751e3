"""The blocks of a page, as markdown-it finds them, read into a tree with the inline content of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from ..model import Code, Element
from ..source import SourceText
from .bounded import BUDGET, Budget
from .inline import InlineReader, prepared
from .needed import needed
from .pieces import Piece, cell_piece, lines_piece
from .tables import ROWS, Row, whole
from .template import MASK
from .tree import UNKNOWN, TreeBuilder

_BlockRule = Callable[[StateBlock, int, int, bool], bool]

_LOCATED = ("paragraph", "heading", "lheading", "html_block", "fence", "code", "deflist")
"""The rules that make tokens with content, and the one that makes the terms of a definition list."""

MARK = "data-mark"
"""The attribute of a list that a dialect has marked: ``list-table N``."""

SURPLUS = "data-surplus"
"""The attribute of a row that has more cells than its header: how many of them no reader sees."""


def _located(rule: _BlockRule) -> _BlockRule:
    """Wrap a block rule so that its tokens know where each of their lines begins, quote and list marks left out."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        count = len(state.tokens)
        done = rule(state, start, end, silent)
        if done and not silent:
            for token in state.tokens[count:]:
                if token.map is not None and "starts" not in token.meta:
                    first, last = token.map
                    lines = range(first, max(last, first + 1))
                    token.meta["starts"] = [state.bMarks[line] + state.tShift[line] for line in lines]
                    token.meta["end"] = state.eMarks[lines[-1]]
        return done

    return run


@cache
def _markdown(depth: int) -> MarkdownIt:
    md = (
        MarkdownIt("commonmark", {"html": True, "maxNesting": depth})
        .enable(["table", "strikethrough"])
        .use(deflist_plugin)
    )
    md.core.ruler.enableOnly(["normalize", "block"])
    alternatives = {rule.name: rule.alt for rule in md.block.ruler.__rules__}
    rules = {rule.name: rule.fn for rule in md.block.ruler.__rules__}
    for name in _LOCATED:
        md.block.ruler.at(name, _located(rules[name]), {"alt": alternatives[name]})
    md.block.ruler.at("table", whole(rules["table"]), {"alt": alternatives["table"]})
    return prepared(md)


def parse_blocks(
    source: SourceText, hidden: str, variables: Mapping[str, str], budget: Budget, *, complete: bool = True
) -> Element:
    """Return the tree of a page.

    Args:
        source: The page.
        hidden: Its text as the parser may see it: as long, with the same lines.
        variables: The values of template variables.
        budget: What there may be.
        complete: Whether all inline content is read, or only that which ``needed`` names.
    """
    md = _markdown(budget.bounds.depth)
    env: dict[str, Any] = {BUDGET: budget}
    tokens = md.parse(hidden, env)
    budget.check_depth(tokens)
    _unmask_references(env, source, hidden)
    tree = TreeBuilder(budget.bounds.html_depth, budget.tell_flat)
    reader = InlineReader(md, env, source.text, hidden, variables, tree)
    if not complete:
        wanted = needed(tokens, hidden, source)
        tokens = [token for index, token in enumerate(tokens) if token.type != "inline" or index in wanted]
    _Blocks(source, hidden, tree, reader, budget).read(tokens)
    return tree.finish(len(hidden))


def _unmask_references(env: dict[str, Any], source: SourceText, hidden: str) -> None:
    """Put template code back into the targets of link references."""
    for reference in env.get("references", {}).values():
        href = reference["href"]
        if MASK in href:
            label = hidden.find("[", source.starts[reference["map"][0]])
            start = label + href.start
            reference["href"] = source.text[start : start + len(href)]


class _Blocks:
    """Reads block tokens into a tree."""

    def __init__(
        self, source: SourceText, hidden: str, tree: TreeBuilder, reader: InlineReader, budget: Budget
    ) -> None:
        self._source = source
        self._hidden = hidden
        self._tree = tree
        self._reader = reader
        self._budget = budget

    def read(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.type in {"inline", "html_block"}:
                assert token.map is not None, "the block rules give their tokens lines"
                is_html = token.type == "html_block"
                with self._budget.spent(token.map[0], token.content, self._reader, html=is_html):
                    piece = lines_piece(token.content, token.meta["starts"], self._hidden)
                    (self._reader.read_html if is_html else self._reader.read)(piece)
            elif token.type in {"fence", "code_block"}:
                self._read_code_block(token)
            elif token.type == "table":
                self._read_table(token)
            elif token.nesting > 0:
                self._read_open(token)
            elif token.nesting < 0:
                self._read_close(token.tag)

    def _read_open(self, token: Token) -> None:
        mark = self._source.lines[token.map[0]].mark if token.map else ""
        attributes = ((MARK, mark),) if mark and token.tag in {"ul", "ol"} else ()
        self._tree.open(token.tag, UNKNOWN, UNKNOWN, attributes, markdown=True)

    def _read_close(self, tag: str) -> None:
        self._tree.close(tag, UNKNOWN, UNKNOWN, markdown=True)

    def _read_code_block(self, token: Token) -> None:
        starts, end = token.meta["starts"], token.meta["end"]
        start, content = starts[0], token.content
        if MASK in content:
            lines = lines_piece(content, starts[1:] if token.type == "fence" else starts, self._hidden)
            content = "\n".join(self._unmasked_lines(lines))
        self._tree.add(Element("pre", (("info", token.info),), (Code(content, start, end),), start, end, (start, end)))

    def _unmasked_lines(self, piece: Piece) -> Iterator[str]:
        index = 0
        for line in piece.content.split("\n"):
            first, last = piece.range(index, index + len(line))
            yield self._source.text[first:last] if MASK in line else line
            index += len(line) + 1

    def _read_table(self, token: Token) -> None:
        head, *body = token.meta[ROWS]
        width = len(head.cells)
        self._tree.open("table", UNKNOWN, UNKNOWN, markdown=True)
        for section, tag, rows in (("thead", "th", [head]), ("tbody", "td", body)):
            if rows:
                self._tree.open(section, UNKNOWN, UNKNOWN, markdown=True)
                for row in rows:
                    with self._budget.spent(row.line, self._hidden[row.start : row.end], self._reader):
                        self._read_row(row, tag, width)
                self._read_close(section)
        self._read_close("table")

    def _read_row(self, row: Row, tag: str, width: int) -> None:
        start, end = row.start, row.end
        surplus = len(row.cells) - width
        attributes = ((SURPLUS, str(surplus)),) if surplus > 0 else ()
        self._tree.open("tr", start, start, attributes, markdown=True)
        for first, after in row.cells[:width]:
            plain = self._reader.plain(first, after)
            if plain is not None:
                self._tree.add(Element(tag, (), plain, first, after, (first, after)))
                continue
            self._tree.open(tag, first, first, markdown=True)
            self._reader.read(cell_piece(self._hidden, first, after))
            self._tree.close(tag, after, after, markdown=True)
        for _ in range(-surplus):
            self._tree.add(Element(tag, (), (), end, end, (end, end)))
        self._read_close("tr")
