"""A small graph that nothing is wrong with."""

from __future__ import annotations

from kg.names import PREFIXES

PREAMBLE = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SHA256 = "0" * 64
GRAPH = f"""{PREAMBLE}
<urn:product> a schema:SoftwareApplication ; rdfs:label "Acme" ; kg:hasFeature <urn:d#f> .
<urn:d> a schema:TechArticle ; dcterms:title "Plans" ; schema:about <urn:product> ; prov:wasDerivedFrom <urn:file> .
<urn:file> a kg:SourceFile ; kg:path "plans.md" ; schema:sha256 "{SHA256}" .
<urn:d#f> a kg:Feature ; rdfs:label "Login" ; schema:position 1 ; kg:describedIn <urn:d> ; kg:hasStatement <urn:d#s> ;
    kg:extractedFrom <urn:span> ; kg:hasAvailability <urn:d#a> ; kg:availableIn <urn:pro> ; kg:usesMechanism mech:ldap .
<urn:d#s> a kg:Statement ; schema:text "By LDAP" ; schema:position 1 ; kg:usesMechanism mech:ldap ;
    kg:hasLink <urn:d#l> ; kg:extractedFrom <urn:span> .
<urn:d#l> a kg:Link ; schema:name "LDAP" ; kg:href "https://example.org/ldap" ; kg:extractedFrom <urn:span> .
<urn:d#a> a kg:Availability ; kg:inEdition <urn:pro> ; kg:availabilityValue "yes" ; kg:extractedFrom <urn:span> .
<urn:pro> a kg:Edition ; rdfs:label "Pro" .
<urn:span> a kg:SourceSpan ; oa:hasSource <urn:file> ; kg:startLine 7 ; kg:endLine 7 ; oa:start 20 ; oa:end 25 ;
    oa:exact "Login" .
mech:ldap a kg:Mechanism , skos:Concept ; skos:prefLabel "LDAP"@en .
"""


def changed(old: str, new: str) -> str:
    """Return the graph with a part of it replaced, which it has once."""
    assert GRAPH.count(old) == 1, old
    return GRAPH.replace(old, new)
