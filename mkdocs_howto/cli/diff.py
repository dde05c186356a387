"""`mkdocs-howto diff`: what would change if a section were written now."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import click

from mkdocs_howto.cli import site
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.pinning import Pinner


@click.command()
@click.argument("reference", metavar="REF")
@site.config_option
def command(reference: str, config_file: Path | None) -> None:
    """Compare the pinned or kept section for REF with what would be written now.

    No model is asked: where a model's text for today's code is not kept, offline text stands in for it.

    Exits with 0 when they are equal, with 1 when they differ, with 2 when there is nothing to compare.
    """
    path = site.required(config_file)
    pinner = Pinner(site.settings(path), site.tell)
    try:
        before = pinner.before(reference)
        if before is None:
            raise HowtoError(f"`{reference}` is neither pinned nor kept.", hint="Build the site, or pin it, first.")
        after = pinner.now(reference)
    except HowtoError as error:
        raise site.CannotRun(str(error)) from error
    finally:
        pinner.close()
    lines = difflib.unified_diff(
        before.text.splitlines(), after.text.splitlines(), before.name, after.name, lineterm=""
    )
    told = list(lines)
    for line in told:
        click.secho(line, fg=_colour(line))
    sys.exit(1 if told else 0)


def _colour(line: str) -> str | None:
    if line.startswith(("+++", "---")):
        return None
    return {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
