"""From judged tables and lists to facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..model import Account, Candidate, Entry, Feature
from ..source import SourceText
from .items import Ledger, Reader, label_of
from .links import Addresses
from .mentions import Annotator
from .rows import RowReader

__all__ = ["Addresses", "Annotator", "extract"]


def extract(
    source: SourceText,
    candidates: Iterable[Candidate],
    annotator: Annotator,
    addresses: Addresses,
    title: str = "",
    product: str = "",
    *,
    accounted: bool = True,
) -> tuple[tuple[Feature, ...], tuple[Account, ...]]:
    """Return the top features of a page, and the account of all cells, lines and bullets of what is taken.

    Args:
        source: The text of the page.
        candidates: Its tables and lists, judged.
        annotator: Finds mechanisms and providers.
        addresses: Fills in the targets of links.
        title: The title of the page.
        product: The name of the product that it is about, or "".
        accounted: Whether there is to be an account.
    """
    features: list[Feature] = []
    accounts: list[Account] = []
    subjects = annotator.subjects_of(title, product)
    for index, candidate in enumerate(candidates):
        if not candidate.verdict.taken:
            continue
        ledger = Ledger(source, index, accounts if accounted else None)
        reader = Reader(source, annotator, addresses, ledger, subjects)
        context = tuple(text for text in (candidate.verdict.heading, title) if text)
        found = (
            RowReader(reader, ledger, candidate, context).read()
            if candidate.table
            else _entries(reader, ledger, candidate, context)
        )
        for feature in found:
            position = len(features) + 1
            features.append(replace(feature, position=position, heading=candidate.verdict.heading, container=index))
    return tuple(features), tuple(accounts)


def _entries(reader: Reader, ledger: Ledger, candidate: Candidate, context: tuple[str, ...]) -> tuple[Feature, ...]:
    found = []
    for number, entry in enumerate(candidate.entries, start=1):
        ledger.row = number
        found.append(_entry(reader, ledger, entry, 0, context))
    for item in candidate.others:
        ledger.note_all(item, "has no lead-in")
    return tuple(found)


def _entry(reader: Reader, ledger: Ledger, entry: Entry, position: int, context: tuple[str, ...]) -> Feature:
    ledger.note(entry.label, "label", "names the feature")
    label = label_of(entry.label.nodes)
    content = reader.read(entry.body, "", (label, *context))
    below = tuple(
        _entry(reader, ledger, child, content.size + index, (label, *context))
        for index, child in enumerate(entry.children, start=1)
    )
    feature = reader.feature(entry.label, position, content, context)
    return replace(feature, children=feature.children + below)
