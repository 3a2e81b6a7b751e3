"""Variables from the data files of a site, by their dotted names."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping

from ._base import SiteFiles

_MAX_DEPTH = 8


def flattened(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the dotted name and the text of each scalar in a tree of mappings; lists are left out."""
    if isinstance(value, dict) and depth < _MAX_DEPTH:
        for key, inner in value.items():
            yield from flattened(inner, f"{name}.{key}" if name else str(key), depth + 1)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield name, str(value)


def yaml_values(text: str | None) -> object:
    """Return what a YAML file holds, scalars as written; {} where it does not parse."""
    import yaml

    if text is None:
        return {}
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(text, loader)  # noqa: S506 - a base loader makes strings, lists and mappings only
    except (yaml.YAMLError, RecursionError):
        return {}


def json_values(text: str | None) -> object:
    """Return what a JSON file holds; {} where it does not parse."""
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}


def data_variables(files: SiteFiles, folder: str, prefix: str) -> Mapping[str, str]:
    """Return the variables that the YAML and JSON files of a folder define, ``prefix.file.key``."""
    found: dict[str, str] = {}
    for suffix, read in ((".yml", yaml_values), (".yaml", yaml_values), (".json", json_values)):
        for path in files.names(folder, suffix):
            stem = posixpath.relpath(path, folder)[: -len(suffix)].replace("/", ".")
            found.update(flattened(read(files.text(path)), f"{prefix}.{stem}"))
    return found
