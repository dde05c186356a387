"""What a framework calls, or users build on, is shown by its author's program or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.section import ImportableBlock
from mkdocs_howto.writers.offline.examples.authored import told_needs
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.own.refusals import needs
from tests.conftest import FIXTURES, write_tree
from tests.writers.offline.examples.test_examples import example, found

CALLED = '''
"""Handlers."""
import contextlib
import abc
import threading
from typing import Protocol

from framework import app, cli, fixture, hookimpl, router, validator


@cli.command()
def serve(port: int):
    """Serve the shop."""
    print(port)


@app.get("/items/{number}")
async def item(number: int):
    return number


@fixture
def cart():
    return {}


@hookimpl(trylast=True)
def on_pay(sum: int):
    return sum


@validator("price")
def positive(value: int):
    return value


@router.on("paid")
def paid(sum: int):
    return sum


@contextlib.asynccontextmanager
async def connected(number: int):
    """Connect for a while."""
    yield number


class Session:
    """Holds a connection."""

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        pass


class Backend(abc.ABC):
    """Stores orders."""

    @abc.abstractmethod
    def store(self, number: int) -> None: ...


class Plugin:
    """Base class for plugins of the shop."""

    def run(self) -> int:
        return 1


class Priced(Protocol):
    """What has a price."""

    def price(self) -> int: ...


class Worker(threading.Thread):
    """Runs something again and again."""

    def halt(self) -> None:
        self.halted = True


class Courier(Worker):
    """Runs deliveries."""


def get(number: int) -> int:
    """Return twice the number: only its name is that of a route."""
    return number * 2


def cached(call):
    return call


@cached
def doubled(number: int) -> int:
    """Return twice the number."""
    return number * 2
'''
NAMES = ["serve", "item", "on_pay", "positive", "paid", "Session", "Backend", "Plugin"]
NAMES += ["Worker", "Courier", "Worker.halt"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_made_up(tmp_path: Path, name: str) -> None:
    made = example(write_tree(tmp_path, {"shop.py": CALLED}), f"shop.{name}")
    assert (made.source, made.code) == ("none", "")


@pytest.mark.parametrize("name", ["get", "doubled"])
def test_what_users_call_is_called(tmp_path: Path, name: str) -> None:
    assert f"print({name}(2))" in example(write_tree(tmp_path, {"shop.py": CALLED}), f"shop.{name}").code


def test_the_authors_program_is_shown(tmp_path: Path) -> None:
    text = CALLED.replace(
        '"""Base class for plugins of the shop."""',
        '"""Base class for plugins of the shop.\n\n    >>> class Mine(Plugin):\n    ...     pass\n    >>> Mine().run()\n'
        '    1\n    """',
    )
    made = example(write_tree(tmp_path, {"shop.py": text}), "shop.Plugin")
    assert made.source == "docstring"
    assert "class Mine(Plugin):" in made.code


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('address = "https://example.com/a"', "# Needs the network.\n"),
        ('word = input("What? ")', "# Needs somebody who types.\n"),
        ('rows = open("rows.csv").read()', "# Needs the files that it reads.\n"),
        (
            'rows = open(input("Which? ")).read()',
            "# Needs somebody who types and the files that it reads.\n",
        ),
        ('word = "a"', ""),
    ],
)
def test_an_example_says_what_it_needs(line: str, said: str) -> None:
    name = line.partition(" = ")[0]
    block, _, project = found(FIXTURES, "shop.Price")
    assert isinstance(block, ImportableBlock)
    code = f"from shop import Price\n\n{line}\nprint(Price({name}))\n"
    assert told_needs(needs(code, Importable(block, project))) == said


@pytest.mark.parametrize(
    ("needed", "said"),
    [
        (("network", "package httpx"), "# Needs the network and `httpx` installed.\n"),
        (("package rich", "package trio"), "# Needs `rich` and `trio` installed.\n"),
        (("input", "file", "network"), "# Needs somebody who types, the files that it reads and the network.\n"),
        (("module docs",), "# Needs the module `docs`.\n"),
        (("module a", "module b"), "# Needs the modules `a` and `b`.\n"),
        (("server amqp",), "# Needs a running `amqp` server.\n"),
        ((), ""),
    ],
)
def test_needs_are_one_comment(needed: tuple[str, ...], said: str) -> None:
    assert told_needs(needed) == said
