"""Brings the graphs of a store in line with those that are wanted, so that it can be stopped at any moment.

For each record graph, in batches: (1) the record is written without the hashes of the graphs that are about to change,
(2) the graphs are sent and removed, (3) the record is written with their hashes. A record is written twice, one copy
after the other, so that one is whole whatever the moment. Whoever kills the load between two
requests leaves a record that claims only what is there; the next load sends the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..errors import LoadError
from .client import Client, RefusedError
from .hashes import Triples, content, digest, read
from .ledger import Ledger, LeftError
from .plan import Plan, plan
from .record import Record
from .stores import is_cut
from .values import by_value

_BATCH = 200
"""So many graphs are sent again at most after a load was stopped."""


@dataclass(frozen=True)
class Done:
    """What became of the graphs of one or more records: IRIs, what was wrong, and what was too large to be verified."""

    sent: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: tuple[LoadError, ...] = ()
    unverified: tuple[str, ...] = ()

    def __add__(self, other: Done) -> Done:
        return Done(
            self.sent + other.sent,
            self.same + other.same,
            self.removed + other.removed,
            self.kept + other.kept,
            self.problems + other.problems,
            self.unverified + other.unverified,
        )


@dataclass(frozen=True)
class Sync:
    """One run over one store.

    Args:
        client: The store.
        run: The IRI of the run, like no other's.
        ledger: Its records.
        prune: Whether graphs that nobody wants any more are removed.
        verify: Whether the graphs themselves are read, and not the record alone.
        step: Called for each graph that is done.
    """

    client: Client
    run: str
    ledger: Ledger
    prune: bool = False
    verify: bool = False
    step: Callable[[], None] = lambda: None

    def bring(self, name: str, wanted: Mapping[str, Triples]) -> Done:
        """Bring the graphs of one record in line.

        Args:
            name: The IRI of the record graph.
            wanted: IRI of each graph to its triples.

        Raises:
            LoadError: The store cannot be used any further; what was done until then is kept.
        """
        try:
            return self._bring(name, wanted)
        except LeftError as error:
            return Done(problems=(error,))
        except RefusedError as error:
            hint = "its graphs are not taken as loaded; load again"
            return Done(problems=(RefusedError(error.message, hint=hint, place=name),))

    def _bring(self, name: str, wanted: Mapping[str, Triples]) -> Done:
        held = self.ledger.read(name)
        done = Done()
        if self.verify:
            changed, unverified = self._verified(held.entries, wanted)
            held = replace(held, entries={**held.entries, **dict.fromkeys(changed)})
            done += Done(unverified=unverified)
        hashes = {graph: digest(triples) for graph, triples in wanted.items()}
        todo = plan(held.entries, hashes, prune=self.prune and held.whole)
        done += Done(same=todo.same, kept=todo.keep)
        for _ in (*todo.same, *todo.keep):
            self.step()
        for batch in _batches(todo):
            done += self._change(name, batch, wanted, hashes)
        if not (todo.send or todo.remove) and (held.run or not held.whole):
            self.ledger.write(name, replace(held, run=""))
        return done

    def _verified(
        self, entries: Mapping[str, str | None], wanted: Mapping[str, Triples]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the graphs that are not what the record says, and those that the store does not show as a whole."""
        store = self.client.store
        changed, unverified = list[str](), list[str]()
        for graph, triples in wanted.items():
            if entries.get(graph) != digest(triples):
                continue
            try:
                there = by_value(read(self.client.get(graph) or b""))
            except ValueError:
                there = frozenset()
            if is_cut(store, there, by_value(triples)):
                unverified.append(graph)
            elif there != by_value(triples):
                changed.append(graph)
        return tuple(changed), tuple(unverified)

    def _change(self, name: str, batch: Plan, wanted: Mapping[str, Triples], hashes: Mapping[str, str]) -> Done:
        graphs = (*batch.send, *batch.remove)
        before = self.ledger.read(name)
        unclaimed = {**before.entries, **dict.fromkeys(graphs)}
        self.ledger.write(name, Record(unclaimed, self.run))
        sent, removed, problems = list[str](), list[str](), list[LoadError]()
        for graph in graphs:
            try:
                if graph in wanted:
                    self.client.put(graph, content(wanted[graph]))
                    sent.append(graph)
                else:
                    self.client.delete(graph)
                    removed.append(graph)
            except RefusedError as error:
                problems.append(error)
            self.step()
        now = self.ledger.read(name)
        if now.run != self.run:  # another load wrote this record meanwhile: nobody knows who came last
            message = "another load changes the same graphs; they are not taken as loaded"
            problems.append(LoadError(message, hint="load again when it has ended", place=name))
            self.ledger.write(name, replace(now, entries={**now.entries, **dict.fromkeys(graphs)}))
        else:
            claimed = {**now.entries, **{graph: hashes[graph] for graph in sent}}
            self.ledger.write(name, Record({graph: value for graph, value in claimed.items() if graph not in removed}))
        return Done(tuple(sent), removed=tuple(removed), problems=tuple(problems))


def _batches(todo: Plan) -> Iterator[Plan]:
    """Yield the changes of a plan in batches."""
    changes: Sequence[tuple[bool, str]] = [(True, one) for one in todo.send] + [(False, one) for one in todo.remove]
    for _, numbered in groupby(enumerate(changes), key=lambda pair: pair[0] // _BATCH):
        batch = [change for _, change in numbered]
        yield Plan(_those(batch, send=True), (), _those(batch, send=False), ())


def _those(batch: Iterable[tuple[bool, str]], *, send: bool) -> tuple[str, ...]:
    return tuple(graph for sends, graph in batch if sends == send)
