"""Code that nobody wants to read, or that a program wrote: a section is written with bounded work, and is short."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.reading import of_section
from mkdocs_howto.review import review
from mkdocs_howto.section import Section, Step
from mkdocs_howto.settings import Settings
from mkdocs_howto.writers.offline import write_section
from tests.conftest import write_tree

MOST_CALLS = 3_000_000
"""Calls of functions that a section may take; the same in every run, unlike time."""
MOST_CHARACTERS = 12_000


@contextmanager
def bounded(most: int = MOST_CALLS) -> Iterator[None]:
    """Let only so many functions be called."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"
        if calls > most:
            sys.setprofile(None)
            pytest.fail(f"more than {most} calls, the last of {frame.f_code.co_name}")

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


def section_of(folder: Path, source: str, tests: str = "", name: str = "f") -> Section:
    """A section, written and reviewed with bounded work."""
    write_tree(folder, {"pkg/__init__.py": source, "tests/test_pkg.py": tests})
    build = Build(Settings(root=folder, paths=(folder,), search_paths=(), examples=(folder / "tests",)), print)
    with bounded():
        block = build.block(Request(f"pkg.{name}" if name else "pkg"))
        section = write_section(block, build.lookup)
        review(of_section(section), block, build.lookup)
    return section


def characters(steps: tuple[Step, ...]) -> int:
    return sum(len(step.text) + characters(step.steps) for step in steps)


def of(body: str, parameters: str = "a") -> str:
    return f"def f({parameters}):\n    {body}\n"


MONSTERS = {
    "a sum of 700 numbers": of(f"b = a + {' + '.join('1' * 700)}\n    return b"),
    "a sum of 700 texts": of(f"b = {' + '.join([\"'x'\"] * 700)} + a\n    return b"),
    "a path of 60 parts": of(f"b = {' / '.join(['a'] * 60)}\n    return b"),
    "60 choices, one in the other": of(f"b = {'(1 if a else ' * 60}2{')' * 60}\n    return b"),
    "300 chained calls": of(f"return a{'.b(1)' * 300}"),
    "a variable that may keep its value": of("a = 5 if a is None else a\n    return a", "a=None"),
    "variables in a circle": of("b = a\n    a = b\n    return a"),
    "a variable by way of 40 others, twice each": of(
        "\n    ".join(f"x{n} = x{n + 1} if a else x{n + 1}" for n in range(40)) + "\n    return x0"
    ),
    "100 functions that give each other back": "".join(
        f"def {name}(a):\n" + "".join(f"    if a == {n}: return f{(at * 7 + n) % 100}(a)\n" for n in range(60))
        for at, name in enumerate(["f", *(f"f{n}" for n in range(1, 100))])
    ),
}


@pytest.mark.parametrize("source", MONSTERS.values(), ids=MONSTERS)
def test_a_section_is_written_of(source: str, tmp_path: Path) -> None:
    section = section_of(tmp_path, source)
    assert section.steps
    assert characters(section.steps) + len(section.description) + len(section.example) < MOST_CHARACTERS
    ast.parse(section.example)
