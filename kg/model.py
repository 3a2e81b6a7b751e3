"""The values that travel between the stages: frozen, and without behaviour beyond derived properties.

One word per idea:

* a *source file* is the decoded bytes of one page; a *span* is a stretch of it;
* a *node* is a piece of a parsed page (``Text``, ``Code``, ``Break``, ``Element``); an *element* has a tag as in HTML,
  whether Markdown or HTML wrote it;
* a *table* is a grid of *cells* in *rows*; a *column* has a *role*;
* an *item* is a bullet, a line or a whole cell, with the items nested in it;
* a *feature*, *statement*, *link* and *availability* are facts, and *facts* are all of one page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from .wording import printable

Severity = Literal["error", "warning", "note"]
Side = Literal["ours", "theirs", "base"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of one page as read.

    Args:
        path: Relative to the root, with forward slashes.
        text: The decoded bytes, without a byte order mark and with their line ends as they are.
        sha256: 64 hexadecimal digits, of the bytes.
        encoding: The encoding by which the bytes were decoded.
    """

    path: str
    text: str
    sha256: str
    encoding: str


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source file.

    Args:
        path: The file's path.
        start: The first code point of the file's text, from 0.
        end: The code point after the last.
        line: The first line, from 1; only CR, LF and CRLF end a line.
        end_line: The last line, included.
    """

    path: str
    start: int
    end: int
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that a page has wrong, or that was left out of it.

    Args:
        severity: ``error``, ``warning`` or ``note``.
        code: Stable, documented in ``docs/diagnostics.md``.
        message: What is wrong; lower case, no full stop.
        hint: What to do about it.
        path: The page.
        line: From 1, or 0 for the page as a whole.
        column: From 1, in code points, or 0 for the line as a whole.
    """

    severity: Severity
    code: str
    message: str
    hint: str
    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return printable(f"{place}: {self.message}; {self.hint}")


UNREAD = frozenset({"KG102", "KG103", "KG105", "KG150", "KG151"})
"""The codes of diagnostics that say that a source could not be read."""


# --- a parsed page -------------------------------------------------------------------------------------------------
#
# Positions of nodes are indices into the text of the page's SourceText; ``SourceText.span`` makes a Span of them.


@dataclass(frozen=True, slots=True)
class Text:
    """A run of visible text: ``value`` as it is read, entities decoded."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Code:
    """A code span or the content of a code block."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the reader sees (``<br>``, two blanks or a backslash at the end of a line)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """What a tag encloses.

    Args:
        tag: The HTML name, lower case; Markdown's own constructs have the name that they render to.
        attributes: Name and value of each attribute as written; the ``href`` of a link and the ``src`` of an image too.
        children: The nodes inside, in order.
        start: Where the opening mark-up begins.
        end: Where the closing mark-up ends.
        inner: Where the content begins and ends.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node, ...]
    start: int
    end: int
    inner: tuple[int, int]

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""
        return next((value for key, value in self.attributes if key == name), None)


Node: TypeAlias = Text | Code | Break | Element


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a page says of it.

    Args:
        title: None where there is no title.
        summary: The ``summary`` or ``description``.
        language: The ``lang`` or ``language``.
        replaces: The former addresses of the page (``redirect_from``, ``aliases``), as written.
        variables: The dotted name, ``page.`` in front, and the text of each scalar.
    """

    title: str | None = None
    summary: str | None = None
    language: str | None = None
    replaces: tuple[str, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()


# --- tables and items ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell of a table; two are the same only if they are one.

    Args:
        element: Its ``td`` or ``th``.
        text: Its visible text.
        items: Its bullets and lines.
        row: The grid row of its upper edge, from 0.
        column: The grid column of its left edge, from 0.
        rowspan: How many rows it spans.
        colspan: How many columns it spans.
    """

    element: Element
    text: str
    items: tuple[Item, ...]
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid.

    Args:
        element: Its ``table``.
        grid: For each row, for each column, the cell that covers it, or None; all rows are equally wide.
        head: How many of the rows are header.
    """

    element: Element
    grid: tuple[tuple[Cell | None, ...], ...]
    head: int

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.grid[0]) if self.grid else 0


Role = Literal["key", "group", "statement", "support", "unused"]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of a table is for.

    Args:
        index: From 0.
        header: The visible text of its header; of a two-level header, the lower cell.
        role: ``key`` names the feature, ``group`` its parent, ``statement`` describes it, ``support`` says where it is
            available; ``unused`` has no filled cell.
        rule: Why, in a few words.
        sample: Whether it shows examples or sample values.
    """

    index: int
    header: str
    role: Role
    rule: str
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a table or list is taken for features, and why.

    Args:
        kind: ``table``, ``list`` or ``definitions``.
        taken: Whether its rows or items are features.
        rule: The name of the rule that decided.
        evidence: Each piece of evidence, with the weight that it had.
        columns: Of a table.
        head: How many rows of a table are header, the second level of a header included.
        span: Where it stands.
        heading: The heading above it, or "".
        side: The side of a conflict whose text it was read in, or None.
    """

    kind: Literal["table", "list", "definitions"]
    taken: bool
    rule: str
    evidence: tuple[tuple[str, float], ...]
    columns: tuple[Column, ...]
    head: int
    span: Span
    heading: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet, a line or a whole cell.

    Args:
        nodes: Its own inline nodes, without what is nested.
        start: Where its own text begins, white space left out.
        end: Where it ends.
        children: The items nested in it.
        bullet: Whether it is an item of a list; else it is a line or a cell.
        continues: Whether it is a further line of the bullet before it.
    """

    nodes: tuple[Node, ...]
    start: int
    end: int
    children: tuple[Item, ...] = ()
    bullet: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list that names something and describes it, or a term of a definition list with its definitions.

    Args:
        label: The lead-in or the term.
        body: What is said of it.
        children: The entries nested in it.
        parted: Whether a colon, a dash or the like parts the lead-in from what is said.
    """

    label: Item
    body: tuple[Item, ...]
    children: tuple[Entry, ...] = ()
    parted: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table or list that was judged, ready to be extracted.

    Args:
        verdict: The judgement.
        table: The table, or None.
        entries: The entries of a list.
        others: The items of a list that are no entries.
        legend: What the page says of the images and short codes that are used as marks: pairs of mark and value.
    """

    verdict: Verdict
    table: Table | None = None
    entries: tuple[Entry, ...] = ()
    others: tuple[Item, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


# --- facts ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept that a text names.

    Args:
        concept: The IRI of a concept of a vocabulary; of a mechanism of the document set's own, "".
        label: The words that were matched, or the code span.
        broader: Of a mechanism of the document set's own, the IRI of the broader concept.
    """

    concept: str
    label: str
    broader: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One hyperlink.

    Args:
        name: Its anchor text.
        href: Its target as written.
        span: From the first to the last sign of its mark-up.
        address: The target with the template code filled in that the dialect knows; a page that template code names by
            its source path is ``source:PATH``. Without such code it is the ``href``.
    """

    name: str
    href: str
    span: Span
    address: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a page says of a feature.

    Args:
        text: The visible text, white space folded.
        column: The visible header of its column, or "".
        position: From 1, among the statements and sub-features of its feature.
        span: Where it stands.
        mechanisms: The mechanisms that the text names.
        providers: The providers that the text names.
        links: The links inside the text.
    """

    text: str
    column: str
    position: int
    span: Span
    mechanisms: tuple[Mention, ...] = ()
    providers: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Availability:
    """What one support cell says: in which edition, with which value (``yes``, ``no``, ``partial`` or its text)."""

    edition: str
    value: str
    span: Span
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Feature:
    """What a row, a group, a grouping bullet, a lead-in or a defined term names.

    Args:
        label: Its visible name.
        position: From 1, among the top features of the page, or the statements and sub-features of its parent.
        span: Its key cell, lead-in or term.
        heading: The heading above its table, or "".
        container: A number that is the same for the rows of one table and differs between two tables of one text.
        topic: The IRI of the topic whose label the whole label equals, or "".
        mechanisms: The mechanisms that the label names.
        providers: The providers that the label names.
        links: The links in its label.
        statements: What is said of it.
        availability: Where it is available.
        children: Its sub-features.
    """

    label: str
    position: int
    span: Span
    heading: str = ""
    container: int = 0
    topic: str = ""
    mechanisms: tuple[Mention, ...] = ()
    providers: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    statements: tuple[Statement, ...] = ()
    availability: tuple[Availability, ...] = ()
    children: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One side of an unresolved merge conflict: what its marker says, and its lines.

    Args:
        side: ``ours``, ``theirs`` or ``base``.
        commit: The ref of the marker, or "".
        label: The subject of the marker, or "".
        path: The path of the marker, or "".
        span: Its lines; None where it has none.
    """

    side: Side
    commit: str
    label: str
    path: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """An unresolved merge conflict: from its first marker to the end of its last."""

    span: Span
    variants: tuple[Variant, ...]


Outcome = Literal["feature", "statement", "availability", "label", "link", "left out"]


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one cell, line or bullet.

    Args:
        span: Where it stands.
        text: Its visible text.
        outcome: What it became.
        rule: Why, in a few words.
        row: The number of its row or item in its table or list, from 1.
        column: The visible header of its column, or "".
        table: The index of its verdict in ``Reading.verdicts``.
    """

    span: Span
    text: str
    outcome: Outcome
    rule: str
    row: int
    column: str
    table: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one text of a page: the whole page, or the page as one side of its conflicts has it.

    Args:
        side: The side whose text it is, or None where the page has no conflict.
        front_matter: What the head says.
        heading: The first heading, or None.
        features: The top features, in order.
        verdicts: One for each table and list, in order.
        accounts: One for each cell, line and bullet of what is taken.
        hrefs: The targets of links in the text, as written; none where there is no site.
    """

    side: Side | None
    front_matter: FrontMatter
    heading: str | None
    features: tuple[Feature, ...]
    verdicts: tuple[Verdict, ...]
    accounts: tuple[Account, ...]
    hrefs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one page says.

    Args:
        source: The file.
        readings: One, or one for each side that is read (ours first).
        conflicts: The unresolved merge conflicts.
        diagnostics: What is wrong with the page, and what was left out.
        included: The files that the page includes.
        suffix: What the addresses of the site end in by the dialect of the page.
    """

    source: SourceFile
    readings: tuple[Reading, ...]
    conflicts: tuple[Conflict, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    included: tuple[SourceFile, ...] = ()
    suffix: str = ""
