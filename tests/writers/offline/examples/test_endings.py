"""The end of a test as the end of an example: what the documented object gave is printed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline.examples import Example
from mkdocs_howto.writers.offline.examples.endings import counted
from tests.conftest import write_tree
from tests.writers.offline.examples.test_call_sites import example

STORE = '''
"""A store."""


class Item:
    def __init__(self, name):
        self.name = name


class Label:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<{self.name}>"


class Store:
    def __init__(self, names):
        self.names = list(names)
        self.shelves = [self.names]

    def take(self, place):
        name = self.names.pop(place)
        return name

    def drop(self, place):
        if place > len(self.names):
            return None
        return self.names.pop(place)

    def sort(self):
        self.names.sort()
        return self

    def empty(self):
        self.names.clear()

    async def later(self):
        return self.names

    def each(self):
        yield from self.names


def long(names) -> list[str]:
    return [name for name in names if len(name) > 3]


def items(names) -> list[Item]:
    return [Item(name) for name in names]


def labels(names) -> list[Label]:
    return [Label(name) for name in names]


def some(names):
    return list(names)
'''
HEADER = "from store import Store, items, labels, long, some\n\n\ndef test_it(self):\n"
CASES = {
    "few items": (
        "store.long",
        "found = long(['milk', 'tea'])\nassert len(found) == 1",
        "found = long(['milk', 'tea'])\nprint(found)",
    ),
    "few items by a method of the test": (
        "store.long",
        "found = long(['milk', 'tea'])\nself.assertEqual(len(found), 1)",
        "found = long(['milk', 'tea'])\nprint(found)",
    ),
    "many items": (
        "store.long",
        "found = long(['milk'] * 50)\nassert len(found) == 50",
        "found = long(['milk'] * 50)\nprint(len(found))",
    ),
    "items that print as an address": (
        "store.items",
        "found = items(['milk', 'tea'])\nassert len(found) == 2",
        "found = items(['milk', 'tea'])\nprint(len(found))",
    ),
    "items that print as they say": (
        "store.labels",
        "found = labels(['milk', 'tea'])\nassert len(found) == 2",
        "found = labels(['milk', 'tea'])\nprint(found)",
    ),
    "items of which nothing is known": (
        "store.some",
        "found = some(['milk', 'tea'])\nassert len(found) == 2",
        "found = some(['milk', 'tea'])\nprint(len(found))",
    ),
    "a value before a test of something else": (
        "store.Store.take",
        "store = Store(['milk', 'tea'])\nstore.take(0)\nassert len(store.shelves) > 0",
        "store = Store(['milk', 'tea'])\nprint(store.take(0))",
    ),
    "a value before what is shown of its object": (
        "store.Store.take",
        "store = Store(['milk', 'tea'])\nstore.take(0)\nassert store.names == ['tea']",
        "store = Store(['milk', 'tea'])\nstore.take(0)\nprint(store.names)",
    ),
    "what may be no value": (
        "store.Store.drop",
        "store = Store(['milk', 'tea'])\nstore.drop(0)\nassert len(store.shelves) > 0",
        "store = Store(['milk', 'tea'])\nstore.drop(0)\nprint(len(store.shelves) > 0)",
    ),
    "the object itself": (
        "store.Store.sort",
        "store = Store(['milk', 'tea'])\nstore.sort()\nassert len(store.shelves) > 0",
        "store = Store(['milk', 'tea'])\nstore.sort()\nprint(len(store.shelves) > 0)",
    ),
    "no value": (
        "store.Store.empty",
        "store = Store(['milk', 'tea'])\nstore.empty()\nassert len(store.shelves) > 0",
        "store = Store(['milk', 'tea'])\nstore.empty()\nprint(len(store.shelves) > 0)",
    ),
    "what is only read later": (
        "store.Store.each",
        "store = Store(['milk', 'tea'])\nstore.each()\nassert len(store.shelves) > 0",
        "store = Store(['milk', 'tea'])\nstore.each()\nprint(len(store.shelves) > 0)",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_example_ends_with_what_the_object_gave(tmp_path: Path, case: str) -> None:
    reference, text, body = CASES[case]
    indented = "".join(f"    {line}\n" for line in text.split("\n"))
    root = write_tree(tmp_path, {"store.py": STORE, "tests/test_store.py": HEADER + indented})
    name = reference.split(".")[1]
    assert example(root, reference) == Example(f"from store import {name}\n\n{body}\n", "call-site")


@pytest.mark.parametrize(
    "texts",
    [
        ["found = upper('a')", "assert len(found) == 1"],
        ["found = [long(['a'])]", "assert len(found) == 1"],
        ["found = long(['a'])", "found = 3", "assert len(found) == 1"],
        ["found = long(", "assert len(found) == 1"],
        ["long(['a'])", "assert len(found) == 1"],
        ["found = long(['a'])", "assert len(found) == 10"],
        ["found = long(['a'])", "assert len(found) == 0"],
        [],
    ],
)
def test_how_many_items_something_else_has_stays(tmp_path: Path, texts: list[str]) -> None:
    root = write_tree(tmp_path, {"store.py": STORE})
    resolver = Resolver(Files(root), [root], sys.path)
    block = resolver.resolve("store.long").block
    assert counted(texts, block, Recorder(Answers(resolver))) == texts
