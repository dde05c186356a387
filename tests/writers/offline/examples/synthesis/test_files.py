"""What reads a file is given one: the example writes it before, of the kind that the reader is named for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""What is kept in files."""
import json
import pathlib
from pathlib import Path


def count_lines(path):
    with open(path) as f:
        return len(f.readlines())


def read_csv(filename: str) -> str:
    return Path(filename).read_text()


def prices(path):
    with open(path, "rb") as f:
        return json.load(f)


def first_bytes(path: Path, mode="rb") -> bytes:
    return pathlib.Path(path).read_bytes()[:3]


def opened(path: str, mode="r") -> str:
    with open(path, mode) as f:
        return f.name


def noted(path: str) -> bool:
    with open(path, "a") as f:
        return f.writable()


def kept_beside(path: str) -> str:
    with open(join(path, "shop.txt")) as f:
        return f.read()


def is_there(path: str) -> bool:
    return Path(path).exists()


class YAMLFile:
    def __init__(self, path: str):
        self._path = Path(path)
        self.size = 3

    def read(self) -> str:
        return self._path.read_text()

    def name(self) -> str:
        return str(self._path)


class Settings:
    """Read once."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as f:
            self.text = f.read()

    @classmethod
    def from_ini_file(cls, path):
        with open(path) as f:
            return f.read()

    def upper(self) -> str:
        return self.text.upper()
'''

_TEXT = 'Path("example.txt").write_text("Hello, world\\n")\n'
_YAML = 'Path("example.yaml").write_text("name: Ada\\nage: 36\\n")\n'
EXAMPLES = {
    "count_lines": _TEXT + 'print(count_lines("example.txt"))\n',
    # The name tells of what kind, or else what is called.
    "read_csv": 'Path("example.csv").write_text("name,age\\nAda,36\\n")\nprint(read_csv("example.csv"))\n',
    "prices": ('Path("example.json").write_text(\'{"name": "Ada", "age": 36}\\n\')\nprint(prices("example.json"))\n'),
    "first_bytes": _TEXT + 'print(first_bytes(Path("example.txt")))\n',
    # What is read of an object is named where that is made.
    "YAMLFile": _YAML + 'yaml_file = YAMLFile("example.yaml")\nprint(yaml_file.read())\n',
    "YAMLFile.read": _YAML + 'yaml_file = YAMLFile("example.yaml")\nprint(yaml_file.read())\n',
    "Settings.upper": _TEXT + 'settings = Settings("example.txt")\nprint(settings.upper())\n',
    "Settings.from_ini_file": (
        'Path("example.ini").write_text("[user]\\nname = Ada\\n")\nprint(Settings.from_ini_file("example.ini"))\n'
    ),
}
UNREAD = {
    # Nothing is read, or that cannot be told, or another file.
    "opened": 'print(opened("example.txt"))\n',
    "noted": 'print(noted("example.txt"))\n',
    "kept_beside": 'print(kept_beside("example.txt"))\n',
    "is_there": 'print(is_there("example.txt"))\n',
    "YAMLFile.name": 'yaml_file = YAMLFile("example.txt")\nprint(yaml_file.name())\n',
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_file_is_written_before(root: Path, tmp_path: Path, name: str) -> None:
    code = example(root, f"shop.{name}").code
    assert code.endswith(EXAMPLES[name])
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r})\n{code}"]
    assert subprocess.run(run, cwd=tmp_path, capture_output=True, check=False).stderr == b""


@pytest.mark.parametrize("name", UNREAD)
def test_no_file_is_written_where_none_is_read(root: Path, name: str) -> None:
    code = example(root, f"shop.{name}").code
    assert code.endswith(UNREAD[name])
    assert "write_text" not in code


JSONTEXT = '''
import sys


def load(fp):
    """Read it."""
    return fp.read()


def told():
    """What goes wrong."""
    return sys.exc_info()[0].__name__
'''


def test_a_stream_holds_what_its_module_is_about(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"jsontext.py": JSONTEXT, "plain.py": JSONTEXT})
    assert example(root, "jsontext.load").code.endswith('print(load(StringIO(\'{"name": "Ada", "age": 36}\\n\')))\n')
    assert example(root, "plain.load").code.endswith('print(load(StringIO("first\\nsecond\\n")))\n')


def test_what_tells_of_an_error_is_called_while_there_is_one(tmp_path: Path) -> None:
    root = write_tree(tmp_path, {"jsontext.py": JSONTEXT})
    assert example(root, "jsontext.told").code.endswith(
        'try:\n    int("three")\nexcept ValueError:\n    print(told())\n'
    )
