"""Code that nobody wants to read, or that a program wrote: a section is written with bounded work, and is short."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.reading import of_section
from mkdocs_howto.review import review
from mkdocs_howto.section import Section, Step
from mkdocs_howto.settings import Settings
from mkdocs_howto.writers.offline import write_section
from tests.conftest import write_tree

MOST_CALLS = 3_000_000
"""Calls of functions that a section may take; the same in every run, unlike time."""
MOST_CHARACTERS = 12_000


LONG = "0x" + "f" * 9_000
"""A number with more digits than Python writes in decimal (https://docs.python.org/3/library/stdtypes.html#int)."""
CHAIN = "a" + ".b" * 1_500
"""Nested more deeply than calls may go, which the parser bears."""


@contextmanager
def bounded(most: int = MOST_CALLS) -> Iterator[None]:
    """Let only so many functions be called."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        # griffe takes the square of an expression's length to write it, more or less by its version.
        calls += event == "call" and "griffe" not in frame.f_code.co_filename
        if calls > most:
            sys.setprofile(None)
            pytest.fail(f"more than {most} calls, the last of {frame.f_code.co_name}")

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


def section_of(folder: Path, source: str, tests: str = "", name: str = "f") -> Section:
    """A section, written and reviewed with bounded work."""
    write_tree(folder, {"pkg/__init__.py": source, "tests/test_pkg.py": tests})
    build = Build(Settings(root=folder, paths=(folder,), search_paths=(), examples=(folder / "tests",)), print)
    with bounded():
        block = build.block(Request(f"pkg.{name}" if name else "pkg"))
        section = write_section(block, build.recorder())
        review(of_section(section), block, build.recorder())
    return section


def characters(steps: tuple[Step, ...]) -> int:
    return sum(len(step.text) + characters(step.steps) for step in steps)


def of(body: str, parameters: str = "a") -> str:
    return f"def f({parameters}):\n    {body}\n"


def lines(*statements: str) -> str:
    """A function with these statements."""
    return of("\n    ".join(statements))


def nested(*statements: str) -> str:
    """A function with these statements, each inside the one before it."""
    return "def f(a):\n" + "".join(f"{' ' * n}{one}\n" for n, one in enumerate(statements, start=1))


MONSTERS = {
    "a sum of 700 numbers": of(f"b = a{' + 1' * 700}\n    return b"),
    "a sum of 700 texts": of(f"""b = 'x'{" + 'x'" * 700}\n    return b + a"""),
    "a path of 60 parts": of(f"b = a{' / a' * 60}\n    return b"),
    "60 choices, one in the other": of(f"b = {'(1 if a else ' * 60}2{')' * 60}\n    return b"),
    "300 chained calls": of(f"return a{'.b(1)' * 300}"),
    "a variable that may keep its value": of("a = 5 if a is None else a\n    return a", "a=None"),
    "a list made from itself": of("b = [c for c in b if c]\n    return b"),
    "a dictionary made from its own items": of(
        "b = {c: d for c, d in b.items()}\n    for e in b: print(e)\n    return b"
    ),
    "a sorted list made from itself": of("b = [c for c in sorted(b)]\n    return len(b)"),
    "lists made from each other in a circle": of(
        "b = [e for e in c]\n    c = [e for e in d]\n    d = {e for e in b}\n    return b"
    ),
    "variables in a circle": of("b = a\n    a = b\n    return a"),
    "a variable by way of 40 others, twice each": of(
        "\n    ".join(f"x{n} = x{n + 1} if a else x{n + 1}" for n in range(40)) + "\n    return x0"
    ),
    "an annotation of 700 types": of("return a", f"a: {' | '.join(['int'] * 700)}"),
    "an inner function with such an annotation": of(
        f"def inner(b: {' | '.join(['int'] * 700)}) -> int: return b\n    return inner"
    ),
    "a default of 700 summands": of("return a", f"a={' + '.join('1' * 700)}"),
    "a long number": of(f"b = -{LONG}\n    {LONG}.bit_length()\n    return a < {LONG}", f"a: 'Literal[{LONG}]'={LONG}"),
    "700 ways, one beside the other": of("".join(f"{'el' * bool(n)}if a == {n}: return {n}\n    " for n in range(700))),
    "a class of 2,000 methods": "class f:\n" + "".join(f"    def m{n}(self): return {n}\n" for n in range(2_000)),
    "a class that hands on to 1,000 methods": (
        "class f:\n    def load(self, a):\n"
        + "".join(f"        self._m{n}(a)\n" for n in range(1_000))
        + "".join(f"    def _m{n}(self, a):\n        self._m{n + 1}(a)\n" for n in range(1_000))
    ),
    "a file at the end of a long path": of(f"return open(a{'.b' * 300}).read()"),
    "a file by 60 names": of(f"return open({'str(' * 60}a{')' * 60}).read()"),
    "60 classes that take each other": (
        f"from typing import Union\nNode = Union[{', '.join(f'N{n}' for n in range(60))}]\n"
        + "".join(f"class N{n}:\n    def __init__(self, left: Node, right: Node): ...\n" for n in range(60))
        + of("return a", "a: Node")
    ),
    "classes that take 100 others each": (
        "".join(
            f"class C{n}:\n    def __init__(self, {', '.join(f'p{at}: C{n + 1}' for at in range(100))}): ...\n"
            for n in range(6)
        )
        + of("return a", "a: C0")
    ),
    "a class built on 3,000 words": f"class f({' or '.join(['a'] * 3_000)}): ...\n",
    "90 conditions, one in the other": nested(*(f"if a > {n}:" for n in range(90)), "return a"),
    "300 choices, one in the other, before a long call": of(
        f"if {'a if a else ' * 300}print({', '.join(map(str, range(2_000)))}): return 1\n    return 2"
    ),
    "25 conditions, one in the other, around 2,000 calls": nested(
        *(f"if a > {n}:" for n in range(25)), f"{'print(a); ' * 2_000}return a"
    ),
    "90 loops, one in the other": nested(*(f"for b{n} in a:" for n in range(90)), "print(b1)"),
    "90 functions, one in the other": nested(*(f"def g{n}(b):" for n in range(90)), "return b"),
    "variables that deny each other in a circle": of(
        "b = not c\n    c = not b\n    if b: raise ValueError\n    return b"
    ),
    "a test by way of 700 others": lines(
        *(f"x{n} = not x{n + 1} and not x{n + 1}" for n in range(700)), "if x0: raise ValueError(x0)", "return x0"
    ),
    "an address by way of 40 others, five times each": lines(
        *(f"x{n} = f'a{f'{{x{n + 1}}}' * 5}'" for n in range(40)), "open(x0)", "return x0"
    ),
    "conditions inside conditions": of(f"if {'(a and (a or ' * 40}a{'))' * 40}: raise ValueError"),
    "a condition of 3,000 parts": of(f"if {' and '.join(f'a.b{n}' for n in range(3_000))}: raise ValueError"),
    "a list of 10,000 items": of(f"b = {[*range(10_000)]}\n    print(b)\n    return a in {[*range(10_000)]}"),
    "a dictionary of 3,000 items": of(f"return {{{', '.join(f'{n!r}: a' for n in map(str, range(3_000)))}}}"),
    "a call with 3,000 arguments": of(f"print({', '.join(f'k{n}=a' for n in range(3_000))})"),
    "3,000 errors that one handler catches": of(
        f"try: a()\n    except ({', '.join(f'E{n}' for n in range(3_000))}): return 1\n    return 2"
    ),
    "1,500 ways to fail": lines(*(f"if a == {n}: raise E{n}" for n in range(1_500))),
    "1,000 calls of a long function": (
        "class f:\n    def load(self, a):\n"
        + "        self._m(a)\n" * 1_000
        + "    def _m(self, a):\n"
        + "        print(a)\n" * 300
    ),
    "names of 50,000 letters": f"def f({'a' * 50_000}):\n    x.{'b' * 50_000} = {'a' * 50_000}\n    return x.{'b' * 50_000}\n",
    "1,000 members, each with its error": "class f:\n"
    + "".join(
        f"    def get_{n}(self, a):\n        if a == {n}: raise ValueError\n        return a\n" for n in range(1_000)
    ),
    "an enumeration of 1,500": "from enum import Enum\nclass f(Enum):\n"
    + "".join(f"    A{n} = {n}\n" for n in range(1_500)),
    "100 functions that give each other back": "".join(
        f"def {name}(a):\n" + "".join(f"    if a == {n}: return f{(at * 7 + n) % 100}(a)\n" for n in range(60))
        for at, name in enumerate(["f", *(f"f{n}" for n in range(1, 100))])
    ),
}


@pytest.mark.parametrize("source", MONSTERS.values(), ids=MONSTERS)
def test_a_section_is_written_of(source: str, tmp_path: Path) -> None:
    section = section_of(tmp_path, source)
    assert section.steps
    assert characters(section.steps) + len(section.description) + len(section.example) < MOST_CHARACTERS
    ast.parse(section.example)


MODULES = {
    "1,500 calls": "".join(f"print({n})\n" for n in range(1_500)),
    "500 functions": "".join(f"def f{n}(a):\n    return open(a).read()\n" for n in range(500)),
    "300 classes": "".join(f"class A{n}:\n    def b(self): return open('x').read()\n" for n in range(300)),
    "a table of 3,000 entries": f"A = {{{', '.join(f'{n}: {n}' for n in range(3_000))}}}\n",
    "1,000 private functions": "".join(f"def _f{n}(a):\n    _f{n + 1}(a)\n" for n in range(1_000)),
    "500 tests": "".join(f"def test_{n}():\n    assert f({n}) == {n}\n" for n in range(500)),
    "500 routes": "from fastapi import FastAPI\napp = FastAPI()\n"
    + "".join(f"@app.get('/a{n}')\ndef f{n}(a): return open(a).read()\n" for n in range(500)),
    "500 options": "import argparse\nparser = argparse.ArgumentParser()\n"
    + "".join(f"parser.add_argument('--a{n}', help='The a {n}.')\n" for n in range(500))
    + "args = parser.parse_args()\nprint(args.a1)\n",
}


@pytest.mark.parametrize("source", MODULES.values(), ids=MODULES)
def test_a_section_is_written_of_a_module(source: str, tmp_path: Path) -> None:
    section = section_of(tmp_path, source, name="")
    assert 0 < characters(section.steps) < MOST_CHARACTERS
    assert 0 < len(section.steps) <= 9


DOCUMENTED = {
    "lone surrogates": r">>> f('\ud800')" + "\n    '\\ud800 \\udfff'",
    "zero bytes": r">>> f('\0')" + "\n    '\\0'",
    "a value that is none": "Args:\n        a: Something, e.g. `{[]: 1}`.",
    "a value that is no code": "Args:\n        a: Something, e.g. `1 + [`.",
    "a parameter and 5,000 spaces": f":param{' ' * 5_000}b",
    "a parameter and 5,000 words": f":param{' x' * 5_000}b",
    "5,000 examples on a line": "example " * 5_000,
    "examples far to the right": f"x\n{' ' * 3_000}{'example ' * 300}",
    "an example and 5,000 blank lines": "Example:" + "\n  " * 5_000,
    "fences that stay open": "\n".join(f"{' ' * (300 - n)}```python" for n in range(300)),
    "a comment far to the right": f">>> f({' ' * 10_000})\n    1",
    "2,000 prompts": "\n    ".join(f">>> f({n})\n    {n}" for n in range(2_000)),
    "2,000 prompts, each for itself": "\n\n    ".join(f">>> x{n} = {n}" for n in range(2_000)),
    "a word of 100,000 letters": "a" * 100_000,
    "100,000 words": "word " * 100_000,
    "100,000 marks": "`[<(*_" * 20_000,
}


@pytest.mark.parametrize("said", DOCUMENTED.values(), ids=DOCUMENTED)
def test_a_section_is_written_beside_a_docstring(said: str, tmp_path: Path) -> None:
    section = section_of(tmp_path, of(f'"""{said}"""\n    return a'))
    assert characters(section.steps) + len(section.description) + len(section.example) < MOST_CHARACTERS
    f"{section.description}{section.example}".encode()
    ast.parse(section.example)


TESTS = {
    "a sum of 1,500": f"assert f({'1 + ' * 1_500}1) == 1",
    "a path of 1,500 names": f"assert f({CHAIN}) == 1",
    "a sum over 400 lines": "assert f((" + "1 +\n" * 400 + "1)) == 1",
    "300 negations": f"assert {'not ' * 300}f(1)",
    "300 signs": f"assert f({'-' * 90}{'+' * 90}{'~' * 90}1) == 1",
    "90 lists": f"assert f({'[' * 90}{']' * 90}) == {'[' * 90}{']' * 90}",
    "something awaited in words": f"'await'\n    assert f({'a + ' * 400}a) == 'await'",
    "a long number": f"assert f({LONG}) == {LONG}",
    "a long number on a line of its own": f"assert f(\n        {LONG}\n    ) == {LONG}",
    "a text that no page can hold": r"assert f('a') == 'a\U0000d800'",
    "a text of control characters": r"assert f('a') == 'a\33[1m\0\a'",
    "600 statements before": "\n    ".join(f"x{n} = [{n}, '{n}']" for n in range(600)) + "\n    assert f(x599) == 1",
    "a statement of 20,000 characters": f"data = {[*range(4_000)]}\n    assert f(data) == data",
}


@pytest.mark.parametrize("body", TESTS.values(), ids=TESTS)
def test_a_section_is_written_beside_a_test(body: str, tmp_path: Path) -> None:
    section = section_of(tmp_path, of("return a", "a: int"), f"from pkg import f\n\n\ndef test_f():\n    {body}\n")
    assert section.example.endswith(")\n")
    assert section.example.isascii()
    assert len(section.example) < 500


FILES = {
    "cases of a test": (
        "import pytest\nfrom pkg import f\n\n\n@pytest.mark.parametrize('a, b', [\n"
        + "".join(f"    ('k{n}', ''),\n" for n in range(1_500))
        + "])\ndef test_f(a, b):\n    assert f(a) == b\n"
    ),
    "tests": "from pkg import f\n" + "".join(f"\n\ndef test_{n}():\n    assert f({n}) == {n}\n" for n in range(700)),
    "a script": "from pkg import f\n" + "".join(f"x{n} = {n}\n" for n in range(1_500)) + "print(f(x0))\n" * 30,
    "decorators, bases and fixtures nested too deeply": (
        f"import pytest\nfrom pkg import f\n\n\n@pytest.fixture(params=[{'1 + ' * 1_500}1])\ndef b(request):\n"
        f"    return request.param\n\n\n@pytest.mark.parametrize('c', [{LONG}])\ndef test_f(b, c):\n"
        f"    assert f(b) == c\n\n\nclass Base({'f + ' * 1_500}f): ...\n\n\n@({CHAIN})\ndef other(): ...\n"
    ),
}


@pytest.mark.parametrize("tests", FILES.values(), ids=FILES)
def test_a_section_is_written_beside_many_tests(tests: str, tmp_path: Path) -> None:
    section = section_of(tmp_path, of("return a", "a: int"), tests)
    assert "f(" in section.example
    assert len(section.example) < 500


CHAINS = {
    "calls": "a" + ".b(1)" * 250,
    "items": "a" + "[0]" * 450,
    "summands": "'x'" + " + 'x'" * 300,
    "signs": "-" * 90 + "+" * 90 + "a",
    "choices": "1 if a else " * 90 + "2",
}


@pytest.mark.parametrize("value", CHAINS.values(), ids=CHAINS)
def test_a_section_does_not_depend_on_how_deep_its_caller_is(value: str, tmp_path: Path) -> None:
    source = of(f"b = {value}\n    if b > 1: raise ValueError({value})\n    return b.c(b)")

    def written(depth: int) -> Section:
        return section_of(tmp_path, source) if depth == 0 else written(depth - 1)

    assert written(0) == written(250)
