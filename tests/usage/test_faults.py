"""What the grammar lets pass and the compiler refuses is found, also where code looks plain."""

import ast
from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.effects import effects_of
from mkdocs_howto.settings import Settings
from mkdocs_howto.usage.faults import faults

FIXTURES = Path(__file__).parents[2] / "fixtures"
USE = "from shop import Price\n\nprint(Price(3))\n"
REFUSED = {
    "a keyword twice": "print(Price(amount=3, amount=4))",
    "a return": "return Price(3)",
    "a yield": "found = yield Price(3)",
    "an await in a function": "def show():\n    await Price(3)\n\n\nshow()",
    "a starred value alone": "found = *Price(3)",
    "a loop that is not there": "if Price(3):\n    break",
    "a name that cannot be set": "__debug__ = Price(3)",
    "a future import below others": "from __future__ import annotations",
    "a future that does not exist": "from __future__ import braces",
    "two parameters of one name": "show = lambda a, a: Price(a)",
    "a walrus in a class's comprehension": "class Shop:\n    found = [kept := Price(one) for one in (1, 2)]",
}
ALLOWED = {
    "calls and assignments": "found = shop_all = Price(3)\nprint(found, shop_all, sep=', ')",
    "an await outside a function": "print(await Price(3))",
    "stars": "print(*[Price(3)], **{'sep': ', '})",
}


def codes(code: str) -> list[str]:
    build = Build(Settings(root=FIXTURES, paths=(FIXTURES,)), print)
    block = build.block(Request("shop.Price"))
    return [fault.code for fault in faults(code, block, build.recorder(), effects_of(block, ast.parse(block.source)))]


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_what_the_compiler_refuses_is_a_fault(statement: str) -> None:
    ast.parse(statement)  # The grammar lets it pass.
    assert codes(f"{USE}{statement}\n") == ["example-syntax"]


HOSTILE = {
    "signs": f"x = {'-' * 7_000}1",
    "a sum": f"print({'1 + ' * 9_000}1)",
    "a path": f"print(a{'.b' * 2_000})",
    "calls": f"print(a{'()' * 900})",
    "functions": f"f = {'lambda: ' * 900}1",
    "branches": "if a: b\n" + "elif a: b\n" * 900,
    "elements": f"x = [{'1,' * 300_000}]",
    "zero bytes": "x = '\0'",
    "half a character": "x = '\ud800'",
}


@pytest.mark.parametrize("statement", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_judged_is_a_fault(statement: str) -> None:
    assert codes(f"{USE}{statement}\n") == ["example-syntax"]


@pytest.mark.parametrize("statement", ALLOWED.values(), ids=ALLOWED)
def test_what_it_lets_pass_is_none(statement: str) -> None:
    assert "example-syntax" not in codes(f"{USE}{statement}\n")
