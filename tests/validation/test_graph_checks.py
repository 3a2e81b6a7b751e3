"""What is found in graphs, and where."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.names import PREFIXES

from .conftest import Run, Write
from .graphs import GRAPH, SHA256, changed

SECOND = """
<urn:product> kg:hasFeature <urn:d#g> .
<urn:d#g> a kg:Feature ; rdfs:label "LOGIN" ; schema:position 2 ; kg:describedIn <urn:d> ; kg:hasStatement <urn:d#t> ;
    kg:extractedFrom <urn:late> .
<urn:d#t> a kg:Statement ; schema:text "x" ; schema:position 1 ; kg:extractedFrom <urn:late> ; kg:hasLink <urn:d#l> .
<urn:late> a kg:SourceSpan ; oa:hasSource <urn:file> ; kg:startLine 9 ; kg:endLine 9 ; oa:start 30 ; oa:end 31 .
"""


def found(validate: Run, *arguments: str) -> list[str]:
    """Return place, severity and code of each finding."""
    return [" ".join(line.split(" ")[:3]) for line in validate(*arguments).stdout.splitlines()]


def test_a_graph_as_an_export_has_it_has_no_findings(write: Write, validate: Run) -> None:
    write("kg.ttl", GRAPH)
    done = validate("kg.ttl")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("1 graph, 0 errors, 0 warnings, 0 notes in ")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('dcterms:title "Plans" ; ', "", ["plans.md: error KG201:"]),
        ('rdfs:label "Login"', 'rdfs:label " Login"', ["plans.md:7: error KG201:"]),
        ('kg:availabilityValue "yes"', 'kg:availabilityValue "no"', ["plans.md:7: error KG201:"]),
        ("kg:hasLink <urn:d#l> ;", "", ["plans.md:7: error KG201:", "plans.md:7: note KG231:"]),
        (
            "kg:hasStatement <urn:d#s> ;\n    kg:extractedFrom <urn:span> ; kg:hasAvailability <urn:d#a> ;",
            "kg:extractedFrom <urn:span> ;",
            ["plans.md:7: error KG201:", "plans.md:7: note KG231:", "plans.md:7: warning KG232:"],
        ),
        ("<urn:pro> a", f"{SECOND} <urn:pro> a", ["plans.md:9: warning KG233:"]),
        (
            'skos:prefLabel "LDAP"@en',
            '<http://www.w3.org/2002/07/owl#deprecated> true ; skos:prefLabel "LDAP"@en',
            ["plans.md:7: warning KG212:"],
        ),
        (
            "<urn:pro> a",
            "kg:href <http://www.w3.org/2002/07/owl#deprecated> true . <urn:pro> a",
            ["plans.md:7: warning KG212:"],
        ),
        ('kg:href "https://example.org/ldap"', 'kg:href "ldap.md"', ["plans.md:7: error KG221:"]),
        (" ; oa:start 20 ; oa:end 25", ' ; oa:start "x"^^xsd:integer ; oa:end "y"', ["plans.md:7: error KG201:"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_graph_is_found_at_its_source(
    write: Write, validate: Run, old: str, new: str, told: list[str]
) -> None:
    write("kg.ttl", changed(old, new))

    done = validate("kg.ttl")

    assert sorted({" ".join(line.split(" ")[:3]) for line in done.stdout.splitlines()}) == told
    assert done.stderr.count("\n") == 1


def test_facts_of_one_side_of_a_conflict_are_in_dispute(write: Write, validate: Run) -> None:
    rows = [f"| [F](#f) | It lets users do {text}. |\n" for text in ("one thing", "another")]
    head = "# Features\n\n| Feature | Description |\n| - | - |\n"
    write(
        "a.md",
        f"{head}<<<<<<< HEAD\n{rows[0]}=======\n{rows[1]}>>>>>>> b\n| [G](#g) | It lets users go. |\n",
    )

    assert validate("a.md", "--select", "KG241").stdout.splitlines() == [
        'a.md:6:13: warning KG241: only "ours" says "It lets users do one thing."; resolve the merge conflict',
        'a.md:8:13: warning KG241: only "theirs" says "It lets users do another."; resolve the merge conflict',
    ]


def test_a_retired_concept_names_the_one_that_replaces_it(write: Write, validate: Run) -> None:
    write("kg.ttl", GRAPH)
    prefixes = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    write(
        "house.ttl",
        f'{prefixes}mech:ldap a kg:Mechanism ; skos:prefLabel "LDAP"@en ; dcterms:isReplacedBy mech:ldaps ;'
        " <http://www.w3.org/2002/07/owl#deprecated> true .",
    )

    done = validate("kg.ttl", "--vocabulary", "house.ttl", "--select", "KG212")

    assert done.stdout == (
        'plans.md:7: warning KG212: the term "LDAP" <https://w3id.org/docs-kg/mechanism/ldap> is retired; '
        "use https://w3id.org/docs-kg/mechanism/ldaps instead\n"
    )


def test_a_vocabulary_is_checked_as_its_own_command_does(write: Write, validate: Run) -> None:
    write("a.md", "# A\n")
    write(
        "house.ttl",
        "@prefix kg: <https://w3id.org/docs-kg/ontology#> .\n@prefix v: <urn:v#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'v:tls a kg:Mechanism , skos:Concept ; skos:prefLabel "TLS"@en ; skos:broader v:none .\n',
    )

    told = [
        "house.ttl:4:1: warning KG211: <urn:v#tls>: its label 'TLS' names <https://w3id.org/docs-kg/mechanism/tls> too",
        "house.ttl:4:1: warning KG211: <urn:v#tls>: there is no concept <urn:v#none>",
    ]
    for path in ("house.ttl", Path.cwd() / "house.ttl"):
        lines = validate("a.md", "--vocabulary", path).stdout.splitlines()
        assert [line.partition("; ")[0] for line in lines] == told


def test_the_column_comes_from_the_file_under_the_root_if_it_is_unchanged(write: Write, validate: Run) -> None:
    page = "# Plans\n\nüüüüü\n\nLog Login\n"
    start, sha256 = page.index("Login"), hashlib.sha256(page.encode()).hexdigest()
    graph = changed(
        "kg:startLine 7 ; kg:endLine 7 ; oa:start 20 ; oa:end 25",
        f"kg:startLine 5 ; kg:endLine 5 ; oa:start {start} ; oa:end {start + 5}",
    )
    write("kg.ttl", graph.replace(SHA256, sha256).replace('rdfs:label "Login"', 'rdfs:label "Login "'))
    write("docs/plans.md", page)

    assert found(validate, "kg.ttl") == ["plans.md:5: error KG201:"]
    assert found(validate, "kg.ttl", "--root", "docs") == ["plans.md:5:5: error KG201:"]
    write("docs/plans.md", page + " ")
    assert found(validate, "kg.ttl", "--root", "docs") == ["plans.md:5: error KG201:"]


def test_a_graph_reads_no_file_outside_of_the_root(write: Write, validate: Run) -> None:
    page = "x" * 100
    sha256 = hashlib.sha256(page.encode()).hexdigest()
    write("secret.md", page)
    write("docs/a.md", "# A\n")
    write(
        "kg.ttl",
        changed('kg:path "plans.md"', 'kg:path "../secret.md"')
        .replace(SHA256, sha256)
        .replace('"Login" ;', '"Login " ;'),
    )

    assert found(validate, "kg.ttl", "--root", "docs") == ["../secret.md:7: error KG201:"]


def test_blank_nodes_have_no_name_that_changes(write: Write, validate: Run) -> None:
    write("kg.ttl", f'{GRAPH} [] a kg:Feature ; rdfs:label "x" ; kg:hasLink [ a kg:Link ] .')

    outputs = {validate("kg.ttl", "-f", "json").stdout for _ in range(3)}

    assert len(outputs) == 1
