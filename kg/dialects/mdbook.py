"""mdBook: includes in double braces, ``book.toml``."""

from __future__ import annotations

import re

from ._base import Dialect, Include
from ._lines import without_template_lines

PLUGIN = Dialect(
    label="mdBook",
    neighbours=("book.toml",),
    marks=("{{#",),
    signs=re.compile(r"\{\{#(?:include|rustdoc_include|playground|title)\b"),
    suffix=".html",
    transforms=(without_template_lines,),
    include=Include(re.compile(r"\s*\{\{#include\s+(?P<path>[^\s:}]+)\s*\}\}\s*$"), "{{#include"),
)
