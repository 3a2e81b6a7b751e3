"""From bytes to text."""

from __future__ import annotations

import codecs
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Diagnostic, SourceFile
from kg.repair.encoding import decode, windows_1252

TEXT = st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]))


def file_of(text: str, data: bytes, encoding: str) -> SourceFile:
    return SourceFile("page.md", text, hashlib.sha256(data).hexdigest(), encoding)


def misread(line: int, column: int) -> Diagnostic:
    message = "is not UTF-8 and was read as Windows-1252"
    return Diagnostic("warning", "KG101", message, "convert the file to UTF-8", "page.md", line, column)


@settings(deadline=None)
@given(TEXT)
def test_utf_8_is_read_as_it_is(text: str) -> None:
    data = text.encode()

    assert decode("page.md", data) == (file_of(text, data, "utf-8"), ())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(mark: bytes, encoding: str) -> None:
    text = "# Größe\r\n\r\n日本語 😀\n"
    data = mark + text.encode(encoding)

    assert decode("page.md", data) == (file_of(text, data, encoding), ())


@settings(deadline=None)
@given(TEXT, st.sampled_from([(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]))
def test_utf_16_with_a_mark_is_read_as_it_is(text: str, kind: tuple[bytes, str]) -> None:
    mark, encoding = kind
    data = mark + text.encode(encoding)

    assert decode("page.md", data) == (file_of(text, data, encoding), ())


def test_windows_1252_is_the_last_resort_and_is_reported() -> None:
    data = "Café “owner’s” cost: 5 €".encode("cp1252")

    assert decode("page.md", data) == (file_of("Café “owner’s” cost: 5 €", data, "windows-1252"), (misread(1, 4),))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_report_names_the_place_of_the_first_bad_byte(end: str) -> None:
    data = f"# Café{end}{end}".encode() + b"plain caf\xe9 and \xff"

    assert decode("page.md", data)[1] == (misread(3, 10),)


def test_columns_of_the_report_count_what_the_text_holds() -> None:
    """``ï`` in UTF-8 is two signs in the text that was read as Windows-1252."""
    file, problems = decode("page.md", "naïve ".encode() + b"caf\xe9")

    assert file.text == "naÃ¯ve café"
    assert problems == (misread(1, file.text.index("é") + 1),)


def test_a_mark_before_bytes_that_are_not_utf_8_is_no_part_of_the_text() -> None:
    data = codecs.BOM_UTF8 + b"caf\xe9"

    assert decode("page.md", data) == (file_of("café", data, "windows-1252"), (misread(1, 4),))


def test_windows_1252_gives_each_byte_a_character_of_its_own() -> None:
    assert len({windows_1252(bytes((byte,))) for byte in range(256)}) == 256


@settings(deadline=None)
@given(st.binary())
def test_windows_1252_reads_byte_by_byte(data: bytes) -> None:
    assert windows_1252(data) == "".join(windows_1252(bytes((byte,))) for byte in data)


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_the_bytes_that_windows_1252_does_not_assign_are_control_characters(byte: int) -> None:
    assert windows_1252(bytes((byte,))) == chr(byte)


def test_a_nul_means_that_a_file_is_no_text() -> None:
    data = b"PK\x03\x04\0\0"
    problem = Diagnostic("error", "KG102", "is no text", "leave it out, or convert it to UTF-8", "page.md", 1, 1)

    assert decode("page.md", data) == (file_of("", data, "utf-8"), (problem,))


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_give_a_file_without_a_nul(data: bytes) -> None:
    file, problems = decode("page.md", data)

    assert "\0" not in file.text
    assert file.sha256 == hashlib.sha256(data).hexdigest()
    assert len(problems) <= 1


def test_an_empty_file_is_empty_text() -> None:
    assert decode("page.md", b"") == (file_of("", b"", "utf-8"), ())
