"""From the text of a page to a tree of nodes, each of which knows where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from ..model import Element
from ..source import SourceText
from .blocks import MARK, SURPLUS, parse_blocks
from .template import masked

__all__ = ["MARK", "SURPLUS", "parse"]


def parse(source: SourceText, variables: Mapping[str, str] | None = None, *, complete: bool = True) -> Element:
    """Return the tree of a page: an element ``body`` with all that the page shows.

    Markdown is read as CommonMark with tables, strikethrough and definition lists; HTML, in blocks and in cells,
    becomes elements of the same tree, missing end tags implied. Template code is read over; in texts a variable whose
    value is known is filled in, all else is kept as it is written. Positions in the tree are indices into
    ``source.text``.

    Args:
        source: The text.
        variables: The values of template variables, by their dotted names.
        complete: Whether everything is read; else the tree has all tables and lists that can hold features, with the
            headings and paragraphs that tell of them, and what else it has is not said.
    """
    return parse_blocks(source, masked(source.text), variables or {}, complete=complete)
