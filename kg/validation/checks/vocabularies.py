"""What is wrong with the vocabularies that the user named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ...vocabulary import load
from ...vocabulary_checks import check
from ..findings import Found, Place
from ._base import Check


def _found(vocabularies: tuple[Path, ...]) -> Iterator[Found]:
    """Yield what ``kg vocabulary check`` tells."""
    findings = check(load(vocabularies))  # first, for it refuses what is no file
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in vocabularies}
    for finding in findings:
        hint = "correct the vocabulary; kg vocabulary check tells the same"
        yield Found("KG211", f"<{finding.concept}>: {finding.message}", hint, _place(finding.concept, texts))


def _place(concept: str, texts: dict[Path, str]) -> Place:
    """Return where a concept begins: the first line, of whatever file, that begins with its name."""
    name = re.escape(re.split("[/#]", concept)[-1])
    pattern = re.compile(rf"^(?:<{re.escape(concept)}>|[\w.-]*:{name}(?![\w-]))", re.MULTILINE)
    for path, text in texts.items():
        if found := pattern.search(text):
            return Place(str(path), text.count("\n", 0, found.start()) + 1, 1, is_named=True)
    return Place(str(next(iter(texts))), is_named=True)


CHECK = Check(("KG211",), vocabularies=_found)
