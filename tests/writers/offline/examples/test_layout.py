"""Long calls and imports are laid out as formatters do; what fits stays as it is."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.writers.offline.examples.layout import WIDEST, wrapped

_A, _B = f'"{"a" * 50}"', f'"{"b" * 50}"'


@pytest.mark.parametrize(
    ("text", "laid_out"),
    [
        ("print(f(1, 2))", "print(f(1, 2))"),
        (f"print(f({_A}, {_B}))", f"print(f(\n    {_A},\n    {_B},\n))"),
        (f"x = configured({_A}, size={'9' * 10}, name=1)", f"x = configured(\n    {_A}, size={'9' * 10}, name=1\n)"),
        (f"    x = f({_A}, b={_B}).name", f"    x = f(\n        {_A},\n        b={_B},\n    ).name"),
        (
            f"with f({_A}, {_B}) as value:\n    print(value)",
            f"with f(\n    {_A},\n    {_B},\n) as value:\n    print(value)",
        ),
        (f'print("ä", f({_A}, {_B}))', f'print(\n    "ä",\n    f(\n        {_A},\n        {_B},\n    ),\n)'),
        (f"from m import {'a' * 50}, {'b' * 50}", f"from m import (\n    {'a' * 50},\n    {'b' * 50},\n)"),
        (f"print({'a' * 100})", f"print({'a' * 100})"),  # which no break makes shorter
        (f"x = ...  # {'a' * 100}", f"x = ...  # {'a' * 100}"),
    ],
)
def test_long_calls_are_broken(text: str, laid_out: str) -> None:
    assert wrapped(text) == laid_out


@given(st.lists(st.text("abcä ()',#", max_size=40), min_size=1, max_size=6), st.integers(0, 3))
def test_breaking_changes_nothing_but_the_layout(values: list[str], depth: int) -> None:
    code = "print(" * depth + f"f({', '.join(map(repr, values))}, key={values[0]!r})" + ")" * depth
    laid_out = wrapped(code)
    assert ast.dump(ast.parse(laid_out)) == ast.dump(ast.parse(code))
    assert all(len(line) <= WIDEST for line in laid_out.split("\n")) or "#" in code
