"""What is kept out of the targets of links, however it is disguised."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.refusals import refusal

SCHEMES = st.sampled_from(["javascript", "data", "vbscript"])
INVISIBLE = st.text(st.sampled_from(" \t\r\n\f\x00\x01\x1f\x7f\u00a0\u00ad\u200b\u2028\ufeff"), max_size=3)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """Return a target with a refused scheme: case mixed, what is invisible in between, signs as references or wide."""
    shown = []
    for sign in draw(SCHEMES) + ":":
        ways = [
            sign,
            sign.upper(),
            chr(ord(sign) + 0xFEE0),
            f"&#{ord(sign)};",
            f"&#x{ord(sign):x};",
            f"&#0{ord(sign)};",
        ]
        shown.append(draw(st.sampled_from(ways)))
    return draw(INVISIBLE) + "".join(one + draw(INVISIBLE) for one in shown) + draw(st.text(max_size=5))


@given(disguised())
def test_a_refused_scheme_is_seen_through_every_disguise(address: str) -> None:
    assert refusal(address) is not None


@pytest.mark.parametrize("address", ["view-source:javascript:x", "feed:data:x", "jar:data:,x", "&#106avascript&#58;x"])
def test_a_refused_scheme_in_another_is_refused(address: str) -> None:
    assert refusal(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://user:secret@a.example/",
        "https://user@a.example/",
        "https://:secret@a.example/",
        "//user:secret@a.example/",
        "https:\\\\user:secret@a.example/",
        "https:/\t/user:secret@a.example/",
        "HTTPS://USER:SECRET@A.example/",
        "https://user&#58;secret&commat;a.example/",
        "https://user%3Asecret%40a.example/",
        "https://token@a.example",
        "git+https://token@a.example/b.git",
        "jdbc:postgresql://user:secret@a.example/b",
        "ssh://user:secret@a.example/",
        "https://a.example/forward?to=https://user:secret@b.example/",
        "https://a.example/forward?to=https%3A%2F%2Fuser%3Asecret%40b.example%2F",
    ],
)
def test_credentials_are_refused_wherever_they_stand(address: str) -> None:
    assert refusal(address) == "a target with credentials is kept out"


@pytest.mark.parametrize("sign", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_sign_that_changes_the_direction_of_writing_is_refused(sign: str) -> None:
    for address in (f"https://a.example/b{sign}c", f"b.html?{sign}", f"b.html#&#x{ord(sign):x};"):
        assert refusal(address) == "a target with a sign that changes the direction of writing is kept out"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#data:",
        "data.html",
        "javascript/guide.html",
        "https://a.example/javascript:void",
        "https://a.example/?url=data:x",
        "mailto:me@a.example",
        "git@a.example:b/c.git",
        "ssh://git@a.example/b/c.git",
        "https://a.example/@user/b@2.0.0",
        "https://a.example:8080/@user",
        "https://a.example/?mail=me@b.example",
        "https://@a.example/",
        "https://a.example/שלום",
        "urn:a:b",
    ],
)
def test_what_is_harmless_is_not_refused(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("part", ["//a:", "&#", "a:", "feed:", "/", "\t", "https:", "%", "&amp;"])
def test_a_long_target_takes_no_more_than_its_length(part: str) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        refusal(part * count + "@")
        return time.process_time() - started

    seconds(20_000)

    assert seconds(200_000) < 40 * seconds(20_000) + 1.0
