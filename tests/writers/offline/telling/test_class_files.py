"""Files of several classes: each class by what it is, its members by their whole bodies."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

import pytest

from tests.writers.offline.telling.told import told

BODIES = {
    # A branch that is told keeps its other case; one that cannot be told takes its "otherwise" with it.
    "def handle(self, action):\n    if action['type'] == 'PAY':\n        self.bank.charge(action['sum'])\n"
    "        return True\n    return False": (
        "`box.handle(action)`: if the `type` of `action` is `'PAY'`, calls `bank.charge` with `action['sum']` and returns "
        "`True`; otherwise, returns `False`."
    ),
    "def mode(self, name):\n    if name == 'fast':\n        return 1\n    else:\n        return 2": (
        "`box.mode(name)` returns 1 if `name` is `'fast'`, otherwise 2."
    ),
    "def put(self, key, value):\n    if key in self.items:\n        raise KeyError(key)\n    self.items[key] = value": (
        "`box.put(key, value)` stores `value` in `items` under `key`; it raises `KeyError` if `key` is in `items`."
    ),
    "def save(self):\n    ...": "`box.save()` does nothing, its body is empty.",
    'def save(self):\n    """Save the box."""\n    pass': "`box.save()` does nothing, its body is empty.",
    "def save_box(self):\n    store.keep(self)": "`box.save_box()` saves the box, but raises `NameError`, since nothing "
    "defines or imports `store`.",
    # What says nothing but a type is named, not told.
    "def get_rows(self, kind):\n    return list(self._x(kind))": ("Also `box.get_rows(kind)`."),
    # Claims of a docstring that its body contradicts are left out.
    'def add(self, item):\n    """Add an item.\n\n    Returns:\n        The new number of items.\n    """\n'
    "    self.items.append(item)": "`box.add(item)` appends `item` to `items`.",
    'def add(self, item):\n    """Add an item.\n\n    Raises:\n        KeyError: If `no_such_name` is missing.\n    """\n'
    "    self.items.append(item)": "`box.add(item)` appends `item` to `items`.",
    'def add(self, item):\n    """Add an item.\n\n    Raises:\n        KeyError: If item is missing.\n    """\n'
    "    self.items.append(item)": "`box.add(item)` appends `item` to `items`; it raises `KeyError` if item is missing.",
}


@pytest.mark.parametrize("body", BODIES)
def test_a_method_is_told_by_all_of_its_body(body: str, tmp_path: Path) -> None:
    code = f"class Box:\n    def __init__(self, bank):\n        self.bank = bank\n        self.items = {{}}\n{indent(body, '    ')}\n"
    assert f"  {BODIES[body]}" in told(tmp_path, f"{code}\n\nclass Lid:\n    def close(self): print('closed')\n")


def test_each_class_begins_with_what_it_is(tmp_path: Path) -> None:
    code = '''
    class Shape:
        """Represents a drawn thing."""

        def area(self):
            """Return the area."""
            raise NotImplementedError

    class Circle(Shape):
        def __init__(self, radius):
            self.radius = radius

        def area(self):
            return 3 * self.radius ** 2

    class Group(Shape):
        """Several shapes as one."""

        def __init__(self, shapes):
            self.shapes = shapes

        def area(self):
            return sum(one.area() for one in self.shapes)

    class Note:
        def __init__(self, text):
            self.text = text
    '''
    lines = told(tmp_path, code)
    assert lines[0] == "`Shape` represents a drawn thing:"
    assert lines[1] == "  A subclass defines `shape.area()`."
    assert "`Circle(radius)` is a `Shape`:" in lines
    assert "`Group(shapes)`: several shapes as one:" in lines
    assert "`Note(text)` holds `text` in an attribute of this name." in lines


def test_many_data_classes_stand_below_one_head(tmp_path: Path) -> None:
    names = ["Cart", "OrderModel", "UserDetails", "Price", "Tax", "Note", "Place", "Code", "Stock", "Shelf"]
    code = "from pydantic import BaseModel\n" + "".join(
        f"class {name}(BaseModel):\n    id: int\n    number: int\n    text: str = ''\n" for name in names
    )
    lines = told(tmp_path, code)
    assert lines[0] == "Classes that hold data:"
    assert lines[2:4] == [
        "  `OrderModel` describes an order: `id` and `number` (`int` each); optional: `text`.",
        "  `UserDetails` describes user details: `id` and `number` (`int` each); optional: `text`.",
    ]
    assert len(lines) == 11


WORDS = {
    "The size. Set to 0 for no limit.": "the size. Set to 0 for no limit.",
    "The size. If `None`, nothing is cut.": "the size. If `None`, nothing is cut.",
    "The size. Defaults to 4.": "the size.",
    "The size. See below.": "the size.",
    "[description]": "",
}


@pytest.mark.parametrize("words", WORDS)
def test_a_parameter_is_told_with_what_its_values_do(words: str, tmp_path: Path) -> None:
    code = f'class Box:\n    """Hold things.\n\n    Args:\n        limit: {words}\n    """\n\n    def __init__(self, limit=4): pass\n'
    lines = told(tmp_path, code, "Box")
    assert lines[1:2] == ([f"  `limit`: {WORDS[words]}"] if WORDS[words] else [])


def test_a_wrapper_is_told_by_what_it_wraps(tmp_path: Path) -> None:
    code = '''
    class Engine:
        def start(self, key):
            """Start the engine with a key."""
            turn(key)

    class Car:
        """A car."""

        engine: Engine

        def start(self, key):
            return self.engine.start(key)
    '''
    assert "`car.start(key)` starts the engine with a key." in told(tmp_path, code, "Car")


def test_a_thin_subclass_is_told_by_what_its_base_does(tmp_path: Path) -> None:
    fields = "".join(
        f'    def size_{number}(self):\n        """Fetch and set size {number}."""\n        self.set({number})\n'
        for number in range(12)
    )
    base = f"    def grab_page(self): return self.x\n{fields}"
    code = f"class Grabber:\n    def __init__(self, url): self.url = url\n{base}\nclass Shop(Grabber):\n    pass\n"
    assert told(tmp_path, code, "Shop")[1:] == ["All other methods are inherited from `Grabber` and its bases."]


LEAVING = {
    "self.close()": "`with box` calls `close` on leaving, which closes the box.",
    "if kind is None:\n            self.close()": (
        "`with box` calls `close` on leaving without an error, which closes the box."
    ),
    "if self.is_own:\n            self.close()": "`box.close()` closes the box.",
}


@pytest.mark.parametrize("leave", LEAVING)
def test_leaving_a_block_is_told_with_its_condition(leave: str, tmp_path: Path) -> None:
    code = (
        'class Box:\n    def close(self):\n        """Close the box."""\n        self.x()\n'
        "    def __enter__(self):\n        return self\n"
        f"    def __exit__(self, kind, error, trace):\n        {leave}\n"
    )
    lines = told(tmp_path, code, "Box")
    assert LEAVING[leave] in lines
    assert sum("on leaving" in one for one in lines) == ("is_own" not in leave)


def test_a_call_that_hides_parameters_names_only_those_that_are_told(tmp_path: Path) -> None:
    names = [f"option_{number}" for number in range(11)]
    code = (
        f'class Box:\n    """Hold things.\n\n    Args:\n        size: How many things.\n    """\n\n'
        f"    def __init__(self, size, {'=None, '.join(names)}=None): pass\n"
    )
    assert told(tmp_path, code, "Box") == [
        "Create it with `Box(size)`; among its parameters:",
        "  `size`: how many things.",
    ]
