"""What a check finds, and where."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from ..model import Severity


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands.

    Args:
        path: The source file, relative to the root; "" where it is not known.
        line: From 1, or 0 for the file as a whole.
        column: From 1, in code points, or 0 where it is not known.
        start: The code point of the file, from 0, from which the column can be told; -1 where there is none.
        sha256: That of the bytes that ``start`` was told of, or "".
        is_named: Whether the path is one that the user named, and so not relative to the root.
    """

    path: str
    line: int = 0
    column: int = 0
    start: int = -1
    sha256: str = ""
    is_named: bool = False


NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: the code says which rule, the place where, the message what is wrong.

    Args:
        code: Documented in ``docs/diagnostics.md``, which says how grave it is.
        message: What is wrong; lower case, no full stop, and no line in it: it tells an old finding from a new one.
        hint: What to do about it.
        place: Where.
    """

    code: str
    message: str
    hint: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """What is reported.

    Args:
        severity: ``error``, ``warning`` or ``note``.
        code: As in ``Found``.
        message: As in ``Found``.
        hint: As in ``Found``.
        path: The source file, as in ``Place``.
        file: The same from the working folder, or relative where it lies elsewhere.
        line: From 1, or 0.
        column: From 1, in code points, or 0.
    """

    severity: Severity
    code: str
    message: str
    hint: str
    path: str
    file: str
    line: int = 0
    column: int = 0

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that stay when lines move: of the code, the file and the message."""
        return hashlib.sha256(f"{self.code}\0{self.path}\0{self.message}".encode(errors="replace")).hexdigest()[:16]
