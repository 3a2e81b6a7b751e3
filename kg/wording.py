"""Words that messages are made of."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"#(?=#\w*\[)")
"""The begin of ``##[…]``, ``##vso[…]`` or ``##teamcity[…]``, which are commands to a pipeline also within a line."""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "graph"), counted(1234, "graph")
    ('1 graph', '1,234 graphs')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def reason_of(error: OSError, otherwise: str = "unknown reason") -> str:
    """Return why the system refuses, in lower case.

    >>> reason_of(FileNotFoundError(2, "No such file or directory"))
    'no such file or directory'
    """
    return (error.strerror or otherwise).lower()


def printable(text: str) -> str:
    r"""Return a text with what is no printable sign as an escape: a name must not steer a terminal or a log of a CI.

    >>> printable("a\x1b[2J\n::error::b.md ##[error]")
    'a\\x1b[2J\\n::error::b.md \\x23#[error]'
    """
    text = _COMMAND.sub(r"\\x23", text)
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def quoted(text: str, most: int = 120) -> str:
    """Return a text in quotation marks, a long one cut.

    >>> quoted("a" * 9, 8)
    '"aaaaaaa…"'
    """
    return f'"{text}"' if len(text) <= most else f'"{text[: most - 1]}…"'
