"""Bytes to text: UTF-8 with or without a mark, UTF-16, and Windows-1252 as the last resort."""

from __future__ import annotations

import codecs
import hashlib
import re

from ..model import Diagnostic, SourceFile

_WINDOWS_1252 = "".join(bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256))
_LINE_END = re.compile(r"\r\n?")
_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode(path: str, data: bytes) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """Return the file of some bytes, with a diagnostic where they are not UTF-8 or no text at all.

    Windows-1252 assigns no character to five bytes; they become the control characters of the same number, as the
    WHATWG Encoding standard has it, so that every file has a text. A NUL in a text without a mark means that the bytes
    are no text: they give an empty file and an error.
    """
    encoding, text = _decoded(data)
    sha256 = hashlib.sha256(data).hexdigest()
    if "\0" in text:
        problem = Diagnostic("error", "KG102", "is no text", "leave it out, or convert it to UTF-8", path, 1, 1)
        return SourceFile(path, "", sha256, encoding), (problem,)
    file = SourceFile(path, text, sha256, encoding)
    if encoding.startswith("utf-16"):
        return file, _broken_utf_16(path, data[2:], encoding)
    if encoding == "utf-8":
        return file, ()
    line, column = _first_bad_byte(data)
    message = "is not UTF-8 and was read as Windows-1252"
    return file, (Diagnostic("warning", "KG101", message, "convert the file to UTF-8", path, line, column),)


def _broken_utf_16(path: str, data: bytes, encoding: str) -> tuple[Diagnostic, ...]:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        before = _LINE_END.sub("\n", data[: error.start].decode(encoding))
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        message, hint = "is broken UTF-16 here, and was read as \ufffd", "write the file anew, as UTF-8"
        return (Diagnostic("warning", "KG108", message, hint, path, line, column),)
    return ()


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _UTF_16:
        if data.startswith(mark):
            return encoding, data[len(mark) :].decode(encoding, errors="replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return "utf-8", data.decode()
    except UnicodeDecodeError:
        return "windows-1252", windows_1252(data)


def windows_1252(data: bytes) -> str:
    """Decode as Windows-1252; the five unassigned bytes become control characters of the same number."""
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def _first_bad_byte(data: bytes) -> tuple[int, int]:
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        before = windows_1252(data[: error.start]).replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return 1, 1
