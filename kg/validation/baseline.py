"""Old findings, which are known and not reported again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import ConfigError
from ..files import write_file
from ..opening import opened
from ..wording import reason_of
from .findings import Finding

_VERSION = 1
_MOST = 100_000_000
"""Bytes of a baseline: some 400,000 findings."""

Key = tuple[str, str, str]
"""Code, file and fingerprint."""


def without_old(findings: Iterable[Finding], path: Path) -> tuple[Finding, ...]:
    """Return the findings that a baseline does not hold; of equal ones, as many are left out as it holds.

    Raises:
        ConfigError: The baseline cannot be read, or is none.
    """
    old = _read(path)
    new: list[Finding] = []
    for finding in findings:
        if old[_key(finding)] > 0:
            old[_key(finding)] -= 1
        else:
            new.append(finding)
    return tuple(new)


def write_baseline(findings: Iterable[Finding], path: Path) -> None:
    """Write a baseline of some findings: sorted, so that one more finding is one more line.

    Raises:
        SourceError: It cannot be written.
    """
    findings = tuple(findings)
    counts = Counter(_key(one) for one in findings)
    messages = {_key(one): one.message for one in findings}
    lines = [
        json.dumps({"code": key[0], "path": key[1], "fingerprint": key[2], "count": counts[key], "message": message})
        for key, message in sorted(messages.items())
    ]
    body = ",\n".join(f"  {line}" for line in lines)
    entries = f"[\n{body}\n ]" if lines else "[]"
    write_file(path, f'{{\n "version": {_VERSION},\n "findings": {entries}\n}}\n'.encode())


def _key(finding: Finding) -> Key:
    return finding.code, finding.path, finding.fingerprint


def _read(path: Path) -> Counter[Key]:
    hint = "write it by --write-baseline"
    try:
        with opened(path) as stream:
            text = stream.read(_MOST + 1)
        if len(text) > _MOST:
            raise ConfigError(f"has more than {_MOST:,} bytes", hint=hint, place=str(path))
        data = json.loads(text)
    except OSError as error:
        raise ConfigError(f"cannot be read: {reason_of(error)}", hint=hint, place=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise ConfigError("is no JSON", hint=hint, place=str(path)) from error
    entries = data.get("findings") if isinstance(data, dict) and data.get("version") == _VERSION else None
    if not isinstance(entries, list) or not all(_is_entry(one) for one in entries):
        raise ConfigError("is no baseline", hint=hint, place=str(path))
    counts: Counter[Key] = Counter()
    for one in entries:
        counts[one["code"], one["path"], one["fingerprint"]] += one["count"]
    return counts


def _is_entry(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and all(isinstance(entry.get(name), str) for name in ("code", "path", "fingerprint"))
        and type(entry.get("count")) is int
    )
