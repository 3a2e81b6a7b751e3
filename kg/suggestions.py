"""Names that the statements of pages use as mechanisms, and that no vocabulary knows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .matching import Matcher, words_of
from .model import Facts, Feature, Span, Statement
from .vocabulary import Vocabulary

_NAME = r"(?:[A-Z][A-Za-z0-9.+-]*[A-Za-z0-9+]|[a-z]+[A-Z][A-Za-z0-9]*)"
_CUE = re.compile(
    r"\b(?:using|uses?|via|through|based on|built on|powered by|backed by|integrat(?:es|ed|ion) with|compatible with"
    r"|relies on|supports?|provided by|implements?|over|by means of)\s+(?:an?\s+|the\s+)?"
    rf"({_NAME}(?:[ -](?:{_NAME}|\d[\d.]*))*)"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name, and where statements use it behind a cue such as ``using`` or ``based on``."""

    name: str
    places: tuple[Span, ...]


def suggest(pages: Iterable[Facts], vocabulary: Vocabulary) -> tuple[Suggestion, ...]:
    """Return the names that follow a cue and match no concept, those with most places first."""
    matchers = (Matcher(vocabulary, "mechanism"), Matcher(vocabulary, "provider"))
    found: dict[str, dict[Span, None]] = defaultdict(dict)
    for facts in pages:
        for statement in _statements(facts):
            for cue in _CUE.finditer(statement.text):
                if not any(matcher.find(words_of(cue[1])) for matcher in matchers):
                    found[cue[1]][statement.span] = None
    ordered = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(Suggestion(name, tuple(places)) for name, places in ordered)


def _statements(facts: Facts) -> Iterator[Statement]:
    waiting: list[Feature] = [feature for reading in facts.readings for feature in reversed(reading.features)]
    while waiting:
        feature = waiting.pop()
        waiting += reversed(feature.children)
        yield from feature.statements
