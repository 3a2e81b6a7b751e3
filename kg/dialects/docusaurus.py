"""Docusaurus: MDX with imports, JSX and containers."""

from __future__ import annotations

import re

from ._base import Dialect, Lines, Transform
from ._lines import blank, fenced, without_template_lines

_MODULE = re.compile(
    r"(?:import\s[^'\"]+\sfrom\s+['\"].+['\"]|import\s+['\"].+['\"]|export\s+(?:const|default|function)\b.*);?\s*$"
)
_COMMENT = re.compile(r"\s*\{/\*.*\*/\}\s*$")


def _without_modules(lines: Lines) -> Lines:
    """Blank the lines that import or export, and those that are a comment of MDX."""
    code = fenced(lines)
    return tuple(
        blank(line) if not code[index] and (_MODULE.match(line.text) or _COMMENT.match(line.text)) else line
        for index, line in enumerate(lines)
    )


PLUGIN = Dialect(
    label="Docusaurus (MDX)",
    neighbours=("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"),
    marks=("import", ":::"),
    signs=re.compile(r"^import\s.+\sfrom\s+['\"]|^:::(?:note|tip|info|caution|warning|danger)\b", re.MULTILINE),
    transforms=(Transform(_without_modules, ("import", "export", "{/*")), without_template_lines),
)
