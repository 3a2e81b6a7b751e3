"""The inline content of a piece as nodes with positions, which markdown-it does not keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice, pairwise
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from ..model import Break, Code, Element, Text
from ..variables import filled
from .pieces import Piece
from .template import MASK
from .tree import VOID, TreeBuilder

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_ATTRIBUTES = 100
"""So many attributes of an element are read; none has more but to do harm."""

_LOCATED = ("link", "image", "autolink", "backticks")
_MARKDOWN_ATTRIBUTE = re.compile(r"""\bmarkdown\s*=\s*["']?(?:1|span|block)\b""")
_NEEDS_PARSER = re.compile(r"[\\`*_~\[<&\n]")

_HTML_TAG = re.compile(f"{open_tag}|{close_tag}")
_TEXT_AND_TAGS = re.compile(rf"(?:[^\\`*_~\[<&\n]++|{open_tag}|{close_tag})*+")
"""Content of which the parser would make nothing but text and tags (CommonMark 0.31, section 6.6)."""

_HTML_TEXT_AND_TAGS = re.compile(rf"(?:[^<&]++|{open_tag}|{close_tag})*+")
"""The same of a block of HTML, in which no other mark counts."""


class _Destination(str):
    """The target of a link as written, and where it stands in what the parser was given."""

    __slots__ = ("start",)
    start: int


class _LocatedState(StateInline):
    """Notes on each token where it begins: ``meta["start"]``, an index in the source of the state."""

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["start"] = self.pos
        return token

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        content = self.pending
        token = super().pushPending()
        end = self.pos
        while end > len(content) and not self.src.startswith(content, end - len(content)):
            end -= 1  # the newline rule drops blanks, the link rule has gone past its bracket
        token.meta["start"] = end - len(content)
        return token


def _located(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Wrap an inline rule so that the first token that it makes knows where the whole construct begins and ends."""

    def run(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        pending = bool(state.pending)
        done = rule(state, silent)
        made = count + 1 if pending else count
        if done and not silent and made < len(state.tokens) and state.tokens[made].type != "text":
            state.tokens[made].meta.update(start=start, end=state.pos)
        return done

    return run


def _raw_destination(parse: Callable[[str, int, int], Any]) -> Callable[[str, int, int], Any]:
    """Wrap the parser of link destinations so that it keeps entities and escapes as they are written."""

    def run(text: str, start: int, end: int) -> Any:
        result = parse(text, start, end)
        if result.ok:
            bracketed = text.startswith("<", start)
            result.str = _Destination(text[start + bracketed : result.pos - bracketed])
            result.str.start = start + bracketed
        return result

    return run


def prepared(md: MarkdownIt) -> MarkdownIt:
    """Return a parser that keeps positions, and targets as they are written."""
    rules = {rule.name: rule.fn for rule in md.inline.ruler.__rules__}
    for name in _LOCATED:
        md.inline.ruler.at(name, _located(rules[name]))
    md.inline.ruler2.disable("fragments_join")
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    md.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    helpers = {name: getattr(md.helpers, name) for name in ("parseLinkLabel", "parseLinkTitle")}
    destination = _raw_destination(md.helpers.parseLinkDestination)
    md.helpers = SimpleNamespace(**helpers, parseLinkDestination=destination)  # type: ignore[assignment]
    return md


@cache
def _html_only() -> MarkdownIt:
    md = MarkdownIt("zero", {"html": True}).enable(["html_inline", "entity"])
    return prepared(md)


class InlineReader:
    """Reads pieces of one page into a tree.

    Args:
        md: The parser of the page, prepared.
        env: Its environment, which holds the link references of the page.
        text: The text of the page, template code and all.
        hidden: The same with the template code masked.
        variables: The values of template variables.
        tree: Where the nodes go.
    """

    def __init__(
        self,
        md: MarkdownIt,
        env: dict[str, Any],
        text: str,
        hidden: str,
        variables: Mapping[str, str],
        tree: TreeBuilder,
    ) -> None:
        self._md = md
        self._env = env
        self._text = text
        self._hidden = hidden
        self._variables = variables
        self._tree = tree
        self.nodes = 0
        """How many texts, marks and tags have been read."""

    def plain(self, start: int, end: int) -> tuple[Text, ...] | None:
        """Return the nodes of a stretch of the text that needs no parser: one, or none; None for any other."""
        content = self._hidden[start:end]
        if not content:
            return ()
        if _NEEDS_PARSER.search(content):
            return None
        self.nodes += 1
        return (Text(self._text_of(content, start, end), start, end),)

    def read(self, piece: Piece) -> None:
        """Add the nodes of a piece of Markdown."""
        if not _NEEDS_PARSER.search(piece.content):
            if piece.content:
                self.nodes += 1
                self._add_text(piece, 0, len(piece.content))
        elif _TEXT_AND_TAGS.fullmatch(piece.content):
            self._read_text_and_tags(piece)
        else:
            self._read_tokens(self._md, piece)

    def _read_text_and_tags(self, piece: Piece) -> None:
        after = 0
        for tag in _HTML_TAG.finditer(piece.content):
            start, end = tag.span()
            self.nodes += 2
            if start > after:
                self._add_text(piece, after, start)
            self._add_tag(piece, start, end)
            after = end
        self._add_text(piece, after, len(piece.content))

    def read_html(self, piece: Piece) -> None:
        """Add the nodes of a piece of an HTML block, in which Markdown counts only where ``markdown="1"`` says so."""
        markdown = self._tree.is_inside_markdown or _MARKDOWN_ATTRIBUTE.search(piece.content)
        if not markdown and _HTML_TEXT_AND_TAGS.fullmatch(piece.content):
            self._read_text_and_tags(piece)
        else:
            self._read_tokens(self._md if markdown else _html_only(), piece)

    def _read_tokens(self, md: MarkdownIt, piece: Piece) -> None:
        tokens: list[Token] = []
        state = _LocatedState(piece.content, md, self._env, tokens)
        md.inline.tokenize(state)
        _spread(tokens)
        for rule in md.inline.ruler2.getRules(""):
            rule(state)
        _reorder(tokens)
        self.nodes += len(tokens)
        ends: list[int] = []
        for token in tokens:
            self._read_token(token, piece, ends)

    def _read_token(self, token: Token, piece: Piece, ends: list[int]) -> None:
        start: int = token.meta["start"]
        if token.type == "link_open":
            ends.append(token.meta["end"])
            self._open_link(token, piece, start)
        elif token.type == "link_close":
            end = ends.pop()
            inner = end - 1 if token.info == "auto" else start
            self._tree.close("a", piece.at(inner), piece.range(inner, end)[1], markdown=True)
        elif token.nesting > 0:
            first = start - (len(token.markup) - 1 if token.tag == "strong" else 0)
            self._tree.open(token.tag, piece.at(first), piece.at(first + len(token.markup)), markdown=True)
        elif token.nesting < 0:
            first, last = piece.range(start, start + len(token.markup))
            self._tree.close(token.tag, first, last, markdown=True)
        else:
            _LEAVES[token.type](self, token, piece, start)

    def _open_link(self, token: Token, piece: Piece, start: int) -> None:
        first = piece.at(start)
        self._tree.open(
            "a", first, first + 1, (("href", self._destination(token.attrs.get("href", ""), piece)),), markdown=True
        )

    def _destination(self, href: object, piece: Piece) -> str:
        """Return a target with its template code; that of a reference has it already."""
        value = str(href)
        if MASK not in value or not isinstance(href, _Destination):
            return value
        first, last = piece.range(href.start, href.start + len(value))
        return self._text[first:last]

    def _read_text(self, token: Token, piece: Piece, start: int) -> None:
        start += not piece.content.startswith(token.content, start)  # of an autolink, whose bracket comes first
        self._add_text(piece, start, start + len(token.content))

    def _read_special(self, token: Token, piece: Piece, start: int) -> None:
        self._tree.add(Text(token.content, *piece.range(start, start + len(token.markup))))

    def _read_soft_break(self, _: Token, piece: Piece, start: int) -> None:
        self._tree.add(Text(" ", *piece.range(start, start + 1)))

    def _read_hard_break(self, _: Token, piece: Piece, start: int) -> None:
        self._tree.add(Break(*piece.range(start, start + 1)))

    def _read_tag(self, token: Token, piece: Piece, start: int) -> None:
        self._add_tag(piece, start, start + len(token.content))

    def _read_image(self, token: Token, piece: Piece, start: int) -> None:
        first, last = piece.range(start, token.meta["end"])
        source = self._destination(token.attrs.get("src", ""), piece)
        alternative = unmasked(token.content, self._hidden, self._text, first, last)
        self._tree.add(Element("img", (("src", source), ("alt", alternative)), (), first, last, (last, last)))

    def _read_code(self, token: Token, piece: Piece, start: int) -> None:
        first, last = piece.range(start, token.meta["end"])
        value = token.content
        if MASK in value:
            size = len(token.markup)
            value = " ".join(self._text[first + size : last - size].split("\n")).strip(" ")
        self._tree.add(Code(value, first, last))

    def _add_text(self, piece: Piece, start: int, end: int) -> None:
        if end <= start:
            return
        first, last = piece.range(start, end)
        self._tree.add(Text(self._text_of(piece.content[start:end], first, last), first, last))

    def _text_of(self, content: str, start: int, end: int) -> str:
        """Return some content with its template code, values filled in; it stands from ``start`` to ``end``."""
        return filled(self._text[start:end], self._variables) if MASK in content else content

    def _add_tag(self, piece: Piece, start: int, end: int) -> None:
        tag = _TAG.match(piece.content, start, end)
        if not tag:
            return  # a comment, a declaration or a processing instruction
        first, last = piece.range(start, end)
        name = tag[2].lower()
        if tag[1]:
            self._tree.close(name, first, last)
        elif name == "br":
            self._tree.add(Break(first, last))
        elif name in VOID or piece.content.endswith("/>", start, end):
            self._tree.add(Element(name, self._attributes(piece, tag.end(), end), (), first, last, (last, last)))
        else:
            self._tree.open(name, first, last, self._attributes(piece, tag.end(), end))

    def _attributes(self, piece: Piece, start: int, end: int) -> tuple[tuple[str, str], ...]:
        found = []
        for attribute in islice(_ATTRIBUTE.finditer(piece.content, start, end - 1), _ATTRIBUTES):
            group = next((index for index in (2, 3, 4) if attribute[index] is not None), None)
            value = ""
            if group is not None:
                first, last = piece.range(*attribute.span(group))
                value = self._text[first:last]
            found.append((attribute[1].lower(), value))
        return tuple(found)


def unmasked(value: str, hidden: str, text: str, start: int, end: int) -> str:
    """Return what stands in ``text`` where ``hidden`` has ``value`` between ``start`` and ``end``; else the value."""
    at = hidden.find(value, start, end) if MASK in value else -1
    return text[at : at + len(value)] if at >= 0 else value


def _spread(tokens: list[Token]) -> None:
    """Give the signs of a run of ``*`` or ``~``, which the parser pushes from one place, a place each."""
    for before, token in pairwise(tokens):
        if token.type == before.type == "text" and token.meta["start"] <= before.meta["start"]:
            token.meta["start"] = before.meta["start"] + len(before.content)


def _reorder(tokens: list[Token]) -> None:
    """Give the odd ``~`` of a closing run, which the parser moves behind the run, the place where it is shown."""
    for before, token in pairwise(tokens):
        if before.type == "s_close" and token.type == "text" and token.meta["start"] < before.meta["start"]:
            before.meta["start"], token.meta["start"] = token.meta["start"], token.meta["start"] + len(before.markup)


_LEAVES: dict[str, Callable[[InlineReader, Token, Piece, int], None]] = {
    "text": InlineReader._read_text,  # noqa: SLF001 - the table of the class's own readers
    "text_special": InlineReader._read_special,  # noqa: SLF001
    "softbreak": InlineReader._read_soft_break,  # noqa: SLF001
    "hardbreak": InlineReader._read_hard_break,  # noqa: SLF001
    "code_inline": InlineReader._read_code,  # noqa: SLF001
    "html_inline": InlineReader._read_tag,  # noqa: SLF001
    "image": InlineReader._read_image,  # noqa: SLF001
}
"""What reads a token without content, by its type."""
