"""A class is shown by what it is for: it is called, it decorates, it belongs to another object."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""A shop."""


class Distance:
    """How far apart."""

    def __init__(self, scale=1):
        self.scale = scale

    def __call__(self, s1: str, s2: str) -> int:
        return len(s1) - len(s2)

    def maximum(self):
        return self.scale


class Near(Distance):
    """How far apart, nearby."""


class Optional:
    def __call__(self, s1: str, s2: str) -> int:
        if not numpy:
            raise ImportError("Install numpy.")
        return numpy.distance(s1, s2)

    def maximum(self):
        return 3


class Runner:
    def __call__(self, *args, **kwargs):
        return self.run(*args, **kwargs)

    def run(self):
        return "ran"


class Command:
    def __init__(self, name: str):
        self.name = name

    def usage(self, ctx: "Context") -> str:
        return ctx.command.name + self.name

    def joined(self, other: "Command") -> str:
        return self.name + other.name


class Group(Command):
    """Several commands."""

    def first(self, ctx: "Context") -> str:
        return ctx.command.name


class Context:
    def __init__(self, command: Command):
        self.command = command


class cachedproperty:
    def __init__(self, func):
        self.func = func

    def __get__(self, owner, kind):
        return self.func(owner)


def memoize(func):
    known = {}

    def wrapper(*args):
        if args not in known:
            known[args] = func(*args)
        return known[args]

    return wrapper
'''

EXAMPLES = {
    "Distance": 'distance = Distance()\nprint(distance("Hello, world", "Hello, there"))\n',
    "Near": 'near = Near()\nprint(near("Hello, world", "Hello, there"))\n',
    "Optional": "optional = Optional()\nprint(optional.maximum())\n",
    "Runner": "runner = Runner()\nprint(runner.run())\n",
    # What is made for the use of an object belongs to it.
    "Command.usage": 'command = Command("Ada")\nprint(command.usage(Context(command)))\n',
    "Command.joined": 'command = Command("Ada")\nprint(command.joined(Command("Ada")))\n',
    "Group.first": 'group = Group("Ada")\nprint(group.first(Context(group)))\n',
    # What keeps a result is used twice.
    "cachedproperty": (
        "class Page:\n    @cachedproperty\n    def title(self):\n"
        '        print("worked out")\n        return "A Small Title"\n\n\n'
        "page = Page()\nprint(page.title)\nprint(page.title)\n"
    ),
    "memoize": (
        '@memoize\ndef greet(name):\n    print("worked out")\n    return f"Hello, {name}"\n\n\n'
        'print(greet("Ada"))\nprint(greet("Ada"))\n'
    ),
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_class_is_shown_by_what_it_is_for(root: Path, name: str) -> None:
    assert example(root, f"shop.{name}").code.endswith(EXAMPLES[name])
