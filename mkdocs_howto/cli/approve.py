"""`mkdocs-howto approve`: note that a person accepted a pinned section."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from mkdocs_howto.cli import site
from mkdocs_howto.cli.pin import named, report
from mkdocs_howto.pinning import Outcome, Pinner


@click.command()
@click.argument("references", metavar="REF...", nargs=-1, required=True)
@site.config_option
@click.option("--by", metavar="NAME", help="Who accepts it. Default: the name that git commits with.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
def command(references: Sequence[str], config_file: Path | None, by: str | None, *, quiet: bool) -> None:
    """Accept the pinned section for REF as it is, for the code as it is.

    The pin is no longer stale, and says who accepted it and when. Changed later, by anyone, it is no
    longer approved.

    Exits with 0; with 1 when something is not pinned; with 2 when it cannot start.
    """
    pinner = site.claimed(Pinner(site.settings(site.required(config_file)), site.tell))
    name = " ".join((by or _name()).split())
    if not name:
        raise click.UsageError("Nobody is named; say who accepts it with --by NAME.")
    accepted = f"{name}, {datetime.now(UTC).date().isoformat()}"
    failed = report(
        (pin if isinstance(pin, Outcome) else pinner.approve(pin, accepted) for pin in named(pinner, references)),
        quiet=quiet,
    )
    pinner.close()
    sys.exit(1 if failed else 0)


def _name() -> str:
    """Who works here: as git would say it, else the login name."""
    if name := os.environ.get("GIT_AUTHOR_NAME"):
        return name
    if git := shutil.which("git"):
        told = subprocess.run([git, "config", "user.name"], capture_output=True, text=True, check=False)  # noqa: S603
        if told.returncode == 0 and told.stdout.strip():
            return told.stdout.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
