"""What an export relates, and to what: for who writes an export, and for who reads one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from .names import DCTERMS, OA, PROV, RDF, RDFS, SCHEMA, SKOS, Kg


class Kind(Enum):
    """What a relation leads to."""

    CLASS = auto()
    """One of ``CLASSES``."""

    OWN = auto()
    """A node below the base of the export."""

    CONCEPT = auto()
    """A mechanism or provider, whose IRI a vocabulary gives."""

    TARGET = auto()
    """An address that a page gives (``terms.target``)."""

    TEXT = auto()
    """A literal without a datatype and a language."""

    LABEL = auto()
    """A literal that may have a language."""

    NUMBER = auto()
    """An ``xsd:integer``."""


RELATIONS: Mapping[str, Kind] = {
    f"{RDF}type": Kind.CLASS,
    **dict.fromkeys(
        (
            Kg.AVAILABLE_IN,
            Kg.DESCRIBED_IN,
            Kg.EXTRACTED_FROM,
            Kg.HAS_AVAILABILITY,
            Kg.HAS_FEATURE,
            Kg.HAS_LINK,
            Kg.HAS_STATEMENT,
            Kg.HAS_VARIANT,
            Kg.IN_EDITION,
            Kg.IN_VARIANT,
            Kg.SUB_FEATURE,
            f"{OA}hasSource",
            f"{PROV}alternateOf",
            f"{PROV}wasDerivedFrom",
            f"{SCHEMA}about",
            f"{SKOS}inScheme",
        ),
        Kind.OWN,
    ),
    **dict.fromkeys(
        (Kg.CONCERNS_PROVIDER, Kg.OFFERED_BY, Kg.USES_MECHANISM, f"{DCTERMS}subject", f"{SKOS}broader"), Kind.CONCEPT
    ),
    **dict.fromkeys((Kg.TARGET, f"{DCTERMS}replaces", f"{SCHEMA}url"), Kind.TARGET),
    **dict.fromkeys(
        (
            Kg.AVAILABILITY_VALUE,
            Kg.COLUMN,
            Kg.COMMIT,
            Kg.HREF,
            Kg.PATH,
            Kg.SIDE,
            f"{DCTERMS}language",
            f"{DCTERMS}title",
            f"{OA}exact",
            f"{RDFS}label",
            f"{SCHEMA}abstract",
            f"{SCHEMA}encodingFormat",
            f"{SCHEMA}name",
            f"{SCHEMA}sha256",
            f"{SCHEMA}text",
        ),
        Kind.TEXT,
    ),
    **dict.fromkeys((f"{SKOS}altLabel", f"{SKOS}prefLabel"), Kind.LABEL),
    **dict.fromkeys((Kg.END_LINE, Kg.START_LINE, f"{OA}end", f"{OA}start", f"{SCHEMA}position"), Kind.NUMBER),
}
"""Every predicate of an export."""

KINDS_OF_CONCEPTS = frozenset({str(Kg.MECHANISM), str(Kg.PROVIDER)})

CLASSES_OF_CONCEPTS = KINDS_OF_CONCEPTS | {f"{SKOS}Concept"}

CLASSES = CLASSES_OF_CONCEPTS | {
    str(Kg.AVAILABILITY),
    str(Kg.CONFLICT),
    str(Kg.EDITION),
    str(Kg.FEATURE),
    str(Kg.LINK),
    str(Kg.SOURCE_FILE),
    str(Kg.SOURCE_SPAN),
    str(Kg.STATEMENT),
    str(Kg.VARIANT),
    f"{SCHEMA}SoftwareApplication",
    f"{SCHEMA}TechArticle",
    f"{SKOS}ConceptScheme",
}
"""Every class of an export."""

RELATIONS_OF_CONCEPTS = frozenset(
    {f"{RDF}type", str(Kg.OFFERED_BY), f"{SKOS}altLabel", f"{SKOS}broader", f"{SKOS}prefLabel"}
)
"""What is said of a concept that a vocabulary brings."""

OWN = ("doc/", "src/", "product#", "edition#", "mechanism#")
"""What all nodes of an export begin with behind its base, but for ``mechanism`` itself."""
