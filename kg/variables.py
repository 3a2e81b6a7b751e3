"""Template variables whose values are known, filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\{\{-?([^{}|]*)(\|[^{}]*)?\}\}")


def filled(text: str, variables: Mapping[str, str]) -> str:
    """Return a text with each variable whose value is known filled in; a filter behind it is not applied.

    >>> filled("{{ site.name }} {{ page.x | upcase }} {{ y }}", {"site.name": "Lark", "page.x": "b"})
    'Lark b {{ y }}'
    """
    if not variables or "{{" not in text:
        return text
    return _VARIABLE.sub(lambda code: variables.get(_name(code), code[0]), text)


def _name(code: re.Match[str]) -> str:
    return (code[1] if code[2] else code[1].removesuffix("-")).strip()
