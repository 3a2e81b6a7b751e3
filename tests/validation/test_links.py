"""Dead links and anchors of pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Run, Write

LINKS = ("--select", "KG22")


def found(validate: Run, *arguments: str) -> list[str]:
    """Return place and code of each finding."""
    lines = validate(*arguments, *LINKS).stdout.splitlines()
    return [" ".join((line.split(" ")[0].rstrip(":"), line.split(" ")[2].rstrip(":"))) for line in lines]


def test_a_link_to_a_page_that_is_not_there_is_found_at_its_place(write: Write, validate: Run) -> None:
    write("docs/a.md", "# A\r\n\r\nSee [this](b.md) and 日本 [that](c.md).\r\n")
    write("docs/b.md", "# B\n")

    assert found(validate, "docs") == ["a.md:3:25 KG221"]


@pytest.mark.parametrize(
    "link",
    [
        "b.md", "./b.md", "b", "b.html", "b/", "sub/", "sub/index.html", "../docs2/out.md", "image.png", "paper.pdf",
        "LICENSE", "empty", "#a", "b.md?x=1", "b%2Emd", "https://example.org/none.md", "//example.org/none.md",
        "mailto:a@b.c", "{{ unknown }}/c.md", "/elsewhere.md", "old/b", "../a/b.md", "",
    ],
)  # fmt: skip
def test_what_is_there_or_not_of_the_set_is_no_dead_link(write: Write, validate: Run, link: str) -> None:
    write("docs/a.md", f"# A\n\n[x]({link})\n")
    write("docs/b.md", "---\naliases: [/old/b/]\n---\n# B\n")
    write("docs/sub/index.md", "# Sub\n")
    write("docs/LICENSE", "")
    write("docs/empty/x.txt", "")

    assert found(validate, "docs") == []


@pytest.mark.parametrize("link", ["c.md", "c", "c/", "c.html", "sub/c.md", "b.md/c", "old/c"])
def test_a_relative_link_to_nothing_is_dead(write: Write, validate: Run, link: str) -> None:
    write("docs/a.md", f"# A\n\n[x]({link})\n")
    write("docs/b.md", "# B\n")

    assert found(validate, "docs") == ["a.md:3:1 KG221"]


def test_a_link_may_be_meant_as_a_browser_sees_it(write: Write, validate: Run) -> None:
    write("docs/guide/a.md", "# A\n\n[x](../b/) [y](../../top/) [z](../../../none/)\n")
    write("docs/guide/b.md", "# B\n")
    write("docs/top.md", "# Top\n")

    assert found(validate, "docs") == []  # the last leads out of the root


def test_with_a_site_its_addresses_and_those_from_its_root_are_judged(write: Write, validate: Run) -> None:
    write(
        "docs/a.md", "# A\n\n[x](/d/b) [y](/d/c) [z](https://x.example/d/c) [v](https://x.example/d/b) [w](/other/c)\n"
    )
    write("docs/b.md", "# B\n")

    assert found(validate, "docs", "--site", "https://x.example/d/") == ["a.md:3:11 KG221", "a.md:3:21 KG221"]


def test_a_page_that_was_not_named_but_is_there_is_no_dead_link(write: Write, validate: Run) -> None:
    write("docs/hugo.toml", "")
    write("docs/a.md", '# A\n\n[x](b.md) [x](b) [x](b.html) [x]({{< ref "b" >}}) [y](c.md) [z]({{< ref "c.md" >}})\n')
    write("docs/b.md", "# B\n")

    assert found(validate, "docs/a.md", "--root", "docs") == ["a.md:3:51 KG221", "a.md:3:61 KG221"]
    assert found(validate, "docs") == ["a.md:3:51 KG221", "a.md:3:61 KG221"]


def test_an_alias_that_is_no_address_is_harmless(write: Write, validate: Run) -> None:
    write("docs/a.md", '---\naliases: ["http://[x", "//[", "?", "#"]\nslug: "[::"\n---\n# A\n\n[x](x) [y](//[)\n')

    assert found(validate, "docs") == ["a.md:7:1 KG221"]


def test_a_symlink_out_of_the_root_is_nothing_that_is_there(write: Write, validate: Run, tmp_path: Path) -> None:
    write("docs/a.md", "# A\n\n[x](out)\n")
    write("secret", "")
    (tmp_path / "docs" / "out").symlink_to(tmp_path / "secret")

    assert found(validate, "docs") == ["a.md:3:1 KG221"]


def test_code_and_comments_have_no_links(write: Write, validate: Run) -> None:
    write("a.md", "# A\n\n`[x](b.md)`\n\n```\n[x](b.md)\n```\n\n<!-- [x](b.md) -->\n\n\\[x](b.md)\n")

    assert found(validate, "a.md") == []


def test_links_by_reference_and_in_html_are_found(write: Write, validate: Run) -> None:
    write("a.md", '# A\n\n[x][r] <a href="c.md">c</a>\n\n| F | D |\n| - | - |\n| f | [t](t.md) |\n\n[r]: b.md\n')

    assert found(validate, "a.md") == ["a.md:3:1 KG221", "a.md:3:8 KG221", "a.md:7:7 KG221"]


def test_a_side_of_a_conflict_resolves_against_the_path_of_its_marker(write: Write, validate: Run) -> None:
    write(
        "docs/a.md",
        "# A\n\n<<<<<<< HEAD\n[x](b.md)\n=======\n[x](c.md) [y](d.md)\n>>>>>>> 1a2b3c4:v2/a.md\n",
    )
    write("docs/b.md", "# B\n")
    write("docs/v2/c.md", "# C\n")

    assert found(validate, "docs") == ["a.md:6:11 KG221"]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("## Set up – in *two* steps!", "set-up--in-two-steps"),
        ("## Set up – in *two* steps!", "set-up-in-two-steps"),
        ("## 2. `kg` first", "2-kg-first"),
        ("## 2. Kg first", "kg-first"),
        ("Setext\n------", "setext"),
        ("## Über uns", "über-uns"),
        ("## Über uns", "uber-uns"),
        ("## 概要", "%E6%A6%82%E8%A6%81"),
        ("## Twice\n\n## Twice", "twice-1"),
        ("## Twice\n\n## Twice", "twice_1"),
        ("## Named {#other}", "other"),
        ("## Named {#other}", "named"),
        ("## Named\n{: #other }", "other"),
        ("(target)=\n## Named", "target"),
        ('<a name="x"></a>', "x"),
        ('text <span id="x-y">z</span>', "x-y"),
        ("<h2>In HTML</h2>", "in-html"),
        ("text", "top"),
        ("text", ":~:text=text"),
        ("text", ""),
        ("{% include none.md %}", "may-come-from-there"),
    ],
)
def test_an_anchor_that_a_page_has_is_not_dead(write: Write, validate: Run, heading: str, anchor: str) -> None:
    write("docs/a.md", f"# A\n\n[x](b.md#{anchor})\n")
    write("docs/b.md", f"# B\n\n{heading}\n")

    assert found(validate, "docs") == []


@pytest.mark.parametrize("anchor", ["none", "Named", "twice-2"])
def test_an_anchor_that_no_heading_has_is_dead(write: Write, validate: Run, anchor: str) -> None:
    write("docs/a.md", f"# A\n\n[x](b.md#{anchor}) [y](#{anchor})\n")
    write("docs/b.md", "# B\n\n## named\n\n## Twice\n\n## Twice\n\n```\n# none\n```\n")

    assert found(validate, "docs") == ["a.md:3:1 KG222", f"a.md:3:{len(anchor) + 12} KG222"]


def test_of_a_graph_the_links_of_features_are_judged(write: Write, validate: Run) -> None:
    from click.testing import CliRunner

    from kg.cli import main

    row = "[F](b.md) | [x](c.md) [y](d.png) [z](https://o.example/) [w](#a)"
    write("docs/a.md", f"# Features\n\n| Feature | Description |\n| - | - |\n| {row} |\n\n[prose](e.md)\n")
    write("docs/b.md", "# B\n")
    for site in ([], ["--site", "https://x.example/"]):
        CliRunner().invoke(main, ["export", "docs", "-o", "kg.ttl", *site])
        assert found(validate, "kg.ttl") == ["a.md:5 KG221"]
        assert found(validate, "kg.ttl", "--root", "docs") == ["a.md:5:15 KG221"]
