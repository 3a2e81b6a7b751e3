"""Real pages keep the shapes, every finding stands where it says, and hostile pages give no more than findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sarif_kit.validate import validation_errors

from kg.options import Options
from kg.read import find_sources, read_source
from kg.repair.encoding import decode
from kg.validation import Report, validate
from kg.validation.outputs import OUTPUTS


@pytest.fixture(scope="module")
def report(shared: Path) -> Report:
    return validate([shared / "corpus" / "pages"], Options())


def test_real_pages_keep_the_shapes(report: Report) -> None:
    assert report.pages > 20
    assert report.is_complete
    assert [finding for finding in report.findings if finding.code == "KG201"] == []


def test_each_finding_stands_on_a_line_of_its_page_and_a_dead_link_on_its_link(report: Report, shared: Path) -> None:
    sources = {one.path: one for one in find_sources([shared / "corpus" / "pages"]).sources}
    lines = {path: decode(path, read_source(one))[0].text.split("\n") for path, one in sources.items()}

    dead = [finding for finding in report.findings if finding.code in {"KG221", "KG222"}]
    assert len(dead) > 10
    for finding in report.findings:
        assert finding.line <= len(lines[finding.path])
    for finding in dead:
        line = lines[finding.path][finding.line - 1]
        assert line[finding.column - 1] in "[<!h"


def test_hostile_pages_give_findings_and_nothing_else() -> None:
    report = validate([Path(__file__).parents[1] / "hostile" / "pages"], Options(), lambda code: code != "KG201")

    assert report.pages > 200
    assert len({finding.code for finding in report.findings}) > 10
    assert validation_errors(json.loads(OUTPUTS["sarif"](report))) == []
    for name in ("text", "github"):
        output = OUTPUTS[name](report)
        assert output.count("\n") == len(report.findings)
        assert output.replace("\n", "").isprintable()


def test_a_sample_of_hostile_pages_keeps_the_shapes() -> None:
    pages = sorted((Path(__file__).parents[1] / "hostile" / "pages").rglob("*.md"))[::20]

    report = validate(pages, Options(), lambda code: code in {"KG150", "KG201"})

    assert report.pages > 5
    assert report.findings == ()
