"""The head of a page: YAML between ``---``, or TOML between ``+++``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model import Diagnostic, FrontMatter
from ..source import SourceText

_HEAD = re.compile(r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<body>.*?)(?:(?<=\n)|\A)(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL)
_MAX_DEPTH = 4
_MAX_SIZE = 64 * 1024


def read_front_matter(source: SourceText) -> tuple[FrontMatter, SourceText, tuple[Diagnostic, ...]]:
    """Return what the head says, the text without it, and what is wrong with it.

    A scalar stays as it is written (``1.10``, ``no``, a date): nothing is resolved, and no tag is obeyed. A head that
    does not parse says nothing, and is no part of the page either.
    """
    found = _HEAD.match(source.text)
    if not found:
        return FrontMatter(), source, ()
    body = found["body"]
    rest = source.after(found.end())
    try:
        if len(body) > _MAX_SIZE:
            raise ValueError(f"is longer than {_MAX_SIZE} characters")  # noqa: TRY301 - told like the others
        values = _yaml(body) if found["fence"] == "---" else _toml(body)
    except (ValueError, RecursionError) as error:
        line, column, message = _place_of(error)
        number = source.lines[min(line, len(source.lines)) - 1].number
        problem = Diagnostic(
            "warning", "KG121", f"front matter does not parse: {message}", "correct it; it was left out",
            source.file.path, number, column,
        )  # fmt: skip
        return FrontMatter(), rest, (problem,)
    return _front_matter(values), rest, ()


def _yaml(body: str) -> Mapping[str, object]:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        values = yaml.load(body, loader)  # noqa: S506 - a base loader makes strings, lists and mappings only
    except yaml.YAMLError as error:
        raise ValueError(error) from error
    return values if isinstance(values, dict) else {}


def _toml(body: str) -> Mapping[str, object]:
    import tomllib

    return tomllib.loads(body, parse_float=str)


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
