"""Examples that the author wrote at prompts."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

TABULAR = '''
def tabular(rows, separator=";"):
    """Lay out rows."""
    return separator.join(map(str, rows))


def separator(mark):
    """A separator.

    >>> mark = separator("|") ; tabular([1, 2], separator=mark) == "1 | 2"
    True
    """
    return f" {mark} "


def total(rows):
    """Add up.

    >>> total([1, 2]) == 3
    True
    """
    return sum(rows)


def found(rows, place, other=None):
    """Look into rows.

    >>> found([1, 2], 0)
    1
    >>> found([1, 2], 5)  # Too far.
    >>> found([], 5,
    ...       other=None)
    >>> total([])
    """
    return rows[place] if place < len(rows) else other

'''


def test_statements_at_one_prompt_stand_below_each_other(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert example(root, "tabular.separator").code == (
        "from tabular import separator, tabular\n\n"
        'mark = separator("|")\nprint(tabular([1, 2], separator=mark) == "1 | 2")  # True\n'
    )


def test_what_equals_a_number_may_print_as_something_else(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert "print(total([1, 2]) == 3)  # True" in example(root, "tabular.total").code


def test_what_shows_nothing_is_called_alone(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert example(root, "tabular.found").code == (
        "from tabular import found\n\n"
        "print(found([1, 2], 0))  # 1\n"
        "found([1, 2], 5)  # Too far.\n"
        "found([], 5,\n      other=None)\n"
    )


REMARKS = {
    "a remark behind an expression": (">>> total([1])  # One.\n1\n", "# One.\nprint(total([1]))  # 1"),
    "a mark in a text is none": (">>> total('#1')\n2\n", "print(total('#1'))  # 2"),
    "what prints by another name": (
        ">>> from pprint import pprint as pp\n>>> pp(total([1]))\n1\n",
        "\npp(total([1]))  # 1",
    ),
    "what fails as is expected": (
        ">>> total('a')\n1\n>>> total(5)\nTraceback (most recent call last):\nTypeError: No rows.\n",
        "print(total('a'))  # 1\ntry:\n    total(5)\nexcept TypeError as error:\n    print(error)  # No rows.",
    ),
    "what a block shows at its end": (
        ">>> import contextlib\n>>> with contextlib.nullcontext(total([1])) as one:\n...     one\n1\n",
        "with contextlib.nullcontext(total([1])) as one:\n    print(one)  # 1",
    ),
    "what is not run as a test": (">>> total([1])  # doctest: +SKIP\n1\n>>> total([])\n0\n", "print(total([1]))\nprint(total([]))  # 0"),
}  # fmt: skip


@pytest.mark.parametrize("case", REMARKS)
def test_what_authors_say_beside_their_prompts_is_understood(tmp_path: Path, case: str) -> None:
    text, statements = REMARKS[case]
    told = textwrap.indent(text, "    ")
    code = f'def total(rows):\n    """Add up.\n\n{told}    """\n    return len(rows)\n'
    root = write_tree(tmp_path, {"tabular.py": code})
    assert statements in example(root, "tabular.total").code


STORES = '''
from collections.abc import Sized


class Pile(Sized):
    def __new__(cls, items=(), order=None):
        return super().__new__(cls if order is None else Heap)

    def __init__(self, items=(), order=None):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __iadd__(self, items):
        self.items += items
        return self

    def top(self):
        """Show the last.

        >>> pile = Pile()
        >>> pile += "ab"
        >>> pile.top()
        'b'
        """
        return self.items[-1]


class Heap(Pile):
    def least(self):
        """Show the least, of a pile that is one.

        >>> heap = Pile("ba", order=min)
        >>> heap.least()
        'a'
        """
        return min(self.items)

    def most(self):
        """Show the most.

        >>> heap = H("ab")
        >>> heap.most()
        'b'
        """
        return max(self.items)


H = Heap


def heap(items):
    """Make one.

    >>> H("ab").top()
    'b'
    """
    return Heap(items)


def pile():
    """Make one.

    >>> pile = pile()
    >>> pile.top()
    'b'
    """
    return Pile("ab")
'''


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        ("Pile.top", "print(pile.top())  # b"),
        ("Heap.least", "print(heap.least())  # a"),
        ("Heap.most", "print(heap.most())  # b"),
        ("pile", "pile = pile()"),
    ],
    ids=["added to in place", "made by its base", "by another name", "named as what made it"],
)
def test_the_object_is_known_however_its_author_got_it(tmp_path: Path, reference: str, line: str) -> None:
    root = write_tree(tmp_path, {"stores.py": STORES})
    made = example(root, f"stores.{reference}")
    assert made.source == "docstring"
    assert line in made.code.splitlines()


SHELF = '''
class Shelf:
    """What holds things."""

    def __init__(self, things):
        """Put things on it.

        >>> shelf = Shelf(["tea"])
        >>> shelf.things
        ['tea']
        """
        self.things = things

    def first(self):
        """The first.

        >>> Shelf(["milk"]).first()
        'milk'
        """
        return self.things[0]
'''


def test_a_class_is_shown_as_the_docstring_of_its_constructor_shows_it(tmp_path: Path) -> None:
    assert example(write_tree(tmp_path, {"shop.py": SHELF}), "shop.Shelf").code == (
        "from shop import Shelf\n\nshelf = Shelf([\"tea\"])\nprint(shelf.things)  # ['tea']\n"
    )


def test_another_function_is_no_example_of_one(tmp_path: Path) -> None:
    made = example(write_tree(tmp_path, {"stores.py": STORES}), "stores.heap")
    assert made.source == "synthesised"
    assert "heap(" in made.code
