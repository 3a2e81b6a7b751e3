"""A table that is passed over by its lines is one that would not be taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Annotator
from kg.find import hopeless_tables
from kg.options import Options
from kg.pipeline import read_page
from kg.vocabulary import load

ANNOTATOR = Annotator(load())
TABLE = "| Parameter | Type |\n| --- | --- |\n| `size` | integer |\n"

HEADERS = st.sampled_from(
    [
        "Feature",
        "Component",
        "Parameter",
        "Flag",
        "Name",
        "Code",
        "Version",
        "Released",
        "State",
        "Type",
        "Default",
        "Required",
        "Description",
        "Notes",
        "Risk",
        "Pros",
        "Group",
        "Area",
        "#",
        "No",
        "Free",
        "Pro",
        "Example",
        "Method",
        "**Option**",
        "`Key`",
    ]
)
CELLS = st.sampled_from(
    [
        "✅", "yes", ":x:", "no", "–", "~", "", " ", "1.2.3", "2024-01-02", "42", "`size`", "--flag", "[a](b.html)",
        "TLS 1.2 protects the traffic between the nodes", "string", "not available", "one<br>two", "{{ site.name }}",
        "S3â€™s", "a\\|b", "a | b", "&nbsp;", "<br>", "<b>1</b>", "v", "x y", "**Backups**", "![yes](a.png)",
    ]
)  # fmt: skip
ABOVE = st.sampled_from(["", "## Features", "# Parameters", "These are the features:", "## Risks", "- item", "> quote"])


@settings(max_examples=400, deadline=None)
@given(st.integers(1, 4), st.data())
def test_whatever_stands_in_a_table_and_above_it(width: int, data: st.DataObject) -> None:
    row = st.lists(CELLS, min_size=1, max_size=width + 1)
    header = data.draw(st.lists(HEADERS, min_size=width, max_size=width))
    rows = data.draw(st.lists(row, min_size=0, max_size=5))
    lines = [header, ["---"] * width, *rows]
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    page = f"{data.draw(ABOVE)}\n\n{table}\n{data.draw(st.sampled_from(['', 'Prose.', '  more', '- **A**: b']))}\n"
    passed_over = tuple(hopeless_tables(page))
    facts = read_page("page.md", page.encode(), ANNOTATOR, Options())
    if passed_over:
        assert not any(verdict.taken for verdict in facts.readings[0].verdicts if verdict.kind == "table")
        assert facts.diagnostics == ()
    assert facts.readings[0].features == read_page(
        "page.md", page.encode(), ANNOTATOR, Options(), complete=False
    ).readings[0].features  # fmt: skip


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        "| Flag | Type | Description |\n|---|---|---|\n| `--size` | integer | How many rows the log keeps at most. |\n",
        "| Version | Released | State |\n|---|---|---|\n| 1.2 | 2024-01-02 | ended |\n| 1.3 | 2024-02-03 | current |\n",
        "| Code | Meaning |\n|:--|--:|\n| E1 | The disk of the node is full, and writes are refused. |\n",
    ],
)
def test_what_is_passed_over(table: str) -> None:
    page = f"# A\n\n{table}\nProse.\n"
    assert [page[start:end] for start, end in hopeless_tables(page)] == [table.rstrip("\n")]


@pytest.mark.parametrize(
    "page",
    [
        "\n\n| Feature | Type |\n|---|---|\n| Backups | full |\n\n",  # it names features
        "\n\n| Thing | Free |\n|---|---|\n| Backups | ✅ |\n\n",  # its cells may be marks
        f"- item\n{TABLE}\n",  # no empty line before it
        f"\n\n{TABLE}goes on\n\n",  # a line that the parser takes for a row
        f"\n\n{TABLE}| `b` | c | d |\n\n",  # more cells than the header: there is a warning
        f"\n\n{TABLE}|  | c |\n\n",  # may go on with the row above
        f"\n\n{TABLE}| `b` | :x: = none |\n\n",  # may say what a mark means
        f"\n\n{TABLE}| `b` | {{{{ c }}}} |\n\n",  # template code may hold bars
        "\n\n> " + TABLE.replace("\n", "\n> "),  # in a quote
        "\n\n| <b>Parameter</b> | Type |\n|---|---|\n| `size` | integer |\n\n",  # not plain
    ],
)
def test_what_is_left_to_the_parser(page: str) -> None:
    assert list(hopeless_tables(page)) == []
