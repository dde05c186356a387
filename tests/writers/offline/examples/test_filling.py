"""Values of a test's case, written into its statements: what they make needless is not shown."""

from __future__ import annotations

import ast

import pytest

from mkdocs_howto.writers.offline.examples.filling import branch, filled_in, settled, untyped

SETTLED = {
    "keywords from a dictionary": ('Cart(**{"size": 3, "owner": "Ada"})', 'Cart(size=3, owner="Ada")'),
    "keywords after other arguments": ('Cart("Ada", **{"size": 3})', 'Cart("Ada", size=3)'),
    "keywords that cannot be written so": ('Cart(**{"class": 3})', 'Cart(**{"class": 3})'),
    "keys that are no texts": ("Cart(**{1: 3})", "Cart(**{1: 3})"),
    "keys from another dictionary": ("Cart(**{**more})", "Cart(**{**more})"),
    "texts that are put together": ('parsed("a=1" + "\\n")', 'parsed("a=1\\n")'),
    "several texts": ('parsed("a=" + "1" + "\\n")', 'parsed("a=1\\n")'),
    "bytes": ("parsed(b'a=' + b'1')", "parsed(b'a=1')"),
    "texts in other quotation marks": ('parsed("a=" + \'"\')', 'parsed("a=" + \'"\')'),
    "a number at the end of an escape": ('parsed("\\1" + "2")', 'parsed("\\1" + "2")'),
    "texts beside letters of two bytes": ('parsed("ä" + "ö", "ü" + "x")', 'parsed("äö", "üx")'),
    "a list of one": (
        'Cart([Item(words) for words in [["tea", "milk"]]])',
        'Cart([Item(["tea", "milk"])])',
    ),
    "a list of several": ("[Item(word) for word in [1, 2]]", "[Item(word) for word in [1, 2]]"),
    "a list with a condition": ("[Item(word) for word in [1] if word]", "[Item(word) for word in [1] if word]"),
    "a list that another one is unpacked into": ("[Item(word) for word in [*a]]", "[Item(word) for word in [*a]]"),
    "one of two values": ('put("tea" if None is None else None)', 'put("tea")'),
    "one of two values by something unknown": ("put(1 if size is None else 2)", "put(1 if size is None else 2)"),
    "more than one kind": ('put(**{"size": 3 if [] else 4})', "put(size=4)"),
}


@pytest.mark.parametrize("case", SETTLED)
def test_what_values_make_needless_is_written_simply(case: str) -> None:
    text, simpler = SETTLED[case]
    assert settled(text) == simpler


BRANCHES = {
    "None is None": "first",
    "'tea' is None": "other",
    "'tea' is not None": "first",
    "None is not None": "other",
    "not []": "first",
    "0": "other",
    "'tea' == 'tea'": "first",
    "2 != 2": "other",
    "True is False": "other",
    "size is None": None,
    "f()": None,
    "None": "other",
    "'tea' is 'tea'": None,
    "1 < 2": None,
    "not size": None,
}


@pytest.mark.parametrize("test", BRANCHES)
def test_literals_decide_a_condition(test: str) -> None:
    node = ast.parse(f"if {test}:\n    first\nelse:\n    other\n").body[0]
    assert isinstance(node, ast.If)
    run = branch(node)
    assert (run and ast.unparse(run[0])) == BRANCHES[test]


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("if None:\n    a\nelif 1:\n    b\nelse:\n    c\n", ["b"]),
        ("if None:\n    a\nelif 0:\n    b\nelse:\n    c\n", ["c"]),
        ("if None:\n    a\nelif x:\n    b\n", None),
        ("if None:\n    a\n", []),
    ],
    ids=["a later one holds", "none holds", "a later one is unknown", "nothing is left"],
)
def test_conditions_after_one_that_does_not_hold(text: str, run: list[str] | None) -> None:
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.If)
    assert branch(node) == run if run is None else [*map(ast.unparse, branch(node) or [])] == run


def test_a_long_statement_is_written_more_simply_only_so_often() -> None:
    text = "[" + ", ".join(["'a' + 'b'"] * 100) + "]"
    assert settled(text).count("'ab'") == 12


def test_values_stand_where_the_names_stood() -> None:
    text = "put(ä, *items, size=size)"
    cases = {"ä": '"é"', "items": "[1, 2]", "size": "3"}
    assert filled_in(text, ast.parse(text).body[0], cases) == 'put("é", 1, 2, size=3)'


UNTYPED = {
    "a class with its types": ("cache = Cache[str, int | None](3)", "cache = Cache(3)"),
    "within another call": ("print(Box[int](Cache[str]()))", "print(Box(Cache()))"),
    "what is looked up": ('handlers["tea"](3)', 'handlers["tea"](3)'),
    "a member of an enumeration": ('Color["RED"]', 'Color["RED"]'),
    "a class that is not called": ("kinds = [Cache[str], Box[int]]", "kinds = [Cache[str], Box[int]]"),
    "an item of a constant that is called": ("made = KINDS[name](3)", "made = KINDS[name](3)"),
    "a variable with its class": ("cache: Cache[str, int] = Cache(3)", "cache = Cache(3)"),
    "a variable with another type": ("cache: Base = Cache(3)", "cache: Base = Cache(3)"),
    "a cast within more": ("text = cast(IO, one or other).read()", "text = (one or other).read()"),
    "a cast of a name within more": ("text = cast(IO, made).read()", "text = made.read()"),
    "a cast of a text within more": ('made = Box(name=cast(Name, "tea"))', 'made = Box(name="tea")'),
    "a cast of a number within more": ("size = cast(int, 3).real", "size = (3).real"),
    "what cannot be read": ("made = Cache[str](", "made = Cache[str]("),
    "a cast of a choice": ("file = cast(IO, one if two else other)", "file = one if two else other"),
    "a cast": ("file = cast(IO, made)", "file = made"),
}


@pytest.mark.parametrize("case", UNTYPED)
def test_what_is_said_to_type_checkers_alone_is_left_out(case: str) -> None:
    text, simpler = UNTYPED[case]
    assert untyped(text, casts=True) == simpler


def test_a_cast_of_another_library_stays() -> None:
    assert untyped("value = cast(price, Integer)", casts=False) == "value = cast(price, Integer)"
