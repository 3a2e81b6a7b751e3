"""The concepts of the mechanism and provider vocabularies, read from Turtle."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from .errors import ConfigError
from .iri import slug
from .names import RDF, SCHEMA, SKOS, Kg
from .ontology import folder
from .opening import opened
from .terms import iri as term_of
from .terms import literal
from .wording import reason_of

Kind = Literal["mechanism", "provider"]

_CLASSES: dict[str, Kind] = {Kg.MECHANISM: "mechanism", Kg.PROVIDER: "provider"}
_CHOICE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a concept, with its language or None."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A mechanism or provider.

    Args:
        iri: Its IRI.
        kind: The vocabulary that it belongs to.
        preferred: Its ``skos:prefLabel``.
        alternatives: Its ``skos:altLabel``s, sorted.
        broader: The IRIs of the concepts directly above it, sorted.
        offered_by: The IRIs of the providers that alone offer it, sorted.
        is_software: Whether it is a software product, which a page may be about.
        is_top: Whether it is a topic, a top concept of the mechanisms: then no text matches it.
        ambiguous: Those of its labels that need a context.
        context: The labels of which one must stand nearby where an ambiguous label is to match.
        examples: Texts that must match it.
        counterexamples: Texts that must not.
    """

    iri: str
    kind: Kind
    preferred: Label
    alternatives: tuple[Label, ...] = ()
    broader: tuple[str, ...] = ()
    offered_by: tuple[str, ...] = ()
    is_top: bool = False
    is_software: bool = False
    ambiguous: frozenset[str] = frozenset()
    context: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[Label, ...]:
        """All its labels, the preferred one first."""
        return (self.preferred, *self.alternatives)


@dataclass(frozen=True)
class Vocabulary:
    """Concepts by IRI."""

    concepts: Mapping[str, Concept]

    def above(self, iri: str) -> frozenset[str]:
        """Return the IRIs that are ``skos:broader+`` of a concept."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            concept = self.concepts.get(waiting.pop())
            for broader in concept.broader if concept else ():
                if broader not in found:
                    found.add(broader)
                    waiting.append(broader)
        return frozenset(found)


def load(extra: Iterable[Path] = ()) -> Vocabulary:
    """Return the vocabularies of the ontology, and those of some Turtle files besides.

    Raises:
        ConfigError: A file cannot be read, is no Turtle, or has a concept without ``skos:prefLabel``, or one with an
            IRI or a language tag that no graph may hold.
    """
    return _load(tuple(_as_it_is(path) for path in extra))


def _as_it_is(path: Path) -> tuple[Path, int, int]:
    """Return a file with its time of change and its size, by which a changed file is told from the one known."""
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    return path.resolve(), found.st_mtime_ns, found.st_size


def _unreadable(path: Path, error: OSError) -> ConfigError:
    return ConfigError(f"cannot be read: {reason_of(error)}", hint="name a Turtle file that exists", place=str(path))


@lru_cache(maxsize=8)
def _load(extra: tuple[tuple[Path, int, int], ...]) -> Vocabulary:
    own = (*sorted(folder().glob("mechanism/*.ttl")), *sorted(folder().glob("provider/*.ttl")))
    values: dict[str, dict[str, set[Label]]] = defaultdict(lambda: defaultdict(set))
    origin: dict[str, Path] = {}
    for path in (*own, *(path for path, _, _ in extra)):
        _read(path, values, origin)
    concepts: dict[str, Concept] = {}
    for iri, properties in values.items():
        kind = next((_CLASSES[label.text] for label in properties[f"{RDF}type"] if label.text in _CLASSES), None)
        if kind is not None:
            concept = _concept(iri, kind, properties, origin[iri])
            _check(concept, origin[iri])
            concepts[iri] = concept
            for version in _versions(concept, properties[Kg.VERSION_PATTERN]):
                concepts.setdefault(version.iri, version)
    return Vocabulary(dict(sorted(concepts.items())))


def _read(path: Path, values: dict[str, dict[str, set[Label]]], origin: dict[str, Path]) -> None:
    import pyoxigraph as ox

    try:
        with opened(path) as stream:
            for quad in ox.parse(stream, format=ox.RdfFormat.TURTLE):
                subject, object_ = quad.subject, quad.object
                if isinstance(subject, ox.NamedNode) and isinstance(object_, ox.NamedNode | ox.Literal):
                    language = object_.language if isinstance(object_, ox.Literal) else None
                    values[subject.value][quad.predicate.value].add(Label(object_.value, language))
                    origin.setdefault(subject.value, path)
    except OSError as error:
        raise _unreadable(path, error) from error
    except SyntaxError as error:
        place = ":".join(str(part) for part in (path, error.lineno, error.offset) if part is not None)
        raise ConfigError("is no Turtle", hint=str(error.msg).split("\n")[0], place=place) from error


def _concept(iri: str, kind: Kind, properties: Mapping[str, set[Label]], path: Path) -> Concept:
    def texts(name: str) -> tuple[str, ...]:
        return tuple(sorted(label.text for label in properties[name]))

    preferred = sorted(properties[f"{SKOS}prefLabel"], key=lambda label: (label.language != "en", label.text))
    if not preferred:
        raise ConfigError(f"<{iri}> has no skos:prefLabel", hint="give it one", place=str(path))
    return Concept(
        iri,
        kind,
        preferred[0],
        tuple(sorted((*preferred[1:], *properties[f"{SKOS}altLabel"]), key=lambda label: label.text)),
        texts(f"{SKOS}broader"),
        texts(Kg.OFFERED_BY),
        kind == "mechanism" and bool(properties[f"{SKOS}topConceptOf"]),
        f"{SCHEMA}SoftwareApplication" in texts(f"{RDF}type"),
        frozenset(texts(Kg.AMBIGUOUS_LABEL)),
        texts(Kg.CONTEXT_LABEL),
        texts(f"{SKOS}example"),
        texts(Kg.COUNTER_EXAMPLE),
    )


def _check(concept: Concept, path: Path) -> None:
    """Raise ConfigError where a concept has what cannot enter a graph: what is Turtle may be more (``terms``)."""
    try:
        for iri in (concept.iri, *concept.broader, *concept.offered_by):
            term_of(iri)
        for label in concept.labels:
            literal("", language=label.language)
    except ValueError as error:
        raise ConfigError(f"a concept has what is {error}", hint="correct it", place=str(path)) from error


def _versions(concept: Concept, patterns: Iterable[Label]) -> list[Concept]:
    """Return the narrower concepts that version patterns make (``ontology/README.md`` has the notation)."""
    made: dict[str, tuple[str, tuple[Label, ...]]] = {}
    namespace = concept.iri[: max(concept.iri.rfind("/"), concept.iri.rfind("#")) + 1]
    for pattern in sorted(label.text for label in patterns):
        first, *others = (form.strip() for form in pattern.split(" = "))
        choices = [choice.split("|") for choice in _CHOICE.findall(first)]
        for chosen in itertools.product(*choices):
            names = [_filled(form, chosen) for form in (first, *others)]
            labels = tuple(Label(name, "en") for name in dict.fromkeys(names[1:]) if name != names[0])
            made[namespace + slug(names[0])] = names[0], labels
    versions = []
    for iri, (name, labels) in made.items():
        longer = [other for other, (above, _) in made.items() if other != iri and name.startswith(above + "-")]
        broader = max(longer, key=len, default=concept.iri)
        versions.append(Concept(iri, concept.kind, Label(name, "en"), labels, (broader,), concept.offered_by))
    return versions


def _filled(form: str, chosen: tuple[str, ...]) -> str:
    values = iter(chosen)
    return _CHOICE.sub(lambda _: next(values, ""), form)
