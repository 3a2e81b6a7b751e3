"""What is in a graph, in numbers, and what is missing from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .reader import Reader

GAPS: Mapping[str, tuple[str, str]] = {
    "no-link": (
        "Features without a link of their own",
        "?node a kg:Feature FILTER NOT EXISTS { ?node kg:hasLink ?x } FILTER NOT EXISTS { ?up kg:subFeature ?node }",
    ),
    "no-statement": (
        "Features of which nothing is said",
        """?node a kg:Feature FILTER NOT EXISTS { ?node kg:hasStatement ?x }
           FILTER NOT EXISTS { ?node kg:hasAvailability ?x } FILTER NOT EXISTS { ?node kg:subFeature ?x }""",
    ),
    "no-mechanism": (
        "Features whose statements name no known mechanism",
        "?node a kg:Feature ; kg:hasStatement ?s FILTER NOT EXISTS { ?node kg:usesMechanism ?x }",
    ),
    "no-target": (
        "Features with a link whose target is not known",
        "?node a kg:Feature ; kg:hasLink|kg:hasStatement/kg:hasLink ?l FILTER NOT EXISTS { ?l kg:target ?x }",
    ),
}
"""Each kind of gap by its name in the address: what it is, and the features that have it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many there are of each."""

    triples: int
    documents: int
    features: int
    statements: int
    mechanisms: int
    providers: int
    products: int
    editions: int
    disputes: int
    gaps: Mapping[str, int]


def summary(reader: Reader) -> Summary:
    """Count what is in a graph; mechanisms and providers with those that are broader than what features name."""
    return Summary(
        triples=reader.size,
        documents=reader.count("?x a schema:TechArticle"),
        features=reader.count("?x a kg:Feature"),
        statements=reader.count("?x a kg:Statement"),
        mechanisms=reader.count("?x a kg:Mechanism"),
        providers=reader.count("?x a kg:Provider"),
        products=reader.count("?x a schema:SoftwareApplication"),
        editions=reader.count("?x a kg:Edition"),
        disputes=reader.count("?x a kg:Conflict"),
        gaps={name: reader.count(pattern, of="DISTINCT ?node") for name, (_, pattern) in GAPS.items()},
    )


def gap(reader: Reader, name: str) -> tuple[str, ...]:
    """Return the features that have a gap, sorted by their IRIs.

    Raises:
        KeyError: No gap has this name.
    """
    rows = reader.select(f"SELECT DISTINCT ?node WHERE {{ {GAPS[name][1]} }} ORDER BY ?node")
    return tuple(row["node"] or "" for row in rows)
