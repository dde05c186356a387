"""Examples that the author wrote at prompts."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.writers.offline.examples.docstrings import Passage, passages
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


def test_statements_at_one_prompt_stand_below_each_other_and_a_text_is_shown(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert example(root, "tabular.separator").code == (
        "from tabular import separator, tabular\n\n"
        'mark = separator("|")\nprint(tabular([1, 2], separator=mark))  # 1 | 2\n'
    )


def test_what_equals_a_number_may_print_as_something_else(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert "print(total([1, 2]) == 3)  # True" in example(root, "tabular.total").code


def test_a_function_whose_value_is_shown_elsewhere_gives_nothing_where_none_is_shown(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"tabular.py": TABULAR})
    assert example(root, "tabular.found").code == (
        "from tabular import found, total\n\n"
        "print(found([1, 2], 0))  # 1\n"
        "print(found([1, 2], 5))  # None\n"
        "print(found([], 5,\n      other=None))\n# None\n"
        "total([])\n"
    )


NEVER_SHOWN = """
>>> add(1)
>>> add("tea")
Traceback (most recent call last):
TypeError: No number.
>>> total()
1
"""


def test_a_function_whose_value_is_never_shown_is_called_alone() -> None:
    raising = 'try:\n    add("tea")\nexcept TypeError as error:\n    print(error)  # No number.'
    assert passages(read(NEVER_SHOWN), "add") == [[Passage(("add(1)", raising, "print(total())  # 1"))]]


def test_what_gives_nothing_is_not_all_that_is_shown() -> None:
    text = "Pairs.\n\n>>> pairs('a')\n['a']\n\nOf nothing:\n\n>>> pairs(None)  # doctest: +SKIP\n>>> pairs(None)\n"
    shown, alone = (Passage(("print(pairs('a'))  # ['a']",)), Passage(("pairs(None)",)))
    assert passages(read(text), "pairs") == [[shown, alone]]


REMARKS = {
    "a remark behind an expression": (">>> total([1])  # One.\n1\n", ("# One.\nprint(total([1]))  # 1",)),
    "a mark in a text is none": (">>> total('#1')\n1\n", ("print(total('#1'))  # 1",)),
    "what prints by another name": (
        ">>> from pprint import pprint as pp\n>>> pp(total([1]))\n1\n",
        ("from pprint import pprint as pp", "pp(total([1]))  # 1"),
    ),
    "an assertion about it": (">>> assert total([1]) == 1\n>>> assert 1\n", ("print(total([1]))",)),
    "what a block shows at its end": (
        ">>> with total([1]) as one:\n...     one\n1\n", ("with total([1]) as one:\n    print(one)", "# 1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REMARKS)
def test_what_authors_say_beside_their_prompts_is_understood(case: str) -> None:
    text, statements = REMARKS[case]
    assert passages(read(text), "total") == [[Passage(statements)]]


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


SKIPPED = """
>>> counted(["tea", "tea"])  # doctest: +SKIP
{'tea': 2}
>>> counted([])
{}
>>> store = kept("tea")  # doctest: +SKIP
"""


def test_what_is_not_run_as_a_test_is_shown_without_what_comes_of_it() -> None:
    assert passages(read(SKIPPED), "counted") == [[Passage(("print(counted([]))  # {}",))]]
    statements = ('print(counted(["tea", "tea"]))', "print(counted([]))  # {}", 'store = kept("tea")')
    assert passages(read(SKIPPED), "counted", skipped=True) == [[Passage(statements)]]


def test_what_is_run_as_a_test_is_shown_before_what_is_not(tmp_path: Path) -> None:
    code = f'def counted(names):\n    """Count.\n{SKIPPED}"""\n    return {{one: 1 for one in names}}\n'
    assert example(write_tree(tmp_path, {"shop.py": code}), "shop.counted").code == (
        "from shop import counted\n\nprint(counted([]))  # {}\n"
    )


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
