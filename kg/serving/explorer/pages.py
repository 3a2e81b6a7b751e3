"""The pages of a graph: what each shows, and under which path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from ...names import MECH, PROV, PROVIDER, SKOS, Kg
from ...ontology import Question, questions
from . import matrix
from .disputes import conflicts, dispute
from .facts import Facts, Ref
from .neighbourhood import drawing, neighbourhood
from .nodes import OF_KIND
from .page import PER_PAGE, Page, Turn, count, part, turn
from .places import KINDS, Places, find_places
from .reader import Reader
from .search import Search
from .summary import GAPS, Summary, gap, summary
from .terms import terms

TITLES: Mapping[str, str] = {
    "doc": "Documents",
    "feature": "Features",
    "mechanism": "Mechanisms",
    "provider": "Providers",
    "edition": "Editions",
    "product": "Products",
}

_WIDEST = 24
"""Columns of the matrix of features by mechanisms."""

_FIRST = 12
"""Entries of the lists of the home page."""


class Pages:
    """The pages of one graph.

    Args:
        reader: The graph.
        prepared: What ``prepared`` of the same graph returned, so that it need not be counted again.
    """

    def __init__(self, reader: Reader, prepared: Mapping[str, Any] | None = None) -> None:
        self.reader = reader
        self.__dict__.update(prepared or {})
        self.facts = Facts(reader, self.places)

    @cached_property
    def places(self) -> Places:
        """Return which page shows which node."""
        return find_places(self.reader)

    @cached_property
    def summary(self) -> Summary:
        """Return the numbers of the home page."""
        return summary(self.reader)

    @cached_property
    def search(self) -> Search:
        """Return the index of names and statements."""
        return Search(self.reader, self.places)

    @cached_property
    def by_product(self) -> matrix.Matrix:
        """Return the matrix of mechanisms by products, which the home page needs too."""
        return matrix.products(self.facts)

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[str, ...]]:
        """Return the nodes of each kind, in the order in which lists show them."""
        label = self.reader.label
        found: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for iri in self.places.paths:
            found[self.places.kind(iri)].append(iri)
        return {kind: tuple(sorted(iris, key=lambda iri: (label(iri).casefold(), iri))) for kind, iris in found.items()}

    @cached_property
    def naming(self) -> tuple[str, ...]:
        """Return the features that name a mechanism, in the order of lists."""
        return tuple(iri for iri in self.by_kind["feature"] if self.reader.nodes(iri, Kg.USES_MECHANISM))

    def prepared(self) -> Mapping[str, Any]:
        """Return what is counted once for all pages; it can be pickled."""
        return {name: getattr(self, name) for name in _PREPARED}

    def page(self, path: str) -> Page | None:
        """Return the page of a path without its extension, None where there is none."""
        head, _, rest = path.partition("/")
        name, _, digits = path.rpartition("-")
        if path in _SINGLE:
            return _SINGLE[path](self)
        if path in self.places.iris:
            return OF_KIND[head](self.facts, self.places.iris[path])
        if head == "graph" and rest in self.places.iris:
            return self._around(self.places.iris[rest])
        if head == "gaps" and rest in GAPS:
            return self._gap(rest)
        if name in _NUMBERED and digits.isascii() and digits.isdigit() and len(digits) < _LONGEST_NUMBER:
            return _NUMBERED[name](self, int(digits))
        return None

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all pages that can be written as files, sorted."""
        totals = {f"list/{kind}": len(iris) for kind, iris in self.by_kind.items()}
        totals |= {"matrix/products": len(self.by_product.rows), "matrix/features": len(self.naming)}
        return tuple(
            sorted(
                [
                    *(path for path in _SINGLE if path not in DYNAMIC),
                    *self.places.iris,
                    *(f"graph/{path}" for path in self.places.iris),
                    *(f"gaps/{name}" for name in GAPS),
                    *(f"{name}-{number}" for name, total in totals.items() for number in range(2, count(total) + 1)),
                ]
            )
        )

    def named(self, path: str) -> tuple[str, ...]:
        """Return the nodes of the dataset that a path names, source files too."""
        found = self.places.named(path)
        return found or tuple(base + path for base in self.places.bases if self.reader.one(base + path, Kg.PATH))

    def shows(self, path: str) -> str:
        """Return the path of the page that shows what a path names, "" where there is none."""
        if path in self.places.iris or path in _SINGLE:
            return path
        documents = (each for file in self.named(path) for each in self.reader.subjects(f"{PROV}wasDerivedFrom", file))
        return self.places.paths.get(next(documents, ""), "")

    def namespace(self, path: str) -> Page | None:
        """Return the list of the nodes whose IRIs differ in their fragments only, None where there are none."""
        iris = self.places.named(path)
        if path in self.places.iris or not iris:
            return None
        kind = self.places.kind(iris[0])
        page = self._list(kind, iris, len(iris), turn(kind, f"list/{kind}", 1, 1))
        return Page(page.template, f"{TITLES[kind]} called {iris[0].partition('#')[0]}#…", page.context)

    def home(self) -> Page:
        """Return what is in the graph."""
        context = {
            "summary": self.summary,
            "most": tuple(zip(self.by_product.rows, self.by_product.sums, strict=True))[:_FIRST],
            "documents": tuple(map(self.facts.ref, self.by_kind["doc"][:_FIRST])),
            "products": tuple(map(self.facts.ref, self.by_kind["product"][:_FIRST])),
            "gaps": GAPS,
        }
        return Page("home.html", "What is in here", context)

    def listing(self, kind: str, number: int = 1) -> Page | None:
        """Return a page of the list of a kind, None where it has no such page."""
        iris = self.by_kind[kind]
        where = turn(kind, f"list/{kind}", number, len(iris))
        return None if where is None else self._list(kind, part(iris, number), len(iris), where)

    def disputes(self) -> Page:
        """Return all that is in dispute."""
        found = [dispute(self.facts, each) for each in conflicts(self.facts)]
        return Page("disputes.html", "In dispute", {"disputes": found})

    def gaps(self) -> Page:
        """Return what is missing, in numbers."""
        return Page("gaps.html", "Gaps", {"gaps": GAPS, "counts": self.summary.gaps})

    def products_matrix(self, number: int = 1) -> Page | None:
        """Return a page of the matrix of mechanisms by products."""
        whole = self.by_product
        where = turn("matrix", "matrix/products", number, len(whole.rows))
        shown = whole.part(slice((number - 1) * PER_PAGE, number * PER_PAGE))
        context = {"matrix": shown, "level": whole.level, "turn": where, "which": "products"}
        return None if where is None else Page("matrix.html", "Mechanisms by product", context)

    def features_matrix(self, number: int = 1) -> Page | None:
        """Return a page of the matrix of features by mechanisms; features that name none are left out."""
        where = turn("matrix/features", "matrix/features", number, len(self.naming))
        shown = matrix.features(self.facts, part(self.naming, number), _WIDEST)
        context = {"matrix": shown, "level": shown.level, "turn": where, "which": "features"}
        return None if where is None else Page("matrix.html", "Features by mechanism", context)

    def query(self) -> Page:
        """Return the page of questions and SPARQL; the text and its answer are the caller's."""
        return Page(
            "query.html", "Ask", {"questions": served_questions(), "bases": (*self.places.bases, MECH, PROVIDER)}
        )

    def found(self, words: str) -> Page:
        """Return what has the words."""
        hits = [(self.facts.ref(hit.iri), hit) for hit in self.search.find(words)]
        return Page("search.html", f"Search: {words}" if words else "Search", {"words": words, "hits": hits})

    def terms(self) -> Mapping[str, Any]:
        """Return what the editor completes."""
        return terms(self.facts.ref(iri) for kind in ("mechanism", "provider") for iri in self.by_kind[kind])

    def drawing(self, path: str) -> Mapping[str, Any] | None:
        """Return the neighbourhood of the node of a page as its drawing takes it, None where there is no such page."""
        iri = self.places.iris.get(path)
        return None if iri is None else drawing(neighbourhood(self.facts, iri), f"graph/{path}.html")

    def _around(self, iri: str) -> Page:
        around = neighbourhood(self.facts, iri)
        return Page("graph.html", f"Around {self.reader.label(iri)}", {"node": self.facts.ref(iri), "around": around})

    def _gap(self, name: str) -> Page:
        found = gap(self.reader, name)
        entries = self._entries("feature", found[: PER_PAGE * 5])
        return Page("gap.html", GAPS[name][0], {"entries": entries, "more": len(found) - len(entries)})

    def _list(self, kind: str, iris: Iterable[str], total: int, where: Turn | None) -> Page:
        context = {"kind": kind, "entries": self._entries(kind, iris), "turn": where, "total": total}
        return Page("list.html", TITLES[kind], context)

    def _entries(self, kind: str, iris: Iterable[str]) -> list[tuple[Ref, str]]:
        return [(self.facts.ref(iri), self._note(kind, iri)) for iri in iris]

    def _note(self, kind: str, iri: str) -> str:
        """Return what tells nodes of one name apart."""
        if kind == "doc":
            return self.facts.source(iri)
        other = Kg.DESCRIBED_IN if kind == "feature" else f"{SKOS}broader"
        return ", ".join(map(self.reader.label, self.reader.nodes(iri, other)))


_PREPARED = ("places", "summary", "search", "by_product", "by_kind", "naming")


def served_questions() -> tuple[Question, ...]:
    """Return the competency questions that an export answers: not those for what the vocabularies alone hold."""
    return tuple(each for each in questions() if not each.needs_vocabulary)


DYNAMIC = frozenset({"query"})
"""Pages that need the server."""

_LONGEST_NUMBER = 9


def _lister(kind: str) -> Callable[[Pages, int], Page | None]:
    return lambda pages, number: pages.listing(kind, number)


def _first(kind: str) -> Callable[[Pages], Page | None]:
    return lambda pages: pages.listing(kind)


_SINGLE: Mapping[str, Callable[[Pages], Page | None]] = {
    "index": Pages.home,
    "disputes": Pages.disputes,
    "gaps": Pages.gaps,
    "matrix": Pages.products_matrix,
    "matrix/features": Pages.features_matrix,
    "query": Pages.query,
    **{kind: _first(kind) for kind in KINDS},
}
_NUMBERED: Mapping[str, Callable[[Pages, int], Page | None]] = {
    "matrix/products": Pages.products_matrix,
    "matrix/features": Pages.features_matrix,
    **{f"list/{kind}": _lister(kind) for kind in KINDS},
}
