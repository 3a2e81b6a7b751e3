"""CommonMark and GitHub Flavored Markdown: tables, alerts, nothing of a site."""

from __future__ import annotations

from ._base import Dialect
from ._lines import without_template_lines

PLUGIN = Dialect(label="CommonMark and GitHub Flavored Markdown", transforms=(without_template_lines,))
