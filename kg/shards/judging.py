"""Whether the triples of a document are such as an export writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from ..names import RDF, XSD
from ..relations import CLASSES, CLASSES_OF_CONCEPTS, KINDS_OF_CONCEPTS, OWN, RELATIONS, RELATIONS_OF_CONCEPTS, Kind
from ..terms import Triple, target
from ..wording import quoted

_TYPE = f"<{RDF}type>"
_OF_CONCEPTS = frozenset(f"<{relation}>" for relation in RELATIONS_OF_CONCEPTS)
_CLASSES = frozenset(f"<{one}>" for one in CLASSES)
_CLASSES_OF_CONCEPTS = frozenset(f"<{one}>" for one in CLASSES_OF_CONCEPTS)
_KINDS_OF_CONCEPTS = frozenset(f"<{one}>" for one in KINDS_OF_CONCEPTS)
_NUMBER = re.compile(rf'"[0-9]+"\^\^<{re.escape(XSD)}integer>')


class Judge:
    """Knows what nodes the exports of a base have.

    Args:
        base: The IRI that the data's own IRIs begin with.
    """

    def __init__(self, base: str) -> None:
        own = (*(f"<{base}{name}" for name in OWN), f"<{base}mechanism>")

        def is_own(value: str) -> bool:
            return value.startswith(own)

        fits = {**_FITS, Kind.OWN: is_own}
        self._is_own = is_own
        self._fits = {f"<{relation}>": fits[kind] for relation, kind in RELATIONS.items()}

    def check(self, triples: Iterable[Triple]) -> None:
        """Look at the triples of a document, whose terms are checked.

        Raises:
            ValueError: An export would write no such triple.
        """
        others, concepts = set[str](), set[str]()
        for triple in triples:
            subject, relation, value = triple
            if relation not in self._fits or not self._fits[relation](value):
                raise ValueError(quoted(" ".join(triple)))
            if not self._is_own(subject):
                if relation not in _OF_CONCEPTS or (relation == _TYPE and value not in _CLASSES_OF_CONCEPTS):
                    raise ValueError(quoted(" ".join(triple)))
                others.add(subject)
                if value in _KINDS_OF_CONCEPTS:
                    concepts.add(subject)
        for stray in sorted(others - concepts):
            raise ValueError(quoted(stray))


def _is_text(value: str) -> bool:
    return value[0] == value[-1] == '"'


def _is_label(value: str) -> bool:
    return value[0] == '"' and not value.rpartition('"')[2].startswith("^^")


def _is_number(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None


def _is_node(value: str) -> bool:
    return value[0] == "<"


def _is_target(value: str) -> bool:
    return value[0] == "<" and target(value[1:-1]) == value[1:-1]


_FITS: Mapping[Kind, Callable[[str], bool]] = {
    Kind.CLASS: _CLASSES.__contains__,
    Kind.CONCEPT: _is_node,
    Kind.TARGET: _is_target,
    Kind.TEXT: _is_text,
    Kind.LABEL: _is_label,
    Kind.NUMBER: _is_number,
}
"""What is looked at in a value of each kind; where nodes of an export's own lie, its base tells."""
