"""The checks of sources: they are exported, and their graph is checked, so many pages at a time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from ..bounds import named
from ..collecting import collecting_rarely
from ..errors import SourceError
from ..exporting.work import Page, PageWork
from ..lines import statements
from ..model import UNREAD, Diagnostic, Facts
from ..options import Options
from ..outcome import Outcome
from ..pipeline import Run, prepare, unread
from ..read import Source, read_source
from ..refusing import within_bounds
from .batches import AT_MOST
from .checks import Check
from .findings import NOWHERE, Found
from .pages import Page as LinkedPage
from .pages import read_links
from .parts import Part
from .targets import Pages
from .texts import Texts
from .view import View

Shown = Callable[[Sequence[Source]], Iterable[Source]]
"""Passes sources on, and shows how far it is."""


def check_sources(names: Sequence[str], options: Options, checks: Sequence[Check], shown: Shown) -> Part:
    """Return what is wrong with some sources, exported as one document set.

    Args:
        names: Files, folders, or ``-``.
        options: How they are read.
        checks: The checks to make.
        shown: Passes sources on.

    Raises:
        ConfigError: An option or a vocabulary cannot be used.
        SourceError: A source lies outside the root.
    """
    run = prepare(names, options)
    reader = _Reader(run, any(check.pages for check in checks))
    found: list[Found] = []
    with collecting_rarely():
        for outcomes in reader.read(shown(run.found.sources)):
            found += _of_part(outcomes, run, checks, reader.diagnostics)
    pages = Pages(run, reader.linked)
    for page in reader.linked:
        found += _in_time([page.path], run, partial(_of_page, pages, page, checks), reader.diagnostics) or ()
    diagnostics = tuple(dict.fromkeys(reader.diagnostics))
    paths = frozenset(run.found.paths)
    for check in checks:
        found += check.reading(diagnostics, paths) if check.reading else ()
    texts = Texts(run.files, run.found, reader.kept)
    is_complete = all(one.code not in UNREAD for one in diagnostics)
    return Part(tuple(found), texts, run.found.root, reader.count, is_complete)


class _Reader:
    """Reads pages, and keeps what all pages together are asked for.

    Args:
        run: What the pages are of.
        wants_links: Whether the links and anchors of the pages are read too.
    """

    def __init__(self, run: Run, wants_links: bool) -> None:
        self._run = run
        self._work = PageWork(run)
        self._wants_links = wants_links
        self.diagnostics: list[Diagnostic] = list(run.found.diagnostics)
        self.linked: list[LinkedPage] = []
        self.kept: dict[str, bytes] = {}
        self.count = 0

    def read(self, sources: Iterable[Source]) -> Iterator[list[Outcome]]:
        """Yield what pages give: of as many pages as a part may have, and of a larger page alone."""
        waiting: list[Outcome] = []
        size = 0
        for source in sources:
            outcome = self._outcome(source)
            self.diagnostics += outcome.diagnostics
            if not outcome.document:
                continue
            self.count += 1
            more = outcome.lines.count("\n") + 1
            if waiting and size + more > AT_MOST:
                yield waiting
                waiting, size = [], 0
            waiting.append(outcome)
            size += more
        if waiting:
            yield waiting

    def _outcome(self, source: Source) -> Outcome:
        try:
            data = read_source(source, self._run.options.bounds)
        except SourceError:
            return self._work(Page(source)).outcome  # which reports it
        if source.file is None:
            self.kept[source.path] = data
        outcome = self._work(Page(source, data)).outcome
        if outcome.document and self._wants_links:
            self.linked.append(self._links(source.path, data))
        return outcome

    def _links(self, path: str, data: bytes) -> LinkedPage:
        """Return a page with its links, or without, reported, where it takes too long."""

        def refuse(facts: Facts) -> LinkedPage:
            self.diagnostics += facts.diagnostics
            return LinkedPage(path, is_open=True)

        try:
            return within_bounds(path, self._run.options.bounds, lambda: read_links(self._run, path, data), refuse)
        except SourceError as error:
            return refuse(unread(path, error))


def _in_time(
    paths: Sequence[str], run: Run, look: Callable[[], Iterable[Found]], diagnostics: list[Diagnostic]
) -> tuple[Found, ...] | None:
    """Return what is found, or None where that takes longer than a page may: of one page that is reported."""

    def refuse(facts: Facts) -> None:
        if len(paths) == 1:
            hint = f"what its checks found was left out; split it, or {named('page_seconds')}"
            diagnostics.extend(replace(one, hint=hint) for one in facts.diagnostics)

    return within_bounds(paths[0], run.options.bounds, lambda: tuple(look()), refuse)


def _of_page(pages: Pages, page: LinkedPage, checks: Iterable[Check]) -> Iterator[Found]:
    return chain.from_iterable(check.pages(pages, page) for check in checks if check.pages)


def _of_part(
    outcomes: Sequence[Outcome], run: Run, checks: Sequence[Check], diagnostics: list[Diagnostic]
) -> Iterator[Found]:
    """Yield what is wrong with the triples of pages: of each alone, where all together take too long."""
    paths = [outcome.path for outcome in outcomes]
    found = _in_time(paths, run, partial(_of_triples, [one.lines for one in outcomes], run, checks), diagnostics)
    gc.collect()  # pySHACL leaves graphs full of cycles behind, and collections are rare here
    if found is None and len(outcomes) > 1:
        for outcome in outcomes:
            yield from _of_part([outcome], run, checks, diagnostics)
    yield from found or ()


def _of_triples(lines: Iterable[str], run: Run, checks: Iterable[Check]) -> Iterator[Found]:
    """Yield what is wrong with some triples of whole pages."""
    from pyoxigraph import RdfFormat, Store

    looks = [check.graph for check in checks if check.graph]
    if not looks:
        return
    store = Store()
    for page in lines:
        store.load(statements(page.encode(), ""), format=RdfFormat.N_TRIPLES)
    view = View(store, NOWHERE)
    yield from chain.from_iterable(look(view, run.options.vocabulary) for look in looks)
