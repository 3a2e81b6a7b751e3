"""Signs in the text of a page that it can hold a table or a list of features: so that the rest need not be parsed.

A sign that means nothing costs time; one that is missed would lose a row. So each errs on the safe side, and
``tests/test_signs.py`` holds on every page that what is found with them is what is found without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_MARKER = r"(?:[-+*]|\d{1,9}[.)])"
_LEAD = r"(?:\*\*|__|\{\{|[\ue000\[<&])"
"""What makes a bold or linked lead-in, or template code (masked or not) before one."""

_ROW = r"\n[ \t>]*[|:-][-| \t:]*(?=\n|\Z)"
"""A delimiter row (GFM 0.29, section 4.10); no nested quantifier (FINDINGS 6)."""

_ONE_COLUMN = r"\n[^\n|]*\|[^\n]*\n[ \t>]*:?-+:?[ \t]*(?=\n|\Z)"
_LONE_LINK = r"\[[^\]\[\n]*\]\([^()\n]*\)[ \t]*(?:\n[-+*][ \t]|\n[ \t]*\n+(?=\S)|\n*\Z)"
"""An item that is a link and nothing else, as in a list of links: no lead-in, for it introduces nothing."""

_ITEM = rf"\n[ \t>]*{_MARKER}(?=[ \t\n])(?:[^\w\n]|\n[ \t>]*+){{0,200}}?(?!{_LONE_LINK}){_LEAD}"
"""An item in which no letter and no digit stands before what makes a lead-in."""

_DEFINITION = r"\n[ \t>]*[:~][ \t]"
_LEGEND = r":[\w+\\-]+:|[\u25cb\u25ef\u00e2&]|!\["
"""A short code, a circle, as it is, as an entity or encoded twice, or an image: what a legend explains."""

_OTHERS = (
    r"\n[ \t>]*=+[ \t]*(?=\n|\Z)"  # a heading by its underline
    r"|\n[ \t>+*\d.)-]+#{1,6}(?=[ \t\n]|\Z)"  # a heading in a list or quote, or indented
    r"|`{3}|~{3}"  # a fence: it may end what another section begins
    r"|]:"  # what links refer to
    r"|<[A-Za-z/!?]|-->"
    f"|{_LEGEND}"
)

_ROWS = re.compile(_ROW)
_ONE_COLUMNS = re.compile(_ONE_COLUMN)
_ITEMS = re.compile(_ITEM)
_DEFINITIONS = re.compile(_DEFINITION)
_HTML = re.compile(r"<(?:table|li|d[ltd])\b", re.IGNORECASE)
_LEGENDS = re.compile(rf"{_LEGEND}|<img\b", re.IGNORECASE)
_LEADS = re.compile(_LEAD)
_TAG = r"(?:table|t[dhr]|[uo]l|menu|li|d[ltd]|h[1-6]|p)\b"
_STRUCTURE = re.compile(f"<{_TAG}", re.IGNORECASE)
_HOLDS = re.compile(rf"<(?:[!?]|{_TAG}|(?:pre|script|style|textarea)\b)", re.IGNORECASE)
"""What begins HTML that may go on over empty lines."""

_OPEN_ENDED = re.compile(r"<(?:\?|!(?!--))")
"""HTML whose end is no sign by itself: a declaration, a processing instruction."""

_PLAIN_HEADING = re.compile(r"(?:^|\n)#{1,6}[ \t][^\n\[]*(?=\n|\Z)")
"""A heading in which nothing can refer to a link that stands elsewhere."""

_ANY_HEADING = re.compile(r"^[ \t>*+\d.)-]*#|^[ \t>]*(?:=+|-+)[ \t]*$|<h[1-6]", re.MULTILINE | re.IGNORECASE)

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
        or ("|" in text and _ONE_COLUMNS.search(text) is not None)
        or ("<" in text and _HTML.search(text) is not None)
        or _DEFINITIONS.search(text) is not None
        or sum(1 for _ in islice(_ITEMS.finditer(text), _FEWEST)) == _FEWEST
    )


def up_to_heading(text: str) -> str:
    r"""Return the begin of a page, up to the first heading by ``#`` that means the same without the rest of the page.

    It is all of the page where there is none, and nothing where there can be no heading at all.

    >>> up_to_heading("Prose.\n\n# Backups\n\nProse.\n"), up_to_heading("Prose.\n")
    ('Prose.\n\n# Backups', '')
    """
    found = _PLAIN_HEADING.search(text)
    if found and not _ANY_HEADING.search(text, 0, found.start()):
        return text[: found.end()]
    return text if _ANY_HEADING.search(text) else ""


def hrefs_of(text: str) -> Iterator[str]:
    """Yield the targets of links, as far as a look at the text tells: enough to see how addresses of a site end."""
    for found in _HREFS.finditer(text):
        yield found[1] or found[2] or found[3]


_HREFS = re.compile(r"""\]\(\s*<?([^\s<>()]+)|\bhref\s*=\s*["']?([^\s"'<>]+)|\n[ \t]*\[[^\]\n]+\]:[ \t]*<?([^\s<>]+)""")


def has_entries(lines: str) -> bool:
    """Return whether the lines of a list can hold entries with a bold or linked lead-in."""
    return _LEADS.search(lines) is not None


def may_explain(content: str) -> bool:
    """Return whether a paragraph, an item or a heading can be a legend, which says what marks mean."""
    return _LEGENDS.search(content) is not None


def may_hold_blocks(text: str) -> bool:
    """Return whether a page has HTML in which what looks like blocks of Markdown may be something else."""
    return _HOLDS.search(text) is not None


def has_structure(html: str) -> bool:
    """Return whether a block of HTML has a part of a table or a list, which may hold Markdown."""
    return _STRUCTURE.search(html) is not None


def dull_sections(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where the lines begin that stand in a section without a sign: from the first index on, before the second.

    A section begins behind a heading of ``#`` at the very start of a line, which ends every list and quote before it.
    One that is code to the parser, because it stands between fences, begins a section too: nothing is lost by that,
    since lines with fences are a sign. What stands before the first empty line of a section, and that line, is kept,
    for a block of HTML may go on as far.

    >>> list(dull_sections("# A\n\nProse.\n\n# B\n\n|a|\n|-|\n"))
    [(5, 13)]

    Args:
        text: The page, its front matter left out.
    """
    if _OPEN_ENDED.search(text) or _STRUCTURE.search(text):
        return  # a cell, an item or what is not closed may go on over any number of sections
    text = f"\n{text}"
    headings = [found.span() for found in _HEADING.finditer(text)]
    starts = [0, *(end for _, end in headings)]
    ends = [*(start for start, _ in headings), len(text)]
    for start, end in zip(starts, ends, strict=True):
        if end > start and _IN_SECTION.search(text, start, end) is None:
            empty = _EMPTY_LINE.search(text, start, end)
            if empty is not None and empty.end() < end:
                yield empty.end(), end
