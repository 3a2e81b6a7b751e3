"""Words that were encoded twice."""

from __future__ import annotations

import ftfy.bad_codecs  # noqa: F401 - registers sloppy-windows-1252
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.mojibake import repaired

CODECS = ("sloppy-windows-1252", "latin-1")


def twice(text: str, codec: str = "sloppy-windows-1252") -> str:
    """Return a text as it is when its UTF-8 was read by another encoding."""
    return text.encode().decode(codec)


@pytest.mark.parametrize(
    "text",
    [
        "S3’s",
        "“quoted”",
        "5–10",
        "wait…",
        "naïve café",
        "über",
        "≥ 5",
        "a → b",
        "3 × 4",
        "10 €",
        "✓",
        "日本",
        "😀",
        "नमस्ते",
    ],
)
@pytest.mark.parametrize("codec", CODECS)
def test_a_word_that_was_encoded_twice_is_restored(text: str, codec: str) -> None:
    assert repaired(f"one {twice(text, codec)} two") == f"one {text} two"


def test_a_trade_mark_sign_is_restored() -> None:
    assert repaired(f"Okta{twice('™')} signs in") == "Okta™ signs in"


def test_a_word_that_was_encoded_three_times_is_restored() -> None:
    assert repaired(twice(twice("S3’s"))) == "S3’s"


def test_only_what_was_encoded_twice_changes() -> None:
    assert repaired(f"“clean” café {twice('’')} 日本") == "“clean” café ’ 日本"


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "encoding table: Ã = 0xC3",
        "L’Â",
        "un cœur, une œuvre, ŒUVRE",
        "à « x »",
        "SÃO PAULO – NÃO",
        "“VOILÀ” …",
        "É™",
        "10 £ · § 3 ¶ ° ± ½ ©",
        "日本語 “引用”",
        "ПРИВЕТ — мир",
    ],
)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert repaired(text) == text


@pytest.mark.parametrize(
    "text", ["“IRM\u00c3” foi", "“MAÇ\u00c3”, “LEI”", "IRM\u00c3— e", "Ë’s", "GJUHË’s", "MARKË™", "IRM\u00c3™", "Ü…"]
)
def test_a_letter_before_a_closing_quote_is_clean(text: str) -> None:
    """``Ã”`` has the shape of a twice-encoded ``Ô``, and is what Portuguese capitals in quotation marks look like."""
    assert repaired(text) == text


SMALL, CAPITALS = "abcéèêëàáâãäçñóòôõöùúûüßæøþðनमस्तไทย", "XYZÉÜÑ"
"""Without Ö: behind a capital, its mojibake is what capitals before a dash look like. No word mixes the two."""

SIGNS = ("’", "‘", "“", "”", "–", "—", "…", "•", "€", "→", "≥", "≤", "≠", "∞", "✓", "✗", "❌", "😀", "🟢", ",", "0")
"""Signs that documents hold, whose mojibake is no text of any language."""


@settings(deadline=None)
@given(st.lists(st.text(SMALL, max_size=6) | st.text(CAPITALS, max_size=6) | st.sampled_from(SIGNS), max_size=8))
def test_words_and_signs_that_were_encoded_twice_are_restored(parts: list[str]) -> None:
    text = " ".join(parts)

    assert repaired(twice(text)) == text


ALPHABETS = (
    "abcéèêëàâçùûüîïô",
    "abcäöüß",
    "abcáéíóúñü",
    "abcáàâãçéêíóôõú",
    "abcåäöæø",
    "abcčćđšž",
    "abcąćęłńóśźż",
    "abcçğıöşü",
    "abcëç",
    "αβγδεζηθάέήίόύώ",
    "абвгдежзиклмнопрст",
    "אבגדהוזחט",
    "ابتثجحخدذرز",
    "कखगघचछजझ",
    "日本語文字漢字",
    "あいうえおカタカナ",
    "한국어문서",
)
"""Letters of one language each: two letters of two languages side by side may well be mojibake."""

WORD = st.one_of(*(st.text(letters, min_size=2, max_size=8) for letters in ALPHABETS))
"""Two letters at least: one capital and a closing quote is what a Greek letter that was encoded twice looks like."""

WORDS = st.lists(WORD | WORD.map(str.upper), min_size=1, max_size=4)
JOINTS = st.sampled_from([" ", " – ", ", ", "’s ", "… ", " → ", "” “", " · ", "™ ", "/", " ≥ ", "\n", " €"])


@settings(deadline=None, max_examples=200)
@given(WORDS, JOINTS)
def test_clean_text_never_changes(words: list[str], joint: str) -> None:
    text = joint.join(words)

    assert repaired(text) == text


@settings(deadline=None, max_examples=200)
@given(st.text(st.sampled_from("aé Ââãäåðñ€™’“”‚ƒ„…©®°\u00a0\u0080\u009d–¢¼½")))
@example("ÂÂ©")
def test_what_is_repaired_is_repaired(text: str) -> None:
    once = repaired(text)

    assert repaired(once) == once
