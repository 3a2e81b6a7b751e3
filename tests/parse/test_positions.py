"""Every node of a page knows where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.model import Break, Code, Element, Node, Text
from kg.parse import parse
from kg.repair.conflict import split
from kg.repair.encoding import decode
from kg.repair.frontmatter import read_front_matter
from kg.source import SourceText
from kg.visible import elements, text_of


def sources_of(data: bytes) -> Iterator[SourceText]:
    """Yield the texts of a page, of each side of its conflicts, without the front matter."""
    for text in split(decode("page.md", data)[0])[0]:
        yield read_front_matter(text)[1]


def source_of(text: str) -> SourceText:
    (source,) = split(decode("page.md", text.encode())[0])[0]
    return source


def descendants(element: Element) -> Iterator[Node]:
    for node in element.children:
        yield node
        if isinstance(node, Element):
            yield from descendants(node)


def disorders(element: Element) -> Iterator[tuple[str, object]]:
    """Yield each element whose parts do not lie in it, in order."""
    bounds = [
        element.start,
        element.inner[0],
        *(place for node in element.children for place in (node.start, node.end)),
    ]
    bounds += [element.inner[1], element.end]
    if any(after < before for before, after in pairwise(bounds)):
        yield element.tag, bounds
    for node in element.children:
        if isinstance(node, Element):
            yield from disorders(node)


LINE_START = re.compile(r"\n[ \t>]*")
"""Text of an HTML block goes on over lines, which begin with the marks of the quote or list around them."""


def is_written(node: Text, source: str) -> bool:
    """Return whether a text stands where it says: as it is, as an escape or an entity, or as a line end."""
    piece = source[node.start : node.end]
    if node.value == " " and piece == "\n":
        return True
    if re.fullmatch(r"&\S+;|\\.", piece):
        return True
    plain, value = (LINE_START.sub("\n", one.replace("\\|", "|")) for one in (piece, node.value))
    return plain == value


def is_marked(node: Node, source: str, *, in_block: bool) -> bool:
    """Return whether a link, an image, a code span or a line break begins and ends with its mark-up."""
    piece = source[node.start : node.end]
    if isinstance(node, Code):
        return in_block or (piece[0] == piece[-1] == "`")
    if isinstance(node, Break):
        return bool(re.fullmatch(r"\\|\n|<br[^>]*>", piece, re.IGNORECASE))
    if isinstance(node, Element) and node.tag == "a" and piece.startswith("["):
        return piece.endswith((")", "]"))
    if isinstance(node, Element) and node.tag == "a":
        return bool(re.match(r"<a[\s>/]", piece, re.IGNORECASE)) or bool(re.fullmatch(r"<[^>]*>", piece))
    if isinstance(node, Element) and node.tag == "img":
        return bool(re.fullmatch(r"!\[.*[)\]]|<img.*>", piece, re.IGNORECASE | re.DOTALL))
    return True


def faults(source: SourceText) -> list[object]:
    """Return what a parsed page has in a wrong place."""
    text = source.text
    tree = parse(source)
    nodes = list(descendants(tree))
    blocks = {id(child) for node in nodes if isinstance(node, Element) and node.tag == "pre" for child in node.children}
    wrong: list[object] = list(disorders(tree))
    wrong += [
        (node, text[node.start : node.end]) for node in nodes if isinstance(node, Text) and not is_written(node, text)
    ]
    wrong += [
        (node, text[node.start : node.end]) for node in nodes if not is_marked(node, text, in_block=id(node) in blocks)
    ]
    return wrong


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test with ``page_name`` once for each page of the corpus; without the corpus, ``shared`` skips or fails."""
    if "page_name" in metafunc.fixturenames:
        folder = Path(__file__).parents[3] / "shared" / "corpus" / "pages"
        metafunc.parametrize("page_name", sorted(page.name for page in folder.glob("*.md")) or ["missing.md"])


def test_every_node_of_a_corpus_page_stands_where_it_says(shared: Path, page_name: str) -> None:
    data = (shared / "corpus" / "pages" / page_name).read_bytes()

    assert [fault for source in sources_of(data) for fault in faults(source)] == []


PLAIN = re.compile(r"[^\\`*_~\[\]<>&{}!|]*")


def test_the_text_of_a_plain_cell_of_a_corpus_page_is_its_source(shared: Path, page_name: str) -> None:
    data = (shared / "corpus" / "pages" / page_name).read_bytes()
    found = [
        (text_of(cell.children), " ".join(source.text[slice(*cell.inner)].split()))
        for source in sources_of(data)
        for tag in ("td", "th")
        for cell in elements(parse(source).children, tag)
        if PLAIN.fullmatch(source.text[slice(*cell.inner)]) and source.text[slice(*cell.inner)].isascii()
    ]

    assert [pair for pair in found if pair[0] != pair[1]] == []


WORD = st.text("abcé日😀0", min_size=1, max_size=5)
ATOM = st.one_of(
    WORD,
    st.sampled_from(["&amp;", "&#65;", "\\*", "\\|", "&", "*", "_", "`", "~", "{{ a }}", "{% b %}", "!", ":", "-"]),
    WORD.map("**{}**".format),
    WORD.map("*{}*".format),
    WORD.map("__{}__".format),
    WORD.map("_{}_".format),
    WORD.map("***{}***".format),
    WORD.map("~~{}~~".format),
    WORD.map("`{}`".format),
    WORD.map("`` `{} ``".format),
    WORD.map("<https://a.example/{}>".format),
    WORD.map("![{}](b.png)".format),
    WORD.map("<b>{}</b>".format),
    WORD.map("<code>{}</code>".format),
    WORD.map("<a href='b.html'>{}</a>".format),
    WORD.map("[**{}**](a.html 'title')".format),
    WORD.map("[`{}`][ref]".format),
    WORD.map("[{}]({{{{ x }}}}/y.html)".format),
    WORD.map("[![{}](b.png)](<a b.html>)".format),
    st.just("[ref]"),
)
INLINE = st.lists(ATOM, min_size=1, max_size=4).map(" ".join) | st.lists(ATOM, min_size=1, max_size=4).map("".join)
HTML_CELL = st.sampled_from(
    ["<br>", "<br/>", "<ul><li>a</li><li>b</li></ul>", "<ul><li>a<ul><li>b</ul><li>c</ul>", "<p>a<p>b", "</td>", "<li>"]
)
CELL = st.lists(INLINE | HTML_CELL, max_size=3).map("".join)
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=3).map("\n".join) | st.tuples(INLINE, INLINE).map("  \n".join)


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=3))
    edge = "|" if width == 1 else draw(st.sampled_from(["|", ""]))
    pad = draw(st.sampled_from(["", " ", "\t"]))
    head = ["head"] * width
    return "\n".join(
        edge + "|".join(f"{pad}{cell}{pad}" for cell in row) + edge for row in [head, ["---"] * width, *rows]
    )


@st.composite
def html_tables(draw: st.DrawFn) -> str:
    rows = draw(st.lists(st.lists(CELL, min_size=1, max_size=2), min_size=1, max_size=2))
    end, row_end = draw(st.sampled_from([("</td>", "</tr>"), ("", "")]))
    lines = [line for row in rows for line in ("<tr>", *(f"<td>{cell}{end}" for cell in row), row_end)]
    attribute = draw(st.sampled_from(["", ' markdown="1"']))
    return "\n".join([f"<table{attribute}>", *lines, "</table>"])


def indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", f"\n{rest}")


BLOCK = st.recursive(
    st.one_of(
        PARAGRAPH,
        tables(),
        html_tables(),
        INLINE.map("## {}".format),
        INLINE.map("{}\n=====".format),
        PARAGRAPH.map("```text\n{}\n```".format),
        st.tuples(WORD, INLINE).map("\n: ".join),
        st.just("[ref]: ref.html"),
    ),
    lambda block: st.one_of(
        block.map(lambda text: indented(text, "- ", "  ")),
        block.map(lambda text: indented(text, "3. ", "   ")),
        block.map(lambda text: indented(text, "> ", "> ")),
        st.lists(block, min_size=1, max_size=3).map("\n\n".join),
        st.lists(block, min_size=1, max_size=2).map("\n".join),
    ),
    max_leaves=4,
)


@settings(deadline=None, max_examples=200)
@given(BLOCK)
@example("- **a**\n\n  | b | c |\n  |---|---|\n  | `d` | [e](f) |")
@example("~~a~~~")
@example("> a  \n> b\\\n> c\n> d")
def test_every_node_of_a_document_stands_where_it_says(text: str) -> None:
    assert faults(source_of(text)) == []


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("ab`*_~[]()<>|\\&;:!#-=\n\n \t.1é{}%\"'/"), max_size=40))
def test_every_node_of_any_text_stands_where_it_says(text: str) -> None:
    assert faults(source_of(text)) == []


@settings(deadline=None)
@given(st.lists(st.lists(st.text("ab é日.,:1 ", max_size=6), min_size=2, max_size=2), min_size=1, max_size=4))
def test_the_text_of_a_plain_cell_is_its_source(rows: list[list[str]]) -> None:
    source = source_of("|a|b|\n|-|-|\n" + "\n".join(f"|{'|'.join(row)}|" for row in rows))
    cells = [cell for row in elements(parse(source).children, "tr") for cell in elements(row.children, "td")]

    assert [source.text[slice(*cell.inner)] for cell in cells] == [cell.strip() for row in rows for cell in row]
    assert [text_of(cell.children) for cell in cells] == [" ".join(cell.split()) for row in rows for cell in row]


@pytest.mark.parametrize(
    ("text", "tag", "piece", "inner"),
    [
        ("a **b** c", "strong", "**b**", "b"),
        ("a __b__ c", "strong", "__b__", "b"),
        ("a *b* c", "em", "*b*", "b"),
        ("a ***b*** c", "em", "***b***", "**b**"),
        ("a ***b*** c", "strong", "**b**", "b"),
        ("a ~~b~~ c", "s", "~~b~~", "b"),
        ("a <b>b</b> c", "b", "<b>b</b>", "b"),
        ("a [b](c) d", "a", "[b](c)", "b"),
        ("a [b](<c d> 'e') f", "a", "[b](<c d> 'e')", "b"),
        ("a <a href=b>c</a> d", "a", "<a href=b>c</a>", "c"),
        ("a <https://b.example> c", "a", "<https://b.example>", "https://b.example"),
        ("a [b][c] d\n\n[c]: e", "a", "[b][c]", "b"),
        ("a [b][] d\n\n[b]: e", "a", "[b][]", "b"),
        ("a [b] d\n\n[b]: e", "a", "[b]", "b"),
        ("# a *b*", "em", "*b*", "b"),
        ("- a *b*", "em", "*b*", "b"),
        ("> - a *b*", "em", "*b*", "b"),
        ("> a\n> *b*", "em", "*b*", "b"),
        ("a\n   *b*", "em", "*b*", "b"),
        ("|a|b|\n|-|-|\n|x\\|y *b*|c|", "em", "*b*", "b"),
    ],
)
def test_an_element_begins_and_ends_with_its_mark_up(text: str, tag: str, piece: str, inner: str) -> None:
    source = source_of(text)
    element = next(elements(parse(source).children, tag))

    assert (source.text[element.start : element.end], source.text[slice(*element.inner)]) == (piece, inner)


@pytest.mark.parametrize("text", ["a `b` c", "a `` b ` c ``", "- `b`", "> a\n> `b`", "|a|\n|-|\n|`b\\|c`|", "`a\nb`"])
def test_a_code_span_begins_and_ends_with_its_ticks(text: str) -> None:
    source = source_of(text)
    (code,) = (node for node in descendants(parse(source)) if isinstance(node, Code))

    assert source.text[code.start : code.end] == text[text.index("`") : text.rindex("`") + 1]


def test_a_code_block_has_the_range_of_its_fences() -> None:
    source = source_of("> a\n>\n> ```sh\n> ls\n> ```\n\nb")
    (block,) = elements(parse(source).children, "pre")

    assert (block.get("info"), source.text[block.start : block.end]) == ("sh", "```sh\n> ls\n> ```")
    assert block.children == (Code("ls\n", block.start, block.end),)
