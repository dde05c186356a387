"""Where a project uses itself, and what such a place needs of its surroundings."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from mkdocs_howto.errors import UnreadableSource
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
    made = "Cart('Ada'), Cart('Bob'), Cart('Ada'), Cart(name), Cart(), Cart(*names), Cart('Ada', size=3)"
    failing = "def test_failing():\n    with pytest.raises(ValueError):\n        Cart('')\n"
    text = f"from shop import Cart\n\n\ndef test_carts():\n    assert [{made}]\n\n\n{failing}"
    write_tree(tmp_path, {"tests/test_a.py": text})
    calls = CallSites(Files(tmp_path), [tmp_path / "tests"]).calls("shop.cart.Cart")
    assert calls == ("'Ada'", "", "'Bob'", "'Ada', size=3")


def test_of_what_is_never_called_nothing_is_told(tmp_path: Path) -> None:
    write_tree(tmp_path, {"tests/test_a.py": "from shop import Cart\n\n\ndef test_cart():\n    Cart(size)\n"})
    assert CallSites(Files(tmp_path), [tmp_path / "tests"]).calls("shop.Cart") == ()


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


def _fences(kind: str, count: int) -> str:
    return "".join(
        f"{' ' * (n if kind == 'wide' else 0)}{'`' * (count - n if kind == 'long' else 3)}py\n" for n in range(count)
    )


MANY_FENCES = {
    "each further to the right": _fences("wide", 700),
    "each shorter": _fences("long", 700),
    "all open": "````py\n```py\n" * 3_000,
    "directives": ".. code:: python\n" * 3_000,
    "options": ".. code:: python\n" + "   :a:\n" * 10_000,
    "spaces": ".. code:: python\n\n" + " " * 100_000,
}


@pytest.mark.parametrize("text", MANY_FENCES.values(), ids=MANY_FENCES)
def test_fences_that_stay_open_take_no_longer(tmp_path: Path, text: str) -> None:
    """Each line is looked at once: what stands below them is found all the same."""
    program = "~~~~py\nfrom shop import Cart\nCart(1)\n~~~~\n"
    (site,) = sites(tmp_path, "Cart", docs__md=f"{text}\n\n{program}")
    assert site.statements == ("Cart(1)",)


FENCED = {
    "ticks": ("```python\n{}```\n", 2),
    "tildes": ("~~~ py\n{}~~~\n", 2),
    "a longer end": ("text\n\n```{.python}\n{}`````\n", 4),
    "in a list": ("- a\n\n  ```py title\n{}  ```\n", 4),
    "behind one that stays open": ("~~~py\nx\n\n```py\n{}```\n", 5),
    "behind a longer one that stays open": ("````py\nx\n\n```py\n{}```\n", 5),
    "behind one of another language": ("```sh\nx\n```\n\n```py3\n{}```\n", 6),
    "of another language": ("```sh\n{}```\n", 0),
    "too long": ("`````````````````````python\n{}`````````````````````\n", 0),
    "open": ("```python\n{}", 2),
}


@pytest.mark.parametrize(("frame", "line"), FENCED.values(), ids=FENCED)
def test_code_in_a_fence_is_found(tmp_path: Path, frame: str, line: int) -> None:
    indent = "  " if "- a" in frame else ""
    code = "".join(f"{indent}{row}\n" for row in ("from shop import Cart", "Cart(1)"))
    found = sites(tmp_path, "Cart", docs__md=frame.replace("{}", code))
    assert [site.line for site in found] == ([line + 1] if line else [])


USE = "from shop import Cart\n\n\ndef test_cart():\n    assert Cart(1)\n"
HOSTILE = {
    "deep": f"x = {'-' * 7_000}1\n",
    "a sum": f"from shop import Cart\nx = {'Cart(1) + ' * 9_000}1\n",
    "a dense list": f"from shop import Cart\nx = [{'a,' * 190_000}]\n",
    "too large": "#" * 400_001,
    "half characters": "x = '\\ud800'\ny = 1 +\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_left_out(tmp_path: Path, text: str) -> None:
    """In a test, in a fence and at a prompt; the files beside them are read."""
    files = {
        "test_a__py": text,
        "b__md": f"```python\n{text}```\n",
        "c__md": "\n".join(f">>> {row}" for row in text.splitlines()),
        "test_z__py": USE,
    }
    assert [site.title for site in sites(tmp_path, "Cart", **files) if site.title] == ["test_cart"]


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """A pipe has no end, nor has a device; a link to a folder around itself leads in a circle."""
    folder = tmp_path / "tests"
    write_tree(folder, {"test_z.py": USE})
    os.mkfifo(folder / "test_pipe.py")
    (folder / "test_device.py").symlink_to("/dev/zero")
    (folder / "circle").symlink_to(folder)
    (folder / "test_folder.py").mkdir()
    index = CallSites(Files(tmp_path), [folder])
    assert [path.name for path in index.sources()] == ["test_z.py"]
    assert len(index.of("Cart", "shop")) == 1


@pytest.mark.parametrize("name", ["pipe", "device", "folder"])
def test_a_file_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    files = Files(tmp_path)
    with pytest.raises(UnreadableSource, match=r"cannot be read|leads out of the project"):
        files.text(tmp_path / name)
    assert files.digest(str(tmp_path / name)) is None


def test_an_index_has_an_end(tmp_path: Path) -> None:
    """Files are read in the order of their paths until they are too many names and values together."""
    dense = f"from shop import Cart\nx = [{'a,' * 90_000}]\n\n\n{USE}"
    files = {f"test_{n}__py": dense.replace("test_cart", f"test_{n}") for n in range(8)}
    titles = [site.title for site in sites(tmp_path, "Cart", **files)]
    assert titles == [f"test_{n}" for n in range(4)]


USES = "from shop import Cart\n\n\ndef test_cart():\n    assert Cart()\n"


class CountedFiles(Files):
    """Counts the files that are read."""

    read = 0

    def text(self, path: Path) -> str:
        self.read += 1
        return super().text(path)


COSTLY = {
    "comments": ("py", "# x\n" * 90_000),
    "comments of few lines": ("py", f"# {'x' * 399_000}\n"),
    "broken code": ("py", "x = 1\n" * 30_000 + "("),
    "statements": ("py", "x = 1\n" * 20_000),
    "texts": ("py", "X = '''" + "x\n" * 190_000 + "'''\n"),
    "words": ("md", "a b\n" * 90_000),
    "broken fences": ("md", "```py\nx(\n```\n" * 20_000),
    "empty fences": ("md", "```py\n\n```\n" * 20_000),
    "broken prompts": ("md", ">>> x(\n1\n\n" * 5_000),
    "prompts": ("rst", ">>> 1\n1\n\n" * 5_000),
}


@pytest.mark.parametrize(("suffix", "text"), COSTLY.values(), ids=COSTLY)
def test_files_are_read_until_they_cost_too_much(tmp_path: Path, suffix: str, text: str) -> None:
    """What those say that come first in the order of their names is known."""
    write_tree(tmp_path, {"tests/test_a.py": USES, f"tests/z.{suffix}": text})
    for number in range(400):
        os.link(tmp_path / f"tests/z.{suffix}", tmp_path / f"tests/z{number}.{suffix}")
    files = CountedFiles(tmp_path)
    assert [site.file for site in CallSites(files, [tmp_path / "tests"]).of("Cart", "shop")] == ["tests/test_a.py"]
    assert 2 <= files.read <= 202


def kept(folder: Path) -> int:
    """Return the bytes that stay in memory of the files that were read."""
    index = CallSites(Files(folder), [folder])
    tracemalloc.start()
    try:
        assert index.of("Cart", "shop")
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "beside"),
    [
        ("test_a.py", "# x\n" * 50_000),
        ("test_a.py", "\n" * 200_000),
        ("a.md", "Words.\n" * 50_000),
        ("a.rst", "Words\n" + "=====\n\n" * 40_000),
    ],
    ids=["comments", "blank lines", "Markdown", "reStructuredText"],
)
def test_lines_without_code_are_not_kept(tmp_path: Path, name: str, beside: str) -> None:
    code = USES if name.endswith(".py") else f"```python\n{USES}```\n\n>>> import shop\n>>> shop.Cart()\n1\n\n"
    small, large = (write_tree(tmp_path / kind, {name: code}) for kind in ("small", "large"))
    (large / name).write_text(f"{code}\n{beside}", encoding="utf-8")
    assert kept(small) > 0
    assert kept(large) < kept(small) + 20_000


@pytest.mark.parametrize(
    "test",
    [
        "@pytest.mark.parametrize('x', ['a\\n'])\n\n# Why.\n\ndef test_x(x):\n    assert Cart(x)\n",
        "def test_x():\n    # Why.\n\n    assert Cart('a\\n')\n",
        "x = 'a\\n'; assert Cart(x)\n# Why.\n",
        "\n\n# Why.\n\nassert Cart(\n    'a\\n',\n\n    # Why.\n)\n",
    ],
    ids=["decorators", "a comment inside", "two on a line", "several lines"],
)
def test_what_is_kept_is_cut_as_written(tmp_path: Path, test: str) -> None:
    """Whatever stands around it."""
    (site,) = sites(tmp_path, "Cart", test_a__py=f"# First.\n\nfrom shop import Cart\nimport pytest\n\n\n{test}")
    shown = "\n".join([*site.setup, *site.statements, *site.cases.values()])
    assert "from shop import Cart" in shown
    assert "'a\\n'" in shown
    assert "assert Cart(" in shown
