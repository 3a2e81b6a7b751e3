"""Runs another tool on the large page, or on its rows as CSV; by the Python of an environment that has the tool.

    python benchmarks/_rivals.py kglite|kglite-page|morph-kgc|maplib IN OUT

``kglite`` gets the rows and makes 21 quads of three of them; ``kglite-page`` reads the page itself, with a rule for its
table, and keeps each cell as a string. Morph-KGC and maplib make eight triples of three rows. All print how many.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

_RULE = """kglite_vault: 1
structure:
  tables:
    - {under_heading: Features, label: Feature, key_column: Feature}
"""
_RML = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
<#Feature> rml:logicalSource [ rml:source "@source@" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/feature/{feature}" ; rr:class ex:Feature ] ;
  rr:predicateObjectMap
    [ rr:predicate rdfs:label ; rr:objectMap [ rml:reference "label" ] ] ,
    [ rr:predicate ex:item ; rr:objectMap [ rr:template "https://example.org/item/{item}" ] ] .
<#Item> rml:logicalSource [ rml:source "@source@" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rr:template "https://example.org/item/{item}" ] ;
  rr:predicateObjectMap [ rr:predicate ex:text ; rr:objectMap [ rml:reference "text" ] ] .
"""
_OTTR = """@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ottr: <http://ns.ottr.xyz/0.4/> .
ex:Row [ ottr:IRI ?feature, xsd:string ?label, ottr:IRI ?item, xsd:string ?text ] :: {
  ottr:Triple(?feature, a, ex:Feature), ottr:Triple(?feature, rdfs:label, ?label),
  ottr:Triple(?feature, ex:item, ?item), ottr:Triple(?item, ex:text, ?text)
} .
"""


def kglite(source: Path, out: Path) -> int:
    """Build a graph of the rows by kglite, and export it."""
    features: dict[str, dict[str, Any]] = {}
    items: list[dict[str, Any]] = []
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            feature = row["feature"]
            features[feature] = {
                "id": feature,
                "label": row["label"],
                "page": "page.md",
                "line": int(feature),
                "key": 1,
            }
            number = int(row["number"])
            items.append({"id": row["item"], "text": row["text"], "of": feature, "number": number})
    records = list(features.values())
    edges = {"type": "HAS_ITEM", "source_type": "Feature", "target_type": "Item"}
    described = {"type": "HAS_FEATURE", "source_type": "Document", "target_type": "Feature"}
    spec = {
        "nodes": [
            {"type": "Document", "id_field": "id", "title_field": "id", "records": [{"id": "page.md"}]},
            {"type": "Feature", "id_field": "id", "title_field": "label", "records": records},
            {"type": "Item", "id_field": "id", "title_field": "text", "records": items},
        ],
        "connections": [
            {
                **edges,
                "source_id_field": "from",
                "target_id_field": "to",
                "records": [{"from": item["of"], "to": item["id"]} for item in items],
            },
            {
                **described,
                "source_id_field": "from",
                "target_id_field": "to",
                "records": [{"from": "page.md", "to": feature["id"]} for feature in records],
            },
        ],
    }
    return int(import_module("kglite").from_records(spec).export_rdf(str(out))["statements"])


def kglite_page(source: Path, out: Path) -> int:
    """Build a graph of the page by kglite, and export it; its rules want a heading above the table."""
    vault = out.with_suffix(".vault")
    (vault / ".kglite").mkdir(parents=True, exist_ok=True)
    (vault / ".kglite" / "vault.yaml").write_text(_RULE, encoding="utf-8")
    text = source.read_text(encoding="utf-8").replace("\n\n|", "\n\n## Features\n\n|", 1)
    (vault / "page.md").write_text(text, encoding="utf-8")
    graph = import_module("kglite.okf").build(str(vault), dialect="obsidian")
    return int(graph.export_rdf(str(out))["statements"])


def morph_kgc(source: Path, out: Path) -> int:
    """Map the rows by Morph-KGC."""
    mapping, setting = out.with_suffix(".rml.ttl"), out.with_suffix(".ini")
    mapping.write_text(_RML.replace("@source@", str(source)), encoding="utf-8")
    lines = ["[CONFIGURATION]", f"output_file={out}", "logging_level=WARNING", "number_of_processes=1"]
    setting.write_text("\n".join([*lines, "[Rows]", f"mappings={mapping}", ""]), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "morph_kgc", setting], check=True, stdout=subprocess.DEVNULL)
    return out.read_bytes().count(b"\n")


def maplib(source: Path, out: Path) -> int:
    """Map the rows by maplib."""
    pl, model = import_module("polars"), import_module("maplib").Model()
    rows = pl.read_csv(source, infer_schema=False)
    model.add_template(_OTTR)
    iris = {name: pl.lit(f"https://example.org/{name}/") + pl.col(name) for name in ("feature", "item")}
    model.map("https://example.org/Row", rows.with_columns(**iris).select("feature", "label", "item", "text"))
    model.write(str(out), format="turtle")
    return int(model.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")["n"][0])


TOOLS: Mapping[str, Callable[[Path, Path], int]] = {
    "kglite": kglite,
    "kglite-page": kglite_page,
    "morph-kgc": morph_kgc,
    "maplib": maplib,
}


def main() -> None:
    """Run the tool that the command line names."""
    print(TOOLS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3])))


if __name__ == "__main__":
    main()
