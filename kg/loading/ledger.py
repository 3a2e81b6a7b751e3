"""Reads and writes the records in a store, each in two copies, so that one is whole whatever the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..errors import LoadError
from .client import Client
from .hashes import content, read
from .record import Record, record_in, spare_of, triples_of
from .stores import seems_cut


class LeftError(LoadError):
    """A record that does not tell which graphs are ours: they are left alone."""


@dataclass(frozen=True)
class Ledger:
    """The records of one load.

    Args:
        client: The store.
        owns: Whether a graph (second) is one that a record (first) may name; what else it says is nobody's business.
        rebuild: Whether a record that is not whole is read all the same, to be written anew.
    """

    client: Client
    owns: Callable[[str, str], bool]
    rebuild: bool

    def read(self, name: str) -> Record:
        """Return what a record says of the graphs of this load: the first of its copies that is there and whole.

        Raises:
            LeftError: None is whole.
        """
        first = self._copy(name)
        spare = first if first.whole and first.there else self._copy(spare_of(name))
        held = spare if spare.whole and spare.there else first
        if not held.whole and not self.rebuild:
            message = "the record of former loads is not whole; its graphs are left as they are"
            hint = "let the store answer more rows (Virtuoso: ResultSetMaxRows), else --verify writes it anew"
            raise LeftError(message, hint=hint, place=name)
        return replace(held, entries={graph: value for graph, value in held.entries.items() if self.owns(name, graph)})

    def _copy(self, name: str) -> Record:
        try:
            there = read(self.client.get(name) or b"")
        except ValueError:
            return Record({}, whole=False)
        record = record_in(there)
        if not record.whole and seems_cut(self.client.store, there):
            hint = "raise its limit (Virtuoso: ResultSetMaxRows) and load again"
            raise LeftError("the store cuts the record of former loads", hint=hint, place=name)
        return record

    def write(self, name: str, record: Record) -> None:
        """Write both copies of a record, or remove them where it holds nothing."""
        for copy in (spare_of(name), name):
            if record.there:
                self.client.put(copy, content(triples_of(name, record)))
            else:
                self.client.delete(copy)
