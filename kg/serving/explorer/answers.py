"""From a request for a page to its answer: HTML, RDF or JSON, by the extension or by what the client accepts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from ...results import read
from ..messages import Answer
from ..negotiation import choose
from ..requests import PageRequest, ShowRequest
from .page import Page
from .pages import Pages, served_questions
from .places import relative
from .rdf import TYPES, describe
from .templates import render

_HTML_TYPE = "text/html"
HTML = f"{_HTML_TYPE}; charset=utf-8"
_JSON = "application/json"
_Arguments = Mapping[str, Sequence[str]]
_VARY = (("Vary", "Accept"),)
_SUGGESTED = 8
_ROWS = 1000
"""Rows of an answer that the page of the query shows; the file has all."""


def answer(pages: Pages, request: PageRequest) -> Answer:
    """Return the answer to a request for a page."""
    path = request.path.removeprefix("/") or "index.html"
    if path.removesuffix(".html") in _ASKED:
        return _ASKED[path.removesuffix(".html")](pages, parse_qs(request.query, keep_blank_values=True))
    stem, dot, extension = path.rpartition(".")
    if dot and extension in _BY_EXTENSION:
        found = _BY_EXTENSION[extension](pages, stem)
        if found is not None:
            return found
    return _negotiated(pages, path, request.accept)


def shown(pages: Pages, request: ShowRequest) -> Answer:
    """Return the page of the query with what the endpoint answered to it."""
    asked = _asked(parse_qs(request.page.query, keep_blank_values=True))
    if "problem" in request.media_type:
        return _html(pages, "query.html", pages.query(), **{**asked, "problem": json.loads(request.body)})
    if "json" not in request.media_type:
        return _html(pages, "query.html", pages.query(), **{**asked, "turtle": request.body.decode()})
    result = read(request.body)
    shown_rows = replace(result, rows=result.rows[:_ROWS])
    csv = f"sparql?{urlencode({'query': asked['text'], 'format': 'csv'})}"
    return _html(
        pages, "query.html", pages.query(), **{**asked, "result": shown_rows, "rows": len(result.rows), "csv": csv}
    )


def html(pages: Pages, path: str, *, static: bool) -> bytes | None:
    """Return a page as HTML, None where there is none.

    Args:
        pages: The pages.
        path: Of the page, without its extension.
        static: Whether it is to be read without the server.
    """
    page = pages.page(path)
    return None if page is None else _rendered(pages, f"{path}.html", page, static=static)


def drawing(pages: Pages, path: str) -> bytes | None:
    """Return the JSON of the drawing around the node of a page, None where there is none."""
    found = pages.drawing(path)
    return None if found is None else json.dumps(found, ensure_ascii=False, sort_keys=True).encode()


def _rendered(pages: Pages, path: str, page: Page, *, static: bool, **more: Any) -> bytes:
    current = path.removesuffix(".html").partition("/")[0]
    context = {"static": static, "current": current, "title": page.title, **page.context, **more}
    if page.template == "query.html":
        context = {"name": "", "text": _EXAMPLE, "problem": None, "turtle": "", "result": None, "rows": 0, "csv": "",
                   "paths": pages.places.paths, **context}  # fmt: skip
    return render(page.template, path, **context)


_EXAMPLE = "SELECT ?feature ?text {\n  ?f rdfs:label ?feature ; kg:hasStatement/schema:text ?text\n}\nLIMIT 25\n"


def _html(pages: Pages, path: str, page: Page, status: int = 200, **more: Any) -> Answer:
    return Answer(status, HTML, _rendered(pages, path, page, static=False, **more), _VARY)


def _page(pages: Pages, stem: str) -> Answer | None:
    body = html(pages, stem, static=False)
    return None if body is None else Answer(200, HTML, body, _VARY)


def _drawing(pages: Pages, stem: str) -> Answer | None:
    head, _, rest = stem.partition("/")
    body = drawing(pages, rest) if head == "graph" else None
    return None if body is None else Answer(200, _JSON, body)


def _rdf(pages: Pages, stem: str, extension: str) -> Answer | None:
    iris = pages.named(stem)
    return Answer(200, TYPES[extension].media_type, describe(pages.reader, iris, extension), _VARY) if iris else None


_BY_EXTENSION: Mapping[str, Callable[[Pages, str], Answer | None]] = {
    "html": _page,
    "json": _drawing,
    "ttl": lambda pages, stem: _rdf(pages, stem, ".ttl"),
    "jsonld": lambda pages, stem: _rdf(pages, stem, ".jsonld"),
}


def _found(pages: Pages, arguments: _Arguments) -> Answer:
    return _html(pages, "search.html", pages.found(_first(arguments, "q")))


def _negotiated(pages: Pages, path: str, accept: str) -> Answer:
    """Return what a path without an extension names: as HTML or RDF, whichever the client likes best."""
    wanted = choose(accept, (_HTML_TYPE, *(each.media_type for each in TYPES.values())))
    for extension, each in TYPES.items():
        if wanted == each.media_type and (found := _rdf(pages, path, extension)) is not None:
            return found
    if (names := pages.namespace(path)) is not None:
        return _html(pages, path, names)
    stem = pages.shows(path)
    if not stem:
        return missing(pages, path)
    if stem == path:
        return _html(pages, f"{stem}.html", page) if (page := pages.page(stem)) else missing(pages, path)
    return Answer(303, HTML, b"", (*_VARY, ("Location", relative(f"{stem}.html", path))))


def missing(pages: Pages, path: str) -> Answer:
    """Return the page that says that there is none."""
    detail = f"Nothing in this graph is called {path}."
    page = Page("missing.html", "No such page", {"detail": detail})
    return _html(pages, path if path.endswith(".html") else f"{path}.html", page, 404)


def _go(pages: Pages, arguments: _Arguments) -> Answer:
    """Lead to the page of a node by its IRI; a node without an own page is shown by its document's."""
    iri = _first(arguments, "iri")
    document, _, anchor = iri.partition("#")
    paths = pages.places.paths
    names = (document.removeprefix(base) for base in pages.places.bases if document.startswith(base))
    path = paths.get(iri) or paths.get(document) or next(filter(None, map(pages.shows, names)), "")
    if not path:
        return missing(pages, "go")
    address = relative(f"{path}.html", "go") + (f"#{quote(anchor)}" if anchor and iri not in paths else "")
    return Answer(303, HTML, b"", (("Location", address),))


def _suggestions(pages: Pages, arguments: _Arguments) -> Answer:
    hits = pages.search.find(_first(arguments, "q"), _SUGGESTED)
    return _json(
        [
            {
                "label": pages.reader.label(hit.iri),
                "kind": hit.kind,
                "href": relative(f"{pages.places.paths[hit.iri]}.html", "search"),
            }
            for hit in hits
        ]
    )


def _query(pages: Pages, arguments: _Arguments) -> Answer:
    return _html(pages, "query.html", pages.query(), **_asked(arguments))


def _asked(arguments: _Arguments) -> dict[str, Any]:
    """Return the text and the question that the form of the query page was sent with."""
    name = _first(arguments, "name")
    by_name = {each.name: each.text for each in served_questions()}
    text = _first(arguments, "query")
    if name in by_name and (_first(arguments, "fill") or not text):
        text = by_name[name]
    return {"name": name, "text": text or _EXAMPLE}


def _first(arguments: _Arguments, name: str) -> str:
    return arguments.get(name, [""])[0]


def _json(value: object) -> Answer:
    return Answer(200, _JSON, json.dumps(value, ensure_ascii=False).encode())


_ASKED: Mapping[str, Callable[[Pages, _Arguments], Answer]] = {
    "go": _go,
    "query": _query,
    "query/terms.json": lambda pages, _: _json(pages.terms()),
    "search": _found,
    "search.json": _suggestions,
}
"""What answers the addresses that take arguments."""
