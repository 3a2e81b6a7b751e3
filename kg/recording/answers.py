"""What is asked of the files and of the other pages, and whether the answers are still what they were.

A question is one string::

    nearest docs/aNULconf.pyNULbook.toml  which of these files stands in that folder, or else in the nearest above it
    absent docs/NULa.mdNULb.md            no such files in that folder
    present mkdocs.yml                    there is such a file, whatever it holds
    data a/b.md, text a/b.md              what a file holds
    names dataNUL.yml                     the files under a folder
    variables kg.dialects.hugo:_variables what a dialect reads from the site's files
    page a/b, page? a/b.md, ending b      what stands at a path, whether, and what ends in it
    name a/b.md                           the name of a page in an IRI
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from ..errors import SourceError
from ..graph import PageSet
from ..read import Files

Reader = Callable[[Files], Mapping[str, str]]
Answer = bytes | str | bool | Iterable[object] | None

SEPARATOR = "\0"
"""Between the parts of a question; no path has it."""

_OF_ONE_PAGE = ("name ", "page")
"""Begins a question that few pages ask: its answer is not kept, as there are more of them the more pages there are."""

_DIGEST_SIZE = 16


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The questions that one page asked, sorted, and a digest of all answers."""

    questions: tuple[str, ...]
    answers: str


class Answers:
    """The answers of one run; what is asked twice is looked up once.

    Args:
        files: The files beside the pages.
        pages: The pages.
        readers: What reads the variables of each dialect; a result that took variables from another never holds.
    """

    def __init__(self, files: Files, pages: PageSet, readers: Iterable[Reader] = ()) -> None:
        self.files = files
        self.pages = pages
        self._readers = {name_of(reader): reader for reader in readers}
        self._digests: dict[str, bytes] = {}

    def hold(self, dependencies: Dependencies) -> bool:
        """Return whether all questions have the answers that they had."""
        known = self._digests
        digests = []
        for question in dependencies.questions:
            if (found := known.get(question)) is None:
                try:
                    found = self._ask(question)
                except (LookupError, SourceError):
                    return False
                if not question.startswith(_OF_ONE_PAGE):
                    known[question] = found
            digests.append(found)
        return joined(digests) == dependencies.answers

    def digest(self, question: str, answer: Answer) -> bytes:
        """Return the digest of an answer that stays the same for the whole run."""
        if question.startswith(_OF_ONE_PAGE):
            return digest_of(answer)
        if question not in self._digests:
            self._digests[question] = digest_of(answer)
        return self._digests[question]

    def _ask(self, question: str) -> bytes:
        """Return the digest of the present answer to a question; raises LookupError where it is none."""
        kind, _, about = question.partition(" ")
        match kind:
            case "absent":
                folder, *names = about.split(SEPARATOR)
                return digest_of(not any(self.files.has(folder + name) for name in names))
            case "nearest":
                folder, *names = about.split(SEPARATOR)
                return digest_of(self.files.nearest(folder, tuple(names)))
            case "names":
                folder, _, suffix = about.partition(SEPARATOR)
                return digest_of(self.files.names(folder, suffix))
            case "variables":
                return digest_of(self.files.variables(self._readers[about]).items())
        index = self.pages.index
        ask: Mapping[str, Callable[[str], Answer]] = {
            "present": self.files.has,
            "data": self.files.data,
            "text": self.files.text,
            "page": index.at,
            "page?": index.has,
            "ending": index.ending,
            "name": index.name,
        }
        return digest_of(ask[kind](about))


def digest_of(answer: Answer) -> bytes:
    """Return a digest of an answer: equal for equal answers, and told apart by type."""
    if isinstance(answer, bytes):
        kind, data = b"b", answer
    elif isinstance(answer, str):
        kind, data = b"s", answer.encode("utf-8", "surrogatepass")
    else:
        value = answer if answer is None or isinstance(answer, bool) else sorted(answer)  # type: ignore[type-var]
        kind, data = b"j", json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=_DIGEST_SIZE, person=kind).digest()


def joined(digests: Iterable[bytes]) -> str:
    """Return one digest of some digests in their order."""
    return blake2b(b"".join(digests), digest_size=_DIGEST_SIZE).hexdigest()


def name_of(reader: Reader) -> str:
    """Return what a reader of variables is known by from one run to the next."""
    return f"{getattr(reader, '__module__', '')}:{getattr(reader, '__qualname__', '')}"
