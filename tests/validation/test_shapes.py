"""The shapes find what pySHACL finds where it judges all by itself."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import RDF, Graph

from kg.cli import main
from kg.ontology import folder
from kg.sparql import load
from kg.validation.batches import parts
from kg.validation.checks import shapes
from kg.validation.findings import NOWHERE
from kg.validation.view import View

from .graphs import GRAPH, changed

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
CHANGES = [
    ("", ""),
    (' ; kg:availabilityValue "yes"', ""),
    ('"yes"', '""'),
    ('"yes"', '"no"'),
    (" ; kg:availableIn <urn:pro>", ""),
    ("kg:inEdition <urn:pro> ;", ""),
    ('a kg:Edition ; rdfs:label "Pro"', 'a kg:Edition ; rdfs:label "Pro" , "P"'),
    ("schema:position 1 ; kg:describedIn", "schema:position 0 ; kg:describedIn"),
    ("schema:position 1 ; kg:describedIn", "kg:describedIn"),
    ('dcterms:title "Plans"', 'dcterms:title "Plans"@en'),
    ('oa:exact "Login"', 'oa:exact "Log"'),
    ("oa:end 25", "oa:end 20"),
    ('kg:path "plans.md"', 'kg:path "/plans.md"'),
    (' , skos:Concept ; skos:prefLabel "LDAP"@en', ""),
    ("kg:hasFeature <urn:d#f>", 'schema:name "x"'),
    ("<urn:pro> a kg:Edition", "<urn:pro> kg:inVariant <urn:pro> ; a kg:Edition"),
]


def by_itself(data: str) -> set[str]:
    """Return the nodes in which pySHACL finds violations, with all shapes and their queries."""
    core = Graph().parse(folder() / "shapes" / "data.ttl")
    _, report, _ = pyshacl.validate(Graph().parse(data=data), shacl_graph=core)
    assert isinstance(report, Graph)
    results = list(report.subjects(RDF.type, SH.ValidationResult))
    return {str(report.value(one, SH.focusNode)) for one in results if (one, SH.resultSeverity, SH.Violation) in report}


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_the_check_finds_the_nodes_that_pyshacl_finds(old: str, new: str, tmp_path: Path) -> None:
    data = changed(old, new) if old else GRAPH
    (tmp_path / "kg.ttl").write_text(data)
    view = View(load(tmp_path / "kg.ttl"), NOWHERE)
    assert shapes.CHECK.graph

    messages = [found.message for found in shapes.CHECK.graph(view, ())]

    assert {message[1:].partition(">")[0] for message in messages} == by_itself(data)


def test_a_shape_that_warns_has_a_check_of_its_own() -> None:
    data = Graph().parse(folder() / "shapes" / "data.ttl")
    messages = [str(data.value(shape, SH.message)) for shape in data.subjects(SH.severity, SH.Warning)]

    assert messages == ["A feature without statement, sub-feature or availability: an empty cell?"]  # KG232


def test_the_parts_of_a_graph_are_whole_documents_and_together_the_graph(tmp_path: Path, shared: Path) -> None:
    from click.testing import CliRunner

    pages = [str(page) for page in sorted((shared / "corpus" / "pages").rglob("*.md"))[:6]]
    for name, output in (("turtle", str(tmp_path / "kg.ttl")), ("trig", str(tmp_path / "kg.trig"))):
        assert CliRunner().invoke(main, ["export", *pages, "-f", name, "-o", output]).exit_code == 0
        store = load(output)
        found = list(parts(store))
        whole = {str(quad.triple) for quad in store.quads_for_pattern(None, None, None)}
        assert {f"{s} {p} {o}" for part in found for s, p, o in part} == whole


def test_a_graph_whose_documents_lean_on_one_another_is_judged_as_one(tmp_path: Path) -> None:
    preamble, _, body = GRAPH.partition("\n<urn:product>")
    edition = '<urn:pro> a kg:Edition ; rdfs:label "Pro" .'
    graphs = f"<urn:d> {{ <urn:product>{body.replace(edition, '')} }}\n<urn:e> {{ {edition} }}\n"
    (tmp_path / "kg.trig").write_text(preamble + graphs)
    view = View(load(tmp_path / "kg.trig"), NOWHERE)
    assert shapes.CHECK.graph

    assert list(shapes.CHECK.graph(view, ())) == []
