"""Pages that grow: the time that one takes grows with it, and no page of a few lines takes for ever.

Time is that of the processor. What else the machine does can make a run slower, never faster: so the fastest of some
runs counts.
"""

from __future__ import annotations

import time

import pytest

from kg.options import Options

from .families import FAMILIES
from .outcome import facts_of

TEN = {  # the ten that issue 7 names, and how many units take a tenth of a second or more
    "rows": 100,
    "columns": 500,
    "nested items in a cell": 600,
    "odd backticks in a cell": 2500,
    "brackets in a cell": 600,
    "entities in a cell": 2000,
    "list items": 500,
    "quotes": 400,
    "links in a cell": 350,
    "references": 1500,
}
OURS = {  # what was quadratic or worse in docs-kg
    "breaks that join in a cell": 1000,
    "open template code in a cell": 4000,
    "delimiters in a line": 20_000,
    "dashes of a delimiter row": 20_000,
    "open footnotes in a cell": 600,
    "hyphens in a cell": 4000,
    "dashes of a legend": 20_000,
    "blanks of a variable": 6000,
    "blanks behind a comment": 20_000,
    "an include of a long path": 20_000,
    "imports": 20_000,
    "falling conflict markers": 500,
    "middles": 3000,
}
LIMIT = 6
RUNS = 4
SHORTEST = 0.02
"""Less time than this tells nothing."""


def seconds(page: bytes) -> float:
    started = time.process_time()
    facts_of(page)
    return time.process_time() - started


def ratio(name: str, count: int) -> float:
    small, large = (FAMILIES[name](size).encode() for size in (count, 4 * count))
    found = float("inf")
    fast = slow = float("inf")
    for _ in range(RUNS):
        fast, slow = min(fast, seconds(small)), min(slow, seconds(large))
        found = slow / max(fast, SHORTEST)
        if found <= LIMIT:
            break
    return found


@pytest.mark.parametrize(("name", "count"), [*TEN.items(), *OURS.items()])
def test_a_page_that_is_four_times_as_large_takes_at_most_six_times_as_long(name: str, count: int) -> None:
    assert ratio(name, count) <= LIMIT


@pytest.mark.parametrize("name", FAMILIES)
def test_a_small_page_of_every_family_is_read_in_no_time(name: str) -> None:
    page = FAMILIES[name](250).encode()

    started = time.process_time()
    facts = facts_of(page)
    taken = time.process_time() - started

    assert {one.code for one in facts.diagnostics} <= {"KG111", "KG141", "KG154", "KG155", "KG156", "KG158"}
    assert facts.readings
    assert taken < Options().bounds.page_seconds / 10
