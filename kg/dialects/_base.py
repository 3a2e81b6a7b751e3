"""What a dialect is: how a site's Markdown differs from CommonMark, as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ..source import Line

Lines = tuple[Line, ...]


class SiteFiles(Protocol):
    """The files beside the pages, as far as they lie under the root."""

    def text(self, path: str) -> str | None:
        """Return the text of a file by its path relative to the root, or None where there is none to be read."""

    def has(self, path: str) -> bool:
        """Return whether a file can be read."""

    def nearest(self, folder: str, names: tuple[str, ...]) -> str | None:
        """Return the path of the first file of some names in a folder, or in the nearest one above it, or None."""

    def names(self, folder: str, suffix: str) -> tuple[str, ...]:
        """Return the paths of the files under a folder whose names end in a suffix, sorted."""


@dataclass(frozen=True, slots=True)
class Transform:
    """What is done to the lines of a page before they are parsed.

    Args:
        apply: Returns the lines as they are to be parsed; they keep their places in the file.
        marks: Strings of which a text has one wherever something is done to it.
    """

    apply: Callable[[Lines], Lines]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Include:
    """A line that includes a file.

    Args:
        line: What it looks like: the group ``path``.
        mark: A string that each such line has.
        folder: The folder that paths are relative to; "" is the page's own.
    """

    line: re.Pattern[str]
    mark: str
    folder: str = ""


def no_variables(files: SiteFiles) -> Mapping[str, str]:  # noqa: ARG001
    """Return no variables: for dialects without site data."""
    return {}


@dataclass(frozen=True, slots=True)
class Dialect:
    """A dialect of Markdown, and the rules of the sites that are written in it.

    Args:
        label: Its name for people.
        neighbours: Names of files in the page's folder or above it that show it.
        signs: What in a page shows it, or None.
        marks: Strings of which a page with a sign has one: a look for them is far quicker.
        suffix: What the address of a page ends in, where the page's own links do not show it.
        transforms: What is done to the lines before they are parsed, in this order.
        include: How a line includes a file; None where there are no includes.
        link: A target that names a page by its source path: the group ``path``.
        variables: Reads the values of template variables from the site's data files.
    """

    label: str
    neighbours: tuple[str, ...] = ()
    signs: re.Pattern[str] | None = None
    marks: tuple[str, ...] = ()
    suffix: str = ""
    transforms: tuple[Transform, ...] = ()
    include: Include | None = None
    link: re.Pattern[str] | None = None
    variables: Callable[[SiteFiles], Mapping[str, str]] = no_variables
