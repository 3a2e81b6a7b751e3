"""The explorer on graphs that no export writes: deep, shared, circular, large."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from kg.serving.explorer.answers import answer, html, shown
from kg.serving.explorer.facts import Feature
from kg.serving.explorer.pages import Pages
from kg.serving.explorer.reader import Reader
from kg.serving.requests import PageRequest, ShowRequest

BASE = "https://example.org/kg/"
PREFIXES = f"""@prefix : <{BASE}doc/d#> . @prefix kg: <https://w3id.org/docs-kg/ontology#> .
@prefix schema: <https://schema.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{BASE}doc/d> a schema:TechArticle ; schema:about <{BASE}product#p> . <{BASE}product#p> a schema:SoftwareApplication .
"""


def pages_of(turtle: str) -> Pages:
    store = ox.Store()
    store.load((PREFIXES + turtle).encode(), ox.RdfFormat.TURTLE)
    return Pages(Reader(store))


def feature(name: str, more: str = "") -> str:
    return f':{name} a kg:Feature ; rdfs:label "{name}" ; kg:describedIn <{BASE}doc/d> {more}.\n'


def everything(pages: Pages) -> list[Feature]:
    return [each for top in pages.facts.top_features(f"{BASE}doc/d") for each in top.everything]


def test_parts_that_many_share_are_shown_once() -> None:
    turtle = "".join(
        feature(f"n{layer}{side}", f"; kg:subFeature :n{layer + 1}a, :n{layer + 1}b " if layer < 25 else "")
        for layer in range(26)
        for side in "ab"
    )
    pages = pages_of(turtle)

    assert sorted(each.ref.label for each in everything(pages)) == sorted(
        f"n{layer}{side}" for layer in range(26) for side in "ab"
    )
    assert html(pages, "doc/d", static=False)
    assert html(pages, "feature/d/n0a", static=False)


def test_parts_of_parts_without_end_are_named_down_to_a_depth() -> None:
    pages = pages_of("".join(feature(f"c{n}", f"; kg:subFeature :c{n + 1} ") for n in range(1500)) + feature("c1500"))

    for path in ("doc/d", "feature/d/c0", "feature/d/c1400"):
        assert html(pages, path, static=True)


def test_features_that_are_parts_of_each_other_are_on_the_page_of_their_document() -> None:
    said = '; kg:hasStatement :s . :s a kg:Statement ; schema:text "said" '
    pages = pages_of(feature("x", f"; kg:subFeature :y {said}") + feature("y", "; kg:subFeature :x "))

    assert sorted(each.ref.label for each in everything(pages)) == ["x", "y"]
    assert b"said" in (html(pages, "doc/d", static=False) or b"")


def test_the_turtle_of_a_document_has_its_conflicts_and_their_sides() -> None:
    pages = pages_of(':c a kg:Conflict ; kg:hasVariant :c.ours . :c.ours a kg:Variant ; kg:side "ours" .')
    found = answer(pages, PageRequest("/doc/d.ttl", "", ""))

    assert b"kg:Conflict" in found.body
    assert b'kg:side "ours"' in found.body


def test_a_span_and_a_file_lead_to_the_page_of_their_document() -> None:
    source = f"{BASE}src/d.md@0123456789ab"
    span = f"<{source}#L3.1-2>"
    pages = pages_of(
        f"<{BASE}doc/d> <http://www.w3.org/ns/prov#wasDerivedFrom> <{source}> ."
        f'<{source}> a kg:SourceFile ; kg:path "d.md" .'
        + feature("f", f"; kg:extractedFrom {span} ")
        + f"{span} a kg:SourceSpan ; kg:startLine 3 ; kg:endLine 3 ; <http://www.w3.org/ns/oa#hasSource> <{source}> ."
    )

    def location(iri: str) -> str:
        return dict(answer(pages, PageRequest("/go", f"iri={iri.replace('#', '%23')}", "")).headers)["Location"]

    assert location(source) == "doc/d.html"
    assert location(f"{source}#L3.1-2") == "doc/d.html#L3.1-2"
    assert b'id="L3.1-2"' in (html(pages, "doc/d", static=False) or b"")


def test_a_search_of_many_words_looks_for_the_first_ones_once() -> None:
    pages = pages_of(feature("a"))

    assert [hit.iri for hit in pages.search.find("a " * 100_000)] == [f"{BASE}doc/d#a"]


def page_of(rows: list[dict[str, object]]) -> str:
    document = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()
    request = ShowRequest(PageRequest("/query", "query=SELECT", ""), "application/sparql-results+json", document)
    return shown(pages_of(""), request).body.decode()


@pytest.mark.parametrize(
    ("value", "datatype", "cell"),
    [("sNaN", "decimal", "sNaN"), ("true", "boolean", "true"), ("1e400", "double", "inf")],
)
def test_an_odd_value_is_shown(value: str, datatype: str, cell: str) -> None:
    term = {"type": "literal", "value": value, "datatype": f"http://www.w3.org/2001/XMLSchema#{datatype}"}

    assert f"<td>{cell}</td>" in page_of([{"x": term}])


def test_of_many_rows_the_first_are_shown_and_the_number_of_all() -> None:
    page = page_of([{"x": {"type": "literal", "value": str(n)}} for n in range(1500)])

    assert "1,500 rows, of which the first 1,000 are shown." in page
    assert page.count("<td>") == 1000


def test_a_hub_is_drawn_with_the_neighbours_that_fit() -> None:
    pages = pages_of(
        f"<{BASE}mechanism#m> a kg:Mechanism .\n"
        + "".join(feature(f"f{n}", f"; kg:usesMechanism <{BASE}mechanism#m> ") for n in range(3000))
    )
    around_the_hub, beside_it = pages.drawing("mechanism/m"), pages.drawing("feature/d/f0")

    assert around_the_hub is not None
    assert len(around_the_hub["nodes"]) == 200
    assert beside_it is not None
    assert {f"{BASE}doc/d#f0", f"{BASE}mechanism#m"} <= {node["id"] for node in beside_it["nodes"]}


def test_a_feature_called_like_a_file_makes_no_folder_of_that_name() -> None:
    pages = pages_of(f"<{BASE}doc/a#b> a kg:Feature . <{BASE}doc/a#b.html/c> a kg:Feature .")

    assert pages.places.paths[f"{BASE}doc/a#b"] == "feature/a/b"
    assert pages.places.paths[f"{BASE}doc/a#b.html/c"] == "feature/a/b.html-/c"
