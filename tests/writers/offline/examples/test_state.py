"""An instance gets what it needs before a member of it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""Stores."""
import re
from abc import ABC, abstractmethod


class Cache:
    def __setitem__(self, key, value):
        ...

    def popitem(self):
        return self.items.popitem()

    def pop(self, key: str):
        return self.items.pop(key)


class Queue:
    def append(self, item):
        ...

    def popleft(self):
        return self.items.pop(0)


class Counter:
    def set(self, key, value):
        ...

    def incr(self, key: str):
        return self.values[key] + 1


class Named(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def clear(self):
        super().clear()


class Signer:
    def __init__(self, key: str):
        self.key = key

    def sign(self, value: str) -> str:
        return value + self.key

    def unsign(self, value: str) -> str:
        return value.removesuffix(self.key)


class Reader(ABC):
    """Read."""

    @abstractmethod
    def read(self): ...

    @abstractmethod
    def write(self): ...

    @abstractmethod
    def seek(self): ...

    @abstractmethod
    def tell(self): ...

    def lines(self) -> list:
        return self.read().split()


class FileReader(Reader):
    def read(self): return "a b"
    def write(self): return 1
    def seek(self): return 1
    def tell(self): return 1


class Measure:
    def raw(self, text: str):
        raise NotImplementedError

    def double(self, text: str):
        return 2 * self.raw(text)


class Client:
    def __init__(self, region: str):
        self.region = region

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self.region = ""

    def ask(self, name: str) -> str:
        return name


class Fixed(list):
    def append(self, item: str):
        raise TypeError("a fixed list does not grow")


def finder(pattern: re.Pattern):
    """Make a function that searches."""
    return lambda text: pattern.findall(text.lower())


def limited(count: int = 3):
    """Decorator to limit calls."""
    return _limited(count)


MISSING = object()


def every(test, items=MISSING):
    return all(map(test, items))
'''
TESTS = """
import pytest
from shop import Queue, Signer, make


@pytest.fixture
def signer():
    key = "k"
    return Signer(key)


@pytest.fixture(params=[1, 2])
def odd(request):
    return request.param


class TestSigner:
    @pytest.fixture
    def text(self):
        return "hi"

    def test_roundtrip(self, signer, text):
        signed = signer.sign(text)
        assert signed == "hik"

    def test_odd(self, odd):
        assert make(odd) == 3
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP, "tests/test_shop.py": TESTS})


EXAMPLES = {
    "Cache.popitem": 'cache = Cache()\ncache["tea"] = "green"\nprint(cache.popitem())\n',
    "Cache.pop": 'cache = Cache()\ncache["tea"] = "green"\nprint(cache.pop("tea"))\n',
    "Queue.popleft": 'queue = Queue()\nqueue.append("tea")\nprint(queue.popleft())\n',
    "Named.clear": "named = Named()\nnamed.clear()\nprint(named)\n",
    "Signer.unsign": "",
    "Measure.double": "",
    "Client.ask": "",
    "Client.close": "",
    "limited": "",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_shows_something(root: Path, name: str) -> None:
    found = example(root, f"shop.{name}").code
    assert found.endswith(EXAMPLES[name]) if EXAMPLES[name] else found == ""


def test_fixtures_are_written_out(root: Path) -> None:
    made = example(root, "shop.Signer.sign")
    assert made.source == "call-site"
    assert made.code == (
        'from shop import Signer\n\nkey = "k"\nsigner = Signer(key)\ntext = "hi"\n'
        "signed = signer.sign(text)\nprint(signed)  # hik\n"
    )
