"""The IRIs of a page's facts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.extraction import Annotator
from kg.graph import PageSet, triples_of
from kg.iri import digest, slug
from kg.lines import triples_in
from kg.names import RDF, RDFS, SCHEMA, Kg
from kg.options import Options
from kg.pipeline import read_page
from kg.vocabulary import Vocabulary

Triples = set[tuple[str, str, str]]

BASE = "https://example.org/kg/"
NOTHING = Vocabulary({})
ANNOTATOR = Annotator(NOTHING)


def triples(text: str, path: str = "page.md", **options: str) -> Triples:
    """Return the triples of a page, without the marks of the terms and the name of the document."""
    chosen = Options(**options)  # type: ignore[arg-type]
    facts = read_page(path, text.encode(), ANNOTATOR, chosen)
    document, found, _ = triples_of(facts, PageSet((path,), chosen.base, chosen.site), NOTHING, chosen, "Lark")
    return {
        (
            one.subject[1:-1].replace(document, ""),
            one.predicate[1:-1],
            re.sub(r'^[<"]|[>"]$', "", one.object).replace(document, ""),
        )
        for one in triples_in(found)
    }


def of_type(found: Triples, kind: str) -> set[str]:
    return {subject for subject, name, value in found if (name, value) == (f"{RDF}type", kind)}


def features(text: str, **options: str) -> list[str]:
    """Return the IRIs of the features, sorted."""
    return sorted(of_type(triples(text, **options), Kg.FEATURE))


def statements(text: str) -> set[str]:
    return of_type(triples(text), Kg.STATEMENT)


def links(text: str, **options: str) -> set[str]:
    return of_type(triples(text, **options), Kg.LINK)


def table(*rows: str, head: str = "| Feature | Description |") -> str:
    return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *rows, ""])


def row(label: str, description: str = "Keeps the data of each user safe at all times") -> str:
    return f"| {label} | {description} |"


def test_a_feature_is_named_by_the_slug_of_its_label() -> None:
    assert features(table(row("Sign-in"), row("Backup & *restore*"))) == ["#backup-restore", "#sign-in"]


def test_a_sub_feature_is_named_under_its_parent() -> None:
    text = table(row("Access", "<ul><li>User access:<ul><li>Passwords of users</li></ul></li></ul>"), row("Backup"))

    assert features(text) == ["#access", "#access.user-access", "#backup"]


def test_a_statement_is_named_by_its_first_words_and_its_text() -> None:
    text = "Keeps the data of each user safe at all times and in all places"

    assert statements(table(row("Sign-in", text), row("Backup", "x y z w v"))) == {
        f"#sign-in.keeps-the-data-of-each-user-safe-at-all-{digest(text)}",
        f"#backup.x-y-z-w-v-{digest('x y z w v')}",
    }


def test_two_labels_with_one_slug_both_get_a_suffix_of_their_label() -> None:
    assert features(table(row("C++"), row("C#"), row("Go"))) == sorted(
        [f"#c-{digest('C++')}", f"#c-{digest('C#')}", "#go"]
    )


def test_a_label_in_two_tables_gets_the_heading_of_each() -> None:
    first, second = table(row("Backup"), row("Sign-in")), table(row("Backup"), row("Export"))
    text = f"## Cloud plan\n\n{first}\n## Own servers\n\n{second}"

    assert features(text) == ["#cloud-plan.backup", "#export", "#own-servers.backup", "#sign-in"]


def test_a_label_in_two_tables_under_one_heading_gets_numbers() -> None:
    text = f"## Plan\n\n{table(row('Backup'), row('Sign-in'))}\nText between\n\n{table(row('Backup'), row('Export'))}"

    assert features(text) == ["#export", "#plan.backup", "#plan.backup-2", "#sign-in"]


def test_equal_rows_of_one_table_get_numbers_in_order() -> None:
    texts = ["Runs every night all by itself", "Runs when a user asks for it", "Runs once by hand and then stops"]
    found = triples(table(row("Backup", texts[0]), row("Sign-in"), row("Backup", texts[1]), row("Backup", texts[2])))
    text_of = {subject: value for subject, name, value in found if name == f"{SCHEMA}text"}

    assert {(subject, text_of[value]) for subject, name, value in found if name == Kg.HAS_STATEMENT} >= set(
        zip(["#backup", "#backup-2", "#backup-3"], texts, strict=True)
    )


def test_a_number_never_takes_the_name_of_another_label() -> None:
    assert features(
        table(row("Backup", "One two three four"), row("Backup", "Five six seven eight"), row("Backup 2"))
    ) == [
        "#backup",
        "#backup-2",
        "#backup-3",
    ]


def test_a_new_neighbour_renames_nothing() -> None:
    before = table(row("Backup"), row("Sign-in"))
    after = table(row("Export"), row("Backup"), row("Import"), row("Sign-in"))

    assert set(features(before)) < set(features(after))
    assert statements(before) < statements(after)


def conflict(ours: list[str], theirs: list[str]) -> list[str]:
    return ["<<<<<<< HEAD", *ours, "=======", *theirs, ">>>>>>> topic"]


def test_equal_rows_are_paired_across_the_sides_of_a_conflict() -> None:
    ours = [row("Backup", "Runs every night"), row("Backup", "Runs by hand")]
    theirs = [row("Backup", "Runs each night"), row("Backup", "Runs by itself")]

    assert features(table(row("Sign-in"), *conflict(ours, theirs))) == ["#backup", "#backup-2", "#sign-in"]


def test_a_row_outside_a_conflict_is_the_same_row_on_both_sides() -> None:
    ours, theirs = [row("Export", "Runs by hand only")], [row("Backup", "Runs on demand only")]
    text = table(row("Sign-in"), *conflict(ours, theirs), row("Backup", "Runs every single night"))
    found = triples(text)

    assert features(text) == ["#backup", "#backup-2", "#export", "#sign-in"]
    assert {subject for subject, name, _ in found if name == Kg.IN_VARIANT and subject.count(".") == 0} == {
        "#backup",
        "#export",
    }


def test_a_label_that_differs_between_the_sides_only_in_its_signs_gets_suffixes() -> None:
    text = table(
        row("Sign-in"), *conflict([row("Back-up", "Runs daily by itself")], [row("Back up", "Runs daily by itself")])
    )

    assert features(text) == sorted([f"#back-up-{digest('Back-up')}", f"#back-up-{digest('Back up')}", "#sign-in"])


def test_a_link_is_named_by_its_anchor_and_its_target() -> None:
    text = table(row("Sign-in", "See [the *keys*](keys.html) of each user"), row("Backup"))
    target = "https://docs.example/keys.html"

    assert links(text, site="https://docs.example/") == {f"#link.the-keys-{digest(target)}"}


def test_a_link_without_a_target_is_named_by_its_href() -> None:
    text = table(row("Sign-in", "See [keys](keys.html) of each user"), row("Backup"))

    assert links(text) == {f"#link.keys-{digest('keys.html')}"}


def test_a_link_that_is_written_twice_is_one_link() -> None:
    text = table(row("Sign-in", "See [keys](keys.html)"), row("Backup", "See [keys](keys.html)"))

    assert links(text) == {f"#link.keys-{digest('keys.html')}"}


def test_one_target_written_in_two_ways_under_one_anchor_gets_a_number() -> None:
    text = table(row("Sign-in", "See [keys](keys.html) here"), row("Backup", "See [keys](./keys.html) there"))
    name = f"#link.keys-{digest('https://docs.example/keys.html')}"

    assert links(text, site="https://docs.example/") == {name, f"{name}-2"}


def test_a_link_without_an_anchor_has_a_name() -> None:
    text = table(row("Sign-in", "See [](keys.html) of each user"), row("Backup"))

    assert links(text) == {f"#link.x-{digest('')}-{digest('keys.html')}"}


EDITIONS = table(
    "| Backup | ✅ | – | Preview |",
    "| Sign-in | ✅ | ✅ | |",
    "| Export | – | ✅ | ✅ |",
    head="| Feature | Free | Team plan | Team  Plan! |",
)


def test_an_availability_is_named_by_feature_and_edition() -> None:
    found = of_type(
        triples(table("| Backup | ✅ | – |", "| Sign-in | ✅ | ✅ |", head="| Feature | Free | Team plan |")),
        Kg.AVAILABILITY,
    )

    assert found == {"#backup.in.free", "#backup.in.team-plan", "#sign-in.in.free", "#sign-in.in.team-plan"}


def test_an_edition_is_named_by_the_slug_of_its_label() -> None:
    found = triples(table("| Backup | ✅ | – |", "| Sign-in | ✅ | ✅ |", head="| Feature | Free | Team plan |"))

    assert {(subject, value) for subject, name, value in found if name == f"{RDFS}label" and "edition#" in subject} == {
        (f"{BASE}edition#free", "Free"),
        (f"{BASE}edition#team-plan", "Team plan"),
    }


def test_two_values_for_one_edition_are_two_availabilities() -> None:
    found = of_type(triples(EDITIONS), Kg.AVAILABILITY)

    assert {name for name in found if name.startswith("#backup")} == {
        "#backup.in.free",
        "#backup.in.team-plan",
        "#backup.in.team-plan-2",
    }


def test_the_product_is_named_by_its_slug() -> None:
    assert of_type(triples("# A\n"), f"{SCHEMA}SoftwareApplication") == {f"{BASE}product#lark"}


@pytest.mark.parametrize("base", ["https://b.example/x#", "https://b.example/?x="])
def test_a_base_has_no_query_and_no_fragment(tmp_path: Path, base: str) -> None:
    (tmp_path / "a.md").write_text("# A\n")

    with pytest.raises(kg.ConfigError, match="has a query or fragment"):
        kg.export(tmp_path, base=base, product="Lark")


@pytest.mark.parametrize("signs", ["*", "?!", "–", "😀"])
def test_a_label_without_a_letter_or_digit_is_named_by_its_digest(signs: str) -> None:
    assert f"#x-{digest(signs)}" in features(table(row(signs), row("Backup"), row("Sign-in")))


LABEL = st.sampled_from(["Backup", "Back-up", "Back up", "backup", "Backup 2", "C++", "C#", "日本", "2"])


@settings(deadline=None)
@given(st.lists(LABEL, min_size=2, max_size=6))
def test_every_row_is_a_feature_of_its_own(labels: list[str]) -> None:
    text = table(*(row(label, f"Says the words of row {number} only") for number, label in enumerate(labels)))
    found = triples(text, tables="all")

    assert len(of_type(found, Kg.FEATURE)) == len(labels)
    assert sorted(value for _, name, value in found if name == f"{RDFS}label") == sorted([*labels, "Lark"])


@settings(deadline=None)
@given(st.lists(LABEL, min_size=1, max_size=4), st.lists(LABEL, max_size=3), st.lists(LABEL, max_size=3))
def test_no_name_stands_for_two_labels(outside: list[str], ours: list[str], theirs: list[str]) -> None:
    text = table(*map(row, outside), *conflict([*map(row, ours)], [*map(row, theirs)]), row("Last"))
    found = triples(text, tables="all")
    labels = [(subject, value) for subject, name, value in found if name == f"{RDFS}label" and subject.startswith("#")]

    assert len(labels) == len({subject for subject, _ in labels})
    assert {slug(value) for _, value in labels} == {slug(label) for label in [*outside, *ours, *theirs, "Last"]}
