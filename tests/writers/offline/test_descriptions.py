"""Descriptions say what a thing is, what it is for, and what to know before using it; never more."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.writers.offline.descriptions import sentence
from tests.conftest import FIXTURES, write_tree
from tests.writers.offline.test_seeds import lines
from tests.writers.offline.test_writer import section_of

GOLDEN = [
    "shop.reserve", "shop.Price", "shop.Cart", "shop.files.atomic_write", "shop.text.slug", "shop.export.Exporter",
    "shop.cli.top", "shop.StockError", "shop.cart.MAX_LINES", "shop.money", "providers.SkyChat", "providers.TokenChat",
    "providers.PageChat",
]  # fmt: skip

DESCRIPTIONS = {
    "def f(a, b): return g(a)": "`f` returns `g(a)`.",
    "def f(a):\n    b = g(a)\n    h(b)": "`f` takes `a` and returns nothing.",
    "def f(a: int) -> str:\n    b = g(a)\n    return h(b)": "`f` takes `a` and returns `str`.",
    "def f(a):\n    g(a)\n    return True": "`f` takes `a` and returns `True`.",
    "def f(a):\n    if g(a):\n        return True\n    h(a)": "`f` takes `a`.",
    "def f(self, a):\n    self.b = g(a)\n    return self": "`f` takes `a` and returns the object itself.",
    "def f(a):\n    '''Drop *a*, and *not* ``b``.'''\n    g(a)": "Drop `a`, and not `b`.",
    "def f():\n    '''Say hello.'''\n    print('hello')": "Say hello.",
    "async def f(a):\n    '''Wait.'''\n    await a": "Wait. `f` is a coroutine: await it.",
    "async def f(a):\n    '''Count.'''\n    yield a": "Count. `f` is an asynchronous generator: iterate over it with `async for`.",
    "def f(a):\n    '''Count.'''\n    yield a": "Count. `f` is a generator.",
    "from contextlib import contextmanager\n@contextmanager\ndef f(a):\n    '''Hold.'''\n    yield a": (
        "Hold. `f` is a context manager: use it in a `with` statement."
    ),
    "def f(a):\n    '''Add.'''\n    a.append(1)": "Add. It changes `a` in place.",
    "def f(a):\n    '''Add.'''\n    a = list(a)\n    a.append(1)": "Add.",
    "def f(a):\n    '''Halve.'''\n    if a < 2:\n        raise ValueError(a)\n    return a / 2": (
        "Halve. It raises `ValueError` if `a` is less than 2."
    ),
    "def f(a):\n    '''Halve.'''\n    b = g(a)\n    if b:\n        raise ValueError(a)\n    return b": (
        "Halve. It may raise `ValueError`."
    ),
    "def f(a):\n    '''Halve.\n\n    Raises:\n        ValueError: The number is odd.\n    '''\n    if a: raise ValueError": (
        "Halve. It may raise `ValueError` (the number is odd)."
    ),
    "from functools import lru_cache\n@lru_cache\ndef f(a):\n    '''Think.'''\n    return g(a)": (
        "Think. Results are kept: the same arguments are computed once."
    ),
    "@app.get('/carts')\ndef f():\n    '''List carts.'''\n    return g()": (
        "List carts. It answers GET requests to `/carts`."
    ),
    "from dataclasses import dataclass\n@dataclass\nclass f:\n    a: int\n    b: str = 'x'": (
        "`f` is a dataclass with the fields `a` and `b` (`'x'` by default)."
    ),
    "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass f:\n    a: int": (
        "`f` is a frozen dataclass with the field `a`; its fields cannot be changed."
    ),
    "from dataclasses import dataclass\n@dataclass\nclass f:\n    a: int\n    password: str = 'hunter2'": (
        "`f` is a dataclass with the fields `a` and `password`."
    ),
    "from enum import Enum\nclass f(Enum):\n    A = 1\n    B = 2": "`f` is an enumeration of `A` and `B`.",
    "import m2\nclass f(m2.f): ...": "`f` is a class built on `m2.f`.",
    "class _g: ...\nclass f(_g):\n    '''Hold.'''\n    def a(self): ...": "Hold.",
    "class _g: ...\nclass f(_g):\n    def a(self): ...": "`f` is a class built on `_g`.",
    "def f(a) -> _T | None:\n    b = g(a)\n    return h(b)": "`f` takes `a`.",
    "def f(a):\n    '''Do.\n\n    Raises:\n        ValueError: If `a`\n            is too small.\n    '''\n    g(a)\n    raise ValueError": (
        "Do. It may raise `ValueError` (if `a` is too small)."
    ),
    "class f(ValueError):\n    '''Too late.'''": "Too late. `f` is an exception, a `ValueError`.",
    "class f:\n    '''Hold.'''\n    def a(self): ...": "Hold.",
    "class f:\n    def a(self): return 1": "`f` is a class with `a`.",
    "class f:\n    '''Hold.'''\n    def __enter__(self): ...\n    def __exit__(self, *a): ...\n    def close(self): ...": (
        "Hold. Use it in a `with` statement, or close it with `close()`."
    ),
    "class f:\n    '''Ask.'''\n    async def a(self): ...\n    async def b(self): ...": "Ask. `a` and `b` are coroutines.",
    "from abc import ABC, abstractmethod\nclass f(ABC):\n    '''Write.'''\n    @abstractmethod\n    def a(self): ...": (
        "Write. `f` is an abstract class. Subclass it and implement `a`."
    ),
    "f = 3": "`f` is an attribute with the value `3`.",
}


@pytest.mark.parametrize(("code", "text"), DESCRIPTIONS.items(), ids=[code[:40] for code in DESCRIPTIONS])
def test_a_description(package: Path, code: str, text: str) -> None:
    write_tree(package, {"m.py": f"{code}\n"})
    assert section_of(package, "m.f").description == text


def test_a_method_that_gives_its_own_kind_names_the_class(package: Path) -> None:
    write_tree(
        package,
        {
            "m.py": "from typing import Self\n\n\nclass Box:\n    def at(self, n) -> Self:\n        m = n\n        return go(m)\n"
        },
    )
    assert section_of(package, "m.Box.at").description == "`at` takes `n` and returns a `Box`."


@pytest.mark.parametrize("reference", GOLDEN)
def test_the_whole_section(reference: str) -> None:
    """The golden files are written anew by `python -m tests.writers.offline.golden`."""
    golden = Path(__file__).parent / f"golden/{reference}.md"
    assert "\n".join(lines(section_of(FIXTURES, reference))) + "\n" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("summary", "words"),
    [
        ("Add two numbers", "Add two numbers."),
        ("Add ``a`` and :class:`~pkg.B`.", "Add `a` and `pkg.B`."),
        ("Pass `*args` on, **never** twice; 2 * 3 * 4.", "Pass `*args` on, never twice; 2 * 3 * 4."),
        ("Count the *edits*. They are:", "Count the edits."),
        ("The edits are::", "The edits are."),
        ("See `the manual <https://x.example>`_.", "See the manual."),
        ("See [the manual](https://x.example).", "See the manual."),
        ("An odd ` mark", "An odd  mark."),
        ("As hsl(<h>, <a>) or `<b>`, if a < b > c.", "As hsl(`<h>`, `<a>`) or `<b>`, if a < b > c."),
        (".. deprecated:: 1.0", ""),
        (":param a: First.", ""),
        ("Parameters: a: First.", ""),
        ("Returns coll[i0][i1] for [i0, i1].", "Returns coll[i0][i1] for [i0, i1]."),
        ("See [the manual][1].", "See the manual."),
        ("Returns: The first.", ""),
        ("Returns the first: it is there.", "Returns the first: it is there."),
        ("Really?", "Really?"),
    ],
)
def test_a_summary_loses_its_markup(summary: str, words: str) -> None:
    assert sentence(summary) == words
