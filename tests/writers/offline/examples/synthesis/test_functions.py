"""A function is shown by what it is for: it decorates, gives a key to sort by, has a counterpart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""A shop."""
import re
import time

from tools import decorator

_levels = []


class ShopError(Exception):
    """Something is wrong."""


class Level:
    def __init__(self, name: str):
        self.name = name


def push_level(level: Level) -> None:
    _levels.append(level)


def pop_level() -> None:
    _levels.pop()


def get_level() -> Level:
    return _levels[-1]


def register_name(name: str) -> None:
    _levels.append(name)


def unregister_name(name: str) -> None:
    _levels.remove(name)


@decorator
def log_calls(call, print_func, width=20):
    print_func(call)
    return call()


@decorator
def plain(call):
    return call()


def words() -> re.Pattern[str]:
    return re.compile("x")


def escape(text: str) -> str:
    return text.replace("&", "&amp;")


def unescape(text: str) -> str:
    return text.replace("&amp;", "&")


def without(seq, *items):
    return [one for one in seq if one not in items]


def kept(value):
    return value


def marked(name: str, colour: str = "red", width: int = _MISSING) -> str:
    return name


def cachedmethod(store):
    """A decorator."""

    def decorate(method):
        def wrapper(self, *args):
            known = store(self)
            if args not in known:
                known[args] = method(self, *args)
            return known[args]

        return wrapper

    return decorate


def retry(tries, errors=Exception, delay=0):
    def decorate(func):
        def wrapper(*args):
            for place in range(tries):
                try:
                    return func(*args)
                except errors:
                    time.sleep(delay)
            raise RuntimeError("nothing helped")

        return wrapper

    return decorate


@decorator
def keep_retrying(call, exceptions=(KeyError, ValueError), attempts=None):
    """Call it until it works."""


@decorator
def retry_twice(call, errors=Exception, retries=1):
    """Call it twice."""


@decorator
def retry_later(call, tries, errors=Exception, delay=60):
    """Call it again, a minute later."""


@decorator
def retry_own(call, tries, errors=ShopError):
    """Call it again after an error of its own."""


@decorator
def retry_unknown(call, tries):
    """Call it again after what is not told."""


@decorator
def retrieved(call, tries, errors=Exception):
    """Get it."""


def natural_keygen(width=3):
    def key(text):
        return text.zfill(width)

    return key
'''


def _greeted(mark: str) -> str:
    return f'@{mark}\ndef greet(name):\n    return f"Hello, {{name}}"\n\n\nprint(greet("Ada"))\n'


def _retried(mark: str, raised: str) -> str:
    return (
        f'attempts = []\n\n\n@{mark}\ndef connect():\n    attempts.append("attempt")\n'
        f'    if len(attempts) < 3:\n        raise {raised}("not yet")\n    return "connected"\n\n\n'
        "print(connect())\nprint(len(attempts))\n"
    )


EXAMPLES = {
    "push_level": 'push_level(Level("example"))\nprint(get_level().name)\npop_level()\n',
    "register_name": 'register_name("Ada")\n',
    "log_calls": '@log_calls(print)\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n',
    "plain": '@plain\ndef greet(name):\n    return f"Hello, {name}"\n\n\nprint(greet("Ada"))\n',
    "words": 'print(words().findall("12 apples, -3.5 kg"))\n',
    "unescape": 'made = escape("a/b & <c>")\nprint(made)\nprint(unescape(made))\n',
    "without": "print(without([3, 1, 2], 1))\n",
    "kept": 'print(kept("red"))\n',
    # What stands behind parameters that are left out is passed by its name.
    "marked": 'print(marked("example", width=20))\n',
    "cachedmethod": (
        "class Page:\n    def __init__(self):\n        self.known = {}\n\n"
        "    @cachedmethod(lambda self: self.known)\n    def greet(self, name):\n"
        '        print("worked out")\n        return f"Hello, {name}"\n\n\n'
        'page = Page()\nprint(page.greet("Ada"))\nprint(page.greet("Ada"))\n'
    ),
    # What calls a function again is given one that fails at first.
    "retry": _retried("retry(3)", "ConnectionError"),
    "keep_retrying": _retried("keep_retrying", "KeyError"),
    # Not where it would give up before, or wait for long, or where it is not known what it waits for.
    "retry_twice": _greeted("retry_twice"),
    "retry_later": _greeted("retry_later(3)"),
    "retry_own": _greeted("retry_own(3)"),
    "retry_unknown": _greeted("retry_unknown(3)"),
    "retrieved": _greeted("retrieved(3)"),
    "natural_keygen": 'function = natural_keygen()\nprint(sorted(["b10", "b9", "a2"], key=function))\n',
}


TESTS = """
from shop import cachedmethod


def test_cachedmethod():
    decorate = cachedmethod(lambda self: self.known)
    assert decorate is not None
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP, "tests/test_shop.py": TESTS})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_function_is_shown_by_what_it_is_for(root: Path, name: str) -> None:
    assert example(root, f"shop.{name}").code.endswith(EXAMPLES[name])
