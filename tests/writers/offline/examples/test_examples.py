"""Usage examples: real ones before invented ones, each through one gate."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from mkdocs_howto.effects import effects_of
from mkdocs_howto.references.callsites import CallSites
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import CodeBlock, Project
from mkdocs_howto.writers.offline.examples import Example, example_of
from mkdocs_howto.writers.offline.examples.gate import Gate, secret_in
from mkdocs_howto.writers.offline.examples.texts import Texts
from tests.conftest import write_tree

SHOP = '''
"""A shop."""
from __future__ import annotations
import asyncio
from abc import ABC, abstractmethod
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Iterator, Literal


class Full(Exception):
    """Too much."""


class Size(Enum):
    SMALL = 1


@dataclass
class Box:
    label: str
    size: Size

    def rename(self, label: str) -> None:
        self.label = label


def told(count: int) -> str:
    """Say a number.

    >>> told(2)
    'two'
    """
    return {2: "two"}[count]


def stale(count: int) -> str:
    """Say a number.

    >>> stale(2)  # doctest: +SKIP
    'two'
    >>> open("missing.txt")
    """
    return str(count)


def tested(text: str) -> str:
    return text.upper()


def plain(text: str) -> str:
    return text.lower()


def chosen(mode: Literal["fast", "slow"]) -> str:
    return mode


def compared(mode):
    if mode == "dalle":
        return 1
    return 2


def boxed(box: Box) -> str:
    return box.label


def counted(numbers: list[int]) -> int:
    if not numbers:
        raise Full("none")
    return sum(numbers)


def pieces(text: str) -> Iterator[str]:
    yield from text


def endless():
    while True:
        yield 1


async def waited(seconds: float) -> float:
    await asyncio.sleep(0)
    return seconds


async def arriving(count: int):
    for number in range(count):
        yield number


@contextmanager
def entered(name: str):
    handle = name.upper()
    yield handle


def logged(function):
    def wrapper(*args):
        return function(*args)
    return wrapper


class Base(ABC):
    @abstractmethod
    def run(self) -> int: ...

    def go(self) -> int:
        return self.run()


def unknown(thing):
    return thing.wind()
'''
TESTS = """
import pytest
from shop import tested


def test_tested_empty():
    assert tested("") == ""


@pytest.mark.parametrize(("text", "loud"), [("hi", "HI")])
def test_tested(text, loud):
    assert tested(text) == loud


def test_patched(monkeypatch):
    assert tested("zz") == "ZZ"
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP, "tests/test_shop.py": TESTS})


def found(root: Path, reference: str) -> tuple[CodeBlock, ast.Module, Project]:
    import dataclasses

    resolver = Resolver(Files(root), [root], sys.path)
    block = resolver.resolve(reference).block
    sites = CallSites(Files(root), [root / "tests"]).of(block.name, "shop")
    block = dataclasses.replace(block, call_sites=sites)
    return block, ast.parse(block.source), Recorder(Answers(resolver))


def example(root: Path, reference: str) -> Example:
    return example_of(*found(root, reference))


EXAMPLES = {
    "shop.told": ("docstring", "from shop import told\n\nprint(told(2))  # two\n"),
    "shop.tested": ("call-site", 'from shop import tested\n\nprint(tested("hi"))  # HI\n'),
    "shop.stale": ("docstring", '# Needs the files that it reads.\nfrom shop import stale\n\nprint(stale(2))\nopen("missing.txt")\n'),
    "shop.plain": ("sketch", "# Sketch: `text` comes from your own program.\nfrom shop import plain\n\n# `text`: a `str`.\nprint(plain(text))\n"),
    "shop.chosen": ("synthesised", 'from shop import chosen\n\nprint(chosen("fast"))\n'),
    "shop.compared": ("synthesised", 'from shop import compared\n\nprint(compared("dalle"))\n'),
    "shop.boxed": ("synthesised", 'from shop import Box, Size, boxed\n\nbox = Box(label="Tea and coffee", size=Size.SMALL)\nprint(boxed(box))\n'),
    "shop.counted": ("synthesised", "from shop import counted\n\nprint(counted([3, 1, 2]))\n"),
    "shop.pieces": ("sketch", "# Sketch: `text` comes from your own program.\nfrom shop import pieces\n\n# `text`: a `str`.\nfor item in pieces(text):\n    print(item)\n"),
    "shop.endless": ("synthesised", "from itertools import islice\n\nfrom shop import endless\n\nfor item in islice(endless(), 3):\n    print(item)\n"),
    "shop.waited": ("synthesised", "import asyncio\n\nfrom shop import waited\n\n\nasync def main():\n    print(await waited(0.1))\n\n\nasyncio.run(main())\n"),
    "shop.arriving": ("synthesised", "import asyncio\n\nfrom shop import arriving\n\n\nasync def main():\n    async for item in arriving(2):\n        print(item)\n\n\nasyncio.run(main())\n"),
    "shop.entered": ("synthesised", 'from shop import entered\n\nwith entered("Ada") as handle:\n    print(handle)\n'),
    "shop.logged": (
        "synthesised",
        'from shop import logged\n\n\n@logged\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n',
    ),
    "shop.Size": ("synthesised", "from shop import Size\n\nsize = Size.SMALL\nprint(size.name, size.value)\nprint(Size(1))\n"),
    "shop.Base": ("synthesised", "from shop import Base\n\n\nclass MyBase(Base):\n    def run(self):\n        return 1\n\n\nbase = MyBase()\nprint(base.go())\n"),
    "shop.Full": ("synthesised", "from shop import Full, counted\n\ntry:\n    print(counted([]))\nexcept Full as error:\n    print(error)\n"),
    "shop.unknown": (
        "sketch",
        ("# Sketch: `thing` comes from your own program.\nfrom shop import unknown\n\n"
        "# `thing`: an object with `wind()`.\nprint(unknown(thing))\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("reference", EXAMPLES)
def test_each_kind_is_used_as_it_is_meant(root: Path, reference: str) -> None:
    source, code = EXAMPLES[reference]
    made = example(root, reference)
    assert (made.source, made.code) == (source, code)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("from shop import told\nprint(told(2))\n", ""),
        ("from shop import told\ntold(2)\n", "shows nothing"),
        ("from shop import told\nprint(2)\ntold(2)\n", "shows nothing"),
        ("from shop import told\nprint(told(2, 3))\n", "example-call"),
        ("from shop import told\nprint(told(2)._x)\n", "private"),
        ("from shop import told\nimport requests\nprint(told(2))\n", "import requests"),
        ("from shop import told\nimport pytest\nprint(told(2))\n", "unstable"),
        ("from shop import told\nprint(told(len(open('a.txt').read())))\n", "file a.txt"),
        ("from shop import told\nprint(told(2))\n" * 15, "long"),
        ("from shop import told\nprint(told(2)\n", "syntax"),
        ("from shop.pytest import told\nprint(told(2))\n", "example-import"),  # no tool for tests
        ("from shop import told, open\nprint(told(open('a.txt')))\n", "example-import"),  # not Python's own
        ("from http.cookiejar import CookieJar\nfrom shop import told\nprint(told(len(CookieJar())))\n", ""),
        ("from http.client import HTTPConnection\nfrom shop import told\nprint(told(2))\n", "import http.client"),
        ("from shop import told\nprint(told(2), object().patch('/'))\n", ""),
        ("from shop import told\nwith patch('shop.x'):\n    print(told(2))\n", "unstable"),
        ("from shop import told\nfrom socket import socketpair\nprint(told(len(socketpair())))\n", ""),
        ("from shop import told\nfrom socket import socket\nprint(told(2))\n", "import socket"),
        ("from shop import told\nimport socket\nprint(told(2))\n", "import socket"),
        ("print(thing.told(2))\n", "another object"),
        ("from shop import told\ntold(2).pprint()\n", "example-attribute"),  # It is shown, of what has no such method.
        ("from shop import told\nfrom pprint import pprint as pp\npp(told(2))\n", ""),
        ("from shop import told\nprint(told(len('ghp_16C7e42F292c6912E7710c838347Ae178B4a')))\n", "secret"),
        ("from shop import told\nprint(told(2))  # 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b\n", "opaque"),
        ("from shop import told\nprint(told(len('e682ccca-5a4c-4ef2-9711-73f9ad1e15ea')))\n", ""),
        ("from shop import told\nprint(told(len('https://ada:lovelace@example.com/')))\n", "secret"),
        ("import time\nfrom shop import told\ntime.sleep(0.1)\nprint(told(2))\n", ""),
        ("import time\nfrom shop import told\ntime.sleep(5)\nprint(told(2))\n", "file time"),
        ("from shop import told\ntry:\n    told(2)\nexcept KeyError as error:\n    print(error)\n", ""),
        ("from shop import told\ntry:\n    int('')\nexcept ValueError as error:\n    print(error)\ntold(2)\n", "shows"),
    ],
)
def test_the_gate_lets_through_what_a_reader_can_run(root: Path, code: str, reason: str) -> None:
    block, tree, project = found(root, "shop.told")
    said = Gate(Texts(block, project), effects_of(block, tree)).reason(code)
    assert said.startswith(reason) if reason else said == ""


@pytest.mark.parametrize(
    ("shown", "reason"),
    [("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "opaque"), ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "secret")],
    ids=["a digest", "a token"],
)
def test_a_secret_is_told_from_what_only_machines_read(root: Path, shown: str, reason: str) -> None:
    block, _, project = found(root, "shop.told")
    code = f"from shop import told\nprint(told(len('{shown}')))\n"
    text = Texts(block, project).of(code)
    assert text is not None
    assert secret_in(text) == reason


INTERNALS = '''
"""Parts of a query."""
from dataclasses import dataclass


class Function:
    sql_name: str
    template = "{}()"

    def __init__(self, column, width=3):
        self.column = column
        self.width = width


class Upper(Function):
    """Calls a function."""

    sql_name = "UPPER"


class Trim(Function):
    sql_name = "TRIM"
    """How the database calls it."""


@dataclass
class Column:
    sql_name: str = "id"
'''


@pytest.mark.parametrize("name", ["Upper", "Function"])
def test_an_attribute_that_nobody_describes_is_no_example(tmp_path: Path, name: str) -> None:
    made = example(write_tree(tmp_path, {"query.py": INTERNALS}), f"query.{name}")
    assert ".sql_name" not in made.code
    assert ".template" not in made.code
    assert made.source != "sketch"


@pytest.mark.parametrize("name", ["Trim", "Column"])
def test_an_attribute_that_is_described_is_one(tmp_path: Path, name: str) -> None:
    made = example(write_tree(tmp_path, {"query.py": INTERNALS}), f"query.{name}")
    assert "print(" in made.code


AROUND = {
    "module": (
        "shop.till.pay",
        {"shop/__init__.py": "", "shop/till.py": '"""Pay.\n\nExample::\n\n    order = shop.till.pay(7)\n    print(order)\n"""\n'
         "def pay(amount):\n    return amount\n"},
        "pay(7)",
    ),
    "class": (
        "shop.Cart.add",
        {"shop.py": 'class Cart:\n    """Goods.\n\n    >>> cart = Cart()\n    >>> cart.add("tea")\n    1\n    """\n'
         "    def add(self, name):\n        return 1\n"},
        'print(cart.add("tea"))  # 1',
    ),
    "module of the class": (
        "shop.till.Cart.add",
        {"shop/__init__.py": "", "shop/till.py": '"""Carts.\n\n>>> cart = Cart()\n>>> cart.add("rye")\n1\n"""\n'
         "class Cart:\n    def add(self, name):\n        return 1\n"},
        'print(cart.add("rye"))  # 1',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("reference", "files", "line"), AROUND.values(), ids=AROUND)
def test_the_docstring_around_has_the_example(tmp_path: Path, reference: str, files: dict[str, str], line: str) -> None:
    made = example(write_tree(tmp_path, files), reference)
    assert (made.source, line in made.code) == ("docstring", True)


@pytest.mark.parametrize("name", ["DUMMYPORTNAME", "dummy", "mock-serial", "fake_port", "my_stub"])
def test_names_of_test_suites_are_not_shown(tmp_path: Path, name: str) -> None:
    text = f'from shop import dial\n\n\ndef test_dial():\n    assert dial("{name}") == 5\n'
    code = "def dial(port: str) -> int:\n    return 5\n"
    root = write_tree(tmp_path, {"shop.py": code, "tests/test_shop.py": text})
    assert name not in example(root, "shop.dial").code


@pytest.mark.parametrize("name", ["/dev/ttyUSB0", "stubborn", "mocking"])
def test_other_texts_of_tests_are_shown(tmp_path: Path, name: str) -> None:
    text = f'from shop import dial\n\n\ndef test_dial():\n    assert dial("{name}") == 5\n'
    code = "def dial(port: str) -> int:\n    return 5\n"
    root = write_tree(tmp_path, {"shop.py": code, "tests/test_shop.py": text})
    assert name in example(root, "shop.dial").code


MARKED = '''
"""Work on orders."""
import functools


def each(function):
    """Call a function for each order."""

    @functools.wraps(function)
    def inner(orders):
        return [function(name, amount) for name, amount in orders]

    return inner


def with_till(function):
    """Give a function its till."""

    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function({}, *args, **kwargs)

    return inner


def counted(function):
    """Count the calls of a function."""

    @functools.wraps(function)
    def inner(*args, **kwargs):
        inner.calls += 1
        return function(*args, **kwargs)

    inner.calls = 0
    return inner


@each
def line(name: str, amount: int) -> str:
    """Write a line of a bill."""
    return f"{name}: {amount}"


@with_till
def put(till: dict, amount: int) -> int:
    """Put an amount into the till."""
    return till.setdefault("sum", amount)
'''


@pytest.mark.parametrize("name", ["line", "put", "each"])
def test_nothing_is_called_as_it_is_written_where_a_decorator_changes_that(tmp_path: Path, name: str) -> None:
    root = write_tree(tmp_path, {"shop.py": MARKED})
    assert example(root, f"shop.{name}") == Example("", "none")


def test_a_decorator_that_hands_on_what_it_is_given_is_shown(tmp_path: Path) -> None:
    assert "@counted" in example(write_tree(tmp_path, {"shop.py": MARKED}), "shop.counted").code


def test_a_call_of_a_test_shows_what_a_decorated_function_takes(tmp_path: Path) -> None:
    test = "from shop import line\n\n\ndef test_line():\n    assert line([('tea', 3)]) == ['tea: 3']\n"
    root = write_tree(tmp_path, {"shop.py": MARKED, "tests/test_orders.py": test})
    assert "line([('tea', 3)])" in example(root, "shop.line").code.replace('"', "'")
