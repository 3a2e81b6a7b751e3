"""What can go wrong, as one small tree.

``KgError``
  ├── ``SourceError``   a source cannot be read or an output cannot be written   (exit code 2)
  ├── ``QueryError``    a query, a graph or a question cannot be used           (exit code 2)
  ├── ``LoadError``     a graph cannot be loaded, or a store does not take it   (exit code 2)
  └── ``ConfigError``   an option, ``kg.toml`` or a vocabulary cannot be used   (exit code 2)

A fault inside a page is no exception: it is a ``model.Diagnostic``, and the run goes on.
"""

from __future__ import annotations

from functools import partial

from .wording import printable


class KgError(Exception):
    """Something that the user can put right.

    Args:
        message: What is wrong; lower case, no full stop, one line.
        hint: What to do about it, one line.
        place: ``file``, ``file:line`` or ``file:line:column``, where there is one.
    """

    def __init__(self, message: str, *, hint: str, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __reduce__(self) -> tuple[partial[KgError], tuple[()]]:
        """Pickle what it says: a worker may raise it."""
        return partial(type(self), self.message, hint=self.hint, place=self.place), ()

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return printable(f"{where}{self.message}; {self.hint}")


class SourceError(KgError):
    """A source that cannot be read, or an output that cannot be written."""


class QueryError(KgError):
    """A query, a graph or a competency question that cannot be used."""


class LoadError(KgError):
    """A graph that cannot be loaded, or a triple store that does not take it."""


class ConfigError(KgError):
    """An option, a configuration file or a vocabulary that cannot be used."""
