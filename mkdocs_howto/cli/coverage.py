"""`mkdocs-howto coverage`: which public objects of a project have no section yet."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdocs_howto.cli import site
from mkdocs_howto.cli.output import json_text
from mkdocs_howto.errors import HowtoError

if TYPE_CHECKING:
    from mkdocs_howto.coverage import Coverage


@click.command()
@click.argument("packages", metavar="[PACKAGE]...", nargs=-1)
@site.config_option
@click.option(
    "--fail-under", "minimum", metavar="PERCENT", type=click.FloatRange(0, 100), default=0.0,
    help="Exit with 1 when fewer of 100 objects have a section.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="How to print.",
)  # fmt: skip
@click.option("--no-plugins", is_flag=True, help="Read the files below docs_dir; run no plugin of the site.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing when enough objects have a section.")
def command(
    packages: Sequence[str], config_file: Path | None, minimum: float, form: str, *, no_plugins: bool, quiet: bool
) -> None:
    """Tell which public functions and classes of PACKAGE have a section on the site, and which have none.

    Without PACKAGE, the project's own packages are meant. Public is what mkdocstrings would show: names without an
    underscore that a module defines, or that its `__all__` lists. Each object counts once, in the first module that
    has it. The site is built into a temporary folder, as `check` does.

    Exits with 0; with 1 when fewer objects than --fail-under have a section; with 2 when it cannot run.

    \b
    mkdocs-howto coverage
    mkdocs-howto coverage shop --fail-under 80
    """
    from mkdocs_howto.coverage import measure
    from mkdocs_howto.packages import packages as packages_of

    path = site.required(config_file)
    settings = site.settings(path)
    names = packages or packages_of(settings.root, settings.paths)
    if not names:
        folders = ", ".join(f"{site.shown(folder)}/" for folder in settings.paths)
        raise site.CannotRun(f"There is no package in {folders}; name one: `mkdocs-howto coverage PACKAGE`.")
    objects = site.survey(path, plugins=not no_plugins, is_forced=True).objects
    try:
        found = measure(settings, names, sorted(filter(None, objects)))
    except HowtoError as error:
        raise site.CannotRun(str(error)) from error
    for problem in found.unread:
        click.echo(f"Left out: {problem}", err=True)
    is_enough = found.percent >= minimum
    if not (quiet and is_enough):
        click.echo({"text": _text, "json": _json, "markdown": _markdown}[form](found, minimum))
    sys.exit(0 if is_enough else 1)


def _text(found: Coverage, minimum: float) -> str:
    lines = [f"{one.file}:{one.line}: {one.path} has no section." for one in found.missing]
    return "\n".join([*lines, *_judgement(found, minimum)])


def _judgement(found: Coverage, minimum: float) -> Iterator[str]:
    covered = found.total - len(found.missing)
    yield f"{covered} of {site.counted(found.total, 'public object')} have a section ({_shown(found.percent)})."
    if found.percent < minimum:
        yield f"That is less than the {_shown(minimum)} of --fail-under."


def _shown(percent: float) -> str:
    """Return a percentage with one decimal, cut and not rounded: 99.96 is not 100."""
    return f"{int(percent * 10) / 10:g} %"


def _json(found: Coverage, minimum: float) -> str:
    modules = [dataclasses.asdict(module) for module in found.modules]
    total, missing = found.total, len(found.missing)
    return json_text(
        {"total": total, "covered": total - missing, "percent": round(found.percent, 2), "minimum": minimum,
         "modules": modules}
    )  # fmt: skip


def _markdown(found: Coverage, minimum: float) -> str:
    """Return a table for a comment on a change or the summary of a CI job."""
    rows = ["| Module | Objects | With a section | Without |", "|---|---:|---:|---|"]
    for module in found.modules:
        names = ", ".join(f"`{one.path.removeprefix(f'{module.name}.')}`" for one in module.missing)
        rows.append(f"| `{module.name}` | {module.total} | {module.total - len(module.missing)} | {names} |")
    return "\n".join([*rows, "", *_judgement(found, minimum)])
