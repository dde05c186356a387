"""The command `mkdocs-howto`: one file per subcommand, imported when it is called."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from mkdocs_howto import __version__
from mkdocs_howto.cli import output
from mkdocs_howto.cli.guessing import Guessing

_COMMANDS = {
    "approve": "Note that a person accepted a pinned section.",
    "cache": "Look into the cache, tidy it, carry it elsewhere.",
    "check": "Check that every section still fits its code.",
    "coverage": "Tell which public objects have no section.",
    "diff": "Compare a section with what would be written now.",
    "generate": "Have a model write what a site lacks.",
    "init": "Add the plugin to a site, with a first page.",
    "pin": "Keep sections as files of the repository.",
    "prompt": "Print what a model would be sent.",
    "review": "Compare a text with the code it is about.",
    "status": "Print how all sections of a site stand.",
    "unpin": "Let sections be written from the code again.",
    "show": "Print the section for any object, without a site.",
}

_OF_MKDOCS = ("build", "get-deps", "gh-deploy", "new", "serve")
"""Commands that are not ours, and are tried here (https://www.mkdocs.org/user-guide/cli/)."""


class _Lazy(Guessing):
    """A group whose commands are imported when they are asked for."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command; an error of the system ends it with a message."""
        output.prepare_streams()
        try:
            return super().main(*arguments, **options)
        except OSError as error:  # click itself ends quietly where the reader of a pipe has gone.
            output.give_up(error)
            sys.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"mkdocs_howto.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its line, whole, and import none of them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))

    def hint(self, name: str) -> str:
        if name not in _OF_MKDOCS and (found := super().hint(name)):
            return found
        if near := get_close_matches(name, _OF_MKDOCS, n=1):
            return f"`{near[0]}` is a command of MkDocs: `mkdocs {near[0]}`."
        is_reference = "." in name or "/" in name
        return f"To print the section for code: `mkdocs-howto show {name}`." if is_reference else ""


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="mkdocs-howto")
def main() -> None:
    """Sections that show how to use your code, written from the code."""
