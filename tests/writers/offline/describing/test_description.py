"""A description: the purpose in the author's words, then what changes how a caller uses the object; never more."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.facts import docstring as docstring_module
from tests.conftest import write_tree
from tests.writers.offline.test_writer import section_of

MANAGER = "from contextlib import contextmanager, asynccontextmanager\n"
DATACLASS = "from dataclasses import dataclass\n"


def described(package: Path, code: str, reference: str = "m.f") -> str:
    write_tree(package, {"m.py": f"{code}\n"})
    return section_of(package, reference).description


def documented(*lines: str) -> str:
    """A function with a docstring; its last line is its body."""
    *words, body = lines
    return "def f(a, b=None):\n    '''" + "\n    ".join(words) + f"\n    '''\n    {body}"


# How it is used.

USE = {
    "def f():\n    '''Say hello.'''\n    print('hello')": "Say hello.",
    "async def f(a):\n    '''Wait.'''\n    await a": "Wait. It is a coroutine, so await it.",
    "async def f(a):\n    '''Count.'''\n    yield a": (
        "Count. It is an asynchronous generator: iterate over it with `async for`."
    ),
    "def f(a):\n    '''Count.'''\n    yield a": "Count. It is a generator.",
    "def f(a):\n    '''Yield the lines of a file.'''\n    yield a": "Yield the lines of a file.",
    f"{MANAGER}@contextmanager\ndef f(a):\n    '''Hold.'''\n    yield a": "Hold. Use it in a `with` statement.",
    f"{MANAGER}@asynccontextmanager\nasync def f(a):\n    '''Hold.'''\n    yield a": (
        "Hold. Use it in an `async with` statement."
    ),
    f"{MANAGER}@contextmanager\ndef f(a):\n    '''Hold.\n\n    Yields:\n        The open file.\n    '''\n    yield a": (
        "Hold. Use it in a `with` statement. `as` binds the open file."
    ),
    "def f(a):\n    '''Add.'''\n    a.append(1)": "Add. It changes `a` in place.",
    "def f(a):\n    '''Sort in place.'''\n    a.sort()": "Sort in place.",
    "def f(a):\n    '''Add.'''\n    a = list(a)\n    a.append(1)": "Add.",
    "from functools import lru_cache\n@lru_cache\ndef f(a):\n    '''Think.'''\n    return g(a)": (
        "Think. Results are kept: the same arguments are computed once."
    ),
    "@app.get('/carts')\ndef f():\n    '''List carts.'''\n    return g()": (
        "List carts. It answers GET requests to `/carts`."
    ),
    "class f:\n    '''Hold.'''\n    def __enter__(self): ...\n    def __exit__(self, *a): ...\n    def close(self): ...": (
        "Hold. Use it in a `with` statement, or close it with `close()`."
    ),
    "class f:\n    '''Hold. Enter it by `with`.'''\n    def __enter__(self): ...\n    def __exit__(self, *a): ...": (
        "Hold. Enter it by `with`."
    ),
    "class f:\n    '''Ask.'''\n    async def a(self): ...\n    async def b(self): ...": "Ask. `a` and `b` are coroutines.",
    "class f:\n    '''Ask.'''\n    async def a(self): ...\n    def b(self): ...\n    def c(self): ...": "Ask.",
    "class f:\n    '''Ask.'''\n    @classmethod\n    async def a(cls): ...": (
        "Ask. `a` is a coroutine, called on the class."
    ),
    "class f:\n    '''Count.'''\n    @staticmethod\n    def a(b): ...": (
        "Count. Its methods are called on the class; no instance is needed."
    ),
    "class f:\n    '''Count.'''\n    @classmethod\n    def a(cls): ...": "Count.",
    "class f:\n    '''Count.'''\n    def __init__(self): ...\n    @staticmethod\n    def a(b): ...": "Count.",
    "class f:\n    '''Count.'''\n    @property\n    def c(self): ...\n    @staticmethod\n    def a(b): ...": "Count.",
    "class g: ...\nclass f(g):\n    '''Count.'''\n    @staticmethod\n    def a(b): ...": "Count.",
    "class f:\n    '''A cart declaration.'''\n    def count_rows(self):\n        return len(self.rows)\n    def open_doors(self):\n        self.doors.open()": (
        "A cart declaration."  # What its methods do is told by the steps.
    ),
    "from abc import ABC, abstractmethod\nclass f(ABC):\n    '''Write.'''\n    @abstractmethod\n    def a(self): ...": (
        "Write. Subclass it and implement `a`."
    ),
    f"{DATACLASS}@dataclass(frozen=True)\nclass f:\n    '''Hold.'''\n    a: int": "Hold. Its fields cannot be changed.",
    "class f:\n    '''Ask the service.'''\n    working = False\n    def a(self): ...": (
        "Ask the service. It is marked as not working."
    ),
}


@pytest.mark.parametrize(("code", "text"), USE.items(), ids=[code[:40] for code in USE])
def test_how_an_object_is_used_is_said(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


# What comes back.

RESULTS = {
    documented("Halve.", "", "Returns:", "    The half of it.", "return a / 2"): "Halve. Returns the half of it.",
    documented("Halve.", "", ":returns: half of it", "return a / 2"): "Halve. Returns the half of it.",
    documented("Halve.", "", "Returns", "-------", "int", "    Half, rounded down.", "return a // 2"): (
        "Halve. Returns the half, rounded down."
    ),
    documented("Compare.", "", "Returns:", "    True if they are equal.", "return a == b"): (
        "Compare. Returns `True` if they are equal."
    ),
    documented("Return the half.", "", "Returns:", "    The half.", "return a / 2"): "Return the half.",
    documented("Make a copy of `a`.", "", "Returns:", "    A copy of `a`.", "return a"): "Make a copy of `a`.",
    documented("Halve.", "", "Returns:", "    None", "g(a)"): "Halve.",
    "def f(a) -> int:\n    '''Halve.'''\n    return g(a)": "Halve. Returns an `int`.",
    "def f(a) -> int | None:\n    '''Halve.'''\n    return g(a)": "Halve. Returns an `int` or `None`.",
    "def f(a) -> bytes:\n    '''Halve.'''\n    return g(a)": "Halve. Returns `bytes`.",
    "def f(a) -> None:\n    '''Halve.'''\n    g(a)": "Halve.",
    "def f(a) -> _Half[T]:\n    '''Halve.'''\n    return g(a)": "Halve.",
    "def f(a) -> int | None:\n    '''Return the half.'''\n    return g(a)": "Return the half. The result may be `None`.",
    "def f(a) -> int | None:\n    '''Return the half, or None.'''\n    return g(a)": "Return the half, or None.",
    "def f(a: str) -> int | None:\n    '''Return the half.'''\n    if not a:\n        return None\n    return g(a)": (
        "Return the half. Returns `None` if `a` is empty."
    ),
    documented("Return it.", "", "Returns:", "    The user. If there is none, returns None.", "return g(a)"): (
        "Return it. If there is none, returns None."
    ),
    "class f:\n    def b(self, a):\n        '''Add.'''\n        self.a = a\n        return self": "`f` is a class with `b`.",
}


@pytest.mark.parametrize(("code", "text"), RESULTS.items(), ids=[code[:60] for code in RESULTS])
def test_what_comes_back_is_said(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


def test_a_method_that_gives_its_object_says_so_but_no_method_of_the_class(package: Path) -> None:
    code = (
        "class Box:\n    def put(self, a):\n        '''Add.'''\n        self.a = a\n        return self\n"
        "    @classmethod\n    def made(cls):\n        '''Fill.'''\n        self = cls.__new__(cls)\n        return self\n"
    )
    assert described(package, code, "m.Box.put") == "Add. Returns the object itself."
    assert described(package, code, "m.Box.made") == "Fill. It is called on the class."


# What is raised, and when.

RAISED = {
    "def f(a):\n    '''Halve.'''\n    if a < 2:\n        raise ValueError(a)\n    return a / 2": (
        "Halve. Raises `ValueError` if `a` is less than 2."
    ),
    "def f(a: str):\n    '''Halve.'''\n    if not a:\n        raise ValueError\n    return a": (
        "Halve. Raises `ValueError` if `a` is empty."
    ),
    "def f(a, b=None):\n    '''Halve.'''\n    if a is None and b is None:\n        raise TypeError": (
        "Halve. Raises `TypeError` if `a` is `None` and `b` is not given."
    ),
    "def f(a=None, b=None):\n    '''Halve.'''\n    if a is None and b is None:\n        raise TypeError": (
        "Halve. Raises `TypeError` if neither `a` nor `b` is given."
    ),
    "def f(a):\n    '''Halve.'''\n    if not isinstance(a, int) and not isinstance(a, str): raise TypeError": (
        "Halve. Raises `TypeError` if `a` is neither an `int` nor a `str`."
    ),
    "def f(a):\n    '''Halve.'''\n    if a not in ('x', 'y'): raise ValueError": (
        "Halve. Raises `ValueError` if `a` is neither `'x'` nor `'y'`."
    ),
    "def f(a):\n    '''Halve.'''\n    for b in a:\n        if b < 0: raise ValueError": (
        "Halve. Raises `ValueError` if an item of `a` is negative."
    ),
    "def f(a, b):\n    '''Halve.'''\n    if a > b: raise ValueError\n    if len(a) > 3: raise ValueError": (
        "Halve. Raises `ValueError` if `a` is greater than `b` or `a` has more than 3 items."
    ),
    "def f(a):\n    '''Halve.'''\n    b = g(a)\n    if b:\n        raise ValueError(a)\n    return b": "Halve.",
    "def f(a):\n    '''Halve.'''\n    raise ValueError(a)": "Halve.",
    documented("Halve.", "", "Raises:", "    ValueError: The number is odd.", "if a: raise ValueError"): (
        "Halve. Raises `ValueError` if the number is odd."
    ),
    documented("Halve.", "", "Raises:", "    KeyError: If it is missing.", "    OSError: On failure.", "g(a)"): (
        "Halve. Raises `KeyError` if it is missing and `OSError` on failure."
    ),
    documented("Halve.", "", "Raises:", "    KeyError: Too few, unless `b` is true.", "g(a)"): (
        "Halve. Raises `KeyError` for too few, unless `b` is true."
    ),
    documented("Halve.", "", ":raises pkg.errors.Odd: when it is odd", "g(a)"): "Halve. Raises `Odd` when it is odd.",
    documented("Halve.", "", "Raises", "------", "ValueError", "    If it is odd.", "g(a)"): (
        "Halve. Raises `ValueError` if it is odd."
    ),
    documented("Halve.", "", "Raises:", "    ValueError: Bad number.", "g(a)"): "Halve.",
    documented("Halve.", "", "Raises:", "    ValueError", "g(a)"): "Halve.",
    documented("Halve it, or raise ValueError if it is odd.", "if a % 2: raise ValueError"): (
        "Halve it, or raise ValueError if it is odd."
    ),
    documented("Halve.", "", "Warns:", "    UserWarning: If it is odd.", "g(a)"): (
        "Halve. Warns with `UserWarning` if it is odd."
    ),
    "class f:\n    '''Hold.'''\n    def __init__(self, a):\n        if a < 0: raise ValueError": (
        "Hold. Creating it raises `ValueError` if `a` is negative."
    ),
    "class f:\n    '''Hold.'''\n    def add(self, a):\n        if a < 1: raise ValueError": (
        "Hold. `add` raises `ValueError` if `a` is less than 1."
    ),
    "class f(ValueError):\n    '''Too late.'''\n    def __init__(self, a):\n        if a: raise TypeError": "Too late.",
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), RAISED.items(), ids=[code[:60] for code in RAISED])
def test_an_exception_is_told_with_its_condition_or_not_at_all(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


# The author's further words.

WORDS = {
    documented("Drop *a*, and *not* ``b``.", "g(a)"): "Drop `a`, and not `b`.",
    documented("Halve. The number must be even.", "g(a)"): "Halve. The number must be even.",
    documented("Halve.", "", "The number must be even.", "g(a)"): "Halve. The number must be even.",
    documented("Halve.", "", "This must never be called twice.", "g(a)"): ("Halve. This must never be called twice."),
    documented("Halve.", "", "This function is not thread-safe.", "g(a)"): "Halve. This function is not thread-safe.",
    documented("Halve.", "", ".. warning:: The file must be closed first.", "g(a)"): (
        "Halve. The file must be closed first."
    ),
    documented("Halve.", "", "Warning:", "    The file must be closed first.", "g(a)"): (
        "Halve. The file must be closed first."
    ),
    documented("Halve.", "", "!!! danger", "    Calling this deletes all numbers.", "g(a)"): (
        "Halve. Calling this deletes all numbers."
    ),
    documented("Halve.", "", "Since version 2 only even numbers are allowed.", "g(a)"): "Halve.",
    documented("Halve.", "", "Only even numbers are allowed, see below.", "g(a)"): (
        "Halve. Only even numbers are allowed."
    ),
    documented("Halve.", "", "Numbers are usually small.", "g(a)"): "Halve. Numbers are usually small.",
    documented("Halve.", "", ".. deprecated:: 2.1", "   Use `third` instead.", "g(a)"): (
        "Deprecated since version 2.1: use `third` instead. Halve."
    ),
    documented("Halve.", "", ".. deprecated:: 2.1", "   *b* is deprecated.", "g(a)"): "Halve.",
    documented("New in shop 18.3.", "", "Halve the number.", "g(a)"): "Halve the number.",
    documented("halve the number.", "g(a)"): "Halve the number.",
    documented("Halve the number, see also `third`.", "g(a)"): "Halve the number.",
    "from warnings import deprecated\n@deprecated('f is deprecated. Use g.')\ndef f(a):\n    '''Halve.'''\n    g(a)": (
        "Deprecated: use g. Halve."
    ),
    "class f(dict):\n    '''A dict.'''": "A dict.",
}


@pytest.mark.parametrize(("code", "text"), WORDS.items(), ids=[code[:60] for code in WORDS])
def test_the_author_s_sentences_are_told_whole_and_where_they_keep_their_meaning(
    package: Path, code: str, text: str
) -> None:
    assert described(package, code) == text


def test_there_are_at_most_five_sentences_and_ninety_words(package: Path) -> None:
    rules = [f"The argument number {number} must never be given {'very ' * 12}late." for number in range(9)]
    text = described(package, documented("Halve the number.", "", *rules, "g(a)"))
    assert text.startswith("Halve the number. The argument number 0 must")
    assert len(text.split()) <= 90
    assert text.count(".") <= 5


ANNIVERSARY = (
    "Hold what happens on one day of the calendar, whatever it is.",
    "",
    *(f"It goes through {number} stages, each of which has a name of its own and ends at noon." for number in range(4)),
    "",
)
"""A docstring that is too long to be told whole."""

CONNECTED = {
    documented("Check that a value was given.", "", "Unlike `g`, it looks at the text before it is converted.",
               "An initial value does not count.", "", "Sets the flag of the widget.", "g(a)"): (
        "Check that a value was given. Unlike `g`, it looks at the text before it is converted. "
        "An initial value does not count. Sets the flag of the widget."
    ),
    documented("Hold fields.", "", "``a[b]`` = ``c``.", "For equal fields, instead create one.", "g(a)"): "Hold fields.",
    documented("Make a cart.", "", "See `g` for names.", "Others get that cart-derived name too.", "g(a)"): "Make a cart.",
    documented("f(a, b, ...) f(c, ...)", "", "g(a, b)"): "`f` takes `a` and `b`.",
    documented("Add a value.", "", "If there is one, the new value is appended.", "g(a)"): (
        "Add a value. If there is one, the new value is appended."
    ),
    documented("Serve a path.", "", "See `g` for rules.", "These must be met by every path.", "g(a)"): "Serve a path.",
    documented("Serve a path.", "", "For details on rules, see `g`.", "Folders are refused.", "g(a)"): (
        "Serve a path. Folders are refused."
    ),
    documented("Start a server.", "", "a: a file with its settings.", "    It must exist.", "g(a)"): "Start a server.",
    documented("Compute the mean.", "", "It is given by", "", "    sum(a) / len(a)", "", "where `a` is it.", "g(a)"): (
        "Compute the mean."
    ),
    documented("Start a task. Starts a task.", "g(a)"): "Start a task.",
    documented("Start a task.", "", "a is the name of it.", "g(a)"): "Start a task.",
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), CONNECTED.items(), ids=[code[:60] for code in CONNECTED])
def test_a_short_docstring_is_told_whole_but_for_what_lost_its_beginning(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


@pytest.mark.parametrize(
    "rule",
    [
        "If such a page has an end, it must be a date.",
        "These pages must have a date.",
        "The names of its methods must be all caps.",
        "In that case the day must be a date.",
    ],
)
def test_a_rule_of_a_long_docstring_is_not_told_without_what_it_is_about(package: Path, rule: str) -> None:
    told = described(package, documented(*ANNIVERSARY, rule, "The argument `b` must never be negative.", "g(a)"))
    assert told.startswith("Hold what happens on one day of the calendar, whatever it is. It goes through 0 stages")
    assert told.endswith("The argument `b` must never be negative.")
    assert rule not in told


ROLES = {
    documented("Purpose:", "  This type is used to name a day.", "g(a)"): "Names a day.",
    "class f(dict):\n    '''Date\n\n    Value Name:\n        DATE\n\n    Purpose:\n        Names a day of a year.\n    '''": (
        "Date. Names a day of a year."
    ),
    "class f(dict):\n    '''This field is the base of all others, and draws an :mdn-input:`text`.'''": (
        "This field is the base of all others, and draws a `text` input."
    ),
    "class f(dict):\n    '''Draws a :css-element:`area`.'''": "Draws an `area` element.",
    "class f(dict):\n    '''Draws an :class:`shop.Item`.'''": "Draws an `Item`.",
    "class f(dict):\n    '''This class is responsible for drawing.'''": "This class is responsible for drawing.",
    documented("Run with :data:`sys.argv` if `a` is missing.", "g(a)"): "Run with `sys.argv` if `a` is missing.",
    documented("Give `Item <shop.Item>` back.", "g(a)"): "Give `Item` back.",
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), ROLES.items(), ids=[code[:60] for code in ROLES])
def test_roles_and_titles_leave_whole_sentences(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


KINDS = {
    documented("Go on.", "", "Returns:", "    One of three things:", "", "    1) An event -- see `g`.", "",
               "    2) The constant `MORE`, which asks for more data.", "", "    3) The constant `END`.", "return g(a)"): (
        "Go on. Returns an event, the constant `MORE` or the constant `END`."
    ),
    documented("Go on.", "", "Returns:", "    Either", "", "    - the name", "    - None", "return g(a)"): (
        "Go on. Returns the name or `None`."
    ),
    documented("Go on.", "", "Returns:", "    A tuple of", "", "    - the name", "    - the age", "return g(a)"): "Go on.",
    documented("Go on.", "", "Returns:", "    ``None``", "g(a)"): "Go on.",
    documented("Go on.", "", "Returns:", "    ``None`` if it is over.", "return g(a)"): (
        "Go on. Returns `None` if it is over."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), KINDS.items(), ids=[code[:90] for code in KINDS])
def test_every_kind_of_result_is_told(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


REFUTED = {
    "class Box: ...\ndef f(a) -> Box:\n    '''Ask. Return the text, or None when cancelled.'''\n    return g(a)": "Ask.",
    "def f(a) -> int:\n    '''Ask. Returns a list of answers.'''\n    return g(a)": "Ask.",
    "def f(a) -> None:\n    '''Ask. Returns True if it worked.'''\n    g(a)": "Ask.",
    "def f(a) -> bool:\n    '''Ask. Returns True if it worked, False otherwise.'''\n    if g(a):\n        return True": "Ask.",
    "def f(a) -> bool:\n    '''Ask. Returns True if it worked, False otherwise.'''\n    if g(a):\n        return True\n    return False": (
        "Ask. Returns True if it worked, False otherwise."
    ),
    "def f(a) -> bool:\n    '''Ask. Returns True if it worked.'''\n    g(a)\n    return False": "Ask.",
    "def f(a) -> bool:\n    '''Ask. Returns True if it worked.'''\n    return g(a)": "Ask. Returns True if it worked.",
    "class _Box: ...\ndef f(a):\n    '''Ask.\n\n    Returns:\n        An instance of the _Box class.\n    '''\n    return _Box(a)": "Ask.",
    "def f(a):\n    '''Ask. Returns a dict of answers.'''\n    return [one for one in a]": "Ask.",
    "def f(a) -> list[int]:\n    '''Ask.\n\n    Returns:\n        The answer, or None.\n    '''\n    return g(a)": "Ask.",
    "def f(a) -> str:\n    '''Ask. Returns the text.'''\n    return g(a)": "Ask. Returns the text.",
    "def f(a) -> Any:\n    '''Ask. Returns a list of answers.'''\n    return g(a)": "Ask. Returns a list of answers.",
    "class Box(list): ...\ndef f(a) -> Box:\n    '''Ask. Returns a list of answers.'''\n    return g(a)": (
        "Ask. Returns a list of answers."
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), REFUTED.items(), ids=[code[:90] for code in REFUTED])
def test_a_result_that_the_code_refutes_is_not_told(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


@pytest.mark.parametrize(
    ("docstring", "text"),
    [
        ("Only needed for dynamic boxes.", "It can be used in a `with` statement."),
        ("Free its memory. Usually nobody has to.", "It can be used in a `with` statement."),
        ("Free its memory. This is not required.", "It can be used in a `with` statement."),
        ("Free its memory.", "Use it in a `with` statement, or close it with `close()`."),
    ],
)
def test_closing_is_a_duty_only_where_its_docstring_sets_no_condition(package: Path, docstring: str, text: str) -> None:
    code = (
        "class f:\n    '''Hold.'''\n    def __enter__(self): ...\n    def __exit__(self, *a): ...\n"
        f"    def close(self):\n        '''{docstring}'''\n"
    )
    assert described(package, code) == f"Hold. {text}"


# Without the author's words.

UNTOLD = {
    "def f(a, b): return g(a)": "`f` returns `g(a)`. `b` is accepted but not used.",
    "def f(a):\n    b = g(a)\n    h(b)": "`f` takes `a`.",
    "def f(a: int) -> str:\n    b = g(a)\n    return h(b)": "`f` takes `a` and returns a `str`.",
    f"{DATACLASS}@dataclass\nclass f:\n    a: int\n    b: str = 'x'": (
        "`f` is a dataclass with the fields `a` and `b` (`'x'` by default)."
    ),
    f"{DATACLASS}@dataclass\nclass f:\n    a: int\n    password: str = 'hunter2'": (
        "`f` is a dataclass with the fields `a` and `password`."
    ),
    f"{DATACLASS}@dataclass\nclass f:\n    " + "; ".join(f"a{number}: int" for number in range(9)): (
        "`f` is a dataclass with fields such as `a0`, `a1`, `a2` and `a3`."
    ),
    "from enum import Enum\nclass f(Enum):\n    A = 1\n    B = 2": "`f` is an enumeration with the members `A` and `B`.",
    "class g: ...\nclass f(g):\n    status = 404": "`f` is a `g` with `status = 404`.",
    "class f(ValueError): ...\ndef check(a):\n    raise f": "`f` is a `ValueError` that `check` raises.",
    "class _g: ...\nclass f(_g):\n    def a(self): ...": "`f` is a class with `a`.",
    "from typing import Protocol\nclass f(Protocol):\n    def __call__(self, a): ...": (
        "`f` is a protocol: any function with its signature fits it."
    ),
    "f = 3": "`f` is an attribute with the value `3`.",
    "class g:\n    '''A place for goods.'''\nclass f(g): ...": "`f` is a `g`: a place for goods.",
    "class g:\n    '''The base class of places.'''\nclass f(g): ...": "`f` is a `g`.",
    "class g: ...\nclass f(g):\n    def __init__(self, a):\n        '''\n        :param a: The path of its file.\n        '''": (
        "`f` is a `g`."
    ),
    "class f:\n    def __init__(self, a):\n        '''Keep the goods of a shop.'''": "Keep the goods of a shop.",
    "class f:\n    def __init__(self, a):\n        '''Initialize the goods of a shop.'''": "`f` is a class.",
    "'''Keep the goods of a shop.'''\nclass f:\n    def a(self): ...": "Keep the goods of a shop.",
    "'''Keep the goods of a shop.'''\nclass f:\n    def a(self): ...\nclass g: ...": "`f` is a class with `a`.",
}


@pytest.mark.parametrize(("code", "text"), UNTOLD.items(), ids=[code[:60] for code in UNTOLD])
def test_without_a_docstring_only_what_the_code_shows_is_said(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


@pytest.mark.parametrize(
    ("code", "reference", "text"),
    [
        ("def parse_date(text: str) -> date:\n    a = g(text)\n    return h(a)", "parse_date", "Parses the date. Returns a `date`."),
        ("def load_config(path):\n    a = g(path)\n    h(a)", "load_config", "Loads the configuration."),
        ("def delete_cookie(key):\n    a = g(key)\n    h(a)", "delete_cookie", "Deletes the cookie."),
        ("def choose_async(a):\n    b = g(a)\n    h(b)", "choose_async", "`choose_async` takes `a`."),
        ("def process_data(a):\n    b = g(a)\n    h(b)", "process_data", "`process_data` takes `a`."),
        ("def is_even(a):\n    b = g(a)\n    return h(b)", "is_even", "Tells whether `a` is even."),
        ("def is_symlink(a):\n    b = g(a)\n    return h(b)", "is_symlink", "Tells whether `a` is a symlink."),
        ("class Pool:\n  def close(self):\n    b = g()\n    h(b)", "Pool.close", "Closes the `Pool`."),
        (
            "class Pool:\n  async def aclose(self):\n    b = g()\n    h(b)",
            "Pool.aclose",
            "Closes the `Pool`. It is a coroutine, so await it.",
        ),
        ("class Pool:\n  def update(self, a):\n    b = g(a)\n    h(b)", "Pool.update", "`update` takes `a`."),
        ("class Pool:\n  def to_dict(self):\n    b = g()\n    return h(b)", "Pool.to_dict", "Returns the `Pool` as a dictionary."),
        ("class Pool:\n  def to_xyz(self, a=1):\n    b = g()\n    return h(b, a)", "Pool.to_xyz", "Returns the `Pool` as `xyz`."),
        (
            "class Pool:\n  @classmethod\n  def from_json(cls, a):\n    b = g(a)\n    return h(b)",
            "Pool.from_json",
            "Creates a `Pool` from JSON. It is called on the class.",
        ),
        (
            "class Pool:\n  '''A pool. `run` starts a thread of its own.'''\n  def run(self, a):\n    b = g(a)\n    h(b)",
            "Pool.run",
            "`run` starts a thread of its own.",
        ),
        (
            "class A:\n  def go(self, a): 'Walk.'\nclass Pool(A):\n  def go(self, a):\n    ''':param a: How.'''\n    g(a)",
            "Pool.go",
            "Walk.",
        ),
        (
            "class Pool:\n  def go(self, a):\n    '''\n    :param a: Whether it may be slow.\n    '''\n    b = g(a)\n    h(b)",
            "Pool.go",
            "`go` takes `a`.",
        ),
        ("class Pool:\n  def remove(self, a):\n    b = g(a)\n    h(b)", "Pool.remove", "Removes `a`."),
    ],
)  # fmt: skip
def test_a_name_of_a_verb_and_its_object_is_a_purpose(package: Path, code: str, reference: str, text: str) -> None:
    assert described(package, code, f"m.{reference}") == text


def test_a_method_without_a_docstring_has_that_of_the_method_it_overrides(package: Path) -> None:
    write_tree(package, {"base.py": "class Base:\n    def go(self):\n        '''Walk to the end.'''\n"})
    code = (
        "from base import Base\n"
        "class Near(Base):\n    def go(self):\n        g()\n"
        "class Far(Near):\n    def go(self):\n        '''See base class.'''\n        g()\n"
        "class Other(Base):\n    def go(self):\n        '''Fly.'''\n        g()\n"
    )
    assert described(package, code, "m.Near.go") == "Walk to the end."
    assert described(package, code, "m.Far.go") == "Walk to the end."
    assert described(package, code, "m.Other.go") == "Fly."


def test_a_documented_constant_keeps_its_value(package: Path) -> None:
    code = "LIMIT = 50\n'''Articles that one cart can hold.'''\nPASSWORD = 'hunter2'\n'''What opens the door.'''"
    assert described(package, code, "m.LIMIT") == "Articles that one cart can hold. Its value is `50`."
    assert described(package, code, "m.PASSWORD") == "What opens the door."


def test_a_docstring_is_read_once_for_its_section(package: Path) -> None:
    """Description and examples share the parsed value, whatever they ask it for."""
    code = documented("Halve the number.", "", "Args:", "    a: Number.", "", ">>> f(4)", "2", "return a / 2")
    before = docstring_module._read.cache_info().misses
    write_tree(package, {"once.py": code})
    assert section_of(package, "once.f").example
    assert docstring_module._read.cache_info().misses == before + 1


CONSTRUCTORS = {
    "what it says is told on": (
        "class Till:\n    def __init__(self, size=5):\n        '''Open a till by its number. If size is 0, any till.'''",
        "Open a till by its number.",
    ),
    "one that says more": (
        "class Till:\n    def __init__(self):\n        '''Create a till by reading all prices from the shop window.'''",
        "Create a till by reading all prices from the shop window.",
    ),
}


@pytest.mark.parametrize(("code", "text"), CONSTRUCTORS.values(), ids=CONSTRUCTORS)
def test_a_class_may_have_the_words_of_its_constructor(package: Path, code: str, text: str) -> None:
    assert described(package, f"{code}\n\nclass Other: ...", "m.Till") == text


@pytest.mark.parametrize("words", ["Gets a Till for a size.", "Create a new Till object.", "Returns the `Till`."])
def test_the_words_of_a_constructor_that_only_name_its_class_are_left_out(package: Path, words: str) -> None:
    code = f"class Till:\n    def __init__(self, size=5):\n        '''{words}'''\n\n\nclass Other: ..."
    assert words.rstrip(".") not in described(package, code, "m.Till")


ALIASES = {
    "function": ("def pay_all():\n    '''Pay all orders.'''\n\nf = pay_all", "Pay all orders."),
    "class": ("class Till:\n    '''Keep money.'''\n\nf = Till", "Keep money."),
    "method of an instance": (
        "class Till:\n    def take(self):\n        '''Take money.'''\n\n_till = Till()\nf = _till.take",
        "Take money.",
    ),
    "value": ("LIMIT = 5\nf = LIMIT", "`f` is an attribute with the value `LIMIT`."),
}


@pytest.mark.parametrize(("code", "text"), ALIASES.values(), ids=ALIASES)
def test_another_name_has_the_purpose_of_what_it_names(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text


TWO_RESULTS = {
    "with else": "def f(a):\n    if a:\n        return a.b()\n    else:\n        return 5",
    "without else": "def f(a):\n    if a:\n        return a.b()\n    return 5",
}


@pytest.mark.parametrize("code", TWO_RESULTS.values(), ids=TWO_RESULTS)
def test_two_results_of_one_condition_are_told(package: Path, code: str) -> None:
    assert described(package, code).startswith("Returns `a.b()` if `a`, otherwise `5`.")


WORDS = {
    "a condition that opens a sentence": (
        documented("Pay.", "", "Raises:", "    KeyError: If it is missing, the call will raise an error.", "pass"),
        "Pay. Raises `KeyError` if it is missing.",
    ),
    "a value of a parameter": (
        "def f(a, with_tax=None):\n    '''Pay. Nothing is added unless 'with_tax=True' is passed.'''",
        "Pay. Nothing is added unless `with_tax=True` is passed.",
    ),
    "arguments and what is made of them": (
        documented("amount, price -> new order that can be paid.", "pass"),
        "New order that can be paid.",
    ),
    "a template of code": (
        documented("Hold an order open.", "", "Typical usage:", "", "    def f(<a>):", "        <b>", "        yield <c>", "pass"),
        "Hold an order open.",
    ),
    "a sentence that says the first once more": (
        documented("Pay an order.", "", "Pay an order (a pair of name and price) at once.", "pass"),
        "Pay an order.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), WORDS.values(), ids=WORDS)
def test_words_of_the_author_are_read_as_they_are_meant(package: Path, code: str, text: str) -> None:
    assert described(package, code) == text
