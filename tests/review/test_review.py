"""Each finding fires where it should, and not at its near miss."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.cli import main
from mkdocs_howto.guide import Guide
from mkdocs_howto.reading import of_section, read
from mkdocs_howto.review.codes import CODES
from mkdocs_howto.section import (
    CodeBlock,
    ExampleSource,
    ProjectOf,
    Provenance,
    Result,
    Review,
    Section,
    Step,
    Written,
)
from mkdocs_howto.settings import Settings, interpreter_paths
from tests.conftest import write_tree

SHOP = '''
"""A shop."""
import asyncio
from abc import ABC, abstractmethod
from functools import cache
import requests


class StockError(Exception):
    """Too few units."""


class Cart:
    """Handles various stuff."""

    def __init__(self, customer: str) -> None:
        self.customer = customer
        self.lines = []

    def add(self, sku: str, count: int = 1, *, note: str = "") -> int:
        if count < 1:
            raise ValueError("count")
        self.lines.append(sku)
        return count

    def clear(self) -> None:
        self.lines.clear()


class Base(ABC):
    @abstractmethod
    def run(self): ...


def check(units: int, limit: int = 10) -> int:
    if units > limit:
        raise StockError("too few")
    return units


def forget(sku: str) -> None:
    print(sku)


async def fetch(url: str) -> str:
    await asyncio.sleep(0)
    return url


async def pages(url: str):
    yield url


def send(url: str) -> str:
    return requests.post(url).text


def pad(text: str, width=None, fill=" ") -> str:
    return text.ljust(len(text) if width is None else width, fill)


def trim(text: str, marks=".,") -> str:
    return text.strip(marks)


@cache
def cached(a): return a
'''

ADD = "from shop import Cart\ncart = Cart('a')\nprint(cart.add('b'))\n"
CHECK = "from shop import check\nprint(check(3))\n"
FETCH = "import asyncio\nfrom shop import fetch\nasync def main():\n    print(await fetch('u'))\nasyncio.run(main())\n"
PAGES = (
    "import asyncio\nfrom shop import pages\nasync def main():\n    async for page in pages('u'):\n        print(page)\n"
    "asyncio.run(main())\n"
)
GOOD = {
    "shop.Cart": ("Collects `sku`s.", "1. `add` raises `ValueError` if `count < 1`.\n2. `clear` empties it.", ADD),
    "shop.check": ("Compares `units`.", "1. Raises `StockError` if `units > limit`.\n2. Returns `units`.", CHECK),
    "shop.fetch": ("Waits for `url`.", "1. Awaits `asyncio.sleep(0)`.\n2. Returns `url`.", FETCH),
    "shop.pages": ("Yields `url`.", "1. Yields `url`.", PAGES),
    "shop.pad": ("Widens `text`.", "1. Returns `text`.", "from shop import pad\nprint(pad('a', 3))\n"),
    "shop.trim": ("Trims `text`.", "1. Returns `text`.", "from shop import trim\nprint(trim('a.'))\n"),
    "shop.forget": ("Prints `sku`.", "1. Prints `sku`.", "from shop import forget\nforget('a')\n"),
    "shop.send": ("Posts to `url`.", "1. Sends a POST request.", "from shop import send\nprint(send('u'))\n"),
    "shop.Base": (
        "Subclass it.",
        "1. `run` is left open.",
        "from shop import Base\nclass Mine(Base):\n    def run(self):\n        return 1\nMine().run()\n",
    ),
}

# Reference, the part that is changed, what stands there instead, and the code that must fire (or none).
CASES = [
    ("shop.check", 0, "", "missing-part"),
    ("shop.check", 2, "", "example-missing"),
    ("shop.check", 1, "1. Raises `StockError`.\n" * 130, "too-long"),
    ("shop.check", 2, "from shop import check\n\n" + "check(1)\n" * 20, "too-long"),
    ("shop.check", 2, "from shop import check\n\n" + "\n\ncheck(1)" * 19 + "\n", None),
    ("shop.check", 0, "[Code usage example]", "prompt-echo"),
    ("shop.check", 0, "Takes a list `[a]` of units.", None),
    ("shop.check", 0, "Compares `unitz`.", "unknown-word"),
    ("shop.check", 0, "Compares the parameter `unitz`.", "unknown-identifier"),
    ("shop.check", 0, "Calls `Cart` and `json.loads` with `len(units)`.", None),
    ("shop.check", 0, "Looks like `a - b` or `[1, 2]`.", None),
    ("shop.Cart", 1, "1. `add` raises `ValueError`.", None),
    ("shop.Cart", 1, "1. `cart.add(sku)` raises `ValueError`.\n2. `basket.clear()` empties it.", None),
    ("shop.Cart", 1, "1. `cart.add(sku)` raises `ValueError`.\n2. `basket.empty()` empties it.", "unknown-identifier"),
    ("shop.check", 1, "1. `shopp.check(units)` raises `StockError`.", "unknown-identifier"),
    ("shop.check", 1, "1. Returns `units`.", "missing-exception"),
    ("shop.send", 1, "1. Sends a request.", "missing-request"),
    ("shop.check", 2, "from shop import check\nprint(check(3)\n", "example-syntax"),
    ("shop.check", 2, "from shop import chek\nprint(chek(3))\n", "example-import"),
    ("shop.check", 2, "from src.shop.parts import check\nprint(check(3))\n", "example-import"),
    ("shop.check", 2, "from shop import check\nimport unheard_of\nprint(check(unheard_of.x()))\n", None),
    ("shop.check", 2, "from shop import check\nprint(check(units))\n", "example-name"),
    ("shop.check", 2, "from shop import check\nprint(check())\n", "example-call"),
    ("shop.check", 2, "from shop import check\nprint(check(1, 2, 3))\n", "example-call"),
    ("shop.check", 2, "from shop import check\nprint(check(unit=1))\n", "example-call"),
    ("shop.check", 2, "from shop import check\nprint(check(1, units=1))\n", "example-call"),
    ("shop.check", 2, "from shop import check\nprint(check(units=1, limit=2), check(*[1]), check(**{}))\n", None),
    ("shop.Cart", 2, "from shop import Cart\nprint(Cart('a').add('b', 1, 'c'))\n", "example-call"),
    ("shop.Cart", 2, "from shop import Cart\nprint(Cart('a').add('b', note='c'))\n", None),
    ("shop.Base", 2, "from shop import Base\nBase().run()\n", "example-call"),
    ("shop.Cart", 2, "from shop import Cart\ncart = Cart('a')\ncart.insert('b')\ncart.add('c')\n", "example-attribute"),
    (
        "shop.Cart",
        2,
        "from shop import Cart\ncart = Cart('a')\nprint(cart.lines, cart.customer, cart.add('c'))\n",
        None,
    ),
    ("shop.check", 2, "from shop import check\nprint(check(3), 'a'.uper())\n", "example-attribute"),
    ("shop.Cart", 2, "from shop import Cart\ncart = Cart('a')\ncart.add('b')\ncart += 1\ncart.insert('b')\n", None),
    ("shop.fetch", 2, "from shop import fetch\nprint(fetch('u'))\n", "example-await"),
    ("shop.fetch", 2, "from shop import fetch\nprint(await fetch('u'))\n", "example-await"),
    ("shop.fetch", 2, "import asyncio\nfrom shop import fetch\nprint(asyncio.run(fetch('u')))\n", None),
    ("shop.pages", 2, PAGES.replace("async for", "for"), "example-await"),
    ("shop.pages", 2, PAGES.replace("async for page in pages('u')", "for page in await pages('u')"), "example-await"),
    ("shop.check", 2, "from shop import check\nprint(check.__name__)\n", "example-unused"),
    ("shop.check", 2, "from shop import check\ndef use():\n    print(check(3))\n", "example-unused"),
    ("shop.check", 2, "from shop import check\nif False:\n    check(3)\n", "example-unused"),
    ("shop.check", 2, "from shop import check\nprint(list(map(check, [1])))\n", None),
    ("shop.Cart", 2, "from shop import Cart\nprint(Cart('a'))\n", "example-unused"),
    ("shop.Cart", 2, "from shop import Cart\ncart = Cart[str]('a')\nprint(cart.add('b'))\n", None),
    ("shop.Cart", 2, "from shop import Cart\ncart = Cart[str]('a', 'b', 'c')\nprint(cart.add('b'))\n", "example-call"),
    (
        "shop.check",
        2,
        SHOP[SHOP.index("class StockError") : SHOP.index("class Cart")]
        + SHOP[SHOP.index("def check") : SHOP.index("def forget")]
        + "print(check(3))\n",
        "example-echo",
    ),
    (
        "shop.check",
        2,
        "from shop import check\ntry:\n    check(99)\nexcept Exception as e:\n    print(e)\n",
        "example-swallows",
    ),
    (
        "shop.check",
        2,
        "from shop import StockError, check\ntry:\n    check(99)\nexcept StockError as e:\n    print(e)\n",
        None,
    ),
    ("shop.send", 1, "1. Sends a `POST` request to `url`.", None),
    (
        "shop.check",
        2,
        "from shop import check\ntry:\n    check(99)\nexcept (ValueError, Exception) as e:\n    print(e)\n",
        "example-swallows",
    ),
    ("shop.check", 0, "Handles units.", "vague-term"),
    ("shop.check", 0, "Does the comparison of `units`.", "vague-term"),
    ("shop.check", 0, "It does not change `units`.", None),
    ("shop.check", 0, 'Calls `print("At work. Processing")`.', None),
    ("shop.check", 0, "Calls `handles_some` in `various`.", "unknown-identifier"),
    ("shop.Cart", 0, "Handles various stuff. Collects `sku`s.", None),
    ("shop.forget", 1, "1. Returns the `sku`.", "contradicts-code"),
    ("shop.forget", 1, "1. Returns `None`.", None),
    ("shop.forget", 0, "`forget` is a coroutine.", "contradicts-code"),
    ("shop.fetch", 0, "`fetch` is a coroutine.", None),
    ("shop.check", 0, "`limit` defaults to `100`.", "contradicts-code"),
    ("shop.check", 0, "`limit` defaults to `10`.", None),
    ("shop.pad", 0, "`width` defaults to `len(text)`.", None),
    ("shop.pad", 0, "`fill` defaults to `'-'`.", "contradicts-code"),
    ("shop.trim", 0, "`marks` defaults to `.,`.", None),
    ("shop.trim", 0, "`marks` defaults to `;`.", "contradicts-code"),
    ("shop.check", 0, "The parameter `ceiling` of `units`.", "unknown-identifier"),
    ("shop.send", 1, "1. Sends a POST request.\n2. Sends a GET request.", "contradicts-code"),
    ("shop.check", 0, "Adds <script>alert(1)</script>.", "unsafe-markup"),
    ("shop.check", 0, "Compares `a < b`, a > b and `{{ x }}`.", None),
    ("shop.check", 0, "See [this](https://evil.example).", "unknown-link"),
]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    root = write_tree(tmp_path_factory.mktemp("shop"), {"shop.py": SHOP})
    return Build(Settings(root=root, paths=(root,), search_paths=interpreter_paths()), print)


def text_of(parts: tuple[str, ...]) -> str:
    description, steps, example = parts
    fenced = f"```python\n{example}```" if example else ""
    return f"## Description\n\n{description}\n\n## Execution Steps\n\n{steps}\n\n## Usage Example\n\n{fenced}\n"


def codes(build: Build, reference: str, parts: tuple[str, ...]) -> set[str]:
    return {finding.code for finding in build.reviewed(Request(reference), read(text_of(parts)))}


@pytest.mark.parametrize("reference", GOOD)
def test_what_is_right_has_no_findings(build: Build, reference: str) -> None:
    assert build.reviewed(Request(reference), read(text_of(GOOD[reference]))) == ()


@pytest.mark.parametrize(("reference", "part", "instead", "code"), CASES)
def test_what_is_wrong_is_found_and_near_misses_are_not(
    build: Build, reference: str, part: int, instead: str, code: str | None
) -> None:
    parts = list(GOOD[reference])
    parts[part] = instead
    found = codes(build, reference, tuple(parts))
    assert (code in found) if code else not {name for name in found if CODES[name].severity == "error"}


def test_every_code_has_a_case() -> None:
    assert set(CODES) == {code for *_, code in CASES if code}


def test_the_command_tells_file_line_and_code(tmp_path: Path) -> None:
    write_tree(
        tmp_path, {"shop.py": SHOP, "bad.md": text_of(("Handles the parameter `unitz`.", *GOOD["shop.check"][1:]))}
    )
    bad = tmp_path / "bad.md"
    options = ["--ref", "shop.check", "--path", str(tmp_path)]
    told = CliRunner().invoke(main, ["review", str(bad), *options])
    assert told.exit_code == 1
    assert f"{bad}:3: unknown-identifier `unitz` is not in the code; did you mean `units`?" in told.output
    as_json = CliRunner().invoke(main, ["review", str(bad), *options, "--format", "json"])
    assert {finding["code"] for finding in json.loads(as_json.output)["findings"]} == {
        "unknown-identifier",
        "vague-term",
    }
    bad.write_text(text_of(GOOD["shop.check"]), encoding="utf-8")
    assert CliRunner().invoke(main, ["review", str(bad), *options]).exit_code == 0
    assert CliRunner().invoke(main, ["review", str(bad), "--ref", "shop.nothing"]).exit_code == 2
    assert CliRunner().invoke(main, ["review", str(tmp_path / "no.md"), *options]).exit_code == 2


def test_an_offline_example_with_an_error_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs_howto.writers.offline import examples

    write_tree(tmp_path, {"shop.py": SHOP})
    monkeypatch.setattr(
        examples, "example_of", lambda *_: examples.Example("from shop import check\ncheck()\n", "synthesised")
    )
    guide = Guide(Settings(root=tmp_path, paths=(tmp_path,)), print)
    section = guide.answer(Request("shop.check")).entry.section
    assert section.example == ""
    assert {finding.code for finding in section.findings} == {"example-call"}


class Liar:
    """A writer whose sections name what is not there."""

    name = "liar"
    version = 1

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        for block in blocks:
            made = Provenance(writer="liar", writer_version=1, fingerprint=block.fingerprint, package_version="0")
            yield Written(block, Section(description="Calls `unheard`.", steps=(), example="", provenance=made))


def test_a_section_with_errors_gives_way_to_the_offline_one(tmp_path: Path) -> None:
    write_tree(tmp_path, {"shop.py": SHOP})
    settings = Settings(root=tmp_path, paths=(tmp_path,), search_paths=interpreter_paths(), writer="liar")
    guide = Guide(settings, print)
    guide._build = Build(settings, print)
    guide._build.writers["liar", "en"] = Liar()
    section = guide.answer(Request("shop.check", writer="liar")).entry.section
    assert section.provenance.writer == "offline"
    assert "unheard" not in section.description


@pytest.mark.parametrize(
    ("writer", "source", "is_missing"),
    [("offline", "none", False), ("offline", "docstring", True), ("openai", "none", True)],
)
def test_the_offline_writer_may_leave_an_example_out(
    build: Build, writer: str, source: ExampleSource, *, is_missing: bool
) -> None:
    """It knows none worth showing; of a model's section nobody knows why there is none."""
    made = Provenance(writer=writer, writer_version=1, fingerprint="v1:0", package_version="0", example_source=source)
    section = Section(description="Checks.", steps=(Step("Returns `units`."),), example="", provenance=made)
    found = build.reviewed(Request("shop.check"), of_section(section))
    assert ("example-missing" in {finding.code for finding in found}) is is_missing
