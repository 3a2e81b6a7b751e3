"""The ontology describes itself, and the shapes find what an export or a vocabulary lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from kg import ontology
from kg.names import KG, PREFIXES

K = Namespace(KG)
SH = Namespace("http://www.w3.org/ns/shacl#")
PREAMBLE = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())

DATA = """
<urn:product> a schema:SoftwareApplication ; rdfs:label "Acme" ; kg:hasFeature <urn:f> .
<urn:doc> a schema:TechArticle ; dcterms:title "Plans" ; schema:about <urn:product> ; prov:wasDerivedFrom <urn:file> .
<urn:file> a kg:SourceFile ; kg:path "plans.md" ; kg:commit "as given, any text" ;
    schema:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
<urn:f> a kg:Feature ; rdfs:label "Login" ; schema:position 1 ; kg:describedIn <urn:doc> ; kg:hasStatement <urn:s> ;
    kg:extractedFrom <urn:span> ; kg:hasAvailability <urn:a> ; kg:availableIn <urn:pro> ; kg:usesMechanism mech:ldap .
<urn:s> a kg:Statement ; schema:text "By LDAP" ; schema:position 1 ; kg:usesMechanism mech:ldap ;
    kg:extractedFrom <urn:span> .
<urn:a> a kg:Availability ; kg:inEdition <urn:pro> ; kg:availabilityValue "yes" ; kg:extractedFrom <urn:span> .
<urn:pro> a kg:Edition ; rdfs:label "Pro" .
<urn:span> a kg:SourceSpan ; oa:hasSource <urn:file> ; kg:startLine 1 ; kg:endLine 1 ; oa:start 0 ; oa:end 5 ;
    oa:exact "Login" .
mech:ldap a kg:Mechanism , skos:Concept ; skos:prefLabel "LDAP"@en .
"""
VOCABULARY = """
<https://w3id.org/docs-kg/mechanism> a skos:ConceptScheme ; dcterms:title "Mechanisms"@en .
<urn:own> a skos:ConceptScheme ; dcterms:title "Mechanisms named only in these documents" .
mech:top a kg:Mechanism , skos:Concept ; skos:inScheme <https://w3id.org/docs-kg/mechanism> ; skos:prefLabel "top"@en ;
    skos:topConceptOf <https://w3id.org/docs-kg/mechanism> ; skos:definition "A topic."@en .
mech:sse a kg:Mechanism , skos:Concept ; skos:inScheme <https://w3id.org/docs-kg/mechanism> ; skos:broader mech:top ;
    skos:prefLabel "server-side encryption"@en ; skos:altLabel "SSE"@en ; skos:definition "Done by the server."@en ;
    kg:ambiguousLabel "SSE"@en ; kg:contextLabel "bucket"@en ; kg:versionPattern "SSE {1|2} = SSEv{}" ;
    skos:example "SSE of a bucket"@en ; kg:counterExample "an SSE stream"@en .
<urn:x> a kg:Mechanism , skos:Concept ; skos:inScheme <urn:own> ; skos:prefLabel "SHOW X" ; skos:broader mech:top .
"""


@pytest.fixture(scope="module")
def shapes() -> dict[str, Graph]:
    return {name: Graph().parse(ontology.folder() / "shapes" / f"{name}.ttl") for name in ("data", "vocabulary")}


def _faults(data: Graph, shapes: Graph) -> set[str]:
    """Return the property (``None`` for a longer path, or none) and the kind of each constraint that fails."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    told = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, kind = report.value(result, SH.resultPath), report.value(result, SH.sourceConstraintComponent)
        name = re.split("[#/]", path)[-1] if isinstance(path, URIRef) else None
        told.add(f"{name} {str(kind).rpartition('#')[2].removesuffix('ConstraintComponent')}")
    return told


def test_the_examples_of_the_contract_conform(shared: Path, shapes: dict[str, Graph]) -> None:
    draft = shared / "contract" / "draft"
    data = Graph()
    for path in [*(draft / "vocab").glob("*.ttl"), *(draft / "examples").glob("*.ttl")]:
        data.parse(path)
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes["data"])
    assert conforms, text


def test_the_small_export_conforms(shapes: dict[str, Graph]) -> None:
    assert _faults(Graph().parse(data=PREAMBLE + DATA), shapes["data"]) == set()


def test_an_export_without_provenance_conforms(shapes: dict[str, Graph]) -> None:
    data = Graph().parse(data=PREAMBLE + DATA)
    data.remove((None, K.extractedFrom, None))
    data.remove((URIRef("urn:span"), None, None))
    assert _faults(data, shapes["data"]) == set()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (' ; kg:availabilityValue "yes"', "", {"availabilityValue MinCount", "None SPARQL"}),
        ('"yes"', '""', {"availabilityValue MinLength", "None SPARQL"}),
        ('"yes"', '"no"', {"None SPARQL"}),
        (" ; kg:availableIn <urn:pro>", "", {"None SPARQL"}),
        ("kg:inEdition <urn:pro> ;", "", {"inEdition MinCount", "None SPARQL"}),
        (" ; kg:hasAvailability <urn:a> ; kg:availableIn <urn:pro>", "", {"None MinCount", "None SPARQL"}),
        ('a kg:Edition ; rdfs:label "Pro"', 'a kg:Edition ; rdfs:label "Pro" , "P"', {"label MaxCount"}),
        ("schema:position 1 ; kg:describedIn", "schema:position 0 ; kg:describedIn", {"position MinInclusive"}),
        ("schema:position 1 ; kg:describedIn", "kg:describedIn", {"position MinCount"}),
        ('rdfs:label "Login"', 'rdfs:label " Login"', {"label Pattern"}),
        ('dcterms:title "Plans"', 'dcterms:title "Plans"@en', {"title Datatype"}),
        ('dcterms:title "Plans" ; ', "", {"title MinCount"}),
        ('oa:exact "Login"', 'oa:exact "Log"', {"None SPARQL"}),
        ("oa:end 5", "oa:end 0", {"start LessThan", "None SPARQL"}),
        ('kg:path "plans.md"', 'kg:path "/plans.md"', {"path Pattern"}),
        ('kg:commit "as given, any text"', 'kg:commit ""', {"commit MinLength"}),
        (
            '"By LDAP" ; schema:position 1 ; kg:usesMechanism mech:ldap ;\n    kg:extractedFrom <urn:span>',
            '"By LDAP" ; schema:position 1',
            {"None Or"},
        ),
        (' , skos:Concept ; skos:prefLabel "LDAP"@en', "", {"None Class", "prefLabel MinCount"}),
        ("kg:hasFeature <urn:f>", 'schema:name "x"', {"None MinCount"}),
    ],
)
def test_what_an_export_lacks_is_found(old: str, new: str, told: set[str], shapes: dict[str, Graph]) -> None:
    assert DATA.count(old) == 1
    assert _faults(Graph().parse(data=PREAMBLE + DATA.replace(old, new)), shapes["data"]) == told


def test_the_small_vocabulary_conforms(shapes: dict[str, Graph]) -> None:
    assert _faults(Graph().parse(data=PREAMBLE + VOCABULARY), shapes["vocabulary"]) == set()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (' ; skos:definition "Done by the server."@en', "", {"None Or"}),
        ('"Done by the server."@en', '"""Done\nby the server."""@en', {"definition Pattern"}),
        ('kg:ambiguousLabel "SSE"@en', 'kg:ambiguousLabel "SSE"', {"None SPARQL"}),
        ('kg:ambiguousLabel "SSE"@en ; ', "", {"ambiguousLabel MinCount"}),
        ('"SSE {1|2} = SSEv{}"', '"SSE 1"', {"versionPattern Pattern"}),
        ('skos:altLabel "SSE"@en', 'skos:altLabel "SSE"@en , "server-side encryption"@en', {"prefLabel Disjoint"}),
        ('skos:altLabel "SSE"@en', 'skos:altLabel "SSE"@en , "S "@en', {"None Pattern"}),
        ("skos:broader mech:top ;\n", "skos:broader mech:none ;\n", {"broader Class"}),
        ("skos:broader mech:top ;\n", "skos:broader mech:sse ;\n", {"None SPARQL"}),
        ("skos:broader mech:top ;\n", "\n", {"None MinCount"}),
    ],
)
def test_what_a_vocabulary_lacks_is_found(old: str, new: str, told: set[str], shapes: dict[str, Graph]) -> None:
    assert VOCABULARY.count(old) == 1
    assert _faults(Graph().parse(data=PREAMBLE + VOCABULARY.replace(old, new)), shapes["vocabulary"]) == told


def test_each_term_has_a_label_a_definition_and_its_home() -> None:
    core = Graph().parse(ontology.folder() / "core.ttl")
    terms = {s for s in core.subjects(RDF.type, None) if isinstance(s, URIRef) and str(s) in K}
    assert {K.ambiguousLabel, K.contextLabel, K.counterExample, K.versionPattern, K.Feature, K.target} < terms
    for each in terms:
        assert core.value(each, RDFS.label), each
        assert core.value(each, SKOS.definition), each
        assert core.value(each, RDFS.isDefinedBy) == URIRef(KG.rstrip("#")), each


def test_the_ontology_has_the_terms_of_the_contract(shared: Path) -> None:
    draft = Graph().parse(shared / "contract" / "draft" / "ontology" / "core.ttl")
    core = Graph().parse(ontology.folder() / "core.ttl")
    notes = {SKOS.definition, SKOS.scopeNote, SKOS.example}
    lost = {(s, p, o) for s, p, o in draft if isinstance(s, URIRef) and s in K and p not in notes} - set(core)
    assert lost == set()
    added = {s for s in set(core.subjects(RDF.type)) - set(draft.subjects(RDF.type)) if str(s) in K}
    assert all(core.value(each, RDF.type) == OWL.AnnotationProperty for each in added)
    assert len(added) == 4
