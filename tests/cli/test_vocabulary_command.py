"""``kg vocabulary``: what is loaded, what is wrong with it, and what it lacks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

HEAD = """@prefix kg: <https://w3id.org/docs-kg/ontology#> .
@prefix mech: <https://w3id.org/docs-kg/mechanism/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix v: <https://example.com/v#> .
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own.ttl"


def kg(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["vocabulary", *map(str, arguments)])


def test_the_list_shows_each_concept_with_its_names(own: Path) -> None:
    own.write_text(f'{HEAD}v:lark a kg:Mechanism ; skos:prefLabel "Lark lock" ; skos:altLabel "LarkLock" .')

    lines = kg("list", "--vocabulary", own, "--kind", "mechanism").stdout.splitlines()

    assert "mechanism\tLark lock\t<https://example.com/v#lark>\tLarkLock" in lines
    assert all(line.startswith("mechanism\t") for line in lines)


def test_the_list_as_json_has_what_a_program_needs(own: Path) -> None:
    own.write_text(f'{HEAD}v:lark a kg:Mechanism ; skos:prefLabel "Lark lock" ; skos:broader mech:backup .')

    found = [
        one for one in json.loads(kg("list", "--vocabulary", own, "-f", "json").stdout) if "example.com" in one["iri"]
    ]

    assert found == [
        {
            "iri": "https://example.com/v#lark",
            "kind": "mechanism",
            "label": "Lark lock",
            "names": [],
            "broader": ["https://w3id.org/docs-kg/mechanism/backup"],
            "offeredBy": [],
        }
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('v:a a kg:Mechanism ; skos:prefLabel "Lark" . v:b a kg:Mechanism ; skos:prefLabel "lark" .', "names <"),
        ('v:a a kg:Mechanism ; skos:prefLabel "Lark" ; skos:broader v:none .', "there is no concept <"),
        ('v:a a kg:Mechanism ; skos:prefLabel "Lark" ; skos:broader v:a .', "is broader than itself"),
        ('v:a a kg:Mechanism ; skos:prefLabel "Lark" ; kg:ambiguousLabel "Wren" .', "none of its labels"),
        ('v:a a kg:Mechanism ; skos:prefLabel "Lark lock" ; skos:example "A lock" .', "does not match 'A lock'"),
        ('v:a a kg:Mechanism ; skos:prefLabel "Lark" ; kg:counterExample "A lark" .', "matches 'A lark'"),
    ],
)
def test_a_fault_of_a_vocabulary_is_a_finding(own: Path, text: str, message: str) -> None:
    own.write_text(HEAD + text)

    result = kg("check", "--vocabulary", own)

    assert result.exit_code == 1
    (finding,) = [line for line in result.stdout.splitlines() if "example.com" in line.split(">")[0]]
    assert message in finding


def test_the_vocabularies_that_come_with_the_program_have_no_fault() -> None:
    result = kg("check")

    assert result.stdout == ""
    assert result.exit_code == 0


def test_names_behind_a_cue_are_offered_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(
        "| Feature | Description |\n|---|---|\n"
        "| Locks | Rows are locked by means of LarkLock 2 in all of the regions |\n"
        "| Leases | Leases are handed out using LarkLock 2 over TLS 1.3 in each region |\n"
    )

    result = kg("suggest", tmp_path)

    assert result.stdout == "2\tLarkLock 2\tpage.md:3, page.md:4\n"


def test_offers_as_json_name_every_place(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("- **Locks**: built on LarkLock\n- **Leases**: kept for a while\n")

    assert json.loads(kg("suggest", tmp_path, "-f", "json").stdout) == [{"name": "LarkLock", "places": ["page.md:1"]}]
