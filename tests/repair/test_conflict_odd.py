"""Merge conflicts inside of others, and markers that are too many or too few."""

from __future__ import annotations

import pytest

from kg.model import Diagnostic
from kg.repair.conflict import split
from kg.repair.encoding import decode

NESTED = (
    "<<<<<<< HEAD\nred\n<<<<<<< HEAD\npink\n=======\nblue\n>>>>>>> inner\nwhite\n=======\ngrey\n>>>>>>> outer\nend\n"
)


def read(text: str) -> tuple[dict[str | None, str], list[tuple[int, int]], list[tuple[str, int]]]:
    """Return the text of each side, the lines of each conflict, and the code and line of each problem."""
    texts, conflicts, problems = split(decode("page.md", text.encode())[0])
    spans = [(one.span.line, one.span.end_line) for one in conflicts]
    return {one.side: one.text for one in texts}, spans, [(one.code, one.line) for one in problems]


def test_of_a_conflict_inside_a_side_the_same_side_is_read() -> None:
    assert read(NESTED) == (
        {"ours": "red\npink\nwhite\nend\n", "theirs": "grey\nend\n"},
        [(1, 11)],
        [("KG113", 3)],
    )


def test_of_a_conflict_inside_theirs_theirs_is_read() -> None:
    text = "<<<<<<< a\nred\n=======\n<<<<<<< b\npink\n=======\nblue\n>>>>>>> c\n>>>>>>> d\n"

    assert read(text) == ({"ours": "red\n", "theirs": "blue\n"}, [(1, 9)], [("KG113", 4)])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_conflicts_three_deep_are_read(end: str) -> None:
    inner = "<<<<<<< c\n3\n=======\n4\n>>>>>>> c\n"
    text = f"<<<<<<< a\n1\n<<<<<<< b\n2\n{inner}=======\n5\n>>>>>>> b\n=======\n6\n>>>>>>> a\n"

    texts, spans, problems = read(text.replace("\n", end))

    assert texts == {"ours": "1\n2\n3\n", "theirs": "6\n"}
    assert (spans, problems) == ([(1, 15)], [("KG113", 3), ("KG113", 5)])


def test_a_conflict_inside_a_base_is_in_neither_text() -> None:
    text = "<<<<<<< a\nred\n||||||| b\n<<<<<<< c\n1\n=======\n2\n>>>>>>> d\n=======\nblue\n>>>>>>> e\n"

    assert read(text) == ({"ours": "red\n", "theirs": "blue\n"}, [(1, 11)], [])


def test_a_conflict_of_longer_markers_inside_a_side_is_resolved_too() -> None:
    text = "<<<<<<< a\n<<<<<<<<< b\n1\n=========\n2\n>>>>>>>>> c\n=======\nblue\n>>>>>>> d\n"

    assert read(text) == ({"ours": "1\n", "theirs": "blue\n"}, [(1, 9)], [("KG113", 2)])


def test_an_opener_inside_a_conflict_that_nothing_closes_leaves_the_inner_conflict() -> None:
    text = "<<<<<<< a\nred\n<<<<<<< b\npink\n=======\nblue\n>>>>>>> c\nend\n"

    assert read(text) == (
        {"ours": "red\npink\nend\n", "theirs": "red\nblue\nend\n"},
        [(3, 7)],
        [("KG111", 1)],
    )


@pytest.mark.parametrize(("above", "below"), [("", ""), ("more\n\n", "\n")])
def test_a_heading_that_is_underlined_in_a_side_is_no_middle(above: str, below: str) -> None:
    text = f"<<<<<<< a\n{above}Ours\n=======\n\nred\n=======\nTheirs\n=======\n{below}\nblue\n>>>>>>> b\n"

    texts, _, problems = read(text)

    assert texts == {"ours": f"{above}Ours\n=======\n\nred\n", "theirs": f"Theirs\n=======\n{below}\nblue\n"}
    assert problems == []


def test_a_second_middle_is_reported_and_left_out() -> None:
    text = "<<<<<<< a\n| red |\n=======\n| blue |\n=======\n| grey |\n>>>>>>> b\n"

    assert read(text) == ({"ours": "| red |\n", "theirs": "| blue |\n| grey |\n"}, [(1, 7)], [("KG111", 5)])


def test_markers_in_the_wrong_order_are_reported_and_left_out() -> None:
    assert read(">>>>>>> a\nred\n\n=======\nblue\n<<<<<<< b\n") == (
        {None: "red\n\nblue\n"},
        [],
        [("KG111", 1), ("KG111", 4), ("KG111", 6)],
    )


def test_markers_of_different_lengths_belong_to_no_conflict() -> None:
    texts, spans, problems = read("<<<<<<< a\nred\n========\nblue\n>>>>>>> b\n")

    assert (texts, spans, problems) == ({None: "red\n========\nblue\n"}, [], [("KG111", 1), ("KG111", 5)])


@pytest.mark.parametrize("indent", ["    ", "\t"])
def test_markers_in_indented_code_are_text(indent: str) -> None:
    text = "Text:\n\n" + "".join(f"{indent}{line}\n" for line in NESTED.splitlines())

    assert read(text) == ({None: text}, [], [])


def test_an_example_in_a_fence_inside_a_side_is_text() -> None:
    example = "```\n<<<<<<< x\n1\n=======\n2\n>>>>>>> y\n```\n"
    texts, spans, problems = read(f"<<<<<<< a\n{example}red\n=======\nblue\n>>>>>>> b\n")

    assert texts == {"ours": f"{example}red\n", "theirs": "blue\n"}
    assert (spans, problems) == ([(1, 12)], [])


def test_every_problem_is_told_once_in_the_order_of_lines() -> None:
    text = f">>>>>>> lone\n{NESTED}<<<<<<< lone\n"
    problems = split(decode("page.md", text.encode())[0])[2]

    assert [problem.line for problem in problems] == [1, 4, 14]
    assert len(set(problems)) == 3


def test_an_inner_conflict_says_which_side_was_read() -> None:
    (problem,) = split(decode("page.md", NESTED.encode())[0])[2]

    hint = "of ours it was read as ours has it; resolve it"
    assert problem == Diagnostic("warning", "KG113", "merge conflict inside of another", hint, "page.md", 3, 1)
