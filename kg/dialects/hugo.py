"""Hugo: shortcodes, ``ref`` and ``relref`` links, parameters of the site."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from ._base import Dialect, Include, SiteFiles
from ._data import data_variables, flattened, yaml_values
from ._lines import without_template_lines


def _toml(text: str | None) -> object:
    try:
        return tomllib.loads(text or "")
    except tomllib.TOMLDecodeError:
        return {}


def _variables(files: SiteFiles) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name in ("hugo.toml", "config.toml"):
        found.update(flattened(_toml(files.text(name)), "site"))
    for name in ("hugo.yaml", "hugo.yml", "config.yaml"):
        found.update(flattened(yaml_values(files.text(name)), "site"))
    parameters = {
        name.removeprefix("site.params."): value for name, value in found.items() if name.startswith("site.params.")
    }
    shortcodes = {f'< param "{name}" >': value for name, value in parameters.items()}
    return {**found, **shortcodes, **data_variables(files, "data", "site.data")}


PLUGIN = Dialect(
    label="Hugo",
    neighbours=("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"),
    marks=("{{<", "{{%"),
    signs=re.compile(r"\{\{[<%]\s*/?\s*\w"),
    suffix="/",
    transforms=(without_template_lines,),
    include=Include(
        re.compile(
            r"""\s*\{\{[<%]\s*(?:include|readfile|content)\s+(?:file=)?["']?(?P<path>[\w./-]+)["']?\s*[%>]\}\}\s*$"""
        ),
        "{{",
    ),
    link=re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+["']?(?P<path>[^"'\s<>%]+)["']?\s*[%>]\}\}"""),
    variables=_variables,
)  # fmt: skip
