"""What hands on all it is given is given what that goes to; what another name stands for is used as that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

POST = '''
"""A post office."""
from itertools import chain, cycle, repeat


class Parcel:
    def __init__(self, sender, weight=1):
        self.sender = sender.title()
        self.weight = weight

    @classmethod
    def from_text(cls, text):
        return cls(text.split()[0])

    @classmethod
    def from_dict(cls, values):
        return cls(**values)

    def to_dict(self):
        return {"sender": self.sender}

    def moved(self, *args, **kwargs):
        return self.carried(*args, **kwargs)

    def carried(self, city):
        return city.upper()


class Letter(Parcel):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stamp = None

    def read(self):
        return self.sender


class Card(Parcel):
    def __init__(self, *args, **kwargs):
        pass

    def read(self):
        return 2


def price(weight: int, country: str) -> str:
    return country * weight


def quoted(*args, **kwargs):
    return price(*args, **kwargs)


def summed(*numbers):
    return added(*numbers)


def added(*items):
    return sum(items)


def padded(items):
    """The items, then nothing for ever."""
    return chain(items, repeat(None))


def turning(items):
    return cycle(items)


filled = padded
'''
EXAMPLES = {
    "a constructor, to that of its base": ("Letter.read", 'letter = Letter("example")'),
    "a constructor, nowhere": ("Card.read", "card = Card()"),
    "a function": ("quoted", 'print(quoted(2, "France"))'),
    "a method": ("Parcel.moved", 'print(parcel.moved("Paris"))'),
    "by a name that says enough": ("summed", "print(summed(3, 1, 2))"),
    "an iterator without an end": ("padded", "print(list(islice(padded([3, 1, 2]), 5)))"),
    "items without an end": ("turning", "print(list(islice(turning([3, 1, 2]), 5)))"),
    "another name for a function": ("filled", "print(list(islice(filled([3, 1, 2]), 5)))"),
    "what is made from what another gives": ("Parcel.from_dict", "print(Parcel.from_dict(parcel.to_dict()))"),
    "what is made from what none gives": ("Parcel.from_text", "print(Parcel.from_text(text))"),
}


@pytest.mark.parametrize("case", EXAMPLES)
def test_it_is_given_what_its_last_user_needs(tmp_path: Path, case: str) -> None:
    name, line = EXAMPLES[case]
    assert line in example(write_tree(tmp_path, {"post.py": POST}), f"post.{name}").code.splitlines()
