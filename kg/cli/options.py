"""Options that several commands share, with their values from ``kg.toml``."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import click

from ..bounds import parsed, with_limits
from ..config import read_config
from ..errors import ConfigError
from ..options import Options
from ..remote import local, place_of

_F = TypeVar("_F", bound=Callable[..., Any])

_DEFAULTS = Options()
_READING = frozenset(field.name for field in fields(Options)) - {"bounds"}
_CONFIGURABLE = _READING | {
    "limits",
    "output",
    "format",
    "shard_size",
    "report",
    "strict",
    "jobs",
    "engine",
    "cache",
    "no_cache",
    "select",
    "ignore",
    "baseline",
}

EXPORTS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")
"""What ``--format`` of an export takes."""

REPORTS = ("text", "json", "sarif", "github")
"""What ``--format`` of a validation takes; ``kg explain`` takes the first two."""


class LocalPath(click.Path):
    """A path of this machine; no other URL, which may have credentials in it, comes into a message of click's."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return a value as click's own type does; raises SourceError where it is such a URL."""
        return super().convert(os.fspath(local(value)), param, ctx)


class _Folder(click.Path):
    """A folder that is there, or one in a store, which is asked later."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        place = place_of(value)
        return super().convert(place, param, ctx) if isinstance(place, Path) else place


def resolved(names: Iterable[str]) -> set[Path]:
    """Return the files and folders of this machine among the names of inputs, their links resolved."""
    places = [place_of(name) for name in names if name != "-"]
    return {place.resolve() for place in places if isinstance(place, Path)}


_PAGES: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--base", metavar="IRI", default=_DEFAULTS.base, show_default=True,
        help="The IRI that the data's IRIs begin with.",
    ),
    click.option("--site", metavar="URL", help="The address under which the pages are published."),
    click.option(
        "--root", metavar="DIR", type=_Folder(exists=True, file_okay=False, path_type=Path),
        help="The folder that paths are relative to, or its URL.  [default: the source's folder]",
    ),
    click.option(
        "--product", metavar="NAME", help="The product that the pages describe.  [default: the root folder's name]"
    ),
    click.option(
        "--conflicts", type=click.Choice(["both", "ours", "theirs", "fail"]), default=_DEFAULTS.conflicts,
        show_default=True, help="Which side of an unresolved merge conflict to read; fail: both, and exit with 1.",
    ),
    click.option(
        "--tables", type=click.Choice(["features", "all"]), default=_DEFAULTS.tables, show_default=True,
        help="all: take tables of parameters, flags, fields and error codes as well.",
    ),
    click.option(
        "--vocabulary", metavar="FILE", multiple=True, type=LocalPath(path_type=Path),
        help="A Turtle file with further mechanisms and providers; repeatable.",
    ),
    click.option(
        "--dialect", metavar="NAME",
        help="The dialect of Markdown: mkdocs, hugo, jekyll, …  [default: told from each page and its neighbours]",
    ),
    click.option(
        "--limit", "limits", metavar="NAME=VALUE", multiple=True,
        help="Set a bound, such as page-bytes=20000000; repeatable. docs/bounds.md lists them.",
    ),
)  # fmt: skip
"""How pages are read."""

_WRITTEN: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--provenance", type=click.Choice(["full", "none"]), default=_DEFAULTS.provenance, show_default=True,
        help="none: leave out the places that facts were read at.",
    ),
    click.option("--commit", metavar="REV", help="The revision of the files, written to each source file."),
)  # fmt: skip
"""What is written of them besides."""

_LIMITS = "kg.limits"
"""The key of the limits that the configuration sets, by their names, in the context of a command."""


class _Seconds(click.FloatRange):
    """A number of seconds up to a day; ``nan`` is in no range, and so in none that click checks."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):
            self.fail("nan is no number of seconds", param, ctx)
        return seconds


SECONDS = _Seconds(min=0, max=86_400, min_open=True)


_SIZE = re.compile(r"0*([1-9]\d{0,14}) ?(?:([kMGT])(i?))?B?", re.IGNORECASE)


def size(value: str) -> int:
    """Return the number of bytes that a size such as 64000000, 64MB or 1GiB is."""
    found = _SIZE.fullmatch(str(value))
    if found is None:
        raise click.BadParameter(f"{value!r} is no size; give bytes, or a number with kB, MB, GB, KiB, MiB or GiB")
    number, unit, binary = found.groups()
    factor: int = (1024 if binary else 1000) ** (" KMGT".index(unit.upper()) if unit else 0)
    return int(number) * factor


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Say in one line where the packages of an extra are missing.

    Raises:
        ConfigError: One of them is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "kg").partition(".")[0]
        if package == "kg":
            raise
        raise ConfigError(f"{package} is not installed", hint=f"pip install 'docs-kg[{name}]'") from error


def reading_options(function: _F) -> _F:
    """Give a command the options that say how pages are read, and what is written of them."""
    for option in reversed(_WRITTEN):
        function = option(function)
    return page_options(function)


def page_options(function: _F) -> _F:
    """Give a command the options that say how pages are read."""
    for option in reversed(_PAGES):
        function = option(function)
    return function


def configured(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:  # noqa: ARG001
    """Take defaults from the configuration file of the working folder before the other options are read."""
    _, values = read_config(Path.cwd(), _CONFIGURABLE)
    ctx.meta[_LIMITS] = values.get("limits", {})
    own = {param.name: param for param in ctx.command.params if param.name != "limits"}
    defaults = {name: one for name, one in values.items() if name in own and not _is_of_another(own[name], one)}
    ctx.default_map = {**(ctx.default_map or {}), **defaults}
    return value


def _is_of_another(option: click.Parameter, value: object) -> bool:
    """Return whether a configured format is one of another command's, for one configuration is for all."""
    known = {*EXPORTS, *REPORTS}
    return option.name == "format" and isinstance(option.type, click.Choice) and value in known - {*option.type.choices}


def options_of(values: dict[str, Any]) -> Options:
    """Return the options among the values of a command."""
    known = {name: values[name] for name in _READING if name in values}
    limits = {**click.get_current_context().meta.get(_LIMITS, {}), **parsed(values["limits"])}
    bounds = with_limits(_DEFAULTS.bounds, limits)
    return Options(**{**known, "vocabulary": tuple(known["vocabulary"]), "bounds": bounds})
