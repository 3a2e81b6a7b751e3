"""Parses Markdown files with bare markdown-it-py (CommonMark and tables), and does nothing with what it finds.

python benchmarks/_bare.py FILE|FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from markdown_it import MarkdownIt


def main() -> None:
    """Parse what the command line names."""
    source = Path(sys.argv[1])
    md = MarkdownIt("commonmark").enable("table")
    for path in sorted(source.rglob("*.md")) if source.is_dir() else [source]:
        md.parse(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
