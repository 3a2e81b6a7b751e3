"""What the checks found in a part of what was given, and what tells the places."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..remote import Remote
from .findings import Found
from .texts import Texts


@dataclass(frozen=True, slots=True)
class Part:
    """The graphs, the sources, or the vocabularies.

    Args:
        found: What was found.
        texts: The source files.
        root: The folder that their paths are relative to, where it is known.
        count: How many graphs or pages could be read.
        is_complete: Whether all could be.
    """

    found: tuple[Found, ...] = ()
    texts: Texts = field(default_factory=Texts)
    root: Path | Remote | None = None
    count: int = 0
    is_complete: bool = True


NOTHING = Part()
