"""A person who asks: questions, the editor, results as table and CSV."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opened
from .sites import Site
from .steps import editor, focus_is_seen, settled, tab_to, write

STATUS = re.compile(r"\d+ rows? in ")


def run(page: Page) -> None:
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".query-status")).to_have_text(STATUS)


@pytest.mark.parametrize(
    ("question", "rows"),
    [("Which features rest on a mechanism?", 20), ("What is in dispute between the sides", 7)],
)
def test_a_question_is_chosen_and_its_answer_is_that_of_the_command_line(
    question: str, rows: int, opened: Opened, site: Site
) -> None:
    page = opened("/query.html")
    settled(page)
    menu = page.get_by_role("combobox", name="Question")
    option = menu.locator("option", has_text=question).first
    name = option.get_attribute("value") or ""
    menu.select_option(name)
    expect(editor(page)).to_contain_text("SELECT")
    run(page)
    assert page.get_by_role("table", name="Results").locator("tbody tr").count() >= rows
    expect(page).to_have_url(re.compile(f"name={name}"))
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()

    assert waiting.value.suggested_filename == f"{name}.csv"
    assert waiting.value.path().read_bytes() == site.csv("--name", name)


def test_the_csv_has_each_row_and_each_character(opened: Opened, site: Site) -> None:
    query = "SELECT ?f ?label { ?f a kg:Feature ; rdfs:label ?label } ORDER BY ?f ?label"
    page = opened("/query.html")
    write(page, query)
    run(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download CSV").click()
    downloaded = waiting.value.path().read_bytes()

    assert downloaded == site.csv(query)
    assert "הצפנה".encode() in downloaded
    assert b"<script>alert(6)</script>" in downloaded


def test_a_result_leads_to_the_page_of_its_node(opened: Opened) -> None:
    page = opened("/query.html")
    write(page, "SELECT ?m { ?m a kg:Mechanism ; skos:prefLabel 'TLS 1.2'@en }")
    run(page)
    page.get_by_role("table", name="Results").get_by_role("link", name="mech:tls-1-2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("TLS 1.2")


def test_numbers_in_results_are_sorted_as_numbers(opened: Opened) -> None:
    page = opened("/query.html")
    write(page, "SELECT ?n { VALUES ?n { 10 9 -1 1000 2.5 } }")
    run(page)
    page.get_by_role("button", name="n", exact=True).click()
    assert page.locator("#_results tbody td").all_inner_texts() == ["-1", "2.5", "9", "10", "1000"]
    expect(page.get_by_role("columnheader", name="n")).to_have_attribute("aria-sort", "ascending")


def test_asking_whether_and_constructing_show_what_came(opened: Opened) -> None:
    page = opened("/query.html")
    write(page, "ASK { ?f a kg:Feature }")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".query-status")).to_have_text(re.compile("^Yes in "))
    write(page, "CONSTRUCT WHERE { mech:tls-1-2 skos:prefLabel ?l }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("region", name="Result", exact=True)).to_contain_text('"TLS 1.2"@en')
    expect(page.get_by_role("button", name="Download CSV")).to_be_hidden()


def test_a_mistake_says_where_it_is_and_the_query_stays(opened: Opened) -> None:
    page = opened("/query.html")
    write(page, "SELECT ?f WHERE { ?f a kg:Feature")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 1, column 34")
    expect(editor(page)).to_have_text("SELECT ?f WHERE { ?f a kg:Feature")


def test_a_query_that_would_ask_elsewhere_is_refused(opened: Opened) -> None:
    page = opened("/query.html")
    write(page, "SELECT * { SERVICE <https://elsewhere.example/sparql> { ?s ?p ?o } }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("SERVICE")


def test_a_long_query_can_be_cancelled(opened: Opened) -> None:
    page = opened("/query.html")
    triples = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(24))
    write(page, f"SELECT (COUNT(*) AS ?n) {{ {triples} }}")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".query-status")).to_have_text("Cancelled")
    write(page, "SELECT ?n { VALUES ?n { 1 } }")
    run(page)


@pytest.mark.parametrize(
    ("typed", "offered", "becomes"),
    [
        ("SELECT * { ?s kg:hasSt", "kg:hasStatement", "SELECT * { ?s kg:hasStatement"),
        ("SELECT * { ?s a kg:Mech", "kg:Mechanism", "SELECT * { ?s a kg:Mechanism"),
        ("SELECT * { ?s ?p mech:tls-1-2", "mech:tls-1-2", "SELECT * { ?s ?p mech:tls-1-2"),
        ("SELECT * { ?some ?p ?o . ?so", "?some", "SELECT * { ?some ?p ?o . ?some"),
    ],
)
def test_the_editor_completes_our_terms(typed: str, offered: str, becomes: str, opened: Opened) -> None:
    page = opened("/query.html")
    with page.expect_response(re.compile("terms.json")):
        page.reload()
    settled(page)
    editor(page).press("ControlOrMeta+a")
    page.keyboard.type(typed)
    option = page.locator(".cm-tooltip-autocomplete").get_by_role("option", name=offered)
    expect(option.first).to_be_visible()
    option.first.click()
    expect(editor(page)).to_contain_text(becomes)


def test_the_editor_declares_a_prefix(opened: Opened) -> None:
    page = opened("/query.html")
    with page.expect_response(re.compile("terms.json")):
        page.reload()
    settled(page)
    editor(page).press("ControlOrMeta+a")
    page.keyboard.type("PREFIX sche")
    page.locator(".cm-tooltip-autocomplete").get_by_role("option", name="schema:").click()
    expect(editor(page)).to_contain_text("PREFIX schema: <https://schema.org/>")


def test_tab_leaves_the_editor_and_control_enter_runs(opened: Opened) -> None:
    page = opened("/query.html")
    settled(page)
    tab_to(page, editor(page))
    page.keyboard.press("Control+Enter")
    expect(page.locator(".query-status")).to_have_text(STATUS)
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Tab")
    focus_is_seen(page)
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor(page)).to_be_focused()
    tab_to(page, page.get_by_role("combobox", name="Question"), "Shift+Tab")


def test_an_address_brings_the_query_back(opened: Opened) -> None:
    query = "SELECT ?n { VALUES ?n { 41 42 } }"
    page = opened("/query.html")
    write(page, query)
    run(page)
    address = page.url
    page.goto("/")
    page.goto(address)
    settled(page)
    expect(editor(page)).to_have_text(query)
    expect(page.get_by_role("table", name="Results").locator("tbody tr")).to_have_count(2)
