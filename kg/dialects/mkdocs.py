"""MkDocs: admonitions, content tabs, attribute lists, snippets, ``extra`` variables."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ._base import Dialect, Include, SiteFiles
from ._data import flattened, yaml_values
from ._lines import dedented, without_template_lines


def _variables(files: SiteFiles) -> Mapping[str, str]:
    config = yaml_values(files.text("mkdocs.yml"))
    return dict(flattened(config.get("extra"), "")) if isinstance(config, dict) else {}


PLUGIN = Dialect(
    label="MkDocs",
    neighbours=("mkdocs.yml", "mkdocs.yaml"),
    marks=("!!!", "???", "==="),
    signs=re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?) ?\w|^[ \t]*===[!+]? \"", re.MULTILINE),
    suffix="/",
    transforms=(dedented(r"(?:!!!|\?\?\?\+?)\s+\w|===[!+]?\s+[\"']", ("!!!", "???", "===")), without_template_lines),
    include=Include(re.compile(r"""\s*(?:--8<--|-8<-)\s+["'](?P<path>[^"':]+)["']\s*$"""), "8<-"),
    variables=_variables,
)  # fmt: skip
