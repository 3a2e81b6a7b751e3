"""What versions are installed."""

from __future__ import annotations

from importlib import metadata


def version_of(name: str) -> str:
    """Return the version of a distribution; "" where there is none of this name, as in a source tree.

    >>> version_of("no-such-distribution")
    ''
    """
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
