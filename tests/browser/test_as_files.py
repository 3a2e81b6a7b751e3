"""The pages as files: what ``kg serve --export`` writes, from a web server and from none."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opened
from .sites import Site, run
from .steps import ink, settled


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("files")
    run("serve", "--export", str(target), *map(str, site.graphs))
    return target


@pytest.fixture(scope="module")
def plain(folder: Path) -> Iterator[str]:
    """Yield the address of a web server that knows nothing of graphs."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def walk(page: Page) -> None:
    """Go from the first page to a mechanism, to a line that names it, and to its drawing."""
    expect(page.get_by_role("search")).to_have_count(0)
    expect(page.get_by_role("link", name="Ask", exact=True)).to_have_count(0)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Mechanisms").click()
    page.get_by_role("link", name="TLS 1.2", exact=True).click()
    page.get_by_role("link", name="All traffic is encrypted with TLS 1.2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data protection")
    expect(page.locator(".statements > li:target")).to_contain_text("security.md:15")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Disputes").click()
    page.locator("main").get_by_role("link", name="Access control").first.click()
    page.get_by_role("link", name="drawing of what is around it").click()
    expect(page.get_by_role("table", name="The same as a table: what leads to what")).to_be_visible()


def test_any_web_server_shows_them_with_all_that_the_scripts_add(opened: Opened, plain: str) -> None:
    page = opened("/", plain)
    walk(page)
    settled(page)
    assert ink(page) > 0


def test_they_are_read_without_a_web_server(opened: Opened, folder: Path) -> None:
    """Chromium runs no module from a file, so that these pages are those without JavaScript."""
    page = opened((folder / "index.html").as_uri(), folder.as_uri(), java_script_enabled=False)
    walk(page)
    assert page.url.startswith(folder.as_uri())


def test_a_label_makes_no_name_of_a_file_that_leads_elsewhere(folder: Path) -> None:
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    assert not [name for name in names if re.search(r"[<>\"|*\\]|\.\.", name)]
