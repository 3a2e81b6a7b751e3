"""Nothing that a page, a graph or a file of findings holds stops a validation, or takes it longer than it may."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.sparql import load
from kg.validation.anchors import anchors_of
from kg.validation.catalogue import rules
from kg.validation.checks import shapes

from .conftest import Run, Write
from .graphs import GRAPH

ROWS = "# T\n\n| Feature | Pro |\n| - | - |\n"


def busy(*_: object) -> None:
    while True:
        pass


def test_checks_of_a_page_that_take_too_long_are_told_and_the_others_are_made(
    write: Write, validate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "# A\n\n[x](none.md)\n")
    write("b.md", ROWS + "| Slow | y |\n")
    judged = shapes._judged  # noqa: SLF001 - the slow one stands in its place
    monkeypatch.setattr(
        shapes, "_judged", lambda view, part, core: busy() if "Slow" in str(part) else judged(view, part, core)
    )

    done = validate("a.md", "b.md", "--limit", "page-seconds=2")

    assert done.exit_code == 2
    assert [line.split(";")[0] for line in done.stdout.splitlines()] == [
        'a.md:3:1: error KG221: the link "none.md" leads to no page',
        "b.md: error KG150: took more than 2 seconds",
    ]


def test_links_and_graphs_that_take_too_long_are_told(
    write: Write, validate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "# A\n\n[x](none.md#b)\n")
    write("kg.ttl", GRAPH)
    monkeypatch.setattr("kg.validation.targets.Pages.target", busy)
    monkeypatch.setattr(shapes, "_judged", busy)

    done = validate("a.md", "kg.ttl", "--limit", "page-seconds=1", "--select", "KG150,KG201,KG221")

    assert done.exit_code == 2
    assert [line.split(";")[0] for line in done.stdout.splitlines()] == [
        "a.md: error KG150: took more than 1 second",
        "kg.ttl: error KG150: a check took more than 1 second",
    ]


def test_what_rdf_1_2_has_more_is_told_and_the_rest_is_judged(write: Write, validate: Run) -> None:
    lines = '<urn:a> <urn:p> "x"@en--ltr .\n<urn:b> <urn:p> <<( <urn:a> <urn:p> "y" )>> .\n_:c <urn:p> "z"@ar--rtl .\n'
    write("kg.nt", f"{lines}<urn:d> <{_RDF_TYPE}> <https://w3id.org/docs-kg/ontology#Edition> .\n")

    done = validate("kg.nt", "--select", "KG201")

    assert done.exit_code == 1
    assert [line.split("<", 1)[1].split(">")[0] for line in done.stdout.splitlines()] == [
        "_:",
        "urn:a",
        "urn:b",
        "urn:d",
    ]


_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def test_a_retired_node_without_a_name_is_no_term(write: Write, validate: Run) -> None:
    write("kg.ttl", GRAPH + "[] <http://www.w3.org/2002/07/owl#deprecated> true .")

    assert validate("kg.ttl", "--select", "KG212").exit_code == 0


def test_long_names_and_paths_are_read_once(write: Write, validate: Run) -> None:
    write("a.md", f"# A {{#{'a' * 40_000}\n\n## B{' ' * 40_000}{{\n\n[x]({'a/' * 40_000}b.md)\n\n[y](/docs2/b.md)\n")

    done = validate("a.md", "--select", "KG22,KG150", "--site", "https://h.example/docs", "--limit", "page-seconds=10")

    assert [line.split(":")[:2] for line in done.stdout.splitlines()] == [["a.md", "5"]]


def test_an_anchor_is_what_stands_in_braces() -> None:
    from kg.model import Element, Text

    heading = Element("h1", (), (Text("A b} {x}", 0, 8),), 0, 8, (0, 8))
    assert {"id", "x.y", "my"} <= anchors_of("# A {: .c #id }\n{#x.y}\n(my)=\n{#no\n", heading)


MULTIPLYING = {
    "others": '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">',
    "others behind a quotation mark": """<!ENTITY a "aaaaaaaaaa"><!ENTITY b "'&a;&a;&a;">""",
    "others by a name with a quotation mark": f"""<!ENTITY a "{"a" * 200}"><!ENTITY b" "&a;&a;&a;">""",
    "others by a name with a bracket": """<!ENTITY a "aaaaaaaaaa"><!ENTITY b> "&a;&a;&a;">""",
    "others behind a comment": """<!ENTITY a "aaaaaaaaaa"><!-- "> --><!ENTITY b "&a;&a;&a;">""",
    "a long text": f'<!ENTITY a "{"a" * 300}">',
    "a long text by a name with a quotation mark": f'<!ENTITY a" "{"a" * 300}">',
}


@pytest.mark.parametrize("entities", MULTIPLYING.values(), ids=MULTIPLYING)
def test_entities_that_multiply_are_refused(entities: str, write: Write, validate: Run) -> None:
    body = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    write("bad.rdf", f"<!DOCTYPE r [{entities}]>{body}")

    done = validate("bad.rdf", "--select", "KG1")

    assert done.exit_code == 2
    assert done.stdout == (
        "bad.rdf: error KG103: declares an entity that holds others, or is longer than the name of a namespace; "
        "write the graph without it\n"
    )


def test_an_entity_that_is_a_namespace_is_taken(write: Write) -> None:
    write(
        "good.rdf",
        f"""<!DOCTYPE r [<!ENTITY a "urn:{"a" * 190}">]>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<r:Description r:about="&a;"><r:value>b</r:value></r:Description></r:RDF>
""",
    )

    assert len(load(Path("good.rdf"))) == 1


def test_a_rule_ends_with_its_section_and_leads_nowhere() -> None:
    texts = [rule.text for rule in rules().values()]

    assert [text for text in texts if "---" in text or "](" in text.replace("](http", "")] == []
    assert rules()["KG159"].text.endswith("as they are written.")
