"""`mkdocs-howto show`: the section for any object, without a site."""

from __future__ import annotations

import dataclasses
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from mkdocs_howto.answers import Answer, Request
from mkdocs_howto.cli import site
from mkdocs_howto.cli.output import echo_json
from mkdocs_howto.errors import HowtoError
from mkdocs_howto.guide import Guide
from mkdocs_howto.masking import masked_markdown
from mkdocs_howto.reading import read
from mkdocs_howto.rendering.markdown import portable
from mkdocs_howto.rendering.pin import portable_text
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import Reason, Section, Step
from mkdocs_howto.settings import Settings

_NUMBER = re.compile(r"\A\s*+(?:\d++[.)]|[-*+])\s++")
"""The mark of an item of a list."""


@click.command()
@click.argument("references", metavar="REF...", nargs=-1, required=True)
@site.path_option
@click.option(
    "-f",
    "--config-file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the options and the cache of this site. Default: mkdocs.yml, if there is one here.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="How to print.",
)
@click.option("--no-cache", is_flag=True, help="Write the section anew and keep nothing.")
@click.option("--rejected", is_flag=True, help="Print what a model wrote and the review refused, with all findings.")
@click.option("--why", is_flag=True, help="Say why the parts of the example are as they are.")
def command(
    references: Sequence[str],
    paths: Sequence[Path],
    config_file: Path | None,
    form: str,
    *,
    no_cache: bool,
    rejected: bool,
    why: bool,
) -> None:
    """Print how to use REF: a dotted path, a file, or lines of it.

    Exits with 0, or with 2 when a reference leads to nothing; the others are printed all the same.

    \b
    mkdocs-howto show json.JSONDecoder
    mkdocs-howto show shop/cart.py#L10-L40 --format json
    """
    settings = site.settings(config_file or site.find())
    settings = dataclasses.replace(site.with_paths(settings, paths), cache=None if no_cache else settings.cache)
    settings = site.without_calls(settings, "`mkdocs-howto show` asks no model", is_site=False)
    guide = Guide(settings, site.tell)
    failed = False
    for number, reference in enumerate(references):
        try:
            request = Request(reference, writer=settings.writer, language=settings.language)
            if rejected:
                _show_rejected(reference, guide.rejected(request), settings, form)
                continue
            answer = guide.answer(request)
            reasons = guide.reasons(request) if why else ()
        except HowtoError as error:
            site.complain(error, reference)
            failed = True
            continue
        if form == "json":
            told = {"why": [dataclasses.asdict(reason) for reason in reasons]} if why else {}
            echo_json(as_json(reference, answer, settings) | told)
        else:
            click.echo(("\n" if number else "") + _markdown(answer, settings) + _told(reasons), nl=False)
    guide.end()
    sys.exit(2 if failed else 0)


def _show_rejected(reference: str, answer: Answer | None, settings: Settings, form: str) -> None:
    """Print a text that was refused with everything that the review found in it.

    Raises:
        HowtoError: No text about the reference was refused.
    """
    if answer is None:
        raise HowtoError(f"No text about `{reference}` was rejected.", hint="Leave out `--rejected`.")
    if form == "json":
        echo_json(as_json(reference, answer, settings) | {"rejected": answer.entry.rejected})
        return
    rows = [
        f"- {finding.severity} {finding.code}: {finding.message}" + (f" ({finding.words})" if finding.words else "")
        for finding in answer.entry.section.findings
    ]
    rows = rows or [f"- {answer.entry.rejected}"]
    click.echo(masked("\n".join([_markdown(answer, settings), "Why it was rejected:", "", *rows])))


def as_json(reference: str, answer: Answer, settings: Settings) -> dict[str, Any]:
    """A section as one JSON object."""
    section, record = _as_values(answer), answer.record
    return {
        "reference": reference,
        "object_path": record.object_path,
        "kind": record.kind,
        "file": record.file,
        "lines": list(record.lines),
        "fingerprint": record.fingerprint,
        "writer": section.provenance.writer,
        "model": section.provenance.model,
        "markdown": _markdown(answer, settings),
        "description": section.description,
        "steps": [_step(step) for step in section.steps],
        "example": section.example,
        "example_source": section.provenance.example_source,
        "findings": [dataclasses.asdict(finding) for finding in section.findings],
    }


def _as_values(answer: Answer) -> Section:
    """Return an answer's section; of a pin that a person edited, with what its text says."""
    section = answer.entry.section
    if answer.pinned is None or not answer.pinned.is_text:
        return section
    reading = read(masked_markdown(answer.pinned.pin.body))
    return dataclasses.replace(
        section,
        description=" ".join(words.strip() for _, words in reading.description if words.strip()),
        steps=tuple(Step(_NUMBER.sub("", words).strip()) for _, words in reading.steps if words.strip()),
        example=reading.example,
    )


def _markdown(answer: Answer, settings: Settings) -> str:
    record, section = answer.record, answer.entry.section
    title = settings.title.replace("{name}", f"`{record.name or record.file}`")
    if answer.pinned is not None and answer.pinned.is_text:
        return portable_text(
            masked_markdown(answer.pinned.pin.body),
            section.provenance,
            title=title,
            heading_level=settings.heading_level,
            show=settings.show,
            file=record.file,
            lines=record.lines,
        )
    return portable(
        section,
        title=title,
        heading_level=settings.heading_level,
        show=settings.show,
        file=record.file,
        lines=record.lines,
    )


def _told(reasons: Sequence[Reason]) -> str:
    """Return why the parts of an example are as they are, one line each; empty where nothing is asked."""
    if not reasons:
        return ""
    lines = ["", "Why this example:", ""]
    for reason in reasons:
        shown = f": `{reason.shown}`" if reason.shown else ""
        rejected = f" Not taken: {'; '.join(reason.rejected)}." if reason.rejected else ""
        lines.append(f"- {reason.part}{shown}. Rule `{reason.rule}`: {reason.evidence}.{rejected}")
    return "\n".join(lines) + "\n"


def _step(step: Step) -> dict[str, Any]:
    return {"text": step.text, "steps": [_step(inner) for inner in step.steps]}
