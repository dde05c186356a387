"""What the result of a function is built from, and in which case it is which."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from mkdocs_howto.writers.offline.telling import authors
from mkdocs_howto.writers.offline.telling.origins import origin_of, outcomes_of
from mkdocs_howto.writers.offline.trees import Function

ORIGINS = {
    "a variable": (
        "def load(path):\n    text = read(path)\n    rows = parse(text)\n    return rows",
        "built from `path` by `read(path)` and `parse(text)`",
    ),
    "a loop that fills a list": (
        "def all_of(names):\n    found = []\n    for name in names:\n        found.append(fetch(name))\n    return found",
        "built from `names` by `fetch(name)`",
    ),
    "a condition": (
        "def prove(seed):\n    for n in range(9):\n        if sha(seed, n) < 3:\n            return n\n    return 0",
        "built from `seed` by `sha(seed, n)`",
    ),
    "a call too long to be read": (
        "def play(midi):\n    return model.generate(midi, "
        + ", ".join(f"a_long_argument_{n}=0" for n in range(9))
        + ")",
        "built from `midi` by `model.generate`",
    ),
    "an argument that is bound anew": ("def load(a, b):\n    b = x(a)\n    return y(b)", ""),
    "only conversions": ("def total(rows):\n    return sum(len(row) for row in rows)", ""),
    "private calls": ("def total(rows):\n    return _sum(rows)", ""),
    "a constant": ("def answer():\n    load()\n    return 42", ""),
}


@pytest.mark.parametrize(("code", "told"), ORIGINS.values(), ids=ORIGINS)
def test_a_result_is_followed_to_the_calls_that_it_depends_on(code: str, told: str) -> None:
    assert origin_of(_function(code)) == told


OUTCOMES = {
    "two branches": (
        "def pick(a):\n    if a > 3:\n        return big(a)\n    return small(a)",
        [("`big(a)`", "`a > 3`", ""), ("`small(a)`", "", "")],
    ),
    "a loop": (
        "def prove(seed):\n    for n in range(9):\n        if sha(seed, n) < 3:\n            return seed + n\n    return seed",
        [("`seed + n`", "`sha(seed, n) < 3`", "each `n` of `range(9)`"), ("`seed`", "", "")],
    ),
    "a variable": ("def load(path):\n    rows = parse(path)\n    return rows", [("`parse(path)`", "", "")]),
    "a variable with two values": ("def load(a):\n    b = 1\n    if a:\n        b = 2\n    return b", []),
    "an argument that is bound anew": ("def f(a, b):\n    b = x(a)\n    c = y(b)\n    return c", []),
    "an argument that a loop binds": ("def f(a, b):\n    for b in a:\n        if x(b):\n            return y(b)", []),
    "an argument that is added to": ("def f(a):\n    a += 1\n    return y(a)", []),
    "too deep to follow": (
        "def f(a):\n" + "".join(f"{'    ' * n}if a:\n" for n in range(1, 9)) + "    " * 9 + "return a",
        [],
    ),
}


@pytest.mark.parametrize(("code", "told"), OUTCOMES.values(), ids=OUTCOMES)
def test_results_are_told_with_their_cases(code: str, told: list[tuple[str, str, str]]) -> None:
    assert [(one.value, one.condition, one.loop) for one in outcomes_of(_function(code))] == told


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("Script for generating a short link.", "generates a short link"),
        ("A helper function for parsing rows.", "parses rows"),
        ("Utility for checking links and counting them.", "checks links and counts them"),
        ("A method for the rest.", "is a method for the rest"),
    ],
)
def test_a_kind_of_thing_for_doing_something_does_it(summary: str, told: str) -> None:
    assert authors.phrase(authors.docstring_of(summary), "f") == told


def _function(code: str) -> Function:
    node = ast.parse(dedent(code)).body[0]
    assert isinstance(node, Function)
    return node
