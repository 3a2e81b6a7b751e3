"""Signs in the text of a page that it can hold a table or a list of features: so that the rest need not be parsed.

A sign that means nothing costs time; one that is missed would lose a row. So each errs on the safe side, and
``tests/test_signs.py`` holds on every page that what is found with them is what is found without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_MARKER = r"(?:[-+*]|\d{1,9}[.)])"
_LEAD = r"(?:\*\*|__|[\[<&]|[^\S\n])"
"""What a bold or linked lead-in of a list item begins with; white space that is no blank may stand before it."""

_ROW = r"\n[ \t>]*[|:-][-| \t:]*(?=\n|\Z)"
"""A delimiter row (GFM 0.29, section 4.10); no nested quantifier (FINDINGS 6)."""

_LONE_LINK = r"\[[^\]\[\n]*\]\([^()\n]*\)[ \t]*(?:\n[-+*][ \t]|\n[ \t]*\n+(?=\S)|\n*\Z)"
"""An item that is a link and nothing else, as in a list of links: no lead-in, for it introduces nothing."""

_ITEM = rf"\n[ \t>]*(?>(?:{_MARKER}(?:[ \t]+|[ \t]*\n[ \t>]*))+)(?!{_LONE_LINK}){_LEAD}"
_DEFINITION = r"\n[ \t>]*[:~][ \t]"
_LEGEND = r":[a-z0-9_+-]+:|[\u25cb\u25ef]|!\["
_OTHERS = (
    r"\n[ \t>]*=+[ \t]*(?=\n|\Z)"  # a heading by its underline
    r"|`{3}|~{3}"  # a fence: it may end what another section begins
    r"|\n[ \t>]*(?:[-+*][ \t]+|\d+[.)][ \t]+)?\[(?:[^\]\\\n]|\\.)*(?:\]:|\n)"  # what links refer to
    r"|<[A-Za-z/!?]|-->|[?]>|]]>"
    f"|{_LEGEND}"
)

_ROWS = re.compile(_ROW)
_ITEMS = re.compile(_ITEM)
_DEFINITIONS = re.compile(_DEFINITION)
_HTML = re.compile(r"<(?:table|li|d[ltd])\b", re.IGNORECASE)
_LEGENDS = re.compile(rf"{_LEGEND}|<img\b", re.IGNORECASE)
_STRUCTURE = re.compile(r"<(?:table|t[dhr]|[uo]l|li|d[ltd])\b", re.IGNORECASE)
_IN_SECTION = re.compile(f"{_ROW}|{_ITEM}|{_DEFINITION}|{_OTHERS}")
_HEADING = re.compile(r"\n#{1,6}(?:[ \t][^\n]*)?(?=\n|\Z)")
_EMPTY_LINE = re.compile(r"\n[ \t]*(?=\n|\Z)")
_FEWEST = 2
"""A list of features has at least so many entries (``find.lists``)."""


def has_candidates(text: str) -> bool:
    """Return whether a page can hold a table or a list of features.

    Args:
        text: The page, its front matter left out.
    """
    text = f"\n{text}"
    return (
        ("|" in text and any("|" in row[0] and "-" in row[0] for row in _ROWS.finditer(text)))
        or ("<" in text and _HTML.search(text) is not None)
        or _DEFINITIONS.search(text) is not None
        or sum(1 for _ in islice(_ITEMS.finditer(text), _FEWEST)) == _FEWEST
    )


def hrefs_of(text: str) -> Iterator[str]:
    """Yield the targets of links, as far as a look at the text tells: enough to see how addresses of a site end."""
    for found in _HREFS.finditer(text):
        yield found[1] or found[2] or found[3]


_HREFS = re.compile(r"""\]\(\s*<?([^\s<>()]+)|\bhref\s*=\s*["']?([^\s"'<>]+)|\n[ \t]*\[[^\]\n]+\]:[ \t]*<?([^\s<>]+)""")


def has_entries(lines: str) -> bool:
    """Return whether the lines of a list can hold entries with a bold or linked lead-in."""
    return _ITEMS.search(f"\n{lines}") is not None or _HTML.search(lines) is not None


def may_explain(content: str) -> bool:
    """Return whether a paragraph, an item or a heading can be a legend, which says what marks mean."""
    return _LEGENDS.search(content) is not None


def has_structure(html: str) -> bool:
    """Return whether a block of HTML has a part of a table or a list, which may hold Markdown."""
    return _STRUCTURE.search(html) is not None


def dull_sections(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where the lines begin that stand in a section without a sign: from the first index on, before the second.

    A section begins behind a heading of ``#`` at the very start of a line, which ends every list and quote before it.
    One that is code to the parser, because it stands between fences, begins a section too: nothing is lost by that,
    since lines with fences are a sign. The first empty line of a section is kept, for it may end a block of HTML.

    >>> list(dull_sections("# A\n\nProse.\n\n# B\n\n|a|\n|-|\n"))
    [(4, 4), (5, 13)]

    Args:
        text: The page, its front matter left out.
    """
    text = f"\n{text}"
    headings = [found.span() for found in _HEADING.finditer(text)]
    starts = [0, *(end for _, end in headings)]
    ends = [*(start for start, _ in headings), len(text)]
    for start, end in zip(starts, ends, strict=True):
        if end > start and _IN_SECTION.search(text, start, end) is None:
            empty = _EMPTY_LINE.search(text, start, end)
            yield from ((start, end),) if empty is None else ((start, empty.start()), (empty.end(), end))
