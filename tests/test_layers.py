"""Imports point down, and the stages do not know one another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
LAYERS = (
    {"wording", "installed"},
    {"model", "errors", "names", "opening", "deadline"},
    {"bounds", "remote", "relations"},
    {"options"},
    {
        "source",
        "iri",
        "mojibake",
        "files",
        "config",
        "variables",
        "signs",
        "collecting",
        "refusals",
        "walking",
        "folders",
        "paths",
        "orphans",
    },
    {"terms"},
    {"lines", "outcome"},
    {"ontology", "shards"},
    {"visible", "vocabulary", "results"},
    {"items", "values", "matching", "sparql"},
    {
        "read",
        "repair",
        "parse",
        "dialects",
        "find",
        "extraction",
        "graph",
        "formats",
        "engines",
        "sorting",
        "report",
        "suggestions",
        "vocabulary_checks",
    },
    {"recording", "refusing"},
    {"cache"},
    {"pipeline", "loading", "serving"},
    {"exporting"},
    {"validation"},
    {"cli", "__init__"},
    {"__main__"},
)
"""Low to high; two of one row never import each other."""

LEVEL = {name: level for level, row in enumerate(LAYERS) for name in row}
MODULES = sorted(path for path in ROOT.rglob("*.py"))
GATES = {
    "markdown_it": {"parse"},
    "mdit_py_plugins": {"parse"},
    "pyoxigraph": {
        "vocabulary",
        "terms",
        "formats",
        "pipeline",
        "sparql",
        "results",
        "ontology",
        "shards",
        "loading",
        "serving",
        "validation",
    },
    "rdflib": {"pipeline", "serving", "validation"},
    "pyshacl": {"validation"},
    "httpx": {"loading"},
    "starlette": {"serving"},
    "uvicorn": {"serving"},
    "distributed": {"engines"},
    "jinja2": {"serving"},
    "mimeparse": {"serving"},
    "click": {"cli"},
    "rich": {"cli", "results"},
    "yaml": {"repair", "dialects"},
    "ftfy": {"mojibake"},
    "pathspec": {"walking"},
    "fsspec": {"remote"},
}
"""A library, and the only parts that import it."""


def part_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the part of kg, or the library, of each import of a module, and whether it is one of kg."""
    depth = len(path.relative_to(ROOT).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            names = [node.module] if node.module else [alias.name for alias in node.names]
            yield from ((name.split(".")[0], True) for name in names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0], False
        elif isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], False) for alias in node.names)


def test_every_module_has_a_layer() -> None:
    assert {part_of(path) for path in MODULES} - set(LEVEL) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    own = part_of(path)
    upward = [name for name, is_ours in imports_of(path) if is_ours and name != own and LEVEL[name] >= LEVEL[own]]

    assert upward == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_is_imported_behind_its_module_only(path: Path) -> None:
    own = part_of(path)
    stray = [name for name, is_ours in imports_of(path) if not is_ours and own not in GATES.get(name, {own})]

    assert stray == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_inside_the_package_are_relative(path: Path) -> None:
    assert [name for name, is_ours in imports_of(path) if not is_ours and name == "kg"] == []
