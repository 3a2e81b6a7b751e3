"""The namespaces, classes and properties that an export is written in.

``Kg`` is held equal to ``ontology/core.ttl`` by ``tests/test_ontology.py``, both ways.
"""

from __future__ import annotations

from enum import StrEnum

KG = "https://w3id.org/docs-kg/ontology#"
MECH = "https://w3id.org/docs-kg/mechanism/"
PROVIDER = "https://w3id.org/docs-kg/provider/"
D3F = "http://d3fend.mitre.org/ontologies/d3fend.owl#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"


class Kg(StrEnum):
    """The classes and properties of the ontology."""

    AVAILABILITY = f"{KG}Availability"
    CONFLICT = f"{KG}Conflict"
    EDITION = f"{KG}Edition"
    FEATURE = f"{KG}Feature"
    LINK = f"{KG}Link"
    MECHANISM = f"{KG}Mechanism"
    PROVIDER = f"{KG}Provider"
    SOURCE_FILE = f"{KG}SourceFile"
    SOURCE_SPAN = f"{KG}SourceSpan"
    STATEMENT = f"{KG}Statement"
    VARIANT = f"{KG}Variant"
    AMBIGUOUS_LABEL = f"{KG}ambiguousLabel"
    AVAILABILITY_VALUE = f"{KG}availabilityValue"
    AVAILABLE_IN = f"{KG}availableIn"
    COLUMN = f"{KG}column"
    COMMIT = f"{KG}commit"
    CONCERNS_PROVIDER = f"{KG}concernsProvider"
    CONTEXT_LABEL = f"{KG}contextLabel"
    COUNTER_EXAMPLE = f"{KG}counterExample"
    DESCRIBED_IN = f"{KG}describedIn"
    END_LINE = f"{KG}endLine"
    EXTRACTED_FROM = f"{KG}extractedFrom"
    HAS_AVAILABILITY = f"{KG}hasAvailability"
    HAS_FEATURE = f"{KG}hasFeature"
    HAS_LINK = f"{KG}hasLink"
    HAS_STATEMENT = f"{KG}hasStatement"
    HAS_VARIANT = f"{KG}hasVariant"
    HREF = f"{KG}href"
    IN_EDITION = f"{KG}inEdition"
    IN_VARIANT = f"{KG}inVariant"
    OFFERED_BY = f"{KG}offeredBy"
    PATH = f"{KG}path"
    SIDE = f"{KG}side"
    START_LINE = f"{KG}startLine"
    SUB_FEATURE = f"{KG}subFeature"
    TARGET = f"{KG}target"
    USES_MECHANISM = f"{KG}usesMechanism"
    VERSION_PATTERN = f"{KG}versionPattern"


PREFIXES = {
    "kg": KG,
    "mech": MECH,
    "provider": PROVIDER,
    "d3f": D3F,
    "dcterms": DCTERMS,
    "oa": OA,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefix to namespace: bound in every Turtle file that is written and in every query that is asked."""
