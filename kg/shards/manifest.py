"""The manifest of a set of shards. It may come from others: what is read of it is checked, value by value."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from pathlib import Path

from ..errors import SourceError
from ..installed import version_of
from ..opening import leads_out, opened
from ..terms import iri
from ..wording import reason_of

MANIFEST = "manifest.json"
VERSION = 1
_SUMMED = ("pages", "tables", "features", "statements", "quads")
_KEYS = frozenset({"version", "kg", "base", "totals", "shards"})
_LARGEST = 16 << 20
"""Bytes of a manifest: those of some 40,000 shards."""

_MOST = 1 << 63
_HASH = re.compile("[0-9a-f]{64}")
_HINT = "name what `kg export --shard-size` wrote, or write it again"


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of whole documents, in the order of their IRIs.

    Args:
        file: Its name, which is ``file_name`` of its number and hash.
        bytes: How large it is.
        sha256: Its hash, in hexadecimal.
        pages: How many documents it has: one a page.
        tables: How many tables and lists of these pages were taken.
        features: How many features it has.
        statements: How many statements it has.
        quads: How many quads it has.
        first: The IRI of its first document.
        last: The IRI of its last document.
    """

    file: str
    bytes: int
    sha256: str
    pages: int
    tables: int
    features: int
    statements: int
    quads: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A set of shards.

    Args:
        folder: Where they are.
        base: The IRI that the data's own IRIs begin with; it ends in ``/``.
        shards: At least one; no document of one stands behind the first of the next.
    """

    folder: Path
    base: str
    shards: tuple[Shard, ...]

    @property
    def path(self) -> Path:
        """Where the manifest itself is."""
        return self.folder / MANIFEST

    @property
    def paths(self) -> tuple[Path, ...]:
        """The manifest and the shards."""
        return (self.path, *(self.folder / shard.file for shard in self.shards))

    @property
    def totals(self) -> Mapping[str, int]:
        """How many pages, tables, features, statements and quads all shards have."""
        return {name: sum(getattr(shard, name) for shard in self.shards) for name in _SUMMED}

    def encoded(self) -> bytes:
        """Return the manifest as it is written; it names no time and no folder.

        Raises:
            SourceError: It would be too large to be read again.
        """
        shards = [asdict(shard) for shard in self.shards]
        value = {"version": VERSION, "kg": version_of("docs-kg"), "base": self.base, "totals": self.totals}
        data = json.dumps({**value, "shards": shards}, ensure_ascii=False, indent=1).encode() + b"\n"
        if len(data) > _LARGEST:
            raise SourceError("there are too many shards", hint="give a larger --shard-size", place=str(self.folder))
        return data


def file_name(number: int, sha256: str) -> str:
    """Return the name of a shard.

    >>> file_name(3, "0a" * 32)[:12]
    '00003-0a0a0a'
    """
    return f"{number:05}-{sha256}.nq"


def is_set(place: str | os.PathLike[str]) -> bool:
    """Return whether a name is that of a set of shards: a folder with a manifest, or a manifest by its name."""
    path = Path(place)
    try:
        return path.name == MANIFEST or (os.fspath(place) not in {"", "-"} and (path / MANIFEST).is_file())
    except OSError:  # the name is too long, or in a folder that may not be looked into
        return False


def read_manifest(place: Path) -> Manifest:
    """Return the manifest of a set of shards; the shards are not looked at.

    Args:
        place: The manifest, or its folder.

    Raises:
        SourceError: It cannot be read, or is none.
    """
    path = place
    try:
        path = place / MANIFEST if place.is_dir() else place
        if leads_out(path, path.parent.resolve()):
            raise _fault(path, "is a symlink that leads out of its folder")
        with opened(path) as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise _fault(path, f"cannot be read: {reason_of(error)}") from error
    if len(data) > _LARGEST:
        raise _fault(path, f"has more than {_LARGEST:,} bytes")
    try:
        value = json.loads(data)
    except json.JSONDecodeError as error:
        raise _fault(f"{path}:{error.lineno}:{error.colno}", f"is no JSON: {error.msg.lower()}") from error
    except (ValueError, RecursionError) as error:  # no UTF-8, a number of very many digits, too many brackets
        raise _fault(path, "is no JSON") from error
    return _manifest(value, path)


def _manifest(value: object, path: Path) -> Manifest:
    """Return the manifest that a value of JSON is."""
    if not isinstance(value, dict) or "version" not in value or "shards" not in value:
        raise _fault(path, "is no manifest of shards")
    if not _is_count(value["version"]) or value["version"] != VERSION:
        hint = "read it by the kg that wrote it, or write it again"
        raise SourceError(f"has not version {VERSION}, which this kg reads", hint=hint, place=str(path))
    if value.keys() != _KEYS or not isinstance(value["kg"], str) or not isinstance(value["shards"], list):
        raise _fault(path, "has not what a manifest has")
    base = value["base"]
    if not _is_iri(base) or not base.endswith("/") or "?" in base or "#" in base:
        raise _fault(path, "has a base that is none")
    shards = tuple(_shard(one, number, path) for number, one in enumerate(value["shards"]))
    manifest = Manifest(path.parent, base, shards)
    ends = [end for shard in shards for end in dict.fromkeys((shard.first, shard.last))]
    if not ends or any(one >= other for one, other in pairwise(ends)):
        raise _fault(path, "has shards that are not in the order of their documents")
    if not all(end.startswith(f"{base}doc/") for end in ends):
        raise _fault(path, "has documents that do not begin with its base")
    totals = value["totals"]
    if totals != manifest.totals or not all(map(_is_count, totals.values())):  # to Python, True is 1, and so is 1.0
        raise _fault(path, "has totals that are not those of its shards")
    return manifest


def _shard(value: object, number: int, path: Path) -> Shard:
    """Return the shard that a value of JSON is."""
    place = f"shard {number}"
    if not isinstance(value, dict) or value.keys() != {field.name for field in fields(Shard)}:
        raise _fault(path, f"{place} has not what a shard has")
    if not all(_is_count(value[name]) for name in ("bytes", *_SUMMED)) or not 0 < value["pages"] <= value["quads"]:
        raise _fault(path, f"{place} has a count that is none")
    if not _is_iri(value["first"]) or not _is_iri(value["last"]):
        raise _fault(path, f"{place} has a document that is no IRI")
    sha256 = value["sha256"]
    if not isinstance(sha256, str) or not _HASH.fullmatch(sha256) or value["file"] != file_name(number, sha256):
        raise _fault(path, f"{place} has a file whose name is not its number and its SHA-256")
    return Shard(**value)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value < _MOST


def _is_iri(value: object) -> bool:
    try:
        return isinstance(value, str) and iri(value) == f"<{value}>"
    except ValueError:
        return False


def _fault(place: Path | str, reason: str) -> SourceError:
    return SourceError(reason, hint=_HINT, place=str(place))
