"""From the text of a page to a tree of nodes, each of which knows where it stands."""

from __future__ import annotations

from ..model import Element
from ..source import SourceText
from .blocks import SURPLUS, parse_blocks
from .template import masked

__all__ = ["SURPLUS", "parse"]


def parse(source: SourceText, start: int = 0) -> Element:
    """Return the tree of a page: an element ``body`` with all that the page shows, from ``source.text[start]`` on.

    Markdown is read as CommonMark with tables, strikethrough and definition lists; HTML, in blocks and in cells,
    becomes elements of the same tree, missing end tags implied. Template code is read over and kept as it is written.
    Positions in the tree are indices into ``source.text``.
    """
    return parse_blocks(source.text, masked(source.text, start))
