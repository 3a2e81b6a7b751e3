"""The bullets and lines of a cell or a list item."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.items import bullets_of, items_of
from kg.model import Item
from kg.parse import parse
from kg.repair.encoding import decode
from kg.source import SourceText, lines_of
from kg.visible import elements, text_of


class Seen(NamedTuple):
    """An item as a test sees it: its visible text, and what is nested in it."""

    text: str
    children: tuple[Seen, ...] = ()


def source_of(text: str) -> SourceText:
    file = decode("page.md", text.encode())[0]
    return SourceText(file, lines_of(file.text))


def seen(items: tuple[Item, ...]) -> tuple[Seen, ...]:
    return tuple(Seen(text_of(item.nodes), seen(item.children)) for item in items)


def in_cell(content: str) -> tuple[Item, ...]:
    source = source_of(f"|a|b|\n|-|-|\n|key|{content}|")
    _, cell, *_ = elements(parse(source).children, "td")
    return items_of(source, cell)


def in_list(text: str) -> tuple[Item, ...]:
    source = source_of(text)
    return bullets_of(source, next(elements(parse(source).children, "ul")))


def written(text: str, items: tuple[Item, ...]) -> list[str]:
    """Return the source of each item and of what is nested in it."""
    return [piece for item in items for piece in (text[item.start : item.end], *written(text, item.children))]


A, B, C = Seen("a"), Seen("b"), Seen("c")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ()),
        (" ", ()),
        ("<br>", ()),
        ("a", (A,)),
        ("a *b* `c`", (Seen("a b c"),)),
        ("a<br>b", (A, B)),
        ("a<br><br>b<br>", (A, B)),
        ("<p>a</p><p>b</p>", (A, B)),
        ("<div>a</div>b", (A, B)),
        ("- a<br>- b", (A, B)),
        ("• a<br>• b", (A, B)),
        ("<ul><li>a</li><li>b</li></ul>", (A, B)),
        ("a<ul><li>b</li><li>c</li></ul>", (Seen("a", (B, C)),)),
        ("a<br>b<ul><li>c</li></ul>", (A, Seen("b", (C,)))),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", (Seen("a", (B,)), C)),
        ("<ul><li>a</li></ul>b<ul><li>c</li></ul>", (A, Seen("b", (C,)))),
        ("<ul><li>a<br>b</li></ul>", (A, B)),
        ("<ul><li></li><li>a</li></ul>", (A,)),
        ("a<ul><li>b</li></ul><ul><li>c</li></ul>", (Seen("a", (B, C)),)),
        ("a<table><tr><td>b</table>", (A,)),
        ("<img src=x alt=a>", (Seen(""),)),
        ("[](b.html)", (Seen(""),)),
    ],
)
def test_a_cell_holds_bullets_and_lines(content: str, expected: tuple[Seen, ...]) -> None:
    assert seen(in_cell(content)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n- b", (A, B)),
        ("- a\n\n- b", (A, B)),
        ("- a\n  - b\n  - c", (Seen("a", (B, C)),)),
        ("- a\n\n  b", (A, B)),
        ("- a  \n  b", (A, B)),
        ("- a\n  b", (Seen("a b"),)),
        ("- a\n\n  ```\n  b\n  ```", (A,)),
        ("- a\n\n  | x |\n  |---|\n  | y |", (A,)),
        ("- a\n  1. b\n     - c", (Seen("a", (Seen("b", (C,)),)),)),
        ("> - a\n>   - b", (Seen("a", (B,)),)),
        ("- - a", (A,)),
        ("-\n- a", (A,)),
    ],
)
def test_a_list_holds_its_items(text: str, expected: tuple[Seen, ...]) -> None:
    assert seen(in_list(text)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Users<br>and roles", (Seen("Users and roles"),)),
        ("Old name<br>becomes<br>new name", (Seen("Old name becomes new name"),)),
        ("Users<br>Roles", (Seen("Users"), Seen("Roles"))),
        ("Users<br>**and** roles", (Seen("Users"), Seen("and roles"))),
        ("Users<ul><li>a</li></ul>and roles", (Seen("Users", (A,)), Seen("and roles"))),
    ],
)
def test_a_line_that_goes_on_with_the_sentence_is_part_of_the_line_before(
    content: str, expected: tuple[Seen, ...]
) -> None:
    assert seen(in_cell(content)) == expected


def test_items_of_a_list_are_bullets_and_lines_are_none() -> None:
    (line,) = in_cell("a<ul><li>b</li></ul>")

    assert (line.bullet, [child.bullet for child in line.children]) == (False, [True])


def test_the_second_line_of_a_bullet_continues_it() -> None:
    assert [item.continues for item in in_list("- a\n\n  b\n- c")] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **a** b\n  - c: \n- [d](e)", ["**a** b", "c:", "[d](e)"]),
        ("- a\n\n  b *c*\n", ["a", "b *c*"]),
        ("- a  \n  b\\\n  c", ["a", "b", "c"]),
        ("* a\n  b", ["a\n  b"]),
    ],
)
def test_an_item_stands_where_its_own_text_is_written(text: str, expected: list[str]) -> None:
    assert written(text, in_list(text)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<ul><li> a: <ul><li>b</li></ul></li></ul>", ["a:", "b"]),
        (" a <br> *b* ", ["a", "*b*"]),
        ("• a<br>- b", ["a", "b"]),
        ("<p> a </p>", ["a"]),
    ],
)
def test_an_item_of_a_cell_stands_where_its_own_text_is_written(content: str, expected: list[str]) -> None:
    assert written(f"|a|b|\n|-|-|\n|key|{content}|", in_cell(content)) == expected


TREE: st.SearchStrategy[tuple[Seen, ...]] = st.recursive(
    st.just(()),
    lambda inner: st.lists(st.builds(Seen, st.sampled_from(["a", "b b", "é"]), inner), min_size=1, max_size=3).map(
        tuple
    ),
    max_leaves=8,
)


def as_html(items: tuple[Seen, ...]) -> str:
    return f"<ul>{''.join(f'<li>{one.text}{as_html(one.children)}</li>' for one in items)}</ul>" if items else ""


def as_markdown(items: tuple[Seen, ...], depth: int = 0) -> str:
    return "".join(f"{'  ' * depth}- {one.text}\n{as_markdown(one.children, depth + 1)}" for one in items)


@settings(deadline=None)
@given(TREE)
def test_a_tree_of_bullets_in_a_cell_is_read_as_it_is(tree: tuple[Seen, ...]) -> None:
    assert seen(in_cell(as_html(tree))) == tree


@settings(deadline=None)
@given(TREE.filter(bool))
def test_a_tree_of_bullets_in_a_page_is_read_as_it_is(tree: tuple[Seen, ...]) -> None:
    assert seen(in_list(as_markdown(tree))) == tree
