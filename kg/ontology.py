"""The ontology folder, and the competency questions in it.

A question is a ``.rq`` file that any SPARQL store can run as it is. Its leading comments say what it asks::

    # Where would the links lead if one side of every conflict had won?
    # param: side (text) ours, theirs or base

and its ``VALUES ?side { "ours" }`` block holds what a parameter is where it is not given; ``UNDEF`` is "all". A
parameter is a ``term`` (an IRI or a text) unless its type is named: ``(text)`` or ``(integer)``. The line
``# needs: vocabulary`` says that the question asks for what the vocabularies hold and an export does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .errors import ConfigError, QueryError
from .names import PREFIXES
from .opening import opened
from .terms import iri
from .wording import reason_of

TYPES = ("term", "text", "integer")
"""What the value of a parameter can be."""

_PARAMETER = re.compile(r"param:\s*(\w+)\s*(?:\((\w+)\))?\s*(.*)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One blank of a question: its name, one of ``TYPES``, what it is, and its default in SPARQL ("" is "all")."""

    name: str
    type: str
    description: str
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A query with a name: ``text`` is the SPARQL as it stands in the file that ``place`` names."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    needs_vocabulary: bool
    text: str
    place: str


@cache
def folder() -> Path:
    """Return the ontology folder: ``kg/_ontology`` of an installed package, ``ontology`` of a checkout.

    Raises:
        ConfigError: Neither is there.
    """
    package = Path(__file__).parent
    for path in (package / "_ontology", package.parent / "ontology"):
        if (path / "core.ttl").is_file():
            return path
    raise ConfigError("the ontology folder is missing", hint="install the package again", place=str(package))


@cache
def vocabulary_files() -> tuple[Path, ...]:
    """Return the Turtle files of the two shared vocabularies, sorted."""
    return tuple(sorted(path for name in ("mechanism", "provider") for path in (folder() / name).glob("*.ttl")))


@cache
def questions() -> tuple[Question, ...]:
    """Return every competency question, sorted by name. The checks of the ontology itself are not among them."""
    return tuple(read_question(path) for path in sorted((folder() / "queries").glob("*.rq")))


def question(name: str) -> Question:
    """Return the question of that name; ``check/…`` names a check of the ontology.

    Raises:
        QueryError: There is none; the hint lists those that are there.
    """
    root = folder() / "queries"
    for path in root.rglob("*.rq"):
        if path.relative_to(root).with_suffix("").as_posix() == name:
            return read_question(path)
    known = ", ".join(each.name for each in questions())
    raise QueryError(f'no question is called "{name}"', hint=f"the questions are: {known}")


def read_question(path: Path) -> Question:
    """Return the question that a ``.rq`` file holds; its name is the file's.

    Raises:
        QueryError: The file cannot be read, is no UTF-8, or its header is not as the module's docstring says.
    """
    try:
        with opened(path) as stream:
            text = stream.read().decode("utf-8-sig")
    except OSError as error:
        raise QueryError(
            reason_of(error, "cannot be read"), hint="name a file that holds a query", place=str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError("the query is not UTF-8", hint="save it as UTF-8", place=str(path)) from error
    return parse_question(text, name=path.stem, place=str(path))


def parse_question(text: str, *, name: str = "query", place: str = "query") -> Question:
    """Return the question that a SPARQL text with a header is; without a header it has no parameter.

    Raises:
        QueryError: A ``param:`` line has no ``VALUES`` block, an unknown type, or no name.
    """
    header = _header(text)
    parameters = tuple(_parameter(line, text, place) for line in header if line.startswith("param:"))
    prose = next((line for line in header if not line.startswith(("param:", "needs:"))), "")
    return Question(name, prose, parameters, "needs: vocabulary" in header, text, place)


def fill(question: Question, parameters: Mapping[str, str | Sequence[str]]) -> str:
    """Return the SPARQL of a question with the values given in place of its defaults.

    Raises:
        QueryError: A parameter is not the question's, or a value is not of its type.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    text = question.text
    for name, given in parameters.items():
        if name not in known:
            hint = f"its parameters are: {', '.join(known)}" if known else "it has no parameter"
            raise QueryError(f'"{question.name}" has no parameter "{name}"', hint=hint)
        values = [given] if isinstance(given, str) else given
        block = f"VALUES ?{name} {{ {' '.join(term(known[name], value) for value in values)} }}"
        text = _block(name).sub(block.replace("\\", r"\\"), text)
    return text


def term(parameter: Parameter, value: str) -> str:
    """Return a value as the SPARQL term that its parameter's type makes of it.

    ``integer`` is a number, ``text`` a string. A ``term`` is an IRI where it is written as one, ``<https://…>`` or
    ``mech:tls`` with a prefix of ``names.PREFIXES``, else a string too.

    Raises:
        QueryError: No whole number where one is needed, or half of a surrogate pair, which is no text.
    """
    if parameter.type == "integer":
        if not _INTEGER.fullmatch(value):
            raise QueryError(f'"{parameter.name}" needs a whole number', hint=f"it is {value!r}")
        return value
    if _SURROGATE.search(value):
        raise QueryError(f'the value of "{parameter.name}" is not Unicode text', hint="give it as UTF-8")
    return (_iri(value) if parameter.type == "term" else None) or _string(value)


_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PREFIXED = re.compile(r"([a-z][a-z0-9]*):([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _iri(value: str) -> str | None:
    """Return a value that is written as an IRI, in full (RFC 3987; SPARQL 1.1, IRIREF); ``None`` for any other."""
    if value.startswith("<") and value.endswith(">"):
        try:
            return iri(value[1:-1])
        except ValueError:
            return None
    prefixed = _PREFIXED.fullmatch(value)
    return f"<{PREFIXES[prefixed[1]]}{prefixed[2]}>" if prefixed and prefixed[1] in PREFIXES else None


def _string(value: str) -> str:
    """Return a string literal (SPARQL 1.1, STRING_LITERAL2 and ECHAR).

    A ``u`` that follows a backslash is written as a code point: some engines look for such escapes before they read
    the query (SPARQL 1.1, section 19.2), and would take a text's own backslash and ``u0022`` for a quote.
    """
    escaped = "".join(_ESCAPES.get(character, character) for character in value)
    return '"' + re.sub(r"(?<=\\\\)[uU]", lambda u: f"\\U{ord(u[0]):08X}", escaped) + '"'


def _block(name: str) -> re.Pattern[str]:
    """Return what finds the ``VALUES`` block of a parameter; its group 1 is what stands between the braces."""
    return re.compile(rf"\bVALUES\s+[?$]{re.escape(name)}\s*\{{([^{{}}]*)\}}", re.IGNORECASE)


def _header(text: str) -> list[str]:
    """Return the comment lines that a text begins with, without their ``#``."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("#").strip())
    return lines


def _parameter(line: str, text: str, place: str) -> Parameter:
    """Return what one ``param:`` line declares."""
    match = _PARAMETER.fullmatch(line)
    kind = (match[2] or "term") if match else ""
    block = _block(match[1]).search(text) if match else None
    if match is None or block is None or kind not in TYPES:
        hint = 'write "# param: NAME (term|text|integer) what it is" and "VALUES ?NAME { UNDEF }" in the query'
        raise QueryError(f'"# {line}" declares no parameter', hint=hint, place=place)
    default = block[1].strip()
    return Parameter(match[1], kind, match[3].strip(), "" if default == "UNDEF" else default)
