"""Four times the text takes about four times the steps, whatever it repeats."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.words import sentences

UNITS = [
    ">>> f(\n",
    ">>> f(x)\n\n",
    "Args:\n  x: y\n",
    "Example:\n    f(x)\n\n    g(x)\n\n",
    "Example\n---\n",
    "Example\n-------\nf(x)\n\n",
    "Parameters\n----------\nx : y\n",
    "Raises:\n  AError: If x.\n",
    "See Also\n--------\na\n",
    "x:\n  y\n",
    "x::\n\n  f(x)\n\n",
    ".. note::\n",
    "!!! note\n    x\n",
    "- x\n",
    "```\n",
    ":param x: y\n",
    "Note: x\n",
    "New in version 1.2. ",
    "(a. ",
    "a. ",
]


def _steps(call: Callable[[], object]) -> int:
    """Return how many calls and lines Python goes through; a pattern is one step."""
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        call()
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_reading_is_linear(unit: str) -> None:
    read(unit)  # Modules that are imported where they are used are imported now.
    few, many = (_steps(lambda times=times: read(unit * times)) for times in (40, 160))
    assert many < 6 * few


def test_splitting_into_sentences_is_linear() -> None:
    few, many = (_steps(lambda times=times: sentences("(a. " * times)) for times in (100, 400))
    assert many < 6 * few
