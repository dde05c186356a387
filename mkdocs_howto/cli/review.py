"""`mkdocs-howto review`: compare a text with the code it is about."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.cli import site
from mkdocs_howto.cli.output import echo_json
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.files import read_regular
from mkdocs_howto.masking import masked_markdown
from mkdocs_howto.reading import read
from mkdocs_howto.review.codes import CODES, RETIRED, advice, unused
from mkdocs_howto.section import Finding

_LARGEST = 1_000_000
"""Bytes of a file that is reviewed; a section has some thousands."""


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--ref", "reference", metavar="REF", required=True, help="What the text is about.")
@site.path_option
@click.option(
    "--ignore",
    metavar="CODE",
    multiple=True,
    type=click.Choice((*CODES, *sorted(RETIRED))),
    help="Leave out findings of this code.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
)
def command(file: Path, reference: str, paths: Sequence[Path], ignore: Sequence[str], form: str) -> None:
    """Compare the section in FILE with the code that REF means.

    Exits with 0 when nothing is wrong, 1 with errors, 2 when it cannot be done.

    \b
    mkdocs-howto review docs/cart.md --ref shop.cart.Cart
    """
    try:
        settings = dataclasses.replace(site.settings(site.find()), cache=None)
    except click.ClickException as error:
        error.show()
        sys.exit(2)  # Its own status, 1, would say that the text is wrong.
    build = Build(site.with_paths(settings, paths), site.tell)
    try:
        data, _ = read_regular(file, _LARGEST)
        text = masked_markdown(data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
        everything = build.reviewed(Request(reference), read(text))
    except HowtoError as error:
        site.complain(error, reference)
        sys.exit(2)
    except (OSError, UnicodeDecodeError) as error:
        click.echo(f"{file} cannot be read: {error}", err=True)
        sys.exit(2)
    for code in unused(ignore, everything):
        click.echo(f"`{code}` is ignored, but was not found.", err=True)
    findings = [finding for finding in everything if finding.code not in {*settings.ignore, *ignore}]
    if form == "json":
        echo_json({"findings": [dataclasses.asdict(finding) for finding in findings]})
    else:
        _print(file, findings)
    sys.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _print(file: Path, findings: Sequence[Finding]) -> None:
    for finding in findings:
        place = f"{file}:{finding.line}" if finding.line else str(file)
        words = f" ({finding.words})" if finding.words and finding.words not in finding.message else ""
        click.echo(f"{place}: {finding.code} {finding.message}{words}")
        click.echo(f"    Hint: {advice(finding.code).hint}")
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    told = f"Found {_count(errors, 'error')} and {_count(warnings, 'warning')}."
    click.echo(told if findings else "All checks passed.")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
