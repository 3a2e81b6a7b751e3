"""Where the cells of a row stand, which markdown-it does not tell."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.model import Element, SourceFile
from kg.parse import parse
from kg.parse.pieces import Piece, cell_piece, lines_piece
from kg.parse.tables import cell_ranges
from kg.source import SourceText

MARKDOWN = MarkdownIt("commonmark").enable("table")


def cells_of(row: str) -> list[str]:
    return [cell_piece(row, *place).content for place in cell_ranges(row, 0, len(row))]


def cells_of_markdown_it(row: str, width: int) -> list[str] | None:
    """Return the cells that markdown-it finds in a row; None where it takes the line for something else."""
    tokens = MARKDOWN.parse(f"|{'h|' * width}\n|{'-|' * width}\n{row}\n")
    rows = [index for index, token in enumerate(tokens) if token.type == "tr_open"]
    if len(rows) != 2:
        return None
    return [token.content for token in tokens[rows[1] :] if token.type == "inline"]


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("a \t|\\`é😀*\u00a0"), max_size=16))
@example("|a\\\\|b|")
@example("\\|a|")
@example("|a|\\")
@example("| `a|b` |")
@example("||")
def test_a_row_is_split_as_markdown_it_splits_it(row: str) -> None:
    row = f"x{row}"
    expected = cells_of_markdown_it(row, 20)

    assert expected is None or cells_of(row) == expected[: len(cells_of(row))]
    assert expected is None or set(expected[len(cells_of(row)) :]) <= {""}


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("a \t|\\`é😀*\u00a0"), max_size=16))
def test_a_row_with_an_outer_bar_is_split_as_markdown_it_splits_it(row: str) -> None:
    row = f"|{row}"
    expected = cells_of_markdown_it(row, 20)

    assert expected is None or cells_of(row) == expected[: len(cells_of(row))]
    assert expected is None or set(expected[len(cells_of(row)) :]) <= {""}


@settings(deadline=None)
@given(st.lists(st.text("ab é", max_size=5), min_size=1, max_size=5), st.booleans(), st.sampled_from(["", " ", "\t "]))
def test_a_cell_is_found_where_it_was_written(cells: list[str], outer: bool, pad: str) -> None:
    edge = "|" if outer or not (cells[0].strip() and cells[-1].strip()) else ""
    row = edge + "|".join(f"{pad}{cell}{pad}" for cell in cells) + edge

    assert [row[start:end] for start, end in cell_ranges(row, 0, len(row))] == [cell.strip() for cell in cells]


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a | b", ["a", "b"]),
        ("a | b |", ["a", "b"]),
        ("|a||b|", ["a", "", "b"]),
        ("| a | |", ["a", ""]),
        ("| a\\|b | c |", ["a|b", "c"]),
        ("| `a\\|b` |", ["`a|b`"]),
        ("| `a|b` |", ["`a", "b`"]),
        ("| a \\|", ["a |"]),
        ("||", [""]),
    ],
)
def test_a_row_has_its_cells(row: str, cells: list[str]) -> None:
    assert cells_of(row) == cells


def test_a_row_in_the_middle_of_a_text_has_places_in_the_text() -> None:
    text = "> | a | b |\n> | c | d |\n"

    assert [text[start:end] for start, end in cell_ranges(text, 14, 23)] == ["c", "d"]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab|\\` é"), max_size=12))
def test_each_sign_of_a_cell_stands_in_the_text(row: str) -> None:
    for start, end in cell_ranges(row, 0, len(row)):
        piece = cell_piece(row, start, end)
        assert "".join(row[piece.at(index)] for index in range(len(piece.content))) == piece.content


def test_the_range_of_an_escaped_bar_is_the_bar() -> None:
    assert cell_piece("|a\\|b|", 1, 5) == Piece("a|b", ((0, 1), (1, 3)))


def test_each_line_of_a_piece_stands_in_the_text() -> None:
    text = "> one\n>   two\n"
    piece = lines_piece("one\ntwo", [2, 10], text)

    assert [text[slice(*piece.range(*place))] for place in ((0, 3), (4, 7), (2, 5))] == ["one", "two", "e\n>   t"]


def test_an_empty_range_stands_at_its_start() -> None:
    assert Piece("abc", ((0, 5),)).range(1, 1) == (6, 6)


@pytest.mark.parametrize("line", ["\u00a0", "\u3000", "\x0c", " \u00a0 "])
def test_a_line_that_shows_nothing_ends_a_table(line: str) -> None:
    text = f"| Feature | What |\n|---|---|\n| Backups | yes |\n{line}\nSee the notes.\n"
    tree = parse(SourceText(SourceFile("page.md", text, "0" * 64, "utf-8")))
    assert [node.tag for node in tree.children if isinstance(node, Element)] == ["table", "p"]
