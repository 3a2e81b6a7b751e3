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
