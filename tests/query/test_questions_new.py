"""The questions that the draft does not have, asked of a small made-up graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import ontology
from kg.errors import QueryError
from kg.sparql import query

GRAPH = """
@prefix e: <https://example.org/kg/doc/plans#> .
@prefix kg: <https://w3id.org/docs-kg/ontology#> .
@prefix mech: <https://w3id.org/docs-kg/mechanism/> .
@prefix provider: <https://w3id.org/docs-kg/provider/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

e:acme a schema:SoftwareApplication ; rdfs:label "Acme" ; kg:hasFeature e:login , e:backup .
e:doc a schema:TechArticle ; dcterms:title "Plans" ; schema:about e:acme ; prov:wasDerivedFrom e:file ;
    schema:url <https://docs.example.org/plans.html> ; dcterms:replaces <https://docs.example.org/old.html> .
e:file a kg:SourceFile ; kg:path "plans.md" ; schema:sha256 "00" ; kg:commit "v2" .
e:login a kg:Feature ; rdfs:label "Login" ; schema:position 1 ; kg:describedIn e:doc ; kg:subFeature e:sso ;
    kg:hasStatement e:s1 , e:s2 ; kg:extractedFrom e:span7 ; kg:usesMechanism mech:tls-1-2 , mech:ldap .
e:sso a kg:Feature ; rdfs:label "Single sign-on" ; schema:position 1 ; kg:describedIn e:doc ;
    kg:hasAvailability e:sso.in.free , e:sso.in.pro ; kg:availableIn e:pro .
e:backup a kg:Feature ; rdfs:label "Backup" ; schema:position 2 ; kg:describedIn e:doc ; kg:hasStatement e:s3 ;
    kg:extractedFrom e:span9 ; kg:concernsProvider provider:s3 .
e:s1 a kg:Statement ; schema:position 1 ; schema:text "Over TLS 1.2" ; kg:usesMechanism mech:tls-1-2 .
e:s2 a kg:Statement ; schema:position 2 ; schema:text "By LDAP" ; kg:usesMechanism mech:ldap ; kg:hasLink e:l1 .
e:s3 a kg:Statement ; schema:position 1 ; schema:text "To S3" ; kg:concernsProvider provider:s3 ;
    kg:extractedFrom e:span9 .
e:l1 a kg:Link ; kg:href "old.html#ldap" ; schema:name "old" ; kg:target <https://docs.example.org/old.html#ldap> .
e:l2 a kg:Link ; kg:href "gone.html" ; schema:name "gone" ; kg:target <https://docs.example.org/gone.html#x> .
e:sso.in.free a kg:Availability ; kg:inEdition e:free ; kg:availabilityValue "no" .
e:sso.in.pro a kg:Availability ; kg:inEdition e:pro ; kg:availabilityValue "yes" .
e:free a kg:Edition ; rdfs:label "Free" .
e:pro a kg:Edition ; rdfs:label "Pro" .
e:span7 a kg:SourceSpan ; oa:hasSource e:file ; kg:startLine 7 ; kg:endLine 7 .
e:span9 a kg:SourceSpan ; oa:hasSource e:file ; kg:startLine 9 ; kg:endLine 9 .
mech:tls a kg:Mechanism , skos:Concept ; skos:prefLabel "TLS"@en ; skos:altLabel "Transport Layer Security"@en .
mech:tls-1-2 a kg:Mechanism , skos:Concept ; skos:prefLabel "TLS 1.2"@en ; skos:broader mech:tls .
mech:ldap a kg:Mechanism , skos:Concept ; skos:prefLabel "LDAP"@en .
provider:aws a kg:Provider , skos:Concept ; skos:prefLabel "AWS"@en .
provider:s3 a kg:Provider , skos:Concept ; skos:prefLabel "Amazon S3"@en ; skos:broader provider:aws .
"""
OVER_TLS = ("Acme", "Login", "TLS 1.2", "Over TLS 1.2")
BY_LDAP = ("Acme", "Login", "LDAP", "By LDAP")
TO_S3 = ("Amazon S3", "Acme", "Backup", "To S3", "plans.md", 9)
FREE = ("Acme", "Login", "Single sign-on", "Free", "no")
PRO = ("Acme", "Login", "Single sign-on", "Pro", "yes")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "plans.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "parameters", "rows"),
    [
        ("mechanism-users", {"mechanism": "TLS 1.2"}, [OVER_TLS]),
        ("mechanism-users", {"mechanism": "transport layer security"}, [OVER_TLS]),
        ("mechanism-users", {"mechanism": "mech:tls"}, [OVER_TLS]),
        ("mechanism-users", {"mechanism": "<https://w3id.org/docs-kg/mechanism/ldap>"}, [BY_LDAP]),
        ("mechanism-users", {"mechanism": ["TLS", "LDAP"]}, [BY_LDAP, OVER_TLS]),
        ("mechanism-users", {}, [BY_LDAP, OVER_TLS]),
        ("mechanism-users", {"product": "Other"}, []),
        ("provider-statements", {"provider": "AWS"}, [TO_S3]),
        ("provider-statements", {"provider": "Azure"}, []),
        ("availability", {}, [FREE, PRO]),
        ("availability", {"edition": "Pro"}, [PRO]),
        ("availability", {"value": "no"}, [FREE]),
        ("unlinked-features", {}, [("Acme", "Backup", "plans.md", 9)]),
        ("sources", {}, [("plans.md", "Plans", "Acme", "https://docs.example.org/plans.html", "v2", "00", 3, 3)]),
        ("dangling-links", {}, [("gone", "https://docs.example.org/gone.html", None, None)]),
        ("provenance", {"text": "To S3"}, []),
        ("encrypted-in-transit", {}, []),
        ("vendor-gap", {"product": "Acme"}, [("Acme", "LDAP"), ("Acme", "TLS 1.2")]),
        ("on-line", {"line": "9"}, []),
        ("gaps", {}, [("no link", "Backup"), ("no link", "Login"), ("no mechanism", "To S3")]),
    ],
)
def test_a_question_has_these_rows(
    graph: Path, name: str, parameters: dict[str, str | list[str]], rows: list[tuple[object, ...]]
) -> None:
    assert list(query(graph, name=name, parameters=parameters).rows) == rows


def test_d3fend_coverage_finds_the_techniques_in_the_vocabularies(tmp_path: Path) -> None:
    export = tmp_path / "kg.nt"
    mechanism = "https://w3id.org/docs-kg/mechanism/password-authentication"
    export.write_text(f"<e:s> <https://w3id.org/docs-kg/ontology#usesMechanism> <{mechanism}> .\n", encoding="utf-8")

    rows = query(export, name="d3fend-coverage").rows
    assert ("http://d3fend.mitre.org/ontologies/d3fend.owl#PasswordAuthentication", 1) in rows


def test_each_question_has_a_description_and_each_parameter_one() -> None:
    for question in ontology.questions():
        assert question.description.endswith("?") or question.name == "web-annotation"
        assert all(parameter.description for parameter in question.parameters)


def test_a_default_is_what_the_values_block_holds() -> None:
    assert ontology.question("as-side").parameters == (
        ontology.Parameter("side", "text", "ours, theirs or base", '"ours"'),
    )


def test_an_unknown_question_is_answered_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r'no question is called "feature"; the questions are: .*features'):
        ontology.question("feature")


@pytest.mark.parametrize(
    "header", ["# param: x (text) no block\n", "# param: y (colour) of what?\n", "# param: (text) no name\n"]
)
def test_a_parameter_line_that_declares_nothing_is_an_error(header: str) -> None:
    with pytest.raises(QueryError, match="declares no parameter"):
        ontology.parse_question(header + "SELECT * { VALUES ?y { UNDEF } }")
