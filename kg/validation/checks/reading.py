"""What the reading of the sources reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...model import Diagnostic
from ..catalogue import rules
from ..findings import Found, Place
from ._base import Check


def _found(diagnostics: Iterable[Diagnostic], paths: frozenset[str]) -> Iterator[Found]:
    """Yield each diagnostic as a finding.

    Args:
        diagnostics: All.
        paths: The pages; what could not be read and is none of them is called as the user named it.
    """
    for one in diagnostics:
        is_named = one.code == "KG103" and one.path not in paths
        yield Found(one.code, one.message, one.hint, Place(one.path, one.line, one.column, is_named=is_named))


CHECK = Check(tuple(code for code in rules() if code.startswith("KG1")), reading=_found)
