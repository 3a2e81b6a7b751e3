"""What a plain script would be: markdown-it-py reads the tables, rdflib holds the triples and writes Turtle.

    python benchmarks/_plain.py FILE|FOLDER OUT.ttl

Each table is one of features, the first column names them, the other cells are what is said of them: an item of a list,
or a line, is a statement of its own. No vocabulary, no places, no links, no account of what was left out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from markdown_it import MarkdownIt
from rdflib import RDF, RDFS, Graph, Literal, Namespace

KG = Namespace("https://example.org/plain#")
BASE = "https://example.org/plain/"
_PARTS = re.compile(r"</?[uo]l>|</?li>|<br ?/?>")


def rows(md: MarkdownIt, text: str) -> Iterator[list[str]]:
    """Yield the rows of the tables of a page, without their headers."""
    cells: list[str] = []
    in_body = False
    for token in md.parse(text):
        if token.type in {"tbody_open", "tbody_close"}:
            in_body = token.type == "tbody_open"
        elif in_body and token.type == "tr_open":
            cells = []
        elif in_body and token.type == "inline":
            cells.append(token.content)
        elif in_body and token.type == "tr_close":
            yield cells


def add(graph: Graph, name: str, table: Iterator[list[str]]) -> None:
    """Add the rows of a page to a graph."""
    document = Namespace(f"{BASE}{quote(name)}#")
    for number, (label, *cells) in enumerate(table, start=1):
        feature = document[f"f{number}"]
        graph.add((feature, RDF.type, KG.Feature))
        graph.add((feature, RDFS.label, Literal(label)))
        parts = [part.strip() for cell in cells for part in _PARTS.split(cell)]
        for index, part in enumerate(filter(None, parts), start=1):
            statement = document[f"f{number}s{index}"]
            graph.add((feature, KG.hasStatement, statement))
            graph.add((statement, KG.text, Literal(part)))


def main() -> None:
    """Read what the command line names, and write Turtle."""
    source, out = map(Path, sys.argv[1:])
    md = MarkdownIt("commonmark").enable("table")
    graph = Graph()
    graph.bind("plain", KG)
    for path in sorted(source.rglob("*.md")) if source.is_dir() else [source]:
        add(graph, path.name if path == source else str(path.relative_to(source)), rows(md, path.read_text("utf-8")))
    graph.serialize(out, format="turtle")
    print(len(graph))


if __name__ == "__main__":
    main()
