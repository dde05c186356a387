"""Four times the text takes about four times the steps, whatever it repeats."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.passages import read_page, read_program
from mkdocs_howto.facts.uses import uses_of
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


PAGES = [
    "# Title\n\n",
    "words\n",
    "words\n\n",
    "```python\nf(x)\n```\n",
    "```python\n",
    ">>> f(x)\n1\n",
    ">>> f(\n",
    "> ",
    "!!! note\n\n    x\n",
    ":::{tip}\n",
    "Title\n===\n",
    "f::\n\n    f(x)\n\n",
    ".. code-block:: python\n\n    f(x)\n\n",
    ".. testsetup::\n\n    f(x)\n\n",
    ".. note::\n",
    "  - x\n",
]


@pytest.mark.parametrize("file", ["page.md", "page.rst"])
@pytest.mark.parametrize("unit", PAGES, ids=repr)
def test_reading_pages_is_linear(unit: str, file: str) -> None:
    def reading(times: int) -> Callable[[], object]:
        return lambda: read_page(unit * times, file, "docs", lambda path: None)

    reading(40)()
    few, many = (_steps(reading(times)) for times in (40, 160))
    assert many < 6 * few


PROGRAMS = [
    "shop.pay(1)\n",
    "import shop\n",
    "a = shop.pay()\n",
    "a = a.b\n",
    "@shop.hook\ndef f():\n    return a\n",
    "a = [\n    ...\n]\n",
    "with shop.a() as a:\n    a.b()\n",
]


@pytest.mark.parametrize("unit", PROGRAMS, ids=repr)
def test_finding_uses_is_linear(unit: str) -> None:
    """In one long program, and in a page of many passages that go on with each other's names."""

    def in_program(times: int) -> Callable[[], object]:
        return lambda: uses_of([read_program(unit * times, "a.py", "example")], {"shop"})

    def in_page(times: int) -> Callable[[], object]:
        page = read_page(f"```python\n{unit}```\n" * times, "a.md", "docs", lambda path: None)
        return lambda: uses_of(page, {"shop"})

    for using in (in_program, in_page):
        using(40)()
        few, many = (_steps(using(times)) for times in (40, 160))
        assert many < 6 * few
