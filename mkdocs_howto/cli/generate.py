"""`mkdocs-howto generate`: have a model write what a site lacks."""

from __future__ import annotations

import dataclasses
import math
import sys
import time
from pathlib import Path

import click

from mkdocs_howto.cli import site
from mkdocs_howto.errors import HowtoError, Notice
from mkdocs_howto.guide import Guide, Request, Settings
from mkdocs_howto.writers import load
from mkdocs_howto.writers.llm import ModelWriter


@click.command()
@click.option(
    "-f",
    "--config-file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's configuration. Default: mkdocs.yml here.",
)
@click.option("--dry-run", is_flag=True, help="Print what would be asked, and ask nothing.")
@click.option("--max-requests", metavar="N", type=click.IntRange(min=0), help="Ask at most N times. Default: `budget`.")
@click.option("--retry-rejected", is_flag=True, help="Ask again for what was rejected before.")
@click.option("--no-plugins", is_flag=True, help="Read the files below docs_dir; run no plugin of the site.")
def command(
    config_file: Path | None, max_requests: int | None, *, dry_run: bool, retry_rejected: bool, no_plugins: bool
) -> None:
    """Have the site's model write every section that is not kept yet.

    The placeholders are those of the site's pages, as plugins add and change them, and those that the
    last build met later, in macros and snippets.

    Exits with 0; with 1 when sections are still missing or were rejected; with 2 when it cannot start.
    """
    path = config_file or site.find()
    if path is None:
        raise click.UsageError("There is no mkdocs.yml here; name one with --config-file.")
    settings = _settings(path, max_requests, retry_rejected=retry_rejected)
    guide = Guide(settings, _tell)
    texts = site.texts_below(path) if no_plugins else site.texts(path)
    requests = list(dict.fromkeys([*guide.requests(texts), *guide.recorded()]))
    if dry_run:
        _plan(guide, requests)
        return
    started = time.perf_counter()
    guide.prepare_requests(requests)
    left = sum(guide.unwritten.values()) + guide.rejected
    writer = guide.writer(settings.writer)
    guide.end()
    if isinstance(writer, ModelWriter):
        _sum_up(writer, guide.written, left, time.perf_counter() - started)
    sys.exit(1 if left else 0)


def _settings(path: Path, max_requests: int | None, *, retry_rejected: bool) -> Settings:
    settings = site.settings(path)
    if settings.writer == "offline":
        raise click.UsageError("The site has the writer `offline`, which needs no model; set `writer` in its options.")
    if settings.writer_settings.get("no_llm"):
        raise click.UsageError("The site has `no_llm: true`, which forbids every call of a model.")
    if max_requests is not None:
        budget = {**dict(settings.writer_settings.get("budget") or {}), "requests": max_requests}  # type: ignore[call-overload]
        settings = dataclasses.replace(settings, writer_settings={**settings.writer_settings, "budget": budget})
    try:
        load(settings.writer, {**settings.writer_settings, "root": str(settings.root)})
    except HowtoError as error:
        raise click.UsageError(str(error)) from error
    return dataclasses.replace(settings, retry_rejected=retry_rejected)


def _plan(guide: Guide, requests: list[Request]) -> None:
    wanted = guide.to_buy(requests)
    for request, tokens in wanted:
        click.echo(f"{request.reference or 'code in a page'}: about {tokens:,} tokens")
    total = sum(tokens for _, tokens in wanted)
    writer = guide.writer(guide.settings.writer)
    click.echo(
        f"{_counted(len(wanted), 'call')}, about {total:,} tokens with the answers; "
        f"{_counted(len(requests) - len(wanted), 'section')} need none."
    )
    if isinstance(writer, ModelWriter):
        click.echo(f"To {writer.address}, model {writer.settings.model}; the budget allows {_budget(writer)}.")
        if writer.unavailable:
            click.echo(f"Nothing could be asked now: {writer.unavailable}.")
    guide.end()


def _budget(writer: ModelWriter) -> str:
    requests, tokens = writer.settings.requests, writer.settings.tokens
    return _counted(int(requests), "call") + (f" and {tokens:,.0f} tokens" if math.isfinite(tokens) else "")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _sum_up(writer: ModelWriter, written: int, left: int, seconds: float) -> None:
    spent = writer.spent
    parts = [
        f"{_counted(spent.requests, 'call')}",
        f"{spent.input:,} tokens read" + (f" ({spent.cached:,} of them kept by the service)" if spent.cached else ""),
        f"{spent.output:,} tokens written",
        *([f"{spent.repaired} repaired"] if spent.repaired else []),
        *([f"{spent.rejected} rejected"] if spent.rejected else []),
        *([f"{left} still without"] if left else []),
    ]
    click.echo(f"{_counted(written, 'section')} written in {seconds:.1f} s: {', '.join(parts)}.")


def _tell(notice: Notice) -> None:
    click.echo(str(notice), err=True)
