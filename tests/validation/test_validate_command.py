"""``kg validate``: what it takes, what it returns, and which findings it tells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Run, Write
from .graphs import changed

DEAD = "# A\n\nSee [b](b.md).\n"
ROWS = "| [Login](#features) | By SAML, in each edition. |\n| Backup | By hand, once a day. |\n"
NOTE = f"# Features\n\n| Feature | Description |\n| - | - |\n{ROWS}"
CODES = ("--ignore", "KG201")
"""Without the shapes, which take a second."""


def codes(text: str) -> list[str]:
    return [line.split(" ")[2].rstrip(":") for line in text.splitlines()]


def test_notes_alone_do_not_fail_but_with_strict(write: Write, validate: Run) -> None:
    write("a.md", NOTE)

    assert (validate("a.md").exit_code, codes(validate("a.md").stdout)) == (0, ["KG231"])
    assert validate("a.md", "--strict", *CODES).exit_code == 1


def test_errors_and_warnings_fail(write: Write, validate: Run) -> None:
    write("a.md", DEAD)
    write("b.txt", "# B\n\n## B\n\n[x](#none)\n")

    assert validate("a.md", *CODES).exit_code == 1
    assert validate("b.txt", *CODES).exit_code == 1
    assert validate("b.txt", *CODES, "--ignore", "KG222").exit_code == 0


def test_what_cannot_be_read_gives_2_and_the_rest_is_checked(write: Write, validate: Run) -> None:
    write("a.md", DEAD)
    write("kg.ttl", changed('dcterms:title "Plans" ; ', ""))
    write("bad.ttl", "<urn:a> <urn:b>\n")
    write("binary.md", "a\0b")

    done = validate("a.md", "none.md", "binary.md", "kg.ttl", "bad.ttl", "none.nt")

    assert done.exit_code == 2
    assert [" ".join(line.split(" ")[:3]) for line in done.stdout.splitlines()] == [
        "a.md:3:5: error KG221:",
        "bad.ttl:2:1: error KG103:",
        "binary.md:1:1: error KG102:",
        "none.md: error KG103:",
        "none.nt: error KG103:",
        "plans.md: error KG201:",
    ]
    assert done.stderr.startswith("1 graph, 2 pages, 6 errors, ")
    assert validate("none.md", "--ignore", "KG1").exit_code == 2


def test_a_page_over_a_bound_is_told_and_the_rest_is_checked(write: Write, validate: Run) -> None:
    write("docs/a.md", f"{DEAD}{'x' * 100}\n")
    write("docs/b.md", "# B\n\n[c](c.md)\n")

    done = validate("docs", *CODES, "--limit", "page-bytes=100")

    assert done.exit_code == 2
    assert [line.split(";")[0] for line in done.stdout.splitlines()] == [
        "a.md: error KG151: has more than 100 bytes",
        'b.md:3:1: error KG221: the link "c.md" leads to no page',
    ]


def test_a_page_on_standard_input_is_a_source(write: Write, validate: Run) -> None:
    write("x", "")

    assert validate("-", *CODES, input=DEAD).stdout.startswith("stdin.md:3:5: error KG221: ")


def test_a_folder_is_a_source_whatever_its_name_and_a_graph_and_a_source_are_told_once(
    write: Write, validate: Run
) -> None:
    from click.testing import CliRunner

    from kg.cli import main

    write("docs.ttl/a.md", NOTE)
    CliRunner().invoke(main, ["export", "docs.ttl", "-o", "kg.nt", "-f", "ntriples"])

    done = validate("kg.nt", "docs.ttl", *CODES)

    assert done.stdout.startswith("a.md:6:3: note KG231: ")
    assert codes(done.stdout) == ["KG231"]
    assert done.stderr.startswith("1 graph, 1 page, 0 errors, 0 warnings, 1 note in ")


def test_what_the_reading_reports_is_a_finding(write: Write, validate: Run) -> None:
    write("a.md", "---\ntitle: [\n---\n# A\n\n>>>>>>> b\n\n| F | D |\n| - | - |\n| a | b | c |\n")

    assert codes(validate("a.md", *CODES, "--select", "KG1").stdout) == ["KG121", "KG111", "KG141"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), ["KG221", "KG111"]),
        (("--select", "KG2"), ["KG221"]),
        (("--select", "kg111, KG22"), ["KG221", "KG111"]),
        (("--select", "KG111", "--select", "KG222"), ["KG111"]),
        (("--ignore", "KG22"), ["KG111"]),
        (("--ignore", "KG", "--select", "KG111"), ["KG111"]),
        (("--select", "KG1", "--ignore", "KG111"), []),
    ],
)
def test_codes_select_findings_and_the_longer_one_decides(
    write: Write, validate: Run, options: tuple[str, ...], told: list[str]
) -> None:
    write("a.md", f"{DEAD}\n>>>>>>> b\n")

    assert codes(validate("a.md", *(options or CODES)).stdout) == told


def test_a_code_that_there_is_not_is_told(write: Write, validate: Run) -> None:
    write("a.md", DEAD)

    done = validate("a.md", "--select", "KG9")

    assert done.exit_code == 2
    assert "--select: no code begins with 'KG9'" in str(done.exception or done.output) + done.output


def test_a_baseline_hides_old_findings_that_moved_and_no_new_ones(write: Write, validate: Run, tmp_path: Path) -> None:
    write("a.md", f"{DEAD}\n[b](b.md)\n")
    old = ("a.md", *CODES, "--baseline", "old.json")

    first = validate(*old, "--write-baseline")
    assert (first.exit_code, first.stdout) == (0, "")
    assert "0 notes, 2 old in" in first.stderr
    assert [one["count"] for one in json.loads((tmp_path / "old.json").read_bytes())["findings"]] == [2]

    write("a.md", f"# New\n\nMore.\n\n{DEAD}\n[b](b.md)\n")
    assert validate(*old).exit_code == 0
    write("a.md", f"{DEAD}\n[b](b.md) [b](b.md) [c](c.md)\n")
    assert [line.split(" ")[0] for line in validate(*old).stdout.splitlines()] == ["a.md:5:11:", "a.md:5:21:"]
    write("c.md", DEAD)
    assert validate("a.md", "c.md", *CODES, "--baseline", "old.json").stdout.count("c.md:3:5") == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "[" * 10_000, '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"code": 1}]}'],
)
def test_what_is_no_baseline_is_one_line(write: Write, validate: Run, text: str) -> None:
    write("a.md", DEAD)
    write("old.json", text)

    done = validate("a.md", *CODES, "--baseline", "old.json")

    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.mark.parametrize("arguments", [("--write-baseline",), ("--write-baseline", "--baseline", "a.md")])
def test_a_baseline_is_never_written_over_an_input(write: Write, validate: Run, arguments: tuple[str, ...]) -> None:
    page = write("a.md", DEAD)

    assert validate("a.md", *arguments).exit_code == 2
    assert page.read_text() == DEAD


def test_options_come_from_the_configuration(write: Write, validate: Run) -> None:
    write("docs/a.md", f"{DEAD}\n>>>>>>> b\n")
    write("kg.toml", 'select = ["KG1", "KG22"]\nignore = "KG111"\nbaseline = "old.json"\nroot = "."\nformat = "trig"\n')

    assert validate("docs", "--write-baseline").stderr.startswith("1 page, 0 errors, 0 warnings, 0 notes, 1 old in ")
    write("docs/a.md", f"{DEAD}\n[c](c.md)\n")
    assert validate("docs").stdout.startswith("docs/a.md:5:1: error KG221: ")
    write("kg.toml", 'select = ["KG22"]\nformat = "github"\n')
    assert validate("docs").stdout.startswith("::error file=docs/a.md,")


def test_without_pyshacl_one_line_says_how_to_get_it(write: Write) -> None:
    write("a.md", "# A\n")
    program = "import sys; sys.modules['pyshacl'] = None; from kg.cli import main; main(sys.argv[1:])"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, "validate", "a.md", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    assert (run().returncode, run().stderr) == (2, "pyshacl is not installed; pip install 'docs-kg[validate]'\n")
    assert run("--ignore", "KG201").returncode == 0
