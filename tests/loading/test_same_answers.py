"""The example of the README in each store, and the same rows from each."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.ontology import fill, question

from .conftest import Server

EXAMPLE = Path(__file__).parents[2] / "examples" / "first-page"
QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("mechanism-users", {"mechanism": "TLS 1.2"}),
    ("in-dispute", {}),
    ("provider-statements", {}),
)
BASE = "https://example.org/same-answers/"
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readme") / "larkbase.ttl"
    arguments = ["export", str(EXAMPLE / "docs"), "--product", "Larkbase Cloud", "--base", BASE, "-o", str(path)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    return path


@pytest.fixture(scope="module")
def served(exported: Path) -> Iterator[str]:
    """Serve the example, and return the address of the endpoint."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", str(exported)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        ready = next(line for line in process.stderr if "http://" in line)
        yield f"http://{ready.partition('http://')[2].partition('/')[0]}/sparql"
        process.terminate()
        process.stderr.read()


def rows_of(text: str) -> Rows:
    return sorted({tuple(row) for row in list(csv.reader(io.StringIO(text)))[1:]})


def asked(address: str, sparql: str, **more: str) -> Rows:
    answer = httpx.post(address, data={"query": sparql, **more}, headers={"Accept": "text/csv"}, timeout=60)
    assert answer.status_code == 200, answer.text
    return rows_of(answer.text)


@pytest.mark.parametrize(("name", "given"), QUESTIONS, ids=[name for name, _ in QUESTIONS])
def test_a_question_gives_the_same_rows_in_each_store_in_kg_query_and_on_sparql(
    name: str, given: dict[str, str], server: Server, exported: Path, served: str
) -> None:
    loaded = CliRunner().invoke(main, ["load", str(exported), "--to", server.root])
    parameters = [word for key, value in given.items() for word in ("--with", f"{key}={value}")]
    own = CliRunner().invoke(main, ["query", str(exported), "--name", name, *parameters, "-f", "csv"])
    sparql = fill(question(name), given)
    graph = f"{BASE}doc/security"  # the store has the graphs of other tests too

    assert loaded.exit_code == 0, loaded.stderr
    assert rows_of(own.stdout)
    assert asked(served, sparql) == rows_of(own.stdout)
    assert asked(server.root + server.query, sparql, **{"default-graph-uri": graph}) == rows_of(own.stdout)
