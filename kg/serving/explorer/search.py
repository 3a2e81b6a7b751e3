"""Find nodes by the words that they are called by."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from .places import KINDS, Places
from .reader import Reader

SHOWN = 100
_LONGEST = 200
"""Characters of a search; what is beyond is not looked for."""

_NAMES = "SELECT ?node ?text WHERE {{ ?node a {name} ; rdfs:label|skos:prefLabel|skos:altLabel|dcterms:title ?text }}"
_STATEMENTS = "SELECT ?node ?text WHERE { ?node a kg:Feature ; kg:hasStatement/schema:text ?text }"


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found: its IRI and kind, the text that has the words, and whether that is a name of it."""

    iri: str
    kind: str
    text: str
    is_name: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    folded: str
    hit: Hit


class Search:
    """An index of names and statements in memory.

    Args:
        reader: The graph.
        places: The pages of its nodes: what has none is not found.
    """

    def __init__(self, reader: Reader, places: Places) -> None:
        self._entries: list[_Entry] = []
        for kind, name in KINDS.items():
            for row in reader.select(_NAMES.format(name=name)):
                self._add(places, row["node"] or "", kind, row["text"] or "", is_name=True)
        for row in reader.select(_STATEMENTS):
            self._add(places, row["node"] or "", "feature", row["text"] or "", is_name=False)

    def find(self, words: str, limit: int = SHOWN) -> tuple[Hit, ...]:
        """Return the nodes whose name or statement has all the words, the closest first, each once.

        The closest are those that are called so, then those whose name begins so, then shorter texts.
        """
        folded = _fold(words[:_LONGEST])
        parts = tuple(dict.fromkeys(folded.split()))
        if not parts:
            return ()
        found = [entry for entry in self._entries if all(part in entry.folded for part in parts)]
        found.sort(key=lambda entry: _rank(entry, folded))
        hits: dict[str, Hit] = {}
        for entry in found:
            hits.setdefault(entry.hit.iri, entry.hit)
            if len(hits) >= limit:
                break
        return tuple(hits.values())

    def _add(self, places: Places, iri: str, kind: str, text: str, *, is_name: bool) -> None:
        if iri in places.paths:
            self._entries.append(_Entry(_fold(text), Hit(iri, kind, text, is_name)))


def _rank(entry: _Entry, folded: str) -> tuple[bool, bool, bool, int, str, str]:
    return (
        entry.folded != folded,
        not entry.hit.is_name,
        not entry.folded.startswith(folded),
        len(entry.folded),
        entry.folded,
        entry.hit.iri,
    )


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
