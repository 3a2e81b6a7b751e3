"""The bounds of front matter: what is nested, referred to and counted, before anything is made of it."""

from __future__ import annotations

from collections.abc import Iterator

from ..bounds import Bounds


class OutOfBoundsError(ValueError):
    """Front matter is over a bound.

    Args:
        message: What there is too much of.
        bound: The name of the bound.
        line: The index of the line, from 0; -1 is the fence above the head.
        column: The index of the column, from 0.
    """

    def __init__(self, message: str, bound: str, line: int = -1, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.bound = bound
        self.line = line
        self.column = column


def check_length(body: str, bounds: Bounds) -> None:
    """Raise OutOfBoundsError where a head is too long."""
    if len(body) > bounds.front_matter_length:
        message = f"has {len(body):,} characters, more than {bounds.front_matter_length:,}"
        raise OutOfBoundsError(message, "front_matter_length")


def check_yaml(body: str, bounds: Bounds) -> None:
    """Raise OutOfBoundsError where YAML is over a bound; that it does not parse is not said here.

    The events are looked at, of which an alias is one: nothing is multiplied. Short heads, which can be over none, are
    not looked at.
    """
    if _most_depth(body) <= bounds.front_matter_depth and "*" not in body and len(body) <= bounds.front_matter_scalars:
        return
    import yaml

    depth = aliases = scalars = 0
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        for event in yaml.parse(body, loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            aliases += isinstance(event, yaml.AliasEvent)
            scalars += isinstance(event, yaml.ScalarEvent)
            mark = event.start_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            _check(depth, aliases, scalars, bounds, line, column)
    except (yaml.YAMLError, RecursionError):
        return


def _most_depth(body: str) -> int:
    """Return how deep YAML can be at most: each level takes a line, a bracket or an indicator."""
    return 1 + body.count("\n") + sum(body.count(sign) for sign in ("[", "{", "- ", "? ", ": "))


def check_values(values: object, bounds: Bounds) -> None:
    """Raise OutOfBoundsError where the values of TOML are over a bound."""
    scalars = 0
    for depth, value in _walked(values):
        scalars += not isinstance(value, dict | list)
        if isinstance(value, dict):
            scalars += len(value)
        _check(depth, 0, scalars, bounds)


def _walked(values: object) -> Iterator[tuple[int, object]]:
    waiting = [(1, values)]
    while waiting:
        depth, value = waiting.pop()
        yield depth - (not isinstance(value, dict | list)), value
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        waiting += [(depth + 1, one) for one in inner]


def _check(depth: int, aliases: int, scalars: int, bounds: Bounds, line: int = -1, column: int = 0) -> None:
    if depth > bounds.front_matter_depth:
        raise OutOfBoundsError(
            f"is nested deeper than {bounds.front_matter_depth:,}", "front_matter_depth", line, column
        )
    if aliases > bounds.front_matter_aliases:
        raise OutOfBoundsError(
            f"has more than {bounds.front_matter_aliases:,} aliases", "front_matter_aliases", line, column
        )
    if scalars > bounds.front_matter_scalars:
        message = f"has more than {bounds.front_matter_scalars:,} keys and values"
        raise OutOfBoundsError(message, "front_matter_scalars", line, column)
