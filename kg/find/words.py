"""The words of ``ontology/words.toml``: what the header of a column, a heading or a lead-in tells of a table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
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
            senses.setdefault(sense, set()).update(
                tuple(word.folded for word in words_of(phrase) if word.folded) for phrase in phrases
            )
    return {sense: frozenset(phrases) for sense, phrases in senses.items()}


@cache
def _longest() -> int:
    return max(len(phrase) for phrases in _lexicon().values() for phrase in phrases)


def _forms(words: Sequence[Word]) -> frozenset[tuple[str, ...]]:
    """Return some words as they are, and with the last, or all, in the singular."""
    folded = tuple(word.folded for word in words)
    singulars = tuple(singular(word) or word.folded for word in words)
    return frozenset({folded, (*folded[:-1], *singulars[-1:]), singulars})


def is_instruction(word: str) -> bool:
    """Return whether a folded word is a verb that begins a step of a procedure."""
    return (word,) in _lexicon().get("instruction", frozenset())


@lru_cache(maxsize=4096)
def senses_of(text: str) -> Mapping[Sense, int]:
    """Return the senses that a header has, each with the number of words by which it has it.

    The whole header counts most: ``WHOLE``. Else the longest phrase at its end counts (``Authentication method`` is a
    method), then one at its beginning (``Name of the role``), by its number of words times 10, or times 1.
    """
    words = [word for word in words_of(text) if word.folded]
    whole = _forms(words)
    sizes = range(min(_longest(), len(words)), 0, -1)
    endings = [(size, _forms(words[-size:])) for size in sizes]
    beginnings = [(size, _forms(words[:size])) for size in sizes]
    result: dict[Sense, int] = {}
    for sense, phrases in _lexicon().items():
        if whole & phrases:
            result[sense] = WHOLE
            continue
        weight = max((10 * size for size, forms in endings if forms & phrases), default=0)
        weight = max(weight, max((size for size, forms in beginnings if forms & phrases), default=0))
        if weight:
            result[sense] = weight
    return result


def main_sense(text: str, *senses: Sense) -> Sense | None:
    """Return which of some senses a header has most of; of equals, the first named; None where it has none."""
    found = senses_of(text)
    return max((sense for sense in senses if sense in found), key=lambda sense: found[sense], default=None)


@lru_cache(maxsize=512)
def mentions(text: str) -> frozenset[Sense]:
    """Return the senses of all the words and phrases of a heading or sentence."""
    words = [word for word in words_of(text) if word.folded]
    sizes = range(1, _longest() + 1)
    pieces = frozenset().union(
        *(_forms(words[start : start + size]) for size in sizes for start in range(len(words) - size + 1))
    )
    return frozenset(sense for sense, phrases in _lexicon().items() if pieces & phrases)
