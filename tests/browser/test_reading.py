"""A person who reads: search, mechanisms, documents, disputes, tables."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import Opened
from .sites import Site


def column(page: Page, number: int) -> list[str]:
    """Return the texts of a column of the page's table, hidden rows left out."""
    cells = page.locator(f"main table tbody tr:not([hidden]) > :nth-child({number})")
    return [text.strip() for text in cells.all_inner_texts()]


def test_a_search_leads_to_a_feature(opened: Opened) -> None:
    page = opened("/")
    page.get_by_role("combobox", name="Search").fill("row-level")
    page.get_by_role("button", name="Search").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Search: row-level")
    page.locator("main").get_by_role("link", name="Row-level security").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ow-level security")


def test_a_suggestion_leads_to_its_page(opened: Opened) -> None:
    page = opened("/")
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("tls")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.get_by_role("option", name=re.compile(r"^TLS 1\.2")).click()

    expect(page).to_have_url(re.compile(r"/mechanism/tls-1-2\.html$"))


def test_a_suggestion_is_chosen_by_keys_and_put_away_by_escape(opened: Opened) -> None:
    page = opened("/doc/fernbase.html")
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("aes")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()

    field.press_sequentially("-256")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("AES-256")


def test_a_mechanism_leads_to_the_line_that_names_it(opened: Opened) -> None:
    page = opened("/mechanism.html")
    page.get_by_role("link", name="TLS 1.2", exact=True).click()
    row = page.get_by_role("row", name="Data protection")
    expect(row).to_contain_text("security.md:15")
    row.get_by_role("link", name="All traffic is encrypted with TLS 1.2").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Data protection")
    statement = page.locator(".statements > li:target")
    expect(statement).to_contain_text("All traffic is encrypted with TLS 1.2")
    expect(statement.locator(".evidence")).to_contain_text("security.md:15")


def test_a_dispute_shows_both_sides_and_the_lines_of_each(opened: Opened) -> None:
    page = opened("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Disputes").click()
    sides = page.locator(".side")
    expect(sides).to_have_count(2)
    expect(sides.nth(0)).to_contain_text("An IP allowlist for each cluster")
    expect(sides.nth(0)).to_contain_text("security.md:17")
    expect(sides.nth(1)).to_contain_text("An IP allowlist for each project")
    expect(sides.nth(1)).to_contain_text("security.md:20")
    boxes = [side.bounding_box() for side in sides.all()]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"], "the sides stand beside each other"

    sides.nth(1).get_by_role("link", name="Access control").first.click()
    expect(page.get_by_role("heading", name="In dispute")).to_be_visible()
    statement = page.get_by_role("listitem").filter(has_text="An IP allowlist for each project").last
    expect(statement.get_by_text("only theirs")).to_be_visible()


def test_a_document_shows_its_table_and_leads_to_its_features(opened: Opened) -> None:
    page = opened("/doc/editions.html")
    cell = page.get_by_role("row", name="Customer-managed keys").get_by_role("cell").nth(2)
    expect(cell).to_contain_text("AWS KMS only")
    page.get_by_role("rowheader", name="Customer-managed keys").get_by_role("link").click()

    expect(page.get_by_role("table", name="Availability by edition")).to_contain_text("AWS KMS only")


def test_the_matrix_sorts_by_number_and_the_third_click_restores_it(opened: Opened) -> None:
    page = opened("/matrix.html")
    before = column(page, 1)
    head = page.get_by_role("columnheader", name="All")
    button = head.get_by_role("button")
    button.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    numbers = [int(text) for text in column(page, 2)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 1
    button.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert [int(text) for text in column(page, 2)] == sorted(numbers, reverse=True)
    page.get_by_role("button", name="Mechanism", exact=True).click()
    expect(head).not_to_have_attribute("aria-sort", re.compile("."))
    assert column(page, 1) == sorted(before, key=str.casefold)
    for _ in range(2):
        page.get_by_role("button", name="Mechanism", exact=True).click()
    assert column(page, 1) == before


def test_numbers_in_names_count_as_numbers_and_a_long_list_has_pages(opened: Opened, crowd: Site) -> None:
    page = opened("/feature.html", crowd.url)
    page.get_by_role("button", name="Name", exact=True).click()
    names = column(page, 1)
    assert names == sorted(names, key=lambda name: int(name.removeprefix("Feature ")))
    assert len(names) == 200

    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Next").click()
    expect(page.locator("main tbody tr")).to_have_count(20)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Before").click()
    expect(page).to_have_url(f"{crowd.url}/feature.html")


def test_a_filter_tells_how_many_rows_it_leaves(opened: Opened, crowd: Site) -> None:
    page = opened("/mechanism/aes-256.html", crowd.url)
    count = page.locator(".table-tools").get_by_role("status")
    expect(count).to_have_text("220 rows")
    field = page.get_by_role("searchbox", name="Filter rows of Features that name AES-256")
    field.fill("Backup PART-120.md")
    expect(count).to_have_text("20 of 220 rows")
    assert sorted(column(page, 1)) == [f"Feature {n}" for n in range(120, 140)]
    field.fill("no such feature")
    expect(count).to_have_text("0 of 220 rows")
    field.fill("")
    expect(count).to_have_text("220 rows")


def test_what_is_missing_is_counted_and_listed(opened: Opened) -> None:
    page = opened("/gaps.html")
    card = page.get_by_role("link", name="Features without a link of their own")
    number = card.locator(".number").inner_text()
    card.click()
    expect(page.locator("main tbody tr")).to_have_count(int(number))


def test_the_theme_is_kept_from_page_to_page(opened: Opened) -> None:
    page = opened("/", color_scheme="light")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    switch = page.get_by_role("button", name="Theme")
    switch.click()
    switch.click()
    expect(switch).to_contain_text("dark")
    dark = page.evaluate(background)
    assert dark != light
    page.get_by_role("link", name="Gaps", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gaps")
    assert page.evaluate(background) == dark
    switch.click()
    expect(switch).to_contain_text("auto")
    assert page.evaluate(background) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(background) == dark


def test_an_iri_is_copied(opened: Opened) -> None:
    page = opened("/feature/security/sign-in.html", permissions=["clipboard-read", "clipboard-write"])
    iri = page.locator("code[data-copy]").inner_text()
    button = page.get_by_role("button", name=f"Copy {iri}")
    button.click()
    expect(page.get_by_role("button", name=f"Copied {iri}")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == iri
