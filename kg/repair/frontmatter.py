"""The head of a page: YAML between ``---``, or TOML between ``+++``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..bounds import Bounds, named
from ..model import Diagnostic, FrontMatter
from ..source import SourceText
from .heads import OutOfBoundsError, check_length, check_values, check_yaml

_HEAD = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>.*?)(?:(?<=\n)|\A)(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_DEPTH = 4
"""So deep a variable of a page is named: ``page.a.b.c``."""

_USUAL = Bounds()


def read_front_matter(
    source: SourceText, bounds: Bounds = _USUAL
) -> tuple[FrontMatter, SourceText, tuple[Diagnostic, ...]]:
    """Return what the head says, the text without it, and what is wrong with it.

    A scalar stays as it is written (``1.10``, ``no``, a date): nothing is resolved, and no tag is obeyed. A head that
    does not parse, or is over a bound, says nothing, and is no part of the page either.
    """
    found = _HEAD.match(source.text)
    if not found:
        return FrontMatter(), source, ()
    body = found["body"]
    rest = source.after(found.end())
    try:
        check_length(body, bounds)
        values = _yaml(body, bounds) if found["fence"] == "---" else _toml(body, bounds)
    except OutOfBoundsError as error:
        message, hint = f"front matter {error.message}", f"it was left out; shorten it, or {named(error.bound)}"
        line, column = error.line + 2, error.column + 1
        problem = Diagnostic("warning", "KG158", message, hint, source.file.path)
    except (ValueError, RecursionError) as error:
        line, column, message = _place_of(error)
        message, hint = f"front matter does not parse: {message}", "correct it; it was left out"
        problem = Diagnostic("warning", "KG121", message, hint, source.file.path)
    else:
        return _front_matter(values), rest, ()
    number = source.lines[min(line, len(source.lines)) - 1].number
    return FrontMatter(), rest, (replace(problem, line=number, column=column),)


def _yaml(body: str, bounds: Bounds) -> Mapping[str, object]:
    import yaml

    check_yaml(body, bounds)
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        values = yaml.load(body, loader)  # noqa: S506 - a base loader makes strings, lists and mappings only
    except yaml.YAMLError as error:
        raise ValueError(error) from error
    return values if isinstance(values, dict) else {}


def _toml(body: str, bounds: Bounds) -> Mapping[str, object]:
    import tomllib

    values = tomllib.loads(body, parse_float=str)
    check_values(values, bounds)
    return values


def _place_of(error: Exception) -> tuple[int, int, str]:
    """Return line and column in the page, from 1 (the fence is line 1), and a message of one line."""
    cause = error.__cause__
    mark = getattr(cause, "problem_mark", None)
    if mark is not None:
        return mark.line + 2, mark.column + 1, str(getattr(cause, "problem", "") or "bad syntax")
    where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (int(where[1]) + 1, int(where[2])) if where else (1, 0)
    message = "nested too deeply" if isinstance(error, RecursionError) else str(error).split("\n")[0]
    return line, column, message.split(" (at line")[0]


def _front_matter(values: Mapping[str, object]) -> FrontMatter:
    return FrontMatter(
        title=_text(values, "title"),
        summary=_text(values, "summary", "description"),
        language=_text(values, "lang", "language"),
        variables=tuple(_flattened(values, "page")),
        replaces=tuple(dict.fromkeys((*_texts(values.get("redirect_from")), *_texts(values.get("aliases"))))),
    )


def _text(values: Mapping[str, object], *names: str) -> str | None:
    for name in names:
        value = values.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None


def _texts(value: object) -> tuple[str, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple(entry.strip() for entry in entries if isinstance(entry, str) and entry.strip())


def _flattened(value: object, name: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the dotted name and the text of each scalar in a tree of mappings; lists are left out."""
    if isinstance(value, dict) and depth < _MAX_DEPTH:
        for key, inner in value.items():
            yield from _flattened(inner, f"{name}.{key}", depth + 1)
    elif isinstance(value, str):
        yield name, value
