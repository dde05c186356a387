"""What stands beside the documented object is made as the project makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.settings import Settings
from mkdocs_howto.writers.offline import write_section
from tests.conftest import write_tree

PRESS = '''
"""A press."""


class Sheet:
    def __init__(self, layout: str):
        self.layout = layout


class Ink:
    def __init__(self, colours=()):
        self.colours = list(colours)


class Plate:
    def __init__(self, depth=1):
        self.depth = depth


class Folder:
    def __init__(self, name: str):
        self.name = name


class Base:
    def __init__(self, marks=None):
        self.marks = marks

    def cut(self):
        """Cut it to size."""
        raise NotImplementedError

    def edge(self):
        """Cut, and show the marks."""
        self.cut()
        return self.marks


class Guillotine(Base):
    def cut(self):
        return None


class Paper:
    def __init__(self, weight, finish):
        self.weight, self.finish = weight, finish

    def label(self):
        return f"{self.weight} {self.finish}"


NEWSPRINT: Paper = Paper(49, "rough")
ANY = Paper(*sizes)


class Later:
    def __init__(self, work):
        self.work = work

    def done(self):
        return self.work()


def printed(sheet: Sheet) -> str:
    return sheet.layout.upper()


def mixed(ink: Ink) -> list:
    return ink.colours


def etched(plate: Plate) -> int:
    return plate.depth


def folded(folder: Folder) -> str:
    return folder.name.title()
'''
TESTS = """
import pytest
from press import Folder, Guillotine, Plate, Sheet


def test_sheets():
    with pytest.raises(ValueError):
        Sheet("worn out")
    assert Sheet("{:d}") and Sheet("{:d}") and Sheet("a very special one") and Sheet("")
    assert Sheet(some) and Sheet("{:d}", "too", "many")


def test_others():
    assert Plate() and Plate(depth=7)
    assert Folder("foo")
    assert Guillotine(["+", "-"])
"""
CASES = {
    "the commonest, where any text would do": ("printed", 'Sheet("{:d}")'),
    "nothing, where the project passes nothing": ("etched", "Plate()"),
    "nothing, where the project never makes one": ("mixed", "Ink()"),
    "a name that says as much": ("folded", 'Folder("example")'),
    "what the module passes for its constants": ("Paper.label", 'Paper(49, "rough")'),
    "what is called later": ("Later.done", 'Later(lambda: "done")'),
    "what stands in for a base class": ("Base.edge", 'Guillotine(["+", "-"])'),
}


@pytest.mark.parametrize("case", CASES)
def test_the_project_knows_what_to_pass(tmp_path: Path, case: str) -> None:
    name, made = CASES[case]
    write_tree(tmp_path, {"press.py": PRESS, "tests/test_press.py": TESTS})
    build = Build(Settings(root=tmp_path, paths=(tmp_path,), examples=(tmp_path / "tests",)), print)
    assert made in write_section(build.block(Request(f"press.{name}")), build.recorder()).example


CLIENT = """
class Client:
    def __init__(self, token: str):
        self.token = token


def asked(client: Client) -> str:
    return "ok"
"""
CALLED = """
from client import Client, asked


def test_asked():
    client = Client("ghp_16C7e42F292c6912E7710c838347Ae178B4a")
    assert asked(client) == "ok"
"""


@pytest.mark.parametrize("reference", ["client.Client", "client.asked"])
def test_what_tests_keep_secret_is_passed_nowhere(tmp_path: Path, reference: str) -> None:
    write_tree(tmp_path, {"client.py": CLIENT, "tests/test_client.py": CALLED})
    build = Build(Settings(root=tmp_path, paths=(tmp_path,), examples=(tmp_path / "tests",)), print)
    made = write_section(build.block(Request(reference)), build.recorder()).example
    assert "Client(" in made
    assert "ghp_" not in made
