"""Unresolved merge conflicts on the lines of a file."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Conflict, Diagnostic, SourceFile, Span, Variant
from kg.repair.conflict import parse_marker, split
from kg.repair.encoding import decode
from kg.source import lines_of


def file_of(text: str) -> SourceFile:
    return decode("page.md", text.encode())[0]


def sides_of(text: str, wanted: str = "both") -> dict[str | None, str]:
    return {one.side: one.text for one in split(file_of(text), wanted)[0]}


def sources_of(text: str, conflict: Conflict) -> dict[str, str | None]:
    """Return the source of each side of a conflict."""
    return {one.side: text[one.span.start : one.span.end] if one.span else None for one in conflict.variants}


def lone(line: int) -> Diagnostic:
    message, hint = "conflict marker without its counterpart", "it was left out; resolve the conflict, or remove it"
    return Diagnostic("warning", "KG111", message, hint, "page.md", line, 1)


def untouched(text: str) -> bool:
    """Return whether a text is one, without a side, a conflict or a problem."""
    file = file_of(text)
    texts, conflicts, problems = split(file)
    return [(one.side, one.lines) for one in texts] == [(None, lines_of(text))] and not conflicts and not problems


TWO_SIDES = "before\n<<<<<<< HEAD\nred\n=======\nblue\n>>>>>>> topic\nafter\n"


def test_each_side_of_a_conflict_has_a_text() -> None:
    assert sides_of(TWO_SIDES) == {"ours": "before\nred\nafter\n", "theirs": "before\nblue\nafter\n"}


def test_a_conflict_and_its_sides_have_spans_in_the_file() -> None:
    assert split(file_of(TWO_SIDES))[1] == (
        Conflict(
            Span("page.md", 7, 50, 2, 6),
            (
                Variant("ours", "HEAD", "", "", Span("page.md", 20, 23, 3, 3)),
                Variant("theirs", "topic", "", "", Span("page.md", 32, 36, 5, 5)),
            ),
        ),
    )


def test_the_span_of_a_conflict_is_its_markers_without_the_last_line_end() -> None:
    span = split(file_of(TWO_SIDES))[1][0].span

    assert TWO_SIDES[span.start : span.end] == "<<<<<<< HEAD\nred\n=======\nblue\n>>>>>>> topic"


def test_lines_of_a_side_keep_their_numbers() -> None:
    _, theirs = split(file_of(TWO_SIDES))[0]

    assert [(line.number, line.text) for line in theirs.lines] == [(1, "before"), (5, "blue"), (7, "after"), (8, "")]


def test_a_file_without_a_conflict_is_one_text() -> None:
    assert untouched("one\r\ntwo\n\nthree")


DIFF3 = "<<<<<<< HEAD\nred\n||||||| 1f2e3d4\nwhite\n=======\nblue\n>>>>>>> topic\n"


def test_a_base_is_in_neither_text() -> None:
    assert sides_of(DIFF3) == {"ours": "red\n", "theirs": "blue\n"}


def test_a_base_is_a_variant() -> None:
    _, _, base = split(file_of(DIFF3))[1][0].variants

    assert (base.side, base.commit, base.span and DIFF3[base.span.start : base.span.end]) == (
        "base",
        "1f2e3d4",
        "white",
    )


def test_a_file_may_have_several_conflicts() -> None:
    text = TWO_SIDES + "between\n" + DIFF3

    assert sides_of(text) == {
        "ours": "before\nred\nafter\nbetween\nred\n",
        "theirs": "before\nblue\nafter\nbetween\nblue\n",
    }
    assert [sources_of(text, conflict) for conflict in split(file_of(text))[1]] == [
        {"ours": "red", "theirs": "blue"},
        {"ours": "red", "theirs": "blue", "base": "white"},
    ]


def test_a_side_without_lines_has_no_span() -> None:
    text = "<<<<<<< HEAD\n=======\nblue\n>>>>>>> topic\n"
    (conflict,) = split(file_of(text))[1]

    assert sources_of(text, conflict) == {"ours": None, "theirs": "blue"}
    assert sides_of(text) == {"ours": "", "theirs": "blue\n"}


def test_both_sides_may_be_without_lines() -> None:
    text = "a\n<<<<<<< HEAD\n||||||| base\ngone\n=======\n>>>>>>> topic\nb"

    assert sides_of(text) == {"ours": "a\nb", "theirs": "a\nb"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_spans_point_into_the_file_whatever_its_line_ends(end: str) -> None:
    text = end.join(["top", "<<<<<<< HEAD", "red", "pink", "=======", "blue", ">>>>>>> topic", "rest"])
    (conflict,) = split(file_of(text))[1]

    assert sources_of(text, conflict) == {"ours": f"red{end}pink", "theirs": "blue"}
    assert sides_of(text) == {"ours": "top\nred\npink\nrest", "theirs": "top\nblue\nrest"}


def test_longer_markers_hold_shorter_ones_as_text() -> None:
    text = "<<<<<<<<< HEAD\nTitle\n=======\n>>>>>>> x\n=========\nblue\n>>>>>>>>> topic\n"

    assert sides_of(text) == {"ours": "Title\n=======\n>>>>>>> x\n", "theirs": "blue\n"}


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```text", "- ```"])
def test_a_marker_inside_a_fence_is_text(fence: str) -> None:
    closing = fence.replace("text", "").replace("-", " ")
    text = f"{fence}\n<<<<<<< HEAD\nred\n=======\nblue\n>>>>>>> topic\n{closing}\n"

    assert untouched(text)


def test_a_marker_after_a_fence_is_a_marker() -> None:
    text = "```\n<<<<<<< HEAD\n```\n" + TWO_SIDES

    assert sides_of(text)["theirs"] == "```\n<<<<<<< HEAD\n```\nbefore\nblue\nafter\n"


@pytest.mark.parametrize("line", ["```` inside ``` ````", "Use ``` to fence", "``"])
def test_a_line_that_opens_no_fence_hides_no_marker(line: str) -> None:
    assert sides_of(f"{line}\n{TWO_SIDES}").keys() == {"ours", "theirs"}


def test_a_fence_is_closed_by_its_own_marks_only() -> None:
    assert untouched("````\n```\n~~~~\n<<<<<<< HEAD\nred\n=======\nblue\n>>>>>>> topic\n````\n")


def test_a_fence_that_both_sides_open_is_open_behind_the_conflict() -> None:
    text = "<<<<<<< HEAD\n```sh\n=======\n```bash\n>>>>>>> topic\nls\n```\n" + TWO_SIDES

    assert sides_of(text) == {
        "ours": "```sh\nls\n```\nbefore\nred\nafter\n",
        "theirs": "```bash\nls\n```\nbefore\nblue\nafter\n",
    }


def test_a_fence_ends_with_the_quote_around_it() -> None:
    assert sides_of("> ```\n> code\n\n" + TWO_SIDES).keys() == {"ours", "theirs"}


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", ">>>>>>> topic"])
def test_a_marker_without_its_counterpart_is_reported_and_left_out(marker: str) -> None:
    (only,), conflicts, problems = split(file_of(f"one\n{marker}\ntwo\n"))

    assert (only.side, only.text, conflicts, problems) == (None, "one\ntwo\n", (), (lone(2),))


@pytest.mark.parametrize("underline", ["=======", "==========", "======= "])
def test_the_underline_of_a_heading_is_no_marker(underline: str) -> None:
    assert untouched(f"Title\n{underline}\n\nText\n")


@pytest.mark.parametrize("line", [" <<<<<<< HEAD", "<<<<<< HEAD", "<<<<<<<HEAD", "a <<<<<<< HEAD", "> >>>>>>> topic"])
def test_a_line_that_is_like_a_marker_is_text(line: str) -> None:
    assert untouched(f"{line}\nred\n=======\nblue\n")


@pytest.mark.parametrize(("wanted", "text"), [("ours", "before\nred\nafter\n"), ("theirs", "before\nblue\nafter\n")])
def test_a_side_that_is_wanted_is_the_whole_page(wanted: str, text: str) -> None:
    (only,), conflicts, problems = split(file_of(TWO_SIDES), wanted)

    assert (only.side, only.text, conflicts, problems) == (None, text, (), ())


def test_a_side_that_is_wanted_changes_no_page_without_a_conflict() -> None:
    assert sides_of("red\n", "theirs") == {None: "red\n"}


@pytest.mark.parametrize(
    ("marker", "parts"),
    [
        ("<<<<<<< HEAD", ("HEAD", "", "")),
        ("<<<<<<<", ("", "", "")),
        ("<<<<<<< HEAD:docs/a b.md", ("HEAD:docs/a b.md", "", "")),
        ("<<<<<<< HEAD:docs/a.md", ("HEAD", "", "docs/a.md")),
        (">>>>>>> origin/topic", ("origin/topic", "", "")),
        (">>>>>>> 1f2e3d4 (say more)", ("1f2e3d4", "say more", "")),
        (">>>>>>> 1f2e3d4 (docs: say more)", ("1f2e3d4", "docs: say more", "")),
        (">>>>>>> 1f2e3d4 (docs: say more):docs/a.md", ("1f2e3d4", "docs: say more", "docs/a.md")),
        (">>>>>>> 1f2e3d4... say more", ("1f2e3d4", "say more", "")),
        (">>>>>>> 1f2e3d4... docs: say more", ("1f2e3d4", "docs: say more", "")),
        (">>>>>>> 1f2e3d4... say more:docs/a.md", ("1f2e3d4", "say more", "docs/a.md")),
        ("||||||| merged common ancestors", ("merged common ancestors", "", "")),
        ("||||||| 1f2e3d4:docs/a.md", ("1f2e3d4", "", "docs/a.md")),
    ],
)
def test_a_marker_tells_commit_subject_and_path(marker: str, parts: tuple[str, str, str]) -> None:
    assert parse_marker(marker) == parts


@dataclass(frozen=True)
class Hunk:
    """A conflict that a test makes."""

    ours: list[str]
    base: list[str] | None
    theirs: list[str]

    def lines(self) -> list[str]:
        base = [] if self.base is None else ["||||||| base", *self.base]
        return ["<<<<<<< HEAD", *self.ours, *base, "=======", *self.theirs, ">>>>>>> topic"]


LINE = st.text(st.sampled_from("ab |-#*<>=é😀\u2028\x0b"), max_size=6).filter(lambda text: "<<<<" not in text)
LINES = st.lists(LINE, max_size=3)
HUNK = st.builds(Hunk, LINES, st.none() | LINES, LINES)
PARTS = st.lists(LINES | HUNK, max_size=5)
END = st.sampled_from(["\n", "\r\n", "\r"])


def written(parts: list[list[str] | Hunk], end: str) -> str:
    return end.join(line for part in parts for line in (part.lines() if isinstance(part, Hunk) else part))


@settings(deadline=None)
@given(PARTS, END)
def test_every_line_of_a_side_stands_in_the_file_where_it_says(parts: list[list[str] | Hunk], end: str) -> None:
    text = written(parts, end)

    for one in split(file_of(text))[0]:
        assert all(text.startswith(line.text, line.offset) for line in one.lines)
        assert set(one.lines) <= set(lines_of(text))


@settings(deadline=None)
@given(PARTS.filter(lambda parts: any(isinstance(part, Hunk) for part in parts)), END)
def test_a_side_is_the_page_as_if_it_had_won(parts: list[list[str] | Hunk], end: str) -> None:
    ours = [line for part in parts for line in (part.ours if isinstance(part, Hunk) else part)]
    theirs = [line for part in parts for line in (part.theirs if isinstance(part, Hunk) else part)]

    assert sides_of(written(parts, end)) == {"ours": "\n".join(ours), "theirs": "\n".join(theirs)}


@settings(deadline=None)
@given(PARTS, END)
def test_every_conflict_is_found_with_what_its_sides_hold(parts: list[list[str] | Hunk], end: str) -> None:
    text = written(parts, end)
    hunks = [part for part in parts if isinstance(part, Hunk)]
    found = split(file_of(text))[1]

    assert [text[one.span.start : one.span.end] for one in found] == [end.join(hunk.lines()) for hunk in hunks]
    assert [sources_of(text, one) for one in found] == [
        {side: end.join(lines) or None for side, lines in (("ours", hunk.ours), ("theirs", hunk.theirs))}
        | ({} if hunk.base is None else {"base": end.join(hunk.base) or None})
        for hunk in hunks
    ]
