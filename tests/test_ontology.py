"""The constants in the code and the terms of the ontology are the same, and the vocabularies hold together."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.namespace import OWL, RDF, SKOS

import kg
from kg.matching import words_of
from kg.names import KG, Kg
from kg.ontology import folder
from kg.vocabulary import load

CORE = rdflib.Graph().parse(folder() / "core.ttl")


def vocabulary_graph() -> rdflib.Graph:
    graph = rdflib.Graph()
    for kind in ("mechanism", "provider"):
        for file in sorted((folder() / kind).glob("*.ttl")):
            graph.parse(file)
    return graph


def test_the_constants_in_the_code_are_the_terms_of_the_ontology() -> None:
    terms = {str(term) for term in CORE.subjects(RDF.type) if str(term).startswith(KG)}

    assert set(Kg) == terms


def test_every_constant_is_used() -> None:
    root = Path(kg.__file__).parent
    code = "".join(path.read_text() for path in sorted(root.rglob("*.py")) if path.name != "names.py")
    unused = [term.name for term in Kg if f"Kg.{term.name}" not in code]

    assert unused == []


def test_the_version_of_the_ontology_stands_in_its_version_iri_too() -> None:
    ontology = rdflib.URIRef(KG.rstrip("#"))

    assert str(CORE.value(ontology, OWL.versionIRI)) == f"{ontology}/{CORE.value(ontology, OWL.versionInfo)}"


def test_every_class_and_property_is_labelled_and_defined() -> None:
    terms = [term for term in set(CORE.subjects(RDF.type)) if str(term).startswith(KG)]

    assert [
        term for term in terms if not (CORE.value(term, rdflib.RDFS.label) and CORE.value(term, SKOS.definition))
    ] == []


def test_every_concept_above_another_or_offering_it_exists() -> None:
    concepts = load().concepts
    named = {iri for concept in concepts.values() for iri in (*concept.broader, *concept.offered_by)}

    assert named - set(concepts) == set()


def test_no_concept_is_broader_than_itself() -> None:
    vocabulary = load()

    assert [iri for iri in vocabulary.concepts if iri in vocabulary.above(iri)] == []


def test_every_concept_is_a_topic_or_has_a_broader_one_and_is_defined() -> None:
    graph = vocabulary_graph()
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))

    assert [one for one in concepts if not graph.value(one, SKOS.definition)] == []
    assert [
        one for one in concepts if not (graph.value(one, SKOS.broader) or graph.value(one, SKOS.topConceptOf))
    ] == []


def test_no_label_names_two_concepts_of_one_scheme() -> None:
    names: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for concept in load().concepts.values():
        for label in concept.labels:
            words = words_of(label.text)
            if not all(word.folded for word in words):
                continue  # it has a stop inside, so it matches no text
            written = tuple(word.written if len(label.text) <= 3 else word.folded for word in words)
            names.setdefault((concept.kind, written), set()).add(concept.iri)

    assert {key: found for key, found in names.items() if len(found) > 1} == {}


def test_an_ambiguous_label_is_one_of_the_concepts_labels() -> None:
    stray = {
        concept.iri: concept.ambiguous - {label.text for label in concept.labels}
        for concept in load().concepts.values()
        if concept.ambiguous - {label.text for label in concept.labels}
    }

    assert stray == {}


def test_the_vocabularies_are_as_large_as_promised() -> None:
    kinds = [concept.kind for concept in load().concepts.values()]

    assert kinds.count("mechanism") >= 400
    assert kinds.count("provider") >= 80


def test_alignments_to_d3fend_are_to_listed_classes_only() -> None:
    listed = {line for line in (folder() / "d3fend.txt").read_text().splitlines() if line and not line.startswith("#")}
    d3fend = "http://d3fend.mitre.org/"
    used = {str(target) for target in vocabulary_graph().objects() if str(target).startswith(d3fend)}

    assert used - listed == set()


def test_the_concepts_of_the_draft_keep_their_names_and_their_place(shared: object) -> None:
    draft = rdflib.Graph()
    for file in sorted((shared / "contract" / "draft" / "vocab").glob("*.ttl")):  # type: ignore[operator]
        draft.parse(file)
    concepts = load().concepts

    drafted = {str(concept): str(label) for concept, label in draft.subject_objects(SKOS.prefLabel)}
    assert {iri: concepts[iri].preferred.text for iri in drafted} == drafted


def test_turtle_files_parse_and_hold_no_stray_subject() -> None:
    for file in sorted(folder().rglob("*.ttl")):
        subjects = {quad.subject for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE)}
        named = [one.value for one in subjects if isinstance(one, ox.NamedNode)]
        assert [iri for iri in named if not re.match(r"https://w3id\.org/docs-kg/", iri)] == [], file.name
