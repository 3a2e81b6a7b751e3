"""From an address to a client of the store that answers there."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from ..errors import LoadError
from .client import Client
from .credentials import Credentials, credentials
from .messages import shown
from .stores import STORES, Store, recognised
from .transport import Http, Patience


def connect(to: str, store: str | None = None, patience: Patience | None = None) -> Client:
    """Return a client of the store at an address; credentials come from the environment or ``.netrc``.

    Args:
        to: The address.
        store: A key of ``STORES``; where it is not given, one request without credentials asks the server.
        patience: How long to wait.

    Raises:
        LoadError: The address cannot be used, or the server cannot be reached.
    """
    url = _address(to)
    known = credentials(url.host)
    patience = patience or Patience()
    profile = STORES[store] if store else _ask(url, patience)
    path = profile.path(url.path, known != Credentials())
    if path is None:
        raise LoadError(
            f"the address does not tell the graph store of {profile.name}", hint=profile.hint, place=shown(url)
        )
    address = url if path == url.path else url.copy_with(query=None).copy_with(path=path)
    return Client(address, profile, known, patience)


def _ask(url: httpx.URL, patience: Patience) -> Store:
    """Return the store that answers at an address; whatever the status is, the headers tell."""
    http = Http(url, Credentials(), patience)
    try:
        answer = http.send("HEAD", url, {"Accept": "*/*"}, denied=True)
    finally:
        http.close()
    return recognised(url.path, answer.headers)


def _address(to: str) -> httpx.URL:
    """Return the address of a store, without a fragment.

    Raises:
        LoadError: It is none, or holds credentials; the message does not repeat those.
    """
    hint = "give --to an address such as http://localhost:7878/"
    try:
        parts = urlsplit(to)  # httpx takes half of an IPv6 address for a name
        url = httpx.URL(to)
    except (httpx.InvalidURL, ValueError):
        raise LoadError("the address of the store is no URL", hint=hint) from None
    if "@" in parts.netloc:
        hint = "set KG_LOAD_USER and KG_LOAD_PASSWORD, or write them to .netrc"
        raise LoadError("the address of the store holds credentials", hint=hint)
    if url.scheme not in {"http", "https"} or not url.host:
        raise LoadError("the address of the store is no http or https URL", hint=hint)
    return url.copy_with(fragment=None)
