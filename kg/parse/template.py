"""Template code (Liquid, Jinja, Hugo, Go, Handlebars) hidden from the parser, sign for sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

MASK = "\ue000"
"""Stands for one sign of template code: no letter, no blank and no punctuation to any Markdown rule."""

_CLOSERS = {"{{": "}}", "{%": "%}"}
_NESTED = re.compile(r"\{%[^%{}]*(?:\{\{[^{}]*\}\}[^%{}]*)+%\}")


def masked(text: str) -> str:
    """Return the text with each piece of template code as ``MASK``, sign for sign.

    The result is as long as the text, and its lines are the same: so ``{{ a | b }}`` splits no cell, and a link may
    have template code for its target (``[a]({{ x }}/y)``). Code that goes on over a line end is no such code.

    >>> masked("[a]({{ x }}/y)").replace(MASK, "~")
    '[a](~~~~~~~/y)'
    """
    text = text.replace(MASK, "\ufffd")
    if "{{" not in text and "{%" not in text:
        return text
    text = _NESTED.sub(lambda code: MASK * len(code[0]), text)
    parts: list[str] = []
    after = 0
    for start, end in _codes(text):
        parts += (text[after:start], MASK * (end - start))
        after = end
    return "".join((*parts, text[after:]))


def _codes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where template code stands: from its opening to the next closing in its line.

    By hand: a regular expression looks for the end of the line at each opening that nothing closes.
    """
    places = _Places(text)
    at = 0
    while True:
        start, opener = min((places.next(opener, at), opener) for opener in _CLOSERS)
        if start == len(text):
            return
        end = places.next(_CLOSERS[opener], start + 2)
        if end < places.next("\n", start):
            yield start, end + 2
            at = end + 2
        else:
            at = start + 1


class _Places:
    """Looks strings up in a text from ascending places, each stretch of the text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, int] = {}

    def next(self, wanted: str, at: int) -> int:
        """Return where a string stands next from a place on; the end of the text where it does not."""
        if self._found.get(wanted, -1) < at:
            found = self._text.find(wanted, at)
            self._found[wanted] = len(self._text) if found < 0 else found
        return self._found[wanted]
