"""Each folder of ``examples/`` gives what it says it gives, byte for byte.

A folder with a ``kg.toml`` is an example. In it, ``kg export docs`` gives ``expected.ttl``, and ``queries/NAME.csv``
answers ``queries/NAME.rq`` (SPARQL) or ``queries/NAME.args`` (arguments of ``kg query``); ``kg validate docs`` gives
``findings.txt``. A file that is missing fails.
With ``KG_UPDATE_GOLDEN=1`` the files are written anew, and the tests fail all the same: look at the difference, then
run them without.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sysconfig
from pathlib import Path

import pyshacl
import pytest
import rdflib

from kg.ontology import folder

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/kg.toml"))
QUESTIONS = sorted(path for example in EXAMPLES for path in (example / "queries").iterdir() if path.suffix != ".csv")
KG = Path(sysconfig.get_path("scripts")) / "kg"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "examples").as_posix()


def kg(example: Path, *arguments: str, codes: tuple[int, ...] = (0,)) -> bytes:
    """Return what kg writes to standard output when it runs in the folder of an example."""
    done = subprocess.run([KG, *arguments], cwd=example, capture_output=True, check=False)
    assert done.returncode in codes, done.stderr.decode()
    return done.stdout


def compare(golden: Path, actual: bytes) -> None:
    """Hold the content of a file against what it should be; a missing file is a failure."""
    if os.environ.get("KG_UPDATE_GOLDEN") == "1":
        golden.write_bytes(actual)
        pytest.fail(f"{name_of(golden)} was written anew: look at the difference, then unset KG_UPDATE_GOLDEN")
    assert golden.is_file(), f"{name_of(golden)} is missing: KG_UPDATE_GOLDEN=1 writes it"
    assert actual.decode() == golden.read_bytes().decode()


def test_there_are_examples_and_each_has_a_line_in_their_readme() -> None:
    text = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")

    assert len(EXAMPLES) >= 2
    assert [example.name for example in EXAMPLES if f"[`{example.name}`]({example.name}/)" not in text] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_an_example_exports_its_golden_graph(example: Path) -> None:
    compare(example / "expected.ttl", kg(example, "export", "docs"))


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_the_golden_graph_of_an_example_has_the_shape_of_the_contract(example: Path) -> None:
    graph = rdflib.Graph().parse(example / "expected.ttl")
    shapes = rdflib.Graph().parse(folder() / "shapes" / "data.ttl")

    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes, advanced=True)

    assert conforms, report


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_an_example_has_the_findings_that_it_lists(example: Path) -> None:
    compare(example / "findings.txt", kg(example, "validate", "docs", codes=(0, 1)))


@pytest.mark.parametrize("question", QUESTIONS, ids=name_of)
def test_a_question_to_an_example_is_answered_by_its_golden_rows(question: Path) -> None:
    example = question.parents[1]
    asked = ["--file", str(question)]
    if question.suffix == ".args":
        asked = shlex.split(question.read_text(encoding="utf-8"))

    compare(question.with_suffix(".csv"), kg(example, "query", "expected.ttl", *asked, "-f", "csv"))


@pytest.mark.parametrize("example", EXAMPLES, ids=name_of)
def test_every_golden_answer_of_an_example_has_a_question(example: Path) -> None:
    answered = {path.stem for path in (example / "queries").glob("*.csv")}
    asked = [path.stem for path in (example / "queries").iterdir() if path.suffix in {".rq", ".args"}]

    assert sorted(answered) == sorted(asked)


def test_the_first_example_has_the_difficulties_of_the_first_page() -> None:
    page = (ROOT / "examples" / "first-page" / "docs" / "security.md").read_text(encoding="utf-8")

    for difficulty in (
        "---\ntitle:",
        "redirect_from:\n- ../",
        "</ul><li>",
        "<ul><li>Inside the database: <ul><li>",
        "S3\u00e2\u20ac\u2122s",
        "| `ALTER DATABASE...",
        "https://docs.aws.amazon.com/",
        "https://cloud.google.com/",
        "</ul>\n<<<<<<< HEAD:",
        "\n=======\n[",
        "\n>>>>>>> 7c21e9b4... ",
    ):
        assert difficulty in page
