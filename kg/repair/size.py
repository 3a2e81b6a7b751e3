"""The bounds of a page as text: how many lines it has, and how long they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..bounds import Bounds, named
from ..model import Conflict, Diagnostic, SourceFile
from ..source import SourceText

_LINE_END = re.compile(r"\r\n|\n|\r")
_FENCE = re.compile(r"[ \t>]*(?:`{3,}(?=[^`]*$)|~{3,})")


def shortened(file: SourceFile, bounds: Bounds) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """Return a file with as many lines as it may have, and what is said of the others."""
    text = file.text
    most = bounds.page_lines
    if text.count("\n") + text.count("\r") < most:
        return file, ()
    ends = (found.start() for _, found in zip(range(most), _LINE_END.finditer(text), strict=False))
    last = -1
    count = 0
    for count, end in enumerate(ends, start=1):  # noqa: B007 - it counts
        last = end
    if count < most or _LINE_END.match(text, last).end() == len(text):  # type: ignore[union-attr]
        return file, ()
    message = f"has more than {most:,} lines"
    hint = f"what follows was left out; split it, or {named('page_lines')}"
    return replace(file, text=text[:last]), (Diagnostic("warning", "KG152", message, hint, file.path, most + 1, 1),)


def with_few_conflicts(
    file: SourceFile, conflicts: Sequence[Conflict], bounds: Bounds
) -> tuple[SourceFile, tuple[Diagnostic, ...]]:
    """Return a file up to the first conflict that is one too many, and what is said of it."""
    most = bounds.page_conflicts
    if len(conflicts) <= most:
        return file, ()
    first = conflicts[most].span
    message = f"the page has more than {most:,} merge conflicts"
    hint = f"what is read ends here; resolve them, or {named('page_conflicts')}"
    problem = Diagnostic("warning", "KG154", message, hint, file.path, first.line, 1)
    return replace(file, text=file.text[: first.start]), (problem,)


def without_long_lines(source: SourceText, bounds: Bounds) -> tuple[SourceText, tuple[Diagnostic, ...]]:
    """Return a text without the lines that are too long, and what is said of them.

    Of a line that begins a fenced code block, the fence stays: else code would become text.
    """
    most = bounds.line_length
    if len(source.text) <= most:
        return source, ()
    long = [line for line in source.lines if len(line.text) > most]
    if not long:
        return source, ()
    hint = f"the line was left out; break it, or {named('line_length')}"
    problems = tuple(
        Diagnostic(
            "warning", "KG153", f"has {len(line.text):,} characters, more than {most:,}", hint,
            line.path or source.file.path, line.number, 1,
        )
        for line in long
    )  # fmt: skip
    kept = []
    for line in source.lines:
        if len(line.text) <= most:
            kept.append(line)
        elif fence := _FENCE.match(line.text):
            kept.append(line._replace(text=fence[0]))
    last = source.lines[-1]
    return source.of_lines(tuple(kept) or (last._replace(text=""),)), problems
