"""What stands around a table or list, and what that tells of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .words import mentions

_RELEASE = re.compile(
    r"^\W*(?:v|version |release |changes in )\d+(?:\.\d+)*\b"  # v1.2, Version 3
    r"|^\W*\d+\.\d+(?:\.\d+)*[\w.+-]*\W*(?:$|[(/\u2013\u2014-]\s*\W*\d)"  # 1.2.3, 1.2.3 (2024-01-31); no section number
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
"""A heading that is a version or a date: what stands under it is news."""

THRESHOLD = 1.0
"""The sum of the weights from which on a table or list is taken."""


MOST_ABOVE = 0.5
"""The most that the words above a table or list can weigh for it."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader has before him.

    Args:
        title: The title of the page.
        heading: The heading above.
        lead: The paragraph before.
        above: The headings above, the nearest included, each with its level, the outermost first.
    """

    title: str = ""
    heading: str = ""
    lead: str = ""
    above: tuple[tuple[int, str], ...] = ()

    def under(self, level: int, heading: str) -> Context:
        """Return the context behind a heading."""
        above = tuple(one for one in self.above if one[0] < level)
        return Context(self.title, heading, "", (*above, (level, heading)))


def surroundings(context: Context) -> list[tuple[str, float]]:
    """Return the evidence of the words above a table or list, each piece with its weight."""
    near = mentions(context.heading) | mentions(context.lead)
    found: list[tuple[str, float]] = []
    if "feature" in near:
        found.append(("feature-words-above", MOST_ABOVE))
    if "reference" in near or "attribute" in near:
        found.append(("reference-words-above", -0.5))
    if "concern" in near:
        found.append(("concern-words-above", -1.0))
    if "aside" in near:
        found.append(("aside-above", -1.5))
    if "aside" in mentions(context.title) and "aside" not in near:
        found.append(("aside-page", -1.0))
    if any(_RELEASE.search(heading) for _, heading in context.above):
        found.append(("release-above", -2.0))
    return found


def weighed(evidence: Sequence[tuple[str, float]]) -> tuple[bool, str]:
    """Return whether the evidence is for features, and its strongest piece on the side that won."""
    taken = sum(weight for _, weight in evidence) >= THRESHOLD
    sided = [piece for piece in evidence if (piece[1] > 0) == taken]
    return taken, max(sided, key=lambda piece: abs(piece[1]))[0] if sided else "no-evidence"
