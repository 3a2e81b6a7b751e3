"""What the cell of a support column says: a mark, a word for yes or no, a short value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from .model import Cell, Element, Node, Text
from .visible import INLINE, elements, text_of

_YES = "✓ ✔ ✅ ☑ √ ● ◉ ⬤ 🟢 🟩 👍 x yes y true supported available ✔️ ✅️ ☑️"
_NO = "✗ ✘ ✖ ❌ ❎ ✕ × ☒ 🚫 ⛔ 🔴 🟥 👎 no n false unsupported - – — ― ✖️ ❌️"
_PARTIAL = "◐ ◑ ◒ ◓ 🟡 🟨 🟠 ⚠ ⚠️ ~ partial partially △ ▲"
_OPEN = "○ ◯"
"""Marks that mean yes in one place (Japan) and no in another: they stay what they are."""

_PHRASES = {
    "not supported": "no",
    "not available": "no",
    "partially supported": "partial",
    "partial support": "partial",
}

_FOREIGN = {
    "yes": "oui ja sí si sim sì да так tak ano evet 是 有 はい あり 예 有り 支持 対応 支援 지원 可用"
    " unterstützt verfügbar supporté pris_en_charge disponible admitido compatible suportado disponível"
    " поддерживается доступно obsługiwane",
    "no": "non nein não nao нет ні nie ne hayır 否 无 無 いいえ なし 아니요 아니오 無し 不支持 非対応 未対応 미지원"
    " 不可用 nicht_unterstützt nicht_verfügbar non_supporté non_pris_en_charge no_admitido no_disponible"
    " não_suportado não_disponível не_поддерживается недоступно nieobsługiwane",
    "partial": "partiel teilweise parcial parziale частично częściowo 部分 一部 部分支持 一部対応 부분",
}
"""The words for yes, no and partly in other languages; ``_`` is a blank."""

_WORDS = dict.fromkeys(_YES.split(), "yes") | dict.fromkeys(_NO.split(), "no")
_WORDS |= dict.fromkeys(_PARTIAL.split(), "partial") | {sign: sign for sign in _OPEN.split()} | _PHRASES
_WORDS |= {word.replace("_", " "): value for value, words in _FOREIGN.items() for word in words.split()}

_ICONS = {
    "white_check_mark": "yes", "heavy_check_mark": "yes", "ballot_box_with_check": "yes", "check": "yes",
    "check_mark": "yes", "green_circle": "yes", "large_green_circle": "yes", "thumbsup": "yes", "yes": "yes",
    "x": "no", "heavy_multiplication_x": "no", "negative_squared_cross_mark": "no", "no_entry": "no",
    "no_entry_sign": "no", "red_circle": "no", "thumbsdown": "no", "cross_mark": "no", "no": "no",
    "warning": "partial", "yellow_circle": "partial", "large_orange_diamond": "partial", "construction": "partial",
    "check-circle": "yes", "check-circle-filled": "yes", "check-circle-dashed": "partial", "dotted-circle": "no",
    "close": "no", "fa-check": "yes", "fa-times": "no", "material-check": "yes", "material-close": "no",
    "octicons-check-16": "yes", "octicons-x-16": "no",
}  # fmt: skip
"""The names of emoji (``:x:``, as GitHub and Slack have them) and of icons (``{check-circle}``)."""

_ICON = re.compile(r":([a-z0-9_+-]+):|\{([a-z0-9-]+)(?:,\s*\d+)?\}")
_IMAGE_NAMES = re.compile(
    r"\b(?:icon[-_ ]?)?(yes|no|check(?:ed|mark)?|tick|cross|supported|unsupported|partial)\b", re.IGNORECASE
)
_LEGEND = re.compile(
    r"(:[a-z0-9_+-]+:|[\u25cb\u25ef])\s*[:=\u2013\u2014-]++\s*([^:,;|=]{1,200}?)(?=\s*(?:$|[,;|]|:[a-z0-9_+-]+:))"
)
_EXPLAINED = re.compile(r"\s*[:=\u2013\u2014-]++\s*([^:,;|=]{1,200}?)\s*(?:$|[,;|])")
_LONGEST_MARK = 100
_NO_LEGEND: Mapping[str, str] = {}
_NONE = re.compile(r"n\s*/\s*a\.?", re.IGNORECASE)
_VERSION = re.compile(
    r"[≥>=<~v]*\s*v?\d+(?:[.,]\d+)*(?:\.x)?\+?(?:\s*(?:-|–|to)\s*v?\d+(?:[.,]\d+)*)?%?", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def mark_of(text: str) -> str | None:
    """Return ``yes``, ``no`` or ``partial`` for a text that is a mark or a word for one of them, or both, else None.

    An open circle, which means the one or the other, is returned as it is.

    >>> mark_of("✅"), mark_of("Yes"), mark_of(":x:"), mark_of("✅ Supported"), mark_of("v2.3+")
    ('yes', 'yes', 'no', 'yes', None)
    """
    if len(text) > _LONGEST_MARK:
        return None
    folded = text.strip().strip(".!").casefold()
    if found := _WORDS.get(folded) or _WORDS.get(folded.rstrip("*†‡¹²³ ")):
        return found
    if code := _ICON.fullmatch(folded):
        return _ICONS.get(code[1] or code[2])
    first, _, rest = folded.partition(" ")
    mark = mark_of(first) if rest and not first.isalpha() else None
    return mark if mark is not None and mark_of(rest) == mark else None


def is_value(text: str) -> bool:
    """Return whether a text is only a mark, a number, a range, a version or ``N/A``."""
    return mark_of(text) is not None or bool(_VERSION.fullmatch(text.strip())) or bool(_NONE.fullmatch(text.strip()))


def value_of(nodes: Iterable[Node], legend: Mapping[str, str] = _NO_LEGEND) -> str:
    """Return what a support cell says: ``yes``, ``no``, ``partial``, else its visible text; "" where it says nothing.

    An image without text beside it counts by what the legend says of it, else by the words of its alternative text or
    its file name; a short code that is no known mark counts by the legend too.

    Args:
        nodes: The content of the cell.
        legend: What ``legend_of`` found on the page.
    """
    nodes = tuple(nodes)
    return _value(text_of(nodes), nodes, legend)


def value_of_cell(cell: Cell, legend: Mapping[str, str] = _NO_LEGEND) -> str:
    """Return what ``value_of`` says of the content of a cell."""
    return _value(cell.text, cell.element.children, legend)


def _value(text: str, nodes: Iterable[Node], legend: Mapping[str, str]) -> str:
    if text:
        mark = mark_of(text)
        return mark if mark in {"yes", "no", "partial"} else legend.get(text) or text
    for image in elements(nodes, "img"):
        if value := legend.get(_image_key(image)) or _image_value(image):
            return value
    return ""


def legend_of(nodes: Iterable[Node]) -> Mapping[str, str]:
    """Return what the legends of a page say: for each image and short code that one explains, the value.

    A legend is a line, or a part of one, that begins with the mark, and goes on with a colon, an equals sign or a dash
    and the explanation.
    """
    found: dict[str, str] = {}
    for block in _blocks(nodes):
        for entry in _LEGEND.finditer(text_of(block)):
            found.setdefault(entry[1], mark_of(entry[2]) or entry[2].strip())
        for image, after in pairwise(block):
            if isinstance(image, Element) and image.tag == "img" and isinstance(after, Text):
                explained = _EXPLAINED.match(after.value)
                if explained:
                    found.setdefault(_image_key(image), mark_of(explained[1]) or explained[1].strip())
    return found


def _blocks(nodes: Iterable[Node]) -> Iterator[tuple[Node, ...]]:
    """Yield the content of each paragraph, list item and cell; of a list item without what is nested in it."""
    for node in nodes:
        if isinstance(node, Element):
            if node.tag in {"p", "li", "td"}:
                yield tuple(
                    child for child in node.children if not isinstance(child, Element) or child.tag in INLINE | {"img"}
                )
            yield from _blocks(node.children)


def _image_key(image: Element) -> str:
    return (image.get("src") or image.get("alt") or "").rpartition("/")[2]


def _image_value(image: Element) -> str:
    for name in (image.get("alt") or "", _image_key(image)):
        found = _IMAGE_NAMES.search(name.replace("_", " ").replace("-", " "))
        if found:
            word = found[1].casefold()
            return "no" if word in {"no", "cross", "unsupported"} else "partial" if word == "partial" else "yes"
        if name and (value := mark_of(name)):
            return value
    return ""
