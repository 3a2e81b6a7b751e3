"""A report for people: one line a finding."""

from __future__ import annotations

from ...wording import printable
from .. import Report


def as_text(report: Report) -> str:
    """Return a report as ``path:line:column: severity CODE: what is wrong; what to do``."""
    lines = []
    for one in report.findings:
        place = ":".join(str(part) for part in (one.path or "?", one.line, one.column) if part)
        line = printable(f"{place}: {one.severity} {one.code}: {one.message}; {one.hint}")
        lines.append(f"./{line}" if line.lstrip().startswith("::") else line)  # a command, to GitHub Actions
    return "".join(f"{line}\n" for line in lines)
