"""Tables for people: drawn on a terminal, aligned text in a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.table import Table as Drawing


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above cells, and on which side they are aligned."""

    name: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, one for each column.

    Attributes:
        cells: Their texts, one line each.
        style: How a terminal shows them, in rich's words.
    """

    cells: tuple[str, ...]
    style: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in groups; an empty line stands between two groups."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[Row, ...], ...]

    @property
    def has_head(self) -> bool:
        """Whether any column has a name."""
        return any(column.name for column in self.columns)


def show(table: Table) -> None:
    """Print a table on standard output."""
    if not sys.stdout.isatty():
        click.echo("\n".join(_aligned(table)))
        return
    from rich.console import Console

    Console().print(_drawn(table))


def _aligned(table: Table) -> Iterator[str]:
    """A table's lines in plain text."""
    head = [tuple(column.name for column in table.columns)] if table.has_head else []
    lines = [*head, *(row.cells for row in chain.from_iterable(table.groups))]
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    yield from (_line(cells, table.columns, widths) for cells in head)
    for number, group in enumerate(table.groups):
        if number:
            yield ""
        yield from (_line(row.cells, table.columns, widths) for row in group)


def _line(cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    placed = [
        cell.rjust(width) if column.is_number else cell.ljust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    return "  ".join(placed).rstrip()


def _drawn(table: Table) -> Drawing:
    """A table as rich draws it."""
    from rich import box
    from rich.table import Table as Drawing
    from rich.text import Text

    drawing = Drawing(box=box.SIMPLE, show_header=table.has_head, header_style="bold", pad_edge=False)
    for column in table.columns:
        drawing.add_column(column.name, justify="right" if column.is_number else "left", overflow="fold")
    for group in table.groups:
        for row in group:
            # Texts, so that brackets and colons in them mean nothing to rich.
            drawing.add_row(*(Text(cell, style=row.style) for cell in row.cells))
        drawing.add_section()
    return drawing
