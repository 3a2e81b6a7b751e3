"""The drawing of what is around a node: legible with 200 nodes, reached by keys, with a table that says the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import DESKTOP, TELEPHONE, Opened
from .sites import Site
from .steps import focus_is_seen, ink, ink_changes, painted, settled, tab_to

LARGE = "/graph/mechanism/aes-256.html"
SMALL = "/graph/feature/security/access-control.html"


def status(page: Page) -> Locator:
    return page.locator(".graph-status").get_by_role("status")


def enter(page: Page) -> None:
    """Come to the drawing by Tab alone."""
    settled(page)
    tab_to(page, page.locator(".graph-canvas"))
    focus_is_seen(page)


def test_arrows_move_between_nodes_and_enter_opens_the_page(opened: Opened) -> None:
    page = opened(SMALL)
    enter(page)
    expect(status(page)).to_have_text(re.compile(r"^Access control, feature, \d+ neighbours$"))
    centre = status(page).inner_text()
    seen = {centre}
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        page.keyboard.press("Home")
        expect(status(page)).to_have_text(centre)
        page.keyboard.press(key)
        seen.add(status(page).inner_text())
    assert len(seen) > 2

    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/feature/security/access-control\.html$"))


def test_page_down_goes_through_each_node_of_the_drawing(opened: Opened) -> None:
    page = opened(SMALL)
    enter(page)
    nodes = page.evaluate("fetch(document.querySelector('[data-graph]').dataset.graph).then((answer) => answer.json())")
    seen = []
    for _ in nodes["nodes"]:
        seen.append(status(page).inner_text().partition(", ")[0])
        page.keyboard.press("PageDown")
    assert sorted(seen) == sorted(node["label"].partition(", ")[0] for node in nodes["nodes"])
    assert status(page).inner_text().startswith(seen[0]), "it comes round"


def test_escape_leads_to_the_table_that_says_the_same(opened: Opened) -> None:
    page = opened(SMALL)
    enter(page)
    page.keyboard.press("Escape")
    link = page.get_by_role("link", name="The same as a table")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="The same as a table: what leads to what")).to_be_in_viewport()


def test_the_drawing_is_no_trap(opened: Opened) -> None:
    page = opened(SMALL)
    enter(page)
    page.keyboard.press("Tab")
    expect(page.locator(".graph-canvas")).not_to_be_focused()
    tab_to(page, page.locator(".graph-canvas"), "Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".graph-canvas")).not_to_be_focused()


def test_the_table_has_each_line_of_the_drawing(opened: Opened) -> None:
    page = opened(SMALL)
    data = page.evaluate("fetch(document.querySelector('[data-graph]').dataset.graph).then((answer) => answer.json())")
    names = {node["id"]: " ".join(node["label"].split()) for node in data["nodes"]}
    drawn = sorted((names[edge["source"]], edge["label"], names[edge["target"]]) for edge in data["edges"])
    rows = page.locator("table.twin tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\\s+/g, ' ')))"
    )
    assert sorted(map(tuple, rows)) == drawn


@pytest.mark.parametrize("size", [DESKTOP, TELEPHONE], ids=["desktop", "telephone"])
def test_two_hundred_nodes_are_drawn_in_both_schemes_and_counted_in_the_legend(
    size: dict[str, int], opened: Opened, crowd: Site
) -> None:
    page = opened(LARGE, crowd.url, viewport=size, color_scheme="light")
    settled(page)
    expect(page.get_by_text("200 nodes within two steps; more were left out, the farthest first.")).to_be_visible()
    legend = page.get_by_role("list", name="Legend").inner_text()
    assert sum(map(int, re.findall(r"\((\d+)\)", legend))) == 200

    light = ink(page)
    assert 0.01 < light < 0.6, "it is drawn, and not one blot"
    page.emulate_media(color_scheme="dark")
    painted(page)
    assert abs(ink(page) - light) < 0.1 * light


def test_the_buttons_zoom_and_show_all_again(opened: Opened) -> None:
    page = opened(SMALL)
    settled(page)
    whole = ink(page)
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    painted(page)
    assert ink(page) != whole
    page.get_by_role("button", name="Fit the whole graph").click()
    painted(page)
    assert abs(ink(page) - whole) < 0.1 * whole


def test_a_wheel_scrolls_the_page_but_where_the_drawing_has_the_focus(opened: Opened) -> None:
    page = opened(SMALL, viewport={"width": 1200, "height": 1100})
    settled(page)
    canvas = page.locator(".graph-canvas")
    canvas.hover()
    assert page.evaluate("scrollY") == 0
    canvas.focus()
    whole = ink(page)
    page.mouse.wheel(0, 100)
    ink_changes(page, whole)
    assert page.evaluate("scrollY") == 0
    canvas.blur()
    page.mouse.wheel(0, 100)
    page.wait_for_function("() => scrollY > 0")
