"""Hypothesis strategies that make whole documents: pieces of Markdown put together rightly and wrongly, as bytes."""

from __future__ import annotations

import codecs

from hypothesis import strategies as st

WORDS = (
    "Lark", "sings", "TLS 1.2", "AES-256", "AWS", "✅", ":x:", "n/a", "v2.3", "S3â€™s", "café", "日本語", "\u202e", "",
    "\u200b", "\u2028", "\x0c", "a\u0301", "😀", "x" * 60, "SELECT 1", "--flag", "and", "with",
)  # fmt: skip
SIGNS = (
    "**", "*", "_", "~~", "`", "``", "[", "](", ")", "![", "<", ">", "</", "/>", "<!--", "-->", "<?", "<![CDATA[",
    "&amp;", "&#0;", "&", "\\", "\\|", "|", "{{", "}}", "{%", "%}", "{{ site.name }}", "[^1]", "<br>", "<ul><li>",
    "</li>", "<li>", "</ul>", "<b>", "</b>", "<td>", "</td>", "<table>", "</table>", "<p>", "https://lark.example/",
    "(a.md)", "][a]", ":", " – ", " ", "  ", "\t", "\u00a0", '"', "'", "=", "#", "$",
)  # fmt: skip

text = st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS), max_size=8).map("".join)
"""A stretch of a line."""

free = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
cell = text | text | free.map(lambda value: value.replace("\n", " ").replace("\r", " "))


@st.composite
def table(draw: st.DrawFn) -> str:
    """A pipe table, with rows that are too short and too long."""
    width = draw(st.integers(1, 5))
    header = "|".join(
        draw(st.lists(st.sampled_from(["Feature", "Use", "Pro", "", "説明"]) | cell, min_size=width, max_size=width))
    )
    rule = "|".join(draw(st.sampled_from(["---", ":-:", "-", "--:"])) for _ in range(width))
    rows = draw(st.lists(st.lists(cell, max_size=width + 2).map("|".join), max_size=5))
    bars = draw(st.booleans())
    return "\n".join(f"|{line}|" if bars else line for line in (header, rule, *rows))


@st.composite
def html_table(draw: st.DrawFn) -> str:
    """A table of HTML, with tags that are missing and attributes that are odd."""
    attribute = st.sampled_from(["", ' rowspan="2"', " colspan=3", " rowspan=9999", ' a="b', " markdown=1"])
    cells = st.builds(
        lambda tag, more, value, end: f"<{tag}{more}>{value}{end}",
        st.sampled_from(["td", "th"]),
        attribute,
        cell,
        st.sampled_from(["</td>", "</th>", ""]),
    )
    rows = draw(st.lists(st.lists(cells, max_size=4).map(lambda one: f"<tr>{''.join(one)}"), max_size=4))
    return "<table>" + draw(st.sampled_from(["", "\n", "\n\n"])).join(rows) + draw(st.sampled_from(["</table>", ""]))


@st.composite
def items(draw: st.DrawFn) -> str:
    """A list, nested at will."""
    lines = draw(
        st.lists(
            st.tuples(
                st.integers(0, 4), st.sampled_from(["- ", "* ", "1. ", "- **Lark**: ", "- [Lark](a.md) ", ": "]), text
            ),
            max_size=6,
        )
    )
    return "\n".join("  " * depth + mark + value for depth, mark, value in lines)


@st.composite
def front_matter(draw: st.DrawFn) -> str:
    """A head, closed or not."""
    fence = draw(st.sampled_from(["---", "+++"]))
    entry = st.sampled_from(
        [
            "title: Birds",
            "title = 'Birds'",
            "lang: en",
            "a: &a [*a]",
            "b: {c: [d",
            "aliases: [a, b]",
            "title: !!x 1",
            "? :",
            "- x",
        ]
    )
    lines = draw(st.lists(entry | free.map(lambda value: f"a: {value}"), max_size=4))
    return "\n".join((fence, *lines, draw(st.sampled_from([fence, "...", ""]))))


def fenced(block: str) -> str:
    return f"```\n{block}\n```"


def quoted(block: str) -> str:
    return "\n".join(f"> {line}" for line in block.split("\n"))


def indented(block: str) -> str:
    return "\n".join(f"    {line}" for line in block.split("\n"))


heading = st.builds(lambda level, value: f"{'#' * level} {value}", st.integers(1, 7), text)
others = st.sampled_from(
    [
        "Title\n=======",
        "Title\n---",
        "* * *",
        "[a]: b.md",
        "[a]:",
        "Lark\n: sings",
        "```",
        "~~~~",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "{% if a %}",
        "{% endif %}",
        "",
        ":::note",
        "!!! note",
    ]
)
simple = table() | table() | html_table() | items() | heading | text | others
block = simple | simple | st.builds(lambda wrap, one: wrap(one), st.sampled_from([fenced, quoted, indented]), simple)


@st.composite
def conflict(draw: st.DrawFn) -> str:
    """A merge conflict around some blocks, with markers that are missing at times."""
    size = draw(st.sampled_from([7, 7, 7, 9]))
    sides = [draw(st.lists(block, max_size=2).map("\n".join)) for _ in range(3)]
    base = draw(st.booleans())
    lines = [f"{'<' * size} HEAD", sides[0]]
    lines += [f"{'|' * size} base", sides[1]] if base else []
    lines += ["=" * size, sides[2], f"{'>' * size} topic (more):b.md"]
    missing = draw(st.none() | st.integers(0, len(lines) - 1))
    return "\n".join(line for index, line in enumerate(lines) if index != missing)


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """A whole page: a head, blocks and conflicts, with any line ends and encoding."""
    head = draw(st.none() | front_matter())
    blocks = draw(st.lists(block | block | conflict(), max_size=6))
    between = draw(st.sampled_from(["\n\n", "\n\n", "\n"]))
    page = between.join(([head] if head is not None else []) + blocks)
    page = page.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16-le", "cp1252"]))
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    return mark + page.encode(encoding, errors="replace")
