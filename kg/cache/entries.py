"""A page's result as bytes and back: a line of JSON and the sort lines as they are; reading runs no code.

JSON would escape each quotation mark of the sort lines, which are nearly all of an entry.
"""

from __future__ import annotations

import json
from typing import cast, get_args

from ..model import Diagnostic, Severity
from ..outcome import Outcome
from ..recording import Dependencies

_SEVERITIES = frozenset(get_args(Severity))
_HEAD = [list, str, str, str, list, int, int, int]
_DIAGNOSTIC = [str, str, str, str, str, int, int]


def packed(dependencies: Dependencies, outcome: Outcome) -> bytes:
    """Return a result, and what it depends on, as bytes."""
    head = [
        dependencies.questions,
        dependencies.answers,
        outcome.path,
        outcome.document,
        [
            [one.severity, one.code, one.message, one.hint, one.path, one.line, one.column]
            for one in outcome.diagnostics
        ],
        outcome.tables,
        outcome.features,
        outcome.statements,
    ]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n{outcome.lines}".encode("utf-8", "surrogatepass")


def unpacked(data: bytes) -> tuple[Dependencies, Outcome] | None:
    """Return what ``packed`` was given; None where the bytes are anything else."""
    try:
        text, separator, lines = data.decode("utf-8", "surrogatepass").partition("\n")
        head = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not separator or type(head) is not list or [type(value) for value in head] != _HEAD:
        return None
    questions, answers, path, document, problems, tables, features, statements = head
    diagnostics = [_diagnostic(problem) for problem in problems]
    if not all(type(question) is str for question in questions) or None in diagnostics:
        return None
    found = cast("tuple[Diagnostic, ...]", tuple(diagnostics))
    return Dependencies(tuple(questions), answers), Outcome(path, document, lines, found, tables, features, statements)


def _diagnostic(value: object) -> Diagnostic | None:
    if type(value) is not list or [type(part) for part in value] != _DIAGNOSTIC or value[0] not in _SEVERITIES:
        return None
    return Diagnostic(*value)
