"""What the web server asks of its worker processes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page of the explorer.

    Attributes:
        path: The path of the address, decoded; it starts with ``/``.
        query: What follows the ``?``, as it was sent.
        accept: The Accept header; empty where none was sent.
    """

    path: str
    query: str
    accept: str


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A SPARQL query as the SPARQL 1.1 Protocol brings it.

    Attributes:
        text: The query.
        accept: The Accept header; empty where none was sent.
        base: The address of the endpoint, against which relative IRIs are resolved.
        default_graphs: IRIs that the request names as the default graph; none lets the query decide.
        named_graphs: IRIs that the request names as the named graphs.
    """

    text: str
    accept: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DescriptionRequest:
    """The description of the service.

    Attributes:
        endpoint: The address of the endpoint, as the client knows it.
        accept: The Accept header; empty where none was sent.
    """

    endpoint: str
    accept: str


@dataclass(frozen=True, slots=True)
class ShowRequest:
    """The page that shows what the endpoint answered to a form that was sent without JavaScript.

    Attributes:
        page: What was asked for; its query string has the query.
        media_type: Of what the endpoint answered: JSON results, Turtle, or a problem document.
        body: What it answered.
    """

    page: PageRequest
    media_type: str
    body: bytes
