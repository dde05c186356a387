"""What a base class leaves to others is shown through a class that has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

BASE = '''
"""Where things are kept."""
from abc import ABC, abstractmethod


class Base(ABC):
    """Keep things."""

    def __init__(self, label: str = ""):
        self.label = label

    @abstractmethod
    def read(self) -> str: ...
    @abstractmethod
    def write(self) -> str: ...
    @abstractmethod
    def seek(self) -> str: ...
    @abstractmethod
    def tell(self) -> str: ...

    def lines(self) -> list:
        return self.read().split()


class Shelf(ABC):
    @abstractmethod
    def read(self) -> str: ...
    @abstractmethod
    def write(self) -> str: ...
    @abstractmethod
    def seek(self) -> str: ...
    @abstractmethod
    def tell(self) -> str: ...

    def lines(self) -> list:
        return self.read().split()

    def counted(self):
        return len(self.lines())


class Rows:
    def __init__(self):
        self.title = ""

    def headed(self):
        return self.title, self.row()


class ListRows(Rows):
    def row(self):
        return [1]


class Loose:
    def __init__(self):
        self.size = 1

    def double(self):
        return 2 * self.size

    def resized(self):
        self.width = 2
        return self.double() + self.width


class Sealed(ABC):
    @abstractmethod
    def broken(self) -> bool: ...

    def wax(self):
        return "red"


class _Letter(Sealed):
    def broken(self) -> bool:
        return False


def sealed(text: str) -> Sealed:
    return _Letter()


def labelled(base: Base) -> str:
    return base.label
'''
KINDS = """
from .base import Base, Shelf


class Disk(Base):
    def __init__(self, name: str):
        super().__init__(name)
    def read(self): return "a b"
    def write(self): return ""
    def seek(self): return ""
    def tell(self): return ""


class _Board(Shelf):
    def read(self): return "a b"
    def write(self): return ""
    def seek(self): return ""
    def tell(self): return ""
    def counted(self): return 3
"""
TRAY = """

class Tray(Shelf):
    def read(self): return "a b"
    def write(self): return ""
    def seek(self): return ""
    def tell(self): return ""
"""
INIT = """
from .base import Base, ListRows, Loose, Rows, Sealed, Shelf, labelled, sealed
from .kinds import Disk
from .kinds import _Board

Board = _Board
"""


TESTS = """
from store.kinds import _Board, Tray


def test_counted():
    assert Tray().counted() == 2
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "store/__init__.py": INIT,
        "store/base.py": BASE,
        "store/kinds.py": KINDS + TRAY,
        "tests/test_store.py": TESTS,
    }
    return write_tree(tmp_path_factory.mktemp("store"), files)


EXAMPLES = {
    # Of another module, that the package exports.
    "Base.lines": 'from store import Disk\n\ndisk = Disk("example")\nprint(disk.lines())\n',
    # A name that stands for a private class.
    "Shelf.lines": "from store import Board\n\nboard = Board()\nprint(board.lines())\n",
    # Users import that name whatever the class behind it replaces.
    "Shelf.counted": "from store import Board\n\nboard = Board()\nprint(board.counted())\n",
    # A method reads what only a subclass defines.
    "Rows.headed": "from store import ListRows\n\nlist_rows = ListRows()\nprint(list_rows.headed())\n",
    # A function makes what nobody can.
    "Sealed.wax": 'from store import sealed\n\nown_sealed = sealed("Hello, world")\nprint(own_sealed.wax())\n',
    # Attributes count as defined wherever they are set.
    "Loose.resized": "from store import Loose\n\nloose = Loose()\nprint(loose.resized())\n",
    # A value for a parameter.
    "labelled": 'from store import Disk, labelled\n\nprint(labelled(Disk("example")))\n',
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_class_stands_in(root: Path, name: str) -> None:
    assert example(root, f"store.{name}").code == EXAMPLES[name]


SCALES = """
class Scale:
    def __call__(self, text: str) -> int:
        raise NotImplementedError

    def doubled(self, text: str) -> int:
        return 2 * self(text)

    def unit(self) -> str:
        return "cm"


class Voice:
    def say(self, text: str) -> int:
        raise NotImplementedError
"""
MADE = """
from .scales import Scale, Voice

__all__ = ["NullScale", "Ruler", "Whisper"]


class NullScale(Scale):
    def __call__(self, text: str) -> int:
        return 0


class Ruler(Scale):
    def __call__(self, text: str) -> int:
        return len(text)


class Whisper(Voice):
    def say(self, text: str) -> int:
        return 1
"""


@pytest.fixture(scope="module")
def scales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "measures/__init__.py": "from .kinds import *\n",
        "measures/kinds/__init__.py": "from .made import *\n",
        "measures/kinds/made.py": MADE.replace("from .scales", "from ..scales"),
        "measures/scales.py": SCALES,
    }
    return write_tree(tmp_path_factory.mktemp("measures"), files)


def test_a_class_that_is_imported_with_all_others_stands_in_unless_it_does_nothing(scales: Path) -> None:
    assert example(scales, "measures.scales.Scale.unit").code == (
        "from measures import Ruler\n\nruler = Ruler()\nprint(ruler.unit())\n"
    )


@pytest.mark.parametrize("name", ["Scale", "Voice"])
def test_a_base_class_is_left_to_its_authors_programs(scales: Path, name: str) -> None:
    assert example(scales, f"measures.scales.{name}").source == "none"
