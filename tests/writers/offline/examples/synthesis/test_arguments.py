"""Arguments follow from what the code does with them, and from what else the project has."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from mkdocs_howto.section import CallSite
from mkdocs_howto.writers.offline.examples import example_of
from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example, found

SHOP = '''
"""A shop."""
import binascii
import collections
import functools
import importlib
import re
import sys
from collections.abc import ItemsView
import typing
from typing import Protocol, TypeVar

T = TypeVar("T")

_PRICE_RE = re.compile("x")


def among(people: list, **cond):
    return [one for one in people if cond]


def joined(people: list, **kwargs):
    return [one for one in people if kwargs]


def entitled(line):
    return line["title"] + line["city"]


def typed_line(line: dict[str, int]) -> int:
    return line["pages"]


class Cache:
    def __init__(self, size=20):
        self.size = size


class Lock:
    def __init__(self, cache):
        self.cache = cache

    def acquire(self):
        return self.cache.size

    def release(self):
        self.cache = None


class _Writes(Protocol):
    def dumps(self, thing): ...


class Serializer:
    def __init__(self, secret_key: str):
        self.secret_key = secret_key

    def dumps(self, thing):
        return self.secret_key


def is_text(serializer: _Writes) -> bool:
    return isinstance(serializer.dumps(1), str)


class Info(collections.namedtuple("Info", "hits misses")):
    """How often."""


class Half(functools.partial):
    """A part."""


class Orders(dict):
    """Orders."""

    def take(self, k):
        return self[k]


class OrdersView(ItemsView):
    """Orders and their names."""


class Prices(list):
    def above(self, value):
        return [price for price in self if price > value]


class Curried:
    def __init__(self, *args):
        func, args = args[0], args[1:]
        if not callable(func):
            raise TypeError
        self.made = functools.partial(func, *args)

    def call(self):
        return self.made()


class Reader:
    def __init__(self, source):
        self.lines = source.splitlines()

    def first(self):
        return self.lines[0]


class Stock:
    def __init__(self, params):
        self.size = params.get("size", 1)

    def incr(self, key):
        return self.size

    def set(self, key, value):
        self.size = value


def hexed(raw):
    return binascii.hexlify(raw)


def loaded(plugin):
    return importlib.import_module(plugin)


def known(plugin):
    return sys.modules[plugin]


def extended(base, rest):
    return base + rest + (None,)


def priced(label_line):
    return _PRICE_RE.findall(label_line)


def cut(text, ending):
    return text.removesuffix(ending)


def failed(tb):
    return tb.tb_lineno


def mapped(func, orders):
    return dict(map(func, orders.items()))


def watched(logger):
    return logger.level


def received(sock):
    return sock.recv(5)


_UNSET = object()


class Line:
    def __init__(self, sock, timeout=_UNSET, limit=_UNSET):
        self.sock = sock

    def number(self):
        return self.sock.fileno() + 1

    def recv_line(self):
        return self.sock.recv(100).split()


def files(directory: str) -> list:
    return os.listdir(directory)


def told(problem: Exception) -> str:
    return str(problem)


def caught(kind: type[BaseException], exc_info):
    exc_info.kind = kind


class Part:
    def __init__(self, parts: list["Part"]):
        self.parts = parts

    def count(self) -> int:
        return len(self.parts)


def percentage(given):
    return float(given[:-1]) / 100


def any(test, items):
    return [item for item in items if test(item)]


def every(test, items):
    return any(test, items)


class Kept(typing.Generic[T]):
    def __init__(self, value: T, note: typing.Any):
        self.value = value


def shown(kept: Kept[str]) -> str:
    return kept.value


def made(wanted: type[T], text: typing.Any):
    return wanted(text)


class Pointer:
    def __init__(self, pointer):
        self.parts = pointer.split("/")

    def resolve(self, doc):
        return self.parts, doc


class Store:
    def put(self, key, value):
        return self


class Zone:
    """A part of the world.

    >>> zone = Zone("")
    >>> other = Zone(place())
    >>> zone = Zone("Europe/Paris")
    """

    def __init__(self, label: str):
        self.label = label

    def known(self) -> bool:
        return "/" in self.label


class Tag:
    def __init__(self, mark: str):
        """Mark something.

        >>> Tag("new").mark
        'new'
        """
        self.mark = mark


def pinned(tag: Tag) -> str:
    return tag.mark


def refused(kind=ValueError, *parts) -> str:
    return str(kind(*parts))


class Tray:
    """What holds things.

    >>> Tray(True)
    """

    def __init__(self, is_large: bool = False):
        self.is_large = is_large

    def room(self) -> int:
        return 2 if self.is_large else 1


def noted(entries: dict[str, typing.Any]) -> dict[str, typing.Any]:
    return entries


def tinted(shades: typing.Mapping[str, str], amounts: dict[str, float]) -> str:
    return shades[max(amounts)]


def grouped(members: dict[str, Pointer | Store]) -> list:
    return list(members)


def full_name(thing):
    return thing.__module__ + thing.__qualname__
'''

TESTS = """
from shop import Pointer


def test_resolve(document):
    assert Pointer("/a/1").resolve(document) == 1
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP, "tests/test_shop.py": TESTS})


EXAMPLES = {
    # A parameter that is named after a class of the project.
    "Lock.acquire": "lock = Lock(Cache())\nprint(lock.acquire())\n",
    "is_text": 'serializer = Serializer("a secret of your own")\nprint(is_text(serializer))\n',
    # What one method undoes, another has done before.
    "Lock.release": "lock = Lock(Cache())\nlock.acquire()\nlock.release()\nprint(lock.cache)\n",
    # Constructors from outside the project.
    "Info": "info = Info(hits=1, misses=2)\nprint(info)\n",
    "Half": "half = Half(pow, 2)\nprint(half(3))\n",
    "OrdersView": 'orders_view = OrdersView(Orders({"name": "Ada", "age": 36}))\nprint(orders_view)\n',
    # Constructors whose body tells what they take.
    "Curried.call": "curried = Curried(max, 3, 1)\nprint(curried.call())\n",
    "Reader.first": "source = ...  # source\nreader = Reader(source)\nprint(reader.first())\n",
    "Stock.incr": 'stock = Stock({})\nstock.set("name", 3)\nprint(stock.incr("name"))\n',
    # What is in the container of the example.
    "Orders.take": 'orders = Orders({"name": "Ada", "age": 36})\nprint(orders.take("name"))\n',
    "Prices.above": "prices = Prices([3, 1, 2])\nprint(prices.above(3))\n",
    # Uses in a body.
    "hexed": 'print(hexed(b"Hello"))\n',
    "loaded": 'print(loaded("json"))\n',
    "known": 'print(known("json"))\n',
    "extended": "print(extended((3, 1, 2), (3, 1, 2)))\n",
    "priced": 'print(priced("Hello, world"))\n',
    "cut": 'print(cut("Hello, world", "ending"))\n',
    "failed": (
        "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    tb = error.__traceback__\nprint(failed(tb))\n"
    ),
    "mapped": "orders = ...  # orders\nprint(mapped(lambda pair: pair[::-1], orders))\n",
    "watched": 'logger = logging.getLogger("example")\nprint(watched(logger))\n',
    "Line.number": "sock, other = socketpair()\nline = Line(sock)\nprint(line.number())\n",
    "Line.recv_line": (
        'other.sendall(b"first\\r\\nsecond\\r\\nthird\\r\\n")\nother.close()\nline = Line(sock)\nprint(line.recv_line())\n'
    ),
    # Nothing is left behind in the folder of a reader.
    "files": "print(files(mkdtemp()))\n",
    "received": (
        'other.sendall(b"first\\r\\nsecond\\r\\nthird\\r\\n")\nother.close()\nprint(received(sock))\n'
    ),
    "told": 'print(told(ValueError("too small")))\n',
    "caught": (
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    exc_info = sys.exc_info()\ncaught(ValueError, exc_info)\n"
    ),
    "Part.count": "part = Part([Part([])])\nprint(part.count())\n",
    "percentage": 'print(percentage("42"))\n',
    "every": "test = ...  # test\nprint(every(test, [3, 1, 2]))\n",
    "shown": "# `kept`: `Kept[str]` with `value`.\nprint(shown(kept))\n",
    "made": 'print(made(dict, "Hello, world"))\n',
    "Store.put": 'store = Store()\nprint(store.put("name", "red"))\n',
    # What a docstring passes, where anything has to be passed.
    "Zone.known": 'zone = Zone("Europe/Paris")\nprint(zone.known())\n',
    "pinned": 'print(pinned(Tag("new")))\n',
    # What is passed for `*parts` would be for what stands before.
    "refused": "print(refused())\n",
    "Tray.room": "tray = Tray()\nprint(tray.room())\n",
    # Mappings hold what their annotation says.
    "noted": 'print(noted({"name": "Ada", "age": 36}))\n',
    "tinted": 'print(tinted({"color": "red"}, {"a": 1, "b": 2}))\n',
    "grouped": 'print(grouped({"name": Store()}))\n',
    "full_name": "print(full_name(str))\n",
    # What is passed by name where its name says what for.
    "among": 'people = ...  # people: list\nprint(among(people, name="Ada"))\n',
    "joined": "people = ...  # people: list\nprint(joined(people))\n",
    # Mappings have the keys that are read.
    "entitled": 'line = {"title": "A Small Title", "city": "Paris"}\nprint(entitled(line))\n',
    "typed_line": 'print(typed_line({"pages": 2}))\n',
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_arguments_fit(root: Path, name: str) -> None:
    made = example(root, f"shop.{name}")
    assert made.code.endswith(EXAMPLES[name])
    assert made.source == (
        "sketch" if "= ...  #" in EXAMPLES[name] or EXAMPLES[name].startswith("#") else "synthesised"
    )


def test_a_document_has_what_its_pointer_leads_to(root: Path) -> None:
    made = example(root, "shop.Pointer.resolve")
    assert made.code.endswith('pointer = Pointer("/a/1")\nprint(pointer.resolve({"a": ["red", "red"]}))\n')


NAMESAKES = {
    "match": (
        "def match(match):\n    return match.group(1)\n",
        (
            "import re\n\nfrom pkg import match\n\n"
            'match_ = next(re.finditer(r"(\\d+)", "12 apples"))\nprint(match(match_))\n'
        ),
    ),
    "result": (
        "def result(result, lambda_):\n    return result\n",
        (
            "from pkg import result\n\n# A sketch: put values of your own in the place of each `...`.\n"
            "result_ = ...  # result\nlambda_ = ...  # lambda_\n"
            "print(result(result_, lambda_))\n"
        ),
    ),
    "main": (
        "async def main(count):\n    return count + 1\n",
        (
            "import asyncio\n\nfrom pkg import main\n\n\nasync def example():\n    print(await main(3))\n\n\n"
            "asyncio.run(example())\n"
        ),
    ),
}


@pytest.mark.parametrize("name", NAMESAKES)
def test_an_example_hides_nothing_that_it_uses(name: str, tmp_path: Path) -> None:
    source, expected = NAMESAKES[name]
    write_tree(tmp_path, {"pkg/__init__.py": source})
    assert example(tmp_path, f"pkg.{name}").code == expected


DEFAULTS = """
class Box:
    def setdefault(self, key, default=None):
        return self, key, default


def chosen(key: str, default: int):
    return key, default
"""


def test_only_what_sets_a_default_takes_anything_for_it(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"box.py": DEFAULTS})
    assert 'print(box.setdefault("name", "red"))' in example(root, "box.Box.setdefault").code
    assert 'print(chosen("name", 2))' in example(root, "box.chosen").code


LETTERS = """
class Letters:
    def __init__(self, items=None):
        self.kept = list(items or ())

    def add(self, item):
        self.kept.append(item)
        return len(self.kept)
"""


def test_what_the_project_fills_comes_before_what_it_makes_empty(tmp_path: Path) -> None:
    block, tree, project = found(write_tree(tmp_path, {"alphabet.py": LETTERS}), "alphabet.Letters.add")
    empty = CallSite(file="test.py", line=1, missing=("given",), statements=("letters = Letters()", 'letters.add("d")'))
    full = CallSite(file="test.py", line=9, missing=("given",), statements=('letters = Letters("abc")',))
    made = example_of(dataclasses.replace(block, call_sites=(empty, full)), tree, project)
    assert made.code.endswith('letters = Letters("abc")\nprint(letters.add("d"))\n')
    assert made.source == "call-site"
