"""The stages in their order: read, repair, parse, find, extract, graph, write."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from . import dialects
from .bounds import Bounds
from .errors import ConfigError, SourceError
from .extraction import Addresses, Annotator, extract
from .extraction.bounded import bounded
from .files import write_file
from .find import INSTEAD, find, first_heading, hopeless_tables
from .formats import serialize
from .graph import PageSet, triples_of
from .lines import triples_in
from .model import Candidate, Conflict, Diagnostic, Facts, FrontMatter, Reading, SourceFile
from .names import RDF, Kg
from .options import Options
from .parse import SURPLUS, parse
from .read import Files, SiteFolder, Source, SourceSet, find_sources, read_source
from .refusing import refused, too_large, within_bounds
from .remote import local
from .repair.conflict import split
from .repair.encoding import decode
from .repair.frontmatter import read_front_matter
from .repair.size import shortened, with_few_conflicts, without_long_lines
from .signs import dull_sections, has_candidates, hrefs_of, up_to_heading
from .source import SourceText
from .terms import Triple, iri
from .variables import filled
from .visible import elements
from .vocabulary import Vocabulary, load

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

    from .dialects import Dialect

Progress = Callable[[Sequence[Source]], Iterable[Source]]
"""Passes sources on, and shows how far it is."""


@dataclass(frozen=True)
class Graph:
    """What an export holds.

    Args:
        documents: For each document, its triples; they stand alone.
        prefixes: The prefixes of the data.
        diagnostics: What is wrong with the pages, and what was left out.
        facts: What each page says, in the order of the paths.
    """

    documents: Mapping[str, frozenset[Triple]]
    prefixes: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    facts: tuple[Facts, ...]

    def serialize(self, format: str = "turtle") -> bytes:
        """Return the graph in a format of ``formats.FORMATS``: the same bytes for the same pages."""
        return serialize(self.documents, format, self.prefixes)

    def write(self, path: str | os.PathLike[str], format: str = "turtle") -> None:
        """Write the graph to a file, which is replaced as a whole or not at all.

        Raises:
            SourceError: The file cannot be written, or is named by a URL of something else than a file.
        """
        write_file(local(path), self.serialize(format))

    def quads(self) -> Iterable[ox.Quad]:
        """Return the quads, in one named graph a document."""
        import pyoxigraph as ox

        return ox.parse(self.serialize("nquads"), format=ox.RdfFormat.N_QUADS)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph, all documents in one, as an ``rdflib.Graph``."""
        import rdflib

        graph = rdflib.Graph()
        graph.parse(data=self.serialize("ntriples"), format="nt")
        for prefix, namespace in self.prefixes.items():
            graph.bind(prefix, namespace)
        return graph

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many pages, tables and lists (taken), features, statements, warnings and errors there are."""
        return {
            "pages": len(self.facts),
            "tables": sum(map(tables_taken, self.facts)),
            "features": self._instances(Kg.FEATURE),
            "statements": self._instances(Kg.STATEMENT),
            "warnings": sum(diagnostic.severity == "warning" for diagnostic in self.diagnostics),
            "errors": sum(diagnostic.severity == "error" for diagnostic in self.diagnostics),
        }

    def _instances(self, of: Kg) -> int:
        wanted = (iri(f"{RDF}type"), iri(of))
        return sum(triple[1:] == wanted for triples in self.documents.values() for triple in triples)


@dataclass(frozen=True)
class Run:
    """All that the reading of a page needs to know of the others, and of what the user wants.

    Args:
        options: The user's, checked.
        found: The pages.
        vocabulary: The mechanisms and providers.
    """

    options: Options
    found: SourceSet
    vocabulary: Vocabulary

    @cached_property
    def annotator(self) -> Annotator:
        """Finds mechanisms and providers."""
        return Annotator(self.vocabulary)

    @cached_property
    def files(self) -> SiteFolder:
        """The files beside the pages."""
        return SiteFolder(self.found.root, self.options.bounds)

    @cached_property
    def pages(self) -> PageSet:
        """The document set."""
        return PageSet(self.found.paths, self.options.base, self.options.site)

    @property
    def product(self) -> str:
        """The name of the product."""
        return self.options.product or self.found.root.name or "product"

    def read(self, progress: Progress | None = None, *, complete: bool = True) -> Iterator[Facts]:
        """Yield what each page says; one that cannot be read has no reading, and a diagnostic that says so.

        Args:
            progress: Passes the sources on.
            complete: Whether each table and list gets its verdict, or only what can hold features is looked at.
        """
        sources = self.found.sources
        for source in progress(sources) if progress else sources:
            try:
                data = read_source(source, self.options.bounds)
                read = partial(read_page, source.path, data, self.annotator, self.options, self.files)
                facts = within_bounds(
                    source.path, self.options.bounds, partial(read, complete=complete), lambda facts: facts
                )
            except SourceError as error:
                facts = unread(source.path, error)
            yield facts

    def triples_of(self, facts: Facts, pages: PageSet | None = None) -> tuple[str, str, tuple[Diagnostic, ...]]:
        """Return the document of a page, its triples as sorted sort lines, and what is wrong with its links.

        Args:
            facts: What the page says.
            pages: What answers for the document set; None is the run's own.
        """
        return triples_of(facts, pages or self.pages, self.vocabulary, self.options, self.product)

    def __reduce__(self) -> tuple[type[Run], tuple[Options, SourceSet, Vocabulary]]:
        """Pickle what the reading of single pages needs: of the document set, the paths."""
        return Run, (self.options, replace(self.found, diagnostics=()), self.vocabulary)


def prepare(sources: Sequence[str | os.PathLike[str]], options: Options) -> Run:
    """Return the run that reads some sources.

    Raises:
        ConfigError: An option or a vocabulary cannot be used.
        SourceError: A source lies outside the root.
    """
    options = checked(options)
    return Run(options, find_sources(sources, options.root), load(options.vocabulary))


def build(sources: Sequence[str | os.PathLike[str]], options: Options, progress: Progress | None = None) -> Graph:
    """Return the graph of some sources; raises what ``prepare`` raises."""
    run = prepare(sources, options)
    documents: dict[str, frozenset[Triple]] = {}
    diagnostics = list(run.found.diagnostics)
    facts: list[Facts] = []
    for page in run.read(progress):
        diagnostics += page.diagnostics
        if page.readings:
            document, lines, problems = run.triples_of(page)
            documents[document] = triples_in(lines)
            diagnostics += problems
            facts.append(page)
    return Graph(documents, prefixes_of(run.options.base, documents), tuple(dict.fromkeys(diagnostics)), tuple(facts))


def tables_taken(facts: Facts) -> int:
    """Return how many tables and lists of a page are taken; one that both sides of a conflict have counts once."""
    starts = {
        (verdict.span.path, verdict.span.start)
        for reading in facts.readings
        for verdict in reading.verdicts
        if verdict.taken
    }
    return len(starts)


def unread(path: str, error: SourceError) -> Facts:
    """Return the facts of a page that cannot be read, or what it needs cannot: none, and a diagnostic that says so."""
    return refused(path, Diagnostic("error", "KG103", error.message, error.hint, path))


def checked(options: Options) -> Options:
    """Return the options with the site and the base in the form in which they are used.

    Raises:
        ConfigError: One of them is no absolute IRI.
    """
    for name, value in (("base", options.base), ("site", options.site)):
        try:
            iri("https://example.org/" if value is None else value)
        except ValueError as error:
            hint = f"give --{name} an absolute IRI such as https://example.org/kg/"
            raise ConfigError(f"{error}", hint=hint) from error
    if "#" in options.base or "?" in options.base:
        raise ConfigError(
            f"the base {options.base!r} has a query or fragment", hint="give --base an IRI that ends in /"
        )
    base = options.base if options.base.endswith("/") else options.base + "/"
    site = options.site if options.site is None or options.site.endswith("/") else options.site + "/"
    return replace(options, base=base, site=site)


def read_page(
    path: str,
    data: bytes,
    annotator: Annotator,
    options: Options,
    files: Files | None = None,
    *,
    complete: bool = True,
) -> Facts:
    """Return what one page says.

    Args:
        path: Relative to the root, with ``/``.
        data: Its bytes.
        annotator: Finds mechanisms and providers.
        options: The user's.
        files: The files beside the page; None where there are none.
        complete: Whether each table and list gets its verdict, or only what can hold features is looked at.
    """
    if len(data) > options.bounds.page_bytes:
        return refused(path, too_large(path, options.bounds))
    file, texts, conflicts, problems = sides_of(path, data, options)
    if options.conflicts == "fail":
        problems += tuple(_conflict_finding(path, conflict.span.line) for conflict in conflicts)
    files = files or SiteFolder(Path(os.devnull))
    dialect = dialects.get(options.dialect or dialects.detect(path, file.text, files))
    options = replace(options, bounds=options.bounds.shared(len(texts)))
    readings: list[Reading] = []
    included: dict[str, SourceFile] = {}
    for text in texts:
        reading, sources, more = _read_text(text, annotator, options, _Site(dialect, files, complete))
        readings.append(reading)
        included.update((source.path, source) for source in sources)
        problems += more
    unique = tuple(dict.fromkeys(problems))
    return Facts(file, tuple(readings), conflicts, unique, tuple(included.values()), dialect.suffix)


def sides_of(
    path: str, data: bytes, options: Options
) -> tuple[SourceFile, tuple[SourceText, ...], tuple[Conflict, ...], tuple[Diagnostic, ...]]:
    """Return the file of a page, the texts of it that are read, its conflicts, and what is wrong with all that."""
    file, problems = decode(path, data)
    file, too_long = shortened(file, options.bounds)
    wanted = options.conflicts if options.conflicts in {"ours", "theirs"} else "both"
    texts, conflicts, lone = split(file, wanted)
    file, too_many = with_few_conflicts(file, conflicts, options.bounds)
    if too_many:
        texts, conflicts, lone = split(file, wanted)
    return file, texts, conflicts, (*problems, *too_long, *too_many, *lone)


def _conflict_finding(path: str, line: int) -> Diagnostic:
    return Diagnostic("error", "KG112", "unresolved merge conflict", "resolve it", path, line, 1)


@dataclass(frozen=True)
class _Site:
    """What the text of a page takes from the site around it."""

    dialect: Dialect
    files: Files
    complete: bool

    def included(self, path: str) -> SourceFile | None:
        data = self.files.data(path)
        return None if data is None else decode(path, data)[0]


def _read_text(
    source: SourceText, annotator: Annotator, options: Options, site: _Site
) -> tuple[Reading, tuple[SourceFile, ...], tuple[Diagnostic, ...]]:
    bounds = options.bounds
    head, source, problems = read_front_matter(source, bounds)
    source, included, more = dialects.applied(source, site.dialect, site.included, bounds)
    source, too_long = without_long_lines(source, bounds)
    told = [*problems, *more, *too_long]
    variables = {**site.files.variables(site.dialect.variables), **dict(head.variables)}
    is_marked = any(line.mark for line in source.chosen or ())  # as a table, by the dialect
    hrefs = () if options.site is None else tuple(hrefs_of(source.text))  # they tell how the site's addresses end
    if not site.complete and not is_marked:
        tables = () if options.tables == "all" else tuple(hopeless_tables(source.text))
        source = source.without(tables, INSTEAD) if tables else source
        if not has_candidates(source.text):
            return _dull_page(source, head, variables, hrefs, bounds), included, tuple(told)
        source = source.without(dull_sections(source.text))
    tree = parse(source, variables, complete=site.complete, bounds=bounds, report=told.append)
    heading = first_heading(tree)
    title = filled(head.title, variables) if head.title else heading or ""
    candidates = find(source, tree, title, take_all=options.tables == "all", bounds=bounds, report=told.append)
    addresses = Addresses(variables, site.dialect.link)
    features, accounts = extract(
        source, candidates, annotator, addresses, title, options.product or "", accounted=site.complete
    )
    features, accounts = bounded(source, features, accounts, bounds, told.append)
    verdicts = tuple(candidate.verdict for candidate in candidates)
    reading = Reading(source.side, replace(head, title=title or None), heading, features, verdicts, accounts, hrefs)
    return reading, included, (*told, *_surplus_cells(source, candidates))


def _dull_page(
    source: SourceText, head: FrontMatter, variables: Mapping[str, str], hrefs: tuple[str, ...], bounds: Bounds
) -> Reading:
    """Return the reading of a page that can hold no feature."""
    if head.title:
        return Reading(source.side, replace(head, title=filled(head.title, variables)), None, (), (), (), hrefs)
    heading = None
    for text in dict.fromkeys((up_to_heading(source.text), source.text)):
        if text and heading is None:
            begin = SourceText(replace(source.file, text=text))
            tree = parse(begin.without(dull_sections(text)), variables, complete=False, bounds=bounds)
            heading = first_heading(tree)
    return Reading(source.side, replace(head, title=heading), heading, (), (), (), hrefs)


def _surplus_cells(source: SourceText, candidates: Iterable[Candidate]) -> Iterator[Diagnostic]:
    for candidate in candidates:
        if candidate.table is None:
            continue
        width = candidate.table.width
        for row in elements(candidate.table.element.children, "tr"):
            surplus = row.get(SURPLUS)
            if surplus is not None:
                line = source.span(row.start, row.end).line
                message = f"row has {width + int(surplus)} cells but the header has {width}"
                hint = "escape a bar inside a cell as \\|; the cells that are too many were left out"
                yield Diagnostic("warning", "KG141", message, hint, source.file.path, line, 1)


def prefixes_of(base: str, documents: Collection[str]) -> dict[str, str]:
    """Return the prefixes of the data; a single document has one of its own."""
    prefixes = {"product": f"{base}product#", "edition": f"{base}edition#", "mechanism": f"{base}mechanism#"}
    if len(documents) == 1:
        prefixes["doc"] = f"{next(iter(documents))}#"
    return prefixes
