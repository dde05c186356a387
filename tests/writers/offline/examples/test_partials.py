"""Functions that a test makes with `partial` for one call."""

from __future__ import annotations

import pytest

from mkdocs_howto.writers.offline.examples.partials import written_out

MADE = 'make = partial(Cart, "Ada", size=3)'
CASES = {
    "a call": ([MADE, "cart = make()"], ['cart = Cart("Ada", size=3)']),
    "more arguments": ([MADE, 'cart = make("tea", full=1)'], ['cart = Cart("Ada", "tea", size=3, full=1)']),
    "another value": ([MADE, "cart = make(size=4)"], ['cart = Cart("Ada", size=4)']),
    "unpacked arguments": ([MADE, "cart = make(*a, **b)"], ['cart = Cart("Ada", *a, size=3, **b)']),
    "a call inside another one": ([MADE, "a = 'ä'", "print(a, make())"], ["a = 'ä'", 'print(a, Cart("Ada", size=3))']),
    "the name with its module": (["make = functools.partial(shop.Cart)", "make(1)"], ["shop.Cart(1)"]),
    "two partial functions": (["a = partial(Cart)", "b = partial(Till)", "a(b())"], ["Cart(Till())"]),
    "two calls": ([MADE, "a = make()", "b = make()"], None),
    "two calls in one statement": ([MADE, "make(make())"], None),
    "no call": ([MADE, "each(make)"], None),
    "a name that is given twice": ([MADE, "make = make()", "make"], None),
    "values that may change until the call": (["make = partial(Cart, size)", "size = 3", "make()"], None),
    "a call over several lines": ([MADE, "make(\n    1,\n)"], None),
    "arguments over several lines": (["make = partial(\n    Cart,\n)", "make()"], None),
    "a use before": (["make()", MADE], None),
    "no Python": (["make = partial(", "make()"], None),
}


@pytest.mark.parametrize("case", CASES)
def test_a_partial_function_of_one_call_is_written_out(case: str) -> None:
    texts, written = CASES[case]
    assert written_out(texts) == (texts if written is None else written)
