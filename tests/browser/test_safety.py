"""What a graph says is text, and no page asks anything but its own server."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from .conftest import TELEPHONE, Opened
from .kinds import KINDS
from .sites import Site
from .steps import settled, write
from .watching import Watch

SCRIPT = "<script>alert(6)</script>"
IMAGE = '"><img src=x onerror=alert(8)>'
HEBREW = "הצפנה של גיבויים"
LONG = "Long name " * 29 + "and an end"


def acted(page: Page) -> list[str]:
    """Return what a label, a title or a text has become other than text."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("script:not([src]), img, svg:not(.mark), style, [onload], [onerror]")]
            .map((node) => node.outerHTML.slice(0, 200))"""
    )
    return [str(each) for each in found]


@pytest.mark.parametrize("label", [SCRIPT, IMAGE, HEBREW, LONG])
def test_a_label_is_text_wherever_it_is_shown(label: str, opened: Opened) -> None:
    page = opened("/feature.html")
    page.locator("main").get_by_role("link", name=label, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    assert page.title() == f"{label} · docs-kg"
    assert acted(page) == []

    page.get_by_role("link", name="drawing of what is around it").click()
    settled(page)
    page.locator(".graph-canvas").focus()
    page.keyboard.press("Home")
    expect(page.locator(".graph-status")).to_contain_text(label)
    assert acted(page) == []

    page.get_by_role("combobox", name="Search").press_sequentially(label[:30])
    option = page.get_by_role("option").filter(has_text=label)
    expect(option.first).to_be_visible()
    assert acted(page) == []


def test_a_label_is_text_in_results_and_in_what_was_searched(opened: Opened) -> None:
    page = opened(f"/search?q={SCRIPT}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Search: {SCRIPT}")
    page.goto("/query.html")
    write(page, "SELECT ?label { ?f a kg:Feature ; rdfs:label ?label }")
    page.get_by_role("button", name="Run").click()
    for label in (SCRIPT, IMAGE, HEBREW, LONG):
        expect(page.get_by_role("table", name="Results").get_by_text(label, exact=True)).to_be_visible()
    assert acted(page) == []


def test_statements_and_titles_are_text_in_a_document(opened: Opened) -> None:
    page = opened("/doc/hostile.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("</title><script>alert(1)</script>")
    expect(page.get_by_text("</td><script>alert(3)</script>")).to_be_visible()
    assert acted(page) == []
    assert page.locator("a[href^='javascript']").count() == 0


@pytest.mark.parametrize("label", [SCRIPT, IMAGE, HEBREW, LONG])
def test_no_label_is_wider_than_a_telephone(label: str, opened: Opened) -> None:
    page = opened("/feature.html", viewport=TELEPHONE, is_mobile=True, has_touch=True)
    page.locator("main").get_by_role("link", name=label, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(label)
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.get_by_role("link", name="drawing of what is around it").click()
        settled(page)
        page.go_back()


def test_no_request_leaves_the_machine(opened: Opened, site: Site, watched: list[Watch]) -> None:
    page = opened("/")
    for path in KINDS.values():
        page.goto(path)
        settled(page)
    asked = {urlsplit(url).netloc for watch in watched for url in watch.requests}

    assert asked == {urlsplit(site.url).netloc}
    assert len(watched[0].requests) > len(KINDS)


def test_the_policy_stops_what_would_get_into_a_page(opened: Opened, watched: list[Watch]) -> None:
    page = opened("/")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.acted = true";
          const picture = document.createElement("img");
          picture.src = "https://elsewhere.example/picture.png";
          document.body.append(script, picture);
          picture.setAttribute("onclick", "window.acted = true");
          picture.click();
        }"""
    )
    sent = page.evaluate("fetch('https://elsewhere.example/').then(() => 'sent', () => 'stopped')")

    assert sent == "stopped"
    assert page.evaluate("window.acted") is None
    expect(page.locator("img")).to_have_js_property("naturalWidth", 0)
    stopped = [failure for failure in watched[0].failures if "elsewhere.example" in failure]
    assert stopped
    assert all("csp" in failure.lower() for failure in stopped), stopped
    assert all("Content Security Policy" in fault or "elsewhere.example" in fault for fault in watched[0].faults)
    watched[0].faults.clear()
