"""MyST (Sphinx): directives, list tables, includes."""

from __future__ import annotations

import re

from ._base import Dialect, Include, Lines, Transform
from ._lines import blank, list_tables, without_template_lines

_CONTENT = (
    "note|tip|warning|important|caution|danger|attention|hint|error|seealso|admonition|dropdown|card|grid|grid-item"
    "|tab-set|tab-item|tabs|details|versionadded|versionchanged|deprecated|only|container|div|table|epigraph|sidebar"
    "|margin|topic|compound|rst-class"
)
_OPEN = re.compile(rf"[ \t]*(`{{3,}}|:{{3,}}|~{{3,}})\{{(?:{_CONTENT})\}}.*$")
_OPTION = re.compile(r"[ \t]*:[\w-]+:(?:\s|$)")


def _without_directives(lines: Lines) -> Lines:
    """Take the fences and options of directives whose content is Markdown from around it."""
    result = list(lines)
    open_fences: list[str] = []
    in_options = False
    for index, line in enumerate(lines):
        found = _OPEN.match(line.text)
        bare = line.text.strip()
        if found:
            open_fences.append(found[1])
            result[index] = blank(line)
            in_options = True
        elif open_fences and bare.startswith(open_fences[-1]) and not bare.strip(open_fences[-1][0]):
            open_fences.pop()
            result[index] = blank(line)
            in_options = False
        elif in_options and (_OPTION.match(line.text) or bare == "---"):
            result[index] = blank(line)
        else:
            in_options = False
    return tuple(result)


PLUGIN = Dialect(
    label="MyST (Sphinx)",
    neighbours=("conf.py", "myst.yml", "_toc.yml"),
    marks=("`{", ":{", "::", "{ref", "{doc", "{term", "{py:"),
    signs=re.compile(r"^[ \t]*(?:`{3,}|:{3,})\{[\w:-]+\}|^\.\. [\w-]+::|\{(?:ref|doc|term|py:\w+)\}`", re.MULTILINE),
    suffix=".html",
    transforms=(
        list_tables,
        Transform(_without_directives, ("`{", ":{", "~{")),
        without_template_lines,
    ),
    include=Include(re.compile(r"\s*(?:`{3,}|:{3,})\{include\}\s+(?P<path>[^\s`:]+)\s*$"), "{include}"),
)
