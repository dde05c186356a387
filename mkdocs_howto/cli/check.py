"""`mkdocs-howto check`: whether every section of a site still fits its code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from mkdocs_howto.cli import site
from mkdocs_howto.cli.output import json_text
from mkdocs_howto.handler import left_out
from mkdocs_howto.review.codes import advice
from mkdocs_howto.section import Finding
from mkdocs_howto.survey import SECTIONS, Row


@click.command()
@site.config_option
@click.option(
    "--site", "built", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Look for placeholders that stand as text in the built site in DIR, too.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="How to print.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option(
    "--no-plugins", is_flag=True, help="Read the files below docs_dir as they are; run no plugin of the site."
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing when all is well.")
def command(
    config_file: Path | None, built: Path | None, form: str, *, strict: bool, no_plugins: bool, quiet: bool
) -> None:
    """Check that every placeholder leads to code, that its section fits that code, and that no pin is stale.

    The site is built into a temporary folder. No model is asked and nothing is changed but the cache.

    Exits with 0; with 1 on errors and stale pins, with --strict also on warnings; with 2 when it cannot run.

    \b
    mkdocs-howto check
    mkdocs-howto check --site site --format github
    """
    path = site.required(config_file)
    survey = site.survey(path, plugins=not no_plugins)
    if not quiet and (unheeded := left_out(site.settings(path).handler)) is not None:
        site.tell(unheeded)
    rows = survey.rows()
    if built is not None:
        rows += site.leftovers(built, survey)
    if survey.is_off:
        click.echo("The site switches the plugin off (`enabled: false`): its placeholders show nothing.", err=True)
    printed = {"text": _text, "json": _json, "github": _github}[form](rows)
    bad = [row for row in rows if row.severity == "error" or (strict and row.severity == "warning")]
    if printed and (bad or form == "json" or not quiet):
        click.echo(printed)
    sys.exit(1 if bad else 0)


def _text(rows: Sequence[Row]) -> str:
    lines: list[str] = []
    for row in rows:
        place = _place(row)
        about = f"{row.reference}: " if row.reference and f"`{row.reference}`" not in row.message else ""
        if row.message:
            first, *rest = row.message.splitlines()
            lines += [f"{place}: {about}{row.state}: {first}", *(f"    {line.strip()}" for line in rest)]
        for finding in row.findings:
            lines += [
                f"{_place_of(finding, row)}: {row.reference}: {finding.code} {_told(finding)}",
                f"    Hint: {advice(finding.code).hint}",
            ]
    return "\n".join([*lines, _sum(rows)])


def _sum(rows: Sequence[Row]) -> str:
    states = Counter(row.state for row in rows if row.state in SECTIONS)
    told = ", ".join(f"{number} {state}" for state, number in states.items())
    wrong = Counter(severity for row in rows for severity in row.severities)
    head = f"Checked {site.counted(states.total(), 'section')}" + (f" ({told})" if told else "")
    if wrong:
        return f"{head}: {site.counted(wrong['error'], 'error')}, {site.counted(wrong['warning'], 'warning')}."
    return f"{head}: all fit their code."


def _told(finding: Finding) -> str:
    words = f" ({finding.words})" if finding.words and finding.words not in finding.message else ""
    return f"{finding.message}{words}"


def _place(row: Row) -> str:
    file = row.file or row.page or "(met by the last build)"
    return f"{file}:{row.line}" if row.line else file


def _place_of(finding: Finding, row: Row) -> str:
    return f"{row.pin}:{finding.line}" if row.pin and finding.line else _place(row)


def _json(rows: Sequence[Row]) -> str:
    return json_text({"rows": [site.row_as_json(row) for row in rows]})


def _github(rows: Sequence[Row]) -> str:
    """Workflow commands that GitHub shows beside the lines
    (docs.github.com, "Workflow commands for GitHub Actions").
    """
    lines = []
    for row in rows:
        about = f"{row.reference}: " if row.reference and f"`{row.reference}`" not in row.message else ""
        if row.message:
            place = (row.file or row.page, row.line)
            lines.append(_annotation(row.graded or "notice", place, row.state, f"{about}{row.message}"))
        for finding in row.findings:
            in_pin = bool(row.pin and finding.line)
            place = (row.pin, finding.line) if in_pin else (row.file or row.page, row.line)
            lines.append(_annotation(finding.severity, place, finding.code, f"{row.reference}: {_told(finding)}"))
    return "\n".join(lines)


def _annotation(level: str, place: tuple[str, int], title: str, message: str) -> str:
    file, line = place
    properties = {"file": file, "line": str(line or ""), "title": f"howto {title}"}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{level} {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
