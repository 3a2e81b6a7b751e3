"""Which page shows which node: the paths of the explorer, readable and the same for the same graph."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from ...iri import digest
from ...names import MECH, PROVIDER
from .reader import Reader

KINDS: Mapping[str, str] = {
    "doc": "schema:TechArticle",
    "feature": "kg:Feature",
    "mechanism": "kg:Mechanism",
    "provider": "kg:Provider",
    "edition": "kg:Edition",
    "product": "schema:SoftwareApplication",
}
"""The kinds of nodes that have a page of their own, which are the first part of its path, and their classes."""


@dataclass(frozen=True)
class Places:
    """The pages of a graph's nodes.

    Attributes:
        paths: IRI of a node to the path of its page, without the extension: ``feature/security/sign-in``.
        bases: The IRIs that the data's own IRIs begin with.
    """

    paths: Mapping[str, str]
    bases: tuple[str, ...]

    @cached_property
    def iris(self) -> Mapping[str, str]:
        """Path of a page to the IRI of its node."""
        return {path: iri for iri, path in self.paths.items()}

    def kind(self, iri: str) -> str:
        """Return the kind of a node that has a page, "" for others."""
        return self.paths.get(iri, "").partition("/")[0]

    def named(self, path: str) -> tuple[str, ...]:
        """Return the nodes that a path of this server names, sorted.

        These are the node whose page has the path, or those of the dataset whose IRIs, without their fragments, are one
        of its bases and the path: a browser does not send a fragment.
        """
        if path in self.iris:
            return (self.iris[path],)
        starts = tuple(f"{base}{path}#" for base in self.bases)
        return tuple(sorted(iri for iri in self.paths if starts and iri.startswith(starts)))


def find_places(reader: Reader) -> Places:
    """Return the pages of the nodes of a graph.

    A path is made of the kind and the node's own name in its IRI. Where two nodes would share one, those after the
    first, in the order of their IRIs, get 6 hexadecimal digits of theirs.
    """
    nodes = {kind: sorted(_instances(reader, name)) for kind, name in KINDS.items()}
    found = {iri.rpartition("product#")[0] for iri in nodes["product"] if "product#" in iri}
    bases = tuple(sorted(found, key=lambda base: (-len(base), base)))
    paths: dict[str, str] = {}
    taken: set[str] = set()
    for kind, iris in nodes.items():
        for iri in sorted(iris, key=lambda iri: (not iri.startswith((MECH, PROVIDER)), iri)):
            path = f"{kind}/{_name(iri, bases)}"
            if path in taken:
                path = f"{path}-{digest(iri)}"
            paths.setdefault(iri, path)
            taken.add(path)
    return Places(paths, bases)


def relative(path: str, page: str) -> str:
    """Return the address of a path of this server as a page refers to it, percent-encoded.

    >>> relative("feature/a b.html", "doc/x/y.html")
    '../../feature/a%20b.html'
    """
    found = posixpath.relpath(f"/{path}", posixpath.dirname(f"/{page}"))
    return quote(found + ("/" if path.endswith("/") and path else ""), safe="/.~-_!$&'()*+,;=@")


def _instances(reader: Reader, name: str) -> Iterable[str]:
    rows = reader.select(f"SELECT DISTINCT ?node WHERE {{ ?node a {name} FILTER isIRI(?node) }}")
    return (row["node"] or "" for row in rows)


def _name(iri: str, bases: Iterable[str]) -> str:
    """Return the part of an IRI that names its node; no segment of it is ``.`` or ``..``."""
    for base in bases:
        if iri.startswith(f"{base}doc/"):
            name = iri[len(base) + len("doc/") :].replace("#", "/")
            break
    else:
        name = iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
    *folders, last = (part if part.strip(".") else f"x-{digest(part)}" for part in name.split("/"))
    segments = [f"{part}-" if part.endswith(_ENDS) else part for part in folders] + [last]
    return "/".join(part if len(part.encode()) <= _LONGEST else f"{part[:40]}-{digest(part)}" for part in segments)


_ENDS = (".html", ".ttl", ".jsonld", ".json")
"""No folder is called like the file of a page."""

_LONGEST = 150
"""Bytes of a name in a path: file systems take 255, and the extensions need some."""
