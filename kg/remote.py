"""Places in object stores, such as ``s3://bucket/docs``, named by the URLs that fsspec knows; its only user here.

Nothing is kept between two questions, so that a listing takes no memory once it is used, and a place travels to another
process as its name: each process opens the store for itself, with what its environment says.
"""

from __future__ import annotations

import errno
import os
import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from .errors import ConfigError, SourceError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_STORES: Final = {
    **dict.fromkeys(("s3", "s3a"), "s3"),
    **dict.fromkeys(("gs", "gcs"), "gs"),
    **dict.fromkeys(("az", "abfs", "abfss"), "az"),
}
"""The schemes of stores, and the one that stands for all that open the same store; its extra has this name too."""

_OPENERS: Final = {"s3": "s3fs", "gs": "gcsfs", "az": "adlfs"}

_LIBRARIES = ("s3fs", "aiobotocore", "botocore", "gcsfs", "google", "adlfs", "azure")
_KNOWN = "name a folder or file by its path, or by a URL that begins with file://, s3://, gs:// or az://"
_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.:-]+)://(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
_BUCKET = re.compile(r"[A-Za-z0-9._-]+")
_CONTAINER = re.compile(rf"{_BUCKET.pattern}@[a-z0-9-]+\.(?:dfs|blob)\.core\.windows\.net")
"""A container of Azure with the host of its account: of another host adlfs takes the account of the environment."""

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
"""What no name in a store may have: libraries drop it from paths, so that a name becomes another one."""

_ADDRESS = re.compile(r"(?<=://)[^\s/]*@|\?\S*")
"""What may be secret in an address that a library tells."""

_LONGEST = 200
"""Characters of what a library says."""


def is_url(name: str) -> bool:
    """Return whether a name is written as a URL, whatever it leads to.

    >>> is_url("s3://bucket/docs"), is_url("docs/a.md"), is_url("a::b.md")
    (True, False, False)
    """
    return _URL.match(name) is not None


def place_of(name: str | os.PathLike[str]) -> Path | Remote:
    """Return what a name stands for: a path of this machine, also of a ``file://`` URL, or a place in a store.

    Raises:
        SourceError: It is another URL, or one with credentials; it is not repeated, as it may hold a secret.
    """
    text = os.fspath(name)
    found = _URL.match(text)
    if found is None:
        return Path(text)
    scheme, rest = found["scheme"].lower(), found["rest"]
    place = f"{scheme}://"
    if scheme != "file" and scheme not in _STORES:
        raise SourceError("leads to no place that is read", hint=_KNOWN, place=place)
    if "?" in rest or "#" in rest:
        raise SourceError("has a query or a fragment", hint="name the folder or file alone", place=place)
    host, _, key = rest.partition("/")
    if scheme == "file":
        if host not in {"", "localhost"}:
            raise SourceError("names another machine", hint="write file:///path", place=place)
        return _path(key)
    if not (_BUCKET.fullmatch(host) or (_STORES[scheme] == "az" and _CONTAINER.fullmatch(host))):
        hint = f"write {scheme}://BUCKET/FOLDER, and leave credentials to the environment"
        raise SourceError("has no bucket, or more than a bucket, before its first /", hint=hint, place=place)
    parts = [part for part in key.split("/") if part]
    if not all(map(_is_name, parts)):
        raise SourceError("has ., .. or a control character in its path", hint="write it without", place=place)
    return Remote(f"{_STORES[scheme]}://{host}", "/".join(parts))


def local(name: str | os.PathLike[str]) -> Path:
    """Return the path of this machine that a name stands for: it may be a ``file://`` URL.

    Raises:
        SourceError: It is another URL. One with credentials is not repeated.
    """
    place = place_of(name)
    if isinstance(place, Remote):
        raise SourceError("is no place of this machine", hint="name a path", place=str(place))
    return place


def _path(key: str) -> Path:
    """Return the path that a ``file://`` URL names."""
    from urllib.request import url2pathname

    try:
        if "\0" not in (path := url2pathname(f"/{key}")):
            return Path(path)
    except (OSError, ValueError):
        pass
    raise SourceError("is no path of this machine", hint="write file:///path", place="file://")


def _is_name(part: str) -> bool:
    return part not in {"", ".", ".."} and CONTROL.search(part) is None


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder or file in a store, whether or not it is there.

    What asks the store raises an ``OSError`` whose ``strerror`` says in one line why it does not answer:
    ``FileNotFoundError`` or ``PermissionError`` where that is why; and a ``ConfigError`` where its extra is missing.

    Args:
        bucket: The URL of the bucket, without ``/`` at its end.
        key: The path in it, without ``/`` at its ends; "" is the bucket itself.
    """

    bucket: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.bucket}/{self.key}"

    def __truediv__(self, path: str) -> Remote:
        return Remote(self.bucket, posixpath.join(self.key, path) if path else self.key)

    @property
    def name(self) -> str:
        """The last part of the path, or the name of the bucket."""
        return posixpath.basename(self.key) or self.bucket.partition("://")[2].partition("@")[0]

    @property
    def parent(self) -> Remote:
        """The folder that it is in; that of a bucket is itself."""
        return Remote(self.bucket, posixpath.dirname(self.key))

    def relative_to(self, root: object) -> str:
        """Return the path from a root, "." for the root itself; raises ValueError where it does not lie in it."""
        if not isinstance(root, Remote) or root.bucket != self.bucket:
            raise ValueError(root)
        return PurePosixPath(self.key).relative_to(root.key).as_posix()

    def is_folder(self) -> bool:
        """Return whether it is a folder; else it is a file."""
        with _in_words():
            store, path = self._opened()
            return bool(store.info(path)["type"] == "directory")

    def exists(self) -> bool:
        """Return whether there is such a folder or file."""
        try:
            self.is_folder()
        except FileNotFoundError:
            return False
        return True

    def read(self, most: int) -> bytes:
        """Return so many bytes of a file, or all that it has."""
        with _in_words():
            store, path = self._opened()
            try:
                return bytes(store.cat_file(path, start=0, end=most)[:most])
            except (FileNotFoundError, PermissionError):
                raise
            except Exception:  # each library has errors of its own; an empty file has no first byte, which is one
                if store.info(path)["size"] == 0:
                    return b""
                raise

    def listed(self) -> tuple[list[str], list[str]]:
        """Return the names of the folders and of the files in a folder."""
        with _in_words():
            store, path = self._opened()
            entries = [(entry["name"].rstrip("/"), entry["type"]) for entry in store.ls(path, detail=True)]
        found = [(name.rpartition("/")[2], kind) for name, kind in entries if name != path]  # a mark for itself
        return [name for name, kind in found if kind == "directory"], [name for name, kind in found if kind == "file"]

    def walk(self, unreadable: Callable[[str, OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield, for the folder and each below it, the path from here and the names of its folders and files.

        Args:
            unreadable: Told the path of what cannot be listed, and why. What is taken out of the list of folders is not
                walked through.
        """
        waiting = [""]
        while waiting:
            here = waiting.pop()
            try:
                folders, files = (self / here).listed()
            except OSError as error:
                unreadable(here, error)
                continue
            for name in (*folders, *files):
                if not _is_name(name):
                    unreadable(posixpath.join(here, name), OSError(0, "no file can have this name"))
            folders = list(filter(_is_name, folders))
            yield here, folders, list(filter(_is_name, files))
            waiting += (posixpath.join(here, name) for name in folders)

    def _opened(self) -> tuple[AbstractFileSystem, str]:
        """Return the store, which fsspec opens once in a process, and the path in it.

        Raises:
            FileNotFoundError: The library would take the path for another one.
        """
        extra = self.bucket.partition("://")[0]
        _keep_quiet()
        try:
            from fsspec.core import url_to_fs

            store, bucket = url_to_fs(self.bucket, use_listings_cache=False)
        except ImportError as error:
            raise ConfigError(
                f"{_OPENERS[extra]} is not installed", hint=f"pip install 'docs-kg[{extra}]'", place=self.bucket
            ) from error
        path = posixpath.join(bucket, self.key).rstrip("/")
        if store._strip_protocol(path) != path:  # noqa: SLF001 - what each of its methods begins with
            raise FileNotFoundError(path)
        return store, path


def _keep_quiet() -> None:
    """Keep Python from printing what the libraries log where nobody asked for it: it is told once, as an error."""
    import logging

    for library in _LIBRARIES:
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what fsspec and the libraries below it raise into an OSError that says why in one line."""
    try:
        yield
    except (ConfigError, MemoryError, RecursionError):
        raise
    except FileNotFoundError as error:
        raise FileNotFoundError(errno.ENOENT, "no such file or folder") from error
    except PermissionError as error:
        raise PermissionError(errno.EACCES, "permission denied") from error
    except Exception as error:  # each library has errors of its own
        raise OSError(errno.EIO, _line(error)) from error


def _line(error: Exception) -> str:
    r"""Return what a library says, in one line and without what may be secret in an address.

    >>> _line(ValueError("no answer from https://me:word@host/a?sig=b.\nTry again"))
    'no answer from https://host/a'
    """
    said = (isinstance(error, OSError) and error.strerror) or str(error)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return _ADDRESS.sub("", lines[0] if lines else type(error).__name__)[:_LONGEST].rstrip(".")
