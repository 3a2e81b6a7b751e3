"""The mechanisms and providers that a text names, and the commands that stand in its code spans."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache

from ..matching import Matcher, Words, topics, words_of
from ..model import Mention, Node
from ..names import MECH
from ..ontology import folder
from ..visible import codes_of, text_of
from ..vocabulary import Kind, Vocabulary

SQL_STATEMENT = f"{MECH}sql-statement"
COMMAND = f"{MECH}command"

_PARENTHESIS = re.compile(r"\s*\([^()]*\)\s*")
_STOP = " \u0001 "
_OPAQUE = re.compile(r"[/\\_=${}()<>:@#%]|^[-.]|\.[A-Za-z]\w*$")
_FLAG = re.compile(r"\s--?[A-Za-z]")
_PROGRAM = re.compile(r"(?:\$ |sudo )?([a-z][a-z0-9._-]*)\s+\S")


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    with (folder() / "commands.toml").open("rb") as stream:
        words = tomllib.load(stream)
    return frozenset(words["sql"]), frozenset(words["programs"])


def command_of(code: str) -> str | None:
    """Return the broader concept of a code span that reads as a statement or a command, else None.

    A SQL statement begins with a SQL verb in capitals and goes on; a command is a well-known program with an argument,
    or a lower-case word that is followed by a flag.

    >>> command_of("ALTER TABLE...EXPERIMENTAL AUDIT") == SQL_STATEMENT, command_of("kubectl get pods") == COMMAND
    (True, True)
    >>> command_of("tls_cert_file") is None, command_of("ALTER") is None
    (True, True)
    """
    verbs, programs = _words()
    first, _, rest = code.strip().partition(" ")
    if first in verbs and rest.strip(" ."):
        return SQL_STATEMENT
    program = _PROGRAM.match(code.strip())
    if program and (program[1] in programs or _FLAG.search(code)):
        return COMMAND
    return None


class Annotator:
    """Finds what the texts of a page mention.

    Args:
        vocabulary: The concepts of both kinds.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._mechanisms = Matcher(vocabulary, "mechanism")
        self._providers = Matcher(vocabulary, "provider")
        self._topics = topics(vocabulary)

    def topic_of(self, label: str) -> str:
        """Return the IRI of the topic whose label a whole label equals, or ""."""
        return self._topics.get(tuple(word.folded for word in words_of(label)), "")

    def subjects_of(self, *texts: str) -> frozenset[str]:
        """Return the IRIs of the software that the title of a page, or the name of its product, names.

        It is what the page is about, and so no means by which a feature of it works (gold guide: the documented
        product's own vendor).
        """
        found = (match.concept for text in texts for match in self._mechanisms.find(words_of(text), texts))
        return frozenset(concept.iri for concept in found if concept.is_software)

    def annotate(
        self, nodes: Iterable[Node], context: Iterable[str] = (), subjects: frozenset[str] = frozenset()
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return the mechanisms and the providers that some nodes name, in order.

        Args:
            nodes: The text.
            context: Texts nearby that may hold the context of an ambiguous label.
            subjects: What the page is about; it is left out.
        """
        nodes, context = tuple(nodes), tuple(context)
        text = text_of(nodes, _as_text)
        readings = [words_of(text)]
        if "(" in text:
            readings.append(words_of(_PARENTHESIS.sub(" ", text)))
        mechanisms = self._found(self._mechanisms, readings, context)
        commands = []
        for code in codes_of(nodes):
            label = " ".join(code.value.split())
            if (broader := command_of(label)) and not self._is_label(label):
                commands.append(Mention("", label, broader))
        mentions = tuple(dict.fromkeys((*mechanisms, *commands)))
        mentions = tuple(mention for mention in mentions if mention.concept not in subjects)
        return mentions, self._found(self._providers, readings, context)

    def _is_label(self, label: str) -> bool:
        words = words_of(label)
        return any(match.end - match.start == len(words) for match in self._mechanisms.find(words))

    @staticmethod
    def _found(matcher: Matcher, readings: list[Words], context: tuple[str, ...]) -> tuple[Mention, ...]:
        """Return what a text names, with and without what stands in parentheses (``LE (Low Energy) Audio``)."""
        found = [match for words in readings for match in matcher.find(words, context)]
        if not found:
            return ()
        return tuple(Mention(match.concept.iri, match.label) for match in matcher.narrowest(found))


def _as_text(code: str) -> str:
    """Return the words of a code span that may name a concept: none where it is a command, a path or an identifier."""
    return _STOP if _OPAQUE.search(code.strip()) or command_of(code) else code


__all__ = ["COMMAND", "SQL_STATEMENT", "Annotator", "Kind", "command_of"]
