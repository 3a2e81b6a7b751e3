"""Writes trees of made-up documentation, as large and as mixed as real ones are.

    python benchmarks/trees.py DIR [--pages 15000] [--seed 1]

The spread is that of a real tree of 14,885 pages; ``SPREAD`` states it and ``tests/test_benchmarks.py`` holds it. The
products do not exist, and no sentence is taken from a page that does.

The same seed gives the same bytes on any machine and Python: chance comes from ``random.Random.random`` alone, whose
sequence Python guarantees, and every number is made of it by additions and multiplications, which IEEE 754 rounds alike
everywhere (``math.exp`` and, since Python 3.12, ``sum`` of floats do not).
"""

from __future__ import annotations

import argparse
import posixpath
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")

SPREAD: Mapping[str, float] = {
    "tables": 0.254,
    "pipe tables": 0.237,
    "HTML tables": 0.028,
    "lists in cells": 0.012,
    "front matter": 0.497,
    "bold bullets": 0.060,
    "mean bytes": 7_600,
    "mean bytes with tables": 14_400,
    "mean bytes without": 5_300,
}
"""What a tree is like: shares of its pages, and bytes a page."""

FEATURES = frozenset({"prose", "marks", "mixed", "lists", "features"})
"""Tables and lists of features; the others are none."""

_TABLES: Sequence[tuple[float, str, str]] = (
    (0.0124, "lists", ""),
    (0.0450, "prose", ""),
    (0.0350, "marks", ""),
    (0.0200, "mixed", ""),
    (0.0040, "reference", "prose"),
    (0.0040, "prose", "reference"),
    (0.0036, "reference", "reference"),
    (0.1130, "reference", ""),
    (0.0090, "", "lists"),
    (0.0074, "", "reference"),
)
"""Share of the pages, what their pipe tables hold, and what their HTML table holds."""

_BULLETS: Sequence[tuple[float, str]] = ((0.046, "features"), (0.014, "aside"))
_FOREIGN, _TYPOGRAPHIC, _CRLF, _SNIPPET = 0.04, 0.06, 0.01, 0.4
"""Shares of the pages with words of other languages, with curly quotation marks and dashes, with the line ends of
Windows, and, of those without front matter, of those kept apart for inclusion."""

_WITH_TABLES, _WITHOUT = 14_300.0, 4_950.0
"""The mean bytes that a page is meant to have; the last block goes beyond."""

_SMALLEST = 300
_LARGEST_TABLE = 90


class Draw:
    """Chance that is the same everywhere.

    Args:
        seed: Of the tree.
        number: Of the page.
    """

    def __init__(self, seed: int, number: int = 0) -> None:
        self.random = random.Random((seed << 32) + number).random  # noqa: S311 - no secret hangs on it

    def chance(self, share: float) -> bool:
        """Return whether something happens that has a share of the cases."""
        return self.random() < share

    def number(self, low: int, high: int) -> int:
        """Return a number from ``low`` to ``high``, both included."""
        return low + int(self.random() * (high - low + 1))

    def one(self, items: Sequence[_T]) -> _T:
        """Return one of some items."""
        return items[int(self.random() * len(items))]

    def early(self, items: Sequence[_T]) -> _T:
        """Return one of some items, the first ones more often, as some names are used more than others."""
        return items[int(self.random() * self.random() * len(items))]

    def shuffled(self, items: Sequence[_T]) -> list[_T]:
        """Return the items in any order."""
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.number(0, last)
            result[last], result[other] = result[other], result[last]
        return result

    def size(self, mean: float) -> int:
        """Return a log-normal number (sigma 0.8) by its mean; the normal one is the sum of twelve even ones."""
        normal = -6.0
        for _ in range(12):
            normal += self.random()
        power = 1.0 + (0.8 * normal - 0.32) / 1024  # e**x as (1 + x/1024)**1024
        for _ in range(10):
            power *= power
        return int(mean * power)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is to be.

    Args:
        number: Its place in the tree.
        path: Below the folder, with ``/``.
        title: Its title.
        product: What it is about.
        front_matter: Whether it begins with front matter.
        pipe: What its pipe tables hold, "" for none.
        html: What its HTML table holds, "" for none.
        bullets: What its list of bold bullets holds, "" for none.
        foreign: Whether it has words of other languages.
        typographic: Whether it has curly quotation marks and dashes.
        crlf: Whether it has the line ends of Windows.
    """

    number: int
    path: str
    title: str
    product: str
    front_matter: bool
    pipe: str
    html: str
    bullets: str
    foreign: bool
    typographic: bool
    crlf: bool

    @property
    def has_features(self) -> bool:
        """Whether an export finds features on it."""
        return not FEATURES.isdisjoint((self.pipe, self.html, self.bullets))


def plan(pages: int, seed: int) -> tuple[Page, ...]:
    """Return what the pages of a tree are to be; each share is met as nearly as the number of pages allows."""
    draw = Draw(seed)

    def even() -> list[float]:
        """Return a number from 0 to 1 for each page: all evenly apart, in any order."""
        return draw.shuffled([(rank + 0.5) / pages for rank in range(pages)])

    spreads = zip(even(), even(), even(), even(), even(), even(), strict=True)
    return tuple(_planned(draw, number, *spread) for number, spread in enumerate(spreads, start=1))


def _planned(
    draw: Draw, number: int, table: float, front: float, bullets: float, foreign: float, typographic: float, crlf: float
) -> Page:
    product = draw.early(_PRODUCTS)
    topic = draw.one(_TOPICS)
    front_matter = front < SPREAD["front matter"]
    name = f"{_slug(topic)}-{number}"
    folders = ["includes"] if not front_matter and draw.chance(_SNIPPET) else []
    folders += [_slug(product), *draw.shuffled(_FOLDERS)[: draw.number(0, 3)]]
    kinds = _rung(table, [(share, (pipe, html)) for share, pipe, html in _TABLES]) or ("", "")
    return Page(
        number,
        "/".join([*folders, f"{name}.md"]),
        f"{topic} in {product}",
        product,
        front_matter,
        *kinds,
        _rung(bullets, _BULLETS) or "",
        foreign < _FOREIGN,
        typographic < _TYPOGRAPHIC,
        crlf < _CRLF,
    )


def _rung(value: float, ladder: Sequence[tuple[float, _T]]) -> _T | None:
    """Return the entry of a ladder of shares on which a number from 0 to 1 falls, None above the ladder."""
    top = 0.0
    for share, entry in ladder:
        top += share
        if value < top:
            return entry
    return None


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def write_tree(folder: Path, pages: int, seed: int) -> tuple[Page, ...]:
    """Write a tree of pages into a folder, which is made, and return what they are."""
    planned = plan(pages, seed)
    made: set[Path] = set()
    for page in planned:
        path = folder / page.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_bytes(content(page, planned, seed))
    return planned


def content(page: Page, tree: Sequence[Page], seed: int) -> bytes:
    """Return the bytes of a page of a tree; its links lead to others of it."""
    text = _Writer(Draw(seed, page.number), page, tree).text()
    return (text.replace("\n", "\r\n") if page.crlf else text).encode()


class _Writer:
    """Writes one page, block by block."""

    def __init__(self, draw: Draw, page: Page, tree: Sequence[Page]) -> None:
        self.draw = draw
        self.page = page
        self.tree = tree
        self.labels = iter(draw.shuffled(_LABELS))

    def text(self) -> str:
        """Return the text of the page."""
        page, draw = self.page, self.draw
        budget = max(_SMALLEST, draw.size(_WITH_TABLES if page.pipe or page.html else _WITHOUT))
        blocks = [self._front_matter()] if page.front_matter else []
        if not page.front_matter and draw.chance(0.5):
            blocks.append(f"# {page.title}")
        wanted = self._wanted(budget)
        left = budget - len("".join(wanted)) - len("".join(blocks))
        body: list[str] = []
        while left > 0:
            block = self._block(len(body))
            left -= len(block.encode()) + 2
            body.append(block)
        for block in wanted:
            body.insert(draw.number(min(1, len(body)), len(body)), block)
        return "\n\n".join([*blocks, *body]) + "\n"

    def _front_matter(self) -> str:
        page = self.page
        lines = ["---", f"title: {page.title}", f"summary: {self._sentence().replace(': ', ' ')}", "toc: true"]
        if self.draw.chance(0.4):
            lines.append(f"keywords: {', '.join(word.lower() for word in self.draw.shuffled(_TOPICS)[:4])}")
        if self.draw.chance(0.4):
            lines.append(f"docs_area: {self.draw.one(_FOLDERS)}")
        return "\n".join([*lines, "---"])

    # What a page must have

    def _wanted(self, budget: int) -> list[str]:
        """Return the tables and the list of bold bullets of a page, each below a heading of its own."""
        page, draw = self.page, self.draw
        found: list[str] = []
        kinds = [(page.pipe, False), (page.html, True)]
        if page.pipe:
            kinds += [(page.pipe, False)] * min(4, budget // 14_000)
        room = budget * (0.3 + 0.4 * draw.random()) / max(1, len([kind for kind, _ in kinds if kind]))
        for kind, html in kinds:
            if kind:
                found.append(f"{self._heading(kind)}\n\n{self._table(kind, room, html=html)}")
        if page.bullets:
            found.append(self._bullets())
        return found

    def _heading(self, kind: str) -> str:
        heads = _FEATURE_HEADS if kind in FEATURES else _REFERENCE_HEADS
        return f"## {self._filled(heads)}\n\n{self._filled(_LEADS)}"

    def _table(self, kind: str, room: float, *, html: bool) -> str:
        header, row = self._columns(kind)
        rows: list[list[str]] = []
        while len(rows) < 4 or (room > 0 and len(rows) < _LARGEST_TABLE):
            cells = row()
            rows.append(cells)
            room -= sum(map(len, cells)) + 3 * len(cells)
        return _html(header, rows) if html else _pipes(header, rows, spaced=self.draw.chance(0.3))

    def _columns(self, kind: str) -> tuple[list[str], Callable[[], list[str]]]:
        """Return the header of a table, and what makes its next row."""
        draw = self.draw
        marks = draw.one(_MARKS)
        editions = draw.one(_EDITIONS)[: draw.number(2, 4)]
        if kind == "reference":
            reference = draw.one(_REFERENCES)
            names = iter(draw.shuffled(_SETTINGS))
            return list(reference), lambda: [self._reference(column, names) for column in reference]
        if kind == "marks":
            return [draw.one(_KEYS), *editions], lambda: [self._label(), *(self._mark(marks) for _ in editions)]
        if kind == "mixed":
            return (
                [draw.one(_KEYS), draw.one(_TEXTS), *editions],
                lambda: [self._label(), self._prose(), *(self._mark(marks) for _ in editions)],
            )
        tell = self._list if kind == "lists" else self._prose
        return [draw.one(_KEYS), draw.one(_TEXTS)], lambda: [self._label(), tell()]

    def _label(self) -> str:
        """Return the label of a feature, which no other on the page has; some lead to their page."""
        label = next(self.labels)
        if self.page.foreign and self.draw.chance(0.3):
            label = f"{label} ({self.draw.one(_FOREIGN_LABELS)})"
        if self.draw.chance(0.25):
            return f"[{label}]({self._href()})"
        return f"**{label}**" if self.draw.chance(0.3) else label

    def _mark(self, marks: tuple[str, str]) -> str:
        if self.draw.chance(0.12):
            return self.draw.one(_VALUES)
        return marks[0] if self.draw.chance(0.6) else marks[1]

    def _prose(self) -> str:
        """Return the text of a cell: a sentence or a few, at times on lines of their own."""
        lines = [self._claim() for _ in range(self.draw.number(1, 3))]
        return ("<br>" if self.draw.chance(0.3) else " ").join(lines)

    def _list(self) -> str:
        """Return the list of a cell, whose items may have lists themselves."""
        items = []
        for _ in range(self.draw.number(2, 4)):
            item = self._claim()
            if self.draw.chance(0.25):
                item += f"<ul>{''.join(f'<li>{self._claim()}</li>' for _ in range(2))}</ul>"
            items.append(f"<li>{item}</li>")
        return f"<ul>{''.join(items)}</ul>"

    def _claim(self) -> str:
        """Return a sentence that says something of a feature, and in most cases by which mechanism."""
        draw = self.draw
        text = self._filled(_CLAIMS if draw.chance(0.7) else _PLAIN_CLAIMS)
        if draw.chance(0.08):
            text = f"{text} See [{draw.one(_TOPICS).lower()}]({self._href()})."
        elif draw.chance(0.05):
            text = f"{text} Set `{draw.one(_SETTINGS)}` to `on \\| off`."
        return text

    def _reference(self, column: str, names: Iterator[str]) -> str:
        """Return the cell of a column of a table that names no features."""
        draw = self.draw
        simple = _REFERENCE_CELLS.get(column)
        if simple is not None:
            return draw.one(simple)
        if column in {"Description", "Meaning", "What to do", "Help"}:
            return " ".join(self._sentence() for _ in range(draw.number(1, 2)))
        name = next(names)
        return {
            "Code": f"{draw.one('ABCDEFG')}{draw.number(1000, 9999)}",
            "Metric": f"`{name.replace('.', '_')}_total`",
            "Flag": f"`--{name.replace('.', '-').replace('_', '-')}`",
            "Version": f"{draw.number(1, 9)}.{draw.number(0, 20)}.{draw.number(0, 30)}",
        }.get(column, f"`{name}`")

    def _bullets(self) -> str:
        """Return a list of bullets that begin in bold: features, or what leads elsewhere."""
        draw, features = self.draw, self.page.bullets == "features"
        head = self._filled(_FEATURE_HEADS) if features else draw.one(_ASIDE_HEADS)
        lines = [f"## {head}", "", self._filled(_LEADS), ""]
        for _ in range(draw.number(3, 9)):
            lead = next(self.labels)
            lines.append(f"- **{lead}**: {self._claim()}" if features else f"- **{lead}**: {self._sentence()}")
            if draw.chance(0.2):
                lines += [f"  - {self._claim()}" for _ in range(2)]
        return "\n".join([*lines, "", self.paragraph()])  # parts it from a list that may follow

    # What stands around it

    def _block(self, number: int) -> str:
        """Return some block that names no features."""
        if number % 4 == 3:
            return f"{'###' if self.draw.chance(0.3) else '##'} {self._filled(_HEADS)}"
        return (_rung(self.draw.random(), _BLOCKS) or _Writer.paragraph)(self)

    def _sentence(self) -> str:
        text = self._filled(_SENTENCES)
        if self.page.typographic:
            text = text.replace("'", "\u2019").replace(" - ", " \u2013 ").replace("...", "\u2026")
        return text

    def paragraph(self) -> str:
        draw = self.draw
        sentences = [self._sentence() for _ in range(draw.number(2, 6))]
        if draw.chance(0.3):
            target = draw.one(self.tree)
            sentences.append(f"How that is set up is told in [{target.title}]({self._href(target)}).")
        if self.page.foreign and draw.chance(0.7):
            sentences.insert(0, draw.one(_FOREIGN_SENTENCES))
        return " ".join(sentences)

    def fence(self) -> str:
        draw = self.draw
        language, lines = _TABLE_CODE if draw.chance(0.01) else draw.one(_CODE)
        shown = [self._filled(lines) for _ in range(draw.number(2, 10))]
        if language == "markdown":
            shown = ["| Feature | Free | Paid |", "| --- | --- | --- |", *shown]
        fence = "~~~" if draw.chance(0.2) else "```"
        return "\n".join([f"{fence}{language}", *shown, fence])

    def nested(self) -> str:
        draw, lines = self.draw, []
        for _ in range(draw.number(2, 6)):
            lines.append(f"- {self._sentence()}")
            lines += [f"  - {self._sentence()}" for _ in range(draw.number(0, 2))]
        return "\n".join(lines)

    def steps(self) -> str:
        draw, lines = self.draw, []
        for number in range(1, draw.number(3, 7)):
            lines.append(f"{number}. {self._filled(_STEPS)}")
            if draw.chance(0.2):
                lines.append(f"\n    ```sh\n    {self._filled(_SHELL)}\n    ```\n")
        return "\n".join(lines)

    def quote(self) -> str:
        return "\n".join(["> **Note:**", ">", *(f"> {self._sentence()}" for _ in range(self.draw.number(1, 3)))])

    def image(self) -> str:
        topic = self.draw.one(_TOPICS)
        return f"![How {topic.lower()} goes on]({'../' * self.page.path.count('/')}images/{_slug(topic)}.png)"

    def comment(self) -> str:
        return f"<!-- {self.draw.one(_TOPICS).lower()}: {self._sentence().rstrip('.')}; ask again in spring -->"

    def links(self) -> str:
        targets = [self.draw.one(self.tree) for _ in range(self.draw.number(2, 5))]
        return "\n".join(f"- [{target.title}]({self._href(target)})" for target in targets)

    def _href(self, target: Page | None = None) -> str:
        draw = self.draw
        if target is None and draw.chance(0.15):
            return f"https://{_slug(self.page.product)}.example/{_slug(draw.one(_TOPICS))}.html"
        target = target or draw.one(self.tree)
        href = posixpath.relpath(target.path, posixpath.dirname(self.page.path))
        return f"{href}#{_slug(draw.one(_TOPICS))}" if draw.chance(0.2) else href

    def _filled(self, templates: Sequence[str]) -> str:
        """Return one of some templates with a word for each of its slots, which stand between two ``@``."""
        pieces = self.draw.one(templates).split("@")
        for index in range(1, len(pieces), 2):
            pieces[index] = self._word(pieces[index])
        return "".join(pieces)

    def _word(self, slot: str) -> str:
        if slot == "product":
            return self.page.product
        if slot in {"mechanism", "provider"}:
            return self.draw.early(_WORDS[slot])
        return self._filled(_WORDS[slot])


_BLOCKS: Sequence[tuple[float, Callable[[_Writer], str]]] = (
    (0.62, _Writer.paragraph),
    (0.14, _Writer.fence),
    (0.08, _Writer.nested),
    (0.05, _Writer.steps),
    (0.04, _Writer.quote),
    (0.03, _Writer.image),
    (0.02, _Writer.comment),
    (0.02, _Writer.links),
)


def _pipes(header: Sequence[str], rows: Sequence[Sequence[str]], *, spaced: bool) -> str:
    """Return a pipe table; a spaced one has its bars below each other as far as its header goes."""
    widths = [max(3, len(cell)) for cell in header]
    lines = [header, [("-" * width) for width in widths], *rows]
    if spaced:
        lines = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _html(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of HTML, with the links, code and emphasis of its cells as HTML too."""
    lines = [
        "<table>",
        "  <thead>",
        "    <tr>",
        *(f"      <th>{cell}</th>" for cell in header),
        "    </tr>",
        "  </thead>",
    ]
    lines.append("  <tbody>")
    for row in rows:
        lines += ["    <tr>", *(f"      <td>{_marked_up(cell)}</td>" for cell in row), "    </tr>"]
    return "\n".join([*lines, "  </tbody>", "</table>"])


def _marked_up(cell: str) -> str:
    cell = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', cell.replace("\\|", "|"))
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", re.sub(r"`([^`]+)`", r"<code>\1</code>", cell))


def big_table(rows: int, items: int) -> str:
    """Return a page with one table of features, whose cells hold lists: 1.29 MB for 5,000 rows of 3 items."""
    lines = ["# What Tidewell can do", "", "| Feature | Description |", "| --- | --- |"]
    for row in range(1, rows + 1):
        shown = "".join(
            f"<li>Part {item} of it is kept under {_MECHANISMS[(row + 7 * item) % len(_MECHANISMS)]} by the "
            f"{_PARTS[(row + item) % len(_PARTS)]} in step {row}</li>"
            for item in range(1, items + 1)
        )
        lines.append(f"| {_LABELS[row % len(_LABELS)]} {row} | <ul>{shown}</ul> |")
    return "\n".join(lines) + "\n"


# Words

_PRODUCTS = (
    "Tidewell", "Fernpost", "Quillgate", "Marrowstack", "Saltlight", "Oakvane", "Brindlebase", "Heronmail",
    "Pebbleflow", "Lanternq",
)  # fmt: skip
_FOLDERS = ("operate", "secure", "connect", "observe", "store", "move", "build", "manage", "v2", "v3", "cloud", "edge")
_TOPICS = (
    "Replication", "Snapshots", "Sign-in", "Routing", "Encryption", "Rate shaping", "Indexes", "Sharding", "Retention",
    "Backups", "Tracing", "Auditing", "Key rotation", "Streams", "Placement", "Load sharing", "Draining", "Caching",
    "Schemas", "Sessions", "Mirroring", "Compaction", "Failover", "Quorums", "Tenancy", "Scaling", "Certificates",
)  # fmt: skip
_MECHANISMS = (
    "AES-256", "TLS 1.3", "OpenID Connect", "SAML", "Kubernetes", "role-based access control", "Prometheus", "LDAP",
    "gRPC", "OAuth 2.0", "PostgreSQL", "TLS 1.2", "Terraform", "mutual TLS", "Kerberos", "SCIM", "SHA-256", "WebAuthn",
    "row-level security", "Raft", "OpenTelemetry", "X.509", "SSH", "Apache Kafka", "JSON Web Token", "AES-256-GCM",
    "HTTP/2", "Argon2", "KMIP", "FIPS 140-2", "syslog", "WireGuard", "Parquet", "bcrypt", "RADIUS", "Zstandard",
)  # fmt: skip
_PROVIDERS = ("AWS", "Google Cloud", "Azure", "Okta", "Cloudflare", "HashiCorp", "Datadog", "Amazon S3", "AWS KMS")
_PARTS = (
    "gateway", "replica", "worker", "controller", "agent", "console", "scheduler", "registry", "proxy", "journal",
    "broker node", "writer", "reader", "coordinator", "shard", "ingester", "archive", "mirror", "dispatcher", "keeper",
)  # fmt: skip
_SETTINGS = tuple(
    f"{part}.{name}"
    for part in ("cluster", "node", "kv", "net", "auth", "log", "disk", "queue", "cache", "job", "store", "raft")
    for name in (
        "max_age", "min_size", "interval", "enabled", "retries", "buffer_bytes", "path", "window", "fan_out", "burst"
    )
)  # fmt: skip
_LABELS = tuple(
    f"{first} {second}"
    for first in (
        "Automatic", "Scheduled", "Online", "Regional", "Encrypted", "Incremental", "Central", "Delegated", "Temporary",
        "Fine-grained", "Cross-region", "Read-only", "Managed", "Continuous", "Parallel", "Signed", "Isolated",
        "Staged", "Adaptive", "Shared", "Private", "Tiered", "Local", "Federated",
    )
    for second in (
        "backups", "sign-in", "key rotation", "failover", "archiving", "audit trail", "routing", "mirroring", "restore",
        "rebalancing", "rollout", "session handling", "change feed", "export", "import", "placement", "compaction",
        "queueing", "sharding", "scaling", "snapshots", "grants", "tunnels", "catalogue",
    )
)  # fmt: skip
_WORDS: Mapping[str, Sequence[str]] = {
    "part": _PARTS,
    "topic": tuple(topic.lower() for topic in _TOPICS),
    "setting": _SETTINGS,
    "mechanism": _MECHANISMS,
    "provider": _PROVIDERS,
    "number": tuple(str(number) for number in (2, 3, 5, 8, 12, 15, 20, 30, 45, 60, 90, 120, 240, 400, 512, 900)),
    "thing": (
        "lease", "ledger", "rowset", "packet", "manifest", "checkpoint", "digest", "watermark", "receipt",
        "heartbeat", "backlog", "bundle", "page map", "cursor", "write set", "plan", "roster", "tally", "fragment",
    ),
    "does": (
        "takes the next @thing@ from its queue", "hands the work to its neighbour", "waits for a quiet moment",
        "compares both copies", "writes a @thing@ to disk", "asks the @part@ once more", "drops what is out of date",
        "sorts the @thing@s by age", "keeps the older @thing@", "counts what is left", "renews its @thing@",
        "answers from memory", "goes back to the last @thing@", "merges small @thing@s into one",
    ),
    "where": (
        "the disk is nearly full", "two sites lose sight of each other", "a @thing@ comes late", "nobody writes",
        "the clock of one @part@ runs ahead", "an operator asks for it", "a zone is taken down for repair",
        "the @part@ restarts", "more than @number@ clients wait", "a @thing@ was damaged on its way",
    ),
    "so": (
        "readers never see half of a change", "a lost @part@ costs no data", "the load stays even",
        "old @thing@s do not pile up", "a restart takes less than @number@ seconds", "nothing is written twice",
        "the next @part@ can go on at once", "operators see it in the console", "no client has to wait",
    ),
}  # fmt: skip
_SENTENCES = (
    "When @where@, the @part@ @does@, so that @so@.",
    "The @part@ @does@, and the @part@ @does@.",
    "Each @thing@ belongs to one @part@; it moves only when @where@.",
    "It takes about @number@ milliseconds until the @part@ @does@.",
    "@product@ counts every @thing@ and shows the sum on the page of the @part@.",
    "Between two runs the @part@ @does@, unless @where@.",
    "A @thing@ lives for @number@ minutes, then the @part@ @does@.",
    "Don't be surprised that the @part@ @does@ - it does so by design.",
    "As long as `@setting@` is below @number@, the @part@ @does@.",
    "With *@topic@* switched on, @so@, at the price of one more @thing@ a second.",
    "Of @number@ attempts at most one fails, and then the @part@ @does@.",
    "In small clusters the @part@ does all of this itself... in large ones the @part@ helps.",
    "Operators who run more than @number@ nodes let the @part@ do it at night.",
    "Nothing has to be restarted: the @part@ @does@ and goes on.",
    "Old clients still send a @thing@ without its digest, which the @part@ accepts for @number@ days.",
    "The @thing@ is read with @mechanism@ where the site asks for it.",
    "If @where@, look at the `@setting@` of the @part@ first.",
    "Whether the @part@ or the @part@ does this is decided by vote, so that @so@.",
    "That is why @product@ writes the @thing@ first and the @thing@ later.",
    "The order is kept within one @thing@, **not** across several.",
    "A second @part@ may look on at any time; it reads the @thing@ and changes nothing.",
    "On @provider@ the same takes a little longer, as the @thing@ crosses two zones.",
)
_CLAIMS = (
    "Traffic between the @part@ and the @part@ is protected by @mechanism@.",
    "Each @thing@ is stored under @mechanism@.",
    "The @part@ works with @mechanism@ where @where@.",
    "Rests on @mechanism@, so that @so@.",
    "Operators turn it on for each @part@; @mechanism@ does the rest.",
    "On @provider@, the @part@ takes @mechanism@ from the account.",
    "Copies on @provider@ are kept for @number@ days.",
    "@mechanism@ and @mechanism@ are both at hand, for each @part@ on its own.",
    "The @part@ @does@ and reports it through @mechanism@.",
)
_PLAIN_CLAIMS = (
    "The @part@ @does@ when @where@.",
    "Up to @number@ of them run at once.",
    "A @thing@ is kept for @number@ days, so that @so@.",
    "When @where@, the @part@ @does@.",
    "Works for each @part@ on its own, and for all of them together.",
)
_HEADS = (
    "What the @part@ does", "How a @thing@ moves", "Where the @thing@ is kept", "A day in the life of a @thing@",
    "When the @part@ restarts", "On one node", "On many nodes", "Behind the @part@", "The way of a @thing@",
    "Growing beyond @number@ nodes", "Between two sites",
)  # fmt: skip
_FEATURE_HEADS = (
    "Features at a glance",
    "What @product@ can do",
    "Capabilities",
    "What you get",
    "Features of the @part@",
)
_REFERENCE_HEADS = ("Parameters", "Values of the @part@", "Codes and their meaning", "Limits", "What can be set")
_ASIDE_HEADS = ("Before you begin", "Further reading", "Additional resources")
_LEADS = (
    "@product@ brings this along:",
    "This is what there is in @product@ today.",
    "The @part@ and the @part@ share the work.",
    "All of it works on @number@ nodes as on one.",
)
_KEYS = ("Feature", "Capability", "Feature", "Component", "Integration")
_TEXTS = ("Description", "What it does", "Details", "How it works", "Notes")
_EDITIONS = (("Community", "Team", "Enterprise", "Dedicated"), ("Starter", "Business", "Enterprise", "Sovereign"))
_MARKS = (("✓", "✗"), ("✅", "❌"), ("Yes", "No"), ("✔", "—"))
_VALUES = ("Partial", "Preview", "On request", "7 days", "up to 20", "Add-on")
_REFERENCES = (
    ("Parameter", "Type", "Default", "Description"),
    ("Parameter", "Description", "Default"),
    ("Code", "Meaning", "What to do"),
    ("Flag", "Type", "Description"),
    ("Field", "Type", "Required", "Description"),
    ("Metric", "Type", "Help"),
    ("Version", "Released", "State"),
)
_REFERENCE_CELLS: Mapping[str, Sequence[str]] = {
    "Type": ("string", "integer", "duration", "boolean", "`bytes`", "list of strings"),
    "Default": ("`0`", "`true`", "`30s`", "none", "`512MiB`", "`/var/lib/data`"),
    "Required": ("yes", "no"),
    "Released": ("2021-03-04", "2022-09-12", "2023-05-30", "2024-11-18", "2025-07-01"),
    "State": ("current", "maintained", "ended"),
}
_STEPS = (
    "Open the page of the @part@.", "Choose **@thing@** and wait until it is shown.", "Set `@setting@` to `@number@`.",
    "Restart the @part@.", "Wait for @number@ seconds.", "Compare the @thing@ with the one on the @part@.",
    "Close the window of the @part@.",
)  # fmt: skip
_SHELL = (
    "ctl @part@ list | grep @thing@", "ctl set @setting@ @number@", "ctl @part@ drain --wait @number@s",
    "curl -s localhost:8@number@/health | head -n 3", "cat @part@.log | sort | uniq -c",
)  # fmt: skip
_CODE: Sequence[tuple[str, Sequence[str]]] = (
    ("sh", _SHELL),
    (
        "sql",
        ("SELECT id, state FROM @part@s WHERE age > @number@;", "SHOW @part@s;", "ALTER @part@ SET weight = @number@;"),
    ),
    ("yaml", ("@setting@: @number@", "# the @part@ @does@", "@part@s: [a, b, c]")),
    ("json", ('{"@setting@": @number@},', '{"name": "@thing@", "size": @number@},')),
    ("text", ("  @thing@ | @number@ | ok", "  @part@ | @number@ | late", "---------+------+-----")),
    ("go", ("\t@part@.Wait(@number@)", "\tif err != nil || late { return err }", "\tx := a | b")),
)
_TABLE_CODE = ("markdown", ("| @part@ | yes | no |", "| @thing@ | @number@ | @number@ |"))
"""A table that is only shown, and none."""

_FOREIGN_LABELS = (
    "contrôle d’accès", "Schlüsselwechsel", "réplica", "監査ログ",
    "密钥轮换", "バックアップ", "резерв", "암호화",
)  # fmt: skip
_FOREIGN_SENTENCES = (
    "Le nœud garde une copie jusqu’à la fin de la journée.",
    "Der Wächter prüft jede Stunde, ob die Schlüssel noch gültig sind.",
    "El espejo vuelve a leer la última página cuando la señal llega tarde.",
    "各ノードは一時間ごとに台帳を比べます。",
    "每个节点都保留一份副本，夜里再整理。",
    "Узел ждёт тихого часа.",
)


def main() -> None:
    """Write a tree where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=15_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pages = write_tree(options.folder, options.pages, options.seed)
    print(f"{len(pages):,} pages, {sum(page.has_features for page in pages):,} of them with features")


if __name__ == "__main__":
    main()
