"""What the cell of a support column says."""

from __future__ import annotations

import pytest

from kg.model import Element
from kg.parse import parse
from kg.repair.encoding import decode
from kg.source import SourceText, lines_of
from kg.values import is_value, legend_of, mark_of, value_of


def tree_of(text: str) -> Element:
    file = decode("page.md", text.encode())[0]
    return parse(SourceText(file, lines_of(file.text)))


def value(text: str, page: str = "") -> str:
    return value_of(tree_of(text).children, legend_of(tree_of(page).children))


@pytest.mark.parametrize(
    "text", ["✅", "✔", "✔️", "✓", "☑️", "Yes", "yes", "Y", "x", "X", "true", "Supported", " ✅ ", "Yes."]
)
def test_a_mark_or_word_for_yes_is_yes(text: str) -> None:
    assert mark_of(text) == "yes"


@pytest.mark.parametrize(
    "text", ["❌", "✗", "✘", "×", "No", "N", "-", "–", "—", "false", "Not supported", "not available"]
)
def test_a_mark_or_word_for_no_is_no(text: str) -> None:
    assert mark_of(text) == "no"


@pytest.mark.parametrize("text", ["⚠️", "🟡", "~", "Partial", "partially", "Partially supported"])
def test_a_mark_or_word_for_both_is_partial(text: str) -> None:
    assert mark_of(text) == "partial"


@pytest.mark.parametrize(
    "text", ["", "Preview", "v2.3+", "10 GB", "Yes, with a key", "N/A", "Node", "exists", "no idea", "✅ No"]
)
def test_a_text_that_says_more_is_no_mark(text: str) -> None:
    assert mark_of(text) is None


@pytest.mark.parametrize(
    ("code", "mark"), [(":white_check_mark:", "yes"), (":x:", "no"), (":warning:", "partial"), (":rocket:", None)]
)
def test_a_short_code_is_a_mark_where_it_names_one(code: str, mark: str | None) -> None:
    assert mark_of(code) == mark


@pytest.mark.parametrize("text", ["✅ Supported", "✅ Yes", "❌ No"])
def test_a_mark_with_the_word_for_it_is_a_mark(text: str) -> None:
    assert mark_of(text) in {"yes", "no"}


@pytest.mark.parametrize("text", ["✅*", "Yes †", "Yes¹", "✅ ²"])
def test_a_mark_with_a_footnote_sign_is_a_mark(text: str) -> None:
    assert mark_of(text) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "✅",
        "no",
        "5",
        "1.2",
        "1,000",
        "v2.3",
        "v2.3+",
        "≥ 5",
        ">= 1.2.3",
        "10-20",
        "5 – 10",
        "1 to 3",
        "50%",
        "2.x",
        "N/A",
    ],
)
def test_a_mark_a_number_a_range_and_a_version_are_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["", "10 GB", "Preview", "v", "version 2", "1.2 or later", "5 users", "two"])
def test_words_are_no_values(text: str) -> None:
    assert not is_value(text)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("✅", "yes"),
        ("**Yes**", "yes"),
        ("`no`", "no"),
        ("[Yes](a.html)", "yes"),
        ("✅<sup>1</sup>", "yes"),
        ("✅[^1]", "yes"),
        ("&check;", "yes"),
        ("&#10003;", "yes"),
        ("Preview", "Preview"),
        ("v2.3+", "v2.3+"),
        ("  10   GB ", "10 GB"),
        ("Yes, with *a key*", "Yes, with a key"),
        ("N/A", "N/A"),
        ("○", "○"),
        ("", ""),
        ("&nbsp;", ""),
        ("<br>", ""),
    ],
)
def test_a_cell_says_its_mark_or_its_visible_text(cell: str, said: str) -> None:
    assert value(cell) == said


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("![yes](a.png)", "yes"),
        ("![Supported](a.png)", "yes"),
        ("![No](a.png)", "no"),
        ("![](img/icon-check.svg)", "yes"),
        ("![](img/red_cross.png)", "no"),
        ("![✅](a.png)", "yes"),
        ("![partial support](a.png)", "partial"),
        ("<img src='check.png'>", "yes"),
        ("![diagram](a.png)", ""),
        ("![yes](a.png) since v2", "since v2"),
    ],
)
def test_an_image_without_text_counts_by_its_names(image: str, said: str) -> None:
    assert value(image) == said


@pytest.mark.parametrize(
    ("page", "cell", "said"),
    [
        ("○: supported, ● = full", "○", "yes"),
        ("○ – not supported", "○", "no"),
        ("- :rocket: = Preview\n- :bug: = Not supported", ":rocket:", "Preview"),
        ("- :rocket: = Preview\n- :bug: = Not supported", ":bug:", "no"),
        ("![](img/star.png) : supported", "![](other/star.png)", "yes"),
        ("![](img/star.png) = Enterprise only", "![](star.png)", "Enterprise only"),
        ("✅: not supported", "✅", "yes"),
        ("![](star.png) is a star", "![](star.png)", ""),
    ],
)
def test_a_legend_says_what_a_mark_means(page: str, cell: str, said: str) -> None:
    assert value(cell, page) == said
