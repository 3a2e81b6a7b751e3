"""The command ``kg``: a group whose commands are imported when they are asked for."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import click

from ..errors import KgError
from .ending import ending_in_order
from .exits import EXIT_FAILED

_COMMANDS: Mapping[str, tuple[str, str]] = {
    "export": ("export_command:export", "Turn Markdown pages into an RDF graph."),
    "explain": ("explain_command:explain", "Show what was taken from each table, row and cell, and by which rule."),
    "vocabulary": ("vocabulary_command:vocabulary", "Show, check and extend the mechanisms and providers."),
    "query": ("query_command:query", "Ask graphs a SPARQL query or a competency question."),
    "validate": ("validate_command:validate", "Tell what is wrong with pages and graphs."),
    "load": ("load_command:load", "Bring the graphs of a triple store up to date."),
    "serve": ("serve_command:serve", "Serve graphs on this machine: a SPARQL endpoint and pages to browse."),
}
"""Name of a command, its module and function, and its help in one line: so ``kg --help`` imports none of them."""


class _Fault(click.ClickException):
    exit_code = EXIT_FAILED

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        click.echo(self.message, err=True)


class _Group(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(f".{module}", __name__), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][1]) for name in sorted(_COMMANDS)])

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; this is the one place where an error of the library becomes a line and an exit code."""
        try:
            with ending_in_order():
                return super().invoke(ctx)
        except KgError as error:
            raise _Fault(str(error)) from error
        except BrokenPipeError:
            _give_up_output()
            raise SystemExit(EXIT_FAILED) from None
        except OSError as error:  # files are written by kg.files, which raises KgError; what is left is standard output
            _give_up_output()
            raise _Fault(f"standard output: cannot be written: {error.strerror}") from error


def _give_up_output() -> None:
    """Let what standard output still holds go nowhere.

    Python would try to write it at its end, say so on standard error and exit with 120; this is what its
    documentation recommends: https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="docs-kg", prog_name="kg")
def main() -> None:
    """Turn the feature tables of Markdown documentation into an RDF graph that answers SPARQL.

    \b
    Exit codes: 0 done; 1 findings (--strict, --conflicts fail, validate, vocabulary check);
    2 a source could not be read, an output not written, or a store did not take a graph.
    """  # noqa: D301 - click's mark for a paragraph that is not wrapped
