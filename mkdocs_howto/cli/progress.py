"""How far `generate` is: a bar on a terminal, lines in a log."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mkdocs_howto.cli import site
from mkdocs_howto.writers.llm import ModelWriter

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import ProgressColumn, Task

_PLAIN_STEPS = 10
"""Lines that tell how far it is, where there is no terminal to draw on."""

_BAR = 10
"""Cells of the bar: with large numbers and a wait, all of it still stands in a line of 100."""


class Screen:
    """Shows how far the run is; this one shows nothing."""

    writer: ModelWriter

    def progress(self, done: int, total: int) -> None:
        """Hear how far it is."""


@contextmanager
def shown(*, quiet: bool) -> Iterator[Screen]:
    """A screen for the time of a run.

    Args:
        quiet: Whether nothing is to be shown.
    """
    if quiet:
        yield Screen()
    elif sys.stderr.isatty():
        from rich.console import Console

        screen = Bar(Console(stderr=True))
        with screen.bar:
            yield screen
    else:
        yield Lines()


class Lines(Screen):
    """For logs: a line now and then."""

    def progress(self, done: int, total: int) -> None:
        if done == 0:
            click.echo(f"Asking {self.writer.settings.host} for {site.counted(total, 'section')} …", err=True)
        elif total > _PLAIN_STEPS and done % math.ceil(total / _PLAIN_STEPS) == 0 and done < total:
            click.echo(f"{done} of {total}: {self.writer.state}", err=True)


class Bar(Screen):
    """For people: drawn anew several times a second."""

    def __init__(self, console: Console) -> None:
        """Make a bar that shows nothing until it hears of work.

        Args:
            console: Where it is drawn.
        """
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            TextColumn("Sections"),
            BarColumn(_BAR),
            MofNCompleteColumn(),
            _column(_rate),
            TimeRemainingColumn(),
            _column(lambda task: self.writer.state if task.total else "", may_shrink=True),
            console=console,
        )
        self._task = self.bar.add_task("", total=None, visible=False)

    def progress(self, done: int, total: int) -> None:
        self.bar.update(self._task, completed=done, total=total, visible=True)


def _rate(task: Task) -> str:
    """Sections in a second, over the last half minute."""
    speed = task.finished_speed or task.speed
    return f"{speed:.1f}/s" if speed else "-/s"


def _column(words: Callable[[Task], str], *, may_shrink: bool = False) -> ProgressColumn:
    """A column of words; rich is imported only where a bar is drawn.

    Args:
        words: What it says of the task.
        may_shrink: Whether this column is cut where the line is too long.
    """
    from rich.progress import ProgressColumn
    from rich.table import Column
    from rich.text import Text

    class Words(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(words(task), no_wrap=True, overflow="ellipsis")

    return Words(Column(no_wrap=not may_shrink))
