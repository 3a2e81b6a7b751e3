"""A target for atheris: every input is a page, or a row of pieces that pages are made of. ``make fuzz`` runs it.

What raises, does not hold what ``laws`` says, or takes longer than ten seconds is kept in ``.fuzz``, and ends it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore] # an extra: fuzz

with atheris.instrument_imports(include=["kg"]):
    from hostile.laws import hold
    from hostile.strategies import SIGNS, WORDS

BLOCKS = (
    "\n", "\n\n", "\r\n", "\n# ", "\n- ", "\n  - ", "\n- **", "\n1. ", "\n> ", "\n    ", "\n|", "|\n|-|-|\n|", "|\n|",
    "\n|Feature|Use|\n|-|-|\n|", "\n---\n", "\n+++\n", "title: ", "\n```\n", "\n~~~\n", "\n: ", "\n[a]: ",
    "\n=======\n", "\n<<<<<<< HEAD\n", "\n||||||| base\n", "\n>>>>>>> topic\n", "\n<table>\n<tr><td>", "</table>\n",
    "\n<div>\n\n", "\n:::note\n", "\n!!! note\n    ", "{% raw %}\n", "{{#include a.md}}\n", "{% include a.md %}\n",
)  # fmt: skip
PIECES = (*WORDS, *SIGNS, *BLOCKS)


def page_of(data: bytes) -> bytes:
    """Return the page of an input: itself, or where it begins with a high byte the pieces that its bytes stand for."""
    if not data or data[0] < 0x80:
        return data
    return "".join(PIECES[byte % len(PIECES)] for byte in data[1:]).encode()


def test_one(data: bytes) -> None:
    hold(page_of(data))


def main() -> None:
    folder = Path(sys.argv[1])
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for page in (Path(__file__).parent / "pages").rglob("*.md"):
        (corpus / f"{page.parent.name}-{page.stem}").write_bytes(page.read_bytes())
    words = folder / "words.dict"
    quoted = (piece.encode() for piece in PIECES if piece)
    lines = ("".join(f"\\x{byte:02x}" for byte in piece) for piece in quoted)
    words.write_text("".join(f'"{line}"\n' for line in lines), encoding="ascii")
    options = [f"-artifact_prefix={folder}/", f"-dict={words}", "-timeout=10", "-rss_limit_mb=1000", "-max_len=4096"]
    atheris.Setup([sys.argv[0], str(corpus), *options, *sys.argv[2:]], test_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
