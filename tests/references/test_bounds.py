"""What is too large is refused before it is analysed; what is only long, or stands beside it, is read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from mkdocs_howto.errors import UnreadableSource, UnresolvedReference
from mkdocs_howto.facts.fixtures import fixtures_of
from mkdocs_howto.references.bounds import MOST_BASES, MOST_LEVELS, MOST_NODES, MOST_PARAMETERS
from mkdocs_howto.references.changes import snapshot
from mkdocs_howto.references.files import Files, Trail
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import walk
from tests.work import grows_evenly

MOST_CALLS = 3_000_000
"""Calls of functions that a reference may take; the same in every run, unlike time."""


@contextmanager
def bounded() -> Iterator[None]:
    """Let only so many functions be called."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"
        if calls > MOST_CALLS:
            sys.setprofile(None)
            pytest.fail(f"more than {MOST_CALLS} calls, the last of {frame.f_code.co_name}")

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


def resolver(folder: Path, source: str) -> Resolver:
    (folder / "big.py").write_text(source, encoding="utf-8")
    return Resolver(Files(folder), [folder], [])


def block(folder: Path, source: str, reference: str = "big.f") -> CodeBlock:
    with bounded():
        found = resolver(folder, source).resolve(reference).block
        snapshot(found)
    return found


def names(count: int, first: str = "n") -> str:
    return ", ".join(f"{first}{number}" for number in range(count))


REFUSED = {
    "a list": (f"f = [{'1, ' * 120_000}]\n", f"names, values and operations; code with more than {MOST_NODES:,}"),
    "a list on a line of two million": (f"f = [{'1,' * 1_900_000}]\n", "words and signs"),
    "a dictionary": (f"f = {{{''.join(f'{n}: {n}, ' for n in range(100_000))}}}\n", "words and signs"),
    "a list in a function": (f"def f():\n    return [{'1, ' * 90_000}]\n", "names, values and operations"),
    "statements on a line": (f"def f():\n    {'a(b);' * 20_000}\n", "names, values and operations"),
    "assignments in a class": ("class f:\n" + "    a = 1\n" * 20_000, "names, values and operations"),
    "assignments in a constructor": (
        "class f:\n  def __init__(self):\n" + "    self.a = 1\n" * 20_000,
        "names, values and operations",
    ),
    "bases": (f"class f({names(2_000)}): ...\n", f"2,000 bases on `f`; code with more than {MOST_BASES:,}"),
    "decorators": ("@a\n" * 2_000 + "def f(): ...\n", "2,000 decorators on `f`"),
    "parameters": (
        f"def f({names(5_000)}): ...\n",
        f"5,000 parameters on `f`; code with more than {MOST_PARAMETERS:,}",
    ),
    "parameters inside": (f"def f():\n    def g({names(5_000)}): ...\n", "5,000 parameters on `g`"),
    "a sum": (f"def f():\n    return {'a + ' * 900}a\n", f"inside each other; code with more than {MOST_LEVELS:,}"),
    "ancestors of a class beside it": (
        "class g0: ...\n"
        + "".join(f"class g{n}(g{n - 1}): ...\n" for n in range(1, 70))
        + "def f(): g69()\nclass f(g69): ...\n",
        "is built on too many classes",
    ),
    "branches": ("def f(a):\n    if a: b\n" + "    elif a: b\n" * 900, "inside each other"),
    "ancestors": (
        "class f0: ...\n" + "".join(f"class f{n}(f{n - 1}): ...\n" for n in range(1, 900)) + "class f(f899): ...\n",
        "is built on too many classes",
    ),
}


@pytest.mark.parametrize("reference", ["big.f", "big"])
@pytest.mark.parametrize(("source", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_too_large_is_refused(tmp_path: Path, source: str, words: str, reference: str) -> None:
    """With what it has too much of, the limit, and what to do; by name, and in the whole module."""
    with pytest.raises(UnreadableSource, match=re.escape(words)) as caught:
        block(tmp_path, source, reference)
    assert "big" in caught.value.problem
    assert caught.value.hint


@pytest.mark.parametrize("reference", ["big.py", "big.py#L1-L2", "big.py#part"])
def test_lines_of_a_file_are_bounded(tmp_path: Path, reference: str) -> None:
    source = f"# --8<-- [start:part]\nf = [{'1, ' * 90_000}]\n# --8<-- [end:part]\n"
    with pytest.raises(UnreadableSource, match="names, values and operations"):
        block(tmp_path, source, reference)


def test_a_fence_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="The fence has 90,004 names"), bounded():
        resolver(tmp_path, "").resolve_code(f"f = [{'1, ' * 90_000}]\n")


BESIDE = {
    "a list": f"DATA = [{'1, ' * 120_000}]\n",
    "a dictionary in a class": f"class A:\n    data = {{{''.join(f'{n}: 1, ' for n in range(60_000))}}}\n",
    "a list in a constructor": f"class A:\n    def __init__(self):\n        self.data = [{'1, ' * 60_000}]\n",
    "a deep sum": f"DATA = {'1 + ' * 900}1\n",
    "a deep path": f"DATA: a{'.b' * 900} = c{'()' * 900}\n",
    "a default": f"def g(a=[{'1, ' * 60_000}], b={'1 + ' * 900}1): ...\n",
    "a base": f"class A({'a + ' * 900}b): ...\n",
    "a decorator": f"@a{'.b' * 900}\ndef g(): ...\n",
    "branches": "def g(a):\n    if a: b\n" + "    elif a: b\n" * 900,
    "parameters": f"def g({names(20_000)}): ...\n",
    "bases": f"class A({names(5_000)}): ...\n",
    "30,000 lines": "".join(
        f'def g{n}(a: str, b: int = 1) -> str:\n    """Do."""\n    return a * b\n\n\n' for n in range(6_000)
    ),
    "assignments on a line": f"{'a = 1;' * 20_000}\n",
    "assignments in a class": "class A:\n" + "    a = 1\n" * 20_000,
    "assignments in a constructor": "class A:\n  def __init__(self):\n" + "    self.a = 1\n" * 9_000,
    "exports": f"__all__ = [{', '.join(repr(f'n{n}') for n in range(30_000))}]\n",
}


@pytest.mark.parametrize("source", BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_it_is_read(tmp_path: Path, source: str) -> None:
    found = block(tmp_path, f'{source}\n\ndef f(a: int) -> int:\n    """Double."""\n    return a * 2\n')
    assert found.shape.summary == "Double."
    assert found.source.count("\n") == 3


BODIES = {
    "a module": ("", "{n} = 1"),
    "strings between": ("", '{n} = 1\n"""Say {n}."""'),
    "annotations": ("", "{n}: int = 1"),
    "a condition": ("if A:\n    pass\n", "    {n} = 1"),
    "a class": ("class A:\n    pass\n", "    {n} = 1"),
    "a constructor": ("class A:\n  def __init__(self):\n    pass\n", "    self.{n} = 1"),
    "an exception": ("try:\n    pass\nexcept Exception:\n    pass\n", "    {n} = 1"),
}


@pytest.mark.parametrize(("head", "line"), BODIES.values(), ids=BODIES)
def test_a_body_is_read_in_linear_time(tmp_path: Path, head: str, line: str) -> None:
    """However many assignments it has."""

    def run(count: int) -> None:
        body = "\n".join(line.format(n=f"n{number}") for number in range(count))
        resolver(tmp_path, f"{head}{body}\ndef f(): ...\n").resolve("big.f")

    assert grows_evenly(run, 400)


MEMBERS = {
    "classes": "class {n}:\n    pass\n",
    "derived classes": "class {n}(ValueError):\n    def f(self): ...\n",
    "functions": "def {n}(x): ...\n",
    "constants": "{n} = 1\n",
}


@pytest.mark.parametrize("line", MEMBERS.values(), ids=MEMBERS)
def test_a_module_is_described_once_however_many_of_its_members_ask(tmp_path: Path, line: str) -> None:
    def run(count: int) -> None:
        found = resolver(tmp_path, "".join(line.format(n=f"n{number}") for number in range(count)))
        for number in range(count):
            fixtures_of(f"big.n{number}", lambda path: found.shape(path, Trail()))
            assert found.shape("big", Trail()) is not None

    assert grows_evenly(run, 40)


def test_a_module_that_is_described_again_rests_on_the_same_files(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text("class Base: ...\n", encoding="utf-8")
    found = resolver(tmp_path, "from base import Base\n\n\nclass A(Base): ...\n")
    first, second = Trail(), Trail()
    assert found.shape("big", first) == found.shape("big", second)
    assert second.read() == first.read()
    assert [Path(path).name for path in second.read()] == ["base.py", "big.py"]


@pytest.mark.parametrize("reader", ["return DATA", "a = DATA[0]\n    return a", "for a in DATA: yield a"])
def test_large_data_is_an_ellipsis_to_who_reads_it(tmp_path: Path, reader: str) -> None:
    source = f"DATA = [{'1, ' * 20_000}]\nSMALL = [{'1, ' * 4_000}]\n\n\ndef f():\n    {reader}, SMALL\n"
    values = {shape.name: shape.value for shape in block(tmp_path, source).neighbours}
    assert values["DATA"] == "..."
    assert (values["SMALL"] or "").count("1") == 4_000


@pytest.mark.parametrize("path", ["big.A899", "big.Wide"])
def test_too_many_classes_are_no_answer(tmp_path: Path, path: str) -> None:
    """What derives from too many is not known; the classes that derive from few are, whichever is asked for first."""
    source = "class A0: ...\n" + "".join(f"class A{n}(A{n - 1}): ...\n" for n in range(1, 900))
    found = resolver(tmp_path, f"{source}class Wide({names(900, 'A')}): ...\n")
    with bounded():
        source = found.source(path, Trail())
        assert source is None or source.text.startswith("class ")
        assert found.shape(path, Trail()) is None
        assert found.shape("big.A20", Trail()) is not None


def test_ordinary_code_is_far_below(tmp_path: Path) -> None:
    """The largest modules of the standard library are read whole."""
    import _pydecimal
    import argparse
    import ast
    import inspect

    for module in (_pydecimal, argparse, inspect):
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        assert len(walk(ast.parse(source))) * 2 < MOST_NODES
        assert Resolver(Files(tmp_path), [tmp_path], sys.path).resolve(module.__name__).block.fingerprint


@pytest.mark.parametrize("value", [f"{'1+' * 1_100}1", f"x{'.a' * 1_100}", f"f{'()' * 1_100}"])
def test_the_text_of_a_module_is_no_answer_where_it_is_too_deep(tmp_path: Path, value: str) -> None:
    """What is beside the deep statement is described all the same."""
    made = resolver(tmp_path, f"V = {value}\n\n\ndef f():\n    pass\n")
    assert made.source("big", Trail()) is None
    assert made.resolve("big.f").block.name == "f"


@pytest.mark.parametrize("reference", [f"{'a' * 300}.py", f"{'b/' * 3000}c.py", "a\0.py", "\ud800.py#L1"])
def test_a_file_whose_name_no_disk_takes_is_told(tmp_path: Path, reference: str) -> None:
    with pytest.raises(UnresolvedReference, match="cannot be f"):
        resolver(tmp_path, "x = 1\n").resolve(reference)
