"""The namespaces, classes and properties that an export is written in.

The constants are held equal to ``ontology/core.ttl`` by ``tests/test_ontology.py``, both ways.
"""

from __future__ import annotations

KG = "https://w3id.org/docs-kg/ontology#"
MECH = "https://w3id.org/docs-kg/mechanism/"
PROVIDER = "https://w3id.org/docs-kg/provider/"
D3F = "http://d3fend.mitre.org/ontologies/d3fend.owl#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES = {
    "kg": KG,
    "mech": MECH,
    "provider": PROVIDER,
    "d3f": D3F,
    "dcterms": DCTERMS,
    "oa": OA,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefix to namespace: bound in every Turtle file that is written and in every query that is asked."""
