"""The one door by which an IRI or a literal enters a graph."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kg.names import XSD
from kg.refusals import refusal
from kg.terms import Triple, integer, iri, literal, target

ANY = st.text() | st.text(st.sampled_from("<>\"'\\ \n\r\t\b\f\0\x1f\x7f\x85\u2028\u202e\ufffe\ud800😀é@^_:.#{}|`%[]/a"))
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 (section 2.2) does not allow."""


def carried(text: str) -> str:
    """Return what a literal carries of a text: XML has no CR and no control character."""
    return NO_XML.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")


def parsed(line: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)]


def parsed_by_rdflib(line: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=line, format="nt")


@settings(deadline=None, max_examples=200)
@given(ANY)
def test_any_text_is_a_literal_with_the_same_value(text: str) -> None:
    (triple,) = parsed(f"<a:s> <a:p> {literal(text)} .")

    assert triple.object == ox.Literal(carried(text))


@settings(deadline=None, max_examples=200)
@given(ANY)
def test_rdflib_reads_the_same_value(text: str) -> None:
    (triple,) = parsed_by_rdflib(f"<a:s> <a:p> {literal(text)} .")

    assert triple[2] == rdflib.Literal(carried(text))


@settings(deadline=None)
@given(ANY)
def test_turtle_reads_the_same_value(text: str) -> None:
    (quad,) = ox.parse(f"<a:s> <a:p> {literal(text)} .", format=ox.RdfFormat.TURTLE)

    assert quad.object == ox.Literal(carried(text))


def test_a_literal_may_have_a_datatype_or_a_language() -> None:
    assert (literal("1.5", f"{XSD}decimal"), literal("a", language="en-GB"), integer(-3)) == (
        f'"1.5"^^<{XSD}decimal>',
        '"a"@en-GB',
        f'"-3"^^<{XSD}integer>',
    )


@pytest.mark.parametrize("language", ["", "e n", "en_GB", "en ", "en>", "toolonglanguage", "en-", '"'])
def test_what_is_no_language_tag_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="no language tag"):
        literal("a", language=language)


@pytest.mark.parametrize("datatype", ["", "integer", "http://a b", "a:>"])
def test_a_datatype_that_is_no_iri_is_refused(datatype: str) -> None:
    with pytest.raises(ValueError, match="no absolute IRI"):
        literal("a", datatype)


@pytest.mark.parametrize("value", ["https://example.org/kg/doc/é#日本", "urn:x", "a:", "mailto:a@b.example"])
def test_an_absolute_iri_is_a_term(value: str) -> None:
    assert iri(value) == f"<{value}>"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a",
        "/a",
        "#a",
        "//a.example",
        ":a",
        "1a:b",
        "é:a",
        "a b:c",
        "a:b c",
        "a:<",
        "a:>",
        'a:"',
        "a:{",
        "a:\n",
        "a:\\u003e",
    ],
)
def test_what_is_no_absolute_iri_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="no absolute IRI"):
        iri(value)


def term_of(text: str) -> str:
    """Return a text as an IRI, else as a target, else as a literal."""
    for door in (iri, lambda address: iri(target(address))):
        try:
            return door(text)
        except ValueError:
            continue
    return literal(text)


def resource_of(text: str) -> str:
    return term if (term := term_of(text)).startswith("<") else iri("a:b")


ADDRESS = ANY | st.tuples(st.sampled_from(["a:", "https://a.example/", "urn:"]), ANY).map("".join)


@settings(deadline=None, max_examples=200)
@given(ADDRESS, ADDRESS, ADDRESS)
@example("a:\x7f", "a:\x85", "a:\u202e")
@example("a:\ufdd0", "a:\U0001ffff", "a:\ue000")
@example("https://[", "http://a:b:c", "a:%")
def test_no_text_can_end_a_term(subject: str, predicate: str, value: str) -> None:
    triple = Triple(resource_of(subject), resource_of(predicate), term_of(value))
    quads = list(ox.parse(f"{' '.join(triple)} .", format=ox.RdfFormat.N_TRIPLES, lenient=True))

    assert [(f"<{quad.subject.value}>", f"<{quad.predicate.value}>") for quad in quads] == [triple[:2]]
    assert quads[0].object.value == (triple.object[1:-1] if triple.object.startswith("<") else carried(value))


@settings(deadline=None, max_examples=200)
@given(ADDRESS, ADDRESS, ADDRESS)
def test_no_text_can_end_a_term_for_rdflib(subject: str, predicate: str, value: str) -> None:
    triple = Triple(
        *(WHITE_SPACE.sub("", one) for one in (resource_of(subject), resource_of(predicate), term_of(value)))
    )

    assert len(parsed_by_rdflib(f"{' '.join(triple)} .")) == 1


WHITE_SPACE = re.compile("[^\\S ]")
"""White space that RFC 3987 allows in an IRI."""


@pytest.mark.parametrize("sign", ["\u00a0", "\u2003", "\u2028", "\u3000"])
def test_white_space_in_a_target_breaks_no_reader(sign: str) -> None:
    """RFC 3987 allows it, rdflib's reader of N-Triples does not; a target may be encoded beyond what is forbidden."""
    assert len(parsed_by_rdflib(f"<a:s> <a:p> {iri(target(f'https://a.example/b{sign}c'))} .")) == 1


@settings(deadline=None, max_examples=200)
@given(ADDRESS)
@example("a:\x7f")
@example("a:\x85")
@example("a:\ufdd0")
@example("a:\U0001ffff")
@example("https://[")
@example("http://a:b:c")
@example("a:%")
def test_what_is_let_in_as_an_iri_is_one_to_pyoxigraph(value: str) -> None:
    try:
        term = iri(value)
    except ValueError:
        return

    assert term == str(ox.NamedNode(value))


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example",
        "https://a.example/",
        "https://a.example/b/c.html?d=e&f=%20#g",
        "https://a.example:8080/b;c=d,e(f)'g*h!i$j",
        "https://日本.example/é?ü=ß#ñ",
        "https://[2001:db8::1]/a",
        "mailto:a@b.example",
        "ftp://a.example/b",
        "urn:isbn:0451450523",
        "tel:+1-201-555-0123",
        "HTTPS://A.example/B",
        "https://a.example/b/../c/./d",
        "https://a.example?",
        "https://a.example/b?",
        "https://a.example/b#",
        "https://a.example/b?#",
    ],
)
def test_a_target_that_is_an_iri_stays_as_it_is(address: str) -> None:
    assert target(address) == address


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/b c", "https://a.example/b%20c"),
        ("https://a.example/<b>", "https://a.example/%3Cb%3E"),
        ('https://a.example/"b"', "https://a.example/%22b%22"),
        ("https://a.example/{b}|c^d`e\\f", "https://a.example/%7Bb%7D%7Cc%5Ed%60e%5Cf"),
        ("https://a.example/b[c]", "https://a.example/b%5Bc%5D"),
        ("https://a.example/b?c[]=d", "https://a.example/b?c%5B%5D=d"),
        ("https://a.example/b#c[d]", "https://a.example/b#c%5Bd%5D"),
        ("https://a.example/b#c#d", "https://a.example/b#c%23d"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/%zz%4", "https://a.example/%25zz%254"),
        ("https://a.example/%C3%A9", "https://a.example/%C3%A9"),
        ("https://a.example/\u0085", "https://a.example/%C2%85"),
        ("https://a.example/b\nc", "https://a.example/b%0Ac"),
        ("https://a.example/\ue000", "https://a.example/%EE%80%80"),
        ("https://a.example/\U0001fffe", "https://a.example/%F0%9F%BF%BE"),
    ],
)
def test_only_what_an_iri_forbids_is_encoded(address: str, expected: str) -> None:
    assert target(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "DATA:,x",
        "https://user:secret@a.example/",
        "https://user@a.example/",
        "http://:secret@a.example/",
        "ftp://user:secret@a.example/",
        "ssh://user:secret@a.example/",
        "https:",
        "https:///a",
        "http://",
        "https:a.html",
        "https://[::1/a",
        "https://a]b/c",
        "https://a.example:port/",
        "//a.example",
        "a.html",
        "",
        "#a",
        "1:a",
    ],
)
def test_a_target_that_is_none_or_not_wanted_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="a target"):
        target(address)


@pytest.mark.parametrize(
    "address", [" javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:x", "javascript\t:x"]
)
def test_a_refused_scheme_cannot_be_hidden(address: str) -> None:
    with pytest.raises(ValueError, match="a target"):
        target(address)


@settings(deadline=None, max_examples=200)
@given(ANY, st.sampled_from(["https://a.example/", "https://a.example/b?", "https://a.example/b#", "urn:"]))
def test_any_path_query_or_fragment_can_be_a_target_but_for_what_is_refused(text: str, start: str) -> None:
    assume(refusal(start + text) is None)
    address = target(start + text)

    assert ox.NamedNode(address).value == address
    assert target(address) == address


@settings(deadline=None, max_examples=200)
@given(ADDRESS)
def test_a_target_is_an_iri_or_refused(address: str) -> None:
    try:
        result = target(address)
    except ValueError:
        return

    assert iri(result) == f"<{ox.NamedNode(result).value}>"
    assert target(result) == result
