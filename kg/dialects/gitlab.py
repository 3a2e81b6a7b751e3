"""GitLab: icons in braces, shortcodes, includes."""

from __future__ import annotations

import re

from ._base import Dialect, Include
from ._lines import without_template_lines

PLUGIN = Dialect(
    label="GitLab Flavored Markdown",
    marks=("**{", "**(", "::include{"),
    signs=re.compile(
        r"\*\*\{[a-z-]+(?:,\s*\d+)?\}\*\*|^::include\{file=|\*\*\((?:FREE|PREMIUM|ULTIMATE)", re.MULTILINE
    ),
    suffix=".html",
    transforms=(without_template_lines,),
    include=Include(re.compile(r"\s*::include\{file=(?P<path>[^}]+)\}\s*$"), "::include{"),
)
