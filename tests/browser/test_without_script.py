"""The pages as the server makes them: all of it without JavaScript."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from .conftest import Opened
from .kinds import ASKED, KINDS
from .sites import Site


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("home", ["What is in here", "documents", "Mechanisms that most features use"]),
        ("list", ["Amazon S3", "AWS"]),
        ("feature", ["An IP allowlist for each cluster", "fernbase.md:"]),
        ("feature in dispute", ["An IP allowlist for each project", "only theirs", "security.md:20"]),
        ("feature by edition", ["AWS KMS only", "editions.md:"]),
        ("mechanism", ["All traffic is encrypted with TLS 1.2", "security.md:15"]),
        ("document", ["Larkbase", "Nodes prove who they are to each other with TLS 1.2"]),
        ("edition", ["35 days"]),
        ("product", ["Client certificates"]),
        ("matrix by product", ["Fernbase", "Mossqueue", "TLS 1.3"]),
        ("disputes", ["Ours", "Theirs", "An IP allowlist for each project"]),
        ("gaps", ["Features without a link of their own"]),
        ("search", ["TLS 1.2"]),
        ("missing", ["No such page"]),
    ],
)
def test_a_page_shows_all_that_it_has(name: str, texts: list[str], opened: Opened) -> None:
    page = opened(KINDS[name], java_script_enabled=False)
    for text in texts:
        expect(page.locator("main").get_by_text(text).first).to_be_visible()


def test_a_search_and_links_work(opened: Opened) -> None:
    page = opened("/doc/fernbase.html", java_script_enabled=False)
    page.get_by_role("searchbox", name="Search").fill("allowlist")
    page.get_by_role("button", name="Search").click()
    page.locator("main").get_by_role("link", name="Network", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Network")


def test_a_question_is_filled_in_run_and_downloaded(opened: Opened, site: Site) -> None:
    page = opened("/query.html", java_script_enabled=False)
    page.get_by_role("combobox", name="Question").select_option("mechanism-users")
    page.get_by_role("button", name="Fill in").click()
    expect(page.get_by_role("textbox", name="Query")).to_have_value(re.compile("SELECT"))
    page.get_by_role("button", name="Run").click()
    table = page.get_by_role("table", name="Results")
    expect(table).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download CSV").click()
    downloaded = waiting.value.path().read_bytes()

    assert downloaded == site.csv("--name", "mechanism-users")
    rows = list(csv.reader(io.StringIO(downloaded.decode())))
    assert table.locator("tbody tr").count() == len(rows) - 1
    assert [text.strip() for text in table.locator("thead th").all_inner_texts()] == rows[0]


def test_a_query_of_ones_own_is_answered(opened: Opened, site: Site) -> None:
    page = opened("/query.html", java_script_enabled=False)
    page.get_by_role("textbox", name="Query").fill(ASKED)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("table", name="Results").locator("tbody tr")).to_have_count(30)
    expect(page.get_by_role("textbox", name="Query")).to_have_value(ASKED)


def test_a_mistake_is_explained(opened: Opened) -> None:
    page = opened("/query.html", java_script_enabled=False)
    page.get_by_role("textbox", name="Query").fill("SELECT nothing")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("Line 1")
    expect(page.get_by_role("textbox", name="Query")).to_have_value("SELECT nothing")


def test_the_table_stands_for_the_drawing(opened: Opened) -> None:
    page = opened(KINDS["graph"], java_script_enabled=False)
    expect(page.locator("figure.graph")).to_be_hidden()
    expect(page.get_by_role("table", name="The same as a table: what leads to what")).to_be_visible()
