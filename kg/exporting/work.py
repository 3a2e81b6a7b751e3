"""What is done for one page, in whatever process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .. import dialects
from ..errors import SourceError
from ..lines import instances
from ..model import Facts
from ..names import Kg
from ..outcome import Outcome
from ..pipeline import Run, read_page, tables_taken, unread
from ..read import Source, read_source
from ..recording import Answers, Dependencies, Recorder
from ..refusing import within_bounds


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be read: where it is, and its bytes where only this process can read them."""

    source: Source
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a page, the SHA-256 (hexadecimal) of its bytes, and what else it depends on."""

    outcome: Outcome
    sha256: str
    dependencies: Dependencies


@dataclass(frozen=True)
class PageWork:
    """Makes the outcome of a page, in any process.

    Args:
        run: What all pages need to know.
    """

    run: Run

    @cached_property
    def answers(self) -> Answers:
        """What pages ask of the files beside them and of one another."""
        readers = [dialects.get(name).variables for name in dialects.names()]
        return Answers(self.run.files, self.run.pages, readers)

    def __call__(self, page: Page) -> Result:
        """Return the outcome of a page, and what it depends on; one that is over a bound gives no more than that."""
        return within_bounds(
            page.source.path,
            self.run.options.bounds,
            lambda: self._result(page),
            lambda facts: Result(Outcome(facts.source.path, "", "", facts.diagnostics), "", NO_DEPENDENCIES),
        )

    def _result(self, page: Page) -> Result:
        recorder = Recorder(self.answers)
        run = self.run
        try:
            data = read_source(page.source, run.options.bounds) if page.data is None else page.data
            facts = read_page(page.source.path, data, run.annotator, run.options, recorder.files, complete=False)
        except SourceError as error:
            return Result(outcome_of(unread(page.source.path, error), run, recorder), "", NO_DEPENDENCIES)
        return Result(outcome_of(facts, run, recorder), facts.source.sha256, recorder.dependencies)

    def __reduce__(self) -> tuple[type[PageWork], tuple[Run]]:
        """Pickle what it is made of, without what it has computed."""
        return PageWork, (self.run,)


def outcome_of(facts: Facts, run: Run, recorder: Recorder) -> Outcome:
    """Return what the facts of a page give to the graph."""
    if not facts.readings:
        return Outcome(facts.source.path, "", "", facts.diagnostics)
    document, lines, problems = run.triples_of(facts, recorder.pages)
    return Outcome(
        facts.source.path,
        document,
        lines,
        tuple(dict.fromkeys((*facts.diagnostics, *problems))),
        tables_taken(facts),
        instances(lines, Kg.FEATURE),
        instances(lines, Kg.STATEMENT),
    )


NO_DEPENDENCIES = Dependencies((), "")
