"""Export a document set as a stream: pages over an engine and past a cache, their triples sorted into a file.

Nothing here grows with the number of pages but their paths: outcomes are written, or sorted outside memory, as they
come.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from .. import engines
from ..cache import Cache
from ..collecting import collecting_rarely
from ..model import Diagnostic
from ..options import Options
from ..outcome import Outcome
from ..paths import Lazy
from ..pipeline import Run, prefixes_of, prepare
from ..read import STDIN_PATH, read_source
from .known import Known, lost
from .merging import merge
from .sharding import Sharded, write_shards
from .work import Page, PageWork
from .writing import write

__all__ = ["Exported", "Sharded", "export", "merge"]

Shown = Callable[[Iterable[Outcome], int], Iterable[Outcome]]
"""Passes outcomes on, of so many pages, and shows how far it is."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made: how many of what, and what was reported, in the order of the pages."""

    counts: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...]


def export(
    sources: Sequence[str],
    options: Options,
    output: Path | Sharded | None,
    format: str = "turtle",
    *,
    engine: str = engines.LOCAL,
    jobs: int | None = None,
    cache: Path | None = None,
    shown: Shown = lambda outcomes, _: outcomes,
) -> Exported:
    """Write the graph of some sources to a file; where none can be read, it stays as it was.

    Args:
        sources: Files and folders, by path or URL, or ``-``.
        options: The user's.
        output: The file, which is replaced as a whole or not at all; None is standard output. Or a folder of shards,
            which are N-Quads.
        format: A key of ``formats.FORMATS``.
        engine: A name of ``engines``.
        jobs: How many processes read pages; None is as many as there are cores and work for them.
        cache: The folder of the cache; None is none.
        shown: Passes the outcomes on.

    Raises:
        ConfigError: An option, a vocabulary or the engine cannot be used.
        SourceError: A source lies outside the root, or the output cannot be written.
    """
    engines.check(engine)
    run = prepare(sources, options)
    pages = _in_order(run)
    account = _Account(run)
    count = engines.default_jobs(len(pages)) if jobs is None else jobs
    with collecting_rarely(), closing(_outcomes(PageWork(run), pages, engine, count, cache, account)) as outcomes:
        kept = account.kept(shown(outcomes, len(pages)))
        if isinstance(output, Sharded):
            write_shards(kept, run.options.base, output)
        else:
            documents = ((outcome.document, outcome.lines) for outcome in kept)
            write(documents, partial(prefixes_of, run.options.base), format, output)
    return account.exported


def _in_order(run: Run) -> Sequence[Page]:
    """Return the pages in the order of their documents' IRIs, which is that of named graphs."""
    found = run.found
    given = read_source(found.source(STDIN_PATH), run.options.bounds) if found.has_stdin else None

    def page(index: int) -> Page:
        source = found.source(found.paths[index])
        return Page(source, given if source.file is None else None)

    order = sorted(range(len(found.paths)), key=lambda index: run.pages.document(found.paths[index]))
    return Lazy(array("I", order), page)


class _Account:
    """Keeps the sums and the diagnostics of the outcomes that pass.

    Args:
        run: What the pages are of.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._sums: Counter[str] = Counter()
        self._diagnostics: dict[str, tuple[Diagnostic, ...]] = {}
        self.notes: list[Diagnostic] = []

    def kept(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes of pages that could be read."""
        for outcome in outcomes:
            if outcome.diagnostics:
                self._diagnostics[outcome.path] = outcome.diagnostics
            if outcome.document:
                self._sums.update(
                    pages=1, tables=outcome.tables, features=outcome.features, statements=outcome.statements
                )
                yield outcome

    @property
    def exported(self) -> Exported:
        """Return the sums, and the diagnostics in the order of the pages."""
        found = self._run.found
        of_pages = (self._diagnostics.get(path, ()) for path in found.paths) if self._diagnostics else ()
        diagnostics = tuple(dict.fromkeys(chain(found.diagnostics, chain.from_iterable(of_pages), self.notes)))
        names = ("pages", "tables", "features", "statements")
        severities = Counter(diagnostic.severity for diagnostic in diagnostics)
        ends = {"warnings": severities["warning"], "errors": severities["error"]}
        return Exported({**{name: self._sums[name] for name in names}, **ends}, diagnostics)


def _outcomes(
    work: PageWork, pages: Sequence[Page], engine: str, jobs: int, folder: Path | None, account: _Account
) -> Generator[Outcome, None, None]:
    """Yield the outcome of each page, from the cache where it holds."""
    if folder is None:
        with closing(engines.run(engine, jobs, work, pages)) as results:
            for result in results:
                yield lost(result) if isinstance(result, engines.Lost) else result.outcome
        return
    with Cache(folder) as cache:
        known = Known(cache, work, pages)
        with closing(engines.run(engine, jobs, work, known.missing)) as results:
            yield from known.merged(results)
        if cache.problem:
            hint = "name another folder by --cache, or go without by --no-cache"
            account.notes.append(Diagnostic("note", "KG106", cache.problem, hint, str(folder)))
