"""What a reader sees of some nodes: text, links, and where the text begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .model import Break, Code, Element, Node, Text
from .mojibake import repaired

HIDDEN = frozenset({"script", "style", "template", "img", "svg", "iframe", "object", "video", "audio"})
"""Elements that add no words to a text."""

INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "label",
    ]
)
"""Elements that stand in a line; all others begin and end one."""

_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶^]+|[a-z])(?:[\s,;]+(?:\d{1,3}|[*†‡§¶^]+|[a-z]))*[\])]?")


CODE = frozenset({"code", "kbd", "tt", "samp"})
"""Elements whose content is code."""


def text_of(nodes: Iterable[Node], code: Callable[[str], str] = str) -> str:
    """Return the visible text: mark-up and footnote marks dropped, mojibake repaired, white space folded.

    Args:
        nodes: What is to be seen.
        code: What to put in the place of a code span.
    """
    text = "".join(_words(nodes, code))
    return " ".join((_FOOTNOTE.sub("", text) if "[^" in text else text).split())


def _words(nodes: Iterable[Node], code: Callable[[str], str] = str) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Text):
            yield repaired(node.value)
        elif isinstance(node, Code):
            yield code(node.value)
        elif isinstance(node, Break):
            yield " "
        elif node.tag in CODE:
            yield code("".join(_raw(node.children)))
        elif node.tag in INLINE:
            if not is_footnote_mark(node):
                yield from _words(node.children, code)
        elif node.tag not in HIDDEN and not is_code_block(node):
            yield " "
            yield from _words(node.children, code)
            yield " "


def _raw(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the words of code, in which nothing is repaired."""
    for node in nodes:
        if isinstance(node, Text | Code):
            yield node.value
        elif isinstance(node, Break):
            yield " "
        else:
            yield from _raw(node.children)


def is_code_block(node: Element) -> bool:
    """Return whether an element is a code block of Markdown, which is no text of the list item that it stands in."""
    return node.tag == "pre" and node.get("info") is not None


def is_footnote_mark(node: Element) -> bool:
    """Return whether an element is a raised number, letter or sign that points to a footnote."""
    return node.tag == "sup" and bool(_MARK.fullmatch("".join(_words(node.children)).strip()))


def elements(nodes: Iterable[Node], tag: str) -> Iterator[Element]:
    """Yield the elements of a tag among some nodes and inside them, in order; those inside a found one too."""
    for node in nodes:
        if isinstance(node, Element):
            if node.tag == tag:
                yield node
            yield from elements(node.children, tag)


def codes_of(nodes: Iterable[Node]) -> Iterator[Code]:
    """Yield the code spans among some nodes and inside them, in order."""
    for node in nodes:
        if isinstance(node, Code):
            yield node
        elif isinstance(node, Element):
            if node.tag in CODE:
                yield Code("".join(_raw(node.children)), node.start, node.end)
            elif node.tag not in HIDDEN and not is_code_block(node):
                yield from codes_of(node.children)


def is_blank(node: Node) -> bool:
    """Return whether a node shows nothing: white space, or an element that holds nothing visible and links nowhere."""
    if isinstance(node, Text):
        return not node.value.strip()
    if isinstance(node, Element):
        shown = node.tag in {"img", "svg", "input"} or node.get("href")
        return not shown and all(is_blank(child) for child in node.children)
    return isinstance(node, Break)
