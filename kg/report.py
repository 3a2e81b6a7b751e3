"""The account of an export as plain data: what was taken from each table and list, what was left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from .model import Account, Diagnostic, Facts, Reading, Verdict


def report_of(facts: Iterable[Facts], diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Return the account of some pages, ready for JSON.

    Args:
        facts: What the pages say.
        diagnostics: All that was reported; each stands with its page, those of no page under ``diagnostics``.

    Returns:
        ``pages`` (each with ``path``, ``sha256``, ``encoding``, ``readings``, ``diagnostics``), ``diagnostics`` and
        ``sums`` (how many cells, lines and bullets had which outcome).
    """
    facts = tuple(facts)
    by_path: dict[str, list[dict[str, Any]]] = {}
    for one in diagnostics:
        by_path.setdefault(one.path, []).append(asdict(one))
    pages = [_page(one, by_path.pop(one.source.path, [])) for one in facts]
    outcomes = Counter(account.outcome for one in facts for reading in one.readings for account in reading.accounts)
    rest = [entry for entries in by_path.values() for entry in entries]
    return {"pages": pages, "diagnostics": rest, "sums": dict(sorted(outcomes.items()))}


def _page(facts: Facts, diagnostics: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "path": facts.source.path,
        "sha256": facts.source.sha256,
        "encoding": facts.source.encoding,
        "conflicts": [{"line": one.span.line, "end_line": one.span.end_line} for one in facts.conflicts],
        "readings": [_reading(reading) for reading in facts.readings],
        "diagnostics": diagnostics,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    accounts: dict[int, list[Account]] = {}
    for account in reading.accounts:
        accounts.setdefault(account.table, []).append(account)
    found = [_verdict(verdict, accounts.get(index, ())) for index, verdict in enumerate(reading.verdicts)]
    return {"side": reading.side, "tables": found}


def _verdict(verdict: Verdict, accounts: Iterable[Account]) -> dict[str, Any]:
    return {
        "kind": verdict.kind,
        "line": verdict.span.line,
        "end_line": verdict.span.end_line,
        "heading": verdict.heading,
        "taken": verdict.taken,
        "rule": verdict.rule,
        "score": sum(weight for _, weight in verdict.evidence),
        "evidence": dict(verdict.evidence),
        "columns": [{"header": one.header, "role": one.role, "rule": one.rule} for one in verdict.columns],
        "rows": [_account(account) for account in accounts],
    }


def _account(account: Account) -> Mapping[str, Any]:
    return {
        "row": account.row,
        "line": account.span.line,
        "start": account.span.start,
        "end": account.span.end,
        "column": account.column,
        "text": account.text,
        "outcome": account.outcome,
        "rule": account.rule,
    }
