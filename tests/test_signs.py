"""What is found by the signs of a page is what is found without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
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


PROSE = "It is kept under the key of the owner wherever the archive moves, and nobody else reads any of it"


def what_is_said(data: bytes, *, complete: bool, options: Options = OPTIONS) -> object:
    """Return the triples and diagnostics of a page."""
    run = Run(options, SourceSet(Path(), ()), load())
    facts = read_page("page.md", data, ANNOTATOR, options, complete=complete)
    return facts.diagnostics, run.triples_of(facts)


def test_every_real_page_says_the_same(shared: Path) -> None:
    for folder in ("corpus/pages", "gold"):
        run = prepare([str(shared / folder)], OPTIONS)
        for whole, looked_at in zip(run.read(), run.read(complete=False), strict=True):
            assert run.triples_of(whole) == run.triples_of(looked_at), whole.source.path
            assert whole.diagnostics == looked_at.diagnostics


HARD = r"""


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
	- **Tab**: TLS
<h2>Features</h2>
## v1.2.3 changes
  ## Features
> # Title
- # Title
## Parameters
Our features:
- ### **Head**
1. ## **Head**
- > **Quoted**: AES-256
- • **Dot**: AES-256
- {{ page.empty }}**Var**: TLS
- \
  **After a break**: SAML
-     **Code**: x
<br><h1 align="center">Title</h1>
Text <ul><li><b>E</b>: AES-256</li><li><b>F</b>: Okta</li></ul>
<a name="x"></a><table><tr><td>A</td><td>AES-256</td></tr></table>
<dl><dt>T<dd>AES-256
<p>
:my\_mark: = With AES-256
&#9675; = not there
â—‹ = not there
| Login | ○ |
<!FOO
- > [ref]: c.html
| a |
```{list-table}
:header-rows: 1
* - Feature
  - What
* - Backups
  - AES-256
"""
LINES = st.sampled_from(HARD.split("\n"))
"""Lines that begin, end or look like what the signs look for, the empty one among them several times."""


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=24), st.sampled_from([None, "mkdocs", "myst", "hugo"]))
def test_every_page_made_of_hard_lines_says_the_same(lines: list[str], dialect: str | None) -> None:
    data = "\n".join(lines).encode()
    options = replace(OPTIONS, dialect=dialect)

    assert what_is_said(data, complete=False, options=options) == what_is_said(data, complete=True, options=options)


@pytest.mark.parametrize(
    "text",
    [
        "## Features\n\n```{list-table}\n:header-rows: 1\n\n* - Feature\n  - What\n* - Backups\n  - AES-256\n```",
        ".. list-table::\n   :header-rows: 1\n\n   * - Feature\n     - What\n   * - Backups\n     - AES-256\n",
        " # My title\n\nprose",
        "> # T\n\nprose",
        "# Doc\n\n> ## v1.2.3 changes\n\n### X\n\n- **Enc**: AES-256\n- **Login**: SAML",
        "Text <ul><li><b>Enc</b>: AES-256</li><li><b>Login</b>: Okta</li></ul>",
        "<a name='x'></a><table><tr><th>Feature</th><th>What</th></tr><tr><td>A</td><td>by SAML</td></tr></table>",
        '<br><h1 align="center">Title</h1>\n\nprose',
        "- ### **Enc**\n  Uses AES-256\n- ### **Login**\n  Uses SAML",
        "- > **Enc**: AES-256\n- > **Login**: SAML",
        "- • **Enc**: AES-256\n- • **Login**: SAML",
        "- \n  **Enc**: AES-256\n- \n  **Login**: SAML",
        "---\nempty: ''\n---\n\n- {{ page.empty }}**Enc**: AES-256\n- {{ page.empty }}**Login**: SAML",
        "# A\n\n- > [ref]: c.html\n\n# Features\n\n| Feature | What |\n|---|---|\n| [AES-256][ref] | kept so |",
        "# Features\n\n<p>\n\n- **In**: AES-256\n- **Im**: SAML\n\nA note on parameters.",
        ":my\\_mark: = With AES-256\n\n| Feature | A |\n|---|---|\n| Login | :my_mark: |\n| B | :my_mark: |",
        "<table><tr><td>SAML\n## Next\nprose",
        "<dl><dt>T<dd>AES-256\n# A\n\nprose",
        "# A\n\n| a |\n---\n| b | c |",
        (
            "<table><tr><th>Feature</th><th>What</th></tr><tr><td>Backups</td><td><pre>\n# a\n\n"
            "key\n\nb = AES-256\n\n# c\n</pre>"
            "</td></tr></table>"
        ),
        (
            "<table><tr><th>Feature</th><th>What</th></tr><tr><td>Backups</td><td>\n\n# So\n\n"
            "First.\n\nThen AES-256.\n\n</td></tr>"
            "</table>"
        ),
        (
            "<!--\n\n| Parameter | Type |\n|---|---|\n| `a` | b --> |\n\n## Features\n\n"
            "| Feature | What |\n|---|---|\n| B | yes |"
        ),
        f"## Features\n\n| _Feature_ | Type |\n|---|---|\n| Backups | {PROSE} |\n| Restore | {PROSE} |\n",
        (
            f"## Features\n\n| Name | Type | Free |\n|---|---|---|\n"
            f"| Abc | {PROSE} | [Yes](https://a.b/c_(d_e_f_g_h_i)_j) |\n"
        ),
        (
            f"## Features\n\n| Name | Type | Free |\n|---|---|---|\n"
            f"| Abc | {PROSE} | not  supported |\n| D | {PROSE} | yes |\n"
        ),
        f"## Features\n\n| Step | Error | Feature | Description |\n|---|---|---|---|\n| 1 | | Backups | {PROSE} |\n",
        (
            f"## Features\n\n| Risk | Feature | Details |\n|---|---|---|\n| S | A | {PROSE} |\n"
            f"| <br> | B | {PROSE} |\n| <br> | C | d |\n"
        ),
        f"These are the features:\n\n| Risk | Type |\n|---|---|---|\n| a | b |\n\n- **A**: {PROSE}\n- **B**: {PROSE}\n",
        "# [The guide][g]\n\nProse.\n\n## Next\n\nProse.\n\n[g]: x.md\n",
        "<h1>The\n# guide\nmore</h1>\n\nProse.",
        "# A\n\n| Parameter | Type |\n|---|---|\n| `a` | b | c |\x85\n\nProse.",
    ],
)
def test_what_once_was_lost_is_not(text: str) -> None:
    assert what_is_said(text.encode(), complete=False) == what_is_said(text.encode(), complete=True)


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

    assert [line for line in dropped(text) if line] == ["Prose.", "More prose."]


def test_a_section_with_a_fence_is_parsed_so_that_no_code_begins_or_ends_elsewhere() -> None:
    text = "# A\n\n```\n# no heading\n|a|\n|-|\n```\n\n# B\n\nProse.\n"

    assert [line for line in dropped(text) if line] == ["Prose."]
