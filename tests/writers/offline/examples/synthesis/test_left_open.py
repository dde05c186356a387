"""What a class leaves to its subclasses, what an exception is met around, and what a container holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""A shop."""
from abc import ABC, abstractmethod
from collections import UserDict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


class Full(Exception):
    """Nothing fits in."""


class Shelf:
    def __init__(self, size=3):
        self.size = size

    def place(self, weight: int) -> int:
        if self.size + weight > 100 * self.size:
            raise Full
        return weight


class Broken(Exception):
    """A seal that is not good."""

    def __init__(self, label):
        super().__init__(f"broken: {label}")


class Worn(Broken):
    """A seal that is no longer good."""

    def __init__(self, message, label=""):
        super().__init__(f"{message}{label}")


class Press:
    def sign(self, text: str) -> str:
        return f"{text}#"

    def unsign(self, text: str) -> str:
        seal = text[-1]
        if seal == "~":
            raise Worn(seal)
        if seal != "#":
            raise Broken(seal)
        return text[:-1]


class Source(ABC):
    url: str

    @abstractmethod
    def stream(self, name: str) -> AsyncIterator[str]:
        """Give parts."""

    @classmethod
    @abstractmethod
    def find(cls, name: str) -> str:
        """Give one."""


class Reader(ABC):
    @abstractmethod
    def read(self, size: int) -> str:
        """Read so much."""


class Measure(ABC):
    """What tells how far things are apart."""

    def largest(self) -> int:
        """The largest that there is."""
        return 3

    def warm_up(self):
        """Give nothing back."""
        self.measured("a")

    def strict(self) -> int:
        """Refuse what is negative."""
        if self.measured("a") < 0:
            raise ValueError("negative")
        return 0

    def table(self) -> str:
        """Too much at once for a first look."""
        rows = [self.measured("a")]
        rows.append(self.measured("b"))
        rows.sort()
        return str(rows)

    def of_two(self, first: str, second: str) -> int:
        """Measure two."""
        return self.measured(first) - self.measured(second)

    @abstractmethod
    def measured(self, text: str) -> int:
        """Measure one."""


class Rule(ABC):
    """What is called."""

    def name(self) -> str:
        """What it is called by."""
        return "rule"

    def checked(self, text: str) -> bool:
        """Whether it holds."""
        return bool(self(text))

    @abstractmethod
    def __call__(self, text: str) -> bool: ...


class TextReader(Reader):
    def read(self, size: int) -> str:
        return "text"[:size]


class Smaller(Protocol):
    def __lt__(self, other) -> bool: ...


class Labels(UserDict):
    def joined(self):
        return " ".join(self)

    def add(self, name):
        self[name] = name


def identity(value):
    return value


class Keyed:
    def __init__(self, items, key=identity):
        self.items = list(items)
        self.key = key

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def __repr__(self):
        return f"Keyed({self.items}, key={self.key})"

    def between(self):
        return self._between()

    def listed(self):
        return map(str, self.items)

    _between = listed


class Inner:
    pass


class Order:
    def __init__(self, inner: Inner, name: str):
        self.inner = inner
        self.name = name

    def upper(self):
        return self.name.upper()


def order(name: str) -> Order:
    return Order(Inner(), name)


def picked(mapping, keys):
    return [mapping[key] for key in keys if key in mapping]


def keep_values(pred, coll):
    return {key: value for key, value in pairs(coll) if pred(value)}


def reduced(f, seq):
    return _reduced(f, seq)


def make_folder(path):
    os.makedirs(path)


class Template:
    def __init__(self, template):
        self.template = template

    def search(self, text):
        return compiled(self.template).search(text)


@dataclass
class Info:
    size: int | None = None
    names: dict[str, str] | None = None


class Store(UserDict):
    def setdefault(self, key, default=None):
        return super().setdefault(key, default)
'''

EXAMPLES = {
    # What may raise an exception, even where nothing tells what makes it do so.
    "Full": "shelf = Shelf()\ntry:\n    print(shelf.place(2))\nexcept Full as error:\n    print(repr(error))\n",
    # A message that its own constructor makes is shown.
    "Broken": 'try:\n    raise Broken("apple")\nexcept Broken as error:\n    print(error)\n',
    # Nobody raises by hand what a function raises; that gets what another one gives.
    "Worn": 'press = Press()\ntry:\n    print(press.unsign(press.sign("Hello, world")))\nexcept Worn as error:\n',
    # A subclass of the project has what is left open.
    "Reader.read": "text_reader = TextReader()\nprint(text_reader.read(20))\n",
    # A container holds something before it is shown, and prints what it holds instead of a function's address.
    "Labels.joined": 'labels = Labels({"name": "Ada", "age": 36})\nprint(labels.joined())\n',
    "Keyed": "keyed = Keyed([3, 1, 2])\nprint(list(keyed.between()))\n",
    # A constructor that takes inner parts is left to the function that is there for it.
    "Order": 'own_order = order("Ada")\nprint(own_order.upper())\n',
    "Order.upper": 'own_order = order("Ada")\nprint(own_order.upper())\n',
    # What is asked for is there.
    "picked": 'print(picked({"name": "Ada", "age": 36}, ["name"]))\n',
    "keep_values": 'print(keep_values(lambda item: item > 1, {"a": 1, "b": 2}))\n',
    "reduced": "f = ...  # f\nprint(reduced(f, [3, 1, 2]))\n",
    "make_folder": 'make_folder("example")\nprint(Path("example").exists())\n',
    "Info": "info = Info(size=20)\nprint(info.size)\n",
    "Store.setdefault": 'print(store.setdefault("name", "red"))\n',
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop3")
    write_tree(folder, {"shop/__init__.py": SHOP})
    return folder


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_of(root: Path, name: str) -> None:
    code = example(root, f"shop.{name}").code
    assert EXAMPLES[name] in code, code


@pytest.mark.parametrize("name", ["Source", "Source.stream", "Source.find", "Smaller", "Measure", "Rule"])
def test_what_is_left_to_users_is_not_made_up(root: Path, name: str) -> None:
    """How a base class is filled in, only an author's program says: there is none."""
    assert example(root, f"shop.{name}").source == "none"


def test_a_text_fits_the_template_it_is_searched_with(root: Path, tmp_path: Path) -> None:
    write_tree(tmp_path, {"shop/__init__.py": SHOP, "tests/test_shop.py": TEST})
    code = example(tmp_path, "shop.Template").code
    assert 'Template("/{user-id}/{n:d}/duration")' in code, code
    assert 'search("/apple/42/duration")' in code, code


TEST = """
from shop import Template


def test_made():
    template = Template("/{user-id}/{n:d}/duration")
    assert template is not None
"""


def test_prompts_that_only_blank_lines_set_apart_are_one_passage(tmp_path: Path) -> None:
    docstring = ">>> twice(2)\n4\n\n>>> twice(3)\n6\n\nAnd of text:\n\n>>> twice('a')\n'aa'\n"
    write_tree(tmp_path, {"shop/__init__.py": f"def twice(a):\n    {docstring!r}\n    return a + a\n"})
    code = example(tmp_path, "shop.twice").code
    assert code == "from shop import twice\n\nprint(twice(2))  # 4\nprint(twice(3))  # 6\n"


SITES = '''
class Site:
    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """End what `start` began."""


def patch(text: str) -> str:
    return text.upper()


class Inner:
    def __init__(self, config: "pytest.Config"):
        self.config = config

    def told(self, config: "pytest.Config") -> str:
        return str(config)
'''


def test_what_ends_something_is_called_after_what_begins_it_and_both_are_awaited(tmp_path: Path) -> None:
    code = example(write_tree(tmp_path, {"sites.py": SITES}), "sites.Site.stop").code
    assert 'await site.start()\n    print("inside")\n    await site.stop()' in code


def test_an_object_may_be_named_like_a_tool_for_tests(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"sites.py": SITES})
    assert example(root, "sites.patch").code == 'from sites import patch\n\nprint(patch("Hello, world"))\n'


def test_what_is_left_open_may_be_of_a_type_of_such_a_tool(tmp_path: Path) -> None:
    made = example(write_tree(tmp_path, {"sites.py": SITES}), "sites.Inner.told")
    assert made.source == "sketch"
    assert "config = ...  # config: " in made.code


ROWS = """
class Rows:
    def __init__(self, *args, **kwargs):
        pass

    def every(self, rows):
        return [self.one(row) for row in rows]


class RealRows(Rows):
    def one(self, row):
        return row
"""


def test_of_what_nobody_knows_how_to_make_something_is_asked(tmp_path: Path) -> None:
    made = example(write_tree(tmp_path, {"rows.py": ROWS}), "rows.Rows")
    assert made.source == "sketch"
    assert made.code.startswith(
        "from rows import Rows\n\n# A sketch: put values of your own in the place of each `...`.\n"
        "rows = ...  # an instance of Rows\nprint(isinstance(rows, Rows))\nprint(rows.every("
    )
