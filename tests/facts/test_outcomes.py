"""What the arguments of a call decide: the exceptions and the `None` that follow from them, and nothing else."""

from __future__ import annotations

import ast

import pytest

from mkdocs_howto.facts.outcomes import Function, constructor_of, outcomes_of, public_methods
from tests.work import grows_evenly


def outcomes(code: str) -> list[str]:
    (function,) = ast.parse(code).body
    assert isinstance(function, Function)
    return [
        f"{one.raises or 'None'}: "
        + " and ".join(
            f"{atom.measure} {atom.subject} {atom.relation} {', '.join(atom.objects)}".strip() for atom in one.case
        )
        for one in outcomes_of(function)
    ]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("if a < 0: raise ValueError", ["ValueError: value a < 0"]),
        ("if 0 > a: raise ValueError", ["ValueError: value a < 0"]),
        ("if not a: raise ValueError()", ["ValueError: value a is false"]),
        ("if a is None: raise TypeError", ["TypeError: value a is none"]),
        ("if len(a) > 3: raise ValueError", ["ValueError: length a > 3"]),
        ("if not isinstance(a, (str, bytes)): raise TypeError", ["TypeError: value a is not a str, bytes"]),
        ("if not callable(a): raise TypeError", ["TypeError: value a is not callable"]),
        ("if a not in ('x', 'y'): raise ValueError", ["ValueError: value a not in 'x', 'y'"]),
        ("if a not in MODES: raise ValueError", ["ValueError: value a not in MODES"]),
        ("if a.mode == 'r': raise ValueError", ["ValueError: value a.mode == 'r'"]),
        ("if a > b: raise ValueError", ["ValueError: value a > b"]),
        ("for one in a:\n  if one < 0: raise ValueError", ["ValueError: item a < 0"]),
        ("if a not in self._all: raise KeyError(a)", ["KeyError: value a is missing"]),
        ("if a is None and b: raise E", ["E: value a is none and value b is true"]),
        ("if a is None or b < 1: raise E", ["E: value a is none", "E: value b < 1"]),
        ("if a == 1: raise E\nelif b: raise F", ["E: value a == 1", "F: value a != 1 and value b is true"]),
        ("if a < 1: raise E\nif b < 1: raise F", ["E: value a < 1", "F: value b < 1"]),
        ("if a is None: return None\nif b < 0: raise E\nreturn a", [
            "None: value a is none", "E: value a is not none and value b < 0",
        ]),
        ("if a is None: a = 3\nif a < 0: raise E", ["E: value a < 0"]),
        ("with open(b) as file:\n  if a < 0: raise E", ["E: value a < 0"]),
    ],
)  # fmt: skip
def test_what_the_arguments_decide_is_found(body: str, found: list[str]) -> None:
    indented = "\n".join(f"  {line}" for line in body.split("\n"))
    assert outcomes(f"def f(self, a, b=None):\n{indented}") == found


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError",
        "if self.closed: raise ValueError",
        "if self._mode == a: raise ValueError",
        "if g(a): raise ValueError",
        "if a._inner: raise ValueError",
        "if a < _LIMIT: raise ValueError",
        "a = int(a)\n  if a < 0: raise ValueError",
        "b = g(a)\n  if b < 0: raise ValueError",
        "try: g(a)\n  except KeyError: raise ValueError",
        "try:\n    if a < 0: raise ValueError\n  except ValueError: pass",
        "try:\n    if a < 0: raise ValueError\n  except Exception: pass",
        "with suppress(ValueError):\n    if a < 0: raise ValueError",
        "if g(): return 1\n  if a < 0: raise ValueError",
        "while g():\n    if h(): break\n    if a < 0: raise ValueError",
        "for one in a:\n    if one: return one\n    if one < 0: raise ValueError",
        "if a and g(): raise ValueError",
        "def inner(a):\n    if a < 0: raise ValueError",
        "if a < 0: raise",
        "if a < 0: raise error",
        "if a == 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD': raise ValueError",
        "if a is None: return\n  g(a)",
        "if a is None: return None\n  yield a",
        "if a: a = 3\n  if a < 0: raise ValueError",
        "if a is None: a = 3\n  if a is None: raise ValueError",
    ],
)
def test_what_the_arguments_do_not_decide_is_not_found(body: str) -> None:
    assert outcomes(f"def f(self, a, b=None):\n  {body}") == []


def test_conditions_of_many_parts_are_left_out() -> None:
    assert outcomes("def f(a, b, c):\n  if a and b and c: raise E") == []
    deep = "def f(a):\n" + "".join(f"{'  ' * level}if a < {level}:\n" for level in range(1, 60)) + "  " * 60 + "raise E"
    assert outcomes(deep) == []


def test_a_class_is_called_by_its_constructor_and_its_public_methods() -> None:
    (node,) = ast.parse(
        "class C:\n"
        "  def __init__(self): ...\n  def __new__(cls): ...\n  def a(self): ...\n  def _b(self): ...\n"
        "  @property\n  def c(self): ...\n  @c.setter\n  def c(self, one): ...\n  @overload\n  def d(self): ...\n"
    ).body
    assert isinstance(node, ast.ClassDef)
    constructor = constructor_of(node)
    assert constructor is not None
    assert constructor.name == "__init__"
    assert [one.name for one in public_methods(node)] == ["a", "c"]
    (empty,) = ast.parse("class C: ...").body
    assert isinstance(empty, ast.ClassDef)
    assert constructor_of(empty) is None


GROWING = {
    "early returns beside other work": "    if x == {n}: return {n}\n    else: v{n} = g(x)\n",
    "early returns": "    if x == {n}: return None\n",
    "early ends of several comparisons": "    if x == {n} and y != {n}: return 1\n",
    "early ends of either comparison": "    if x == {n} or y == {n}: return 1\n",
}


@pytest.mark.parametrize("statement", GROWING.values(), ids=GROWING)
def test_conditions_of_many_early_ends_are_found_in_linear_work(statement: str) -> None:
    def read(times: int) -> None:
        text = "def f(x, y):\n" + "".join(statement.replace("{n}", str(n)) for n in range(times))
        (function,) = ast.parse(text).body
        assert isinstance(function, Function)
        outcomes_of(function)

    assert grows_evenly(read, 200)
