"""A group of commands that guesses which one was meant by a mistyped name."""

from __future__ import annotations

from difflib import get_close_matches

import click


class Guessing(click.Group):
    """A group whose message about an unknown command names the command that was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return name, command and remaining arguments.

        Raises:
            click.UsageError: There is no such command.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = self.hint(name) or f"Commands: {', '.join(self.list_commands(ctx))}."
            ctx.fail(f"There is no command `{name}`. {hint}")
        return super().resolve_command(ctx, args)

    def hint(self, name: str) -> str:
        """Return what a user who typed this name should type; empty when nothing is near.

        Args:
            name: What was typed in place of a command's name.
        """
        names = self.list_commands(click.get_current_context())
        near = get_close_matches(name.lower(), names, n=1)
        starting = [one for one in names if len(name) > 1 and one.startswith(name.lower())]
        found = [*starting, *near][:1]
        return f"Did you mean `{found[0]}`?" if found else ""
