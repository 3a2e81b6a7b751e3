"""Which side of which conflict a fact was read on."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.graph.sides import Sides
from kg.iri import digest
from kg.model import Span
from kg.names import PROV, RDFS, SCHEMA, Kg
from kg.repair.conflict import split
from kg.repair.encoding import decode

DOC = "https://example.org/kg/doc/page"
HUNK = "<<<<<<< HEAD\nred\n||||||| base\nwhite\n=======\nblue\n>>>>>>> topic"


def sides_of(text: str) -> Sides:
    file = decode("page.md", text.encode())[0]
    return Sides(DOC, file, split(file)[1])


def test_a_conflict_is_named_by_its_hunk() -> None:
    assert [iri for iri, _ in sides_of(f"a\n{HUNK}\nb").conflicts] == [f"{DOC}#conflict.{digest(HUNK)}"]


def test_two_equal_hunks_have_names_of_their_own() -> None:
    wanted = f"{DOC}#conflict.{digest(HUNK)}"

    assert [iri for iri, _ in sides_of(f"{HUNK}\nb\n{HUNK}\n").conflicts] == [wanted, f"{wanted}-2"]


@pytest.mark.parametrize(
    ("piece", "side"),
    [("before", None), ("red", "ours"), ("white", "base"), ("blue", "theirs"), ("after", None), ("HEAD", None)],
)
def test_a_span_lies_on_the_side_that_holds_it(piece: str, side: str | None) -> None:
    text = f"before\n{HUNK}\nafter"
    start = text.index(piece)
    place = sides_of(text).place_of(Span("page.md", start, start + len(piece), 1, 1))

    assert (place and place.variant.rpartition(".")[2], place and place.side.side) == (side, side)


def test_a_span_across_a_side_lies_on_none() -> None:
    text = f"before\n{HUNK}\nafter"

    assert sides_of(text).place_of(Span("page.md", text.index("red"), text.index("blue"), 1, 1)) is None


def test_without_a_conflict_there_is_no_side() -> None:
    assert sides_of("red").place_of(Span("page.md", 0, 3, 1, 1)) is None


# --- through an export ---------------------------------------------------------------------------------------------

Triples = set[tuple[str, str, str]]

PAGE = """# Lark security features

| Feature | Description |
|---|---|
| [Sign-in](sign-in.html) | Uses a passkey for every user |
<<<<<<< HEAD:docs/page.md
| [Backup](backup.html) | Runs every night by itself |
| Export | Writes a file of all rows |
||||||| 1234567
| Old | Was here before the two sides |
=======
| [Backup](backup.html) | Runs every night by itself |
| Import | Reads a file of all rows |
>>>>>>> 89abcde... Say more:old/page.md
"""


def export(folder: Path, text: str = PAGE, **options: str) -> Triples:
    """Return the triples of a page, without the marks of the terms and the name of the document."""
    page = folder / "docs" / "page.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(text)
    values = {"root": folder, "product": "Lark", "site": "https://docs.example/", **options}
    graph = kg.export(page, **values)
    document = "https://example.org/kg/doc/docs/page"
    return {
        tuple(term.strip('<>"').replace(document, "") for term in triple)  # type: ignore[misc]
        for triples in graph.documents.values()
        for triple in triples
    }


def pairs(triples: Triples, predicate: str) -> set[tuple[str, str]]:
    return {(subject, value) for subject, name, value in triples if name == predicate}


def conflict_of(triples: Triples) -> str:
    ((conflict, _), *_) = pairs(triples, Kg.HAS_VARIANT)
    return conflict


def labels_on(triples: Triples, side: str) -> set[str]:
    """Return the labels, texts and targets of what has one side and not the other."""
    conflict = conflict_of(triples)
    on: dict[str, set[str]] = {}
    for subject, variant in pairs(triples, Kg.IN_VARIANT):
        on.setdefault(subject, set()).add(variant.removeprefix(f"{conflict}."))
    shown = {f"{RDFS}label", f"{SCHEMA}text", Kg.TARGET}
    return {value for subject, name, value in triples if name in shown and on.get(subject) == set(side.split("+"))}


def test_what_stands_on_one_side_only_has_that_side(tmp_path: Path) -> None:
    triples = export(tmp_path)

    assert labels_on(triples, "ours") == {
        "Export",
        "Writes a file of all rows",
        "https://docs.example/docs/backup.html",
    }
    assert labels_on(triples, "theirs") == {
        "Import",
        "Reads a file of all rows",
        "https://docs.example/old/backup.html",
    }


def test_what_stands_on_both_sides_is_one_node_with_both(tmp_path: Path) -> None:
    assert labels_on(export(tmp_path), "ours+theirs") == {"Backup", "Runs every night by itself"}


def test_what_stands_outside_a_conflict_has_no_side(tmp_path: Path) -> None:
    triples = export(tmp_path)

    assert not any(subject.startswith("#sign-in") for subject, _ in pairs(triples, Kg.IN_VARIANT))


def test_what_is_read_outside_and_inside_a_conflict_has_no_side(tmp_path: Path) -> None:
    text = PAGE.replace(
        "| Export | Writes a file of all rows |", "| [Sign-in](sign-in.html) | Uses a passkey for every user |"
    )
    triples = export(tmp_path, text)
    firsts = {subject for subject, _ in pairs(triples, Kg.IN_VARIANT) if subject.startswith("#link.sign-in")}

    assert firsts == set()


def test_a_base_is_a_variant_whose_content_is_not_extracted(tmp_path: Path) -> None:
    triples = export(tmp_path)
    conflict = conflict_of(triples)

    assert {variant for _, variant in pairs(triples, Kg.HAS_VARIANT)} == {
        f"{conflict}.ours",
        f"{conflict}.theirs",
        f"{conflict}.base",
    }
    assert "Old" not in {value for _, value in pairs(triples, f"{RDFS}label")}


def test_a_variant_tells_what_its_marker_says(tmp_path: Path) -> None:
    triples = export(tmp_path)
    conflict = conflict_of(triples)
    said = {
        (subject.removeprefix(f"{conflict}."), value)
        for name in (Kg.COMMIT, Kg.PATH, f"{RDFS}label", Kg.SIDE)
        for subject, value in pairs(triples, name)
        if subject.startswith(conflict)
    }

    assert said == {
        ("ours", "ours"),
        ("ours", "HEAD"),
        ("ours", "docs/page.md"),
        ("theirs", "theirs"),
        ("theirs", "89abcde"),
        ("theirs", "Say more"),
        ("theirs", "old/page.md"),
        ("base", "base"),
        ("base", "1234567"),
    }


def test_ours_and_theirs_are_alternates(tmp_path: Path) -> None:
    triples = export(tmp_path)
    conflict = conflict_of(triples)

    assert pairs(triples, f"{PROV}alternateOf") == {
        (f"{conflict}.ours", f"{conflict}.theirs"),
        (f"{conflict}.theirs", f"{conflict}.ours"),
    }


def test_equal_content_has_a_span_for_each_place_and_the_position_of_the_first(tmp_path: Path) -> None:
    triples = export(tmp_path)
    spans = [value for subject, value in pairs(triples, Kg.EXTRACTED_FROM) if subject == "#backup"]
    positions = [value for subject, value in pairs(triples, f"{SCHEMA}position") if subject == "#backup"]

    assert (len(spans), len(positions)) == (2, 1)
    assert positions[0].startswith('2"')


@pytest.mark.parametrize(
    ("side", "labels"), [("ours", {"Sign-in", "Backup", "Export"}), ("theirs", {"Sign-in", "Backup", "Import"})]
)
def test_a_side_that_is_wanted_leaves_no_trace_of_the_conflict(tmp_path: Path, side: str, labels: set[str]) -> None:
    triples = export(tmp_path, conflicts=side)
    features = {value for subject, value in pairs(triples, f"{RDFS}label") if subject.startswith("#")}

    assert features == labels
    assert pairs(triples, Kg.HAS_VARIANT) | pairs(triples, Kg.IN_VARIANT) == set()


def test_a_document_has_the_title_of_ours(tmp_path: Path) -> None:
    text = f"---\n<<<<<<< HEAD\ntitle: Ours\n=======\ntitle: Theirs\n>>>>>>> topic\n---\n{PAGE}"
    titles = {value for _, name, value in export(tmp_path, text) if name == "http://purl.org/dc/terms/title"}

    assert titles == {"Ours"}
