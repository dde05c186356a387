"""What examples print: not the nothing that a call gives back, nor an exception without words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline.examples.printing import Printing
from mkdocs_howto.writers.offline.examples.texts import Texts
from tests.conftest import write_tree
from tests.writers.offline.examples.test_call_sites import example

GATE = '''
"""A gate."""

LOG = []


class Shut(Exception):
    pass


class Stuck(Exception):
    pass


class Locked(Exception):
    def __str__(self):
        return "locked"


class Unused(Exception):
    pass


def note(name):
    LOG.append(name)


def enter(name):
    if name == "Ada":
        raise Shut()
    if name == "Bob":
        raise Stuck("The gate is stuck.")
    if name == "Eve":
        raise Stuck
    raise Locked()


def leave(name):
    if name == "Eve":
        raise Shut
    raise ValueError()
'''
ERRORS = {
    "gate/__init__.py": "",
    "gate/errors.py": "class Shut(Exception):\n    pass\n\n\ndef close():\n    raise Shut\n",
}
HEADER = "from gate import Locked, Shut, Stuck, Unused, enter\n\n"


def mended(root: Path, reference: str, code: str) -> str:
    resolver = Resolver(Files(root), [root], sys.path)
    texts = Texts(resolver.resolve(reference).block, Recorder(Answers(resolver)))
    return Printing(texts).mended(code)


@pytest.mark.parametrize("body", ["note('Ada')", "assert note('Ada') is None"])
def test_a_call_that_gives_nothing_is_not_printed(tmp_path: Path, body: str) -> None:
    text = f"from gate import note\n\n\ndef test_note():\n    {body}\n"
    code = example(write_tree(tmp_path, {"gate.py": GATE, "tests/test_gate.py": text}), "gate.note").code
    assert code.replace('"', "'") == "from gate import note\n\nnote('Ada')\n"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Shut", "repr(error)"),  # Each time without words.
        ("Stuck", "error"),  # Not every time.
        ("Locked", "error"),  # It has words of its own.
        ("Unused", "error"),  # Nobody knows.
        ("ValueError", "error"),
        ("(Shut, Stuck)", "error"),
    ],
)
def test_an_exception_without_words_is_told_by_its_name(tmp_path: Path, name: str, printed: str) -> None:
    root = write_tree(tmp_path, {"gate.py": GATE})
    code = HEADER + f"try:\n    enter('Ada')\nexcept {name} as error:\n    print(error)\n"
    assert mended(root, "gate.enter", code) == code.replace("print(error)", f"print({printed})")


def test_an_exception_of_python_may_have_no_words_either(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"gate.py": GATE})
    code = "from gate import leave\n\ntry:\n    leave('Ada')\nexcept ValueError as error:\n    print(error)\n"
    assert mended(root, "gate.leave", code) == code.replace("print(error)", "print(repr(error))")


@pytest.mark.parametrize(("given", "printed"), [("", "repr(error)"), ("()", "repr(error)"), ("(name)", "error")])
def test_what_other_modules_raise_counts(tmp_path: Path, given: str, printed: str) -> None:
    doors = f"from gate import errors\n\n\ndef enter(name):\n    raise errors.Shut{given}\n"
    root = write_tree(tmp_path, {**ERRORS, "gate/doors.py": doors})
    code = "from gate.errors import Shut, close\n\ntry:\n    close()\nexcept Shut as error:\n    print(error)\n"
    assert mended(root, "gate.errors.close", code) == code.replace("print(error)", f"print({printed})")


BOX = """
class Box:
    def __init__(self, size=3, label=""):
        self.size = size
        self.label = label

    def double(self):
        return self.size * 2


class Shelf:
    def __init__(self, place=""):
        self.place = place
        self.kept = {}

    def __setitem__(self, key, value):
        self.kept[key] = value

    def __getitem__(self, key):
        return self.kept[key]

    def get(self, key):
        return self.kept.get(key)
"""
ECHOES = {
    "what was passed": ("Box", "box = Box(size=4)\nprint(box.size)\n", False),
    "what was passed, in a with statement": ("Box", "with Box(size=4) as box:\n    print(box.size)\n", False),
    "something else": ("Box", "box = Box(size=4)\nprint(box.label)\n", True),
    "what is worked out": ("Box", "box = Box(size=4)\nprint(box.double())\n", True),
    "only the object": ("Box", "box = Box(size=4)\nprint(box)\n", False),
    "the place of what is kept": ("Shelf", "shelf = Shelf('here')\nprint(shelf.place)\n", False),
    "how much is kept": ("Shelf", "shelf = Shelf()\nshelf['tea'] = 3\nprint(len(shelf))\n", False),
    "what is kept": ("Shelf", "shelf = Shelf('here')\nshelf['tea'] = 3\nprint(shelf['tea'])\n", True),
}


@pytest.mark.parametrize("case", ECHOES)
def test_a_class_is_not_told_by_what_was_passed_to_it(tmp_path: Path, case: str) -> None:
    name, body, tells = ECHOES[case]
    resolver = Resolver(Files(write_tree(tmp_path, {"box.py": BOX})), [tmp_path], sys.path)
    texts = Texts(resolver.resolve(f"box.{name}").block, Recorder(Answers(resolver)))
    assert Printing(texts).tells(f"from box import {name}\n\n{body}") == tells
