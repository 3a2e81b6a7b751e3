"""IRIs minted from content."""

from __future__ import annotations

import hashlib
import unicodedata

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.iri import digest, segment, slug, without_extension

ANY = st.text() | st.text(st.characters(categories=["L", "M", "N", "P", "S", "Z"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authentication", "authentication"),
        ("User Authorization", "user-authorization"),
        ("AWS S3’s server-side encryption", "aws-s3s-server-side-encryption"),
        ("ALTER TABLE...EXPERIMENTAL AUDIT", "alter-table-experimental-audit"),
        ("  --a__b  ", "a-b"),
        ("TLS 1.2", "tls-1-2"),
        ("Straße", "strasse"),
        ("ＡＢＣ１", "abc1"),
        ("ﬁle", "file"),
        ("CAFÉ", "café"),
        ("cafe\u0301", "café"),
        ("データの暗号化", "データの暗号化"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("Don't ‘quote’ it", "dont-quote-it"),
        ("C++ & C#", "c-c"),
        ("½", "1-2"),
        ("😀 smile", "smile"),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize("text", ["", "?!", "😀", "’", " - ", "\u0301"])
def test_a_slug_of_nothing_is_a_digest(text: str) -> None:
    assert slug(text) == f"x-{digest(text)}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inter-node and node identity authentication using TLS 1.2", "inter-node-and-node-identity"),
        (
            "Client identity authentication using TLS 1.2 or username/password",
            "client-identity-authentication-using-tls",
        ),
        ("Users and privileges", "users-and-privileges"),
        ("Network authorization", "network-authorization"),
        ("The backups for AWS clusters are encrypted", "the-backups-for-aws-clusters-are"),
        ("a" * 50 + " b", "a" * 40),
        ("a" * 40 + " b", "a" * 40),
        ("a" * 39 + " b", "a" * 39),
        ("a" * 38 + " b", "a" * 38 + "-b"),
    ],
)
def test_a_limited_slug_holds_as_many_whole_words_as_fit(text: str, expected: str) -> None:
    assert slug(text, 40) == expected


@settings(deadline=None, max_examples=200)
@given(ANY)
@example("ŉ")
@example("ᾳ\u0345")
@example("x\u0301’\u0302")
def test_a_slug_of_a_slug_is_the_slug(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@settings(deadline=None, max_examples=200)
@given(ANY)
def test_a_slug_has_letters_digits_their_marks_and_single_hyphens_only(text: str) -> None:
    result = slug(text)

    assert all(sign == "-" or unicodedata.category(sign)[0] in "LNM" for sign in result)
    assert "--" not in result
    assert result == result.strip("-") != ""


@settings(deadline=None, max_examples=200)
@given(ANY)
def test_a_slug_can_stand_in_an_iri(text: str) -> None:
    address = f"https://example.org/kg/doc/a#{slug(text)}"

    assert ox.NamedNode(address).value == address


@settings(deadline=None, max_examples=200)
@given(ANY, st.integers(1, 50))
def test_a_limited_slug_is_within_the_limit_and_begins_the_whole_slug(text: str, limit: int) -> None:
    whole, result = slug(text), slug(text, limit)

    if not whole.startswith("x-"):
        assert len(result) <= limit
        assert whole.startswith(result)
        assert result in (whole, whole.split("-")[0][:limit]) or whole[len(result)] == "-"


@settings(deadline=None)
@given(ANY)
def test_slugs_of_texts_that_differ_in_case_or_composition_are_equal(text: str) -> None:
    assert slug(unicodedata.normalize("NFD", text)) == slug(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Users and privileges", "e22dc7"),
        ("Role-based access control", "01d119"),
        ("Network authorization", "e8ddd2"),
        ("Encryption in flight using TLS 1.2", "fd8197"),
        ("https://www.cockroachlabs.com/docs/cockroachcloud/authentication.html", "3051cc"),
    ],
)
def test_a_digest_is_that_of_the_contract(text: str, expected: str) -> None:
    assert digest(text) == expected


@settings(deadline=None)
@given(ANY)
def test_a_digest_is_of_the_nfc_text_in_utf_8(text: str) -> None:
    expected = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).hexdigest()[:6]

    assert digest(unicodedata.normalize("NFD", text)) == digest(unicodedata.normalize("NFC", text)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("cockroachcloud/security-overview", "cockroachcloud/security-overview"),
        ("a b/c%20[d].md", "a-b/c-20-d-.md"),
        ("日本/é.md", "日本/é.md"),
        ("a(b),c;d=e@f:g!h$i&j'k*l+m~n_o", "a(b),c;d=e@f:g!h$i&j'k*l+m~n_o"),
        ('<>"{}|^`\\#?\x00\n', "-------------"),
        ("a\u202eb\ufdd0c\ue000d\U0001fffee", "a-b-c-d-e"),
    ],
)
def test_a_segment_has_a_hyphen_for_what_an_iri_forbids(path: str, expected: str) -> None:
    assert segment(path) == expected


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_a_segment_can_stand_in_an_iri_as_it_is(path: str) -> None:
    result = segment(path)
    address = f"https://example.org/kg/doc/a/{result}"

    assert ox.NamedNode(address).value == address
    assert len(result) == len(path)
    assert segment(result) == result


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.md", "a/b"),
        ("v1.2/intro.md", "v1.2/intro"),
        ("v1.2/intro", "v1.2/intro"),
        ("a.b.mdx", "a.b"),
        (".md", ".md"),
        ("a/.md", "a/.md"),
        ("a", "a"),
    ],
)
def test_an_extension_is_that_of_the_last_segment(path: str, expected: str) -> None:
    assert without_extension(path) == expected
