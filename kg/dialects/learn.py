"""Microsoft Learn (DocFX): includes, triple-colon blocks, alerts."""

from __future__ import annotations

import re

from ._base import Dialect, Include
from ._lines import without_template_lines

PLUGIN = Dialect(
    label="Microsoft Learn",
    neighbours=("docfx.json", ".openpublishing.publish.config.json"),
    marks=("ms.", "[!", ":::"),
    signs=re.compile(
        r"^ms\.(?:date|topic|author|service)\s*:|\[!(?:INCLUDE|div|VIDEO)\b|^:::(?:row|column|image|zone)\b",
        re.MULTILINE,
    ),
    transforms=(without_template_lines,),
    include=Include(re.compile(r"\s*\[!INCLUDE\s*\[[^\]]*\]\((?P<path>[^)\s]+)\)\]\s*$"), "[!INCLUDE"),
)
