"""What is written to a file is shown: the example gives an empty stream, and prints what it holds in the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import write_tree
from tests.writers.offline.examples.test_examples import example

SHOP = '''
"""What is written down."""
import json
from typing import IO, BinaryIO, TextIO


def note(name: str, f: TextIO) -> None:
    f.write(name)


def note_all(names: list[str], fp) -> None:
    fp.writelines(names)


def note_bytes(name: str, target: BinaryIO) -> None:
    target.write(name.encode())


def report(name: str, file: TextIO) -> None:
    print(name, file=file)


def export_names(names: list[str], stream: TextIO) -> None:
    _Exporter(names, stream).run()


def hand_on(name: str, stream: TextIO) -> None:
    _Exporter(name, stream).run()


def double(f: TextIO) -> None:
    f.write(f.read())


def copy_lines(source: TextIO, target: TextIO) -> None:
    target.writelines(source.readlines())


def drain(f: TextIO) -> None:
    f.close()


class Label:
    def __init__(self, name: str):
        self.name = name

    def dump(self, f: IO[str]) -> None:
        json.dump(self.name, f)
'''

EXAMPLES = {
    "note": 'f = StringIO()\nnote("example", f)\nprint(f.getvalue())\n',
    "note_all": 'fp = StringIO()\nnote_all(["red", "green", "blue"], fp)\nprint(fp.getvalue())\n',
    "note_bytes": 'target = BytesIO()\nnote_bytes("example", target)\nprint(target.getvalue())\n',
    "report": 'file = StringIO()\nreport("example", file)\nprint(file.getvalue())\n',
    # Its own name says that what it hands on is written to; another one does not.
    "export_names": ('stream = StringIO()\nexport_names(["red", "green", "blue"], stream)\nprint(stream.getvalue())\n'),
    "hand_on": 'hand_on("example", StringIO("first\\nsecond\\n"))\n',
    # What is read as well has to hold something; what is only closed is not written to.
    "double": 'double(StringIO("first\\nsecond\\n"))\n',
    "copy_lines": (
        'target = StringIO()\ncopy_lines(StringIO("first\\nsecond\\n"), target)\nprint(target.getvalue())\n'
    ),
    "drain": 'drain(StringIO("first\\nsecond\\n"))\n',
    "Label.dump": 'label = Label("example")\nf = StringIO()\nlabel.dump(f)\nprint(f.getvalue())\n',
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP})


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_written_is_shown(root: Path, name: str) -> None:
    assert example(root, f"shop.{name}").code.endswith(EXAMPLES[name])
