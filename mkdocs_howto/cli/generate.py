"""`mkdocs-howto generate`: have a model write what a site lacks."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mkdocs_howto.build import Request
from mkdocs_howto.cli import site
from mkdocs_howto.errors import HowtoError, Notice
from mkdocs_howto.guide import Guide
from mkdocs_howto.settings import Settings
from mkdocs_howto.writers import load
from mkdocs_howto.writers.llm import ModelWriter

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import ProgressColumn

_PLAIN_STEPS = 10
"""Lines that tell how far it is, where there is no terminal to draw on."""


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
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to sum up.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    config_file: Path | None,
    max_requests: int | None,
    form: str,
    *,
    dry_run: bool,
    retry_rejected: bool,
    no_plugins: bool,
    quiet: bool,
) -> None:
    """Have the site's model write every section that is not kept yet.

    The placeholders are those of the site's pages, as plugins add and change them, and those that the
    last build met later, in macros and snippets.

    Exits with 0; with 1 when sections are still missing or were rejected; with 2 when it cannot start.
    """
    path = config_file or site.find()
    if path is None:
        raise click.UsageError("There is no mkdocs.yml here; name one with --config-file.")
    settings, writer = _settings(path, max_requests, retry_rejected=retry_rejected)
    pages = site.texts_below(path) if no_plugins else site.texts(path)
    if dry_run:
        _plan(Guide(settings, _tell), pages)
        return
    started = time.perf_counter()
    with _shown(writer.settings.prices, quiet=quiet or form == "json") as screen:
        guide = Guide(settings, _quiet if quiet else _tell, screen.progress)
        asked = guide.writer(settings.writer)
        screen.writer = asked if isinstance(asked, ModelWriter) else writer
        requests = list(dict.fromkeys([*guide.requests(pages.values()), *guide.recorded()]))
        guide.prepare_requests(requests)
    result = _result(guide, screen.writer, len(requests), time.perf_counter() - started)
    guide.end()
    if form == "json":
        click.echo(json.dumps(result, ensure_ascii=False))
    elif not quiet:
        click.echo(_summary(result))
    sys.exit(1 if result["offline"] or result["rejected"] else 0)


def _settings(path: Path, max_requests: int | None, *, retry_rejected: bool) -> tuple[Settings, ModelWriter]:
    settings = site.settings(path)
    if settings.writer == "offline":
        raise click.UsageError("The site has the writer `offline`, which needs no model; set `writer` in its options.")
    if settings.writer_settings.get("no_llm"):
        raise click.UsageError("The site has `no_llm: true`, which forbids every call of a model.")
    options = dict(settings.writer_settings)
    if max_requests is not None:
        budget: Any = options.get("budget") or {}
        options["budget"] = {**budget, "requests": max_requests}
    try:
        writer = load(settings.writer, {**options, "root": str(settings.root)})
    except HowtoError as error:
        raise click.UsageError(str(error)) from error
    if not isinstance(writer, ModelWriter):
        raise click.UsageError(f"The writer `{settings.writer}` asks no model.")
    return dataclasses.replace(settings, writer_settings=options, retry_rejected=retry_rejected), writer


# What would be asked.


def _plan(guide: Guide, pages: Mapping[str, str]) -> None:
    rows = [(page, request) for page, text in pages.items() for request in guide.requests([text])]
    rows += [("(met by the last build)", request) for request in guide.recorded()]
    first: dict[Request, str] = {}
    for page, request in rows:
        first.setdefault(request, page)
    wanted = guide.to_buy(list(first))
    width = max((len(first[request]) for request, _ in wanted), default=0)
    for request, tokens in wanted:
        click.echo(f"{first[request]:<{width}}  {request.reference or 'code in a page'}: about {tokens:,} tokens")
    total, writer = sum(tokens for _, tokens in wanted), guide.writer(guide.settings.writer)
    click.echo(
        f"{_counted(len(wanted), 'call')}, about {total:,} tokens with the answers; "
        f"{_counted(len(first) - len(wanted), 'section')} need none."
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


# How far it is.


class _Screen:
    """Shows how far the run is; this one shows nothing."""

    writer: ModelWriter

    def progress(self, done: int, total: int) -> None:
        """Hear how far it is."""


class _Lines(_Screen):
    """For logs: a line now and then."""

    def progress(self, done: int, total: int) -> None:
        if done == 0:
            click.echo(f"Asking {self.writer.settings.host} for {_counted(total, 'section')} …", err=True)
        elif total > _PLAIN_STEPS and done % (total // _PLAIN_STEPS) == 0 and done < total:
            click.echo(f"{done} of {total}", err=True)


class _Bar(_Screen):
    """For people: drawn anew several times a second."""

    def __init__(self, prices: Mapping[str, float]) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._prices = prices
        bar = (TextColumn("Sections"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bar = Progress(*bar, _state_column(self), console=Console(stderr=True))
        self._task = self.bar.add_task("", total=None, visible=False)

    def progress(self, done: int, total: int) -> None:
        self.bar.update(self._task, completed=done, total=total, visible=True)

    def state(self) -> str:
        """What is going on, in words."""
        known, spent = self.writer.known, self.writer.spent
        waiting = known.paused_until - time.monotonic()
        parts = [f"waiting {waiting:.0f} s for a rate limit" if waiting > 0 else f"{known.underway} running"]
        parts.append(f"{spent.input + spent.output:,} tokens")
        parts += [f"{spent.money(self._prices):.4f} spent"] if self._prices else []
        return ", ".join(parts)


def _state_column(screen: _Bar) -> ProgressColumn:
    """A column of words; rich is imported only where a bar is drawn.

    Args:
        screen: Knows the words.
    """
    from rich.progress import ProgressColumn, Task
    from rich.text import Text

    class State(ProgressColumn):
        def render(self, task: Task) -> RenderableType:
            return Text(screen.state() if task.total else "")

    return State()


@contextmanager
def _shown(prices: Mapping[str, float], *, quiet: bool) -> Iterator[_Screen]:
    if quiet:
        yield _Screen()
    elif sys.stderr.isatty():
        screen = _Bar(prices)
        with screen.bar:
            yield screen
    else:
        yield _Lines()


# What came of it.


def _result(guide: Guide, writer: ModelWriter, asked: int, seconds: float) -> dict[str, Any]:
    spent, offline = writer.spent, sum(guide.unwritten.values())
    result = {
        "written": guide.written,
        "kept": max(asked - guide.written - guide.rejected - offline, 0),
        "repaired": spent.repaired,
        "rejected": guide.rejected,
        "offline": offline,
        "reasons": dict(guide.unwritten),
        "calls": spent.requests,
        "tokens": {"read": spent.input, "kept_by_the_service": spent.cached, "written": spent.output},
        "seconds": round(seconds, 1),
    }
    if writer.settings.prices:
        result["money"] = round(spent.money(writer.settings.prices), 6)
    return result


def _summary(result: Mapping[str, Any]) -> str:
    tokens = result["tokens"]
    cached = tokens["kept_by_the_service"]
    parts = [
        _counted(result["calls"], "call"),
        f"{tokens['read']:,} tokens read" + (f" ({cached:,} of them kept by the service)" if cached else ""),
        f"{tokens['written']:,} tokens written",
        *([f"{result['money']:.4f} spent"] if "money" in result else []),
    ]
    rows: Sequence[tuple[str, int]] = [
        ("kept from before", result["kept"]), ("repaired", result["repaired"]), ("rejected", result["rejected"]),
        ("still without", result["offline"]),
    ]  # fmt: skip
    others = [f"{number} {words}" for words, number in rows if number]
    head = f"{_counted(result['written'], 'section')} written in {result['seconds']} s: {', '.join(parts)}."
    return head + (f"\n{', '.join(others)}." if others else "")


def _tell(notice: Notice) -> None:
    click.echo(str(notice), err=True)


def _quiet(notice: Notice) -> None:
    if notice.kind in {"no-llm", "option"}:
        _tell(notice)
