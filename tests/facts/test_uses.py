"""What a program of the documentation uses, and how."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.authored import Passage, UsedPassage
from mkdocs_howto.facts.uses import counted, index, uses_of


def passage(code: str, *, line: int = 1, is_whole: bool = False, prelude: str = "") -> Passage:
    return Passage(file="page.md", line=line, code=code, place="docs", is_whole=is_whole, prelude=prelude)


def read(*codes: str) -> list[UsedPassage]:
    return uses_of([passage(f"{code}\n", line=10 * number) for number, code in enumerate(codes, 1)], {"shop"})


def uses(code: str) -> list[tuple[str, str]]:
    return [(use.path, use.kind) for use in read(code)[0].uses]


PROGRAMS = {
    "called": ("import shop\nshop.pay(5)", ("shop.pay", "call")),
    "imported": ("from shop import pay\npay(5)", ("shop.pay", "call")),
    "renamed": ("from shop import pay as p\np(5)", ("shop.pay", "call")),
    "module renamed": ("import shop.till as t\nt.pay(5)", ("shop.till.pay", "call")),
    "not imported": ("shop.pay(5)", ("shop.pay", "call")),
    "awaited": ("async def main():\n    await shop.pay(5)", ("shop.pay", "await")),
    "decorator": ("@shop.hook\ndef f(): pass", ("shop.hook", "decorator")),
    "decorator with arguments": ("@shop.hook(5)\ndef f(): pass", ("shop.hook", "decorator")),
    "method as a decorator": ("app = shop.App()\n@app.route('/')\ndef f(): pass", ("shop.App.route", "decorator")),
    "base": ("class Mine(shop.Cart): pass", ("shop.Cart", "base")),
    "entered": ("with shop.open() as s: pass", ("shop.open", "with")),
    "entered asynchronously": ("async def f():\n    async with shop.open(): pass", ("shop.open", "async with")),
    "iterated": ("for item in shop.items(): pass", ("shop.items", "iteration")),
    "iterated in a comprehension": ("[item for item in shop.items()]", ("shop.items", "iteration")),
    "raised": ("raise shop.Empty", ("shop.Empty", "raise")),
    "raised with arguments": ("raise shop.Empty(5)", ("shop.Empty", "raise")),
    "caught": ("try: pass\nexcept shop.Empty: pass", ("shop.Empty", "except")),
    "caught among others": ("try: pass\nexcept (ValueError, shop.Empty): pass", ("shop.Empty", "except")),
    "argument": ("print(shop.LIMIT)", ("shop.LIMIT", "argument")),
    "imported argument": ("from shop import LIMIT\nprint(LIMIT)", ("shop.LIMIT", "argument")),
    "keyword argument": ("print(end=shop.LIMIT)", ("shop.LIMIT", "argument")),
    "attribute": ("shop.LIMIT + 1", ("shop.LIMIT", "attribute")),
    "attribute of an imported object": ("from shop import T\nT.name", ("shop.T", "attribute")),
    "method": ("cart = shop.Cart()\ncart.add(5)", ("shop.Cart.add", "call")),
    "method of what is entered": ("with shop.Cart() as cart:\n    cart.add(5)", ("shop.Cart.add", "call")),
    "method of an annotated parameter": ("def f(cart: shop.Cart):\n    cart.add(5)", ("shop.Cart.add", "call")),
    "method of a result": ("order = shop.pay(5)\norder.ship()", ("shop.pay().ship", "call")),
    "chain": ("shop.pay(5).ship()", ("shop.pay().ship", "call")),
    "method of an item": ("cart = shop.Cart()\ncart['a'].add(5)", ("shop.Cart.__getitem__().add", "call")),
    "method of what is generic": ("cart = shop.Cart[int]()\ncart.add(5)", ("shop.Cart.add", "call")),
    "what is made, called": ("hook = shop.Hook('a')\nhook(5)", ("shop.Hook.__call__", "call")),
    "what is made, as a decorator": ("hook = shop.Hook()\n@hook\ndef f(): pass", ("shop.Hook.__call__", "decorator")),
    "method of a stranger": ("cart.add(5)", ("?.cart.add", "call")),
    "method of a stranger's part": ("carts[0].add(5)", ("?.add", "call")),
    "fixture": ("def test_cart(cart): pass", ("?.cart", "argument")),
    "method of a fixture": ("def test_cart(cart):\n    cart.add(5)", ("?.cart.add", "call")),
    "function of the package's name": ("shop('pay')", ("shop.shop", "call")),
}


@pytest.mark.parametrize(("code", "expected"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_use_is_found_with_its_kind(code: str, expected: tuple[str, str]) -> None:
    assert expected in uses(code)


NO_USES = {
    "another object of that name": "def pay(): pass\npay()",
    "a name bound anew": "from shop import pay\npay = print\npay()",
    "the module alone": "import shop\nprint(shop)",
    "a relative import": "from . import pay\npay()",
}


@pytest.mark.parametrize("code", NO_USES.values(), ids=NO_USES)
def test_what_is_not_known_is_no_use(code: str) -> None:
    assert not [path for path, _ in uses(code) if path.startswith("shop")]


def test_a_use_knows_its_line_and_keywords() -> None:
    found = uses_of([passage("shop.pay(\n    5,\n    to='x',\n    by='y',\n)\n", prelude="import shop\n")])
    assert [(use.path, use.line, use.keywords) for use in found[0].uses] == [("shop.pay", 1, ("to", "by"))]


NEEDED = {
    "import": (["import json", "json.dumps(5)"], ("import json",)),
    "one of several imports": (["from shop import a, b", "a()"], ("from shop import a",)),
    "variable": (["cart = shop.Cart()", "cart.pay()"], ("import shop", "cart = shop.Cart()")),
    "what the variable needs": (["from shop import Cart", "cart = Cart()", "cart.pay()"],
                                ("from shop import Cart", "cart = Cart()")),
    "function": (["def f():\n    return 5", "print(f())"], ("def f():\n    return 5",)),
    "last one of a name": (["a = 1", "a = 2", "print(a)"], ("a = 2",)),
    "own names first": (["a = 1", "a = 2\nprint(a)"], ()),
    "what reads itself": (["a = 1", "a = a + 1"], ("a = 1",)),
    "file of the page": (["app = 5", "from main import app\nprint(app)"], ("app = 5",)),
    "relative file of the page": (["app = 5", "from .main import app\nprint(app)"], ("app = 5",)),
    "a bare annotation": (["str: 'TEXT'", "print(str)"], ()),
    "file of which the page shows one name": (["a = 5", "from main import a, b\nprint(a, b)"], ()),
    "what is called for its effect": (
        ["from shop import Cart\ncart = Cart()", "cart.add('tea')", "print(cart.total())"],
        ("from shop import Cart", "cart = Cart()", "cart.add('tea')"),
    ),
    "the same call twice": (
        ["line = open_line()", "line.read_next()", "line.read_next()", "print(line.place)"],
        ("line = open_line()", "line.read_next()", "line.read_next()"),
    ),
    "what is handed over": (
        ["kitchen = make()\ntea = brew()", "kitchen.take(tea)", "print(tea)"],
        ("kitchen = make()", "tea = brew()", "kitchen.take(tea)"),
    ),
    "what sends something": (
        ["line = dial()\nwire = plug()", "data = line.send(5)", "wire.sendall(data)", "print(wire.recv(5))"],
        ("line = dial()", "wire = plug()", "data = line.send(5)", "wire.sendall(data)"),
    ),
    "what sets an item or an attribute": (
        ["cart = make()", "cart['tea'] = 5\ncart.size = 6\ndel cart['tea']", "print(cart)"],
        ("cart = make()", "cart['tea'] = 5", "cart.size = 6", "del cart['tea']"),
    ),
    "what a loop does": (
        ["cart = make()", "for one in [1, 2]:\n    cart.add(one)", "print(cart)"],
        ("cart = make()", "for one in [1, 2]:\n    cart.add(one)"),
    ),
    "before it was made anew": (["cart = make()", "cart.add(5)", "cart = make()", "print(cart)"], ("cart = make()",)),
    "what only looks": (["cart = make()", "print(cart)\ncart.get(5)\nlen(cart)", "cart.pay()"], ("cart = make()",)),
    "another part of it": (["db = connect()", "db['dogs'].insert(5)", "db['cats'].rows()"], ("db = connect()",)),
    "the same part of it": (
        ["db = connect()", "db['dogs'].insert(5)", "db['dogs'].rows()"],
        ("db = connect()", "db['dogs'].insert(5)"),
    ),
    "the same call of a part": (["app = make()", "app.conf.update(a=5)", "app.conf.update(b=6)"], ("app = make()",)),
}  # fmt: skip


@pytest.mark.parametrize(("codes", "before"), NEEDED.values(), ids=NEEDED)
def test_a_passage_goes_on_with_the_names_of_those_above(codes: list[str], before: tuple[str, ...]) -> None:
    assert read(*codes)[-1].before == before


def sections(*parts: tuple[str, str, str]) -> UsedPassage:
    """Return the last of some passages: the heading of each, its code, and what its last line shows."""
    passages = [
        dataclasses.replace(
            passage(f"{code}\n", line=10 * number),
            title=title,
            shown=((code.count("\n") + 1, result),) if result else (),
        )
        for number, (title, code, result) in enumerate(parts, 1)
    ]
    return uses_of(passages, {"shop"})[-1]


RESULTS = {
    "nothing was left out": ([("A", "cart = make()", ""), ("A", "cart.add(5)", ""), ("B", "5", "5")], "5"),
    "what its section did is there": ([("A", "cart = make()", ""), ("A", "cart.add(5)", ""), ("A", "cart", "[5]")], "[5]"),
    "another section only looked": ([("A", "cart = make()", ""), ("B", "cart.total()", "0"), ("C", "cart", "[]")], "[]"),
    "another section changed it": ([("A", "cart = make()", ""), ("B", "cart.add(5)", ""), ("C", "cart", "[5]")], "..."),
    "another section set an item": ([("A", "cart = make()", ""), ("B", "cart[1] = 5", ""), ("C", "cart", "[5]")], "..."),
    "another section took one out": ([("A", "cart = make()", ""), ("B", "cart.pop()", "5"), ("C", "cart", "[]")], "..."),
    "another part was changed": (
        [("A", "db = connect()", ""), ("A", "db['dogs'].insert(5)", ""), ("A", "db.tables()", "['dogs']")],
        "...",
    ),
    "another object was changed": (
        [("A", "cart = make()\nother = make()", ""), ("B", "other.add(5)", ""), ("C", "cart", "[]")],
        "[]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("parts", "result"), RESULTS.values(), ids=RESULTS)
def test_a_result_is_kept_where_all_that_led_to_it_is_there(parts: list[tuple[str, str, str]], result: str) -> None:
    assert [shown for _, shown in sections(*parts).passage.shown] == [result]


def test_a_whole_program_starts_anew() -> None:
    found = uses_of([passage("cart = 5\n"), passage("print(cart)\n", is_whole=True)])
    assert found[-1].before == ()


def test_a_class_is_known_across_passages() -> None:
    _, found = read("cart = shop.Cart()", "cart.add(5)")
    assert [use.path for use in found.uses] == ["shop.Cart.add"]


def test_names_of_a_module_are_known_to_its_docstrings() -> None:
    (found,) = uses_of([passage("pay(5)\n")], names={"pay": "shop.pay"})
    assert [use.path for use in found.uses] == ["shop.pay"]


LEFT_OUT = {
    "in a list": ("routes = [\n    ...\n    shop.pay(),\n]", "routes = [\n    # ...\n    shop.pay(),\n]\n"),
    "in a list with a comma": ("a = [\n    ...,\n    shop.pay(),\n]", "a = [\n    # ...\n    shop.pay(),\n]\n"),
    "in a call": ("shop.pay(\n    ...,\n    by=5,\n)", "shop.pay(\n    # ...\n    by=5,\n)\n"),
    "beside a body": (
        "def f():\n    ...\n\na = [\n    ...\n    f()\n]",
        "def f():\n    ...\n\na = [\n    # ...\n    f()\n]\n",
    ),
    "at the end": ("shop.pay()\n...", "shop.pay()\n# ...\n"),
    "as a body": ("def f():\n    ...", "def f():\n    ...\n"),
    "as an argument": ("shop.pay(...)", "shop.pay(...)\n"),
}


@pytest.mark.parametrize(("code", "expected"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_lines_that_stand_for_others_become_comments(code: str, expected: str) -> None:
    assert read(code)[0].passage.code == expected


@pytest.mark.parametrize("code", ["pip install shop", "def", "a = [", "\0", "(" * 400])
def test_what_is_no_program_uses_nothing(code: str) -> None:
    assert read(code) == []


def test_passages_are_found_by_the_last_name_of_what_they_use() -> None:
    found = index(read("shop.pay(1)\nshop.pay(2)\nshop.Cart()", "shop.pay(3)"))
    assert [[use.line for use in uses] for _, uses in counted(found["pay"])] == [[1, 2], [1]]
    assert [len(list(counted(found[name]))) for name in ("pay", "Cart")] == [2, 1]


CODES = st.lists(
    st.sampled_from(
        ["import shop", "from shop import a as b", "b.c().d[0].e()", "with b() as c:", "    c.f(g=h)", "for a in b:",
         "    pass", "class C(b):", "    x: b = b(...)", "@b.c", "def f(a: b, *c):", "    return await b", "del b",
         "b = c = b", "(b := c)", "lambda b: b", "[..., b]", "...", "try: b\nexcept b as c: c", "match b:", "    case b(): b"]
    ),
    max_size=8,
).map("\n".join)  # fmt: skip


@given(st.lists(CODES, max_size=4))
def test_any_programs_can_be_read(codes: list[str]) -> None:
    for found in read(*codes):
        lines = found.passage.code.count("\n") + 1
        assert all(1 <= use.line <= lines and use.path for use in found.uses)


MADE = "import shop\n\ncart = shop.Cart()"
GOES_ON = {
    "what it makes is used": (MADE, "cart.add('tea')", True),
    "what it makes is asked": (MADE, "first = cart['tea'].weigh()", True),
    "all that it makes is used": (f"{MADE}\ntill = shop.Till()", "till.take(cart)", True),
    "some of what it makes is used": (f"{MADE}\ntill = shop.Till()", "cart.add('tea')", False),
    "it does more": (f"{MADE}\ncart.add('tea')", "cart.total()", False),
    "it makes nothing": ("import shop\n\nlimit = 5", "print(limit)", False),
    "another program": (MADE, "import shop\n\nshop.pay(5)", False),
    "it is made anew": (MADE, "cart = shop.Cart(cart)", False),
    "a long one": (MADE, "\n".join(f"cart.add({number})" for number in range(30)), False),
}


@pytest.mark.parametrize(("first", "second", "is_one"), GOES_ON.values(), ids=GOES_ON)
def test_a_passage_that_makes_something_goes_on_with_the_next_one(first: str, second: str, *, is_one: bool) -> None:
    made, used = read(first, second)
    assert made.passage.code == (f"{first}\n\n{second}\n" if is_one else f"{first}\n")
    assert used.passage.code == f"{second}\n"
    lines = made.passage.code.split("\n")
    assert all(use.name.removesuffix("()") in lines[use.line - 1] for use in made.uses if use.name[0] != "_")


def test_a_passage_of_another_section_is_not_gone_on_with() -> None:
    below = dataclasses.replace(passage("cart.add('tea')\n", line=20), title="Goods")
    assert uses_of([passage(f"{MADE}\n"), below], {"shop"})[0].passage.code == f"{MADE}\n"


def test_what_a_session_shows_moves_with_it() -> None:
    below = dataclasses.replace(passage("cart.total()\n", line=20), shown=((1, "5"),))
    assert uses_of([passage(f"{MADE}\n"), below], {"shop"})[0].passage.shown == ((5, "5"),)
