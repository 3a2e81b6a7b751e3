"""Templates to HTML: Jinja2, every value escaped, an unknown name an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .places import relative
from .reader import shorten

_PACKAGE = Path(__file__).parent.parent
BUNDLE = _PACKAGE / "static" / "bundle" / "explorer.js"
"""What esbuild made of ``kg/serving/browser``; a checkout without Node has none, and its pages no drawings."""


def render(template: str, page: str, **context: Any) -> bytes:
    """Return a page as UTF-8.

    Args:
        template: The name of a file of ``kg/serving/templates``.
        page: The path of the page, with its extension: addresses in it are relative to this.
        context: The values that the template shows.
    """

    def url(path: str) -> str:
        return relative(path, page)

    shown: set[str] = set()

    def identified(iri: str) -> Markup:
        """Return the attribute by which a page names a node, for the first of the places that show it."""
        name = iri.partition("#")[2]
        is_first = bool(name) and name not in shown
        shown.add(name)
        return Markup(' id="{}"').format(name) if is_first else Markup("")

    root = "../" * page.count("/") or "./"
    text = (
        _environment()
        .get_template(template)
        .render(url=url, identified=identified, root=root, has_bundle=BUNDLE.is_file(), **context)
    )
    return text.encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["short"] = shorten
    return environment
