"""Template code, hidden from the parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Element
from kg.parse import parse
from kg.parse.template import MASK, masked
from kg.repair.encoding import decode
from kg.source import SourceText, lines_of
from kg.variables import filled
from kg.visible import codes_of, elements, text_of


def tree_of(text: str, variables: dict[str, str] | None = None) -> Element:
    file = decode("page.md", text.encode())[0]
    return parse(SourceText(file, lines_of(file.text)), variables)


def seen(text: str) -> str:
    return masked(text).replace(MASK, "~")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a {{ b }} c", "a ~~~~~~~ c"),
        ("a {% b %} c", "a ~~~~~~~ c"),
        ("{{a}}{{b}}", "~~~~~~~~~~"),
        ("{{< b >}}", "~~~~~~~~~"),
        ("{{% b %}}", "~~~~~~~~~"),
        ("{% include a.html b={{ c }} %}", "~" * 30),
        ("{{ a\n}}", "{{ a\n}}"),
        ("{% a\n%}", "{% a\n%}"),
        ("{ a }", "{ a }"),
        ("{{ a", "{{ a"),
        ("a }}", "a }}"),
    ],
)
def test_each_sign_of_template_code_is_masked(text: str, shown: str) -> None:
    assert seen(text) == shown


@settings(deadline=None)
@given(st.text(st.sampled_from("ab {}%|\n\r\ue000é<>"), max_size=30))
def test_masking_keeps_the_length_and_the_lines(text: str) -> None:
    result = masked(text)

    assert [len(line) for line in result.split("\n")] == [len(line) for line in text.split("\n")]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab {}%|\n\ue000é"), max_size=30))
def test_what_is_not_masked_stays_as_it_is(text: str) -> None:
    text = text.replace(MASK, "\ufffd")

    assert all(after in (before, MASK) for before, after in zip(text, masked(text), strict=True))


def test_a_mask_in_a_page_is_no_template_code() -> None:
    assert text_of(tree_of(f"a{MASK}b").children) == "a\ufffdb"


def test_a_bar_in_template_code_splits_no_cell() -> None:
    cells = elements(tree_of("|a|b|\n|-|-|\n|{{ x | upcase }}|{% y | z %}|").children, "td")

    assert [text_of(cell.children) for cell in cells] == ["{{ x | upcase }}", "{% y | z %}"]


def test_template_code_in_a_text_is_kept_as_it_is_written() -> None:
    assert text_of(tree_of("Use *{{ site.name }}* {{ y }} now").children) == "Use {{ site.name }} {{ y }} now"


def test_a_variable_in_a_text_is_filled_in_where_its_value_is_known() -> None:
    tree = tree_of("Use {{ site.name }} {{ y }} now", {"site.name": "Lark"})

    assert text_of(tree.children) == "Use Lark {{ y }} now"


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("[a]({{ site.url }}/b.html)", "{{ site.url }}/b.html"),
        ("[a]({% link b c.md %})", "{% link b c.md %}"),
        ("[a]({{ x | y: 'z' }}#c 'title')", "{{ x | y: 'z' }}#c"),
        ("[a](<{{ x }} b>)", "{{ x }} b"),
        ("<a href='{{ x }}/b'>a</a>", "{{ x }}/b"),
        ("|h|\n|-|\n|[a]({{ x | y }}/b)|", "{{ x | y }}/b"),
        ("[a][r]\n\n[r]: {{ x }}/b.html", "{{ x }}/b.html"),
        ("> - [a]({{ x }})", "{{ x }}"),
        ("[a]({{ x }}) [b]({{ y }})", "{{ x }}"),
        ("[{{ y }}]({{ x }})", "{{ x }}"),
        ("[{{ y }}/b]({{ x }}/b)", "{{ x }}/b"),
    ],
)
def test_template_code_in_a_target_is_kept_as_it_is_written(text: str, href: str) -> None:
    assert next(elements(tree_of(text).children, "a")).get("href") == href


def test_targets_whose_masks_are_alike_keep_their_own_code() -> None:
    tree = tree_of("[a]({{ x }}) [b]({{ y }})\n\n[c][r] [d][s]\n\n[r]: {{ u }}\n[s]: {{ v }}\n")

    assert [link.get("href") for link in elements(tree.children, "a")] == ["{{ x }}", "{{ y }}", "{{ u }}", "{{ v }}"]


def test_template_code_in_an_image_is_kept_as_it_is_written() -> None:
    (image,) = elements(tree_of("![{{ x }}]({{ y }}/b.png)").children, "img")

    assert (image.get("alt"), image.get("src")) == ("{{ x }}", "{{ y }}/b.png")


@pytest.mark.parametrize(
    ("text", "code"),
    [("`{{ a }}`", "{{ a }}"), ("`` {{ `a` }} ``", "{{ `a` }}"), ("`x {{ a | b }} y`", "x {{ a | b }} y")],
)
def test_template_code_in_a_code_span_is_kept_as_it_is_written(text: str, code: str) -> None:
    assert [one.value for one in codes_of(tree_of(text).children)] == [code]


def test_template_code_in_a_code_block_is_kept_as_it_is_written() -> None:
    (block,) = elements(tree_of("```\n{{ a }}\n```").children, "pre")
    (code,) = codes_of(block.children)

    assert code.value == "{{ a }}\n"


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ a }}", "1"),
        ("{{a}}", "1"),
        ("{{- a -}}", "1"),
        ("{{ a | upcase }}", "1"),
        ("{{ a.b }}{{ a }}", "21"),
        ("{{ b }}", "{{ b }}"),
        ("{% a %}", "{% a %}"),
        ("{a}", "{a}"),
    ],
)
def test_a_variable_is_filled_in_where_its_value_is_known(text: str, result: str) -> None:
    assert filled(text, {"a": "1", "a.b": "2"}) == result
