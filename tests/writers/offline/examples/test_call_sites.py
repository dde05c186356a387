"""Examples from a project's own tests: what is carried over, what is shown, what is refused."""

from __future__ import annotations

import ast
import dataclasses
import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.callsites import CallSites
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline.examples import Example, example_of
from tests.conftest import write_tree

SHOP = '''
"""A shop."""


class Cart:
    def __init__(self, owner="", size=3):
        self.owner = owner
        self.size = size
        self.items = []

    def __repr__(self):
        return f"Cart({self.items})"

    def __len__(self):
        return len(self.items)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def put(self, item):
        self.items.append(item)

    def take(self, item):
        self.items.remove(item)
        return item

    def within(self, other):
        return set(self.items) <= set(other.items)


class Plain:
    def __init__(self, owner):
        self.owner = owner


def parsed(text):
    return dict(pair.split("=") for pair in text.split())


def split(text):
    return text.split()[0], text.split()[1:]


def marked(name):
    def mark(function):
        return function

    return mark
'''

CASES = {
    "the case of a loop that shows most": (
        "shop.parsed",
        'def test_parsed():\n    for text, count in [("a=0", 0), ("b=1", 1)]:\n        assert len(parsed(text)) == count\n',
        'from shop import parsed\n\nprint(len(parsed("b=1")))\n',
    ),
    "what a call changes, by the assertion after it": (
        "shop.Cart.put",
        'def test_put():\n    cart = Cart("Ada")\n    cart.put("tea")\n    assert len(cart) == 1\n',
        'from shop import Cart\n\ncart = Cart("Ada")\ncart.put("tea")\nprint(len(cart))\n',
    ),
    "what a call changes, where no assertion follows": (
        "shop.Cart.put",
        'def test_put():\n    cart = Cart("Ada")\n    cart.put("tea")\n',
        'from shop import Cart\n\ncart = Cart("Ada")\ncart.put("tea")\nprint(cart)\n',
    ),
    "what a test keeps on itself": (
        "shop.Cart.put",
        (
            "class TestCart(TestCase):\n    tea = 'tea'\n\n    def setUp(self):\n        self.cart = Cart('Ada')\n\n"
            "    def test_put(self):\n        self.cart.put(self.tea)\n        self.assertEqual(1, len(self.cart))\n"
        ),
        "from shop import Cart\n\ntea = 'tea'\ncart = Cart('Ada')\ncart.put(tea)\nprint(len(cart))\n",
    ),
    "a block with assertions": (
        "shop.Cart.take",
        (
            "def test_take():\n    with Cart('Ada') as cart:\n        cart.put('tea')\n        assert len(cart) == 1\n"
            "        assert cart.take('tea') == 'tea'\n"
        ),
        (
            "from shop import Cart\n\nwith Cart('Ada') as cart:\n    cart.put('tea')\n"
            "    print(cart.take('tea'))  # tea\n"
        ),
    ),
    "text over several lines stays as it is": (
        "shop.parsed",
        'def test_parsed():\n    text = """\na=1\n"""\n    assert parsed(text) == {"a": "1"}\n',
        'from shop import parsed\n\ntext = """\na=1\n"""\nprint(parsed(text))\n',
    ),
    "a result that nothing tests": (
        "shop.parsed",
        "def test_parsed():\n    found = parsed('a=1')\n    log(found)\n",
        "from shop import parsed\n\nfound = parsed('a=1')\nprint(found)\n",
    ),
    "the result, whichever side of the comparison it stands on": (
        "shop.parsed",
        "def test_parsed():\n    other = dict(a='1')\n    found = parsed('a=1')\n    assert other == found\n",
        "from shop import parsed\n\nfound = parsed('a=1')\nprint(found)\n",
    ),
    "several results": (
        "shop.split",
        "def test_split():\n    first, others = split('a b c')\n    assert others == ['b', 'c']\n",
        "from shop import split\n\nfirst, others = split('a b c')\nprint(others)\n",
    ),
    "another object that nothing is shown of": (
        "shop.parsed",
        (
            "def test_parsed():\n    first = parsed('a=1')\n    second = parsed('b=2')\n    second.update(c=3)\n"
            "    assert list(first) == ['a']\n"
        ),
        "from shop import parsed\n\nfirst = parsed('a=1')\nprint(list(first))  # ['a']\n",
    ),
    "helpers that nothing uses": (
        "shop.Cart.put",
        (
            "def clean(cart):\n    pass\n\n\n@pytest.fixture\ndef cart():\n    return Cart('Ada')\n\n\n@clean\n"
            "def test_put(cart):\n    done = clean\n    cart.put('tea')\n    assert len(cart) == 1\n"
        ),
        "from shop import Cart\n\ncart = Cart('Ada')\ncart.put('tea')\nprint(len(cart))\n",
    ),
    "a fixture that is run with several values": (
        "shop.Cart.put",
        (
            "@pytest.fixture(params=(Cart, Plain))\ndef cart(request):\n    return request.param('Ada')\n\n\n"
            "def test_put(cart):\n    cart.put('tea')\n    assert len(cart) == 1\n"
        ),
        "from shop import Cart\n\ncart = Cart('Ada')\ncart.put('tea')\nprint(len(cart))\n",
    ),
    "comments that only speak to tools": (
        "shop.parsed",
        "def test_parsed():\n    found = parsed('a=1')  # type: ignore[arg-type]\n    assert found\n",
        "from shop import parsed\n\nfound = parsed('a=1')\nprint(found)\n",
    ),
    "annotations that only a type checker knows": (
        "shop.parsed",
        "def test_parsed():\n    text: Text = 'a=1'\n    assert parsed(text)\n",
        "from shop import parsed\n\ntext = 'a=1'\nprint(parsed(text))\n",
    ),
    "a method of what a helper makes": (
        "shop.Cart.within",
        (
            "def full(item) -> Cart:\n    cart = Cart('Ada')\n    cart.put(item)\n    return cart\n\n\n"
            "def test_within():\n    assert full('tea').within(full('tea'))\n"
        ),
        (
            "from shop import Cart\n\n\ndef full(item) -> Cart:\n    cart = Cart('Ada')\n    cart.put(item)\n"
            "    return cart\n\n\nprint(full('tea').within(full('tea')))\n"
        ),
    ),
    "a typical use before one that shows nothing": (
        "shop.parsed",
        "def test_a():\n    assert parsed('') == {}\n\n\ndef test_b():\n    assert parsed('a=1') == {'a': '1'}\n",
        "from shop import parsed\n\nprint(parsed('a=1'))\n",
    ),
    "what the case of a test decides": (
        "shop.Cart.put",
        (
            "@pytest.mark.parametrize('options, item', [({'size': 2}, None)])\ndef test_put(options, item):\n"
            "    cart = Cart('Ada', **options)\n    if item is None:\n        cart.put('tea')\n"
            "    elif options:\n        cart.put(item)\n    assert len(cart) == 1\n"
        ),
        "from shop import Cart\n\ncart = Cart('Ada', size=2)\ncart.put('tea')\nprint(len(cart))\n",
    ),
    "a constructor that a test keeps with some arguments": (
        "shop.Cart.take",
        (
            "from functools import partial\n\n\n@pytest.fixture\ndef make():\n    return partial(Cart, size=2)\n\n\n"
            "def test_take(make):\n    cart = make('Ada')\n    cart.put('tea')\n    assert cart.take('tea') == 'tea'\n"
        ),
        "from shop import Cart\n\ncart = Cart('Ada', size=2)\ncart.put('tea')\nprint(cart.take('tea'))  # tea\n",
    ),
    "a plain use before one by a helper of the tests": (
        "shop.parsed",
        (
            "def _count(text):\n    return len(parsed(text))\n\n\ndef test_parsed():\n    assert _count('a=1') == 1\n\n\n"
            "def test_every_pair_counts_once():\n    text = 'b=2 c=3'\n    assert parsed(text)\n"
        ),
        "from shop import parsed\n\ntext = 'b=2 c=3'\nprint(parsed(text))\n",
    ),
    "a private function that is passed": (
        "shop.Cart.put",
        (
            "def _tea():\n    pass\n\n\ndef test_put():\n    cart = Cart('Ada')\n    cart.put(_tea)\n"
            "    assert len(cart) == 1\n"
        ),
        (
            "from shop import Cart\n\n\ndef _tea():\n    pass\n\n\ncart = Cart('Ada')\ncart.put(_tea)\n"
            "print(len(cart))\n"
        ),
    ),
    "what is given, not what it is compared with": (
        "shop.Cart.take",
        (
            "def test_take():\n    cart = Cart('Ada')\n    cart.put('tea')\n"
            "    assert 'tea' not in cart.take('tea').split()\n"
        ),
        "from shop import Cart\n\ncart = Cart('Ada')\ncart.put('tea')\nprint(cart.take('tea').split())\n",
    ),
    "what is given, without what sets it off": (
        "shop.parsed",
        "def test_parsed():\n    assert len(parsed('a=1')) // 2 < 5\n",
        "from shop import parsed\n\nprint(len(parsed('a=1')))\n",
    ),
    "what is told of a result, before what is only compared with it": (
        "shop.split",
        (
            "def test_split():\n    assert split('a b') != split('b a')\n\n\n"
            "def test_all_the_others():\n    assert split('a b c')[1] == ['b', 'c']\n"
        ),
        "from shop import split\n\nprint(split('a b c')[1])\n",
    ),
    "a plain use before one that needs much of the tests": (
        "shop.parsed",
        (
            "class Clock:\n    def __init__(self):\n        self.now = 0\n\n    def tick(self):\n        self.now += 1\n\n"
            "    def text(self):\n        self.tick()\n        return f'a={self.now}'\n\n\n"
            "def test_parsed():\n    assert parsed(Clock().text()) == {'a': '1'}\n\n\n"
            "def test_many():\n    text = 'a=1 b=2'\n    assert parsed(text)\n"
        ),
        "from shop import parsed\n\ntext = 'a=1 b=2'\nprint(parsed(text))\n",
    ),
    "a call before a name": (
        "shop.parsed",
        (
            "def test_parsed():\n    assert parsed == parsed\n\n\n"
            "def test_many():\n    text = 'a=1 b=2'\n    assert parsed(text)\n"
        ),
        "from shop import parsed\n\ntext = 'a=1 b=2'\nprint(parsed(text))\n",
    ),
}  # fmt: skip


SESSIONS = {
    "what stands below a prompt is stated": (
        "shop.parsed",
        ">>> from shop import parsed\n>>> parsed('a=1')\n{'a': '1'}\n",
        "from shop import parsed\n\nprint(parsed('a=1'))  # {'a': '1'}\n",
    ),
    "a remark behind an expression stands above it": (
        "shop.parsed",
        ">>> from shop import parsed\n>>> parsed('a=1')  # A pair.\n{'a': '1'}\n",
        "from shop import parsed\n\n# A pair.\nprint(parsed('a=1'))  # {'a': '1'}\n",
    ),
    "what is shown of something else is left out": (
        "shop.Cart.take",
        (
            ">>> from shop import Cart\n>>> cart = Cart('Ada')\n>>> cart.owner\n'Ada'\n>>> cart.put('tea')\n"
            ">>> cart.take('tea')\n'tea'\n"
        ),
        "from shop import Cart\n\ncart = Cart('Ada')\ncart.put('tea')\nprint(cart.take('tea'))  # tea\n",
    ),
    "what gives nothing is seen by what comes after it": (
        "shop.Cart.put",
        ">>> from shop import Cart\n>>> cart = Cart('Ada')\n>>> cart.put('tea')\n>>> cart\nCart(['tea'])\n",
        (
            "from shop import Cart\n\ncart = Cart('Ada')\ncart.put('tea')\n"
            "print(repr(cart))  # Cart(['tea'])\n"
        ),
    ),
    "nothing is stated of objects that were used before": (
        "shop.Cart.take",
        (
            ">>> from shop import Cart\n>>> cart = Cart('Ada')\n>>> cart.fill()\n'full'\n\nThen:\n\n"
            ">>> cart.take('tea')\n'tea'\n"
        ),
        "from shop import Cart\n\ncart = Cart('Ada')\nprint(cart.take('tea'))\n",
    ),
    "a value before nothing": (
        "shop.parsed",
        ">>> from shop import parsed\n>>> parsed('')\n{}\n\nElse:\n\n>>> parsed('a=1')\n{'a': '1'}\n",
        "from shop import parsed\n\nprint(parsed('a=1'))  # {'a': '1'}\n",
    ),
}  # fmt: skip


def example(root: Path, reference: str) -> Example:
    resolver = Resolver(Files(root), [root], sys.path)
    block = resolver.resolve(reference).block
    index = CallSites(Files(root), [root / "tests"])
    package, owner = reference.split(".")[:2]
    sites = index.of(block.name, package, owner) + (index.of(owner, package) if owner != block.name else ())
    block = dataclasses.replace(block, call_sites=sites)
    return example_of(block, ast.parse(block.source), Recorder(Answers(resolver)))


@pytest.mark.parametrize("case", CASES)
def test_a_test_becomes_an_example(tmp_path: Path, case: str) -> None:
    reference, text, code = CASES[case]
    text = f"import pytest\nfrom shop import Cart, Plain, parsed, split\n\n\n{text}"
    root = write_tree(tmp_path, {"shop.py": SHOP, "tests/test_shop.py": text})
    assert example(root, reference) == Example(code, "call-site")


@pytest.mark.parametrize("case", SESSIONS)
def test_a_session_becomes_an_example(tmp_path: Path, case: str) -> None:
    reference, text, code = SESSIONS[case]
    root = write_tree(tmp_path, {"shop.py": SHOP, "tests/use.md": text})
    assert example(root, reference) == Example(code, "call-site")


def test_what_only_helpers_of_the_tests_do_is_put_together_from_the_signature(tmp_path: Path) -> None:
    helper = "def _made(text):\n    return parsed(text)\n"
    text = f"from shop import parsed\n\n\n{helper}\n\ndef test_parsed():\n    assert _made('a=1') == dict(a='1')\n"
    root = write_tree(tmp_path, {"shop.py": SHOP, "tests/test_shop.py": text})
    assert "_made" not in example(root, "shop.parsed").code


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("shop.Plain", "def test_plain():\n    plain = Plain('Ada')\n"),
        ("shop.parsed", "def test_parsed():\n    for number in range(100):\n        assert parsed(f'a={number}')\n"),
        ("shop.parsed", "def test_parsed():\n    while True:\n        assert parsed(some)\n"),
    ],
    ids=["an address", "a loop that prints again and again", "a loop that its assertion ends"],
)
def test_what_shows_nothing_is_no_example(tmp_path: Path, reference: str, text: str) -> None:
    text = f"from shop import Plain, parsed\n\n\n{text}"
    root = write_tree(tmp_path, {"shop.py": SHOP, "tests/test_shop.py": text})
    assert "for " not in (made := example(root, reference)).code
    assert "while " not in made.code
    assert "print(plain)" not in made.code


def test_the_name_of_a_parameter_is_no_value(tmp_path: Path) -> None:
    text = "from shop import marked\n\n\ndef test_marked(mocker):\n    mocker.patch('x')\n    marked('name')\n"
    root = write_tree(tmp_path, {"shop.py": SHOP, "tests/test_shop.py": text})
    assert "'name'" not in example(root, "shop.marked").code


def test_the_class_attributes_of_a_heir_stand_in_for_those_of_a_base(tmp_path: Path) -> None:
    base = (
        "import shop\n\n\nclass Mixin:\n    kind = None\n\n    def test_put(self):\n        cart = self.Cart('Ada')\n"
        "        cart.put('tea')\n        self.assertEqual(1, len(cart))\n"
    )
    heir = "import shop\nfrom base import Mixin\n\n\nclass CartTest(TestCase, Mixin):\n    Cart = shop.Cart\n"
    root = write_tree(tmp_path, {"shop.py": SHOP, "tests/base.py": base, "tests/test_cart.py": heir})
    code = "import shop\n\ncart = shop.Cart('Ada')\ncart.put('tea')\nprint(len(cart))\n"
    assert example(root, "shop.Cart.put") == Example(code, "call-site")
