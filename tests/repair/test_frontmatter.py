"""The head of a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Diagnostic, FrontMatter
from kg.repair.conflict import split
from kg.repair.encoding import decode
from kg.repair.frontmatter import read_front_matter
from kg.source import SourceText


def source_of(text: str) -> SourceText:
    return split(decode("page.md", text.encode())[0])[0][0]


def head_of(text: str) -> FrontMatter:
    """Return what the head of a text says, but for the variables."""
    head, _, problems = read_front_matter(source_of(text))
    assert problems == ()
    return replace(head, variables=())


def rest_of(text: str) -> str:
    return read_front_matter(source_of(text))[1].text


def problem_of(text: str) -> Diagnostic:
    head, _, (problem,) = read_front_matter(source_of(text))
    assert head == FrontMatter()
    return problem


def test_yaml_tells_title_summary_language_and_former_addresses() -> None:
    text = (
        "---\ntitle: Sign in\nsummary: How to.\nlang: en\nredirect_from: /old.html\naliases: [/older/]\n---\n# Text\n"
    )

    assert head_of(text) == FrontMatter("Sign in", "How to.", "en", ("/old.html", "/older/"))


def test_toml_tells_the_same() -> None:
    text = '+++\ntitle = "Sign in"\ndescription = "How to."\nlanguage = "en"\naliases = ["/old/"]\n+++\n# Text\n'

    assert head_of(text) == FrontMatter("Sign in", "How to.", "en", ("/old/",))


@pytest.mark.parametrize("text", ["# Text\n", "", "\n---\ntitle: x\n---\n", " ---\ntitle: x\n---\n", "----\n\n----\n"])
def test_a_page_without_a_head_stays_as_it_is(text: str) -> None:
    assert read_front_matter(source_of(text)) == (FrontMatter(), source_of(text), ())


@pytest.mark.parametrize("text", ["---\ntitle: x\n\nText\n", "+++\ntitle = 'x'\n---\n", "---\ntitle: x\n ---\n"])
def test_a_head_that_is_not_closed_is_text(text: str) -> None:
    assert read_front_matter(source_of(text)) == (FrontMatter(), source_of(text), ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_page_goes_on_behind_the_line_of_the_closing_fence(end: str) -> None:
    assert rest_of(end.join(["--- ", "title: x", "---\t", "# Text", ""])) == "# Text\n"


def test_a_head_may_be_empty() -> None:
    text = "---\n---\nText"

    assert (head_of(text), rest_of(text)) == (FrontMatter(), "Text")


def test_a_head_may_be_all_of_a_page() -> None:
    text = "---\ntitle: x\n---"

    assert (head_of(text), rest_of(text)) == (FrontMatter("x"), "")


def test_a_fence_inside_a_value_does_not_close_the_head() -> None:
    text = "---\ntitle: a --- b\nsummary: '+++'\n---\nText"

    assert (head_of(text), rest_of(text)) == (FrontMatter("a --- b", "+++"), "Text")


@pytest.mark.parametrize(
    "written",
    ["1.10", "no", "Yes", "null", "~", "2024-02-01", "2024-13-45", "0x1F", "1_000", "012", "9" * 5000, "1e3", ".inf"],
)
def test_a_scalar_stays_as_it_is_written(written: str) -> None:
    assert head_of(f"---\ntitle: {written}\n---\n") == FrontMatter(written)


def test_a_number_in_toml_stays_as_it_is_written() -> None:
    assert head_of('+++\ntitle = 1.10\nsummary = "1.10"\n+++\n') == FrontMatter("1.10", "1.10")


def test_white_space_in_a_value_is_folded() -> None:
    assert head_of("---\ntitle: >\n  Sign\n  in\nsummary: |\n  a\n  b\n---\n") == FrontMatter("Sign in", "a b")


@pytest.mark.parametrize("value", ["[a, b]", "{a: b}", "", "''", "' '"])
def test_a_title_that_is_no_text_is_none(value: str) -> None:
    assert head_of(f"---\ntitle: {value}\n---\n") == FrontMatter()


@pytest.mark.parametrize("value", ["['x']", "{}", "true", "2024-02-01"])
def test_a_title_in_toml_that_is_no_text_is_none(value: str) -> None:
    assert head_of(f"+++\ntitle = {value}\n+++\n") == FrontMatter()


@pytest.mark.parametrize("body", ["- a\n- b\n", "text\n", "# comment\n"])
def test_a_head_that_is_no_mapping_says_nothing(body: str) -> None:
    assert head_of(f"---\n{body}---\n") == FrontMatter()


def test_summary_wins_over_description() -> None:
    assert head_of("---\ndescription: b\nsummary: a\n---\n") == FrontMatter(summary="a")


@pytest.mark.parametrize(
    ("value", "replaces"),
    [
        ("/a.html", ("/a.html",)),
        ("[/a.html, b.html]", ("/a.html", "b.html")),
        ("\n  - /a.html\n  - /a.html", ("/a.html",)),
        ("[/a.html, [/b.html], {c: d}, ' ', '']", ("/a.html",)),
        ("{a: b}", ()),
        ("", ()),
    ],
)
def test_redirect_from_is_a_text_or_a_list_of_texts(value: str, replaces: tuple[str, ...]) -> None:
    assert head_of(f"---\nredirect_from: {value}\n---\n") == FrontMatter(replaces=replaces)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: x\nsummary: [a\n---\n", 4),
        ("---\ntitle: x\nsummary: 'a\n---\n", 4),
        ("---\ntitle: a: b\n---\n", 2),
        ("---\ntitle: x\n\tsummary: y\n---\n", 3),
        ("---\ntitle: *nowhere\n---\n", 2),
        ("+++\ntitle = 'x'\nsummary = y\n+++\n", 3),
        ("+++\ntitle = 2024-13-45\n+++\n", 2),
    ],
)
def test_a_head_that_does_not_parse_is_reported_with_its_line(text: str, line: int) -> None:
    problem = problem_of(text)

    assert (problem.severity, problem.code, problem.path, problem.line) == ("warning", "KG121", "page.md", line)
    assert problem.message.startswith("front matter does not parse: ")
    assert "\n" not in problem.message


def test_a_head_that_does_not_parse_is_no_part_of_the_page() -> None:
    assert rest_of("---\ntitle: a: b\n---\n# Text\n") == "# Text\n"


def test_the_line_of_a_report_is_that_of_the_file_behind_a_conflict() -> None:
    text = "---\n<<<<<<< HEAD\nlang: en\n=======\nlang: de\n>>>>>>> topic\ntitle: a: b\n---\n"
    sides = split(decode("page.md", text.encode())[0])[0]

    assert [[problem.line for problem in read_front_matter(side)[2]] for side in sides] == [[7], [7]]


def test_each_side_of_a_conflict_has_its_head() -> None:
    text = "---\n<<<<<<< HEAD\ntitle: Red\n=======\ntitle: Blue\n>>>>>>> topic\nlang: en\n---\n"
    sides = split(decode("page.md", text.encode())[0])[0]

    assert [(head.title, head.language) for head, _, _ in map(read_front_matter, sides)] == [
        ("Red", "en"),
        ("Blue", "en"),
    ]


def test_a_head_with_aliases_that_multiply_is_left_out() -> None:
    rows = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 60))
    head, _, (problem,) = read_front_matter(source_of(f"---\na0: &a0 [x]\n{rows}redirect_from: *a59\ntitle: x\n---\n"))

    assert (head, problem.code, problem.line, problem.column) == (FrontMatter(), "KG158", 14, 18)


def test_a_few_aliases_are_read() -> None:
    assert head_of("---\na: &a x\ntitle: *a\n---\n") == FrontMatter("x")


def test_merge_keys_are_not_obeyed() -> None:
    assert head_of("---\nbase: &b {title: x}\n<<: *b\n---\n") == FrontMatter()


@pytest.mark.parametrize("body", ["a: &a [*a]", "? [a]\n: b", "a: !!python/object:os.system x\ntitle: !x {a: b}"])
def test_a_strange_head_breaks_nothing(body: str) -> None:
    assert read_front_matter(source_of(f"---\n{body}\n---\n"))[0].title is None


@pytest.mark.parametrize("text", ["---\na: {}\n---\n", "+++\na = {}\n+++\n"])
@pytest.mark.parametrize("depth", [3_000, 30_000])
def test_a_head_that_is_nested_too_deeply_says_nothing(text: str, depth: int) -> None:
    assert read_front_matter(source_of(text.format("[" * depth + "]" * depth)))[0] == FrontMatter()


def test_a_head_that_is_too_long_is_reported() -> None:
    problem = problem_of(f"---\ntitle: x\nnote: {'a' * 70_000}\n---\n")

    assert (problem.code, problem.line) == ("KG158", 1)


def test_an_integer_that_is_too_long_for_toml_breaks_nothing() -> None:
    assert problem_of(f"+++\na = {'9' * 5000}\n+++\n").code == "KG121"


def test_the_scalars_of_a_head_are_variables_of_the_page() -> None:
    text = "---\ntitle: Sign in\nproduct: {name: Lark, version: 1.10, tags: [a]}\n---\n"

    assert read_front_matter(source_of(text))[0].variables == (
        ("page.title", "Sign in"),
        ("page.product.name", "Lark"),
        ("page.product.version", "1.10"),
    )


def test_lines_behind_the_head_keep_their_places() -> None:
    rest = read_front_matter(source_of("---\r\ntitle: x\r\n---\r\nText\r\n"))[1]

    assert [(line.number, line.offset, line.text) for line in rest.lines] == [(4, 20, "Text"), (5, 26, "")]


WORD = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=8)


@settings(deadline=None)
@given(st.lists(WORD, min_size=1, max_size=4), st.text("\n# abc|-", max_size=20))
def test_any_quoted_title_is_read_as_it_is(words: list[str], rest: str) -> None:
    title = " ".join(words)
    text = f"---\ntitle: '{title}'\n---\n{rest}"

    assert (head_of(text), rest_of(text)) == (FrontMatter(title), rest)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(["---\n", "+++\n"]), st.text("ab:=-+[]{}&*!|>'\"#%@ \t\n\r\u2028\x07é", max_size=40))
def test_any_head_is_read_or_reported(fence: str, body: str) -> None:
    source = source_of(f"{fence}{body}\n{fence}rest")
    _, rest, problems = read_front_matter(source)

    assert source.text.endswith(rest.text)
    assert [problem.code for problem in problems] in ([], ["KG121"])
