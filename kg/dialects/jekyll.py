"""Jekyll: kramdown with Liquid, ``_config.yml`` and ``_data``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ._base import Dialect, Include, SiteFiles
from ._data import data_variables, flattened, yaml_values
from ._lines import without_template_lines


def _variables(files: SiteFiles) -> Mapping[str, str]:
    config = dict(flattened(yaml_values(files.text("_config.yml")), "site"))
    return {**config, **data_variables(files, "_data", "site.data")}


PLUGIN = Dialect(
    label="Jekyll (kramdown with Liquid)",
    neighbours=("_config.yml", "_config_base.yml"),
    marks=("{{", "{%", "{:"),
    signs=re.compile(
        r"\{\{\s*(?:site|page)\.|\{%-?\s*(?:include|link|assign|capture|comment|raw|endif)\b|^\{:.*\}\s*$", re.MULTILINE
    ),
    suffix=".html",
    transforms=(without_template_lines,),
    include=Include(
        re.compile(
            r"\s*\{%-?\s*(?:include|include_relative|remote_include)\s+(?P<path>[\w./-]++)[^%]*%\}\s*$"
        ),
        "{%", "_includes",
    ),
    link=re.compile(r"\{%-?\s*link\s+(?P<path>[^%{}\s]+)\s*-?%\}"),
    variables=_variables,
)  # fmt: skip
