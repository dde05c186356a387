"""Whether decorators of a project keep the parameters of functions."""

from __future__ import annotations

import pytest

from mkdocs_howto.usage.decorators import gives_other_parameters

DECORATORS = {
    "hands on all": (
        "def mark(f):\n    def inner(*args, **kwargs):\n        return f(*args, **kwargs)\n    return inner",
        False,
    ),
    "hands on all of a method": (
        "def mark(f):\n    def inner(self, *args, **kwargs):\n        return f(self, *args, **kwargs)\n    return inner",
        False,
    ),
    "takes as many": ("def mark(f):\n    def inner(text):\n        return f(text.strip())\n    return inner", False),
    "may take more": ("def mark(f):\n    def inner(a, times=3):\n        return f(a)\n    return inner", False),
    "adds one before the others": (
        "def mark(f):\n    def inner(*args, **kwargs):\n        return f(Session(), *args, **kwargs)\n    return inner",
        True,
    ),
    "calls it for each pair": (
        "def mark(f):\n    def inner(pairs):\n        return [f(a, b) for a, b in pairs]\n    return inner",
        True,
    ),
    "opens what it passes": (
        "def mark(f):\n    def inner():\n        with till() as t:\n            f(t)\n    return inner",
        True,
    ),
    "adds one, made by a function": (
        "def mark(name):\n    def outer(f):\n        async def inner(*args):\n            return await f(name, *args)\n        return inner\n    return outer",
        True,
    ),
    "calls back, and is no wrapper": ("def every(f, n):\n    def tick():\n        f(n)\n    start(tick)", False),
    "is no Python": ("def mark(f:", False),
}


@pytest.mark.parametrize(("code", "expected"), DECORATORS.values(), ids=DECORATORS)
def test_whether_what_is_decorated_takes_other_arguments(code: str, expected: bool) -> None:  # noqa: FBT001
    assert gives_other_parameters(code) is expected
