"""Where the links of a document set lead to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from ..graph import PageSet
from ..graph.pages import INDEX, SCHEME, SOURCE, SOURCE_SUFFIXES, TEMPLATE
from ..iri import without_extension
from ..pipeline import Run
from .pages import Page, PageLink

_HOST = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?//[^/?#]*")
OF_PAGES = frozenset({"", *SOURCE_SUFFIXES, ".html", ".htm"})
"""What the path of a link to a page ends in; an image or an archive is not judged."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: to a page with a fragment, or "" where it leads to nothing that is there."""

    page: str
    fragment: str = ""


class Pages:
    """The pages of a document set.

    Args:
        run: What they are of.
        pages: All that could be read.
    """

    def __init__(self, run: Run, pages: Iterable[Page]) -> None:
        self._set: PageSet = run.pages
        self._files = run.files
        self.by_path: Mapping[str, Page] = {page.path: page for page in pages}
        self._under = urlsplit(run.options.site).path if run.options.site else None
        self._site = run.options.site

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        """Each address that a page says it has, from the root, without extension and slashes, and the page."""
        found: dict[str, str] = {}
        for page in self.by_path.values():
            for alias in page.aliases:
                for name in (alias, posixpath.join(posixpath.dirname(page.path), alias)):
                    found.setdefault(_bare(name), page.path)
        return found

    def target(self, link: PageLink) -> Target | None:
        """Return where a link leads to; None where that is not for kg to judge: out of the document set."""
        href = link.address
        try:
            parts = urlsplit(href.removeprefix(SOURCE))
        except ValueError:
            return None
        fragment = unquote(parts.fragment)
        if href.startswith(SOURCE):
            return self._named(unquote(parts.path), fragment, link.base)
        where = None if TEMPLATE.search(href) else self._path(href, unquote(parts.path))
        if where is None or (not where and link.base not in self.by_path):
            return None
        page = self._at(where, link.base) if where else link.base
        return None if page is None and self._is_elsewhere(where, link.base) else Target(page or "", fragment)

    def _named(self, path: str, fragment: str, base: str) -> Target | None:
        """Return the page that template code names by its source path, from the root or by how it ends."""
        where = f"/{path.lstrip('/')}"
        page = self._at(where, base) or self._set.index.ending(without_extension(path.strip("/")))
        return None if page is None and self._is_file(where, base) else Target(page or "", fragment)

    def _path(self, href: str, path: str) -> str | None:
        """Return the path of a link, from the root where it begins with ``/``; None where it leads to another site."""
        is_of_site = self._site is not None and _below(re.split("[?#]", href, maxsplit=1)[0], self._site) is not None
        if not is_of_site and (SCHEME.match(href) or href.startswith("//")):
            return None
        if self._under is None or not path.startswith("/"):
            return path
        return _below(path, self._under)

    def _candidates(self, where: str, base: str) -> Iterator[str]:
        """Yield the paths that a link can mean: as a file sees it, and as a browser, for which a page is a folder."""
        if where.startswith("/"):
            yield posixpath.normpath(where.lstrip("/"))
            return
        yield posixpath.normpath(posixpath.join(posixpath.dirname(base), where))
        stem = without_extension(base)
        if posixpath.basename(stem).casefold() not in INDEX:
            yield posixpath.normpath(posixpath.join(stem, where))

    def _at(self, where: str, base: str) -> str | None:
        for path in self._candidates(where, base):
            found = self._set.index.at(path) or self._aliases.get(_bare(path))
            if found:
                return found
        return None

    def _is_elsewhere(self, where: str, base: str) -> bool:
        """Return whether a link may lead to something else than a page of the set: a file, or out of the root."""
        if posixpath.splitext(where)[1] not in OF_PAGES or (where.startswith("/") and self._under is None):
            return True
        is_outside = any(path.split("/")[0] == ".." for path in self._candidates(where, base))
        return is_outside or self._is_file(where, base)

    def _is_file(self, where: str, base: str) -> bool:
        """Return whether a link leads to a file or folder, or a page, that was not named as a source."""
        for path in self._candidates(where, base):
            stem = re.sub(r"\.html?$", "", path)
            if self._files.exists(path) or any(
                self._files.exists(f"{stem}{extension}") for extension in SOURCE_SUFFIXES
            ):
                return True
        return False


def _below(address: str, folder: str) -> str | None:
    """Return the rest of an address below a folder, from ``/`` on; None where it lies elsewhere.

    >>> _below("/docs/a", "/docs/"), _below("/docs", "/docs"), _below("/docs2/a", "/docs")
    ('/a', '/', None)
    """
    folder = folder.rstrip("/")
    return f"/{address[len(folder) + 1 :]}" if f"{address}/".startswith(f"{folder}/") else None


def _bare(address: str) -> str:
    """Return an address without its host, the slashes at its ends, and an extension of a page.

    >>> _bare("https://example.org/a/b.html#c"), _bare("/a/b/"), _bare("v1.2")
    ('a/b', 'a/b', 'v1.2')
    """
    path = unquote(_HOST.sub("", address).partition("#")[0].partition("?")[0]).strip("/")
    stem, extension = posixpath.splitext(posixpath.normpath(path))
    return stem if extension in OF_PAGES else f"{stem}{extension}"
