"""The links among some nodes, with the template code in their targets filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import Link, Node
from ..source import SourceText
from ..variables import filled
from ..visible import elements, text_of

SOURCE = "source:"
"""Begins the address of a page that template code names by its source path."""


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
        """Return a target with the template code filled in that is known."""
        if "{" not in href:
            return href
        href = filled(href, self.variables)
        if self.link is not None and (found := self.link.match(href)):
            return SOURCE + found["path"] + href[found.end() :]
        return href


def links_of(source: SourceText, nodes: Iterable[Node], addresses: Addresses) -> tuple[Link, ...]:
    """Return the links among some nodes and inside them, in order; an anchor that leads nowhere is none."""
    return tuple(
        Link(text_of(node.children), href, source.span(node.start, node.end), addresses.of(href))
        for node in elements(nodes, "a")
        if (href := node.get("href"))
    )
