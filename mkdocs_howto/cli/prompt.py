"""`mkdocs-howto prompt`: what a model would be sent, and where to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.cli import site
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.writers import load
from mkdocs_howto.writers.llm import ModelWriter


@click.command()
@click.argument("reference", metavar="REF")
@site.path_option
@site.config_option
def command(reference: str, paths: Sequence[Path], config_file: Path | None) -> None:
    """Print the prompt for REF, its estimated tokens, and the address it would go to. Nothing is sent.

    Exits with 0, or with 2 when the reference leads to nothing or no model is configured.
    """
    settings = site.with_paths(site.settings(config_file or site.find()), paths)
    if settings.writer == "offline":
        raise click.UsageError("No model is configured; set `writer` and `model` in mkdocs.yml.")
    try:
        options = {**settings.writer_settings, "language": settings.language, "root": str(settings.root)}
        writer = load(settings.writer, options)
        build = Build(settings, site.tell)
        block = build.block(Request(reference))
        if not isinstance(writer, ModelWriter):
            raise click.UsageError(f"The writer `{settings.writer}` asks no model.")
        prompt = writer.prompt(block, build.recorder())
        build.close()
    except HowtoError as error:
        site.complain(error, reference)
        sys.exit(2)
    click.echo(f"To {writer.address}, model {writer.settings.model}: about {prompt.tokens:,} tokens.")
    if prompt.dropped:
        click.echo(f"Left out to stay within {writer.settings.prompt_tokens:,} tokens: {', '.join(prompt.dropped)}.")
    for message in prompt.messages:
        click.echo(f"\n--- {message.role} ---\n{message.text}", nl=False)
