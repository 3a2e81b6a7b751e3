"""A page of the sources as a reader walks it: its links, all of them, and its anchors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .. import dialects
from ..extraction import Addresses
from ..extraction.links import links_of
from ..model import Conflict, FrontMatter, Link, SourceFile
from ..parse import parse
from ..pipeline import Run, sides_of
from ..repair.encoding import decode
from ..repair.frontmatter import read_front_matter
from ..repair.size import without_long_lines
from .anchors import anchors_of
from .findings import Place

_ADDRESSES = frozenset({"page.permalink", "page.slug", "page.url"})
"""What a page's head calls the address that it is published at."""

_UNKNOWN = re.compile(
    r"\{%-?\s*(?:include|render|import|from|remote_include|embed|capture|for)\b|\{\{[<%]|\{\{>|--8<--|\{!"
    r"|^(?:`{3,}|:{3,})\{include\}|^import\s.*\.mdx?['\"]|^!INCLUDE|\[!INCLUDE",
    re.MULTILINE,
)
"""What takes other text into a page: where it is still there, kg does not know what it stands for."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link.

    Args:
        href: Its target as written.
        address: The same with the template code filled in.
        base: The path that it is relative to.
        place: Where it stands.
    """

    href: str
    address: str
    base: str
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Args:
        path: Its path.
        links: Its links, those of prose too.
        anchors: Its anchors.
        aliases: Its former addresses, and its own where its head says it.
        is_open: Whether it takes in what kg does not know.
    """

    path: str
    links: tuple[PageLink, ...] = ()
    anchors: frozenset[str] = frozenset()
    aliases: tuple[str, ...] = ()
    is_open: bool = False


def read_links(run: Run, path: str, data: bytes) -> Page:
    """Return a page with its links and anchors.

    Args:
        run: What the page is of.
        path: The page.
        data: Its bytes.
    """
    options = run.options
    file, texts, conflicts, _ = sides_of(path, data, options)
    dialect = dialects.get(options.dialect or dialects.detect(path, file.text, run.files))
    links: dict[tuple[str, int, str], PageLink] = {}
    anchors: set[str] = set()
    aliases: list[str] = []
    is_open = False
    bounds = options.bounds.shared(len(texts))
    for text in texts:
        head, source, _ = read_front_matter(text, bounds)
        whole, *_ = dialects.applied(source, replace(dialect, transforms=()), lambda name: _included(run, name), bounds)
        source, *_ = dialects.applied(whole, replace(dialect, include=None), lambda _: None, bounds)
        source, _ = without_long_lines(source, bounds)
        variables = {**run.files.variables(dialect.variables), **dict(head.variables)}
        tree = parse(source, variables, bounds=bounds)
        anchors |= anchors_of(whole.text, tree)
        is_open = is_open or _UNKNOWN.search(whole.text) is not None
        aliases += _aliases(head)
        for link in links_of(source, tree.children, Addresses(variables, dialect.link)):
            place = Place(link.span.path, link.span.line, 0, link.span.start)
            base = _base(link, path, conflicts)
            links[link.span.path, link.span.start, base] = PageLink(link.href, link.address, base, place)
    return Page(path, tuple(links.values()), frozenset(anchors), tuple(aliases), is_open)


def _included(run: Run, path: str) -> SourceFile | None:
    data = run.files.data(path)
    return None if data is None else decode(path, data)[0]


def _aliases(head: FrontMatter) -> Iterator[str]:
    yield from head.replaces
    yield from (value for name, value in head.variables if name in _ADDRESSES)


def _base(link: Link, path: str, conflicts: Iterable[Conflict]) -> str:
    """Return the path that a link is relative to: inside a side of a conflict, the one that its marker names."""
    for conflict in conflicts:
        for side in conflict.variants:
            span = side.span
            if span is not None and link.span.path == path and span.start <= link.span.start < span.end:
                return side.path or path
    return path
