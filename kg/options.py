"""What a user can set, with its default: the same names for the command line, ``kg.toml`` and Python."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .bounds import Bounds
from .remote import Remote


@dataclass(frozen=True, slots=True)
class Options:
    """How pages are read and written.

    Args:
        base: The IRI under which the data's own IRIs are minted, without query and fragment.
        site: The address under which the pages are published, or None.
        root: The folder that paths are relative to; None is the source's folder, of several their common parent.
        product: The product that the pages are about; None is the name of the root folder.
        conflicts: ``both`` sides of a merge conflict, one as if it had won, or ``fail``: both, and a finding for each.
        tables: ``features``, or ``all``: reference tables (parameters, flags, error codes) as well.
        vocabulary: Turtle files with further mechanisms and providers.
        dialect: The name of a dialect of Markdown; None is told from each page and its neighbours.
        provenance: ``full``, or ``none``: without spans.
        commit: The revision that the files are of, written to each source file as given.
        bounds: How much of anything a page may have.
    """

    base: str = "https://example.org/kg/"
    site: str | None = None
    root: Path | Remote | None = None
    product: str | None = None
    conflicts: Literal["both", "ours", "theirs", "fail"] = "both"
    tables: Literal["features", "all"] = "features"
    vocabulary: tuple[Path, ...] = ()
    dialect: str | None = None
    provenance: Literal["full", "none"] = "full"
    commit: str | None = None
    bounds: Bounds = Bounds()  # noqa: RUF009 - it is frozen
