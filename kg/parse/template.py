"""Template code (Liquid, Jinja, Hugo, Go, Handlebars) hidden from the parser, sign for sign."""

from __future__ import annotations

import re

MASK = "\ue000"
"""Stands for one sign of template code: no letter, no blank and no punctuation to any Markdown rule."""

_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
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
    return _CODE.sub(lambda code: MASK * len(code[0]), text)
