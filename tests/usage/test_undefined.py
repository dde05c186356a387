"""Which names nothing defines is what pyflakes says, whether it is asked or not."""

from __future__ import annotations

import ast

import pytest
from pyflakes.checker import Checker
from pyflakes.messages import UndefinedLocal, UndefinedName

from mkdocs_howto.usage.undefined import undefined

KINDS = (UndefinedLocal, UndefinedName)
CODES = [
    "print(len([1]))",
    "x = x + 1",
    "x = 1\nx += y",
    "import a.b, c as d\nprint(a, b, c, d)",
    "from a import *\nprint(b)",
    "from typing import cast\nprint(cast('Missing', 1))",
    "import typing\nx: 'Missing' = 1",
    "for a, (b, *c) in []:\n    print(a, b, c)\nelse:\n    print(d)",
    "with open('a') as f, g as h:\n    print(f, h)",
    "with open('a') as f.x:\n    pass",
    "try:\n    a = 1\nexcept ValueError as error:\n    print(error)\nprint(a, error)",
    "error = 1\ntry:\n    pass\nexcept ValueError as error:\n    b = error\nprint(error, b)",
    "try:\n    pass\nexcept missing:\n    pass\nfinally:\n    print(other)",
    "x = 1\ndel x\nprint(x)",
    "x = [y for y in [1]]\nprint(y)",
    "print((n := 1), n)",
    "f = lambda a: a + b",
    "x = 1\ndef f():\n    print(x)\n    x = 2\nf()",
    "@missing\nclass A(B):\n    c = d",
    "a.b = 1",
    "a = {}\na['b'], c = 1, d",
    "print(__file__, __name__, __path__)",
    "if a:\n    b = 1\nprint(b)",
    "while True:\n    pass\nawait missing",
    "def f(a, b=1, *c, d=2, **e):\n    g = a\n    return b, c, d, e, g\nprint(f(1), g)",
    "def f():\n    return later\nlater = 1\nf()",
    "x = 1\ndef f():\n    y = x\n    print(y, z)",
    "def f():\n    print(list)\n    list = 1",
    "def f(a: 'Missing') -> Other:\n    return a",
    "def f(a=b):\n    return a",
    "async def main():\n    import b\n    await b.c()\n    print(d)",
    "def f():\n    def g():\n        return h\n    h = 1\n    return g",
    "def f(x):\n    try:\n        pass\n    except ValueError as error:\n        print(error)\n    return error",
    "x = 1\ndef f():\n    global x\n    x += 1\n    nonlocal_ = x\n    return nonlocal_",
    "class A(Exception):\n    def __init__(self, b):\n        super().__init__(b)\nprint(A(1))",
    "class A:\n    x = 1\n    y = x\n    def get(self):\n        return x",
    "x = 1\nclass A:\n    print(x)\n    x = 2",
    "class A:\n    @property\n    def one(self):\n        return 1\n    @one.setter\n    def two(self):\n        return one",
    "class A:\n    b = 1\n    c = [b for _ in c]",
    "class A(metaclass=missing):\n    def f(self):\n        return A",
    "print([a for a in [1] if a], {b: c for b, c in {}.items()})",
    "print([a for a in [1] if b])",
    "print([a for a in b])",
    "print([a for b in [[1]] for a in b])",
    "print([a for a in b for b in [[1]]])",
    "print({a for a in [1]}, a)",
    "print(sum(a for a, *b in [[1]] if b), b)",
    "print([a.b[c] for a.b in [1]])",
    "f = lambda a, *b, c=1, **d: (a, b, c, d)",
    "f = lambda a=b, b=1: a",
    "f = lambda *, a=b: a",
    "f = lambda a: lambda b: a + b + c",
    "f = lambda: [a for a in [1] if a > b]",
    "f = lambda: later\nlater = 1",
    "f = lambda a: (b := a)",
    "class A:\n    b = 1\n    c = lambda: b",
    "class A:\n    b = 1\n    c = [(lambda: b)() for _ in [1]]",
    "def f(a):\n    return [a for b in a if b], b",
]


@pytest.mark.parametrize("code", CODES)
def test_names_are_those_that_pyflakes_finds(code: str) -> None:
    """Plain statements are judged without it, all others by it with fewer builtins."""
    found = Checker(ast.parse(code), filename="example").messages
    wanted = [(message.message_args[0], message.lineno) for message in found if isinstance(message, KINDS)]
    assert list(undefined(ast.parse(code))) == wanted


@pytest.mark.parametrize(
    "body",
    [
        "return " + "a if a else " * 450 + "a",
        "return a" + " + a" * 450,
        "return a" + ".b(a)" * 225,
        "if a: pass\n" + "".join(f"    elif a == {n}: pass\n" for n in range(450)),
    ],
    ids=["choices", "sum", "calls", "branches"],
)
def test_code_that_is_nested_too_deeply_for_pyflakes_has_no_undefined_names(body: str) -> None:
    assert list(undefined(ast.parse(f"def f(a):\n    {body}\n"))) == []
