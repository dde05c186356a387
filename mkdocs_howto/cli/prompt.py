"""`mkdocs-howto prompt`: what a model would be sent, and where to."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.cli import site
from mkdocs_howto.cli.tables import Column, Row, Table, show
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.writers import load
from mkdocs_howto.writers.llm import ModelWriter
from mkdocs_howto.writers.llm.answer import SCHEMA
from mkdocs_howto.writers.llm.prompt import Prompt


@click.command()
@click.argument("references", metavar="REF...", nargs=-1, required=True)
@site.path_option
@site.config_option
def command(references: Sequence[str], paths: Sequence[Path], config_file: Path | None) -> None:
    """Print the prompt for REF, what its parts cost, and the address it would go to. Nothing is sent.

    What is the same for all references, such as the instructions and the schema of the answer, stands once.

    Exits with 0, or with 2 when a reference leads to nothing or no model is configured; the others are printed all the
    same.
    """
    settings = site.with_paths(site.settings(config_file or site.find()), paths)
    if settings.writer == "offline":
        raise click.UsageError("No model is configured; set `writer` and `model` in mkdocs.yml.")
    options = {**settings.writer_settings, "language": settings.language, "root": str(settings.root)}
    try:
        writer = load(settings.writer, options)
    except HowtoError as error:
        site.complain(error, references[0])
        sys.exit(2)
    if not isinstance(writer, ModelWriter):
        raise click.UsageError(f"The writer `{settings.writer}` asks no model.")
    build, failed = Build(settings, site.tell), False
    shown: set[str] = set()
    for reference in references:
        try:
            prompt = writer.prompt(build.block(Request(reference)), build.recorder())
        except HowtoError as error:
            site.complain(error, reference)
            failed = True
            continue
        _show(reference, prompt, writer, shown)
    build.close()
    sys.exit(2 if failed else 0)


def _show(reference: str, prompt: Prompt, writer: ModelWriter, shown: set[str]) -> None:
    """Print a prompt; a text that was printed before is not repeated."""
    click.echo("\n" * bool(shown) + f"{reference}: about {prompt.tokens:,} tokens.")
    click.echo(f"To {writer.address}, model {writer.settings.model}.")
    columns = (Column("part"), Column("tokens", is_number=True))
    rows = tuple(Row((name, f"{count:,}")) for name, count in prompt.parts)
    show(Table(columns, (rows, (Row(("all", f"{prompt.tokens:,}"), "bold"),))))
    if prompt.dropped:
        click.echo(f"Left out to stay within {writer.settings.prompt_tokens:,} tokens: {', '.join(prompt.dropped)}.")
    schema = json.dumps(SCHEMA, indent=2) + "\n"
    for role, text in [(message.role, message.text) for message in prompt.messages] + [("schema", schema)]:
        if text not in shown:
            click.echo(f"\n--- {role} ---\n{text}", nl=False)
        shown.add(text)
