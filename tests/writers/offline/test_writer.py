"""Sections written offline: specific, from the code alone, with an example that runs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import Section, Step
from mkdocs_howto.writers.offline import OfflineWriter, write_section
from tests.conftest import FIXTURES, ROOT, write_tree

SHOP = [
    "shop.Cart", "shop.Cart.add", "shop.Line", "shop.Price.amount", "shop.reserve",
    "shop.text.slug", "shop.export.Order", "shop.cart.MAX_LINES", "shop.money",
]  # fmt: skip
PROVIDERS = [
    "providers.SkyChat", "providers.TokenChat", "providers.PageChat", "providers.SkyChat.stream", "providers.SkyChat.ask",
    "providers.turns.join_turns", "providers.typing.Image", "providers.base.ModelChoice", "providers.base.StreamingProvider",
]  # fmt: skip
OTHERS = [
    "shop.StockError",
    "shop.errors.CurrencyError",
    "shop.Price",
    "shop.Price.parse",
    "shop.files.atomic_write",
    "shop.export.Exporter",
    "shop.cli.top",
    "shop.Cart.__len__",
]


def section_of(root: Path, reference: str) -> Section:
    resolver = Resolver(Files(root), [root], sys.path)
    return write_section(resolver.resolve(reference).block, Recorder(Answers(resolver)))


def texts(steps: tuple[Step, ...]) -> list[str]:
    return [text for step in steps for text in (step.text, *texts(step.steps))]


WITHOUT_EXAMPLE = {
    "providers.base.StreamingProvider", "shop.export.Exporter",  # Only a subclass is used.
    "shop.cli.top",  # Called by its framework.
    "providers.SkyChat", "providers.TokenChat", "providers.PageChat",  # All that could be shown is a class attribute.
}  # fmt: skip


@pytest.mark.parametrize("reference", [*SHOP, *PROVIDERS, *OTHERS])
def test_every_part_is_written(reference: str) -> None:
    section = section_of(FIXTURES, reference)
    assert section.description.endswith(".")
    assert bool(section.example) is (reference not in WITHOUT_EXAMPLE)
    ast.parse(section.example)
    if "MAX_LINES" not in reference:
        assert section.steps


@pytest.mark.parametrize("reference", SHOP)
def test_the_example_runs(reference: str, tmp_path: Path) -> None:
    example = section_of(FIXTURES, reference).example
    done = subprocess.run(
        [sys.executable, "-c", example],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(FIXTURES)},
    )
    assert done.returncode == 0, f"{example}\n{done.stderr}"
    assert done.stdout.strip()


@pytest.mark.parametrize("reference", [*SHOP, *PROVIDERS, *OTHERS])
def test_no_secret_is_shown(reference: str) -> None:
    section = section_of(FIXTURES, reference)
    assert "9f8e7d6c" not in "".join([section.description, *texts(section.steps), section.example])


STATEMENTS = {
    "x = 1\nreturn x": "Sets `x` to 1.",
    "x = y = 1": "Sets `x` and `y` to 1.",
    "x: int = 1": "Sets `x` to 1.",
    "x = f(a)\ng(x)": "Calls `f(a)` and keeps the result as `x`.",
    "x = f(a)": "Calls `f(a)`.",
    "x = await f(a)\ng(x)": "Awaits `f(a)` and keeps the result as `x`.",
    "x, y = a, b": "Sets `x` to `a` and `y` to `b`.",
    "x, _ = f(a)\ng(x)": "Calls `f(a)` and keeps the result as `x`.",
    "f(a)": "Calls `f(a)`.",
    "await f(a)": "Awaits `f(a)`.",
    "x += 1": "Adds 1 to `x`.",
    "x -= 1": "Subtracts 1 from `x`.",
    "x *= 2": "Multiplies `x` by 2.",
    "x |= y": "Joins `y` to `x` (`|=`).",
    "return\nf()": "Stops there.",
    "return x": "Returns `x`.",
    "yield x": "Yields `x`.",
    "yield": "Yields.",
    "yield from x": "Yields each item of `x`.",
    "raise ValueError('no units')": "Raises `ValueError` (“no units”).",
    "raise ValueError(f'{a}')": "Raises `ValueError` (`{a}`).",
    "raise error": "Raises `error`.",
    "raise E from error": "Raises `E` with `error` as its cause.",
    "raise E() from None": "Raises `E` without its cause.",
    "assert x": "Checks that `x` is set (`AssertionError` otherwise).",
    "del x, y": "Deletes `x` and `y`.",
    "if a: return b": "Returns `b` if `a` is set.",
    "if a: raise E": "Raises `E` if `a` is set.",
    "if not a: raise E": "Raises `E` if `a` is not set.",
    "if a < 1 and b is None: raise E": "Raises `E` if `a` is less than 1 and `b` is `None`.",
    "if isinstance(a, (int, str)): return": "Stops there if `a` is an `int` or a `str`.",
    "if a: return b\nreturn c": "Returns `b` if `a` is set, otherwise `c`.",
    "if a:\n    x = 1\nelse:\n    x = 2": "Sets `x` to 1 if `a` is set, otherwise to 2.",
    "x = b if a == 1 else c": "Sets `x` to `b` if `a` is 1, otherwise to `c`.",
    "for a in b: f(a)": "For each `a` in `b`, calls `f(a)`.",
    "for a, c in b: f(a)": "For each `a` and `c` in `b`, calls `f(a)`.",
    "while a: f()": "While `a` is set, calls `f()`.",
    "while True:\n    f()\n    break": "Repeats until it is left:",
    "x = []\nfor i in a:\n    if i: x.append(i)\nprint(x)": (
        "Fills the list `x` with each `i` in `a` for which `i` is set."
    ),
    "x = 1\ny = None\ng(x, y)": "Sets `x` to 1 and `y` to `None`.",
    "with open(a) as b: g(b)": "Opens `a` as `b`.",
    "with lock: g(b)": "Within `lock`, calls `g(b)`.",
    "try: f()\nexcept E: g()": "Calls `f()`.",
    "try:\n    f()\n    g()\nexcept E: g()": "Tries the following:",
    "match a:\n    case 1: f()\n    case _: g()": "Depending on `a`:",
    "def g(): ...": "Defines `g()`.",
    "x = f(a)\nreturn x": "Returns `f(a)`.",
    "import functools\nreturn functools.partial(f, a=a, b=b)": "Returns `f` with `a` and `b` filled in.",
    "import functools\nreturn functools.partial(f, a=a, b=c)": "Returns `f` with `a` set to `a` and `b` set to `c`.",
    "import re\nx = re.sub(r'\\s+', '-', a)": "Replaces each run of whitespace in `a` by `'-'`.",
    f"g(a, _({'a' * 90!r}).format(b))": "Calls `g` with `a` and a text made from `b`.",
    "if a and b: g()": "If `a` and `b` are set, calls `g()`.",
    "if not (a or b): g()": "If neither `a` nor `b` is set, calls `g()`.",
    "if a or b: g()": "If `a` or `b` is set, calls `g()`.",
    "from typing import cast\nreturn cast(int, g(a))": "Returns `g(a)`.",
    "if a:\n    if b: g()\nelse:\n    f()": "If `a` is set:",
    "x = " + "a + " * 40 + "b": "Sets `x` to a value made from `a` and `b`.",
    "x = {" + ", ".join(f"'key{n}': {n}" for n in range(20)) + "}": (
        "Builds `x` with 20 fixed entries such as `key0`, `key1` and `key2`."
    ),
    "token = 'abc'": "Sets `token` to a text.",
    "x = 'aB3xYz9QwErTyUi0pLkJhG'": "Sets `x` to a text.",
    "import json\nx = json.loads(a)\ng(x)": "Parses `a` as JSON into `x`.",
    "s: str = a\nx = s.strip().split(',')\ng(x)": "Sets `s` to `a`.",
}


@pytest.mark.parametrize(("code", "text"), STATEMENTS.items(), ids=[code[:30] for code in STATEMENTS])
def test_a_statement_is_told(package: Path, code: str, text: str) -> None:
    body = "\n".join(f"    {line}" for line in code.split("\n"))
    write_tree(
        package,
        {"m.py": f"async def f(a, b):\n{body}\n    pass\n" if "yield from" not in code else f"def f(a, b):\n{body}\n"},
    )
    assert section_of(package, "m.f").steps[0].text == text


def test_a_condition_inside_a_handler_is_joined_to_it(package: Path) -> None:
    write_tree(package, {"m.py": "def f(a):\n    try:\n        g()\n    except E:\n        if a:\n            h()\n"})
    assert section_of(package, "m.f").steps[-1].text == "If `E` is raised and `a` is set, calls `h()`."


def test_steps_know_the_lines_they_tell(package: Path) -> None:
    body = "x = 1\nfor i in a:\n    x += i\n    if x > i and i:\n        g(x)\n        h(x)\nreturn x\n"
    write_tree(package, {"m.py": "def f(a):\n" + "".join(f"    {line}\n" for line in body.splitlines())})
    steps = section_of(package, "m.f").steps
    assert [step.lines for step in steps] == [((2, 2),), ((3, 3),), ((8, 8),)]
    assert [step.lines for step in steps[1].steps] == [((4, 4),), ((5, 5), (6, 6), (7, 7))]


LONG = """
def told(value):
    first = second = 0
    if isinstance(value, int):
        delta = value
    else:
        try:
            int(value)
            value = float(value)
            delta = value * 2
        except (ValueError, TypeError):
            return str(value)
        except OverflowError:
            if not first:
                return str(second)
            raise
{}
    return delta + first + second
"""


def test_what_only_some_ways_through_many_statements_do_may_happen(package: Path) -> None:
    """Where they are told in one clause, an order of theirs would be untrue."""
    inner = "\n".join(
        f"        if value > {number}:\n            first += {number}\n            return delta - first"
        for number in range(30)
    )
    others = f"    if value:\n{inner}\n    elif delta:\n{inner}"
    write_tree(package, {"m.py": LONG.format(others)})
    steps = section_of(package, "m.told").steps
    otherwise = next(step for step in steps if step.text.startswith("Otherwise"))
    assert "may raise the error again" in otherwise.text
    assert "may return" in otherwise.text
    assert steps[-1].text.startswith("Returns")


def test_members_beyond_twelve_are_listed_by_name(package: Path) -> None:
    write_tree(package, {"m.py": "class C:\n" + "".join(f"    def m{n}(self): return {n}\n" for n in range(30))})
    steps = section_of(package, "m.C").steps
    assert len(steps) == 12
    assert steps[-1].text.startswith("Further members: `m11`, `m12`")


def test_the_same_bytes_under_any_hash_seed() -> None:
    program = (
        "import sys; from tests.writers.offline.test_writer import *\n"
        "print([section_of(FIXTURES, r) for r in [*SHOP, *PROVIDERS, *OTHERS]])"
    )
    outputs = {written_by(program, str(seed)) for seed in range(20)}
    assert len(outputs) == 1


def written_by(program: str, seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True, env=environment
    ).stdout


def test_a_batch_is_written_in_order() -> None:
    resolver = Resolver(Files(FIXTURES), [FIXTURES], sys.path)
    blocks = [resolver.resolve(reference).block for reference in SHOP]
    project = Recorder(Answers(resolver))
    results = list(OfflineWriter({}).write(blocks, lambda _: project, lambda *_: ()))
    assert [result.block.object_path for result in results] == [block.object_path for block in blocks]
