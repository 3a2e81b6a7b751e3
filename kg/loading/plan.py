"""What has to be sent, and what removed, so that a store holds what it should."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Graphs by what becomes of them, each sorted.

    Args:
        send: Those that the store does not hold as they are wanted.
        same: Those that it does.
        remove: Those that a former load sent and nobody wants any more.
        keep: The same, where they are not to be removed.
    """

    send: tuple[str, ...]
    same: tuple[str, ...]
    remove: tuple[str, ...]
    keep: tuple[str, ...]


def plan(held: Mapping[str, str | None], wanted: Mapping[str, str], *, prune: bool) -> Plan:
    """Compare what a store holds with what it should.

    >>> plan({"a": "1", "b": "2", "c": None, "d": "4"}, {"a": "1", "b": "3", "c": "5"}, prune=True)
    Plan(send=('b', 'c'), same=('a',), remove=('d',), keep=())

    Args:
        held: Each graph that the record names to its hash, or None where it is not known.
        wanted: Each graph to its hash.
        prune: Whether graphs that nobody wants are to be removed.
    """
    same = tuple(sorted(graph for graph in wanted if held.get(graph) == wanted[graph]))
    send = tuple(sorted(wanted.keys() - set(same)))
    vanished = tuple(sorted(held.keys() - wanted.keys()))
    return Plan(send, same, vanished if prune else (), () if prune else vanished)
