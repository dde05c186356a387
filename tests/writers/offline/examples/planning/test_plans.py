"""What is put together for each kind of object, where no author shows its use."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""A shop."""
import asyncio
import click
import json
import pytest
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import wraps
from itertools import count as counted, tee
from typing import Any, Literal, TextIO
from fastapi import FastAPI
from flask import Flask

LIMIT = 10
api = FastAPI()
web = Flask(__name__)


class Oven:
    """Bakes bread and cakes."""

    def __init__(self, degrees: int = 180) -> None:
        self.degrees = degrees

    def cool(self) -> None:
        self.degrees = 20

    def bake(self, dough: str, minutes: int = 40) -> str:
        """Bake a dough, and return what comes out."""
        return f"{dough} after {minutes} minutes"


class Codec:
    def dumps(self, obj: dict) -> str:
        """Write."""
        return json.dumps(obj)

    def loads(self, text: str) -> dict:
        """Read."""
        return json.loads(text)


class Thermometer:
    def __init__(self, degrees: float) -> None:
        self._degrees = degrees

    @property
    def kelvin(self) -> float:
        """The temperature in kelvin."""
        return self._degrees + 273.15

    @classmethod
    def from_reading(cls, degrees: float) -> "Thermometer":
        """Make one."""
        return cls(degrees)


class Greeter:
    default_language = "en"

    @classmethod
    def greet(cls, first_name: str, language: str) -> str:
        """Greet somebody."""
        return first_name + language


class Shelf:
    """Keeps things."""

    def __init__(self) -> None:
        self._things = {}

    def __getitem__(self, key):
        return self._things[key]

    def __setitem__(self, key, value):
        self._things[key] = value

    def __contains__(self, key):
        return key in self._things

    def get(self, key, default=None):
        return self._things.get(key, default)


class Basket:
    def __init__(self) -> None:
        self._items = []

    def add(self, item: Any) -> None:
        self._items.append(item)

    def pop(self) -> Any:
        """Take the last item out."""
        return self._items.pop()


class Session:
    """A session with the shop."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass

    async def ask(self, prompt: str) -> str:
        """Ask a question."""
        return prompt


class Door:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def knock(self, times: int) -> str:
        """Knock."""
        return "knock " * times


class Source(ABC):
    """Where orders come from."""

    @abstractmethod
    def fetch(self, number: int) -> dict[str, str]:
        """Return an order."""

    def names(self, count: int) -> list[str]:
        """Return the names of orders."""
        return [self.fetch(number)["name"] for number in range(count)]


class Color(Enum):
    RED = "red"
    GREEN = "green"


@dataclass
class Order:
    """An order."""

    name: str
    price: float

    def total(self, count: int) -> float:
        """Return the price of several."""
        return self.price * count


@dataclass
class Point:
    x: int
    y: int


class Ticker:
    def __init__(self, limit: int) -> None:
        self.left = limit

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left


class TooMany(ValueError):
    """There are too many."""


class InvalidHTTPHeaderError(Exception):
    """A header is broken."""


def reserve(count: int) -> int:
    """Reserve seats."""
    if count > 10:
        raise TooMany("too many")
    return count


def retry(times):
    """Decorator that calls a function again when it fails."""

    def wrap(func):
        @wraps(func)
        def inner(*args):
            return func(*args)

        return inner

    return wrap


def traced(func):
    """Decorate a function so that its calls are told."""

    @wraps(func)
    def inner(*args):
        return func(*args)

    return inner


async def fetch_page(url: str, timeout: float) -> str:
    """Fetch a page."""
    return url


async def ticks(count: int) -> AsyncIterator[int]:
    """Yield numbers."""
    for number in range(count):
        yield number


def batches(n: int, items: Iterable[str]) -> Iterator[list[str]]:
    """Yield lists."""
    whole = list(items)
    while whole:
        yield whole[:n]
        whole = whole[n:]


def forever(start: int) -> Iterator[int]:
    while True:
        yield start


def halves(seq):
    left, right = tee(seq)
    return map(str, left), map(str, right)


@contextmanager
def opened(path: str) -> Iterator[TextIO]:
    """Open a file."""
    with open(path) as file:
        yield file


@asynccontextmanager
async def connected(host: str) -> AsyncIterator[str]:
    """Connect."""
    yield host


def level(mode: Literal["fast", "slow"], charset: str) -> str:
    """Return the level.

    Args:
        mode: How.
        charset: The name of an encoding such as 'latin-1'.
    """
    return mode + charset


def count_words(path: str) -> int:
    """Count the words of a file."""
    with open(path) as file:
        return len(file.read().split())


def write_to(out: TextIO, title: str) -> None:
    out.write(title)


def clear_prices(prices: list[int]) -> None:
    prices.clear()


def pick(mapping: dict[str, Any], key: str) -> Any:
    """Return a value."""
    return mapping[key]


def largest(key: Callable[[int], int], numbers: list[int]) -> int:
    return max(numbers, key=key)


def total(order):
    return order["price"] * order["amount"]


def nth(index: int, items: list[int]) -> int:
    return items[index]


def shown(when: datetime) -> str:
    return when.isoformat()


def multiplier(factor: int) -> Callable[[int], int]:
    def multiply(number):
        return number * factor

    return multiply


@api.get("/orders/{order_id}")
def read_order(order_id: int) -> dict:
    """Return an order."""
    return {"id": order_id}


@web.route("/hello")
def hello():
    return "hello"


@click.group()
def cli():
    """Manage orders."""


@click.command()
@click.argument("name")
@click.option("--count", required=True, type=int)
@click.option("--loud", is_flag=True)
def order(name, count, loud):
    """Add an order."""
    click.echo(f"{count} {name}")


@pytest.fixture
def basket():
    """A basket with two items."""
    return ["tea", "milk"]


@signal.connect
def on_change(sender):
    pass


def open_session(host: str) -> Session:
    return Session()


def matched(pattern: str, code: str) -> bool:
    """Match a code.

    Args:
        pattern: How the code has to look.
        code: What is on the label.
    """
    return pattern == code


def opaque(thing):
    return thing.run()


def registered(func: "celery.Task") -> str:
    return func.name
'''

PLANS = {
    "LIMIT": "print(LIMIT)\n",
    "Oven": 'oven = Oven()\nprint(oven.bake("dough"))\n',
    "Oven.cool": "oven = Oven()\noven.cool()\nprint(oven.degrees)\n",
    "Codec": 'codec = Codec()\ndumped = codec.dumps({"name": "tea", "price": 3})\nprint(codec.loads(dumped))\n',
    "Thermometer": "thermometer = Thermometer(21.5)\nprint(thermometer.kelvin)\n",
    "Thermometer.from_reading": "thermometer = Thermometer.from_reading(21.5)\nprint(thermometer.kelvin)\n",
    "Greeter": 'print(Greeter.greet("Ada", "en"))\n',
    "Shelf": 'shelf = Shelf()\nshelf["tea"] = "green"\nprint(shelf["tea"])\nprint("coffee" in shelf)\n',
    "Shelf.get": 'shelf = Shelf()\nshelf["tea"] = "green"\nprint(shelf.get("tea"))\n',
    "Basket": 'basket = Basket()\nbasket.add("tea")\nprint(basket.pop())\n',
    "Session": 'async with Session() as session:\n        print(await session.ask("Name three kinds of tea."))\n\n\nasyncio.run(main())\n',
    "Door": "with Door() as door:\n    print(door.knock(2))\n",
    "Source": 'class MySource(Source):\n    def fetch(self, number):\n        return {"name": "tea"}\n\n\nsource = MySource()\nprint(source.names(2))\n',
    "Color": 'color = Color.RED\nprint(color.name, color.value)\nprint(Color("red"))\n',
    "Color.GREEN": 'color = Color.GREEN\nprint(color.name, color.value)\nprint(Color("green"))\n',
    "Order": 'order = Order(name="Ada", price=9.99)\nprint(order.total(2))\n',
    "Point": "point = Point(x=7, y=3)\nprint(point.x, point.y)\n",
    "Ticker": "for item in Ticker(10):\n    print(item)\n",
    "TooMany": "try:\n    print(reserve(11))\nexcept TooMany as error:\n    print(error)\n",
    "InvalidHTTPHeaderError": 'try:\n    raise InvalidHTTPHeaderError("Invalid HTTP header.")\n'
    "except InvalidHTTPHeaderError as error:\n    print(error)\n",
    "retry": '@retry(2)\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n',
    "traced": '@traced\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n',
    "fetch_page": 'print(await fetch_page("https://example.com/products/42", 5))\n\n\nasyncio.run(main())\n',
    "ticks": "    async for tick in ticks(2):\n        print(tick)\n\n\nasyncio.run(main())\n",
    "batches": 'for batch in batches(2, ["tea", "coffee", "milk"]):\n    print(batch)\n',
    "forever": "for item in islice(forever(1), 3):\n    print(item)\n",
    "halves": "first, second = halves([3, 1, 2])\nprint(list(first), list(second))\n",
    "opened": 'Path("notes.txt").write_text("green tea\\nblack coffee\\n")\n'
    'with opened("notes.txt") as file:\n    print(file.read())\n',
    "connected": '    async with connected("localhost") as host:\n        print(host)\n\n\nasyncio.run(main())\n',
    "level": 'print(level("fast", "latin-1"))\n',
    "count_words": 'Path("notes.txt").write_text("green tea\\nblack coffee\\n")\nprint(count_words("notes.txt"))\n',
    "write_to": 'out = io.StringIO("green tea\\nblack coffee\\n")\nwrite_to(out, "Tea and coffee")\nprint(out.getvalue())\n',
    "clear_prices": "prices = [3, 1, 2]\nclear_prices(prices)\nprint(prices)\n",
    "pick": 'print(pick({"name": "tea", "price": 3}, "name"))\n',
    "largest": "result = largest(lambda number: -number, [3, 1, 2])\nprint(result)\n",
    "total": 'order = {"price": 3.5, "amount": 2}\nprint(total(order))\n',
    "nth": "print(nth(1, [3, 1, 2]))\n",
    "shown": "print(shown(datetime(2026, 3, 14, 9, 30)))\n",
    "multiplier": "function = multiplier(3)\nprint(function(2))\n",
    "read_order": 'client = TestClient(api)\nresponse = client.get("/orders/1")\n'
    "print(response.status_code, response.text)\n",
    "hello": 'client = web.test_client()\nresponse = client.get("/hello")\n'
    "print(response.status_code, response.get_data(as_text=True))\n",
    "cli": "runner = CliRunner()\nresult = runner.invoke(cli, [])\nprint(result.output)\n",
    "order": 'runner = CliRunner()\nresult = runner.invoke(order, ["Ada", "--count", "2"])\nprint(result.output)\n',
    "basket": "def test_basket(basket):\n    print(basket)\n",
}
"""The end of the example for each object: all that follows its imports."""

NOT_RUN = {"read_order", "hello", "basket"}
"""What needs a package that is not there, or pytest."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shop")
    (root / "shop.py").write_text(SHOP, encoding="utf-8")
    return root


@pytest.mark.parametrize("name", PLANS)
def test_each_kind_is_used_as_users_do(root: Path, name: str) -> None:
    code = example(root, f"shop.{name}").code
    assert code.endswith(PLANS[name]), code


def test_examples_run_and_say_something(root: Path, tmp_path: Path) -> None:
    """All in one process, each with names of its own; what the shop imports and is not there stands beside it."""
    for package in ("fastapi", "flask"):
        text = f"class {'FastAPI' if package == 'fastapi' else 'Flask'}:\n    def __init__(self, *names): pass\n"
        text += "    def get(self, path): return lambda function: function\n    route = get\n"
        (tmp_path / f"{package}.py").write_text(text)
    source = SHOP.replace("@signal.connect\n", "")
    (tmp_path / "shop.py").write_text(source, encoding="utf-8")
    codes = {name: example(root, f"shop.{name}").code for name in PLANS if name not in NOT_RUN}
    lines = ["import contextlib, io", f"for name, code in {codes!r}.items():"]
    lines += ["    shown = io.StringIO()", "    with contextlib.redirect_stdout(shown):", "        exec(code, {})"]
    lines += ["    assert shown.getvalue().strip(), name"]
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("matched", ["- `pattern`: `str`: How the code has to look\n", "- `code`: `str`: What is on the label\n"]),
        ("registered", ["- `func`: `celery.Task`\n"]),
    ],
)
def test_what_nobody_knows_is_named_and_explained(root: Path, name: str, said: list[str]) -> None:
    found = example(root, f"shop.{name}")
    assert found.source == "sketch"
    assert found.code.startswith("# Sketch: ")
    for line in said:
        assert line in found.code
    assert "..." not in found.code


@pytest.mark.parametrize("name", ["on_change", "open_session", "api", "web"])
def test_what_a_call_would_not_show_has_no_example(root: Path, name: str) -> None:
    assert example(root, f"shop.{name}").code == ""


@pytest.mark.parametrize("name", PLANS)
def test_an_example_is_short_and_imports_only_what_it_uses(root: Path, name: str) -> None:
    code = example(root, f"shop.{name}").code
    assert sum(bool(line.strip()) for line in code.split("\n")) <= 20
    tree = ast.parse(code)
    imported = {alias.asname or alias.name for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)
                for alias in node.names}  # fmt: skip
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {"basket"}
    assert imported <= used


CARTS = """
class Cart:
    def __init__(self, owner, size=3):
        self.owner = owner
        self.items = []

    def put(self, item):
        self.items.append(item)

    def __repr__(self):
        return f"Cart({self.items})"
"""
TESTS = """
from shop import Cart


def test_put(shelf):
    cart = Cart("Bob")
    fill(shelf, cart)
    cart.put("rye bread")
"""


def test_arguments_come_from_the_tests_of_a_method_before_the_catalogue(tmp_path: Path) -> None:
    made = example(write_tree(tmp_path, {"shop.py": CARTS, "tests/test_shop.py": TESTS}), "shop.Cart.put")
    assert made.code.endswith('cart = Cart("Bob")\ncart.put("rye bread")\nprint(cart)\n')
    (reason,) = [one for one in made.why if one.part == "item"]
    assert reason.rule == "observed"
    assert "tests/test_shop.py" in reason.evidence
