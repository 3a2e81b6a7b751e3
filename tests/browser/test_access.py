"""WCAG 2.2 AA, as far as axe can see it, and what it cannot: keys alone, and a telephone."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from .conftest import AXE, DESKTOP, TELEPHONE, Opened, need
from .kinds import KINDS
from .sites import Site
from .steps import editor, focus_is_seen, settled, tab_to

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_AXE = """async (tags) => (await axe.run(document, { runOnly: tags, resultTypes: ["violations"] })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html + node.failureSummary).join("; ").slice(0, 600)}`)"""
_TARGETS = "button, input, select, textarea, nav a, th a, td a, .badge a, .cards a, .links a, .to-twin"
_SMALL = """targets => [...document.querySelectorAll(targets)]
  .filter((node) => node.checkVisibility() && !node.closest(".visually-hidden"))
  .map((node) => [node.outerHTML.slice(0, 200), node.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || (box.width < 24 && box.width > 0))
  .map(([html, box]) => `${html}: ${box.width} x ${box.height}`)"""
_SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def violations(page: Page) -> list[str]:
    """Return what axe finds, in both themes and at both widths."""
    found: list[str] = []
    page.add_script_tag(path=AXE)
    for size in (DESKTOP, TELEPHONE):
        page.set_viewport_size(size)
        for scheme in THEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{size['width']} px, {scheme}: {each}" for each in page.evaluate(_AXE, TAGS)]
    return found


@pytest.fixture
def axe() -> None:
    need(AXE.is_file(), str(AXE), "cd kg/serving/browser && npm ci --ignore-scripts")


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_axe_finds_nothing(path: str, opened: Opened, axe: None) -> None:
    page = opened(path, bypass_csp=True)
    settled(page)

    assert violations(page) == []


def test_axe_finds_nothing_in_what_opens(opened: Opened, axe: None) -> None:
    page = opened("/query.html", bypass_csp=True)
    settled(page)
    editor(page).press("ControlOrMeta+a")
    editor(page).press("Delete")
    editor(page).press_sequentially("SELECT * { ?s kg:has")
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_be_visible()
    # the list scrolls with the option that the arrow keys choose: axe knows that of comboboxes only
    found = [each for each in violations(page) if 'scrollable-region-focusable: <ul id="cm-ac' not in each]
    assert found == []

    page.get_by_role("combobox", name="Search").press_sequentially("aes")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []


def test_axe_finds_nothing_on_a_page_among_many(opened: Opened, crowd: Site, axe: None) -> None:
    page = opened("/list/feature-2.html", crowd.url, bypass_csp=True)
    settled(page)

    assert violations(page) == []


def test_a_telephone_scrolls_no_page_sideways_and_a_finger_hits_each_target(opened: Opened) -> None:
    page = opened("/", viewport=TELEPHONE, has_touch=True, is_mobile=True)
    for name, path in KINDS.items():
        page.goto(path)
        settled(page)

        assert page.evaluate(_SIDEWAYS) <= 0, name
        assert page.evaluate(_SMALL, _TARGETS) == [], name


def test_a_finger_searches_and_chooses_in_the_drawing(opened: Opened) -> None:
    page = opened("/", viewport=TELEPHONE, has_touch=True, is_mobile=True)
    page.get_by_role("combobox", name="Search").tap()
    page.get_by_role("combobox", name="Search").fill("tls 1.3")
    page.get_by_role("option", name=re.compile(r"^TLS 1\.3")).tap()
    page.get_by_role("link", name="drawing of what is around it").tap()
    settled(page)
    page.locator(".graph-canvas").scroll_into_view_if_needed()
    page.locator(".graph-canvas").tap()
    expect(page.locator(".graph-canvas")).to_be_focused()


def test_keys_alone_skip_the_head_of_the_page(opened: Opened) -> None:
    page = opened("/feature/fernbase/network.html")
    settled(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    focus_is_seen(page)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    focus_is_seen(page)
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_keys_alone_search_and_come_to_a_result(opened: Opened) -> None:
    page = opened("/")
    settled(page)
    tab_to(page, page.get_by_role("navigation", name="Main").get_by_role("link", name="Mechanisms"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mechanisms")
    settled(page)
    tab_to(page, page.get_by_role("combobox", name="Search"))
    page.keyboard.type("row-level")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search: row-level")
    settled(page)
    tab_to(page, page.locator("main").get_by_role("link", name="Inside the database").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Inside the database")


@pytest.mark.parametrize("name", ["home", "feature in dispute", "document", "matrix by product", "query answered"])
def test_the_focus_is_seen_at_each_stop(name: str, opened: Opened) -> None:
    page = opened(KINDS[name])
    settled(page)
    page.keyboard.press("Tab")
    first = page.evaluate_handle("document.activeElement")
    stops = 0
    while stops == 0 or not page.evaluate("first => [first, document.body].includes(document.activeElement)", first):
        focus_is_seen(page)
        page.keyboard.press("Tab")
        stops += 1
        assert stops < 400, "Tab never comes round"

    assert stops > 10


def test_keys_alone_sort_and_filter_a_table(opened: Opened) -> None:
    page = opened("/matrix.html")
    settled(page)
    tab_to(page, page.get_by_role("searchbox", name="Filter rows of Mechanisms by product"))
    page.keyboard.type("tls")
    expect(page.locator(".table-tools").get_by_role("status")).to_have_text(re.compile(r"^\d of \d+ rows$"))
    tab_to(page, page.get_by_role("columnheader", name="All").get_by_role("button"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="All")).to_have_attribute("aria-sort", "ascending")
