"""Read the Markdown of pages that another plugin renders, as mkdocs-jupyter does with notebooks and scripts.

Facts about the formats: nbformat.readthedocs.io, "The notebook file format"; jupytext.readthedocs.io, "The percent
format".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_LONGEST = 5_000_000
"""Characters of a notebook that is read; pictures in it count."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown inside a page.

    Attributes:
        text: The Markdown.
        place: Where it stands, as messages say it; empty where lines of the text are lines of the file.
    """

    text: str
    place: str = ""


def passages(name: str, text: str) -> Iterator[Passage]:
    """Give the Markdown that a page holds.

    Args:
        name: The page's path, which tells its format.
        text: The file's text.
    """
    if name.endswith(".ipynb"):
        for number, cell in enumerate(_cells(text), start=1):
            if isinstance(cell, dict) and cell.get("cell_type") == "markdown":
                yield Passage(_source(cell.get("source")), f"cell {number}")
    elif name.endswith(".py"):
        yield Passage("\n".join(_comment(line) for line in text.split("\n")))
    else:
        yield Passage(text)


def _cells(text: str) -> list[Any]:
    if len(text) > _LONGEST:
        return []
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):  # Whoever renders the page says so.
        return []
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    return cells if isinstance(cells, list) else []


def _source(value: Any) -> str:
    """Return a cell's text, which is one string or a list of lines."""
    lines = value if isinstance(value, list) else [value]
    return "".join(line for line in lines if isinstance(line, str))


def _comment(line: str) -> str:
    """Return what a line of a script says as a comment."""
    return line.removeprefix("#").removeprefix(" ") if line.startswith("#") else ""
