"""What several tests do with a page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, TimeoutError, expect  # noqa: A004 - Playwright's

_STOPS = 400
"""Presses of Tab after which a page counts as a trap."""

_FOCUS = """() => {
  const at = document.activeElement;
  const shown = at.closest(".cm-editor") ?? at;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return {
    what: at.outerHTML.slice(0, 200),
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !outlineColor.endsWith(", 0)"),
    inView: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width > 0,
  };
}"""

_INK = """canvas => {
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const bytes = copy.getImageData(0, 0, width, height).data;
  const colours = new Set();
  let drawn = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    if (bytes[at + 3] < 128) continue;
    drawn += 1;
    colours.add((bytes[at] >> 4) * 256 + (bytes[at + 1] >> 4) * 16 + (bytes[at + 2] >> 4));
  }
  return { share: drawn / (width * height), colours: colours.size };
}"""


def settled(page: Page) -> None:
    """Wait for all that the scripts add to a page."""
    expect(page.get_by_role("button", name="Theme")).to_be_visible()
    if page.locator("figure[data-graph]").count():
        expect(page.locator("figure.graph.ready canvas").first).to_be_visible()
    if page.locator("form[data-sparql]").count():
        expect(editor(page)).to_be_visible()


def editor(page: Page) -> Locator:
    """Return the editor of the page of queries."""
    return page.locator(".cm-editor").get_by_role("textbox", name="Query")


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until the target has the focus, which has to be seen at each stop."""
    for _ in range(_STOPS):
        page.keyboard.press(key)
        focus_is_seen(page)
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{key} never comes to {target}")


def focus_is_seen(page: Page) -> None:
    """Wait until what has the focus is marked, and in view; the editor marks itself a moment later."""
    try:
        page.wait_for_function(f"() => {{ const {{ outlined, inView }} = ({_FOCUS})(); return outlined && inView; }}")
    except TimeoutError as error:
        raise AssertionError(f"the focus is not seen: {page.evaluate(_FOCUS)}") from error


def write(page: Page, query: str) -> None:
    """Type a query in place of the one in the editor."""
    settled(page)
    editor(page).press("ControlOrMeta+a")
    page.keyboard.insert_text(query)


def painted(page: Page) -> None:
    """Wait until a frame has been painted."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def ink(page: Page) -> float:
    """Return which share of the drawing is drawn on, once it is; nodes of all colours among it."""
    canvas = page.locator(".graph-canvas canvas").last
    page.wait_for_function(f"canvas => ({_INK})(canvas).colours > 8", arg=canvas.element_handle())
    painted(page)
    return float(canvas.evaluate(_INK)["share"])


def ink_changes(page: Page, before: float) -> None:
    """Wait until the drawing differs from what it was."""
    canvas = page.locator(".graph-canvas canvas").last.element_handle()
    page.wait_for_function(f"([canvas, before]) => ({_INK})(canvas).share !== before", arg=[canvas, before])
