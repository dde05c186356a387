"""`mkdocs-howto unpin`: let sections be written from the code again."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mkdocs_howto.cli import site
from mkdocs_howto.cli.pin import named, report
from mkdocs_howto.pinned import subject_of
from mkdocs_howto.pinning import Outcome, Pinner
from mkdocs_howto.stores.pins import FiledPin, Pin


@click.command()
@click.argument("references", metavar="[REF]...", nargs=-1)
@site.config_option
@click.option("--orphans", "lonely", is_flag=True, help="Those that no placeholder of the site asks for.")
@click.option("--force", is_flag=True, help="Also those that a person has changed.")
@click.option("--no-plugins", is_flag=True, help="With --orphans: read the files below docs_dir; run no plugin.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
def command(
    references: Sequence[str], config_file: Path | None, *, lonely: bool, force: bool, no_plugins: bool, quiet: bool
) -> None:
    """Remove the pin of REF; its section is written from the code again.

    Exits with 0; with 1 when something is not pinned or was not removed; with 2 when it cannot start.
    """
    if bool(references) == lonely:
        raise click.UsageError("Name what to unpin: REF or --orphans.")
    path = site.required(config_file)
    pinner = site.claimed(Pinner(site.settings(path), site.tell))
    if lonely:
        asked = {subject_of(request) for request in site.asked(path, plugins=not no_plugins)}
        pins: Iterator[Pin | FiledPin | Outcome] = iter(pinner.pins.orphans(asked))
    else:
        pins = named(pinner, references)
    failed = report((pin if isinstance(pin, Outcome) else pinner.unpin(pin, force=force) for pin in pins), quiet=quiet)
    pinner.close()
    sys.exit(1 if failed else 0)
