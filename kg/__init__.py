"""Turns the feature tables of Markdown documentation into an RDF knowledge graph.

::

    read -> repair -> parse -> find -> extract -> graph -> write
    bytes   texts     tree     verdicts  facts    triples  Turtle

The three functions here do what the commands of the same names do, with the same names and defaults of the options::

    graph = kg.export("docs", product="ExampleDB")
    graph.write("docs.ttl")
    for facts in kg.extract("docs"):
        ...
    for row in kg.query(["docs.ttl"], "SELECT ?f WHERE { ?f a kg:Feature }").rows:
        ...
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .errors import ConfigError, KgError, QueryError, SourceError
from .options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .model import Facts
    from .pipeline import Graph
    from .sparql import Result

__all__ = ["ConfigError", "KgError", "Options", "QueryError", "SourceError", "export", "extract", "query"]
__version__ = "0.1.0"


def export(*sources: str | os.PathLike[str], **options: Any) -> Graph:
    """Return the graph of some Markdown files and folders; ``-`` is standard input.

    Args:
        sources: Files and folders, by path or URL, or ``-``.
        options: Those of ``Options``, which are those of ``kg export``; ``limits`` is a mapping.

    Raises:
        ConfigError: An option or a vocabulary cannot be used.
        SourceError: A source lies outside the root. A source that cannot be read is in ``Graph.diagnostics``.
    """
    from .pipeline import build

    return build(sources, _options(options))


def extract(*sources: str | os.PathLike[str], **options: Any) -> Iterator[Facts]:
    """Yield what each page of some sources says, in the order of their paths; the arguments are those of ``export``."""
    from .pipeline import prepare

    yield from prepare(sources, _options(options)).read()


def _options(values: dict[str, Any]) -> Options:
    """Return options in which a path may have been given as a string."""
    from .remote import local, place_of

    if values.get("root") is not None and isinstance(values["root"], str | os.PathLike):
        values["root"] = place_of(values["root"])
    values["vocabulary"] = tuple(local(one) for one in values.get("vocabulary", ()))
    if "limits" in values:
        from .bounds import Bounds, with_limits

        values["bounds"] = with_limits(values.get("bounds", Bounds()), values.pop("limits"))
    return Options(**values)


def query(
    graphs: Sequence[str | os.PathLike[str] | Graph],
    sparql: str | None = None,
    *,
    name: str | None = None,
    parameters: Mapping[str, str] | None = None,
) -> Result:
    """Return the answer of some graphs to a SPARQL query, or to a competency question.

    Args:
        graphs: Files that ``export`` wrote, or graphs that it returned; their named graphs are queried as one.
        sparql: The query; the prefixes of ``names.PREFIXES`` are bound.
        name: The name of a competency question, in place of a query.
        parameters: The values of its parameters.

    Raises:
        QueryError: The query, a graph or the question cannot be used.
    """
    from .sparql import query as ask

    return ask(graphs, sparql, name=name, parameters=parameters)
