"""Writes large graphs that are like an export of a large tree, in seconds.

    python benchmarks/graphs.py FILE.nt|FILE.nq [--triples 1000000] [--seed 1]

Two dozen pages of features (``trees``) are exported by kg itself, with all their spans. Their triples are written
again and again under other names: each copy is a folder of pages of a product of its own, with its own features,
statements and spans, while what pages share (mechanisms, providers, editions) stays shared.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import trees

import kg
from kg.names import DCTERMS, Kg
from kg.terms import Triple

PAGES = 24
PRODUCTS = (
    "Amberline",
    "Copperfield Store",
    "Driftmark",
    "Elderbus",
    "Flintgate",
    "Glasswing",
    "Hollowkey",
    "Inkstream",
)
_PRODUCT = "Some Product"
_BASE = "https://example.org/kg/"


@dataclass(frozen=True, slots=True)
class Written:
    """What a graph holds: different triples, and documents."""

    triples: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Document:
    """The triples of an exported page: its own, those of its product alone, and those that pages share."""

    iri: str
    own: str
    product: str
    shared: str

    def copied(self, names: Mapping[str, str]) -> _Document:
        """Return the document under other names."""
        iri, own, product = self.iri, self.own, self.product
        for old, new in names.items():
            iri, own, product = iri.replace(old, new), own.replace(old, new), product.replace(old, new)
        return _Document(iri, own, product, self.shared)


def write_graph(path: Path, triples: int, seed: int) -> Written:
    """Write a graph of at least so many different triples, and return how many there are.

    Args:
        path: N-Triples, or, ending in ``.nq``, N-Quads with one named graph a document.
        triples: How many there are at least; one page too few would not be enough.
        seed: Of the pages that are repeated.
    """
    documents = _exported(seed)
    known: set[str] = set()
    count = number = 0
    names: Mapping[str, str] = {}
    with path.open("w", encoding="utf-8", newline="\n") as out:
        while count < triples:
            copy, index = divmod(number, len(documents))
            if index == 0:
                names = _names(copy)
            document = documents[index].copied(names)
            again = document.product + document.shared
            new = [line for line in again.splitlines(keepends=True) if line not in known]
            known.update(new)
            count += document.own.count("\n") + len(new)
            # in N-Quads, each graph repeats what it shares with others
            out.write(_in_graph(document) if path.suffix == ".nq" else document.own + "".join(new))
            number += 1
    return Written(count, number)


def _names(copy: int) -> dict[str, str]:
    """Return what is replaced in the triples of a copy, and by what."""
    round_, index = divmod(copy, len(PRODUCTS))
    product = PRODUCTS[index]
    version = round_ + 1
    folder = f"{product.split()[0].lower()}/{version}/"
    slug = product.lower().replace(" ", "-")
    return {
        f"<{_BASE}doc/": f"<{_BASE}doc/{folder}",
        f"<{_BASE}src/": f"<{_BASE}src/{folder}",
        f'<{Kg.PATH}> "': f'<{Kg.PATH}> "{folder}',
        f'<{DCTERMS}title> "': f'<{DCTERMS}title> "{product} {version}: ',
        f"<{_BASE}product#some-product>": f"<{_BASE}product#{slug}>",
        f'"{_PRODUCT}"': f'"{product}"',
    }


@cache
def _exported(seed: int) -> Sequence[_Document]:
    """Return the documents of some pages of features, as kg exports them."""
    with tempfile.TemporaryDirectory() as folder:
        tree = trees.plan(10 * PAGES, seed)
        for page in [page for page in tree if page.has_features][:PAGES]:
            path = Path(folder, page.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(trees.content(page, tree, seed))
        graph = kg.export(folder, product=_PRODUCT, base=_BASE)
    return [_document(iri, found) for iri, found in sorted(graph.documents.items())]


def _document(iri: str, triples: frozenset[Triple]) -> _Document:
    parts: dict[str, list[str]] = {"own": [], "product": [], "shared": []}
    for subject, predicate, value in sorted(triples):
        line = f"{subject} {predicate} {value} .\n"
        own = any(f"<{_BASE}{kind}/" in line for kind in ("doc", "src"))
        parts["own" if own else "product" if f"<{_BASE}product#" in line else "shared"].append(line)
    return _Document(f"<{iri}>", **{kind: "".join(lines) for kind, lines in parts.items()})


def _in_graph(document: _Document) -> str:
    text = document.own + document.product + document.shared
    return text.replace(" .\n", f" {document.iri} .\n")


def main() -> None:
    """Write a graph where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    written = write_graph(options.file, options.triples, options.seed)
    print(f"{written.triples:,} triples of {written.documents:,} documents")


if __name__ == "__main__":
    main()
