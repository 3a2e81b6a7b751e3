"""A page of each kind, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

ASKED = (
    "SELECT ?feature ?text { ?f rdfs:label ?feature ; kg:hasStatement/schema:text ?text } ORDER BY ?feature LIMIT 30"
)

KINDS: Mapping[str, str] = {
    "home": "/",
    "list": "/provider.html",
    "feature": "/feature/fernbase/network.html",
    "feature in dispute": "/feature/security/access-control.html",
    "feature by edition": "/feature/editions/storage.customer-managed-keys.html",
    "mechanism": "/mechanism/tls-1-2.html",
    "provider": "/provider/aws.html",
    "document": "/doc/security.html",
    "document of editions": "/doc/editions.html",
    "hostile document": "/doc/hostile.html",
    "edition": "/edition/fleet.html",
    "product": "/product/fernbase.html",
    "matrix by product": "/matrix.html",
    "matrix by mechanism": "/matrix/features.html",
    "disputes": "/disputes.html",
    "gaps": "/gaps.html",
    "gap": "/gaps/no-mechanism.html",
    "search": "/search?q=tls",
    "empty search": "/search?q=",
    "query": "/query.html",
    "query answered": f"/query.html?query={quote(ASKED)}",
    "query refused": "/query.html?query=SELECT+nothing",
    "graph": "/graph/mechanism/tls-1-3.html",
    "missing": "/feature/nowhere.html",
}
