"""What the cell of a support column says: a mark, a word for yes or no, a short value."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .model import Element, Node
from .visible import elements, text_of

_YES = "✓ ✔ ✅ ☑ √ ● ◉ ⬤ 🟢 🟩 👍 x X yes y true supported available included full ✔️ ✅️ ☑️"
_NO = "✗ ✘ ✖ ❌ ❎ ✕ × ☒ 🚫 ⛔ 🔴 🟥 👎 no n false unsupported none - – — ― ✖️ ❌️ ○ ◯"
_PARTIAL = "◐ ◑ ◒ ◓ 🟡 🟨 🟠 ⚠ ⚠️ ~ partial partially limited △ ▲"
_PHRASES = {
    "not supported": "no",
    "not available": "no",
    "partially supported": "partial",
    "partial support": "partial",
}

_WORDS = dict.fromkeys(_YES.split(), "yes") | dict.fromkeys(_NO.split(), "no")
_WORDS |= dict.fromkeys(_PARTIAL.split(), "partial") | _PHRASES

_SHORTCODES = {
    "white_check_mark": "yes", "heavy_check_mark": "yes", "ballot_box_with_check": "yes", "check": "yes",
    "check_mark": "yes", "green_circle": "yes", "large_green_circle": "yes", "thumbsup": "yes", "yes": "yes",
    "x": "no", "heavy_multiplication_x": "no", "negative_squared_cross_mark": "no", "no_entry": "no",
    "no_entry_sign": "no", "red_circle": "no", "thumbsdown": "no", "cross_mark": "no", "no": "no",
    "warning": "partial", "yellow_circle": "partial", "large_orange_diamond": "partial", "construction": "partial",
}  # fmt: skip
"""Emoji short codes (``:x:``), as GitHub and Slack name them, and the names of icons and of images used as marks."""

_SHORTCODE = re.compile(r":([a-z0-9_+-]+):")
_IMAGE_NAMES = re.compile(
    r"\b(?:icon[-_ ]?)?(yes|no|check(?:ed|mark)?|tick|cross|supported|unsupported|partial)\b", re.IGNORECASE
)
_NONE = re.compile(r"n\s*/\s*a\.?", re.IGNORECASE)
_VERSION = re.compile(
    r"[≥>=<~v]*\s*v?\d+(?:[.,]\d+)*(?:\.x)?\+?(?:\s*(?:-|–|to)\s*v?\d+(?:[.,]\d+)*)?%?", re.IGNORECASE
)


def mark_of(text: str) -> str | None:
    """Return ``yes``, ``no`` or ``partial`` for a text that is a mark or a word for one of them, else None.

    >>> mark_of("✅"), mark_of("Yes"), mark_of(":x:"), mark_of("v2.3+")
    ('yes', 'yes', 'no', None)
    """
    folded = text.strip().strip(".").casefold()
    if code := _SHORTCODE.fullmatch(folded):
        return _SHORTCODES.get(code[1])
    return _WORDS.get(folded) or _WORDS.get(text.strip()) or _WORDS.get(folded.rstrip("*†‡¹²³ "))


def is_value(text: str) -> bool:
    """Return whether a text is only a mark, a number, a range, a version or ``N/A``."""
    return mark_of(text) is not None or bool(_VERSION.fullmatch(text.strip())) or bool(_NONE.fullmatch(text.strip()))


def value_of(nodes: Iterable[Node]) -> str:
    """Return what a support cell says: ``yes``, ``no``, ``partial``, else its visible text; "" where it says nothing.

    An image without text beside it counts by the words of its alternative text or its file name.
    """
    nodes = tuple(nodes)
    text = text_of(nodes)
    if text:
        return mark_of(text) or text
    for image in elements(nodes, "img"):
        if value := _image_value(image):
            return value
    return ""


def _image_value(image: Element) -> str:
    for name in (image.get("alt") or "", (image.get("src") or "").rpartition("/")[2]):
        found = _IMAGE_NAMES.search(name.replace("_", " ").replace("-", " "))
        if found:
            word = found[1].casefold()
            return "no" if word in {"no", "cross", "unsupported"} else "partial" if word == "partial" else "yes"
        if name and (value := mark_of(name)):
            return value
    return ""
