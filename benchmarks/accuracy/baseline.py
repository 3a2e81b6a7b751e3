"""A plain extractor to measure against: every table lists features, and its first column names them.

A cell is split at ``<li>`` and ``<br>``; each piece is a statement; mechanisms and providers are looked up in the same
vocabularies, in lower case and with no more rules than that. It knows no layout, no conflict and no support column.

    python benchmarks/accuracy/baseline.py PAGE OUTPUT
"""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import rdflib
from markdown_it import MarkdownIt
from rdflib.namespace import RDF, RDFS, SKOS

from kg.vocabulary import load

KG = rdflib.Namespace("https://w3id.org/docs-kg/ontology#")
SCHEMA = rdflib.Namespace("https://schema.org/")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
CLASSES = {"mechanism": (KG.Mechanism, KG.usesMechanism), "provider": (KG.Provider, KG.concernsProvider)}


def rows_of(text: str) -> list[list[str]]:
    """Return the body rows of all pipe tables of a page, each as the Markdown of its cells."""
    rows: list[list[str]] = []
    row: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "tr_open":
            row = []
        elif token.type == "inline" and token.level > 2:
            row.append(token.content)
        elif token.type == "tbody_open":
            rows.append([])
        elif token.type == "tr_close" and rows:
            rows.append(row)
    return [row for row in rows if row]


def visible(markdown: str) -> str:
    text = re.sub(r"<[^>]*>", " ", LINK.sub(r"\1", markdown))
    return " ".join(re.sub(r"[*`]", "", text).split())


def main(page: str, output: str) -> None:
    """Write the graph of a page."""
    graph = rdflib.Graph()
    labels = [
        (label.text.casefold(), concept)
        for concept in load().concepts.values()
        if not concept.is_top
        for label in concept.labels
    ]
    for number, row in enumerate(rows_of(Path(page).read_text(encoding="utf-8", errors="replace"))):
        feature = rdflib.URIRef(f"https://example.org/f{number}")
        graph.add((feature, RDF.type, KG.Feature))
        graph.add((feature, RDFS.label, rdflib.Literal(visible(row[0]))))
        for href in (found[2] for cell in row for found in LINK.finditer(cell)):
            link = rdflib.URIRef(f"https://example.org/l{hashlib.sha256(href.encode()).hexdigest()[:12]}")
            graph.add((feature, KG.hasLink, link))
            graph.add((link, RDF.type, KG.Link))
            graph.add((link, KG.href, rdflib.Literal(href)))
        for index, piece in enumerate(part for cell in row[1:] for part in re.split(r"<li>|<br */?>", cell)):
            text = visible(piece)
            if not text:
                continue
            statement = rdflib.URIRef(f"{feature}s{index}")
            graph.add((feature, KG.hasStatement, statement))
            graph.add((statement, RDF.type, KG.Statement))
            graph.add((statement, SCHEMA.text, rdflib.Literal(text)))
            for label, concept in labels:
                if label in text.casefold() and re.search(rf"\b{re.escape(label)}\b", text.casefold()):
                    node = rdflib.URIRef(concept.iri)
                    kind, relation = CLASSES[concept.kind]
                    graph.add((feature, relation, node))
                    graph.add((node, RDF.type, kind))
                    graph.add((node, SKOS.prefLabel, rdflib.Literal(concept.preferred.text)))
    graph.serialize(output, format="turtle")


if __name__ == "__main__":
    main(*sys.argv[1:])
