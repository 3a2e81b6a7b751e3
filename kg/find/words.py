"""The words of ``ontology/words.toml``: what the header of a column, a heading or a lead-in tells of a table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Literal

from ..matching import Word, singular, words_of
from ..ontology import folder

Sense = Literal[
    "feature", "description", "reference", "attribute", "record", "concern", "group", "example", "aside", "instruction"
]

WHOLE = 100
"""The weight of a sense that a whole header has."""


@cache
def _lexicon() -> Mapping[Sense, frozenset[tuple[str, ...]]]:
    with (folder() / "words.toml").open("rb") as stream:
        languages = tomllib.load(stream)
    senses: dict[Sense, set[tuple[str, ...]]] = {}
    for words in languages.values():
        for sense, phrases in words.items():
            senses.setdefault(sense, set()).update(_key(words_of(phrase)) for phrase in phrases)
    return {sense: frozenset(phrases) for sense, phrases in senses.items()}


def _key(words: list[Word]) -> tuple[str, ...]:
    return tuple(singular(word) or word.folded for word in words if word.folded)


def is_instruction(word: str) -> bool:
    """Return whether a folded word is a verb that begins a step of a procedure."""
    return (word,) in _lexicon().get("instruction", frozenset())


@cache
def senses_of(text: str) -> Mapping[Sense, int]:
    """Return the senses that a header has, each with the number of words by which it has it.

    The whole header counts most: ``WHOLE``. Else the longest phrase at its end counts (``Authentication method`` is a
    method), then one at its beginning (``Name of the role``), by its number of words times 10, or times 1.
    """
    key = _key(words_of(text))
    result: dict[Sense, int] = {}
    for sense, phrases in _lexicon().items():
        weight = WHOLE if key in phrases else 0
        for size in range(min(4, len(key)), 0, -1):
            if key[-size:] in phrases:
                weight = max(weight, 10 * size)
            if key[:size] in phrases:
                weight = max(weight, size)
        if weight:
            result[sense] = weight
    return result


def main_sense(text: str, *senses: Sense) -> Sense | None:
    """Return which of some senses a header has most of; of equals, the first named; None where it has none."""
    found = senses_of(text)
    return max((sense for sense in senses if sense in found), key=lambda sense: found[sense], default=None)


@cache
def mentions(text: str) -> frozenset[Sense]:
    """Return the senses of all the words and phrases of a heading or sentence."""
    key = _key(words_of(text))
    pieces = {key[start : start + size] for size in range(1, 5) for start in range(len(key) - size + 1)}
    return frozenset(sense for sense, phrases in _lexicon().items() if pieces & phrases)
