"""What nobody makes by hand is shown as what gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""A shop."""
from typing import TypedDict


class Told(TypedDict):
    kind: str
    size: int


class Where(TypedDict):
    city: str


class Alone(TypedDict):
    word: str


class Kind:
    name: str

    def told(self) -> Told:
        return Told(kind=self.name, size=0)


class Box:
    def __init__(self, size=3):
        self.size = size

    def told(self) -> Told:
        return Told(kind="box", size=self.size)

    def slots(self):
        return SlotsView(self)

    def copy(self):
        return Box(self.size)

    def one(self, number):
        if number:
            return Slot(self)
        return number


class SlotsView:
    def __init__(self, box):
        self.box = box

    def __iter__(self):
        return iter(range(self.box.size))

    def __len__(self):
        return self.box.size


class Slot:
    def __init__(self, place: int):
        self.place = place

    def double(self):
        return self.place * 2


def here() -> Where:
    return Where(city="Paris")
'''

EXAMPLES = {
    # By a method whose object needs nothing before.
    "Told": "box = Box()\ntold: Told = box.told()\nprint(told)\n",
    # By a function.
    "Where": "where: Where = here()\nprint(where)\n",
    # Where nothing gives one, it is made.
    "Alone": 'alone = Alone(word="apple")\nprint(alone["word"])\n',
    # By a method that makes it from its own object; nothing declares that.
    "SlotsView": (
        "box = Box()\nslots_view = box.slots()\nprint(isinstance(slots_view, SlotsView))\nprint(list(slots_view))\n"
    ),
    # What is given only sometimes is made.
    "Slot": "slot = Slot(2)\nprint(slot.double())\n",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_is_got_from_what_gives_it(tmp_path: Path, name: str) -> None:
    root = write_tree(tmp_path, {"shop.py": SHOP})
    assert example(root, f"shop.{name}").code.endswith(EXAMPLES[name])
