"""What is found by the signs of a page is what is found without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Annotator
from kg.options import Options
from kg.pipeline import Run, prepare, read_page
from kg.read import SourceSet
from kg.signs import dull_sections, has_candidates
from kg.vocabulary import load

OPTIONS = Options(site="https://docs.example/")
ANNOTATOR = Annotator(load())


def what_is_said(data: bytes, *, complete: bool) -> object:
    """Return the triples and diagnostics of a page."""
    run = Run(OPTIONS, SourceSet(Path(), (), ()), load())
    facts = read_page("page.md", data, ANNOTATOR, OPTIONS, complete=complete)
    return facts.diagnostics, run.triples_of(facts)


def test_every_real_page_says_the_same(shared: Path) -> None:
    for folder in ("corpus/pages", "gold"):
        run = prepare([str(shared / folder)], OPTIONS)
        for whole, looked_at in zip(run.read(), run.read(complete=False), strict=True):
            assert run.triples_of(whole) == run.triples_of(looked_at), whole.source.path
            assert whole.diagnostics == looked_at.diagnostics


HARD = """


Prose about TLS 1.2.
# A
## Features
### B #
Title
=====
-----
- plain
- **Bold**: AES-256 is used
- [Link](a.html) goes on like this
- [Link](a.html)
* **Other** – by AWS
  - **Nested**: with SAML
    more of it
1. **One**: TLS
> - **Quoted**: yes
> prose
```
~~~ sh
# a comment, or a heading
| Feature | What |
|---|---|
| Backups | Kept in [S3](b.html) |
| :x: | y |
  |---|---|
Term
: Definition with LDAP
<table>
<tr><td>A</td><td>B TLS 1.2</td></tr>
</table>
<div>
</div>
<!--
-->
<ul><li><b>C</b>: AES-256</li><li><b>D</b>: Okta</li></ul>
[ref]: c.html
- [ref]: goes on with words
- [ref] goes on with words
:x: = not there
![no](no.png) no
{% raw %}
<details>
</details>
- &nbsp;**Lead**: RBAC
-
    ```
\t- **Tab**: TLS
<h2>Features</h2>
"""
LINES = st.sampled_from(HARD.split("\n"))
"""Lines that begin, end or look like what the signs look for, the empty one among them several times."""


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=24))
def test_every_page_made_of_hard_lines_says_the_same(lines: list[str]) -> None:
    data = "\n".join(lines).encode()

    assert what_is_said(data, complete=False) == what_is_said(data, complete=True)


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n",
        "> a | b\n> --|--\n",
        "x\n<TABLE>\n",
        "Term\n: what it is\n",
        "- **A**: b\n- **C**: d\n",
        "- [A](b) that goes on\n- [C](d) that goes on\n",
        "1. __A__: b\n2. __C__: d\n",
        "-\n  **A**: b\n-\n  **C**: d\n",
    ],
)
def test_a_page_that_can_hold_features_is_parsed(text: str) -> None:
    assert has_candidates(text)


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nProse with a | bar and a -- dash.\n",
        "- a\n- b\n",
        "- [A](a.html)\n- [B](b.html)\n\nProse.\n",
        "- **A**: b\n",
        "---\n\nA rule.\n\n***\n",
        "A time of 12:30: now.\n",
    ],
)
def test_a_page_that_can_hold_none_is_not(text: str) -> None:
    assert not has_candidates(text)


def dropped(text: str) -> Iterator[str]:
    """Yield the lines that are not parsed."""
    starts = [0, *(index + 1 for index, sign in enumerate(text) if sign == "\n")]
    for first, after in dull_sections(text):
        yield from (text[start:].partition("\n")[0] for start in starts if first <= start < after)


def test_of_a_page_with_a_table_the_sections_without_one_are_not_parsed() -> None:
    text = "Before.\n\n# A\n\nProse.\n\n## B\n\n|a|b|\n|-|-|\n|c|d|\n\n## C\n\nMore prose.\n"

    assert [line for line in dropped(text) if line] == ["Before.", "Prose.", "More prose."]


def test_a_section_with_a_fence_is_parsed_so_that_no_code_begins_or_ends_elsewhere() -> None:
    text = "# A\n\n```\n# no heading\n|a|\n|-|\n```\n\n# B\n\nProse.\n"

    assert [line for line in dropped(text) if line] == ["Prose."]
