"""Words that messages are made of."""

from __future__ import annotations


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

    >>> printable("a\x1b[2J\n::error::b.md")
    'a\\x1b[2J\\n::error::b.md'
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
