"""Options from ``kg.toml``, or from ``[tool.kg]`` of ``pyproject.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from .bounds import Bounds, with_limits
from .errors import ConfigError
from .opening import leads_out, opened
from .remote import is_url
from .wording import reason_of

FILE = "kg.toml"
_PROJECT = "pyproject.toml"
_PATHS = frozenset({"root", "vocabulary", "output", "report", "cache", "baseline"})
"""Options whose values are paths: relative to the folder of the configuration file."""

_LISTS = frozenset({"vocabulary", "select", "ignore"})
"""Options that may have several values."""

_NUMBERS = frozenset({"jobs"})
"""Options whose values are whole numbers."""

_HERE = "local"
"""The one engine that a file may name: who answers for a cluster can run code here (``SECURITY.md``)."""


_LARGEST = 1 << 20
"""Bytes that are read of a configuration."""


def read_config(folder: Path, known: Collection[str]) -> tuple[Path | None, Mapping[str, object]]:
    """Return the configuration file of a folder, and the options in it; without one ``(None, {})``.

    ``kg.toml`` wins over ``pyproject.toml``. Names are those of the options, with ``-`` or ``_``. A folder is where the
    user works, never one that a page or a source names; but the file may come from others, as a checkout does. So no
    path in it leads out of the folder or is a URL, and it names no cluster.

    Args:
        folder: Where to look; not above it.
        known: The names of all options, with ``_``.

    Raises:
        ConfigError: The file is no TOML, or sets an option that there is not, or one to a value of the wrong type, or
            to one that only the command line may give.
    """
    for name in (FILE, _PROJECT):
        path = folder / name
        if not path.is_file():
            continue
        values = _table(path)
        if name == _PROJECT:
            tool = values.get("tool")
            section = tool.get("kg") if isinstance(tool, dict) else None
            if section is None:
                continue
            if not isinstance(section, dict):
                raise ConfigError(
                    "tool.kg is no table", hint="write [tool.kg] and the options below it", place=path.name
                )
            values = section
        return path, {_name(path, key, known): _value(path, key, value) for key, value in values.items()}
    return None, {}


def _table(path: Path) -> dict[str, object]:
    if path.is_symlink() and leads_out(path, path.parent.resolve()):
        raise ConfigError("is a symlink that leads out of its folder", hint="put a file in its place", place=path.name)
    try:
        with opened(path) as stream:
            return tomllib.loads(stream.read(_LARGEST).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError("cannot be read as UTF-8", hint="check the file", place=path.name) from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {reason_of(error)}", hint="check the file", place=path.name) from error
    except (ValueError, RecursionError) as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = f"{path.name}:{found[1]}:{found[2]}" if found else path.name
        raise ConfigError(
            f"is no TOML: {str(error).split(' (at ')[0].lower()}", hint="correct it", place=place
        ) from error


def _name(path: Path, key: str, known: Collection[str]) -> str:
    name = key.replace("-", "_")
    if name not in known:
        hint = f"known are {', '.join(sorted(map(_option, known)))}"
        raise ConfigError(f"there is no option {key!r}", hint=hint, place=path.name)
    return name


def _option(name: str) -> str:
    return name.replace("_", "-")


def _value(path: Path, key: str, value: object) -> object:
    name = key.replace("-", "_")
    if name == "limits":
        return _limits(path, value)
    values = value if isinstance(value, list) else [value]
    if not all(_fits(name, one) for one in values) or (isinstance(value, list) and name not in _LISTS):
        hint = "give it a whole number" if name in _NUMBERS else "give it a string"
        hint += " or a list of strings" if name in _LISTS else ""
        raise ConfigError(f"{key!r} has a value of the wrong type", hint=hint, place=path.name)
    if name == "engine" and value != _HERE:
        hint = "give --engine on the command line, as a cluster can run code on this machine"
        raise ConfigError(f"{key!r} names a cluster", hint=hint, place=path.name)
    if name not in _PATHS:
        return values if name in _LISTS else value
    if any(is_url(str(one)) for one in values):
        raise ConfigError(
            f"{key!r} is a URL", hint=f"name a path, or give --{_option(name)} on the command line", place=path.name
        )
    if any(one != "-" and leads_out(path.parent / str(one), path.parent.resolve()) for one in values):
        raise ConfigError(
            f"{key!r} leads out of the folder of {path.name}", hint=f"give --{_option(name)} on the command line",
            place=path.name,
        )  # fmt: skip
    placed = ["-" if one == "-" else str(path.parent / str(one)) for one in values]
    return placed if name in _LISTS else placed[0]


def _limits(path: Path, value: object) -> Mapping[str, object]:
    """Return the bounds that a table sets, by their names with ``-``."""
    if not isinstance(value, dict):
        raise ConfigError("limits is no table", hint="write [limits] and NAME = VALUE below it", place=path.name)
    try:
        with_limits(Bounds(), value)
    except ConfigError as error:
        raise ConfigError(error.message, hint=error.hint, place=path.name) from error
    return {key.replace("_", "-"): one for key, one in value.items()}


def _fits(name: str, value: object) -> bool:
    """Return whether a value is of the type of an option."""
    if name in _NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str | bool) and not (name in _PATHS and value == "")
