"""The key of a result: a digest of all that it is made of and that is known before the page is read."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from hashlib import sha256
from pathlib import Path

from ..errors import ConfigError
from ..installed import version_of
from ..ontology import vocabulary_files
from ..opening import opened
from ..options import Options
from ..wording import reason_of

_LIBRARIES = ("markdown-it-py", "mdurl", "mdit-py-plugins", "ftfy", "PyYAML", "pyoxigraph")
"""What a page's result is made with; another version may make another of it."""

_TAKEN_OTHERWISE = frozenset({"root", "vocabulary"})
"""Options of which something else is taken: where a folder lies changes no result, but its name and content do."""

_NOT_IN_RESULTS = frozenset({"cli", "loading", "serving", "shards", "validation"})


def fingerprint(options: Options, product: str, vocabulary: Iterable[Path] = (), mode: str = "") -> bytes:
    """Return a digest of what the results of all pages depend on.

    Args:
        options: The user's, checked.
        product: The name of the product: the user's, or that of the root folder.
        vocabulary: The Turtle files with further mechanisms and providers.
        mode: What else the caller makes results by.

    Raises:
        ConfigError: A vocabulary cannot be read.
    """
    chosen = [(one.name, getattr(options, one.name)) for one in fields(options) if one.name not in _TAKEN_OTHERWISE]
    parts = [_of_program().encode(), _text(repr((chosen, product, mode)))]
    parts += [_content(path) for path in (*vocabulary_files(), *vocabulary)]
    return _digest(parts)


def page_key(path: str, sha256: str, fingerprint: bytes) -> bytes:
    """Return the key of a page's result.

    Args:
        path: The page, relative to the root.
        sha256: The SHA-256 of its bytes, in hexadecimal.
        fingerprint: What the results of all pages depend on.
    """
    return _digest((fingerprint, _text(path), sha256.encode()))


@cache
def _of_program() -> str:
    """Return a digest of kg, Python and the libraries, as they are installed."""
    package = Path(__file__).parents[1]
    sources = sorted(
        path for path in package.rglob("*.py") if path.relative_to(package).parts[0] not in _NOT_IN_RESULTS
    )
    names = [path.relative_to(package).as_posix() for path in sources]
    versions = repr((sys.version, [(name, version_of(name)) for name in ("docs-kg", *_LIBRARIES)], names))
    return _digest((versions.encode(), *(_content(path) for path in sources))).hex()


def _content(path: Path) -> bytes:
    try:
        with opened(path) as stream:
            return stream.read()
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {reason_of(error)}", hint="name a file that exists", place=str(path)
        ) from error


def _text(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _digest(parts: Iterable[bytes]) -> bytes:
    """Return a digest of some bytes in their order; each goes with its length, so that none runs into the next."""
    state = sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()
