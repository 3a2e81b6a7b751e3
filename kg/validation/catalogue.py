"""The rules: what each code means and how grave it is, as ``docs/diagnostics.md`` has it, which the package carries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from ..errors import ConfigError
from ..model import Severity

_SECTION = re.compile(
    r"^## (KG\d{3}): (.+)\n\n\*(error|warning|note)\.\* ((?:.|\n)+?)(?=\n+(?:## |---\n)|\s*\Z)", re.MULTILINE
)

_RELATIVE = re.compile(r"\[([^\]\n]+)\]\((?!https?:)[^)\n]*\)")
"""A link to another document, which is not beside a rule that is shown elsewhere: its text is left."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A code: its title, its severity, and what it is, why it matters and what to do, in Markdown."""

    code: str
    title: str
    severity: Severity
    text: str

    @property
    def uri(self) -> str:
        """The address of its documentation. The path is chosen, not yet registered, like all of w3id.org/docs-kg."""
        return f"https://w3id.org/docs-kg/diagnostics#{self.code.lower()}"


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by their codes, sorted.

    Raises:
        ConfigError: The document is not there.
    """
    package = Path(__file__).parents[1]
    for path in (package / "_diagnostics.md", package.parent / "docs" / "diagnostics.md"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            found = (
                Rule(one[1], one[2], cast("Severity", one[3]), _RELATIVE.sub(r"\1", one[4]))
                for one in _SECTION.finditer(text)
            )
            return {rule.code: rule for rule in sorted(found, key=lambda rule: rule.code)}
    raise ConfigError("the diagnostics are missing", hint="install the package again", place=str(package))
