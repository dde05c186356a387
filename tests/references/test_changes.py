"""What is told of code that changed since a section was written from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_howto.build import Build, Request
from mkdocs_howto.references.changes import changes, snapshot
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.settings import Settings
from tests.conftest import ROOT, write_tree

HELPER = "def helper(a: int) -> int:\n    return a\n"


def block(folder: Path, source: str, reference: str, helper: str = HELPER) -> CodeBlock:
    root = folder / str(len(list(folder.iterdir())))
    write_tree(root, {"m.py": source, "helping.py": helper})
    return Build(Settings(root=root, paths=(root,)), lambda _: None).block(Request(reference))


def told(folder: Path, before: str, after: str, reference: str = "m.f") -> tuple[str, ...]:
    """The differences, where there is one; nothing for code that counts as the same."""
    was, now = block(folder, before, reference), block(folder, after, reference)
    if was.fingerprint == now.fingerprint:
        return ()
    return changes(snapshot(was), snapshot(now))


FUNCTIONS = {
    "gained a parameter": ("a", "a, b", ["`f` gained the parameter `b`"]),
    "gained two": ("a", "a, b, c", ["`f` gained the parameter `b`", "`f` gained the parameter `c`"]),
    "lost a parameter": ("a, b", "a", ["`f` lost the parameter `b`"]),
    "renamed": ("a, b", "a, c", ["the parameter `b` of `f` is called `c` now"]),
    "renamed and another gained": (
        "a, b",
        "a, c, d",
        ["`f` gained the parameter `c`", "`f` gained the parameter `d`", "`f` lost the parameter `b`"],
    ),
    "another in another place": ("a, b", "c, a", ["`f` gained the parameter `c`", "`f` lost the parameter `b`"]),
    "required": ("a=1", "a", ["the parameter `a` of `f` is required now"]),
    "optional": ("a", "a=1", ["the parameter `a` of `f` is optional now"]),
    "default": ("a=1", "a=2", ["the parameter `a` of `f` has another default: `2`"]),
    "default None": ("a=1", "a=None", ["the parameter `a` of `f` has another default: `None`"]),
    "annotated": ("a", "a: int", ["the parameter `a` of `f` is annotated `int` now"]),
    "annotated otherwise": ("a: int", "a: str", ["the parameter `a` of `f` is annotated `str` now"]),
    "no annotation": ("a: int", "a", ["the parameter `a` of `f` has no annotation now"]),
    "keyword-only": ("a", "*, a", ["the parameter `a` of `f` is keyword-only now"]),
    "positional-only": ("a", "a, /", ["the parameter `a` of `f` is positional-only now"]),
    "variadic": ("a", "*a", ["the parameter `a` of `f` is variadic positional now"]),
    "order": ("a, b", "b, a", ["the parameters of `f` changed their order"]),
}


@pytest.mark.parametrize(("before", "after", "clauses"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_parameters(tmp_path: Path, before: str, after: str, clauses: list[str]) -> None:
    code = "def f({}):\n    return 1\n"
    assert list(told(tmp_path, code.format(before), code.format(after))) == clauses


BODY = "def f(a):\n    return a\n"

OTHERS = {
    "returns": ("def f() -> int: ...\n", "def f() -> str: ...\n", ["`f` returns `str` now, not `int`"]),
    "returns nothing said": ("def f() -> int: ...\n", "def f(): ...\n", ["`f` has no return annotation now"]),
    "async": (BODY, f"async {BODY}", ["`f` is now a coroutine"]),
    "no longer async": (f"async {BODY}", BODY, ["`f` is no longer a coroutine"]),
    "raises": (
        BODY,
        "def f(a):\n    if not a:\n        raise ValueError(a)\n    return a\n",
        ["`f` now raises `ValueError`", "the body of `f` changed"],
    ),
    "raises no more": (
        "def f(a):\n    if not a:\n        raise KeyError\n    return a\n",
        BODY,
        ["`f` no longer raises `KeyError`", "the body of `f` changed"],
    ),
    "docstring": (
        'def f():\n    """One."""\n    g()\n',
        'def f():\n    """Two."""\n    g()\n',
        ["the docstring of `f` changed"],
    ),
    "docstring gained": (
        "def f():\n    g()\n",
        'def f():\n    """One."""\n    g()\n',
        ["the docstring of `f` changed"],
    ),
    "docstring lost": ('def f():\n    """One."""\n    g()\n', "def f():\n    g()\n", ["the docstring of `f` changed"]),
    "body": (BODY, "def f(a):\n    return -a\n", ["the body of `f` changed"]),
    "decorators": (
        f"def wrap(f): ...\n\n\n{BODY}",
        f"def wrap(f): ...\n\n\n@wrap\n{BODY}",
        ["the decorators of `f` changed"],
    ),
    "cached": (
        f"import functools\n\n\n{BODY}",
        f"import functools\n\n\n@functools.cache\n{BODY}",
        ["`f` is now cached", "the decorators of `f` changed"],
    ),
    "kind": ("class f:\n    x = 1\n", BODY, ["`f` is a function now, and was a class"]),
    "kind the other way": (BODY, "f = 3\n", ["`f` is an attribute now, and was a function"]),
    "value": ("f = 1\n", "f = 2\n", ["`f` has another value"]),
    "annotation": ("f: int = 1\n", "f: float = 1\n", ["`f` has another annotation"]),
    "moved": (
        "from helping import helper as f\n",
        "def f(a: int) -> int:\n    return a\n",
        ["`f` moved from `helping.helper` to `m.f`"],
    ),
    "overloads": (
        f"from typing import overload\n\n\n@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\n{BODY}",
        f"from typing import overload\n\n\n@overload\ndef f(a: int): ...\n@overload\ndef f(a: bytes): ...\n{BODY}",
        ["the overloads of `f` changed"],
    ),
    "a comment": (BODY, "# New.\ndef f(a):\n    # Why.\n    return a\n", []),
    "layout": (BODY, "def f(\n    a,\n):\n\n    return (a)\n", []),
    "a place further down": (BODY, f"X = 1\n\n\n{BODY}", []),
    "what a name stands for": (
        "from helping import helper\n\n\ndef f():\n    return helper(1)\n",
        "from json import loads as helper\n\n\ndef f():\n    return helper(1)\n",
        ["the code around it changed"],
    ),
}


@pytest.mark.parametrize(("before", "after", "clauses"), OTHERS.values(), ids=OTHERS)
def test_functions_and_values(tmp_path: Path, before: str, after: str, clauses: list[str]) -> None:
    assert list(told(tmp_path, before, after)) == clauses


CART = '''from helping import helper


class Base:
    pass


class Cart:
    """Collects."""

    limit = 3

    def __init__(self, customer):
        self.customer = customer

    def add(self, sku):
        """Add."""
        return helper(sku)

    @property
    def size(self):
        return 1

    def _check(self):
        return True
'''

CLASSES = {
    "member gained": (
        "    def _check",
        "    def drop(self, sku): ...\n\n    def _check",
        ["`Cart` gained `drop`"],
    ),
    "member gone": ("    limit = 3\n", "", ["`Cart.limit` is gone", "the body of `Cart` changed"]),
    "member renamed": ("def add(", "def put(", ["`Cart.add` is gone", "`Cart` gained `put`"]),
    "private member gained": (
        "    def _check",
        "    def _more(self): ...\n\n    def _check",
        ["the code around it changed"],
    ),
    "private member gone": (
        "\n    def _check(self):\n        return True\n",
        "",
        ["the code around it changed"],
    ),
    "parameter of a member": (
        "def add(self, sku)",
        "def add(self, sku, note)",
        ["`Cart.add` gained the parameter `note`"],
    ),
    "parameter of the class": (
        "def __init__(self, customer)",
        "def __init__(self, customer, note=None)",
        ["`Cart` gained the parameter `note`"],
    ),
    "body of a member": ("helper(sku)", "helper(sku) + 1", ["the body of `Cart.add` changed"]),
    "body of the constructor": (
        "self.customer = customer",
        "self.customer = str(customer)",
        ["`Cart.customer` has another value", "the body of `Cart.__init__` changed"],
    ),
    "docstring of a member": ('"""Add."""', '"""Put."""', ["the docstring of `Cart.add` changed"]),
    "docstring of the class": ('"""Collects."""', '"""Holds."""', ["the docstring of `Cart` changed"]),
    "value of a member": ("limit = 3", "limit = 4", ["`Cart.limit` has another value", "the body of `Cart` changed"]),
    "property": (
        "    @property\n    def size",
        "    def size",
        ["`Cart.size` is a function now, and was an attribute"],
    ),
    "static": (
        "    def _check(self)",
        "    @staticmethod\n    def _check()",
        [
            "`Cart._check` is now a static method",
            "`Cart._check` lost the parameter `self`",
            "the decorators of `Cart._check` changed",
        ],
    ),
    "bases": ("class Cart:", "class Cart(Base):", ["the bases of `Cart` changed"]),
    "decorators": (
        "class Cart:",
        "@helper\nclass Cart:",
        ["the decorators of `Cart` changed"],
    ),
    "raises": (
        "return helper(sku)",
        'raise LookupError("sku")',
        ["`Cart` now raises `LookupError`", "the body of `Cart.add` changed"],
    ),
    "a comment": ("limit = 3", "limit = 3  # at most", []),
}


@pytest.mark.parametrize(("old", "new", "clauses"), CLASSES.values(), ids=CLASSES)
def test_classes_and_their_members(tmp_path: Path, old: str, new: str, clauses: list[str]) -> None:
    assert CART.count(old) == 1
    assert list(told(tmp_path, CART, CART.replace(old, new), "m.Cart")) == clauses


def test_a_neighbour_that_changed_is_named(tmp_path: Path) -> None:
    before = block(tmp_path, CART, "m.Cart")
    after = block(tmp_path, CART, "m.Cart", HELPER.replace("a: int", "a: int, b: int"))
    assert changes(snapshot(before), snapshot(after)) == ("`helping.helper`, which it uses, changed",)


def test_a_neighbours_body_is_no_concern(tmp_path: Path) -> None:
    before, after = block(tmp_path, CART, "m.Cart"), block(tmp_path, CART, "m.Cart", HELPER.replace("return a", "pass"))
    assert snapshot(before) == snapshot(after)
    assert before.fingerprint == after.fingerprint


def test_something_is_told_in_any_case(tmp_path: Path) -> None:
    """Who asks knows from the fingerprint that there is a difference."""
    same = snapshot(block(tmp_path, CART, "m.Cart"))
    assert changes(same, same) == ("the code around it changed",)


def test_a_clause_is_told_once(tmp_path: Path) -> None:
    """The module and the function in it bear the same name."""
    code = '"""{0}."""\n\n\ndef m():\n    """{0}."""\n    print()\n'
    assert list(told(tmp_path, code.format("One"), code.format("Two"), "m")) == ["the docstring of `m` changed"]


@pytest.mark.parametrize("values", [(2, 1), (1, 2), (2, 2)], ids=["getter", "setter", "both"])
def test_both_definitions_of_a_property_are_told_by_its_name(tmp_path: Path, values: tuple[int, int]) -> None:
    code = "class C:\n    @property\n    def x(self):\n        return {0}\n\n    @x.setter\n    def x(self, to):\n        print({1})\n"
    assert list(told(tmp_path, code.format(1, 1), code.format(*values), "m.C")) == ["the body of `C.x` changed"]


def test_the_plainest_stands_first(tmp_path: Path) -> None:
    after = CART.replace("def add(self, sku)", "def add(self, sku, note)").replace("helper(sku)", "helper(note)")
    after = after.replace('"""Add."""', '"""Put."""').replace("return True", "raise ValueError")
    assert list(told(tmp_path, CART, after.replace("_check", "check"), "m.Cart")) == [
        "`Cart.add` gained the parameter `note`",
        "`Cart` gained `check`",
        "`Cart` now raises `ValueError`",
        "the docstring of `Cart.add` changed",
        "the body of `Cart.add` changed",
    ]


def test_a_module_tells_of_what_it_holds(tmp_path: Path) -> None:
    before = '"""Things."""\n\nX = 1\n\n\ndef f(a):\n    return a\n'
    after = '"""Other things."""\n\nX = 1\n\n\ndef f(a, b):\n    return a\n\n\ndef g(): ...\n'
    assert list(told(tmp_path, before, after, "m")) == [
        "`m.f` gained the parameter `b`",
        "`m` gained `g`",
        "the docstring of `m` changed",
    ]


def test_lines_of_a_file_tell_of_their_statements(tmp_path: Path) -> None:
    before, after = "x = 1\ny = x\nz = y\n", "x = 1\ny = x + 1\nz = y\n"
    (clause,) = told(tmp_path, before, after, "m.py#L1-L2")
    assert clause.startswith("the body of `")
    assert "``" not in clause


ORDER = """
from mkdocs_howto.references.changes import changes
from mkdocs_howto.section import Shape, Snapshot
members = tuple(Shape(object_path=f"m.C.{name}", kind="function") for name in "abcdefgh")
before = Snapshot(shape=Shape(object_path="m.C", kind="class", members=members))
print(changes(before, Snapshot(shape=Shape(object_path="m.C", kind="class"))))
"""


def test_the_order_is_the_sources_in_every_process() -> None:
    """Names in sets come in another order with every seed of Python's hashes."""
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", ORDER],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        )
        assert done.stdout == str(tuple(f"`C.{name}` is gone" for name in "abcdefgh")) + "\n"
