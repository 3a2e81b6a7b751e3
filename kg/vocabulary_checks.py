"""What can be wrong with the vocabularies that are loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .matching import Matcher, words_of
from .vocabulary import Concept, Kind, Vocabulary

_SHORT = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a concept."""

    concept: str
    message: str

    def __str__(self) -> str:
        return f"<{self.concept}>: {self.message}"


def check(vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Return what is wrong with the concepts: sorted by concept.

    Found are a label that names two concepts of one kind, a broader concept or provider that there is not, a concept
    that is broader than itself, an ambiguous label that is none of the concept's, an example that does not match, and a
    counter-example that does.
    """
    concepts = vocabulary.concepts.values()
    found = [*_shared_labels(vocabulary), *(one for concept in concepts for one in _of_concept(vocabulary, concept))]
    for kind in ("mechanism", "provider"):
        found += _examples(vocabulary, kind)
    return tuple(sorted(found, key=lambda finding: (finding.concept, finding.message)))


def _shared_labels(vocabulary: Vocabulary) -> Iterator[Finding]:
    owners: dict[tuple[Kind, tuple[str, ...]], dict[str, str]] = defaultdict(dict)
    for concept in vocabulary.concepts.values():
        for label in concept.labels:
            words = words_of(label.text)
            if all(word.folded for word in words):
                key = tuple(word.written if len(label.text) <= _SHORT else word.folded for word in words)
                owners[concept.kind, key][concept.iri] = label.text
    for found in owners.values():
        if len(found) > 1:
            first, *others = sorted(found)
            yield from (Finding(other, f"its label {found[other]!r} names <{first}> too") for other in others)


def _of_concept(vocabulary: Vocabulary, concept: Concept) -> Iterator[Finding]:
    for iri in (*concept.broader, *concept.offered_by):
        if iri not in vocabulary.concepts:
            yield Finding(concept.iri, f"there is no concept <{iri}>")
    if concept.iri in vocabulary.above(concept.iri):
        yield Finding(concept.iri, "is broader than itself")
    for label in sorted(concept.ambiguous - {one.text for one in concept.labels}):
        yield Finding(concept.iri, f"its ambiguous label {label!r} is none of its labels")


def _examples(vocabulary: Vocabulary, kind: Kind) -> Iterator[Finding]:
    matcher = Matcher(vocabulary, kind)
    for concept in vocabulary.concepts.values():
        if concept.kind != kind:
            continue
        for text, wanted in (
            *((one, True) for one in concept.examples),
            *((one, False) for one in concept.counterexamples),
        ):
            matches = matcher.narrowest(matcher.find(words_of(text)))
            if any(match.concept.iri == concept.iri for match in matches) != wanted:
                yield Finding(concept.iri, f"{'does not match' if wanted else 'matches'} {text!r}")
