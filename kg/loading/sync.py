"""Brings the graphs of a store in line with those that are wanted, so that it can be stopped at any moment.

For each record graph, in batches: (1) the record is written without the hashes of the graphs that are about to change,
(2) the graphs are sent and removed, (3) the record is written with their hashes. Whoever kills the load between two
requests leaves a record that claims only what is there; the next load sends the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..errors import LoadError
from .client import Client, RefusedError
from .hashes import Triples, content, digest, read
from .plan import Plan, plan
from .record import Record, record_in, triples_of
from .stores import is_cut

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
        prune: Whether graphs that nobody wants any more are removed.
        verify: Whether the graphs themselves are read, and not the record alone.
        step: Told of each graph that is done.
    """

    client: Client
    run: str
    prune: bool = False
    verify: bool = False
    step: Callable[[str], None] = lambda _: None

    def bring(self, name: str, wanted: Mapping[str, Triples]) -> Done:
        """Bring the graphs of one record in line.

        Args:
            name: The IRI of the record graph.
            wanted: IRI of each graph to its triples.

        Raises:
            LoadError: The store cannot be used any further; what was done until then is kept.
        """
        held = self._held(name)
        done = Done()
        if not held.whole:
            message = "the record of former loads is not whole; all its graphs are sent"
            hint = "let the store answer more rows (Virtuoso: ResultSetMaxRows) if this comes again"
            done += Done(problems=(LoadError(message, hint=hint, place=name),))
        if self.verify:
            changed, unverified = self._verified(held.entries, wanted)
            held = replace(held, entries={**held.entries, **dict.fromkeys(changed)})
            done += Done(unverified=unverified)
        hashes = {graph: digest(triples) for graph, triples in wanted.items()}
        todo = plan(held.entries, hashes, prune=self.prune)
        done += Done(same=todo.same, kept=todo.keep)
        for graph in (*todo.same, *todo.keep):
            self.step(graph)
        for batch in _batches(todo):
            done += self._change(name, batch, wanted, hashes)
        if not (todo.send or todo.remove) and (held.run or not held.whole):
            self._write(name, replace(held, run=""))
        return done

    def _held(self, name: str) -> Record:
        data = self.client.get(name)
        try:
            return record_in(read(data or b""))
        except SyntaxError:
            return Record({}, whole=False)

    def _write(self, name: str, record: Record) -> None:
        if record.entries or record.run:
            self.client.put(name, content(triples_of(name, record)))
        else:
            self.client.delete(name)

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
                there = store.stored(read(self.client.get(graph) or b""))
            except SyntaxError:
                there = frozenset()
            if is_cut(store, there, store.stored(triples)):
                unverified.append(graph)
            elif there != store.stored(triples):
                changed.append(graph)
        return tuple(changed), tuple(unverified)

    def _change(self, name: str, batch: Plan, wanted: Mapping[str, Triples], hashes: Mapping[str, str]) -> Done:
        graphs = (*batch.send, *batch.remove)
        before = self._held(name)
        unclaimed = {**before.entries, **dict.fromkeys(graphs)}
        self._write(name, Record(unclaimed, self.run))
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
            self.step(graph)
        now = self._held(name)
        if now.run != self.run:  # another load wrote this record meanwhile: nobody knows who came last
            message = "another load changes the same graphs; they are not taken as loaded"
            problems.append(LoadError(message, hint="load again when it has ended", place=name))
            self._write(name, replace(now, entries={**now.entries, **dict.fromkeys(graphs)}))
        else:
            claimed = {**now.entries, **{graph: hashes[graph] for graph in sent}}
            self._write(name, Record({graph: value for graph, value in claimed.items() if graph not in removed}))
        return Done(tuple(sent), removed=tuple(removed), problems=tuple(problems))


def _batches(todo: Plan) -> Iterator[Plan]:
    """Yield the changes of a plan in batches."""
    changes: Sequence[tuple[bool, str]] = [(True, one) for one in todo.send] + [(False, one) for one in todo.remove]
    for _, numbered in groupby(enumerate(changes), key=lambda pair: pair[0] // _BATCH):
        batch = [change for _, change in numbered]
        yield Plan(_those(batch, send=True), (), _those(batch, send=False), ())


def _those(batch: Iterable[tuple[bool, str]], *, send: bool) -> tuple[str, ...]:
    return tuple(graph for sends, graph in batch if sends == send)
