"""A report as SARIF 2.1.0 (OASIS, errata 01), which GitHub code scanning and others read."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from ...wording import printable
from .. import Report
from ..catalogue import Rule, rules
from ..findings import Finding
from ._json import dumped
from ._uri import inside

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"


def as_sarif(report: Report) -> str:
    """Return a report as a SARIF log; files are relative to the folder that ``kg`` ran in, as a checkout has them."""
    indices = {code: index for index, code in enumerate(rules())}
    run = {
        "tool": {
            "driver": {
                "name": "kg",
                "semanticVersion": version("docs-kg"),
                "informationUri": "https://w3id.org/docs-kg/ontology",
                "rules": [_rule(rule) for rule in rules().values()],
            }
        },
        "invocations": [{"executionSuccessful": report.is_complete}],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder that kg ran in."}}},
        "results": [_result(one, indices[one.code]) for one in report.findings],
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    text = " ".join(rule.text.split())
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": text},
        "help": {"text": text, "markdown": rule.text},
        "helpUri": rule.uri,
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": _plain(f"{finding.message}; {finding.hint}")},
        "partialFingerprints": {"kgFinding/v1": finding.fingerprint},
    }
    if finding.file:
        artifact = {"uri": quote(inside(finding.file), errors="replace"), "uriBaseId": _BASE}
        place: dict[str, Any] = {"artifactLocation": artifact}
        if finding.line:
            columns = {"startColumn": finding.column} if finding.column else {}
            place["region"] = {"startLine": finding.line, **columns}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _plain(text: str) -> str:
    """Return a text that no viewer takes for an embedded link or a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    return re.sub(r"([\\\[\]])", r"\\\1", printable(text)).replace("{", "{{").replace("}", "}}")
