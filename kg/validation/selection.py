"""Which codes are wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..errors import ConfigError


def selection(select: Iterable[str], ignore: Iterable[str], known: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a code is wanted; where both name it, the longer name decides, then ``ignore``.

    >>> wanted = selection(["KG2,KG131"], ["KG23"], ["KG131", "KG201", "KG231"])
    >>> [code for code in ("KG111", "KG131", "KG201", "KG231") if wanted(code)]
    ['KG131', 'KG201']

    Args:
        select: Codes or their beginnings, several in one separated by commas; none selects all.
        ignore: The same.
        known: All codes that there are.

    Raises:
        ConfigError: No code begins so.
    """
    known = tuple(known)
    chosen, left_out = (_beginnings(name, values, known) for name, values in (("select", select), ("ignore", ignore)))

    def is_wanted(code: str) -> bool:
        best = max((len(one) for one in chosen if code.startswith(one)), default=-1 if chosen else 0)
        worst = max((len(one) for one in left_out if code.startswith(one)), default=-1)
        return best > worst

    return is_wanted


def _beginnings(option: str, values: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(part.strip().upper() for value in values for part in value.split(",") if part.strip())
    for one in found:
        if not any(code.startswith(one) for code in known):
            hint = f"codes are {', '.join(known)}; a beginning such as KG2 stands for all that begin so"
            raise ConfigError(f"--{option}: no code begins with {one!r}", hint=hint)
    return found
