"""Makes what ``export.py`` has read: in a process of its own, so that the one that measures stays small.

python benchmarks/_made.py tree DIR PAGES SEED [SHARE]    # SHARE of the pages has features, at most as now
python benchmarks/_made.py page FILE ROWS                 # a table of ROWS rows, three items in each cell
python benchmarks/_made.py rows FILE ROWS                 # the same as CSV, an item a line
python benchmarks/_made.py graph FILE TRIPLES SEED        # see graphs.py
python benchmarks/_made.py growth DIR SHAPE ROWS          # see SHAPES
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import graphs
import trees

DEPTH = 6
"""How deep the lists of ``deep`` are."""


def thinned(planned: Sequence[trees.Page], share: float) -> tuple[trees.Page, ...]:
    """Return pages of which only a share has features; the tables and lists of the others hold other things."""
    featured = [page.number for page in planned if page.has_features]
    wanted = min(len(featured), round(share * len(planned)))
    kept = {featured[index * len(featured) // wanted] for index in range(wanted)} if wanted else set()
    return tuple(page if not page.has_features or page.number in kept else _dull(page) for page in planned)


def _dull(page: trees.Page) -> trees.Page:
    def other(kind: str) -> str:
        return "reference" if kind in trees.FEATURES else kind

    bullets = "aside" if page.bullets in trees.FEATURES else page.bullets
    return replace(page, pipe=other(page.pipe), html=other(page.html), bullets=bullets)


def tree(folder: Path, pages: int, seed: int, share: float | None = None) -> None:
    """Write a tree, and print how many of its pages have features."""
    planned = trees.plan(pages, seed)
    if share is not None:
        planned = thinned(planned, share)
    size = 0
    for page in planned:
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(trees.content(page, planned, seed))
    print(
        f"{len(planned):,} pages of {size / 1e6:.0f} MB, {sum(page.has_features for page in planned):,} with features"
    )


def rows(file: Path, count: int) -> None:
    """Write the rows of the large page as CSV, an item a line: what an engine that maps rows has to be given."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["feature", "label", "item", "number", "text"])
        for row, line in enumerate(trees.big_table(count, 3).splitlines()[4:], start=1):
            label = line.split("|")[1].strip()
            for number, text in enumerate(re.findall(r"<li>(.*?)</li>", line), start=1):
                writer.writerow([row, label, f"{row}-{number}", number, text])


_CLAIM = "The gateway keeps part {} of it under AES-256 when nobody writes."
_HEAD = "# What Tidewell can do\n\n"
_TABLE = "| Feature | Description |\n| --- | --- |\n"


def _row(number: int, cell: str) -> str:
    return f"| Online backups {number} | {cell} |\n"


def _one_table(count: int) -> Iterator[tuple[str, str]]:
    yield "page.md", _HEAD + _TABLE + "".join(_row(row, _CLAIM.format(row)) for row in range(count))


def _many_tables(count: int) -> Iterator[tuple[str, str]]:
    blocks = []
    for start in range(0, count, 10):
        body = "".join(_row(row, _CLAIM.format(row)) for row in range(start, start + 10))
        blocks.append(f"## Features of part {start}\n\n{_TABLE}{body}")
    yield "page.md", _HEAD + "\n".join(blocks)


def _many_pages(count: int) -> Iterator[tuple[str, str]]:
    for start in range(0, count, 10):
        body = "".join(_row(row, _CLAIM.format(row)) for row in range(start, start + 10))
        yield f"page-{start}.md", _HEAD + _TABLE + body


def _long_cells(count: int) -> Iterator[tuple[str, str]]:
    """Ten rows whatever the count: it is their cells that grow."""
    cell = "<br>".join(_CLAIM.format(line) for line in range(max(1, count // 10)))
    yield "page.md", _HEAD + _TABLE + "".join(_row(row, cell) for row in range(10))


def _deep_lists(count: int) -> Iterator[tuple[str, str]]:
    cells = max(1, count // DEPTH)
    yield "page.md", _HEAD + _TABLE + "".join(_row(row, _nested(row, DEPTH)) for row in range(cells))


def _deeper_lists(count: int) -> Iterator[tuple[str, str]]:
    """A hundred rows for the small count: it is the lists that get deeper."""
    yield "page.md", _HEAD + _TABLE + "".join(_row(row, _nested(row, max(1, count // 100))) for row in range(100))


def _nested(row: int, depth: int) -> str:
    opened = "".join(f"<ul><li>{_CLAIM.format(f'{row}.{level}')}" for level in range(depth))
    return opened + "</li></ul>" * depth


SHAPES: Mapping[str, Callable[[int], Iterator[tuple[str, str]]]] = {
    "one table": _one_table,
    "many tables": _many_tables,
    "many pages": _many_pages,
    "long cells": _long_cells,
    "rows with deep lists": _deep_lists,
    "lists ten times as deep": _deeper_lists,
}


def growth(folder: Path, shape: str, count: int) -> None:
    """Write pages of a shape, with so many rows, or as much as so many rows hold."""
    folder.mkdir(parents=True)
    for name, text in SHAPES[shape](count):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def main() -> None:
    """Make what the command line names."""
    what, where, *rest = sys.argv[1:]
    path = Path(where)
    if what == "tree":
        tree(path, int(rest[0]), int(rest[1]), float(rest[2]) if rest[2:] else None)
    elif what == "page":
        path.write_text(trees.big_table(int(rest[0]), 3), encoding="utf-8", newline="\n")
    elif what == "rows":
        rows(path, int(rest[0]))
    elif what == "graph":
        print(graphs.write_graph(path, int(rest[0]), int(rest[1])).triples)
    else:
        growth(path, rest[0], int(rest[1]))


if __name__ == "__main__":
    main()
