"""References that are spelled in another tool's way, and what their authors are told."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_howto.errors import HowtoError
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.references.spelling import misspelling
from tests.conftest import write_tree

TREE = {
    "src/shop/__init__.py": "from shop.cart import Cart\n",
    "src/shop/cart.py": "LIMIT = 3\nLEAST = 1\nMOST = 9\n\n\nclass Cart:\n    def add(self, sku):\n        return sku\n\n\ndef total():\n    return 1\n",
    "tools/run.py": "def main():\n    return 0\n",
    "tools/a, b.py": "def odd():\n    return 0\n",
}


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    root = write_tree(tmp_path_factory.mktemp("spelling"), TREE)
    return Resolver(Files(root), [root / "src", root], sys.path)


MEANT = {
    # The spellings of pytest, of entry points and of other languages.
    "src/shop/cart.py::Cart": "shop.cart.Cart",
    "shop/cart.py::Cart::add": "shop.cart.Cart.add",
    "src/shop/cart.py::Cart::add[one]": "shop.cart.Cart.add",
    "tools/run.py::main": "tools.run.main",
    "shop.cart:Cart": "shop.cart.Cart",
    "shop.cart:Cart.add": "shop.cart.Cart.add",
    "shop.cart::Cart": "shop.cart.Cart",
    "shop.cart#Cart": "shop.cart.Cart",
    "shop.Cart#add": "shop.Cart.add",
    "shop/cart/Cart": "shop.cart.Cart",
    "shop\\cart\\Cart": "shop.cart.Cart",
    # Calls and definitions.
    "shop.cart.Cart()": "shop.cart.Cart",
    "shop.cart.Cart.add(sku)": "shop.cart.Cart.add",
    "shop.cart.Cart().add()": "shop.cart.Cart",
    "shop.cart.Cart.add(self, sku)": "shop.cart.Cart.add",
    "shop.cart.Cart.add(sku: str = 'a b') -> str": "shop.cart.Cart.add",
    "shop.cart.Cart[int, str]": "shop.cart.Cart",
    "shop.Cart # the cart": "shop.Cart",
    "shop.Cart (the cart)": "shop.Cart",
    "shop.Cart - a cart": "shop.Cart",
    "shop.Cart | a cart": "shop.Cart",
    "class shop.cart.Cart": "shop.cart.Cart",
    "def shop.cart.total()": "shop.cart.total",
    "::: shop.cart.Cart": "shop.cart.Cart",
    "howto shop.cart.Cart": "shop.cart.Cart",
    # Statements that import it.
    "from shop.cart import Cart": "shop.cart.Cart",
    "from shop.cart import Cart as Basket": "shop.cart.Cart",
    "import shop.cart": "shop.cart",
    "import shop.cart as cart": "shop.cart",
    # Quotes, marks, roles and links.
    "`shop.Cart`": "shop.Cart",
    '"shop.Cart"': "shop.Cart",
    "'shop.Cart'": "shop.Cart",
    "**shop.Cart**": "shop.Cart",
    "<shop.Cart>": "shop.Cart",
    "@shop.Cart": "shop.Cart",
    "[shop.Cart][]": "shop.Cart",
    "[`shop.Cart`](cart.md)": "shop.Cart",
    ":class:`shop.Cart`": "shop.Cart",
    ":py:class:`~shop.cart.Cart`": "shop.cart.Cart",
    "{py:class}`shop.Cart`": "shop.Cart",
    "shop.Cart.": "shop.Cart",
    "shop.Cart,": "shop.Cart",
    "shop.Cart:": "shop.Cart",
    ".shop.Cart": "shop.Cart",
    # Folders and files.
    "src.shop.cart.Cart": "shop.cart.Cart",
    "project.src.shop.Cart": "shop.Cart",
    "shop.cart.py": "shop.cart",
    "tools.run.py": "tools/run.py",
    "shop/cart.py": "shop.cart",
    "src/shop/cart.py#Cart": "shop.cart.Cart",
    "src/shop/cart.py#Cart.add": "shop.cart.Cart.add",
    "SHOP.Cart": "shop.Cart",
    "shop.cart.cart": "shop.cart.Cart",
    # Lines of a file.
    "src/shop/cart.py:1": "src/shop/cart.py#L1",
    "src/shop/cart.py:1-3": "src/shop/cart.py#L1-L3",
    "src/shop/cart.py:L1-L3": "src/shop/cart.py#L1-L3",
    "src/shop/cart.py:2:5": "src/shop/cart.py#L2",
    "src/shop/cart.py:2:5:": "src/shop/cart.py#L2",
    "src/shop/cart.py#1-3": "src/shop/cart.py#L1-L3",
    "src/shop/cart.py#L1:L3": "src/shop/cart.py#L1-L3",
    "src/shop/cart.py#L1..L3": "src/shop/cart.py#L1-L3",
    "src/shop/cart.py, lines 1-3": "src/shop/cart.py#L1-L3",
    "src/shop/cart.py line 2": "src/shop/cart.py#L2",
    "https://github.com/ada/shop/blob/main/src/shop/cart.py#L1-L3": "src/shop/cart.py#L1-L3",
    "https://github.com/ada/shop/blob/main/src/shop/cart.py": "src/shop/cart.py",
}


@pytest.mark.parametrize(("reference", "meant"), MEANT.items(), ids=list(MEANT))
def test_what_was_meant_is_guessed(resolver: Resolver, reference: str, meant: str) -> None:
    with pytest.raises(HowtoError) as caught:
        resolver.resolve(reference)
    assert caught.value.hint.startswith(f"Did you mean {meant}"), str(caught.value)
    assert f"`{reference}`" in caught.value.problem
    assert resolver.resolve(meant).block.source


TOLD = {
    "shop.Cart title=Hello": ("holds options behind the reference", "    title: Hello`"),
    'shop.Cart title="Add a row"': ("holds options behind the reference", "    title: Add a row`"),
    "shop.Cart heading_level: 3": ("holds options behind the reference", "    heading_level: 3`"),
    "shop.Cart { toc=none }": ("holds options behind the reference", "    toc: none`"),
    "shop.Cart {.wide}": ("holds options behind the reference", "Options go below the placeholder"),
    "shop.Cart, shop.cart.total": ("more than one reference", "`::: howto shop.Cart` and, below an empty line, `::: "),
    "shop.Cart shop.cart": ("more than one reference", "`::: howto shop.Cart` and, below an empty line, `::: howto"),
    "shop.Cart(), shop.cart.total(1, 2)": ("more than one reference", "`::: howto shop.Cart` and, below an empty line"),
    "shop.Cart and shop.cart": ("more than one reference", "below an empty line, `::: howto shop.cart`."),
    "shop.Cart & shop.cart; shop": ("more than one reference", "`::: howto shop.cart`, and so on."),
    "src/shop/cart.py, tools/run.py": ("more than one reference", "One reference each"),
    "from shop.cart import Cart, total": ("is an import", "`::: howto shop.cart.total`."),
    "from shop.cart import (Cart, total)": ("is an import", "`::: howto shop.cart.Cart` and"),
    "https://example.org/shop": ("is an address on the web", "dotted path of installed code"),
    "ssh://example.org/shop": ("is an address on the web", "dotted path of installed code"),
    "README.md": ("there is no module `README`", ""),
    "docs/index.md": ("is not a Python file", "Write a dotted path"),
    "shop.nothing#L3": ("is not a Python file", "lines of it (shop/cart.py#L10-L40)"),
    "": ("is not a reference", "Write a dotted path"),
    "shop-cart": ("is not a reference", "Write a dotted path (shop.cart.Cart), a file"),
    "shop.*": ("is not a reference", "Did you mean shop?"),
    "src/shop/crat.py": ("there is no such file", "Did you mean src/shop/cart.py?"),
    "../elsewhere.py": ("lies outside the project", "dotted path"),
    "../shop/cart.py": ("lies outside the project", "dotted path"),
    "/shop/cart.py": ("lies outside the project", "dotted path"),
    "tools": ("is a namespace package", "inside it"),
    "tools/": ("is a folder, not a file", "Did you mean tools/a, b.py or tools/run.py?"),
    "src/shop/cart.py#L1 L3": ("neither lines (#L10-L40) nor a region", ""),
    "src/shop/cart.py#nothing": ("has no region `nothing`", "Mark one with"),
    "nothing.at.all": ("there is no module `nothing`", "add folders with `paths` in mkdocs.yml."),
}


@pytest.mark.parametrize(("reference", "told"), TOLD.items(), ids=list(TOLD))
def test_what_cannot_be_guessed_is_told(resolver: Resolver, reference: str, told: tuple[str, str]) -> None:
    with pytest.raises(HowtoError) as caught:
        resolver.resolve(reference)
    assert told[0] in caught.value.problem
    assert told[1] in caught.value.hint


@pytest.mark.parametrize("reference", ["tools/a, b.py", "tools/run.py", "src/shop/cart.py#L1-L3", "shop.cart.Cart.add"])
def test_what_exists_is_taken_as_it_is(resolver: Resolver, reference: str) -> None:
    assert resolver.resolve(reference).block.source


@given(st.text(st.sampled_from("ab.:/\\#`'\"()[]{}<>=, \n1L-py"), max_size=60))
def test_no_text_is_too_odd(reference: str) -> None:
    found = misspelling(reference)
    assert found is None or found.problem
