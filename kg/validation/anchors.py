"""The anchors that a page has: what a link with a fragment can lead to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ..model import Element, Node
from ..visible import text_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_GIVEN = re.compile(r"\{([^{}\n]*)\}|^\(([^()\s]+)\)=[ \t]*$", re.MULTILINE)
"""What may give a heading or a block an anchor: ``{#id}``, ``{: #id}``, ``{/* #id */}``, and MyST's ``(id)=``."""

_NAME = re.compile(r"#([\w:.-]+)")
_LETTERS = ("L", "M", "N", "Pc")


def anchors_of(text: str, tree: Element) -> frozenset[str]:
    """Return the anchors of a page: those that it is given, and of each heading what the known generators make of it.

    Args:
        text: The page.
        tree: Its tree.
    """
    given = {name for found in _GIVEN.finditer(text) for name in [found[2], *_NAME.findall(found[1] or "")] if name}
    written = {value for node in _all(tree.children) for name in ("id", "name") if (value := node.get(name))}
    headings = [_bare(text_of(node.children)) for node in _all(tree.children) if node.tag in _HEADINGS]
    made = {name for slug in _SLUGS for name in _numbered(map(slug, headings))}
    return frozenset(given | written | made)


def _all(nodes: Iterable[Node]) -> Iterator[Element]:
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from _all(node.children)


def _bare(heading: str) -> str:
    """Return a heading without the attributes at its end, in braces."""
    text, brace, attributes = heading.rstrip().rpartition("{")
    return text.rstrip() if brace and attributes and attributes.find("}") == len(attributes) - 1 else heading


def _numbered(slugs: Iterable[str]) -> Iterator[str]:
    """Yield each slug, a further one with its number: ``a``, ``a-1`` (``a_1`` to Python-Markdown)."""
    counts: Counter[str] = Counter()
    taken: set[str] = set()
    for slug in slugs:
        name = slug
        while name in taken:
            counts[slug] += 1
            name = f"{slug}-{counts[slug]}"
        taken.add(name)
        yield name
        if name != slug:
            yield f"{slug}_{counts[slug]}"


def github_slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading (Hugo, Docusaurus, mdBook and MyST too).

    >>> github_slug("What's new in v1.2 – a *tour*")
    'whats-new-in-v12--a-tour'
    """
    kept = (sign for sign in heading.lower() if sign in " -" or unicodedata.category(sign).startswith(_LETTERS))
    return "".join(kept).replace(" ", "-")


def _collapsed(heading: str) -> str:
    """Return the anchor of GitLab, for which several hyphens are one."""
    return re.sub("-+", "-", github_slug(heading)).strip("-")


def _python_markdown(heading: str) -> str:
    """Return the anchor of Python-Markdown, which MkDocs uses: ASCII only."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _kramdown(heading: str) -> str:
    """Return the anchor of kramdown, which Jekyll uses: from the first letter of ASCII on."""
    kept = re.sub(r"[^A-Za-z0-9 -]", "", re.sub(r"^[^A-Za-z]+", "", heading))
    return kept.replace(" ", "-").lower() or "section"


_SLUGS: tuple[Callable[[str], str], ...] = (github_slug, _collapsed, _python_markdown, _kramdown)
