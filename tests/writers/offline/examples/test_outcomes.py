"""What a call gives back is shown: functions are called, what is lazy is listed, objects print what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""Functions and what they give back."""
from contextlib import contextmanager
from datetime import timedelta
from functools import partial, reduce, update_wrapper, wraps
from itertools import chain, groupby, islice, takewhile, tee
from typing import Iterator

flat = chain.from_iterable


def remembered(seconds):
    """Keep results."""
    if isinstance(seconds, timedelta):
        seconds = seconds.total_seconds()
    return _kept({}, seconds)


def _kept(memory, seconds):
    def decorator(func):
        @wraps(func)
        def wrapper(*args):
            return memory.setdefault(args, func(*args))
        return wrapper
    return decorator


def loud(func=None):
    if callable(func):
        return _kept({}, 1)(func)
    return 1


def tagged(label):
    def decorator(func):
        func.label = label
        return func
    return decorator


def bound(func, *args):
    return lambda *more: func(*args, *more)


def composed(*funcs):
    pair = lambda f, g: lambda *a: f(g(*a))
    return reduce(pair, funcs)


def renamed(*funcs):
    return composed(*reversed(funcs))


def shorter(limit: int = 3):
    return partial(cut, limit)


def cut(limit: int, text: str) -> str:
    return text[:limit]


def stops(message: str = ""):
    def stop(*args):
        raise ValueError(message)
    return stop


class lazy_value:
    def __init__(self, fget):
        self.fget = fget

    def __get__(self, instance, owner):
        return self.fget(instance)


def mixed(*seqs):
    return flat(zip(*seqs))


def mixed_again(*seqs):
    return mixed(*seqs)


def halves(n, seq):
    left, right = tee(seq)
    return islice(left, n), islice(right, n, None)


def runs(func, seq):
    for _, items in groupby(seq, func):
        yield items


def item(n, seq):
    return seq[n]


@contextmanager
def quiet():
    yield


class Command:
    def __init__(self, name: str):
        self.name = name


def command(callback=None) -> "Command":
    if callable(callback):
        return maker()(callback)
    return maker()


def maker():
    return lambda callback: Command(callback.__name__)


class Plain:
    def __init__(self, region: str, retries: int = 3, parent=None):
        self.parent = parent
        self.retries = retries
        self.region = region
        self.secret_key = "x"

    def move(self, region: str):
        self.place = region


class Child(Plain):
    """Nothing of its own."""


class Pages:
    def __init__(self, count: int):
        self.count = count

    def __iter__(self):
        return self

    def __next__(self):
        if not self.count:
            raise StopIteration
        self.count -= 1
        return self.count


def made(region: str) -> Plain:
    return Plain(region)


def several(count: int) -> Iterator[Plain]:
    return (Plain("x") for _ in range(count))


class Queue(list):
    def append(self, item):
        super().append(item)

    def expire_all(self):
        self.clear()


class Refused(Exception):
    def __init__(self, key, line: int):
        super().__init__(f"{key} in line {line}")


class Bad(Exception):
    def __init__(self, message):
        super().__init__(message)


class TooMany(Exception):
    """Raised below."""


def packed(weight: int) -> int:
    if weight > 30:
        raise TooMany(f"{weight} is too much")
    return weight


class Unused(Exception):
    """Raised by nobody."""
'''
TESTS = """
from shop import Plain, made, Child, fill, Pages


def test_made():
    assert made("north")


def test_move():
    plain = Plain("north")
    plain.move("south")


def test_child():
    child = Child("north")
    assert child


def test_pages():
    assert Pages(2)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP, "tests/test_shop.py": TESTS})


GREET = '\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n'
EXAMPLES = {
    # A function that gives back a function: it decorates, or is called in turn.
    "remembered": '@remembered(0.1)\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n',
    "tagged": '@tagged("Tea and coffee")\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n',
    "stops": "print(stops())\n",
    # What is lazy is read out.
    "mixed": 'for item in mixed(["tea", "coffee", "milk"], ["sugar", "honey", "lemon"]):\n    print(item)\n',
    "mixed_again": 'for item in mixed_again(["tea", "coffee", "milk"], ["sugar", "honey", "lemon"]):\n    print(item)\n',
    "halves": "first, second = halves(2, [3, 1, 2])\nprint(list(first), list(second))\n",
    "runs": "for item in runs(lambda number: number * 10, [3, 1, 2]):\n    print(list(item))\n",
    "several": "for item in several(2):\n    print(item.region)\n",
    "quiet": 'with quiet():\n    print("inside the block")\n',
    # An index lies within what it is used on.
    "item": "print(item(1, [3, 1, 2]))\n",
    # No address: what the constructor has to be given is shown, and nothing secret.
    "made": 'plain = made("north")\nprint(plain.region)\n',
    "Plain.move": 'plain = Plain("north")\nplain.move("south")\nprint(plain.place)\n',
    "Child": 'child = Child("north")\nprint(child.region)\n',
    "Pages": "for item in Pages(2):\n    print(item)\n",
    # Exceptions.
    "Bad": 'try:\n    raise Bad("Bad.")\nexcept Bad as error:\n    print(error)\n',
    "TooMany": "try:\n    print(packed(31))\nexcept TooMany as error:\n    print(error)\n",
    "Unused": 'try:\n    raise Unused("Unused.")\nexcept Unused as error:\n    print(error)\n',
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_given_back_is_shown(root: Path, name: str) -> None:
    code = example(root, f"shop.{name}").code
    assert code.endswith(EXAMPLES[name]), code
