"""The document set: the IRI and the address of each page, and where a link of a page leads."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from ..iri import digest, segment, without_extension
from ..paths import Lookup

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
TEMPLATE = re.compile(r"\{\{|\{%|\}\}|%\}")
SOURCE = "source:"
"""Begins the address of a page that template code names by its source path (``extraction.links``)."""

INDEX = frozenset({"index", "readme", "_index"})
SOURCE_SUFFIXES = (".md", ".mdx", ".markdown")
_SUFFIXES = (".html", ".htm", ".md", ".mdx", ".markdown", "/", "")


class Index(Protocol):
    """What can be asked of a set of pages, and all that the links of a page depend on."""

    def has(self, path: str) -> bool:
        """Return whether there is a page of that path."""

    def name(self, path: str) -> str:
        """Return the name of a page in an IRI."""

    def at(self, path: str) -> str | None:
        """Return the page that stands at a path, which may lack the extension or the name of an index page."""

    def ending(self, ending: str) -> str | None:
        """Return the one page whose path, without extension, ends in some whole segments; None for none or several."""


class PageIndex:
    """The index of some paths; it takes little memory, for each worker has one.

    Args:
        paths: The paths, sorted, each once.
    """

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._by_path = Lookup(paths)
        self._by_stem = Lookup(without_extension(path) for path in paths)
        self._by_last_segment = Lookup(_last_segment(path) for path in paths)
        self._odd_names = _odd_names(paths)

    def has(self, path: str) -> bool:
        """Return whether there is a page of that path."""
        return any(self._paths[index] == path for index in self._by_path.candidates(path))

    def name(self, path: str) -> str:
        """Return the name of a page in an IRI: its path without extension.

        It keeps the extension where another page differs only in that, and gets 6 hexadecimal digits of the path where
        signs that an IRI forbids make two names one.
        """
        return self._odd_names.get(path) or segment(without_extension(path))

    def at(self, path: str) -> str | None:
        """Return the page that stands at a path, which may lack the extension or the name of an index page."""
        if self.has(path):
            return path
        stem = re.sub(r"\.html?$", "", path)
        for name in (stem, *(posixpath.normpath(f"{stem}/{index}") for index in ("index", "README", "_index"))):
            for found in map(self._paths.__getitem__, self._by_stem.candidates(name)):
                if without_extension(found) == name:
                    return found
        return None

    def ending(self, ending: str) -> str | None:
        """Return the one page whose path, without extension, ends in some whole segments; None for none or several."""
        among = map(self._paths.__getitem__, self._by_last_segment.candidates(ending.rpartition("/")[2]))
        found = [path for path in among if f"/{without_extension(path)}".endswith(f"/{ending}")]
        return found[0] if len(found) == 1 else None


def _last_segment(path: str) -> str:
    return without_extension(path).rpartition("/")[2]


def _odd_names(paths: Sequence[str]) -> Mapping[str, str]:
    """Return the names of the pages that are not called by the path without extension: mostly none."""
    ordered = sorted(range(len(paths)), key=lambda index: without_extension(paths[index]))
    odd: dict[str, str] = {}
    for _, same in groupby(ordered, key=lambda index: without_extension(paths[index])):
        first, *more = (paths[index] for index in same)
        odd.update((path, segment(path)) for path in ((first, *more) if more else ()))
    names = sorted(odd.get(path) or segment(without_extension(path)) for path in paths)
    twice = frozenset(one for one, other in pairwise(names) if one == other)
    for path in paths if twice else ():
        name = odd.get(path) or segment(without_extension(path))
        if name in twice:
            odd[path] = f"{name}-{digest(path)}"
    return odd


@dataclass(frozen=True)
class PageSet:
    """All pages of an export.

    Args:
        paths: Their paths, relative to the root.
        base: The base IRI of the data.
        site: The address under which they are published, or None.
    """

    paths: Sequence[str]
    base: str
    site: str | None = None

    @cached_property
    def index(self) -> Index:
        """What answers the questions about the set."""
        return PageIndex(self.paths)

    def asked_through(self, index: Index) -> PageSet:
        """Return the same pages with another to answer the questions about the set, one that keeps a record."""
        pages = PageSet(self.paths, self.base, self.site)
        pages.__dict__["index"] = index  # where a cached property keeps its value
        return pages

    def document(self, path: str) -> str:
        """Return the IRI of the document of a page."""
        return f"{self.base}doc/{self.index.name(path)}"

    def url(self, path: str, suffix: str) -> str | None:
        """Return the address of a page, without a site None.

        Args:
            path: The page.
            suffix: What its address ends in: ``.html``, ``/`` or "".
        """
        if self.site is None:
            return None
        stem = without_extension(path)
        folder, _, name = stem.rpartition("/")
        if name.casefold() in INDEX and suffix in {"", "/"}:
            return self.site + (f"{folder}/" if folder else "")
        return self.site + stem + suffix

    def find(self, href: str, path: str) -> str | None:
        """Return the page that a relative link of the page ``path`` leads to, or None."""
        where = unquote(urlsplit(href).path) if not href.startswith("#") else ""
        if not where:
            return path if self.index.has(path) else None
        start = "" if where.startswith("/") else posixpath.dirname(path)
        return self.index.at(posixpath.normpath(posixpath.join(start, where.lstrip("/"))))

    def address_of(self, href: str, path: str, suffix: str) -> str | None:
        """Return the absolute address that a link of the page ``path`` leads to; None where it is not known.

        With a site, a relative link is resolved against the address of its page; one to the source of a page of the
        set gets that page's address. Without, it leads to the document of a page of the set, or nowhere. An address
        that holds template code is not known.
        """
        if TEMPLATE.search(href):
            return None
        is_source = href.startswith(SOURCE)
        if not is_source and SCHEME.match(href):
            return href
        if href.startswith("//"):
            return f"https:{href}"
        try:
            if is_source:
                return self._source_address(href.removeprefix(SOURCE), path, suffix)
            return self._resolved(href, path, suffix)
        except ValueError:  # urllib's word for brackets that hold no IPv6 address
            return None

    def _source_address(self, href: str, path: str, suffix: str) -> str | None:
        """Return the address of a page that is named by its source path, from the root or from the page's folder."""
        page = self.find("/" + href.lstrip("/"), path) or self.find(href, path) or self._by_ending(href)
        if self.site is None:
            return self.document(page) if page else None
        named = page or urlsplit(href).path.lstrip("/")
        return urljoin(self.url(named, suffix) or "", _tail(href))

    def _by_ending(self, href: str) -> str | None:
        return self.index.ending(without_extension(urlsplit(href).path.strip("/")))

    def _resolved(self, href: str, path: str, suffix: str) -> str | None:
        page = self.find(href, path)
        if self.site is None:
            return self.document(page) if page else None
        if page is not None and urlsplit(href).path.endswith(SOURCE_SUFFIXES):
            return urljoin(self.url(page, suffix) or "", _tail(href))
        return urljoin(self.url(path, suffix) or "", href)


def _tail(href: str) -> str:
    """Return the query and fragment of a link, with their marks."""
    parts = urlsplit(href)
    query = f"?{parts.query}" if parts.query else ""
    return query + (f"#{parts.fragment}" if parts.fragment else "")


def suffix_of(hrefs: Iterable[str], default: str = "") -> str:
    """Return the ending that most relative links of a page have, which shows how the site's addresses end.

    Links to Markdown files show nothing where the dialect knows better.

    >>> suffix_of(["a.html", "../b.html#c", "https://example.com/x/", "#d"])
    '.html'
    """
    counts: Counter[str] = Counter()
    for href in hrefs:
        if SCHEME.match(href) or TEMPLATE.search(href) or href.startswith(("#", "//", "?")):
            continue
        path = re.split(r"[?#]", href)[0]
        name = path.rpartition("/")[2]
        ending = "/" if path.endswith("/") else name[name.rfind(".") :] if "." in name.strip(".") else ""
        if ending in _SUFFIXES and not (default and ending in SOURCE_SUFFIXES):
            counts[ending] += 1
    return max(_SUFFIXES, key=lambda ending: (counts[ending], -_SUFFIXES.index(ending))) if counts else default
