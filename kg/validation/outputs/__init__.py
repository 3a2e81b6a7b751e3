"""The formats of a report: one module each, one entry each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .. import Report
from .as_github import as_github
from .as_json import as_json
from .as_sarif import as_sarif
from .as_text import as_text

__all__ = ["OUTPUTS"]

OUTPUTS: Mapping[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""Name of a format to what writes it: text of whole lines, or none."""
