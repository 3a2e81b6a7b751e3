"""GitBook: hints, tabs and embedded blocks as tags."""

from __future__ import annotations

import re

from ._base import Dialect
from ._lines import without_template_lines

PLUGIN = Dialect(
    label="GitBook",
    neighbours=(".gitbook.yaml",),
    marks=("{%",),
    signs=re.compile(r"\{%\s*(?:hint|tabs?|endhint|embed|content-ref|code|swagger|stepper)\b"),
    transforms=(without_template_lines,),
)
