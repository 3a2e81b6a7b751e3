"""Answers the questions of one page, and notes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..graph import PageSet
from ..graph.pages import Index
from ..read import Files
from .answers import SEPARATOR, Answer, Answers, Dependencies, Reader, digest_of, joined, name_of


class Recorder:
    """Answers the questions of one page, and notes them.

    Args:
        answers: The answers of the run.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._noted: dict[str, bytes] = {}
        self._absent: dict[str, set[str]] = {}

    @cached_property
    def files(self) -> Files:
        """The files beside the page."""
        return _RecordedFiles(self._answers.files, self)

    @cached_property
    def pages(self) -> PageSet:
        """The pages."""
        return self._answers.pages.asked_through(_RecordedIndex(self._answers.pages.index, self))

    @property
    def dependencies(self) -> Dependencies:
        """What was asked until now."""
        noted = dict(self._noted)
        for folder, names in self._absent.items():
            question = f"absent {SEPARATOR.join((folder, *sorted(names)))}"
            noted[question] = digest_of(answer=True)
        questions = tuple(sorted(noted))
        return Dependencies(questions, joined(noted[question] for question in questions))

    def note(self, question: str, answer: Answer, *, lasting: bool = True) -> None:
        """Note an answer.

        Args:
            question: The question.
            answer: The answer.
            lasting: Whether it is the same for the whole run; else it is noted as it was this time.
        """
        if question not in self._noted:
            self._noted[question] = self._answers.digest(question, answer) if lasting else digest_of(answer)

    def note_absent(self, path: str) -> None:
        """Note that there is no file of a path; one with a NUL can never be."""
        if SEPARATOR not in path:
            folder, slash, name = path.rpartition("/")
            self._absent.setdefault(folder + slash, set()).add(name)


@dataclass(frozen=True, slots=True)
class _RecordedFiles:
    files: Files
    recorder: Recorder

    def variables(self, read: Reader) -> Mapping[str, str]:
        found = self.files.variables(read)
        self.recorder.note(f"variables {name_of(read)}", found.items())
        return found

    def has(self, path: str) -> bool:
        found = self.files.has(path)
        if found:
            self.recorder.note(f"present {path}", found)
        else:
            self.recorder.note_absent(path)
        return found

    def nearest(self, folder: str, names: tuple[str, ...]) -> str | None:
        found = self.files.nearest(folder, names)
        self.recorder.note(f"nearest {SEPARATOR.join((folder, *names))}", found)
        return found

    def data(self, path: str) -> bytes | None:
        found = self.files.data(path)
        if found is None:
            self.recorder.note_absent(path)
        else:
            self.recorder.note(f"data {path}", found, lasting=False)
        return found

    def text(self, path: str) -> str | None:
        found = self.files.text(path)
        if found is None:
            self.recorder.note_absent(path)
        else:
            self.recorder.note(f"text {path}", found)
        return found

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        found = self.files.names(folder, suffix)
        self.recorder.note(f"names {folder}{SEPARATOR}{suffix}", found, lasting=False)
        return found


@dataclass(frozen=True, slots=True)
class _RecordedIndex:
    index: Index
    recorder: Recorder

    def has(self, path: str) -> bool:
        found = self.index.has(path)
        self.recorder.note(f"page? {path}", found)
        return found

    def name(self, path: str) -> str:
        found = self.index.name(path)
        self.recorder.note(f"name {path}", found)
        return found

    def at(self, path: str) -> str | None:
        found = self.index.at(path)
        self.recorder.note(f"page {path}", found)
        return found

    def ending(self, ending: str) -> str | None:
        found = self.index.ending(ending)
        self.recorder.note(f"ending {ending}", found)
        return found
