"""What a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Element, Node
from kg.parse import parse
from kg.repair.encoding import decode
from kg.source import SourceText, lines_of
from kg.visible import codes_of, elements, is_blank, text_of


def tree_of(text: str) -> Element:
    file = decode("page.md", text.encode())[0]
    return parse(SourceText(file, lines_of(file.text)))


def nodes_of(text: str) -> list[Node]:
    """Return the nodes of the blocks of a text."""
    return [node for block in tree_of(text).children if isinstance(block, Element) for node in block.children]


def shown(text: str) -> str:
    return text_of(tree_of(text).children)


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("**a** *b* ~~c~~ ***d***", "a b c d"),
        ("**a**b", "ab"),
        ("[a](b 'c') <https://d.example>", "a https://d.example"),
        ("[a][r] [r]\n\n[r]: b", "a r"),
        ("`a  b` `` ` ``", "a b `"),
        ("a\nb  \nc\\\nd", "a b c d"),
        ("a<br>b", "a b"),
        ("x ![a](b.png) y", "x y"),
        ("&lt;a&gt; &amp;amp; &nbsp; &#x27;", "<a> &amp; '"),
        ("\\*a\\* 1\\.", "*a* 1."),
        ("  a \u00a0\t b\u3000c  ", "a b c"),
        ("a <!-- b --> c", "a c"),
        ("a<sup>1</sup> b<sup>[2]</sup> c<sup>*</sup> d<sup>a, b</sup>", "a b c d"),
        ("x<sup>th</sup> 2<sup>n</sup>", "xth 2"),
        ("a[^1] b[^note]", "a b"),
        ("a <kbd>b</kbd>", "a b"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<p>a</p><p>b</p>", "a b"),
        ("a <script>b</script>", "a"),
        ("{{ a }} {% b %}", "{{ a }} {% b %}"),
        ("# a\n\n- b\n- c\n\n> d\n\n|e|f|\n|-|-|\n|g|h|", "a b c d e f g h"),
        ("a\n\n```\nb\n```\n\nc", "a c"),
        ("", ""),
    ],
)
def test_the_visible_text_is_what_a_reader_sees(text: str, visible: str) -> None:
    assert shown(text) == visible


def test_mojibake_of_a_text_is_repaired() -> None:
    assert shown("S3\u00e2\u20ac\u2122s *caf\u00c3\u00a9*") == "S3’s café"


def test_mojibake_in_code_stays_as_it_is() -> None:
    assert shown("`caf\u00c3\u00a9` <code>caf\u00c3\u00a9</code>") == "caf\u00c3\u00a9 caf\u00c3\u00a9"


def test_a_caller_may_put_something_in_the_place_of_code() -> None:
    assert text_of(tree_of("a `b` <code>c</code> **`d`**").children, "<{}>".format) == "a <b> <c> <d>"


def test_code_spans_are_found_wherever_they_stand() -> None:
    nodes = tree_of("`a` **`b`** [`c`](d) <code>e *f*</code> <kbd>g</kbd>\n\n```\nh\n```\n").children

    assert [code.value for code in codes_of(nodes)] == ["a", "b", "c", "e f", "g"]


def test_elements_are_found_inside_elements_in_order() -> None:
    nodes = tree_of("<b>a<b>c</b></b> *x **y***").children

    assert [[text_of([one]) for one in elements(nodes, tag)] for tag in ("b", "strong")] == [["ac", "c"], ["y"]]


@pytest.mark.parametrize("text", ["&nbsp;", "<b> </b>", "<span></span>", "<a id=x></a>"])
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert all(is_blank(node) for node in nodes_of(text))


@pytest.mark.parametrize("text", ["a", "`a`", "![](b)", "[](b)", "<b>a</b>", "<input type=checkbox>"])
def test_what_shows_something_is_not_blank(text: str) -> None:
    assert not any(is_blank(node) for node in nodes_of(text))


WORD = st.text("abcéß日😀0.,:", min_size=1, max_size=6)
MARKS = st.sampled_from(["{}", "**{}**", "*{}*", "`{}`", "[{}](x)", "<b>{}</b>", "<span class=a>{}</span>"])


@settings(deadline=None)
@given(st.lists(st.tuples(WORD, MARKS), min_size=1, max_size=6))
def test_mark_up_adds_and_drops_no_word(words: list[tuple[str, str]]) -> None:
    text = " ".join(["x", *(mark.format(f"a{word}a") for word, mark in words)])

    assert shown(text) == " ".join(["x", *(f"a{word}a" for word, _ in words)])


@settings(deadline=None)
@given(st.text(st.sampled_from("ab`*_~[]()<>|\\&;:!#\n\t \u00a0é{}"), max_size=40))
def test_visible_text_is_folded(text: str) -> None:
    visible = shown(text)

    assert visible == " ".join(visible.split())
