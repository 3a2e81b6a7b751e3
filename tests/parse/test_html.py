"""HTML in a page, in blocks and in the cells of tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Break, Code, Element, Node, Text
from kg.parse import parse
from kg.repair.encoding import decode
from kg.source import SourceText, lines_of
from kg.visible import elements, text_of


def tree_of(text: str) -> Element:
    file = decode("page.md", text.encode())[0]
    return parse(SourceText(file, lines_of(file.text)))


def outline(nodes: tuple[Node, ...]) -> str:
    """Return nodes as HTML with each end tag, attributes left out."""
    parts = []
    for node in nodes:
        if isinstance(node, Element):
            parts.append(f"<{node.tag}>{outline(node.children)}</{node.tag}>")
        elif isinstance(node, Break):
            parts.append("<br>")
        else:
            parts.append(" ".join(node.value.split()))
    return "".join(parts)


def cell_of(content: str) -> str:
    """Return the outline of the second cell of a pipe table."""
    (_, cell, _) = elements(tree_of(f"|a|b|c|\n|-|-|-|\n|one|{content}|three|").children, "td")
    return outline(cell.children)


def block_of(text: str) -> str:
    return outline(tree_of(text).children)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul><li>c</ul>", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
        ("<ol><li>a<ul><li>b<li>c</ul></ol>", "<ol><li>a<ul><li>b</li><li>c</li></ul></li></ol>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a</li><ul><li>b</li></ul></ul>"),
        ("<UL><LI>a<LI>b</UL>", "<ul><li>a</li><li>b</li></ul>"),
        ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("a<br>b<br/>c<br />d", "a<br>b<br>c<br>d"),
        ("a<hr>b<img src=c>d", "a<hr></hr>b<img></img>d"),
        ("a <!-- <li>b --> c", "a c".replace(" ", "")),
        ("<b>a</b> <b>b", "<b>a</b><b>b</b>"),
        ("<li>a<li>b", "<li>a</li><li>b</li>"),
        ("`<li>`", "<li>"),
    ],
)
def test_a_cell_of_a_pipe_table_holds_elements(content: str, expected: str) -> None:
    assert cell_of(content) == expected


@pytest.mark.parametrize("stray", ["</td>", "</tr>", "</table>", "</li>", "</ul>", "</b>", "</p>", "</div>", "</br>"])
def test_a_stray_end_tag_in_a_cell_does_no_harm(stray: str) -> None:
    cells = elements(tree_of(f"|a|b|c|\n|-|-|-|\n|one|two{stray}|three|\n|x|y|z|").children, "td")

    assert [text_of(cell.children) for cell in cells] == ["one", "two", "three", "x", "y", "z"]


@pytest.mark.parametrize("stray", ["<td>", "<tr>", "<li>", "<ul>", "<b>", "<p>", "<div>", "<table>", "<td", "<!--"])
def test_a_tag_that_is_left_open_in_a_cell_ends_with_the_cell(stray: str) -> None:
    rows = elements(tree_of(f"|a|b|c|\n|-|-|-|\n|one|{stray}|three|\n|x|y|z|").children, "tr")
    texts = [[text_of([cell]) for cell in row.children if isinstance(cell, Element)] for row in rows]

    assert (texts[0], texts[1][0], texts[1][-1], texts[-1]) == (["a", "b", "c"], "one", "three", ["x", "y", "z"])


def test_the_cells_of_an_html_table_need_no_end_tags() -> None:
    text = "<table>\n<tr><th>a<th>b\n<tr><td>c<td>d\n</table>"

    assert block_of(text) == "<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"


def test_the_sections_of_an_html_table_need_no_end_tags() -> None:
    text = "<table><caption>t<thead><tr><th>a<tbody><tr><td>b<tr><td>c<tfoot><tr><td>d</table>"

    assert block_of(text) == (
        "<table><caption>t</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr><tr><td>c</td></tr></tbody>"
        "<tfoot><tr><td>d</td></tr></tfoot></table>"
    )


def test_a_table_in_a_cell_of_an_html_table_ends_no_outer_cell() -> None:
    text = "<table><tr><td>a<table><tr><td>b</table>c<td>d</table>"

    assert block_of(text) == ("<table><tr><td>a<table><tr><td>b</td></tr></table>c</td><td>d</td></tr></table>")


def test_a_list_in_an_html_cell_ends_with_the_cell() -> None:
    text = "<table><tr><td><ul><li>a<li>b<td>c</table>"

    assert block_of(text) == "<table><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td></tr></table>"


def test_markdown_in_an_html_block_is_text() -> None:
    assert block_of("<div>\n**a** `b` [c](d)\n</div>") == "<div>**a** `b` [c](d)</div>"


@pytest.mark.parametrize(
    "attribute", ['markdown="1"', "markdown='1'", "markdown=1", 'markdown="span"', 'markdown="block"']
)
def test_markdown_in_an_html_block_counts_where_an_attribute_says_so(attribute: str) -> None:
    assert block_of(f"<div {attribute}>\n**a** [b](c)\n</div>") == "<div><strong>a</strong><a>b</a></div>"


def test_markdown_behind_a_blank_line_of_an_html_block_counts() -> None:
    assert block_of("<div>\n\n**a**\n\n</div>") == "<div><p><strong>a</strong></p></div>"


def test_an_entity_in_an_html_block_is_decoded() -> None:
    assert text_of(tree_of("<div>a &lt;b&gt; &amp; &#99;</div>").children) == "a <b> & c"


@pytest.mark.parametrize(
    "text",
    ["<!-- a -->", "<!-- a\n\nb -->", "<!-- <td>a</td> -->", "<?php a ?>", "<!DOCTYPE html>", "<script>\na\n</script>"],
)
def test_what_no_reader_sees_is_no_text(text: str) -> None:
    assert text_of(tree_of(f"x\n\n{text}\n\ny").children) == "x y"


def test_an_unclosed_element_ends_with_the_page() -> None:
    assert block_of("<div><b>a\n\nc") == "<div><b>a<p>c</p></b></div>"


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ('<a href="b.html" title=\'c "d"\'>', (("href", "b.html"), ("title", 'c "d"'))),
        ("<a HREF=b.html>", (("href", "b.html"),)),
        ("<a href = 'b' id>", (("href", "b"), ("id", ""))),
        ('<a href="{{ site.url }}/b">', (("href", "{{ site.url }}/b"),)),
        ("<a href='{% link b.md %}'>", (("href", "{% link b.md %}"),)),
        ('<a href="b?c=d&amp;e=f">', (("href", "b?c=d&amp;e=f"),)),
        ('<a href="b>c">', (("href", "b>c"),)),
    ],
)
def test_attributes_are_kept_as_they_are_written(tag: str, attributes: tuple[tuple[str, str], ...]) -> None:
    assert [link.attributes for link in elements(tree_of(f"x {tag}y</a>").children, "a")] == [attributes]


@pytest.mark.parametrize("text", ["<div>{}</div>", "|a|\n|-|\n|{}|", "<table><tr><td>{}</table>"])
def test_deep_nesting_does_not_fail(text: str) -> None:
    depth = 5_000
    tree = tree_of(text.format("<ul><li>" * depth + "deep" + "</li></ul>" * depth))

    assert text_of(tree.children).split()[-1] == "deep"


@pytest.mark.parametrize(
    "text", ["<ul><li>a" * 5_000, "</li></ul>" * 5_000, "> " * 5_000 + "a", "[" * 5_000, "*a " * 5_000]
)
def test_a_bomb_of_mark_up_does_not_fail(text: str) -> None:
    assert isinstance(tree_of(text), Element)


def test_what_follows_a_nest_that_is_too_deep_stands_in_its_place() -> None:
    depth = 300
    text = f"<div>{'<b>' * depth}deep{'</b>' * depth}</div>\n\n<p>after</p>"
    last = tree_of(text).children[-1]

    assert isinstance(last, Element)
    assert (last.tag, text_of([last])) == ("p", "after")


TREE = st.recursive(
    st.sampled_from(["a", "b"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(
            lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
        )
        | st.tuples(st.sampled_from(["a", "b"]), inner).map("".join)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(TREE, st.data())
def test_a_list_without_the_end_tags_of_its_items_is_the_same_list(tree: str, data: st.DataObject) -> None:
    pieces = tree.split("</li>")
    dropped = "".join(piece + data.draw(st.sampled_from(["</li>", ""])) for piece in pieces[:-1]) + pieces[-1]

    assert cell_of(dropped) == cell_of(tree) == tree


def test_code_and_text_keep_their_values() -> None:
    (paragraph,) = tree_of("a `b` c").children

    assert isinstance(paragraph, Element)
    assert paragraph.children == (Text("a ", 0, 2), Code("b", 2, 5), Text(" c", 5, 7))
