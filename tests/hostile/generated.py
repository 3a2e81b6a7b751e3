"""Pages that are too large, or too binary, to keep as files: each by its name, with what must come out of it."""

# ruff: noqa: PLW0108 - a page is made when it is needed, all of it

from __future__ import annotations

from collections.abc import Callable, Mapping

TABLE = "# Features\n\n| Feature | Use |\n| --- | --- |\n"
LARK = "| Lark | It sings at dawn |\n"

PAGES: Mapping[str, tuple[Callable[[], bytes], list[str]]] = {
    "larger than a page may be": (
        lambda: (TABLE + LARK).encode() + b" " * 10_000_000,
        ["KG151 0:0 error"],
    ),
    "more lines than a page may have": (
        lambda: (TABLE + LARK + "\n" * 50_000 + TABLE).encode(),
        ["KG152 50001:1 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "as many lines as a page may have": (
        lambda: (TABLE + LARK + "\n" * 49_995).encode(),
        ["title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "a line that is too long": (
        lambda: (TABLE + "| Owl | " + "a" * 1_000_000 + " |\n" + LARK).encode(),
        ["KG153 5:1 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "a fence with a line that is too long": (
        lambda: ("# Features\n\n```" + "a" * 1_000_000 + f"\n{TABLE}{LARK}```\n\n{TABLE}{LARK}").encode(),
        ["KG153 3:1 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "a table bomb": (  # FINDINGS 13.2: 35 kB took 31 s and 1.3 GB
        lambda: (
            "# Features\n\n" + ("|a" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|x|\n" * 30 + "\n") * 4 + LARK
        ).encode(),
        ["KG154 56:1 warning", "KG155 3:402 warning", "title Features"],
    ),
    "a table behind a table bomb": (
        lambda: ("|a" * 5000 + "|\n" + "|-" * 5000 + "|\n" + "|x|\n" * 500 + f"\n{TABLE}{LARK}").encode(),
        ["KG154 16:1 warning", "KG155 1:402 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "a megabyte of one sign": (lambda: b"`" * 1_000_000, ["title "]),
    "half a megabyte of brackets": (
        lambda: (TABLE + "| Lark | " + "[" * 500_000 + " |\n").encode(),
        ["KG154 5:1 warning", "title Features"],
    ),
    "a thousand conflicts and one": (
        lambda: (TABLE + LARK + "\n" + "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n" * 1001).encode(),
        [
            "KG154 5007:1 warning",
            *(f"conflict {line}-{line + 4}: ours, theirs" for line in range(7, 5007, 5)),
            "ours: title Features",
            "ours: feature Lark",
            "ours:   Use: It sings at dawn",
            "theirs: title Features",
            "theirs: feature Lark",
            "theirs:   Use: It sings at dawn",
        ],
    ),
    "a megabyte of zeros": (lambda: b"\0" * 1_000_000, ["KG102 1:1 error", "title "]),
    "all bytes": (lambda: bytes(range(1, 256)) * 50, ["KG101 3:115 warning", "title "]),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), ["KG102 1:1 error", "title "]),
    "front matter that is too long": (
        lambda: ("---\ntitle: Birds\na: " + "b" * 70_000 + f"\n---\n{TABLE}{LARK}").encode(),
        ["KG158 1:1 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "front matter of too many keys": (
        lambda: ("---\ntitle: Birds\n" + "".join(f"{n}: 1\n" for n in range(5000)) + f"---\n{TABLE}{LARK}").encode(),
        ["KG158 5002:1 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "quotes that are too deep": (
        lambda: (TABLE + LARK + "\n" + "> " * 120 + "- **Owl**: it looks\n").encode(),
        ["KG156 7:1 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
    "lists that are too deep": (
        lambda: (TABLE + LARK + "\n" + "".join("  " * n + "- a\n" for n in range(80))).encode(),
        ["KG156 56:99 warning", "title Features", "feature Lark", "  Use: It sings at dawn"],
    ),
}
