"""Tell what is wrong with graphs and with sources: what ``kg validate`` does."""

from __future__ import annotations

import importlib
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ..errors import SourceError
from ..options import Options
from ..remote import is_url, local, place_of
from ..shards import read_manifest
from ..sparql import EXTENSIONS
from .catalogue import rules
from .checks import Check, all_checks
from .findings import Finding, Found
from .graphs import check_graphs
from .parts import NOTHING, Part
from .sources import Shown, check_sources

__all__ = ["Report", "is_graph", "validate"]

Wanted = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, sorted by place, and how much was looked at.

    Args:
        findings: Those that are wanted.
        graphs: How many graphs could be read.
        pages: How many pages could be read.
        is_complete: Whether all could be read.
    """

    findings: tuple[Finding, ...]
    graphs: int
    pages: int
    is_complete: bool

    @property
    def severities(self) -> Mapping[str, int]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)


def is_graph(name: str | os.PathLike[str]) -> bool:
    """Return whether a name is that of a graph: by its extension, or a folder of shards. Standard input is none.

    >>> is_graph("a.ttl"), is_graph("a.md"), is_graph("-")
    (True, False, False)

    Raises:
        SourceError: It is a URL that names no place.
    """
    place = place_of(name)
    if isinstance(place, Path) and place.is_dir():
        return _has_shards(place)
    return Path(place.name).suffix.lower() in EXTENSIONS


def _has_shards(folder: Path) -> bool:
    """Return whether a folder has a manifest of shards: that of a web application is called so too."""
    try:
        read_manifest(folder)
    except SourceError:
        return False
    return True


def validate(
    names: Sequence[str | os.PathLike[str]],
    options: Options,
    wanted: Wanted = lambda _: True,
    shown: Shown = lambda pages: pages,
) -> Report:
    """Return what is wrong with some graphs and sources.

    The graphs are checked as one, as ``kg query`` sees them; the sources are exported as one document set, and that is
    checked. So what a graph and a source both have is found in both, and reported once.

    Args:
        names: Graphs, files and folders of Markdown, and ``-`` for a page on standard input.
        options: How sources are read; ``vocabulary`` counts for graphs too, ``root`` has the files that graphs tell of.
        wanted: Whether a code is reported; a check without any is not made.
        shown: Passes pages on, and shows how far it is.

    Raises:
        ConfigError: An option or a vocabulary cannot be used.
        ModuleNotFoundError: A library of an extra is not installed.
        SourceError: A source lies outside the root, or a graph is named by a URL.
    """
    checks = tuple(check for check in all_checks() if any(map(wanted, check.codes)))
    for check in checks:
        if check.needs:
            importlib.import_module(check.needs)
    graphs = [os.fspath(local(name)) for name in names if is_graph(name)]
    sources = [os.fspath(name) for name in names if not is_graph(name)]
    of_graphs = check_graphs(graphs, options, checks) if graphs else NOTHING
    of_sources = check_sources(sources, options, checks, shown) if sources else NOTHING
    of_vocabularies = Part(tuple(chain.from_iterable(_of_vocabularies(checks, options.vocabulary))))
    findings = {one for part in (of_graphs, of_sources, of_vocabularies) for one in _placed(part) if wanted(one.code)}
    return Report(
        tuple(sorted(_told_once(findings), key=_order)),
        of_graphs.count,
        of_sources.count,
        of_graphs.is_complete and of_sources.is_complete,
    )


def _of_vocabularies(checks: Iterable[Check], vocabularies: tuple[Path, ...]) -> Iterator[Iterable[Found]]:
    return (check.vocabularies(vocabularies) for check in checks if check.vocabularies and vocabularies)


def _told_once(findings: Collection[Finding]) -> Iterator[Finding]:
    """Yield findings; of one that a graph and a source have, what the source has, for it knows the column."""
    known = {(one.code, one.path, one.line, one.message) for one in findings if one.column}
    return (one for one in findings if one.column or (one.code, one.path, one.line, one.message) not in known)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.code, finding.message


def _placed(part: Part) -> Iterator[Finding]:
    """Yield what was found with its severity, its column, and its file as it is called from the working folder."""
    prefix = _from_here(part.root) if isinstance(part.root, Path) else ""
    for one in sorted(part.found, key=lambda one: one.place):
        place = part.texts.placed(one.place)
        file = _named_from_here(place.path) if place.is_named else f"{prefix}/{place.path}" if prefix else place.path
        severity = rules()[one.code].severity
        path = file if place.is_named else place.path
        yield Finding(severity, one.code, one.message, one.hint, path, file, place.line, place.column)


def _named_from_here(name: str) -> str:
    return name if is_url(name) else _from_here(Path(name))


def _from_here(path: Path) -> str:
    """Return a path relative to the working folder; of one that lies elsewhere the last name, of a folder ""."""
    try:
        found = path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except (OSError, ValueError):
        return "" if path.is_dir() else path.name
    return "" if found == "." else found
