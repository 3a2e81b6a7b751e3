"""The sources of findings, where they are at hand: they tell the column of a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..errors import SourceError
from ..read import SiteFolder, SourceSet, read_source
from ..repair.encoding import decode
from .findings import Place


@dataclass(slots=True)
class Texts:
    """Source files by their paths.

    Args:
        files: The files under the root; None where no root is known.
        found: The pages; None where none were named.
        data: The bytes of those that can be read only once.
    """

    files: SiteFolder | None = None
    found: SourceSet | None = None
    data: Mapping[str, bytes] = field(default_factory=dict)
    _last: tuple[str, str | None, str] = ("", None, "")

    def placed(self, place: Place) -> Place:
        """Return a place with its column, if the file is at hand and is the one that the place was told of."""
        if place.column or place.start < 0 or place.is_named:
            return place
        if self._last[0] != place.path:
            self._last = (place.path, *self._text(place.path))
        _, text, sha256 = self._last
        if text is None or place.start > len(text) or place.sha256 not in {"", sha256}:
            return place
        start = max(text.rfind("\n", 0, place.start), text.rfind("\r", 0, place.start)) + 1
        return replace(place, column=place.start - start + 1)

    def _text(self, path: str) -> tuple[str | None, str]:
        data = self._bytes(path)
        if data is None:
            return None, ""
        file, _ = decode(path, data)
        return file.text, file.sha256

    def _bytes(self, path: str) -> bytes | None:
        if path in self.data:
            return self.data[path]
        try:
            if self.found is not None and path in self.found:
                return read_source(self.found.source(path))
            return None if self.files is None or not path else self.files.data(path)
        except SourceError:
            return None
