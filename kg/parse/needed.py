"""Which inline content of a page is worth reading, where only its features are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from ..signs import has_entries, has_structure, may_explain
from ..source import SourceText

_WITH_HTML = frozenset({"html_block", "inline", "table"})
_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_OPENERS = _LISTS | {"table", "dl_open"}


def needed(tokens: Sequence[Token], hidden: str, source: SourceText) -> frozenset[int]:
    """Return the indices of the inline tokens that are read.

    These are the cells of tables, the items of lists that can hold entries or are tables to a dialect, definition
    lists, headings, what may be a legend, and the paragraph before each table and list. A page whose HTML has parts of
    tables or lists is read whole.

    Args:
        tokens: Those of the page.
        hidden: Its text as the parser saw it.
        source: The page.
    """
    if any(token.type in _WITH_HTML and has_structure(token.content) for token in tokens):
        return frozenset(range(len(tokens)))
    return frozenset(_needed(tokens, hidden, source))


def _needed(tokens: Sequence[Token], hidden: str, source: SourceText) -> Iterator[int]:
    depth = 0  # how many elements are open in the table or list that is read
    before = -1  # the last paragraph
    for index, token in enumerate(tokens):
        if token.type == "inline":
            opener = tokens[index - 1].type
            if depth or opener == "heading_open" or may_explain(token.content):
                yield index
            if opener == "paragraph_open":
                before = index
        elif depth:
            depth += token.nesting
        elif token.type in _OPENERS:
            if before >= 0:
                yield before
            assert token.map is not None, "the block rules give their tokens lines"
            first, after = token.map
            if token.type != "table" and (
                token.type not in _LISTS
                or source.lines[first].mark
                or has_entries(_lines(hidden, source, first, after))
            ):
                depth = 1


def _lines(hidden: str, source: SourceText, first: int, after: int) -> str:
    """Return some lines as the parser saw them."""
    starts = source.starts
    return hidden[starts[first] : starts[after] if after < len(starts) else len(hidden)]
