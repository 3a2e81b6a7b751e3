"""Finds the concepts of a vocabulary that a text names: whole words, the longest label first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .vocabulary import Concept, Kind, Label, Vocabulary

_SHORT = 3
"""Case counts for labels of at most so many characters (contract: mechanisms and providers)."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(
    r"(?P<address>[A-Za-z][A-Za-z0-9+.-]{0,30}://\S+|\bwww\.\S+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<opaque>\w*_[\w.]*)"
    rf"|(?P<word>[{_CJK}]|[^\W_{_CJK}]+(?:\.[^\W_{_CJK}]+)*)"
    r"|(?P<possessive>['\u2019]s\b)"
    r"|(?P<slash>/)"
    r"|(?P<joint>[\s\u2010\u2011'\u2019-]+)"
    r"|(?P<stop>.)",
    re.DOTALL,
)


class Word(NamedTuple):
    """A word of a text: as written, and folded. A stop, which no label goes across, has an empty ``folded``."""

    written: str
    folded: str


Words = tuple[Word, ...]


class Match(NamedTuple):
    """A concept that a text names, with the words that name it and where they stand among the words of the text."""

    concept: Concept
    label: str
    start: int
    end: int


_REMEMBERED = 300
"""Characters of a text whose words are remembered: labels come again, and long texts do not."""


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text, with a stop for everything that parts two words other than a blank or a hyphen.

    A word is a run of letters and digits with inner dots; a CJK sign is one by itself; ``/`` is one. An apostrophe ends
    a word, and a possessive ``s`` behind it goes. URLs, e-mail addresses and identifiers with an underscore are stops.

    >>> [word.folded for word in words_of("S3’s TLS-1.2, SSL/TLS")]
    ['s3', 'tls', '1.2', '', 'ssl', '/', 'tls']
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _split(text)


def _split(text: str) -> tuple[Word, ...]:
    words = []
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind in {"word", "slash"}:
            words.append(Word(token[0], token[0].casefold()))
        elif kind in {"stop", "address", "opaque"}:
            words.append(Word(token[0], ""))
    return tuple(words)


_remembered = lru_cache(maxsize=4096)(_split)


def singular(word: Word) -> str:
    """Return the singular of an English plural, else "".

    >>> singular(Word("policies", "policies")), singular(Word("VPCs", "vpcs")), singular(Word("HTTPS", "https"))
    ('policy', 'vpc', '')
    """
    text = word.folded
    if not word.written.endswith("s") or len(text) < _SHORT:
        return ""
    if word.written[:-1].isupper():
        return text[:-1]
    if text.endswith(("ss", "us", "is")):
        return ""
    if text.endswith("ies") and len(text) > len("xies"):
        return text[:-3] + "y"
    if text.endswith(("sses", "xes", "ches", "shes")):
        return text[:-2]
    return text[:-1]


@dataclass(slots=True)
class _Node:
    """A place in the automaton: the words that lead on, and the labels that end here."""

    next: dict[str, _Node]
    labels: list[tuple[Label, Concept]]


class Matcher:
    """Finds the concepts of one kind in texts.

    Args:
        vocabulary: The concepts; topics are left out.
        kind: ``mechanism`` or ``provider``.
    """

    def __init__(self, vocabulary: Vocabulary, kind: Kind) -> None:
        self._vocabulary = vocabulary
        self._kind = kind
        self._root = _Node({}, [])
        for concept in vocabulary.concepts.values():
            if concept.kind == kind and not concept.is_top:
                for label in concept.labels:
                    self._insert(label, concept)

    def _insert(self, label: Label, concept: Concept) -> None:
        words = words_of(label.text)
        if not words or not all(word.folded for word in words):
            return
        last = singular(words[-1])
        for ending in dict.fromkeys((words[-1].folded, last or words[-1].folded)):
            node = self._root
            for word in (*(word.folded for word in words[:-1]), ending):
                node = node.next.setdefault(word, _Node({}, []))
            node.labels.append((label, concept))

    def starts(self, words: Words) -> list[int]:
        """Return at which words of a text a label can begin: mostly none."""
        first = self._root.next
        return [
            index
            for index, word in enumerate(words)
            if word.folded in first or (word.written[-1] == "s" and singular(word) in first)
        ]

    def find(self, words: Words, context: Iterable[str] = ()) -> list[Match]:
        """Return the matches in a text, in order: the longest first where they overlap, an ambiguous label only where a
        label of its context stands in the text or in one of the texts of ``context``.
        """
        starts = self.starts(words)
        found = list(self._candidates(words, starts)) if starts else []
        return _longest(found, words, context) if found else found

    def narrowest(self, matches: Iterable[Match]) -> list[Match]:
        """Return some matches, the first of each concept; of mechanisms, none that is broader than another one."""
        unique: dict[str, Match] = {}
        for match in matches:
            unique.setdefault(match.concept.iri, match)
        if len(unique) > 1 and self._kind == "mechanism":
            for broader in frozenset().union(*map(self._vocabulary.above, unique)):
                unique.pop(broader, None)
        return sorted(unique.values(), key=lambda match: (match.start, match.concept.iri))

    def _candidates(self, words: Words, starts: Iterable[int]) -> Iterator[Match]:
        for start in starts:
            node = self._root
            for end in range(start, len(words)):
                word = words[end]
                exact = word.folded in node.next
                after = node.next.get(word.folded if exact else singular(word))
                if after is None:
                    break
                node = after
                for label, concept in node.labels:
                    if _case_agrees(label.text, words[start : end + 1], exact=exact):
                        yield Match(concept, label.text, start, end + 1)


def _longest(found: list[Match], words: Words, context: Iterable[str]) -> list[Match]:
    """Return the matches that stay, in their order."""
    if len(found) > 1:
        found.sort(key=lambda match: (match.start - match.end, match.start, match.concept.iri))
    taken: list[Match] = []
    covered = bytearray(len(words))  # the longest match is first, so what overlaps one covers an end of itself
    nearby: list[tuple[Words, frozenset[str]]] | None = None
    for match in found:
        if covered[match.start] or covered[match.end - 1]:
            continue
        if match.label in match.concept.ambiguous:
            if nearby is None:
                nearby = [(text, _forms(text)) for text in (words, *map(words_of, context))]
            if not _has_context(match, nearby):
                continue
        taken.append(match)
        covered[match.start : match.end] = b"\x01" * (match.end - match.start)
    return sorted(taken, key=lambda match: match.start) if len(taken) > 1 else taken


def _case_agrees(label: str, words: Words, *, exact: bool) -> bool:
    if len(label) > _SHORT:
        return True
    written = "".join(word.written for word in words)
    return "".join(word.written for word in words_of(label)) == (written if exact else written[:-1])


def _has_context(match: Match, texts: Iterable[tuple[Words, frozenset[str]]]) -> bool:
    return any(_contains(words, forms, words_of(label)) for label in match.concept.context for words, forms in texts)


def _forms(words: Words) -> frozenset[str]:
    """Return what the words of a label may be where a text has it."""
    return frozenset(form for word in words for form in (word.folded, singular(word)) if form)


def _contains(words: Words, forms: frozenset[str], wanted: Words) -> bool:
    if not all(other.folded in forms for other in wanted):
        return False
    size = len(wanted)
    for start in range(len(words) - size + 1):
        here = words[start : start + size]
        if all(other.folded in (word.folded, singular(word)) for word, other in zip(here, wanted, strict=True)):
            return True
    return False


def topics(vocabulary: Vocabulary) -> Mapping[tuple[str, ...], str]:
    """Return the IRI of each topic of the mechanism vocabulary by the words of each of its labels."""
    return {
        tuple(word.folded for word in words_of(label.text)): concept.iri
        for concept in vocabulary.concepts.values()
        if concept.is_top and concept.kind == "mechanism"
        for label in concept.labels
    }
