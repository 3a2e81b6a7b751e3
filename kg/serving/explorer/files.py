"""The pages as files: a folder that any web server, or none, can show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...errors import SourceError
from ...files import led_to, write_file
from ...wording import reason_of
from .answers import drawing, html
from .pages import Pages
from .rdf import TYPES, describe

LIST = "kg-explorer.txt"
"""The file that names what an export wrote, so that the next one can remove what is gone."""

_STATIC = Path(__file__).parent.parent / "static"


def write_pages(pages: Pages, folder: Path) -> int:
    """Write every page, each node's Turtle and JSON-LD, and what the pages use; return how many files these are.

    Files of a former export that no page needs any more are removed.

    Args:
        pages: The pages.
        folder: Where to; it is made where it is missing.

    Raises:
        SourceError: The folder holds something else, is a link out of its own, or cannot be written to.
    """
    folder = led_to(folder)
    former = _former(folder)
    _write(folder, LIST, "".join(f"{path}\n" for path in sorted(former)).encode())  # so that it can be done again
    written: set[str] = set()
    for path, content in _files(pages):
        _write(folder, path, content)
        written.add(path)
    for path in sorted(former - written):
        target = folder / path
        if target.is_file() and target.resolve().is_relative_to(folder.resolve()):
            target.unlink()
    _write(folder, LIST, "".join(f"{path}\n" for path in sorted(written)).encode())
    return len(written)


def _files(pages: Pages) -> Iterator[tuple[str, bytes]]:
    for path in pages.paths():
        if (page := html(pages, path, static=True)) is not None:
            yield f"{path}.html", page
        if path in pages.places.iris:
            for extension in TYPES:
                yield f"{path}{extension}", describe(pages.reader, [pages.places.iris[path]], extension)
            if (found := drawing(pages, path)) is not None:
                yield f"graph/{path}.json", found
    for file in sorted(_STATIC.rglob("*")):
        if file.is_file():
            yield f"static/{file.relative_to(_STATIC).as_posix()}", file.read_bytes()


def _former(folder: Path) -> set[str]:
    """Return what a former export wrote into a folder."""
    try:
        if (folder / LIST).is_file():
            return set((folder / LIST).read_text(encoding="utf-8").splitlines())
        if folder.is_dir() and any(folder.iterdir()):
            hint = f"name an empty folder, or one that has the {LIST} of a former export"
            raise SourceError("the folder holds other files", hint=hint, place=str(folder))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError("cannot be read", hint="name a folder that you may write to", place=str(folder)) from error
    return set()


def _write(folder: Path, path: str, content: bytes) -> None:
    target = folder / path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        hint = "name a folder that you may write to"
        raise SourceError(f"cannot be written: {reason_of(error)}", hint=hint, place=str(target)) from error
    write_file(target, content)
