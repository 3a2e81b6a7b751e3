"""A parameter is data: no value of it can become SPARQL."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from kg.errors import QueryError
from kg.names import PREFIXES
from kg.ontology import Parameter, fill, parse_question, term

QUESTION = parse_question("# What is x?\n# param: x (text) anything\nSELECT ?x { VALUES ?x { UNDEF } }\n")
TERM = parse_question("# What is x?\n# param: x anything\nSELECT ?x { VALUES ?x { UNDEF } }\n")

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HOSTILE = st.lists(
    st.sampled_from(
        [
            '"',
            "'",
            '"""',
            "\\",
            "\\u0022",
            "\\U00000022",
            "u0022",
            "}",
            "{",
            "<",
            ">",
            "#",
            "\n",
            "\r",
            "\t",
            "\0",
            "?x",
            "a",
            " } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } ",
            "UNDEF",
            "\\1",
            "\\g<0>",
            "service",
            "mech:tls",
        ]
    )
).map("".join)


def _one(sparql: str) -> ox.Literal | ox.NamedNode:
    (row,) = ox.Store().query(sparql)  # type: ignore[misc]
    return row[0]  # type: ignore[no-any-return]


@given(TEXT | HOSTILE)
def test_a_text_is_that_very_string(value: str) -> None:
    assert _one(fill(QUESTION, {"x": value})) == ox.Literal(value)


@given(HOSTILE)
def test_a_text_is_that_very_string_for_an_engine_that_reads_code_points_first(value: str) -> None:
    """SPARQL 1.1, section 19.2; rdflib does so, and knows no NUL."""
    value = value.replace("\0", "")
    (row,) = Graph().query(fill(QUESTION, {"x": value}))
    assert str(row[0]) == value  # type: ignore[index]


@given(TEXT | HOSTILE | st.from_regex(r"(<\w*:.*>|\w+:.*)", fullmatch=True))
def test_a_term_is_an_iri_or_that_very_string(value: str) -> None:
    if re.search(r"[\ud800-\udfff]", value):
        return
    found = _one(fill(TERM, {"x": value}))
    prefix, _, local = value.partition(":")
    expected = value[1:-1] if value.startswith("<") else PREFIXES.get(prefix, "") + local
    assert found == ox.Literal(value) if isinstance(found, ox.Literal) else found.value == expected


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_several_values_are_several_rows(values: list[str]) -> None:
    rows = ox.Store().query(fill(QUESTION, {"x": values}))
    assert [row[0].value for row in rows] == values  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "sparql"),
    [
        ("mech:tls", "<https://w3id.org/docs-kg/mechanism/tls>"),
        ("<https://example.org/ü>", "<https://example.org/ü>"),
        ("other:tls", '"other:tls"'),
        ("mech:", '"mech:"'),
        ("mech:a b", '"mech:a b"'),
        ("<b>", '"<b>"'),
        ("<a:b> <c:d>", '"<a:b> <c:d>"'),
        ("TLS 1.2", '"TLS 1.2"'),
    ],
)
def test_a_term_is_an_iri_where_it_is_written_as_one(value: str, sparql: str) -> None:
    assert term(Parameter("x", "term", "", ""), value) == sparql


@pytest.mark.parametrize("value", ["", "x", "1.5", "1 }", "٣", "1_0", "1" * 30])
def test_an_integer_is_a_whole_number_or_an_error(value: str) -> None:
    with pytest.raises(QueryError, match='"x" needs a whole number'):
        term(Parameter("x", "integer", "", ""), value)


def test_an_integer_is_a_number() -> None:
    assert term(Parameter("x", "integer", "", ""), "16") == "16"


def test_half_a_surrogate_pair_is_an_error() -> None:
    with pytest.raises(QueryError, match="not Unicode text"):
        fill(QUESTION, {"x": "\udc80"})


def test_an_unknown_parameter_is_answered_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r'"query" has no parameter "y"; its parameters are: x'):
        fill(QUESTION, {"y": "1"})
    with pytest.raises(QueryError, match=r"it has no parameter"):
        fill(parse_question("ASK {}"), {"y": "1"})
