"""From the facts of a page to its triples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from ..iri import digest, segment, slug
from ..lines import predicate
from ..model import Availability, Diagnostic, Facts, Feature, Link, Mention, SourceFile, Span, Statement
from ..mojibake import repaired
from ..names import DCTERMS, OA, PROV, RDF, RDFS, SCHEMA, SKOS, Kg
from ..options import Options
from ..refusals import refusal
from ..relations import RELATIONS
from ..terms import fragment_of, integer, iri, literal, target
from ..vocabulary import Vocabulary
from .naming import Named, name_features
from .pages import PageSet, suffix_of
from .sides import Sides

_STATEMENT_SLUG = 40
_TYPE = f"{RDF}type"
_LABEL = f"{RDFS}label"
_POSITION = f"{SCHEMA}position"
_HAS_SOURCE = f"{OA}hasSource"
_START = f"{OA}start"
_END = f"{OA}end"
_EXACT = f"{OA}exact"
_OWN_SCHEME_TITLE = "Mechanisms named only in these documents"


def triples_of(
    facts: Facts, pages: PageSet, vocabulary: Vocabulary, options: Options, product: str
) -> tuple[str, str, tuple[Diagnostic, ...]]:
    """Return the IRI of a page's document, all triples that the page states, and what is wrong with its links.

    The triples are sort lines (``lines``), sorted and joined by line feeds. They stand alone: they hold the product,
    the editions, and every concept that they use with its labels, the concepts above it and its providers.

    Args:
        facts: What the page says.
        pages: The document set.
        vocabulary: The mechanisms and providers.
        options: The user's.
        product: The name of the product.
    """
    writer = _Writer(facts, pages, vocabulary, options, product)
    writer.write()
    return writer.document, writer.lines(), tuple(writer.diagnostics)


class _Made(dict[str, str]):
    """Remembers what a function makes of strings."""

    def __init__(self, make: Callable[[str], str]) -> None:
        self._make = make

    def __missing__(self, value: str) -> str:
        made = self[value] = self._make(value)
        return made


_PREDICATES = {relation: predicate(relation) for relation in RELATIONS}


class _Writer:
    def __init__(self, facts: Facts, pages: PageSet, vocabulary: Vocabulary, options: Options, product: str) -> None:
        self._facts = facts
        self._pages = pages
        self._vocabulary = vocabulary
        self._options = options
        self._path = facts.source.path
        self.document = pages.document(self._path)
        self._sides = Sides(self.document, facts.source, facts.conflicts)
        self._source_iri = self._iri_of_source(facts.source)
        self._sources = {source.path: source for source in (facts.source, *facts.included)}
        self._product_iri = f"{options.base}product#{slug(product)}"
        self._product = product
        hrefs = [href for reading in facts.readings for href in (*reading.hrefs, *reading.front_matter.replaces)]
        self._suffix = suffix_of(hrefs, facts.suffix)
        self._claimed: dict[str, tuple[str, ...]] = {}
        self._read_outside: set[str] = set()
        self._variants: dict[str, set[str]] = {}
        self._concepts: set[str] = set()
        self._first: set[tuple[str, str]] = set()
        self._places: dict[str, list[str]] = {}
        self._terms = _Made(iri)
        self._told: dict[str, set[str]] = defaultdict(set)
        self.diagnostics: list[Diagnostic] = []

    def write(self) -> None:
        self._write_product()
        self._write_document()
        self._write_conflicts()
        for named in name_features(self.document, self._facts.readings, self._sides):
            self._write_feature(named)
        self._write_variants()
        self._write_concepts()

    def lines(self) -> str:
        """Return all that was written: no subject is the begin of another, so each is sorted by itself."""
        told = {self._terms[node][:-1]: sorted(lines) for node, lines in self._told.items()}
        told.update((place[:-1], sorted(lines)) for place, lines in self._places.items())
        return "\n".join([start + one for start in sorted(told) for one in told[start]])

    def _iri_of_source(self, source: SourceFile) -> str:
        return f"{self._options.base}src/{segment(source.path)}@{source.sha256[:12]}"

    # --- one triple -------------------------------------------------------------------------------------------

    def _add(self, node: str, relation: str, value: str) -> None:
        self._told[node].add(f"{_PREDICATES[relation]}{value}")

    def _relate(self, subject: str, predicate: str, value: str) -> None:
        self._add(subject, predicate, self._terms[value])

    def _say(self, subject: str, predicate: str, text: str) -> None:
        self._add(subject, predicate, literal(text))

    def _say_once(self, subject: str, predicate: str, value: str) -> None:
        """Add the first of several values that occurrences of one node have."""
        if (subject, predicate) not in self._first:
            self._first.add((subject, predicate))
            self._add(subject, predicate, value)

    def _type(self, subject: str, *classes: str) -> None:
        for one in classes:
            self._relate(subject, _TYPE, one)

    def _claim(self, wanted: str, *key: str) -> str:
        """Return an IRI for some content: the wanted one, or with ``-2``, ``-3`` where other content has it."""
        candidate, number = wanted, 1
        while self._claimed.setdefault(candidate, key) != key:
            number += 1
            candidate = f"{wanted}-{number}"
        return candidate

    # --- the page ---------------------------------------------------------------------------------------------

    def _write_product(self) -> None:
        self._type(self._product_iri, f"{SCHEMA}SoftwareApplication")
        self._say(self._product_iri, _LABEL, self._product)

    def _write_document(self) -> None:
        reading = self._facts.readings[0]
        head = reading.front_matter
        document = self.document
        self._type(document, f"{SCHEMA}TechArticle")
        self._say(document, f"{DCTERMS}title", repaired(head.title or reading.heading or ""))
        self._relate(document, f"{SCHEMA}about", self._product_iri)
        self._relate(document, f"{PROV}wasDerivedFrom", self._source_iri)
        if head.summary:
            self._say(document, f"{SCHEMA}abstract", repaired(head.summary))
        if head.language:
            self._say(document, f"{DCTERMS}language", head.language)
        if (address := self._pages.url(self._path, self._suffix)) and (url := self._target(address, self._path)):
            self._relate(document, f"{SCHEMA}url", url)
        if self._options.site is not None:
            for former in (href for one in self._facts.readings for href in one.front_matter.replaces):
                if replaced := self._target(former, self._path):
                    self._relate(document, f"{DCTERMS}replaces", replaced)
        self._write_source(self._facts.source)

    def _write_source(self, source: SourceFile) -> str:
        node = self._iri_of_source(source)
        self._type(node, Kg.SOURCE_FILE)
        self._say(node, Kg.PATH, source.path)
        self._say(node, f"{SCHEMA}encodingFormat", "text/markdown")
        self._say(node, f"{SCHEMA}sha256", source.sha256)
        if self._options.commit is not None:
            self._say(node, Kg.COMMIT, self._options.commit)
        return node

    def _write_conflicts(self) -> None:
        for conflict_iri, conflict in self._sides.conflicts:
            self._type(conflict_iri, Kg.CONFLICT)
            self._write_span(conflict_iri, conflict.span)
            for variant in conflict.variants:
                side = f"{conflict_iri}.{variant.side}"
                self._relate(conflict_iri, Kg.HAS_VARIANT, side)
                self._type(side, Kg.VARIANT)
                self._say(side, Kg.SIDE, variant.side)
                for told, value in ((Kg.COMMIT, variant.commit), (Kg.PATH, variant.path)):
                    if value:
                        self._say(side, told, value)
                if variant.label:
                    self._say(side, _LABEL, variant.label)
                if variant.side != "base":
                    other = "theirs" if variant.side == "ours" else "ours"
                    self._relate(side, f"{PROV}alternateOf", f"{conflict_iri}.{other}")
                if variant.span is not None:
                    self._write_span(side, variant.span)

    # --- facts ------------------------------------------------------------------------------------------------

    def _write_feature(self, named: Named) -> None:
        node, feature = named.iri, named.feature
        self._claim(node, "feature", feature.label)
        self._type(node, Kg.FEATURE)
        self._say(node, _LABEL, feature.label)
        self._relate(node, Kg.DESCRIBED_IN, self.document)
        self._say_once(node, _POSITION, integer(feature.position))
        if named.parent:
            self._relate(named.parent, Kg.SUB_FEATURE, node)
        else:
            self._relate(self._product_iri, Kg.HAS_FEATURE, node)
        if feature.topic:
            self._relate(node, f"{DCTERMS}subject", feature.topic)
            self._concepts.add(feature.topic)
        self._read_at(node, feature.span)
        self._write_mentions(node, *_all_mentions(feature))
        for link in feature.links:
            self._write_link(node, link)
        for statement in feature.statements:
            self._write_statement(node, statement)
        for availability in feature.availability:
            self._write_availability(node, availability)

    def _write_statement(self, feature: str, statement: Statement) -> None:
        text = statement.text
        node = self._claim(f"{feature}.{slug(text, _STATEMENT_SLUG)}-{digest(text)}", "statement", text)
        self._relate(feature, Kg.HAS_STATEMENT, node)
        self._type(node, Kg.STATEMENT)
        self._say(node, f"{SCHEMA}text", text)
        self._say_once(node, _POSITION, integer(statement.position))
        if statement.column:
            self._say(node, Kg.COLUMN, statement.column)
        self._read_at(node, statement.span)
        self._write_mentions(node, statement.mechanisms, statement.providers)
        for link in statement.links:
            self._write_link(node, link)

    def _write_link(self, holder: str, link: Link) -> None:
        place = self._sides.place_of(link.span)
        path = (place.side.path if place else "") or self._path
        href = repaired(link.href)
        absolute = self._target(repaired(link.address), path, link)
        wanted = f"{self.document}#link.{slug(link.name)}-{digest(absolute or href)}"
        node = self._claim(wanted, "link", link.name, href, absolute or "")
        self._relate(holder, Kg.HAS_LINK, node)
        self._type(node, Kg.LINK)
        self._say(node, f"{SCHEMA}name", link.name)
        self._say(node, Kg.HREF, href)
        if absolute:
            self._relate(node, Kg.TARGET, absolute)
        self._read_at(node, link.span)

    def _write_availability(self, feature: str, availability: Availability) -> None:
        edition = f"{self._options.base}edition#{slug(availability.edition)}"
        wanted = f"{feature}.in.{slug(availability.edition)}"
        node = self._claim(wanted, "availability", availability.edition, availability.value)
        self._type(edition, Kg.EDITION)
        self._say(edition, _LABEL, availability.edition)
        self._relate(feature, Kg.HAS_AVAILABILITY, node)
        self._type(node, Kg.AVAILABILITY)
        self._relate(node, Kg.IN_EDITION, edition)
        self._say(node, Kg.AVAILABILITY_VALUE, availability.value)
        if availability.value == "yes":
            self._relate(feature, Kg.AVAILABLE_IN, edition)
        self._read_at(node, availability.span)
        for link in availability.links:
            self._write_link(node, link)

    def _write_mentions(self, node: str, mechanisms: tuple[Mention, ...], providers: tuple[Mention, ...]) -> None:
        for mention in mechanisms:
            self._relate(node, Kg.USES_MECHANISM, mention.concept or self._own_mechanism(mention))
            self._concepts.add(mention.concept or mention.broader)
        for mention in providers:
            self._relate(node, Kg.CONCERNS_PROVIDER, mention.concept)
            self._concepts.add(mention.concept)

    def _own_mechanism(self, mention: Mention) -> str:
        scheme = f"{self._options.base}mechanism"
        node = f"{scheme}#{slug(mention.label)}"
        self._type(scheme, f"{SKOS}ConceptScheme")
        self._say(scheme, f"{DCTERMS}title", _OWN_SCHEME_TITLE)
        self._type(node, Kg.MECHANISM, f"{SKOS}Concept")
        self._relate(node, f"{SKOS}inScheme", scheme)
        self._relate(node, f"{SKOS}broader", mention.broader)
        self._say_once(node, f"{SKOS}prefLabel", literal(mention.label))
        return node

    # --- provenance -------------------------------------------------------------------------------------------

    def _read_at(self, node: str, span: Span) -> None:
        """Write where a node was read, and remember on which side of a conflict."""
        self._write_span(node, span)
        place = self._sides.place_of(span)
        if place is None:
            self._read_outside.add(node)
        else:
            self._variants.setdefault(node, set()).add(place.variant)

    def _write_variants(self) -> None:
        for node, variants in self._variants.items():
            if node not in self._read_outside:
                for variant in variants:
                    self._relate(node, Kg.IN_VARIANT, variant)

    def _write_span(self, node: str, span: Span) -> None:
        if self._options.provenance == "none":
            return
        source = self._sources[span.path]
        source_iri = self._source_iri if source is self._facts.source else self._write_source(source)
        lines = f"L{span.line}" if span.line == span.end_line else f"L{span.line}-{span.end_line}"
        file = self._terms[source_iri]
        place = fragment_of(file, f"{lines}.{span.start}-{span.end}")
        self._add(node, Kg.EXTRACTED_FROM, place)
        if place in self._places:
            return
        told = self._places[place] = [
            f"{_PREDICATES[_TYPE]}{self._terms[Kg.SOURCE_SPAN]}",
            f"{_PREDICATES[_HAS_SOURCE]}{file}",
            f"{_PREDICATES[Kg.START_LINE]}{integer(span.line)}",
            f"{_PREDICATES[Kg.END_LINE]}{integer(span.end_line)}",
            f"{_PREDICATES[_START]}{integer(span.start)}",
            f"{_PREDICATES[_END]}{integer(span.end)}",
        ]
        if span.line == span.end_line:
            told.append(f"{_PREDICATES[_EXACT]}{literal(source.text[span.start : span.end])}")

    def _target(self, href: str, page: str, link: Link | None = None) -> str | None:
        """Return where a target of a page leads, as an IRI; None where that is not known, or, reported, is no target.

        What is refused is told from the target as it is written: resolved against a site it may look like a page.
        """
        try:
            if reason := refusal(href):
                raise ValueError(reason)  # noqa: TRY301 - told like the others
            address = self._pages.address_of(href, page, self._suffix)
            return target(address) if address else None
        except ValueError as error:
            path, line, column = self._path, 1, 1
            if link is not None:
                path, line, column = link.span.path, link.span.line, self._column(link.span)
            hint = "correct the target; the link keeps its href and has no kg:target"
            self.diagnostics.append(Diagnostic("warning", "KG131", f"{error}", hint, path, line, column))
            return None

    def _column(self, span: Span) -> int:
        text = self._sources[span.path].text
        return span.start - max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start))

    # --- concepts ---------------------------------------------------------------------------------------------

    def _write_concepts(self) -> None:
        waiting, done = sorted(self._concepts), set[str]()
        while waiting:
            concept = self._vocabulary.concepts.get(waiting.pop())
            if concept is None or concept.iri in done:
                continue
            done.add(concept.iri)
            self._type(concept.iri, Kg.MECHANISM if concept.kind == "mechanism" else Kg.PROVIDER, f"{SKOS}Concept")
            self._add(
                concept.iri, f"{SKOS}prefLabel", literal(concept.preferred.text, language=concept.preferred.language)
            )
            for label in concept.alternatives:
                self._add(concept.iri, f"{SKOS}altLabel", literal(label.text, language=label.language))
            for broader in concept.broader:
                self._relate(concept.iri, f"{SKOS}broader", broader)
            for provider in concept.offered_by:
                self._relate(concept.iri, Kg.OFFERED_BY, provider)
            waiting += [*concept.broader, *concept.offered_by]


def _all_mentions(feature: Feature) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return the mechanisms and the providers of a feature's label and own statements."""
    mechanisms = (*feature.mechanisms, *(one for statement in feature.statements for one in statement.mechanisms))
    providers = (*feature.providers, *(one for statement in feature.statements for one in statement.providers))
    return mechanisms, providers
