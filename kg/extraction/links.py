"""The links among some nodes, with the template code in their targets filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from ..model import Link, Node
from ..source import SourceText
from ..variables import filled
from ..visible import elements, text_of

SOURCE = "source:"
"""Begins the address of a page that template code names by its source path."""

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")


@dataclass(frozen=True)
class Addresses:
    """Fills in the template code of targets.

    Args:
        variables: The values of template variables.
        link: Template code that names a page by its source path, as the group ``path``; or None.
    """

    variables: Mapping[str, str]
    link: re.Pattern[str] | None = None

    def of(self, href: str) -> str:
        """Return a target with its character references decoded and the template code filled in that is known.

        A reference ends in a semicolon (CommonMark 0.31, section 2.5): ``?a=1&copy=2`` has none.
        """
        href = _REFERENCE.sub(lambda found: unescape(found[0]), href)
        if "{" not in href:
            return href
        href = filled(href, self.variables)
        if self.link is not None and (found := self.link.match(href)):
            return SOURCE + found["path"] + href[found.end() :]
        return href


def links_of(source: SourceText, nodes: Iterable[Node], addresses: Addresses) -> tuple[Link, ...]:
    """Return the links among some nodes and inside them, in order; an anchor that leads nowhere is none."""
    return tuple(
        Link(text_of(node.children), href, source.span(*source.trimmed(node.start, node.end)), addresses.of(href))
        for node in elements(nodes, "a")
        if (href := node.get("href"))
    )
