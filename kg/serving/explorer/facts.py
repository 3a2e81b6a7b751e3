"""What the pages show of a node: plain values, read from the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from ...names import DCTERMS, OA, PROV, SCHEMA, Kg
from .places import Places
from .reader import Reader

_DEEPEST = 40
"""Parts of parts that a page shows; a real page has three or four."""

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
"""A link with another scheme is shown as text: a graph may come from anyone."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A node that is named: its IRI, what it is called, and the path of its page ("" where it has none)."""

    iri: str
    label: str
    path: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: its span, file, first and last line from 1, offset, and the text of a single line."""

    iri: str
    path: str
    start_line: int
    end_line: int
    start: int
    exact: str

    @property
    def place(self) -> str:
        """Return ``file:line`` or ``file:line-line``."""
        return f"{self.path}{self.lines}"

    @property
    def lines(self) -> str:
        """Return ``:line`` or ``:line-line``, "" where it is not known."""
        if not self.start_line:
            return ""
        end = f"-{self.end_line}" if self.end_line > self.start_line else ""
        return f":{self.start_line}{end}"


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink: anchor text, target as written, the address or page that it leads to, where it stands, its sides."""

    iri: str
    text: str
    href: str
    address: str
    page: Ref | None
    evidence: tuple[Evidence, ...]
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with what it names."""

    iri: str
    anchor: str
    text: str
    column: str
    position: int
    mechanisms: tuple[Ref, ...]
    providers: tuple[Ref, ...]
    links: tuple[Link, ...]
    evidence: tuple[Evidence, ...]
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Availability:
    """A support cell: the edition, its value, its links and where it stands."""

    iri: str
    anchor: str
    edition: Ref
    value: str
    links: tuple[Link, ...]
    evidence: tuple[Evidence, ...]
    sides: tuple[str, ...]


@dataclass(frozen=True)
class Feature:
    """A feature with its statements, availabilities, links and sub-features."""

    ref: Ref
    anchor: str
    position: int
    statements: tuple[Statement, ...]
    availabilities: tuple[Availability, ...]
    links: tuple[Link, ...]
    parts: tuple[Feature, ...]
    topics: tuple[Ref, ...]
    evidence: tuple[Evidence, ...]
    sides: tuple[str, ...]

    @cached_property
    def line(self) -> int:
        """Return the first line of its label, 0 where it is not known."""
        return self.evidence[0].start_line if self.evidence else 0

    @cached_property
    def everything(self) -> tuple[Feature, ...]:
        """Return the feature and its parts, theirs included."""
        return (self, *(each for part in self.parts for each in part.everything))


class Facts:
    """Reads the facts of nodes.

    Args:
        reader: The graph.
        places: The pages of its nodes.
    """

    def __init__(self, reader: Reader, places: Places) -> None:
        self.reader = reader
        self.places = places

    def ref(self, iri: str) -> Ref:
        """Return a node by its name."""
        return Ref(iri, self.reader.label(iri), self.places.paths.get(iri, ""), self.places.kind(iri))

    def refs(self, iris: Iterable[str]) -> tuple[Ref, ...]:
        """Return nodes by their names, sorted by these."""
        return tuple(sorted(map(self.ref, iris), key=lambda ref: (ref.label.casefold(), ref.iri)))

    def evidence(self, iri: str) -> tuple[Evidence, ...]:
        """Return where a node stands, in the order of the source."""
        read = self.reader
        found = [
            Evidence(
                span,
                read.one(read.one(span, f"{OA}hasSource"), Kg.PATH),
                read.number(span, Kg.START_LINE),
                read.number(span, Kg.END_LINE),
                read.number(span, f"{OA}start"),
                read.one(span, f"{OA}exact"),
            )
            for span in read.nodes(iri, Kg.EXTRACTED_FROM)
        ]
        return tuple(sorted(found, key=lambda each: (each.path, each.start, each.end_line)))

    def sides(self, iri: str) -> tuple[str, ...]:
        """Return the sides of conflicts that have a node; none where it is in dispute nowhere."""
        variants = self.reader.nodes(iri, Kg.IN_VARIANT)
        return tuple(sorted({self.reader.one(variant, Kg.SIDE) for variant in variants}))

    def links(self, iri: str) -> tuple[Link, ...]:
        """Return the links of a node, in the order of the source."""
        found = [self._link(link) for link in self.reader.nodes(iri, Kg.HAS_LINK)]
        return tuple(sorted(found, key=lambda link: (link.evidence[0].start if link.evidence else 0, link.iri)))

    def feature(self, iri: str, seen: set[str] | None = None, depth: int = 0) -> Feature:
        """Return a feature with all that it holds.

        Each part stands once, where it comes first: a graph made by others may share parts, or have one that holds
        itself. Parts that are very deep are named only.

        Args:
            iri: The feature.
            seen: Those that stand already; this one and its parts are added.
            depth: How many features it is a part of.
        """
        read = self.reader
        seen = set() if seen is None else seen
        seen.add(iri)
        if depth > _DEEPEST:
            return Feature(self.ref(iri), anchor(iri), 0, (), (), (), (), (), (), ())
        statements = [self._statement(each) for each in read.nodes(iri, Kg.HAS_STATEMENT)]
        parts = [self.feature(each, seen, depth + 1) for each in read.nodes(iri, Kg.SUB_FEATURE) if each not in seen]
        return Feature(
            ref=self.ref(iri),
            anchor=anchor(iri),
            position=read.number(iri, f"{SCHEMA}position"),
            statements=tuple(sorted(statements, key=lambda each: (each.position, each.iri))),
            availabilities=self._availabilities(iri),
            links=self.links(iri),
            parts=tuple(sorted(parts, key=lambda each: (each.position, each.ref.iri))),
            topics=self.refs(read.nodes(iri, f"{DCTERMS}subject")),
            evidence=self.evidence(iri),
            sides=self.sides(iri),
        )

    def parent(self, iri: str) -> Ref | None:
        """Return the feature that a feature is a part of."""
        return next((self.ref(each) for each in self.reader.subjects(Kg.SUB_FEATURE, iri)), None)

    def documents(self, iri: str) -> tuple[Ref, ...]:
        """Return the documents that describe a feature."""
        return self.refs(self.reader.nodes(iri, Kg.DESCRIBED_IN))

    def top_features(self, document: str) -> tuple[Feature, ...]:
        """Return the features of a document that are no parts of others there, in its order."""
        all_ = self.reader.subjects(Kg.DESCRIBED_IN, document)
        inside = {part for iri in all_ for part in self.reader.nodes(iri, Kg.SUB_FEATURE) if part != iri}
        seen: set[str] = set()
        first = [self.feature(iri, seen) for iri in all_ if iri not in inside]
        rest = [self.feature(iri, seen) for iri in all_ if iri not in seen]  # parts of one another
        return tuple(sorted((*first, *rest), key=lambda each: (each.position, each.ref.iri)))

    def source(self, document: str) -> str:
        """Return the path of the file that a document was read from."""
        return self.reader.one(self.reader.one(document, f"{PROV}wasDerivedFrom"), Kg.PATH)

    def _statement(self, iri: str) -> Statement:
        read = self.reader
        return Statement(
            iri=iri,
            anchor=anchor(iri),
            text=read.one(iri, f"{SCHEMA}text"),
            column=read.one(iri, Kg.COLUMN),
            position=read.number(iri, f"{SCHEMA}position"),
            mechanisms=self.refs(read.nodes(iri, Kg.USES_MECHANISM)),
            providers=self.refs(read.nodes(iri, Kg.CONCERNS_PROVIDER)),
            links=self.links(iri),
            evidence=self.evidence(iri),
            sides=self.sides(iri),
        )

    def _availabilities(self, iri: str) -> tuple[Availability, ...]:
        read = self.reader
        found = [
            Availability(
                iri=each,
                anchor=anchor(each),
                edition=self.ref(read.one(each, Kg.IN_EDITION)),
                value=read.one(each, Kg.AVAILABILITY_VALUE),
                links=self.links(each),
                evidence=self.evidence(each),
                sides=self.sides(each),
            )
            for each in read.nodes(iri, Kg.HAS_AVAILABILITY)
        ]
        return tuple(sorted(found, key=lambda each: (each.evidence[0].start if each.evidence else 0, each.iri)))

    def _link(self, iri: str) -> Link:
        read = self.reader
        target = read.one(iri, Kg.TARGET)
        return Link(
            iri=iri,
            text=read.one(iri, f"{SCHEMA}name"),
            href=read.one(iri, Kg.HREF),
            address=target if is_safe(target) else "",
            page=self.ref(target) if target in self.places.paths else None,
            evidence=self.evidence(iri),
            sides=self.sides(iri),
        )


def anchor(iri: str) -> str:
    """Return the fragment of an IRI, by which its document's page names it."""
    return iri.partition("#")[2]


def is_safe(address: str) -> bool:
    """Whether a page may lead to an address."""
    try:
        return urlsplit(address).scheme in SAFE_SCHEMES
    except ValueError:
        return False
