"""`mkdocs-howto pin`: keep sections as files of the repository, and bring them up to today's code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from mkdocs_howto.cli import site
from mkdocs_howto.pinning import FAILED, Outcome, Pinner
from mkdocs_howto.stores.pins import Pin


@click.command()
@click.argument("references", metavar="[REF]...", nargs=-1)
@site.config_option
@click.option("--all", "every", is_flag=True, help="Every placeholder of the site that has a reference.")
@click.option("--update", is_flag=True, help="Renew stale pins: those of REF, or all. Edits are merged.")
@click.option(
    "--move", "moves", metavar="OLD NEW", nargs=2, multiple=True, help="Take the pin of OLD to NEW, its new name."
)
@click.option("--offline", is_flag=True, help="Pin offline text, whatever the site's writer is.")
@click.option("--no-plugins", is_flag=True, help="With --all: read the files below docs_dir; run no plugin.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
def command(
    references: Sequence[str],
    config_file: Path | None,
    *,
    every: bool,
    moves: Sequence[tuple[str, str]],
    update: bool,
    offline: bool,
    no_plugins: bool,
    quiet: bool,
) -> None:
    """Write the section for REF into a Markdown file that the repository keeps.

    From then on the site shows that file, as it is or as people change it, until it is unpinned. No
    model is asked: its text is taken from the cache.

    Exits with 0; with 1 when a pin could not be written or merged; with 2 when it cannot start.

    \b
    mkdocs-howto pin shop.cart.Cart
    mkdocs-howto pin --all
    mkdocs-howto pin --update
    mkdocs-howto pin --move shop.Cart shop.Basket
    """
    if sum([bool(references) and not update, every, update, bool(moves)]) != 1:
        raise click.UsageError("Name what to pin: REF, --all, --update or --move OLD NEW.")
    path = site.required(config_file)
    settings = site.settings(path)
    pinner = site.claimed(Pinner(settings, site.tell, offline=offline))
    outcomes: Iterable[Outcome]
    if moves:
        outcomes = (outcome for old, new in moves for outcome in pinner.move(old, new))
    elif update:
        outcomes = _updated(pinner, references)
    elif every:
        outcomes = _all_pinned(pinner, path, plugins=not no_plugins)
    else:
        outcomes = (pinner.pin(pinner.request(reference)) for reference in dict.fromkeys(references))
    failed = report(outcomes, quiet=quiet)
    pinner.close()
    if settings.pins is None and not quiet and len(pinner.pins):
        option = f"pins: {pinner.pins.shown}/"
        click.echo(f"The site does not show pins yet: add `{option}` to the options of `howto` in {path.name}.")
    sys.exit(1 if failed else 0)


def report(outcomes: Iterable[Outcome], *, quiet: bool) -> bool:
    """Print what became of pins, each as soon as it is known; true when something went wrong."""
    counts: dict[str, int] = {}
    for outcome in outcomes:
        counts[outcome.deed] = counts.get(outcome.deed, 0) + 1
        is_wrong = outcome.deed in FAILED
        if is_wrong or (not quiet and outcome.deed != "unchanged"):
            file = f" {outcome.file}" if outcome.file else ""
            message = f": {outcome.message}" if outcome.message else ""
            click.echo(f"{outcome.reference}: {outcome.deed}{file}{message}", err=is_wrong)
    if not quiet:
        told = ", ".join(f"{number} {deed}" for deed, number in counts.items())
        click.echo(f"{told}." if told else "There are no pins.")
    return any(deed in FAILED for deed in counts)


def _updated(pinner: Pinner, references: Sequence[str]) -> Iterator[Outcome]:
    if not references:
        # Each has been told where it was read.
        yield from (Outcome(reference=error.file, deed="failed", message="") for error in pinner.pins.broken)
    for pin in named(pinner, references) if references else pinner.pins:
        if isinstance(pin, Outcome):
            yield pin
        else:
            yield pinner.update(pin)


def named(pinner: Pinner, references: Sequence[str]) -> Iterator[Pin | Outcome]:
    """The pins about references; a failure for each that has none."""
    for reference in dict.fromkeys(references):
        pins = pinner.named(reference)
        yield from pins
        if not pins:
            yield Outcome(reference=reference, deed="failed", message="it is not pinned")


def _all_pinned(pinner: Pinner, path: Path, *, plugins: bool) -> Iterator[Outcome]:
    requests = site.asked(path, plugins=plugins)
    pinner.guide.prepare_requests(requests)
    for request in requests:
        # Code that stands in a page is in the repository already.
        if request.reference and request.code is None:
            yield pinner.pin(request)
