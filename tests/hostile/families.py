"""Families of growing input: for each name, a page of about so many units."""

from __future__ import annotations

from collections.abc import Callable, Mapping

TABLE = "# Features\n\n| Feature | Description |\n| --- | --- |\n"


def _rows(count: int) -> str:
    return TABLE + "".join(f"| Lark {index} | Sings |\n" for index in range(count))


def _one_row(cell: str) -> str:
    return f"{TABLE}| Lark | {cell} |\n"


def _columns(count: int) -> str:
    return "# Features\n\n" + "| Feature " * count + "|\n" + "| --- " * count + "|\n" + "| Yes " * count + "|\n"


def _wide_tables(count: int) -> str:
    """Short rows under a wide header (the parser fills each row up), and again."""
    wide = "|a" * 90 + "|\n" + "|-" * 90 + "|\n" + "|x|\n" * 100 + "\n"
    return "# Features\n\n" + wide * max(1, count // 100)


FAMILIES: Mapping[str, Callable[[int], str]] = {
    "rows": _rows,
    "columns": _columns,
    "wide tables": _wide_tables,
    "tables": lambda count: "# Features\n\n" + "| Feature | Use |\n| - | - |\n| Lark | sings |\n\n" * count,
    "items in a cell": lambda count: _one_row("<ul>" + "<li>sings</li>" * count + "</ul>"),
    "nested items in a cell": lambda count: _one_row("<ul><li>sings" * count + "</li></ul>" * count),
    "open items in a cell": lambda count: _one_row("<ul><li>sings" * count),
    "open tags in a cell": lambda count: _one_row("<b>" * count),
    "open angles in a cell": lambda count: _one_row("<a " * count),
    "comments in a cell": lambda count: _one_row("<!-- " * count),
    "breaks in a cell": lambda count: _one_row("sings<br>" * count),
    "breaks that join in a cell": lambda count: _one_row("sings<br>and " * count),
    "escaped bars in a cell": lambda count: _one_row("\\|" * count),
    "links in a cell": lambda count: _one_row("[a](b) " * count),
    "emphasis in a cell": lambda count: _one_row("**a** _b_ " * count),
    "open emphasis in a cell": lambda count: _one_row("**a _b " * count),
    "closed emphasis in a cell": lambda count: _one_row("a** b_ " * count),
    "mixed emphasis in a cell": lambda count: _one_row("*a **a " * count + "a** a* " * count),
    "backticks in a cell": lambda count: _one_row("".join("e" + "`" * index for index in range(int(count**0.5) * 2))),
    "odd backticks in a cell": lambda count: _one_row("` `` " * count),
    "brackets in a cell": lambda count: _one_row("[" * count),
    "bracket pairs in a cell": lambda count: _one_row("[" * count + "a" + "]" * count),
    "images in a cell": lambda count: _one_row("![" * count),
    "links that fail in a cell": lambda count: _one_row("[a](" * count),
    "links that fail at the angle in a cell": lambda count: _one_row("[a](<b" * count),
    "links that fail at the title in a cell": lambda count: _one_row('[a](b "c ' * count),
    "nested links in a cell": lambda count: _one_row("[a " * count + "](b)" * count),
    "entities in a cell": lambda count: _one_row("&amp;&lt;" * count),
    "open entities in a cell": lambda count: _one_row("&a" * count),
    "mechanisms in a cell": lambda count: _one_row("TLS 1.2 and AES-256 " * count),
    "words in a cell": lambda count: _one_row("encryption at rest " * count),
    "mojibake in a cell": lambda count: _one_row("S3â€™s " * count),
    "template code in a cell": lambda count: _one_row("{{ a }} " * count),
    "open template code in a cell": lambda count: _one_row("{{ a " * count),
    "open template tags": lambda count: "# Features\n\n" + "{% {{ " * count + "\n",
    "tildes in a cell": lambda count: _one_row("~~a~ " * count),
    "autolinks in a cell": lambda count: _one_row("<https://a.example> " * count),
    "footnotes in a cell": lambda count: _one_row("[^1] " * count),
    "blanks in a cell": lambda count: _one_row("a" + " " * count + "b"),
    "a long word in a cell": lambda count: _one_row("a" * count),
    "indents in a cell": lambda count: TABLE + "| " + "&nbsp;" * count + "Lark | sings |\n",
    "dashes in a cell": lambda count: TABLE + "| " + "-" * count + " Lark | sings |\n",
    "list items": lambda count: "# Features\n\n" + "- **Lark**: sings\n" * count,
    "list items with links": lambda count: "# Features\n\n" + "- [Lark](a.md): sings of what it has seen\n" * count,
    "list items without lead-in": lambda count: "# Features\n\n" + "- a\n" * count,
    "lists": lambda count: "# Features\n\n" + "- **Lark**: sings\n- **Owl**: looks\n\ntext\n\n" * count,
    "nested lists": lambda count: (
        "# Features\n\n" + "".join("  " * index + "- **a**: b\n" for index in range(int(count**0.5)))
    ),
    "list marks in a line": lambda count: "# Features\n\n" + "- " * count + "**a**: b\n",
    "signs of an item": lambda count: "# Features\n\n" + "- " + "* " * count + "\n",
    "quotes in a line": lambda count: "# Features\n\n" + "> " * count + "a\n",
    "quotes": lambda count: "# Features\n\n" + "> - **Lark**: sings\n" * count,
    "growing quotes": lambda count: (
        "# Features\n\n" + "".join(">" * index + " a\n" for index in range(int(count**0.5)))
    ),
    "lazy lines in a quote": lambda count: "# Features\n\n> - **a**: b\n" + "c\n" * count,
    "references": lambda count: (
        "# Features\n\n" + TABLE + "| Lark | [a][0] |\n\n" + "".join(f"[{index}]: b\n" for index in range(count))
    ),
    "references that fail": lambda count: "# Features\n\n- **a**: b\n\n" + "[a]: \n" * count,
    "long reference": lambda count: "# Features\n\n- **a**: b\n\n[" + "a\n" * count + "]: b",
    "used references": lambda count: _one_row("[a] " * count) + "\n[a]: b\n",
    "definitions": lambda count: "# Features\n\n" + "Lark\n: sings\n\n" * count,
    "definitions of one term": lambda count: "# Features\n\nLark\n" + ": sings\n" * count,
    "paragraph lines": lambda count: "# Features\n\n- **a**: b\n- **a**: b\n\n" + "a\n" * count,
    "headings": lambda count: "# Features\n\n- **a**: b\n- **a**: b\n\n" + "## a\n\n" * count,
    "rules": lambda count: "# Features\n\n- **a**: b\n- **a**: b\n\n" + "* * *\n" * count,
    "dashes in a line": lambda count: "# Features\n\n- **a**: b\n- **a**: b\n\n" + "- " * count + "a\n",
    "delimiter rows": lambda count: "# Features\n\na|b\n" + "-|-\n" * count,
    "dashes of a delimiter row": lambda count: (
        "# Features\n\n|a|\n|" + "-" * count + "x\n|b|\n\n- **a**: b\n- **c**: d\n"
    ),
    "bars of a header row": lambda count: "# Features\n\n" + "|a" * count + "x\n|-|\n|b|\n\n- **a**: b\n- **c**: d\n",
    "rows of parameters": lambda count: (
        "# Features\n\n| Parameter | Type |\n|---|---|\n" + "| `size` | integer |\n" * count
    ),
    "delimiters in a line": lambda count: "# Features\n\na|b\n" + "-|" * count + "a\n",
    "fences": lambda count: "# Features\n\n- **a**: b\n- **a**: b\n\n" + "```\na\n```\n" * count,
    "open fences": lambda count: (
        "# Features\n\n- **a**: b\n- **a**: b\n\n"
        + "".join("`" * (index + 3) + " ` \n" for index in range(int(count**0.5)))
    ),
    "HTML tables": lambda count: (
        "# Features\n\n" + "<table><tr><th>Feature<th>Use<tr><td>Lark<td>sings</table>\n\n" * count
    ),
    "HTML rows": lambda count: (
        "# Features\n\n<table>\n<tr><th>Feature<th>Use\n" + "<tr><td>Lark<td>sings\n" * count + "</table>\n"
    ),
    "nested HTML tables": lambda count: "# Features\n\n" + "<table><tr><td>a<td>b\n" * count,
    "nested HTML": lambda count: "# Features\n\n" + "<div>\n" * count + "- **a**: b\n",
    "nested HTML lists": lambda count: "# Features\n\n" + "<ul><li><b>a</b>: b\n" * count,
    "HTML attributes": lambda count: "# Features\n\n<table><tr><td " + "a=b " * count + ">c<td>d</table>\n",
    "open HTML attributes": lambda count: "# Features\n\n<table><tr><td " + 'a="b ' * count + ">c<td>d</table>\n",
    "spanning cells": lambda count: (
        "# Features\n\n<table><tr><th>Feature<th>Use" + '<tr><td rowspan="9999">a<td>b' * count + "</table>\n"
    ),
    "wide spanning cells": lambda count: (
        "# Features\n\n<table><tr><th>Feature<th>Use" + '<tr><td colspan="999">a<td>b' * count + "</table>\n"
    ),
    "closing tags": lambda count: "# Features\n\n<table><tr><td>a\n" + "</b></td></p>\n" * count,
    "open comments": lambda count: "# Features\n\n- **a**: b\n- **a**: b\n\n" + "<!-- \n\n" * count,
    "instructions": lambda count: "# Features\n\n- **a**: b\n- **a**: b\n\n" + "<? \n\n<! \n\n" * count,
    "open conflicts": lambda count: TABLE + "<<<<<<< HEAD\n" * count,
    "conflicts": lambda count: TABLE + "<<<<<<< HEAD\n| a | b |\n=======\n| c | d |\n>>>>>>> topic\n" * count,
    "growing conflict markers": lambda count: (
        TABLE + "".join("<" * (index + 7) + " HEAD\n" for index in range(int(count**0.5)))
    ),
    "bases": lambda count: TABLE + "<<<<<<< HEAD\n" + "||||||| base\n" * count,
    "middles": lambda count: TABLE + "<<<<<<< HEAD\n" + "=======\n" * count,
    "front matter keys": lambda count: "---\n" + "".join(f"a{index}: b\n" for index in range(count)) + "---\n" + TABLE,
    "front matter that is open": lambda count: "---\n" + "a: b\n" * count,
    "repeated labels": lambda count: TABLE + "| Lark | sings |\n" * count,
    "legends": lambda count: TABLE + "| Lark | :a: |\n" * 3 + "\n" + ":a: yes, :b: no\n\n" * count,
    "spanning first cells": lambda count: (
        "# Features\n\n| Area | Feature | Use |\n| - | - | - |\n"
        + "".join(f"| | Lark {index} | sings |\n" for index in range(count))
    ),
    "continued rows": lambda count: TABLE + "| Lark | sings |\n" + "| | and sings |\n" * count,
    "growing indents": lambda count: (
        TABLE + "".join(f"| {'&nbsp;' * index}Lark {index} | sings |\n" for index in range(int(count**0.5)))
    ),
    "marks of combining": lambda count: _one_row("a" + "\u0301" * count),
    "carriage returns": lambda count: TABLE.replace("\n", "\r") + "| Lark | sings |\r" * count,
    "open footnotes in a cell": lambda count: _one_row("[^a" * count),
    "hyphens in a cell": lambda count: _one_row("a-" * count),
    "dashes of a legend": lambda count: TABLE + "| Lark | :a: |\n\n:a: " + "-" * count + "=\n",
    "blanks of a variable": lambda count: (
        f"---\na: b\n---\n{TABLE}| Lark | [a]({{{{{' ' * count}x{{) {{{{{' ' * count}x{{ }}}} |\n"
    ),
    "instructions in a cell": lambda count: _one_row("<?a " * count),
    "declarations in a cell": lambda count: _one_row("<!A " * count),
    "character data in a cell": lambda count: _one_row("<![CDATA[" * count),
    "items of blanks": lambda count: "# Features\n\n- " + "\n " * count + "x\n",
    "template tags in a line": lambda count: "---\na: b\n---\n{% raw %}\n\n" + TABLE + "{% %}" * count + "x\n",
    "blanks behind a comment": lambda count: "{% raw %}\n\n" + TABLE + "<!-- -->" + " " * count + "x\n",
    "an include of a long path": lambda count: "{% raw %}\n\n" + TABLE + "{% include " + "a" * count + "\n",
    "imports": lambda count: "import a from 'b'\n\n:::note\n" + TABLE + "\nimport " + " from '" * count + "\n",
    "falling conflict markers": lambda count: (
        TABLE + "".join("<" * (index + 7) + " HEAD\n" for index in range(int(count**0.5), 0, -1)) + "a\n" * count
    ),
    "rows with much in a spanning cell": lambda count: (
        "# Features\n\n<table><tr><th>Area<th>Feature<th>Use\n<tr><td rowspan=9999>"
        + "<i>a</i>" * int(count**0.5)
        + "<td>Lark<td>Sings\n" * int(count**0.5)
    ),
    "links in many ways": lambda count: _one_row("".join(f"[a]({'./' * index}b) " for index in range(int(count**0.5)))),
    "HTML blocks inside one": lambda count: (
        "# Features\n\n<div " + "a=b " * count + ">\n\n- **a**: b\n- **a**: b\n\n" + "<p>\n\n" * count
    ),
    "unknown end tags": lambda count: "# Features\n\n<table><tr><td>" + "<i>" * 90 + "</b>" * count,
    "identifiers in a cell": lambda count: _one_row("a_" * count),
    "dots in a cell": lambda count: _one_row("a." * count),
    "at signs in a cell": lambda count: _one_row("a@" * count),
    "quotation marks in a cell": lambda count: _one_row("'a\u2019 " * count),
    "code in a cell": lambda count: _one_row("`SELECT a` " * count),
    "parentheses in a cell": lambda count: _one_row("(" * count),
    "an alias of a page": lambda count: "---\naliases:\n" + "- a\n" * (count % 9000) + "---\n" + TABLE,
}
