"""The exit codes of all commands, beside 0."""

from __future__ import annotations

EXIT_FINDINGS = 1
EXIT_FAILED = 2
