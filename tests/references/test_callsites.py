"""Where a project uses itself, and what such a place needs of its surroundings."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.references.callsites import CallSites
from mkdocs_howto.references.files import Files
from mkdocs_howto.section import CallSite
from tests.conftest import write_tree

TESTS = """
import pytest
from shop import Cart, reserve
from shop.text import slug as make_slug

STOCK = {"tea": 3}


def order(count):
    return {"tea": count}


@pytest.mark.parametrize(("text", "expected"), [("", ""), ("A b", "a-b"), ("C", "c")])
def test_slug(text, expected):
    assert make_slug(text) == expected


def test_reserve():
    stock = dict(STOCK)
    taken = reserve(stock, order(2))
    assert stock == {"tea": 1}
    assert taken == {"tea": 2}


class TestCart(unittest.TestCase):
    def setUp(self):
        self.cart = Cart("Ada")

    def test_add(self):
        self.cart.add("tea", 1)
        self.assertEqual(len(self.cart), 1)
"""


def sites(folder: Path, name: str, **files: str) -> tuple[CallSite, ...]:
    write_tree(folder, {f"tests/{path.replace('__', '.')}": text for path, text in files.items()})
    return CallSites(Files(folder), [folder / "tests"]).of(name, "shop")


@pytest.mark.parametrize(
    "line", ["cart = Cart() \\\n", "cart = Cart(); cart.open()"], ids=["an idle continuation", "two on a line"]
)
def test_a_statement_ends_where_its_line_goes_on(tmp_path: Path, line: str) -> None:
    text = f"from shop import Cart\n\n\ndef test_cart():\n    {line}\n    assert cart.total() == 0\n"
    (site,) = sites(tmp_path, "Cart", test_a__py=text)
    assert [text for text in site.statements if "=" in text] == ["cart = Cart()", "assert cart.total() == 0"]


def test_a_site_holds_what_its_statements_need(tmp_path: Path) -> None:
    (site,) = sites(tmp_path, "reserve", test_a__py=TESTS)
    assert site.file == "tests/test_a.py"
    assert site.title == "test_reserve"
    assert site.setup == (
        "from shop import reserve", 'STOCK = {"tea": 3}', 'def order(count):\n    return {"tea": count}',
    )  # fmt: skip
    assert site.statements[:2] == ("stock = dict(STOCK)", "taken = reserve(stock, order(2))")
    assert site.statements[-1] == 'assert taken == {"tea": 2}'


def test_the_first_case_that_says_something_is_taken(tmp_path: Path) -> None:
    (site,) = sites(tmp_path, "slug", test_a__py=TESTS)
    assert site.cases == {"text": '"A b"', "expected": '"a-b"'}
    assert site.setup == ("from shop.text import slug as make_slug",)


def test_what_runs_before_a_test_comes_before_it(tmp_path: Path) -> None:
    (site,) = sites(tmp_path, "add", test_a__py=TESTS)
    assert site.statements == ('cart = Cart("Ada")', 'cart.add("tea", 1)', "self.assertEqual(len(cart), 1)")


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("readme__md", "# Use\n\n```python\nfrom shop import reserve\nprint(reserve({}, {}))\n```\n", 5),
        ("use__rst", "Use\n\n.. code-block:: python\n\n   from shop import reserve\n   print(reserve({}, {}))\n", 6),
        ("script__py", "from shop import reserve\nprint(reserve({}, {}))\n", 2),
    ],
)
def test_documentation_and_scripts_count(tmp_path: Path, path: str, text: str, line: int) -> None:
    (site,) = sites(tmp_path, "reserve", **{path: text})
    assert site.line == line
    assert site.statements == ("print(reserve({}, {}))",)


@pytest.mark.parametrize(
    "text",
    [
        "from other import reserve\nprint(reserve({}, {}))\n",
        "import shop\ndef reserve(): ...\n",
        "def broken(:\n",
        "x = 1\n" * 80_000,
    ],
    ids=["another package", "only defined", "broken", "too large"],
)
def test_what_does_not_use_it_is_no_site(tmp_path: Path, text: str) -> None:
    assert sites(tmp_path, "reserve", a__py=text) == ()


def test_skipped_and_hidden_folders_are_not_read(tmp_path: Path) -> None:
    use = "from shop import reserve\nprint(reserve({}, {}))\n"
    write_tree(tmp_path, {"tests/.venv/a.py": use, "tests/site/b.py": use, "tests/c.py": use})
    index = CallSites(Files(tmp_path), [tmp_path / "tests"], [tmp_path / "tests/site"])
    assert [site.file for site in index.of("reserve", "shop")] == ["tests/c.py"]


def test_fixtures_are_statements_like_others(tmp_path: Path) -> None:
    conftest = "import pytest\nfrom shop import Cart\n\n\n@pytest.fixture\ndef cart():\n    yield Cart('Ada')\n"
    test = "from shop import reserve\n\n\ndef test_it(cart, tmp_path):\n    assert reserve(cart, {}) == {}\n"
    opened = "from shop import reserve\n\n\ndef test_it(tmp_path):\n    assert reserve(tmp_path, {}) == {}\n"
    site, left_open = sites(tmp_path, "reserve", conftest__py=conftest, test_a__py=test, test_b__py=opened)
    assert site.statements == ("cart = Cart('Ada')", "assert reserve(cart, {}) == {}")
    assert site.setup == ("from shop import reserve", "from shop import Cart")
    assert (site.missing, left_open.missing) == ((), ("tmp_path",))


SESSIONS = """
>>> from shop import Cart
>>> cart = Cart("Ada")
>>> len(cart)
0

Put something in:

>>> cart.put("tea")
>>> len(cart)
1

Take it out:

>>> cart.take("tea")
'tea'

And look:

>>> cart.take("milk")
'milk'
"""


def test_a_session_goes_on_with_what_stands_above_it(tmp_path: Path) -> None:
    put, *_ = sites(tmp_path, "put", readme__md=SESSIONS)
    assert put.setup == ("from shop import Cart", 'cart = Cart("Ada")')
    assert put.statements == ('cart.put("tea")', "len(cart)")
    assert put.line == 9


def test_what_a_session_shows_is_not_sure_once_its_objects_were_used(tmp_path: Path) -> None:
    shown = [(site.statements[-1], site.shown) for site in sites(tmp_path, "Cart", readme__md=SESSIONS)]
    assert shown == [("len(cart)", ("", "0"))]
    put, *_ = sites(tmp_path, "put", readme__md=SESSIONS)
    assert put.shown == ("", "...")


def test_what_was_changed_since_does_not_go_on(tmp_path: Path) -> None:
    assert sites(tmp_path, "take", readme__md=SESSIONS) == ()  # Nobody sees what `cart.put` made of the cart.


def test_code_that_is_no_session_shows_nothing(tmp_path: Path) -> None:
    (site,) = sites(tmp_path, "reserve", test_a__py=TESTS)
    assert site.shown == ()


def test_the_project_tells_how_it_calls_something(tmp_path: Path) -> None:
    calls = "Cart('Ada'), Cart('Bob'), Cart('Ada'), Cart(name), Cart(), Cart(*names), Cart('Ada', size=3)"
    failing = "def test_failing():\n    with pytest.raises(ValueError):\n        Cart('')\n"
    text = f"from shop import Cart\n\n\ndef test_carts():\n    assert [{calls}]\n\n\n{failing}"
    write_tree(tmp_path, {"tests/test_a.py": text})
    told = CallSites(Files(tmp_path), [tmp_path / "tests"]).called("shop.cart.Cart")
    assert told is not None
    assert (told.kind, told.value) == ("called", "'Ada'\n\n'Bob'\n'Ada', size=3")


def test_of_what_is_never_called_nothing_is_told(tmp_path: Path) -> None:
    write_tree(tmp_path, {"tests/test_a.py": "from shop import Cart\n\n\ndef test_cart():\n    Cart(size)\n"})
    assert CallSites(Files(tmp_path), [tmp_path / "tests"]).called("shop.Cart") is None


def test_a_session_goes_on_as_far_as_an_example_may(tmp_path: Path) -> None:
    chain = "".join(f">>> v{n} = reserve(v{n - 1}, {{}})\n>>> v{n}\n1\n\nThen:\n\n" for n in range(1, 60))
    text = f">>> from shop import reserve\n>>> v0 = {{}}\n\nThen:\n\n{chain}"
    found = sites(tmp_path, "reserve", readme__md=text)
    assert found
    assert all(len(site.setup) <= 21 for site in found)


def test_a_test_typed_at_a_prompt_shows_nothing_below_its_own_statements(tmp_path: Path) -> None:
    text = ">>> from shop import reserve\n>>> def test_it(stock):\n...     assert reserve(stock, {}) == {}\n"
    (site,) = sites(tmp_path, "reserve", readme__md=text)
    assert len(site.shown) in {0, len(site.statements)}


@pytest.mark.parametrize("text", [">>> reserve(" + "(" * 3000, ">>> from shop import reserve\r\n>>> reserve('\\x00"])
def test_what_is_typed_but_no_python_is_no_site(tmp_path: Path, text: str) -> None:
    assert sites(tmp_path, "reserve", readme__md=f">>> from shop import reserve\n\nElse:\n\n{text}\n") == ()
