"""From the text of a page to a tree of nodes, each of which knows where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from ..bounds import Bounds, Report
from ..model import Diagnostic, Element
from ..source import SourceText
from .blocks import MARK, SURPLUS, parse_blocks
from .bounded import Budget, Full, without_rest
from .template import masked

__all__ = ["MARK", "SURPLUS", "parse"]

_USUAL = Bounds()


def parse(
    source: SourceText,
    variables: Mapping[str, str] | None = None,
    *,
    complete: bool = True,
    bounds: Bounds = _USUAL,
    report: Report = lambda _: None,
) -> Element:
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
        bounds: How much there may be.
        report: Told of what was left out by a bound.
    """
    first_left_out: int | None = None  # and not the error, whose frames would hold the tokens
    whole = source
    while True:
        told: list[Diagnostic] = []
        budget = Budget(source, bounds, told.append)
        try:
            tree = parse_blocks(source, masked(source.text), variables or {}, budget, complete=complete)
        except Full as error:
            first_left_out = error.line
            source = without_rest(source, error.line)
        else:
            break
    if first_left_out is not None:
        Budget(whole, bounds, told.append).tell_full(first_left_out)
    for diagnostic in told:
        report(diagnostic)
    return tree
