"""A report for programs."""

from __future__ import annotations

from dataclasses import asdict

from .. import Report
from ._json import dumped


def as_json(report: Report) -> str:
    """Return a report as JSON: ``findings``, each with its fingerprint, and what was looked at; all in ASCII."""
    shown = {
        "version": 1,
        "findings": [{**asdict(one), "fingerprint": one.fingerprint} for one in report.findings],
        "graphs": report.graphs,
        "pages": report.pages,
        "complete": report.is_complete,
    }
    return dumped(shown)
