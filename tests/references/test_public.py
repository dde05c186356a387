"""Which members of modules and classes a documentation of the whole shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.filters import Filters, filters_of
from mkdocs_howto.references.bounds import MOST_DEEP
from mkdocs_howto.references.files import Files, Trail
from mkdocs_howto.references.resolver import Resolver
from tests.conftest import write_tree

STOCK = """
import os
from shelf import Shelf as Box

LIMIT = 3

def reserve(name): ...
def _count(): ...
class Stock:
    size = 1
    def __init__(self): ...
    def __len__(self): return 0
    def add(self, name): ...
    def _drop(self): ...
    @property
    def total(self): return 0
    @classmethod
    def empty(cls): ...
    async def wait(self): ...
async def refill(): ...
"""


def resolver(root: Path, files: dict[str, str]) -> Resolver:
    write_tree(root, files)
    return Resolver(Files(root, (root,)), [root])


def members(root: Path, files: dict[str, str], path: str, filters: Filters | None = None) -> list[str]:
    found = resolver(root, files).members(path, filters or Filters(), Trail())
    return [member.path for member in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (STOCK, ["reserve", "Stock", "refill"]),
        ("def b(): ...\ndef a(): ...\n", ["b", "a"]),
        ("__all__ = ['a', 'b']\ndef b(): ...\ndef a(): ...\n", ["a", "b"]),
        ("from shelf import Shelf\n__all__ = ['Shelf', 'own']\ndef own(): ...\n", ["Shelf", "own"]),
        ("from shelf import Shelf\n__all__ = ['own']\n__all__ += ['Shelf']\ndef own(): ...\n", ["own", "Shelf"]),
        ("from shelf import Shelf as Shelf\ndef own(): ...\n", ["Shelf", "own"]),
        ("from shelf import Shelf\ndef own(): ...\n", ["own"]),
        ("from shelf import *\n__all__ = ['Shelf']\n", ["Shelf"]),
        ("import shelf\n__all__ = ['own'] + shelf.__all__\nfrom shelf import Shelf\ndef own(): ...\n",
         ["own", "Shelf"]),
        ("__all__ = ['gone', 'own']\ndef own(): ...\n", ["own"]),
        ("import sys\nif sys.version_info > (3, 8):\n    def own(): ...\nelse:\n    def own(): ...\n", ["own"]),
    ],
)  # fmt: skip
def test_the_members_of_a_module(tmp_path: Path, text: str, expected: list[str]) -> None:
    shelf = "__all__ = ['Shelf']\nclass Shelf: ...\ndef other(): ...\n"
    found = members(tmp_path, {"stock.py": text, "shelf.py": shelf}, "stock")
    assert found == [f"stock.{name}" for name in expected]


def test_the_members_of_a_class_are_its_own_methods(tmp_path: Path) -> None:
    text = STOCK + "class Store(Stock):\n    def sell(self): ...\n"
    assert members(tmp_path, {"stock.py": text}, "stock.Stock") == [
        "stock.Stock.add", "stock.Stock.empty", "stock.Stock.wait",
    ]  # fmt: skip
    assert members(tmp_path, {"stock.py": text}, "stock.Store") == ["stock.Store.sell"]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (None, ["a", "Shown", "other"]),
        (["!^_[^_]"], ["a", "Shown", "other"]),
        ([], ["a", "_hidden", "Shown", "other"]),
        (["!^__"], ["a", "_hidden", "Shown", "other"]),
        (["^[A-Z]"], ["Shown"]),
        (["!^_", "^_hidden$"], ["a", "_hidden", "Shown", "other"]),
        (["!.", "^S"], ["Shown"]),
        ("public", ["a"]),
        (["!^_", "!("], ["a", "Shown", "other"]),
        (["!^_", 3], ["a", "Shown", "other"]),
        ("nonsense", ["a", "Shown", "other"]),
        # What takes exponential time for some name, or a high power of its length, is no filter.
        (["!^_", "!(a|a)*$"], ["a", "Shown", "other"]),
        (["!^_", "!^(a+)+$"], ["a", "Shown", "other"]),
        (["!^_", "!^(?:a|b?){1,}$"], ["a", "Shown", "other"]),
        (["!^_", "!^a*a*a*a*$"], ["a", "Shown", "other"]),
        (["!^_", "!" + "a?" * 28 + "a" * 28 + "|a"], ["a", "Shown", "other"]),
        (["!^_", "!" + "(a|a)" * 28 + "|a"], ["a", "Shown", "other"]),
        (["!^_", "!(?x)(a|a) *$"], ["a", "Shown", "other"]),
        (["!^_", "!^(?:S|s)[a-z]+n$", "!(?P<name>o)(?=t)"], ["a"]),
        (["!^_", "!x{99999999999999999999}"], ["a", "Shown", "other"]),
        (["!^_", "!" + "(" * 5_000 + "a" + ")" * 5_000], ["a", "Shown", "other"]),
        (["!^_", "!" + "|".join(map(str, range(1_000)))], ["a", "Shown", "other"]),
        (["!^_", "!^S.*n$", r"!^[*+]*\*?o(t|x)h.r$"], ["a"]),
    ],
)
def test_filters_mean_what_they_mean_to_mkdocstrings(tmp_path: Path, option: object, expected: list[str]) -> None:
    text = "__all__ = ['a']\ndef a(): ...\ndef _hidden(): ...\nclass Shown: ...\ndef other(): ...\n"
    found = members(tmp_path, {"stock.py": text}, "stock", filters_of(option))
    assert found == [f"stock.{name}" for name in expected]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("stock.nothing", "cannot be found"),
        ("nowhere", "cannot be found"),
        ("stock.LIMIT", "no public functions, classes or methods"),
        ("empty", "no public functions, classes or methods"),
        ("broken", "broken.py"),
    ],
)
def test_what_has_no_members_is_told(tmp_path: Path, path: str, problem: str) -> None:
    files = {"stock.py": STOCK, "empty.py": "import os\n", "broken.py": "def (\n"}
    with pytest.raises(HowtoError, match=problem):
        members(tmp_path, files, path)


def test_the_modules_of_a_package(tmp_path: Path) -> None:
    names = [
        "__init__.py", "__main__.py", "cart.py", "_private.py", "deep/__init__.py", "deep/deeper.py", "tests/__init__.py",
        "tests/test_cart.py", "test_more.py", "conftest.py", "data/rows.py", "_inner/__init__.py", "_inner/core.py",
        "broken.py", "two words.py",
    ]  # fmt: skip
    files = {f"shop/{name}": "def f(): ...\n" for name in names} | {"shop/broken.py": "def (\n"}
    found = resolver(tmp_path, files).modules("shop", Trail())
    assert found == ["shop", "shop.cart", "shop.deep", "shop.deep.deeper"]


def test_a_module_alone_is_its_only_module(tmp_path: Path) -> None:
    assert resolver(tmp_path, {"stock.py": STOCK}).modules("stock", Trail()) == ["stock"]


def test_the_look_at_every_file_is_noted(tmp_path: Path) -> None:
    files = {"stock.py": "from shelf import Shelf\n__all__ = ['Shelf']\n", "shelf.py": "class Shelf: ...\n"}
    trail = Trail()
    resolver(tmp_path, files).members("stock", Filters(), trail)
    assert {Path(path).name for path in trail.read()} >= {"stock.py", "shelf.py"}


NAMELESS = ["''", "'a.'", "'.'", "'../x'", "'/etc/x'", "'\\ud800'", "'a\\0b'", "'two words'", "'f.x'"]


@pytest.mark.parametrize("name", NAMELESS)
def test_texts_in_all_that_are_no_names_are_left_out(tmp_path: Path, name: str) -> None:
    text = f"__all__ = [{name}, 'f']\ndef f(x): return x\n"
    found = resolver(tmp_path, {"pkg/__init__.py": text, "pkg/mod.py": text})
    for path in ("pkg", "pkg.mod"):
        assert [one.path for one in found.members(path, Filters(), Trail())] == [f"{path}.f"]
    assert found.modules("pkg", Trail()) == ["pkg", "pkg.mod"]


@pytest.mark.parametrize(
    "path", ["", ".", "shop.", ".shop", "shop..cart", "\0", "shop.\0", "\ud800", "/", "shop.../x", "a b"]
)
def test_what_is_no_path_of_names_leads_to_nothing(tmp_path: Path, path: str) -> None:
    found = resolver(tmp_path, {"shop/__init__.py": "def f(): ...\n", "shop/cart.py": "def f(): ...\n"})
    for ask in (lambda: found.modules(path, Trail()), lambda: found.members(path, Filters(), Trail())):
        with pytest.raises(HowtoError, match="cannot be found"):
            ask()


@pytest.mark.parametrize(
    "links",
    [{"a": "."}, {"a": ".", "b": "."}, {"a": ".", "b": "."} | dict.fromkeys("cdefgh", "a"), {"deep/up": ".."},
     {"deep/up": "../../shop", "again": "deep"}, {"cart2.py": "cart.py"}],
    ids=str,
)  # fmt: skip
def test_links_to_a_folder_above_are_followed_no_second_time(tmp_path: Path, links: dict[str, str]) -> None:
    files = {f"shop/{name}": "def f(): ...\n" for name in ("__init__.py", "cart.py", "deep/__init__.py", "deep/low.py")}
    write_tree(tmp_path, files)
    for name, target in links.items():
        (tmp_path / "shop" / name).symlink_to(target)
    found = resolver(tmp_path, {}).modules("shop", Trail())
    assert len(found) == 4
    assert {"shop", "shop.cart"} <= {*found}


def test_packages_far_inside_each_other_are_not_listed(tmp_path: Path) -> None:
    files = {f"shop/{'d/' * depth}__init__.py": "def f(): ...\n" for depth in range(200)}
    found = resolver(tmp_path, files).modules("shop", Trail())
    assert len(found) == MOST_DEEP + 1
