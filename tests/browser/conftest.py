"""A browser before real servers; each test has a context of its own, and is told of all that its pages do."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .sites import REPOSITORY, Site, hostile, large, made_up, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

    from .watching import Watch

CHROMIUM = Path("/usr/bin/chromium")
AXE = REPOSITORY / "kg/serving/browser/node_modules/axe-core/axe.min.js"
BUNDLE = REPOSITORY / "kg/serving/static/bundle/explorer.js"
DESKTOP: ViewportSize = {"width": 1200, "height": 900}
TELEPHONE: ViewportSize = {"width": 360, "height": 740}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
LIMIT = 20_000
"""Milliseconds until a condition counts as not coming: far more than it takes on a busy machine."""

HAS_PLAYWRIGHT = importlib.util.find_spec("playwright") is not None
collect_ignore = [] if HAS_PLAYWRIGHT else [each.name for each in Path(__file__).parent.glob("[!_ct]*.py")]
collect_ignore_glob = [] if HAS_PLAYWRIGHT else ["test_[!t]*.py"]
"""Without Playwright ``test_tools.py`` alone is read, which tells so."""

Opened = Callable[..., "Page"]


def need(there: bool, what: str, how: str) -> None:
    """Skip a test for want of something; where everything must be there, fail it."""
    if not there:
        message = f"{what} is missing: {how}"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Yield Chromium; it ends with these tests, for no other event loop can run beside Playwright's."""
    need(CHROMIUM.is_file(), str(CHROMIUM), "apt-get install chromium")
    need(BUNDLE.is_file(), str(BUNDLE), "cd kg/serving/browser && npm ci --ignore-scripts && node build.mjs")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=LIMIT)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a server of the examples, of two products more, and of a hostile page."""
    folder = tmp_path_factory.mktemp("site")
    with serving((*made_up(folder), hostile(folder))) as running:
        yield running


@pytest.fixture(scope="package")
def crowd(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a server of a graph in which 220 features name one mechanism."""
    with serving((large(tmp_path_factory.mktemp("crowd")),)) as running:
        yield running


@pytest.fixture
def watched() -> list[Watch]:
    """Return what the contexts of the test have done so far."""
    return []


@pytest.fixture
def opened(browser: Browser, site: Site, watched: list[Watch]) -> Iterator[Opened]:
    """Yield what opens a page in a context of its own: its address, the server, and options of the context."""
    from .watching import Watch

    contexts: list[BrowserContext] = []

    def opens(path: str, server: str = site.url, **options: Any) -> Page:
        given = {"viewport": DESKTOP, "reduced_motion": "reduce", "service_workers": "block", **options}
        context = browser.new_context(base_url=server, **given)
        context.set_default_timeout(LIMIT)
        contexts.append(context)
        watch = Watch((f"{server}/",))
        watch.over(context)
        watched.append(watch)
        page = context.new_page()
        page.goto(path)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert [fault for watch in watched for fault in watch.faults] == []
