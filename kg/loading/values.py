"""Compares literals by their values, as stores write numbers, truth values and times in their own way."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

from ..names import XSD
from ..terms import Triple
from .hashes import Triples

_TYPED = re.compile(rf'"([^"\\]*)"\^\^<{re.escape(XSD)}([A-Za-z]+)>')
_WHOLE = re.compile("(?:.*I|i)nteger|(?:unsignedL|l)ong|(?:unsignedI|i)nt|(?:unsignedS|s)hort|(?:unsignedB|b)yte")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_TRUTH = {"1": "true", "0": "false"}


def by_value(triples: Triples) -> Triples:
    """Return a graph with one form for all literals of one value."""
    return frozenset(Triple(s, p, _normal(o)) for s, p, o in triples)


def _normal(term: str) -> str:
    match = _TYPED.fullmatch(term)
    if match is None:
        return term.removesuffix(f"^^<{XSD}string>")
    value, kind = match.groups()
    if kind == "string":
        return f'"{value}"'
    if kind == "boolean":
        value = _TRUTH.get(value, value)
    elif (kind == "decimal" and _DECIMAL.fullmatch(value)) or (_WHOLE.fullmatch(kind) and _INTEGER.fullmatch(value)):
        value, kind = _plain(value), "decimal"
    elif kind in {"double", "float"} and _DOUBLE.fullmatch(value):
        value, kind = repr(float(value) + 0.0), "double"
    elif kind == "dateTime" and _TIME.fullmatch(value):
        value = _utc(value)
    return f'"{value}"^^<{XSD}{kind}>'


def _plain(number: str) -> str:
    digits = f"{Decimal(number):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "0" if digits in {"-0", ""} else digits


def _utc(time: str) -> str:
    try:
        moment = datetime.fromisoformat(time)
    except ValueError:
        return time
    return (moment.astimezone(UTC) if moment.tzinfo else moment).isoformat()
