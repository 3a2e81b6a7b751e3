"""From judged tables and lists to facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..model import Account, Candidate, Feature
from ..source import SourceText
from .items import Content, Ledger, Reader
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
) -> tuple[tuple[Feature, ...], tuple[Account, ...]]:
    """Return the top features of a page, and the account of all cells, lines and bullets of what is taken.

    Args:
        source: The text of the page.
        candidates: Its tables and lists, judged.
        annotator: Finds mechanisms and providers.
        addresses: Fills in the targets of links.
        title: The title of the page.
    """
    features: list[Feature] = []
    accounts: list[Account] = []
    for index, candidate in enumerate(candidates):
        if not candidate.verdict.taken:
            continue
        ledger = Ledger(source, index)
        reader = Reader(source, annotator, addresses, ledger)
        context = tuple(text for text in (candidate.verdict.heading, title) if text)
        found = (
            RowReader(reader, ledger, candidate, context).read()
            if candidate.table
            else _entries(reader, ledger, candidate, context)
        )
        for feature in found:
            position = len(features) + 1
            features.append(replace(feature, position=position, heading=candidate.verdict.heading, container=index))
        accounts += ledger.accounts
    return tuple(features), tuple(accounts)


def _entries(reader: Reader, ledger: Ledger, candidate: Candidate, context: tuple[str, ...]) -> tuple[Feature, ...]:
    found = []
    for number, entry in enumerate(candidate.entries, start=1):
        ledger.row = number
        ledger.note(entry.label, "label", "names the feature")
        content: Content = reader.read(entry.body, "", context)
        found.append(reader.feature(entry.label, 0, content, context))
    return tuple(found)
