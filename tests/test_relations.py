"""What an export relates is told once, for those who write it and those who read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import RDF
from kg.options import Options
from kg.pipeline import build
from kg.relations import CLASSES, RELATIONS
from kg.shards.judging import Judge
from kg.terms import Triple, target

ROOT = Path(__file__).parents[1]
OPTIONS = Options(commit="abc", site="https://h.example/docs", tables="all")


@pytest.fixture(scope="module")
def documents() -> list[frozenset[Triple]]:
    """What is written of all pages that we have."""
    folders = (ROOT / "examples", ROOT / "tests" / "hostile" / "pages")
    return [triples for folder in folders for triples in build([str(folder)], OPTIONS).documents.values()]


def test_each_relation_and_class_is_written_and_no_other(documents: list[frozenset[Triple]]) -> None:
    triples = frozenset().union(*documents)

    assert {triple.predicate for triple in triples} == {f"<{relation}>" for relation in RELATIONS}
    assert {triple.object for triple in triples if triple.predicate == f"<{RDF}type>"} == {
        f"<{one}>" for one in CLASSES
    }


def test_what_is_written_is_what_a_reader_of_shards_takes(documents: list[frozenset[Triple]]) -> None:
    judge = Judge(OPTIONS.base)
    for triples in documents:
        judge.check(triples)


@given(st.text("ab:/?#[]@%&;\\ .é\u202f", max_size=20), st.sampled_from(["https://h/", "https://h/#", "urn:", ""]))
def test_a_target_that_is_written_is_a_target_as_it_stands(text: str, start: str) -> None:
    try:
        written = target(start + text)
    except ValueError:
        return
    assert target(written) == written


def test_a_target_whose_credentials_only_its_encoding_shows_is_refused() -> None:
    with pytest.raises(ValueError, match="credentials"):
        target("https://h.example/#a//x#y:z@w")
