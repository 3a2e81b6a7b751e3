"""From facts to triples."""

from __future__ import annotations

from .pages import PageSet
from .triples import triples_of

__all__ = ["PageSet", "triples_of"]
