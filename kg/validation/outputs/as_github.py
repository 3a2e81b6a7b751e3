"""A report as the commands by which a workflow of GitHub Actions annotates files.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from ...wording import printable
from .. import Report
from ._uri import inside

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def as_github(report: Report) -> str:
    """Return a report as ``::error file=…,line=…,col=…,title=…::message``, one line a finding."""
    lines = []
    for one in report.findings:
        place = {"file": inside(one.file), "line": one.line, "col": one.column}
        given = {**{name: value for name, value in place.items() if value}, "title": one.code}
        properties = ",".join(f"{name}={_escaped(str(value), _PROPERTY)}" for name, value in given.items())
        lines.append(f"::{_COMMANDS[one.severity]} {properties}::{_escaped(f'{one.message}; {one.hint}', _DATA)}")
    return "".join(f"{line}\n" for line in lines)


def _escaped(text: str, signs: dict[str, str]) -> str:
    """Return a text as GitHub's own toolkit escapes it (``@actions/core``, ``command.ts``), on one line."""
    return "".join(signs.get(sign, sign) for sign in printable(text))
