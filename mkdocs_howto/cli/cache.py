"""`mkdocs-howto cache`: look into the cache, tidy it, carry it elsewhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from mkdocs_howto.cli import site
from mkdocs_howto.cli.guessing import Guessing
from mkdocs_howto.cli.output import echo_json
from mkdocs_howto.errors import StoreUnavailable
from mkdocs_howto.files import real
from mkdocs_howto.stores import archive
from mkdocs_howto.stores.disk import DiskStore
from mkdocs_howto.stores.entry import Entry

T = TypeVar("T")


@click.group(cls=Guessing)
def command() -> None:
    """Look into the cache of a site, tidy it, carry it to another machine."""


@command.command()
@site.config_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
def info(config_file: Path | None, form: str) -> None:
    """Print what the cache holds."""
    store = _store(config_file)
    found = _counted(store)
    store.close()
    if form == "json":
        echo_json(found)
        return
    click.echo(f"{found['folder']}: {site.counted(found['sections'], 'section')}, {found['bytes']:,} bytes")
    for writer, count in found["writers"].items():
        click.echo(f"  {count:>6,}  {writer}")
    for words in ("rejected", "pins_reviewed"):
        if found[words]:
            click.echo(f"  {found[words]:>6,}  {words.replace('_', ' ')}")
    if found["tokens"]:
        click.echo(f"  {found['tokens']:,} tokens were paid for what is kept")


def _counted(store: DiskStore) -> dict[str, Any]:
    """Count the sections one after the other: all of them together may be too much for the memory."""
    writers: Counter[str] = Counter()
    rejected = of_pins = tokens = 0
    for _, summary in store.summaries():
        rejected += summary.is_rejected
        of_pins += summary.is_of_pin
        tokens += summary.tokens
        if not summary.is_rejected and not summary.is_of_pin:
            writers[summary.writer] += 1
    files = (path for path in store.folder.iterdir() if path.is_file()) if store.folder.is_dir() else ()
    return {
        "folder": site.shown(store.folder),
        "bytes": sum(path.stat().st_size for path in files),
        "sections": writers.total(),
        "writers": dict(writers),
        "rejected": rejected,
        "pins_reviewed": of_pins,
        "tokens": tokens,
    }


@command.command()
@site.config_option
@click.option("--paid", is_flag=True, help="Also what a model wrote.")
@click.option("--no-plugins", is_flag=True, help="Read the files below docs_dir; run no plugin of the site.")
def prune(config_file: Path | None, *, paid: bool, no_plugins: bool) -> None:
    """Remove sections that no placeholder of the site asks for any more.

    What a model wrote was paid for and stays, unless --paid is given.
    """
    from mkdocs_howto.guide import Guide

    path = site.required(config_file)
    settings = site.settings(path)
    guide = Guide(site.without_calls(settings, "no model is asked here"), site.tell)
    asked = site.asked(path, plugins=not no_plugins)
    guide.expect_again(asked)
    guide.prepare_requests(asked)
    used = guide.used_keys()
    guide.end()
    store = _store(path)
    gone = [key for key, summary in store.summaries() if key not in used and (paid or not summary.is_paid)]
    store.remove(gone)
    store.close()
    click.echo(f"Removed {site.counted(len(gone), 'section')}.")


@command.command()
@site.config_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def clear(config_file: Path | None, *, yes: bool) -> None:
    """Remove everything from the cache."""
    store = _store(config_file)
    count = paid = 0
    for _, summary in store.summaries():
        count += not summary.is_of_pin
        paid += not summary.is_of_pin and summary.is_paid
    if paid and not yes:
        question = f"A model was paid for {site.counted(paid, 'section')} of {count}. Remove all?"
        click.confirm(question, abort=True)
    store.clear()
    store.close()
    click.echo(f"Removed {site.counted(count, 'section')}.")


@command.command(short_help="Write the sections of the cache into FILE.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@site.config_option
@click.option("--paid", is_flag=True, help="Only what a model wrote.")
def export(file: Path, config_file: Path | None, *, paid: bool) -> None:
    """Write the sections of the cache into FILE; compressed when its name ends in .gz."""
    store = _store(config_file)
    keys = [key for key, summary in store.summaries() if not summary.is_of_pin and (summary.is_paid or not paid)]
    place = real(file.parent) / file.name  # Links that the user names are meant.
    try:
        with _progress("Writing", store.entries(keys), len(keys)) as entries:
            count = archive.write(place, entries)
    except StoreUnavailable as error:
        raise site.CannotRun(str(error)) from error
    except OSError as error:
        raise site.CannotRun(f"{file} cannot be written: {error}") from error
    store.close()
    click.echo(f"Wrote {site.counted(count, 'section')} into {file}.")


@command.command("import", short_help="Take sections from FILE into the cache.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@site.config_option
def import_(file: Path, config_file: Path | None) -> None:
    """Take sections from FILE into the cache; what is there already stays as it is.

    Every section is checked; lines that hold none are told and left out. Exits with 1 when there were any.
    """
    store = _store(config_file)
    known = {key for key, _ in store.summaries()}
    taken: list[tuple[str, Entry]] = []
    count, left = 0, 0
    try:
        with _progress("Reading", archive.read(file, known)) as rows:
            for found in rows:
                if isinstance(found, int):
                    click.echo(f"{file}:{found}: This line holds no section.", err=True)
                    left += 1
                else:
                    taken.append(found)
                if len(taken) == _BATCH:
                    count += _kept(store, taken)
        count += _kept(store, taken)
    except (OSError, StoreUnavailable) as error:
        raise site.CannotRun(str(error)) from error
    store.close()
    click.echo(f"Took {site.counted(count, 'section')} from {file}." + (f" Left out {left}." if left else ""))
    sys.exit(1 if left else 0)


@contextmanager
def _progress(label: str, rows: Iterable[T], length: int | None = None) -> Iterator[Iterable[T]]:
    """Show on a terminal how many of some rows were gone through."""
    if not sys.stderr.isatty():
        yield rows
        return
    with click.progressbar(rows, length, label, show_pos=True, file=sys.stderr) as shown:
        yield shown


_BATCH = 100
"""Sections kept in one transaction."""


def _kept(store: DiskStore, taken: list[tuple[str, Entry]]) -> int:
    count = len(taken)
    store.keep(taken)
    if not store.usable:
        raise site.CannotRun("Nothing more was taken.")
    taken.clear()
    return count


def _store(config_file: Path | None) -> DiskStore:
    settings = site.settings(site.required(config_file))
    if settings.cache is None:
        raise site.CannotRun("The site keeps no cache: its option `cache` is empty.")

    def unavailable(error: StoreUnavailable) -> None:
        raise site.CannotRun(str(error))

    return DiskStore(settings.cache, unavailable, shown=site.shown(settings.cache))
