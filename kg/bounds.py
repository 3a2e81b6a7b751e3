"""How much of anything a page may have: each bound with its default, and where the default comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace

from .errors import ConfigError
from .model import Diagnostic

Report = Callable[[Diagnostic], None]
"""Takes what a stage has to tell besides its result."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a page. One that bites is a diagnostic, KG150 to KG159: what was left out is said.

    The defaults come from what memory allows (400 MB for a page of 1 MB, 800 MB for one of 10 MB, measured), and are
    far above what the 29 pages of the tests need: 86 kB, 1,343 lines, 9 columns, 250 facts, a label of 195 characters.
    The two sides of a page with conflicts share what fills memory.

    Args:
        page_bytes: A larger page is left out as a whole: what one reads, and what memory allows.
        page_lines: Of a page with its includes; what follows is left out. Memory: a line takes up to 5 kB.
        page_cells: Of all pipe tables, as the parser fills them up: rows times the columns of the header. Rows beyond
            are left out. Memory: a cell takes 2 kB. The parser's own cap, 65,536, holds for a table (FINDINGS 13.2).
        page_nodes: Texts, marks and tags of what is read; lines from where there are more are left out. Memory: 1 kB.
        page_statements: Features, statements and support cells; those beyond are left out. Memory: 8 kB in the graph.
        page_links: Those beyond are left out; memory, as of statements.
        page_conflicts: Unresolved merge conflicts; from the first beyond on the page is left out. Memory: 20 kB.
        page_seconds: A page that takes longer is ended and left out: a page of 10 MB took 60 at most.
        line_length: Characters; a longer line is left out: a minified page of HTML is one line.
        label_length: Characters of a label; what follows is cut.
        columns: Of a table; cells beyond are left out: more than any page shows.
        depth: Of lists and quotes in one another; what is deeper is left out: what the parser takes (``maxNesting``).
        html_depth: Of elements in one another; deeper ones lose their tags, and no text.
        front_matter_length: Characters of a head; a longer one is left out.
        front_matter_depth: Of mappings and lists in one another; a deeper head is left out.
        front_matter_aliases: References of YAML in a head; one with more is left out: they multiply (FINDINGS 13.9).
        front_matter_scalars: Keys and values of a head; one with more is left out.
        included_files: Of a page; further ones stay as they are written.
        site_files: Data files of a site that give values to variables; further ones are not read.
        site_file_bytes: Of an included or data file; a larger one is not read.
    """

    page_bytes: int = 10_000_000
    page_lines: int = 50_000
    page_cells: int = 100_000
    page_nodes: int = 100_000
    page_statements: int = 25_000
    page_links: int = 20_000
    page_conflicts: int = 1_000
    page_seconds: int = 120
    line_length: int = 1_000_000
    label_length: int = 1_000
    columns: int = 200
    depth: int = 100
    html_depth: int = 100
    front_matter_length: int = 65_536
    front_matter_depth: int = 20
    front_matter_aliases: int = 100
    front_matter_scalars: int = 10_000
    included_files: int = 100
    site_files: int = 1_000
    site_file_bytes: int = 1 << 20

    def shared(self, texts: int) -> Bounds:
        """Return what each of several texts of a page may have: the sides of its conflicts share what fills memory."""
        names = ("page_cells", "page_nodes", "page_statements", "page_links")
        return replace(self, **{name: max(1, getattr(self, name) // texts) for name in names}) if texts > 1 else self


_DEEPEST = 100
_MOST = {"depth": _DEEPEST, "html_depth": _DEEPEST, "front_matter_depth": _DEEPEST, "page_seconds": 86_400}
"""What cannot be raised further: the interpreter's stack holds no more, nor its clock."""

_LARGEST = 2**31 - 1
"""The largest of the others."""

NAMES = tuple(field.name.replace("_", "-") for field in fields(Bounds))


def named(name: str) -> str:
    """Return how to raise a bound, for a hint.

    >>> named("page_bytes")
    'raise it by --limit page-bytes=N'
    """
    return f"raise it by --limit {name.replace('_', '-')}=N"


def with_limits(bounds: Bounds, limits: Mapping[str, object]) -> Bounds:
    """Return bounds with some of them set.

    Args:
        bounds: The others.
        limits: Whole numbers by name, with ``-`` or ``_``.

    Raises:
        ConfigError: There is no such bound, or it cannot have the value.
    """
    found: dict[str, int] = {}
    for key, value in limits.items():
        name = key.replace("_", "-")
        if name not in NAMES:
            raise ConfigError(f"there is no limit {key!r}", hint=f"known are {', '.join(NAMES)}")
        most = _MOST.get(name.replace("-", "_"), _LARGEST)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise ConfigError(f"the limit {key} cannot be {value!r}", hint=f"give it a whole number from 1 to {most}")
        found[name.replace("-", "_")] = value
    return replace(bounds, **found)


def parsed(assignments: Iterable[str]) -> Mapping[str, object]:
    """Return limits that are written ``NAME=VALUE``.

    Raises:
        ConfigError: One of them is not.

    >>> parsed(["page-bytes=20_000_000"])
    {'page-bytes': 20000000}
    """
    limits: dict[str, object] = {}
    for assignment in assignments:
        name, sign, value = assignment.partition("=")
        if not sign:
            raise ConfigError(f"the limit {assignment!r} has no value", hint="write it as NAME=VALUE")
        try:
            limits[name.strip().replace("_", "-")] = int(value)
        except ValueError:
            limits[name.strip().replace("_", "-")] = value
    return limits
