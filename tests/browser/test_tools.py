"""What the tests of this folder need."""

from __future__ import annotations

from .conftest import AXE, BUNDLE, CHROMIUM, HAS_PLAYWRIGHT, need


def test_playwright_is_installed() -> None:
    need(HAS_PLAYWRIGHT, "Playwright", "pip install '.[test]'")


def test_chromium_is_installed() -> None:
    need(CHROMIUM.is_file(), str(CHROMIUM), "apt-get install chromium")


def test_the_scripts_are_bundled_and_axe_is_there() -> None:
    need(BUNDLE.is_file(), str(BUNDLE), "cd kg/serving/browser && npm ci --ignore-scripts && node build.mjs")
    need(AXE.is_file(), str(AXE), "cd kg/serving/browser && npm ci --ignore-scripts")
