"""A class is told from outside: creating it, then what its users do with it, by one line each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.writers.offline.telling.told import told

MEMBERS = {
    'def put(self, item):\n    """Put an item in and return its place."""': (
        "`box.put(item)` puts an item in and returns its place."
    ),
    'def get(self, key):\n    """Get the item of a key."""': "`box.get(key)` returns the item of a key.",
    'def is_open(self):\n    """Whether the box is open."""': "`box.is_open()` tells whether the box is open.",
    'def check(self):\n    """Check whether the box is open."""': "`box.check()` checks whether the box is open.",
    'def total(self):\n    """Sum of all prices."""': "`box.total()` gives the sum of all prices.",
    'def shelf(self):\n    """Shortcut for the first shelf."""': "`box.shelf()` is a shortcut for the first shelf.",
    'def first(self):\n    """A convenience method that returns the first item."""': "`box.first()` returns the first item.",
    'def move(self):\n    """Quietly move the box."""': "`box.move()` quietly moves the box.",
    'def turn(self):\n    """Override this to turn the box."""': "Also `box.turn()`.",
    '@property\ndef size(self):\n    """Number of items."""': "`box.size` is the number of items.",
    '@property\ndef items(self):\n    """The items, sorted."""': "`box.items` is the items, sorted.",
    '@property\ndef is_full(self):\n    """Return whether no item fits."""': "`box.is_full` tells whether no item fits.",
    '@classmethod\ndef load(cls, path):\n    """Load a box from a file."""': "`Box.load(path)` loads a box from a file.",
    'async def send(self, to):\n    """Send the box."""': "`await box.send(to)` sends the box.",
    "def add_item(self, item, /, *, fast=False):\n    self.x(item)": (
        "`box.add_item(item, /, *, fast=False)` adds an item."
    ),
    "def crawl_delay(self):\n    return self.x(1)": "Also `box.crawl_delay()`.",
    'def take(self, n):\n    """Take items.\n\n    Returns:\n        list of items.\n\n    Raises:\n        KeyError: If none is left.\n    """': (
        "`box.take(n)` takes items and returns a list of items; it raises `KeyError` if none is left."
    ),
    'def cut(self, n):\n    """Cut it."""\n    if n < 1:\n        raise ValueError(n)': (
        "`box.cut(n)` cuts it; it raises `ValueError` if `n` is less than 1."
    ),
    'def cut(self, n):\n    """Cut it."""\n    if self.kind:\n        raise ValueError(n)': "`box.cut(n)` cuts it.",
    'def cut(self, n):\n    """Cut it."""\n    raise NotImplementedError': "A subclass of `Box` defines:",
}


@pytest.mark.parametrize("member", MEMBERS)
def test_a_member_is_told_in_the_words_of_its_author(member: str, tmp_path: Path) -> None:
    body = "\n".join(f"    {line}" for line in member.split("\n"))
    lines = told(tmp_path, f"class Box:\n    def __init__(self): pass\n{body}\n", "Box")
    assert MEMBERS[member] in lines


def test_creating_tells_what_parameters_are_for_and_no_attributes(tmp_path: Path) -> None:
    code = '''
    class Box:
        """Holds items.

        Args:
            size: Items that fit.
        """

        def __init__(self, size, color="red", _trace=None):
            if size < 1:
                raise ValueError(size)
            #: Who owns the box.
            self.owner = ""
    '''
    assert told(tmp_path, code, "Box") == [
        "Create it with `Box(size, color='red')`:",
        "  `size`: items that fit.",
        "  Raises `ValueError` if `size` is less than 1.",
    ]


def test_members_that_differ_by_their_name_only_share_a_line(tmp_path: Path) -> None:
    code = "class Client:\n" + "".join(
        f'    def {name}(self, url):\n        """Send {article} {name.upper()} request."""\n'
        for name, article in (("get", "a"), ("options", "an"), ("post", "a"))
    )
    expected = "`client.get(url)` sends a GET request, and likewise `options` and `post`."
    assert expected in told(tmp_path, code, "Client")


def test_members_with_the_same_words_and_other_parameters_stay_apart(tmp_path: Path) -> None:
    code = '''
    class Client:
        def load(self, path):
            """Load it."""

        def read(self, text):
            """Load it."""
    '''
    assert told(tmp_path, code, "Client")[1:] == ["`client.load(path)` loads it.", "`client.read(text)` loads it."]


@pytest.mark.parametrize(
    ("leave", "expected"),
    [
        ("self.close()", "`with box` calls `close` on leaving, which closes the box."),
        ("pass", None),
        ("self._close()", None),
    ],
)
def test_with_is_told_by_what_leaving_does(leave: str, expected: str | None, tmp_path: Path) -> None:
    code = f'''
    class Box:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            {leave}

        def close(self):
            """Close the box."""
    '''
    lines = [line for line in told(tmp_path, code, "Box") if line.startswith("`with")]
    assert lines == ([expected] if expected else [])


def test_members_of_bases_in_the_project_count_as_own(tmp_path: Path) -> None:
    code = '''
    class _Base:
        def open(self):
            """Open it."""

        def close(self):
            """Close it."""

    class Box(_Base):
        def close(self):
            pass
    '''
    assert told(tmp_path, code, "Box") == [
        "Create it with `Box()`.",
        "`box.open()` opens it.",
        "`box.close()` closes it.",
    ]


@pytest.mark.parametrize(("base", "like"), [("dict", "a dictionary"), ("list", "a list"), ("str", "a text")])
def test_a_collection_is_one_otherwise(base: str, like: str, tmp_path: Path) -> None:
    code = f'class Box({base}):\n    def shake(self):\n        """Sort it."""\n'
    assert told(tmp_path, code, "Box")[-2:] == ["`box.shake()` sorts it.", f"Otherwise it works like {like}."]


def test_members_that_documentation_uses_stand_for_all(tmp_path: Path) -> None:
    names = [f"part{number}" for number in range(12)]
    code = "class Box:\n" + "".join(
        f'    def {name}(self):\n        """Send part {name[4:]} of it."""\n' for name in names
    )
    lines = told(tmp_path, code, "Box", ["shop.Box.part11"] * 7)
    assert lines == [
        "Create it with `Box()`.",
        "`box.part11()` sends part 11 of it.",
    ]


def test_what_subclasses_define_is_said_so(tmp_path: Path) -> None:
    code = '''
    from abc import ABC, abstractmethod

    class Store(ABC):
        @abstractmethod
        def read(self):
            """Read the data."""

        @abstractmethod
        def write(self, data): ...

        def copy(self):
            """Copy the data."""
    '''
    assert told(tmp_path, code, "Store") == [
        "A subclass of `Store` defines:",
        "  `read()` reads the data.",
        "  `write(data)`.",
        "`store.copy()` copies the data.",
    ]


RETIRED = [
    '"""Close it. It has no purpose but is kept for older programs."""',
    '"""Deprecated. Use `end`."""',
    '"""Close it.\n\n        .. deprecated:: 2.0\n        """',
    "import warnings\n        warnings.warn('Old.', DeprecationWarning)",
]


@pytest.mark.parametrize("body", RETIRED)
def test_a_retired_member_is_not_told(tmp_path: Path, body: str) -> None:
    code = (
        'class Box:\n    """Hold things."""\n\n    def put(self, thing):\n        """Put a thing in."""\n'
        f"\n    def shut(self):\n        {body}\n"
    )
    assert not [one for one in told(tmp_path, code, "Box") if "shut" in one]


@pytest.mark.parametrize("name", ["cl", "klass", "cls", "mcs"])
def test_the_class_is_no_argument_of_a_class_method(tmp_path: Path, name: str) -> None:
    code = (
        'class Box:\n    """Hold things."""\n\n    @classmethod\n'
        '    def of(cls, thing):\n        """Return a box of a thing."""\n        return cls(thing)\n'
    ).replace("cls", name)
    assert "`Box.of(thing)` returns a box of a thing." in told(tmp_path, code, "Box")


@pytest.mark.parametrize("name", ["fromkeys", "__getstate__", "copy"])
def test_a_method_that_a_usable_class_refuses_is_left_to_nobody(tmp_path: Path, name: str) -> None:
    code = (
        'class Tally:\n    """Count things."""\n\n    def add(self, thing):\n        """Add a thing."""\n'
        '\n    def total(self):\n        """Return the sum."""\n'
        f"\n    def {name}(self):\n        raise NotImplementedError\n"
    )
    assert not [one for one in told(tmp_path, code, "Tally") if "subclass" in one or name in one]
