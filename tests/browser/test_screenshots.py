"""The pictures of the pages in ``docs/screenshots``: ``KG_UPDATE_SCREENSHOTS=1`` takes them anew."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import DESKTOP, TELEPHONE, Opened
from .pictures import reduced
from .sites import REPOSITORY, Site, made_up, serving
from .steps import editor, ink, settled, write

FOLDER = REPOSITORY / "docs" / "screenshots"
HEAVIEST = 120_000
PHONE = {"viewport": TELEPHONE, "is_mobile": True, "has_touch": True}
QUERY = """SELECT ?product ?feature ?text {
  ?p kg:hasFeature ?f ; rdfs:label ?product .
  ?f rdfs:label ?feature ; kg:hasStatement ?s .
  ?s schema:text ?text ; kg:usesMechanism mech:tls-1-2
} ORDER BY ?product"""
PICTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("/", {}),
    "feature-in-dispute": ("/feature/security/access-control.html", {}),
    "document": ("/doc/fernbase.html", {}),
    "matrix": ("/matrix.html", {}),
    "graph": ("/graph/mechanism/tls-1-2.html", {}),
    "query": ("/query.html", {}),
    "matrix-dark": ("/matrix.html", {"color_scheme": "dark"}),
    "telephone": ("/feature/security/access-control.html", PHONE),
}


@pytest.fixture(scope="module")
def shown(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site | None]:
    """Yield a server of the examples and made-up products, if pictures are to be taken."""
    if not os.environ.get("KG_UPDATE_SCREENSHOTS"):
        yield None
        return
    with serving(made_up(tmp_path_factory.mktemp("shown"))) as running:
        yield running


def prepare(page: Page, name: str) -> None:
    settled(page)
    if name == "query":
        write(page, QUERY)
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_role("table", name="Results")).to_be_visible()
        editor(page).evaluate("node => node.blur()")
    if name == "graph":
        ink(page)
        page.locator(".legend").evaluate("node => node.scrollIntoView({ block: 'end' })")


@pytest.mark.parametrize("name", PICTURES)
def test_each_page_of_the_documentation_has_its_picture(
    name: str, opened: Opened, shown: Site | None, browser: Browser
) -> None:
    path, options = PICTURES[name]
    picture = FOLDER / f"{name}.png"
    if shown is not None:
        page = opened(path, shown.url, **{"color_scheme": "light", **options})
        prepare(page, name)
        FOLDER.mkdir(exist_ok=True)
        picture.write_bytes(reduced(page.screenshot(animations="disabled"), browser))

    assert picture.stat().st_size < HEAVIEST
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    size = options.get("viewport", DESKTOP)
    assert (width, height) == (size["width"], size["height"])


def test_each_picture_is_shown_by_the_documentation() -> None:
    text = (REPOSITORY / "docs" / "explorer.md").read_text(encoding="utf-8")
    assert sorted(path.stem for path in FOLDER.glob("*")) == sorted(PICTURES)
    for path in FOLDER.glob("*"):
        assert f"(screenshots/{path.name})" in text, path


def test_the_documentation_shows_no_picture_that_is_missing() -> None:
    text = (REPOSITORY / "docs" / "explorer.md").read_text(encoding="utf-8")
    for target in [part.partition(")")[0] for part in text.split("](screenshots/")[1:]]:
        assert Path(FOLDER, target).is_file()
