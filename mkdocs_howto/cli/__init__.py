"""The command `mkdocs-howto`: one file per subcommand, imported when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from mkdocs_howto import __version__
from mkdocs_howto.cli import output

_COMMANDS = {
    "approve": "Note that a person accepted a pinned section.",
    "cache": "Look into the cache, tidy it, carry it elsewhere.",
    "check": "Check that every section still fits its code.",
    "diff": "Compare a section with what would be written now.",
    "generate": "Have a model write what a site lacks.",
    "pin": "Keep sections as files of the repository.",
    "prompt": "Print what a model would be sent.",
    "review": "Compare a text with the code it is about.",
    "status": "Print how all sections of a site stand.",
    "unpin": "Let sections be written from the code again.",
    "show": "Print the section for any object, without a site.",
}


class _Lazy(click.Group):
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


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="mkdocs-howto")
def main() -> None:
    """Sections that show how to use your code, written from the code."""
