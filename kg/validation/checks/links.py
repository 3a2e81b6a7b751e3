"""Links inside the document set that lead to no page, or to no anchor of the page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from ...wording import quoted
from ..findings import Found
from ..pages import Page
from ..targets import OF_PAGES, Pages
from ..view import View
from ._base import Check

_CORRECT = "correct the link, or add the page"
_LINKS = """
SELECT DISTINCT ?node ?href ?target WHERE {
  ?node a kg:Link ; kg:href ?href . OPTIONAL { ?node kg:target ?target }
} ORDER BY ?node ?href ?target
"""
_ADDRESSES = """
SELECT DISTINCT ?address WHERE { ?document a schema:TechArticle ; schema:url|dcterms:replaces ?address }
"""
_DOCUMENTS = "SELECT ?document WHERE { ?document a schema:TechArticle }"
_RELATIVE = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|/|#|\?)(?!.*(?:\{\{|\{%|\}\}|%\}))([^?#]*)", re.DOTALL)
_VARYING = re.compile(r"(?:/(?:index|readme|_index))?(?:\.(?:html?|mdx?|markdown))?/?(?:[?#].*)?$", re.IGNORECASE)


def _in_page(pages: Pages, page: Page) -> Iterator[Found]:
    """Yield the dead links and anchors of a page, those of prose too."""
    for link in page.links:
        target = pages.target(link)
        if target is None:
            continue
        if not target.page:
            yield Found("KG221", f"the link {quoted(link.href)} leads to no page", _CORRECT, link.place)
        elif target.fragment and not _has_anchor(pages, target.page, target.fragment):
            hint = f"correct the fragment, or give a heading of {target.page} that name"
            yield Found("KG222", f"the link {quoted(link.href)} leads to no heading of its page", hint, link.place)


def _has_anchor(pages: Pages, path: str, fragment: str) -> bool:
    """Return whether a page has an anchor, as far as kg knows the page; a browser knows ``top`` and text fragments."""
    page = pages.by_path.get(path)
    if page is None or page.is_open or fragment.startswith(":~:") or fragment.casefold() == "top":
        return True
    return fragment in page.anchors


def _in_graph(view: View, _vocabularies: tuple[Path, ...]) -> Iterator[Found]:
    """Yield the dead links of a graph, which has those of features only.

    They are relative, and have no target, or one on the site of the documents that is none of these.
    """
    addresses = {_bare(address or "") for (address,) in view.ask(_ADDRESSES)}
    documents = {address.partition("#")[0] for (address,) in view.ask(_DOCUMENTS) if address}
    for node, href, target in view.ask(_LINKS):
        path = _RELATIVE.match(href or "")
        is_of_page = path and path[1] and posixpath.splitext(unquote(path[1]))[1] in OF_PAGES
        is_there = target and (target.partition("#")[0] in documents or _bare(target) in addresses)
        if is_of_page and not is_there:
            yield Found("KG221", f"the link {quoted(href or '')} leads to no page", _CORRECT, view.place_of(node))


def _bare(address: str) -> str:
    """Return the address of a page without what tells one way of writing it from another."""
    return _VARYING.sub("", address)


CHECK = Check(("KG221", "KG222"), given=_in_graph, pages=_in_page)
