"""Times the writing of sorted Turtle by kg and by rdflib: the same triples, held in memory, in one process.

    python benchmarks/_writers.py GRAPH.nt FOLDER ROUNDS

Prints JSON: for each writer its wall and processor time by round. What each holds beforehand is not timed: rdflib its
graph, kg the sort lines of pages as its readers give them, or its triples.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from kg.files import replaced
from kg.formats import serialize, write_graph
from kg.lines import sort_lines
from kg.sorting import sorted_blocks
from kg.terms import Triple

_A_PAGE = 2_500
"""Triples of a page with features."""


def main() -> None:
    """Read a graph, and write it again and again."""
    source, folder, rounds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    triples = [Triple(*line[:-2].split(" ", 2)) for line in source.read_text(encoding="utf-8").splitlines()]
    starts = range(0, len(triples), _A_PAGE)
    pages = [sort_lines(triples[start : start + _A_PAGE]).encode() for start in starts]
    together = {"": frozenset(triples)}
    graph = Graph()
    graph.parse(source, format="nt")
    ours, theirs, whole = folder / "kg.ttl", folder / "rdflib.ttl", folder / "whole.ttl"

    def by_kg() -> None:
        with replaced(ours) as stream:
            write_graph(sorted_blocks(pages), "turtle", {}, stream)

    def by_kg_from_triples() -> None:
        whole.write_bytes(serialize(together, "turtle", {}))

    def by_rdflib() -> None:
        graph.serialize(theirs, format="turtle")

    writers: dict[str, Callable[[], None]] = {
        "rdflib": by_rdflib,
        "kg": by_kg,
        "kg, from single triples": by_kg_from_triples,
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in writers}
    for number in range(rounds):
        for name, write in list(writers.items())[:: -1 if number % 2 else 1]:
            wall, cpu = time.perf_counter(), time.process_time()
            write()
            times[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    found = [{str(triple) for triple in ox.parse(path=path)} for path in (ours, theirs, whole)]
    assert found[0] == found[1] == found[2], "the writers do not write the same triples"
    print(json.dumps({"triples": len(found[0]), "times": times}))


if __name__ == "__main__":
    main()
