"""Where the pages of a set stand, and where their links lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.graph.pages import PageSet, suffix_of
from kg.names import DCTERMS, SCHEMA, Kg

BASE = "https://example.org/kg/"
SITE = "https://docs.example/v1/"
PATHS = (
    "index.md",
    "a/b.md",
    "a/c.mdx",
    "a/README.md",
    "d/_index.md",
    "e.md",
    "e.mdx",
    "f g.md",
    "日本/é.md",
    "v1.2/x.md",
)
WITHOUT_SITE = PageSet(PATHS, BASE)
WITH_SITE = PageSet(PATHS, BASE, SITE)


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("index.md", "doc/index"),
        ("a/b.md", "doc/a/b"),
        ("a/c.mdx", "doc/a/c"),
        ("v1.2/x.md", "doc/v1.2/x"),
        ("e.md", "doc/e.md"),
        ("e.mdx", "doc/e.mdx"),
        ("f g.md", "doc/f-g"),
        ("日本/é.md", "doc/日本/é"),
        ("100%[x].md", "doc/100--x-"),
    ],
)
def test_a_document_is_named_by_its_path_without_the_extension(path: str, document: str) -> None:
    assert WITHOUT_SITE.document(path) == BASE + document


@settings(deadline=None)
@given(st.lists(st.text("ab -%.", min_size=1, max_size=3).map("{}.md".format), max_size=6, unique=True))
def test_two_pages_never_share_a_document(paths: list[str]) -> None:
    pages = PageSet(tuple(paths), BASE)

    assert len({pages.document(path) for path in paths}) == len(paths)


@pytest.mark.parametrize(
    ("href", "path", "page"),
    [
        ("b.html", "a/c.mdx", "a/b.md"),
        ("b.md", "a/c.mdx", "a/b.md"),
        ("b", "a/c.mdx", "a/b.md"),
        ("b/", "a/c.mdx", "a/b.md"),
        ("b.html#part", "a/c.mdx", "a/b.md"),
        ("b.html?x=y", "a/c.mdx", "a/b.md"),
        ("./b.html", "a/c.mdx", "a/b.md"),
        ("../a/b.html", "v1.2/x.md", "a/b.md"),
        ("/a/b.html", "v1.2/x.md", "a/b.md"),
        ("../a/", "v1.2/x.md", "a/README.md"),
        ("../d/", "a/b.md", "d/_index.md"),
        ("/", "a/b.md", "index.md"),
        ("#part", "a/b.md", "a/b.md"),
        ("", "a/b.md", "a/b.md"),
        ("x.md", "v1.2/x.md", "v1.2/x.md"),
        ("f%20g.html", "index.md", "f g.md"),
        ("none.html", "a/b.md", None),
        ("../../../a/b.html", "a/b.md", None),
        ("b.png", "a/b.md", None),
    ],
)
def test_a_relative_link_leads_to_a_page_of_the_set(href: str, path: str, page: str | None) -> None:
    assert WITHOUT_SITE.find(href, path) == page


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("b.html", f"{BASE}doc/a/b"),
        ("b.html#part", f"{BASE}doc/a/b"),
        ("none.html", None),
        ("https://x.example/y", "https://x.example/y"),
        ("mailto:a@x.example", "mailto:a@x.example"),
        ("//x.example/y", "https://x.example/y"),
        ("{{ site.url }}/b.html", None),
        ("{% link b.md %}", None),
        ("http://[x", "http://[x"),
        ("[x", None),
        ("//[x", "https://[x"),
    ],
)
def test_without_a_site_a_relative_link_leads_to_a_document_or_nowhere(href: str, address: str | None) -> None:
    assert WITHOUT_SITE.address_of(href, "a/c.mdx", ".html") == address


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("b.html", f"{SITE}a/b.html"),
        ("b.md", f"{SITE}a/b.html"),
        ("b.md#part", f"{SITE}a/b.html#part"),
        ("b.md?x=y#part", f"{SITE}a/b.html?x=y#part"),
        ("../v1.2/x.md", f"{SITE}v1.2/x.html"),
        ("none.html", f"{SITE}a/none.html"),
        ("../none/", f"{SITE}none/"),
        ("#part", f"{SITE}a/c.html#part"),
        ("?x", f"{SITE}a/c.html?x"),
        ("/top.html", "https://docs.example/top.html"),
        ("//x.example/y", "https://x.example/y"),
        ("https://x.example/y", "https://x.example/y"),
        ("{{ site.url }}/b.html", None),
    ],
)
def test_with_a_site_a_relative_link_is_resolved_against_the_address_of_its_page(
    href: str, address: str | None
) -> None:
    assert WITH_SITE.address_of(href, "a/c.mdx", ".html") == address


@pytest.mark.parametrize(
    ("path", "suffix", "url"),
    [
        ("a/b.md", ".html", f"{SITE}a/b.html"),
        ("a/b.md", "/", f"{SITE}a/b/"),
        ("a/b.md", "", f"{SITE}a/b"),
        ("index.md", "/", SITE),
        ("a/README.md", "/", f"{SITE}a/"),
        ("a/README.md", "", f"{SITE}a/"),
        ("index.md", ".html", f"{SITE}index.html"),
    ],
)
def test_the_address_of_a_page_is_site_path_and_suffix(path: str, suffix: str, url: str) -> None:
    assert WITH_SITE.url(path, suffix) == url


def test_without_a_site_a_page_has_no_address() -> None:
    assert WITHOUT_SITE.url("a/b.md", ".html") is None


@pytest.mark.parametrize(
    ("hrefs", "suffix"),
    [
        ([], ""),
        (["a.html", "b.html#x", "c/"], ".html"),
        (["a/", "b/", "c.html"], "/"),
        (["a", "b/c", "../d"], ""),
        (["a.html", "b"], ".html"),
        (["a.png", "b.pdf"], ""),
        (["https://x.example/a.html", "//x.example/a.html", "#a.html", "?a.html", "{{ x }}/a.html"], ""),
        (["a.htm?b.html"], ".htm"),
        (["v1.2/a", "v1.2/b"], ""),
    ],
)
def test_the_suffix_is_the_one_that_most_relative_links_have(hrefs: list[str], suffix: str) -> None:
    assert suffix_of(hrefs) == suffix


@pytest.mark.parametrize(("hrefs", "suffix"), [([], "/"), (["a.md", "b.mdx"], "/"), (["a.html"], ".html")])
def test_a_dialect_tells_the_suffix_where_the_links_do_not(hrefs: list[str], suffix: str) -> None:
    assert suffix_of(hrefs, "/") == suffix


@settings(deadline=None)
@given(st.text(st.sampled_from("ab/.#?:[]%{}é @")), st.sampled_from([WITH_SITE, WITHOUT_SITE]))
def test_any_href_has_an_address_or_none(href: str, pages: PageSet) -> None:
    address = pages.address_of(href, "a/b.md", "")

    assert address is None or ":" in address


# --- through an export ---------------------------------------------------------------------------------------------

TABLE = "| Feature | Description |\n|---|---|\n| Sign-in | Uses [keys]({}) |\n| Backup | Runs daily |\n"


def export(folder: Path, **options: object) -> set[tuple[str, str, str]]:
    """Return the triples of the pages of a folder, without the marks of the terms."""
    graph = kg.export(folder, **{"product": "Lark", "provenance": "none", **options})
    triples = (triple for triples in graph.documents.values() for triple in triples)
    return {(triple.subject[1:-1], triple.predicate[1:-1], triple.object.strip('<>"')) for triple in triples}


def values(triples: set[tuple[str, str, str]], predicate: str) -> set[str]:
    return {value for _, name, value in triples if name == predicate}


def test_without_a_site_there_is_no_address_and_no_former_one(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nredirect_from: /old.html\n---\n" + TABLE.format("b.html"))
    triples = export(tmp_path)

    assert values(triples, f"{SCHEMA}url") | values(triples, f"{DCTERMS}replaces") | values(triples, Kg.TARGET) == set()
    assert values(triples, Kg.HREF) == {"b.html"}


def test_without_a_site_a_link_to_a_page_of_the_set_leads_to_its_document(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TABLE.format("b.html#part"))
    (tmp_path / "b.md").write_text("# B\n")

    assert values(export(tmp_path), Kg.TARGET) == {f"{BASE}doc/b"}


def test_former_addresses_are_resolved_like_links_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "a" / "b.md"
    page.parent.mkdir()
    page.write_text("---\nredirect_from:\n- old.html\n- /older.html\naliases: https://x.example/oldest\n---\n# B\n")

    assert values(export(tmp_path, site=SITE), f"{DCTERMS}replaces") == {
        f"{SITE}a/old.html",
        "https://docs.example/older.html",
        "https://x.example/oldest",
    }


def test_the_address_of_a_page_has_the_suffix_of_its_own_links(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("See [b](b.html) and [c](c.html).\n")
    (tmp_path / "b.md").write_text("See [a](a/) and [c](../c/).\n")
    (tmp_path / "c.md").write_text("No link.\n")

    assert values(export(tmp_path, site=SITE.removesuffix("/")), f"{SCHEMA}url") == {
        f"{SITE}a.html",
        f"{SITE}b/",
        f"{SITE}c",
    }


def test_a_page_named_with_signs_that_an_iri_forbids_has_an_address_with_them_encoded(tmp_path: Path) -> None:
    (tmp_path / "a b[1].md").write_text("# A\n")
    triples = export(tmp_path, site=SITE)

    assert values(triples, f"{SCHEMA}url") == {f"{SITE}a%20b%5B1%5D"}
    assert f"{BASE}doc/a-b-1-" in {subject for subject, _, _ in triples}


def test_two_pages_that_differ_only_in_the_extension_keep_it(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    (tmp_path / "a.mdx").write_text("# A\n")

    assert {subject for subject, name, _ in export(tmp_path) if name == f"{DCTERMS}title"} == {
        f"{BASE}doc/a.md",
        f"{BASE}doc/a.mdx",
    }


def test_pages_whose_names_differ_only_in_signs_that_an_iri_forbids_are_both_there(tmp_path: Path) -> None:
    (tmp_path / "a b.md").write_text("# One\n")
    (tmp_path / "a-b.md").write_text("# Two\n")

    assert values(export(tmp_path), f"{DCTERMS}title") == {"One", "Two"}
