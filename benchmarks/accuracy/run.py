"""Scores kg on annotated pages, beside a plain baseline: by kind, and by page with the worst first.

    python benchmarks/accuracy/run.py [--gold DIR --pages DIR] [--write docs/accuracy.md]

Without arguments the pages and annotations are those of ``../shared``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
COMMANDS = {
    "kg": f"{sys.executable} -m kg export {{page}} --output {{out}}",
    "baseline": f"{sys.executable} {ROOT / 'benchmarks' / 'accuracy' / 'baseline.py'} {{page}} {{out}}",
}
BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"


def scorer() -> ModuleType:
    """Return ``../shared/score.py`` as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def measure(command: str, gold: Path, pages: Path) -> tuple[dict[str, Any], list[tuple[float, str]]]:
    """Return precision, recall, F1 and mean F1 by page of each kind, and the F1 of each page over all kinds."""
    score = scorer()
    totals = {kind: score.Tally() for kind in score.KINDS}
    by_kind: dict[str, list[float]] = {kind: [] for kind in score.KINDS}
    by_page: list[tuple[float, str]] = []
    for file in sorted(gold.glob("*.json")):
        annotation = json.loads(file.read_text(encoding="utf-8"))
        page = pages / annotation["page"]
        graph, trouble = score.export(command, page)
        assert not trouble, f"{page.name}: {trouble}"
        source = page.read_bytes().decode("utf-8-sig", errors="replace")
        tallies = score.score_page(annotation, source, graph)
        whole = score.Tally()
        for kind, tally in tallies.items():
            totals[kind].join(tally)
            if not tally.empty():
                by_kind[kind].append(tally.figures()[2])
            if kind != "places":
                whole.join(tally)
        if not whole.empty():
            by_page.append((whole.figures()[2], file.stem))
    means = {kind: sum(values) / len(values) if values else None for kind, values in by_kind.items()}
    return {kind: (*tally.figures(), means[kind]) for kind, tally in totals.items()}, sorted(by_page)


def table(results: dict[str, dict[str, Any]]) -> str:
    """Return the figures by kind as a Markdown table."""
    lines = ["| kind | precision | recall | F1 | mean F1 by page | baseline F1 |", "|---|---|---|---|---|---|"]
    for kind, (precision, recall, f1, mean) in results["kg"].items():
        shown = "–" if mean is None else f"{mean:.3f}"
        base = results["baseline"][kind]
        lines.append(f"| {kind} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {shown} | {base[2]:.3f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    parser.add_argument("--pages", type=Path, default=SHARED / "corpus" / "pages")
    parser.add_argument("--write", type=Path, help="a Markdown file whose measured part is replaced")
    options = parser.parse_args()
    measured = {name: measure(command, options.gold, options.pages) for name, command in COMMANDS.items()}
    figures = table({name: by_kind for name, (by_kind, _) in measured.items()})
    print(figures)
    print("\nby page, the worst first:")
    for f1, name in measured["kg"][1]:
        print(f"{f1:.3f}  {name}")
    if options.write:
        text = options.write.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        options.write.write_text(f"{before}{BEGIN}\n{figures}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
