"""Which program of the documentation is shown for an object, and how it reads."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkdocs_howto.facts.docstring import read
from mkdocs_howto.facts.fixtures import fixtures_of
from mkdocs_howto.facts.library import Library
from mkdocs_howto.facts.uses import counted, index
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline.examples.authored import told_given
from mkdocs_howto.writers.offline.examples.imports import Importable
from mkdocs_howto.writers.offline.examples.own import LONGEST, OwnExample, Subject, docstring_pairs, own_examples, words
from mkdocs_howto.writers.offline.examples.own.slicing import code_length

SHOP = '''
"""A shop."""

from contextlib import asynccontextmanager

LIMIT = 5

class Item:
    def weigh(self) -> float: ...

class Cart:
    """Hold goods until they are paid.

    >>> Cart().total()
    0

    They are counted.

    >>> Cart().total() == 0
    True
    """
    def add(self, name: str, count: int = 1) -> Item: ...
    def total(self) -> int: ...
    def __getitem__(self, name: str) -> "Item": ...
    @property
    def first(self) -> Item | None: ...

class Order(Cart):
    def ship(self): ...

class Empty(Exception): ...

class App:
    def route(self, path): ...
    def run(self): ...

def pay(amount: int, currency: str = "EUR", *, note: str = "") -> Order:
    """Pay an amount of money."""

def receipt(order) -> str: ...

def drop(name): ...

async def fetch(name): ...

@asynccontextmanager
async def till(): ...

def hook(function): ...

def field(default=None): ...

def echo(text): ...

class Label:
    def __str__(self): return "label"

class Clock:
    def start(self): ...
    def stop(self): ...
    def read(self) -> int: ...
    def set(self, time: int): ...
'''


def choose(root: Path, reference: str, pages: Mapping[str, str]) -> list[OwnExample]:
    """Return the examples that the pages of a project have for one of its objects."""
    for name, text in {"shop.py": SHOP, **pages}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    resolver = Resolver(Files(root), [root], [])
    project = Recorder(Answers(resolver))

    library = Library(root, {package := reference.partition(".")[0]})
    found = index(used for document in library.documents for used in library.programs(document))
    block = resolver.resolve(reference).block
    path = block.shape.object_path
    shape = project.shape(path.rpartition(".")[0])
    around = [resolver.resolve(shape.object_path).block] if shape is not None and shape.kind == "class" else []
    owner = "".join(one.name for one in around)
    fixtures = fixtures_of(around[0].shape.object_path if around else path, project.shape)
    subject = Subject(path, block.shape.kind, {reference}, words(block.shape.summary), owner, fixtures)
    names = {one.name: one.shape.object_path for one in (block, *around)}
    told = [(one.shape.object_path, "shop.py", read(one.docstring)) for one in (block, *around)]
    docstrings = docstring_pairs(told, {package}, names)
    programs = [used for document in library.documents for used in library.programs(document)]
    pairs = [pair for name in dict.fromkeys([block.name, *fixtures]) for pair in found.get(name, [])]
    if block.shape.kind == "module":
        pairs = [(used, use) for used in programs for use in used.uses if use.path.startswith(f"{path}.")]
    used = [*counted(pairs), *docstrings]
    return own_examples(subject, used, Importable(block, project), library.order)


def shown(root: Path, reference: str, *blocks: str, page: str = "docs/guide.md") -> str:
    """Return the program that is shown for an object whose documentation is one page with these blocks."""
    text = "\n\n".join(f"Words.\n\n```python\n{block}\n```" for block in blocks)
    found = choose(root, reference, {page: text})
    return found[0].code if found else ""


COMPLETED = {
    "imports": (
        "shop.pay",
        ["order = shop.pay(5)\nprint(order)"],
        "import shop\n\norder = shop.pay(5)\nprint(order)\n",
    ),
    "bare name": ("shop.pay", ["from shop import pay", "pay(5)"], "from shop import pay\n\npay(5)\n"),
    "names of passages above": (
        "shop.Cart.add",
        ["from shop import Cart\n\ncart = Cart()", "cart.add('tea')"],
        "from shop import Cart\n\ncart = Cart()\n\ncart.add('tea')\n",
    ),
    "standard library": (
        "shop.pay",
        ["import math", "shop.pay(math.floor(5.5))"],
        "import math\n\nimport shop\n\nshop.pay(math.floor(5.5))\n",
    ),
    "imports of the author's stay": (
        "shop.pay",
        ["import sys\nimport shop, os\n# Pay.\nshop.pay(int(sys.argv[1]))"],
        "import sys\nimport shop, os\n\n# Pay.\nshop.pay(int(sys.argv[1]))\n",
    ),
    "file that the page shows": (
        "shop.App.run",
        ["from shop import App\n\napp = App()", "from .main import app\n\napp.run()"],
        "from shop import App\n\napp = App()\n\napp.run()\n",
    ),
    "definition": (
        "shop.hook",
        ["import shop\n@shop.hook\ndef f():\n    print(5)"],
        "import shop\n\n\n@shop.hook\ndef f():\n    print(5)\n",
    ),
    "await": (
        "shop.fetch",
        ["import shop\n\nprint(await shop.fetch('tea'))"],
        "import asyncio\n\nimport shop\n\n\nasync def main():\n    print(await shop.fetch('tea'))\n\n\nasyncio.run(main())\n",
    ),
    "await in a framework": (
        "shop.fetch",
        ["import anyio\nimport shop\n\nawait anyio.sleep(1)\nprint(await shop.fetch('tea'))"],
        (
            "import anyio\nimport shop\n\n\nasync def main():\n    await anyio.sleep(1)\n"
            "    print(await shop.fetch('tea'))\n\n\nanyio.run(main)\n"
        ),
    ),
    "async with": (
        "shop.till",
        ["async with shop.till() as till:\n    print(till)"],
        (
            "import asyncio\n\nimport shop\n\n\nasync def main():\n    async with shop.till() as till:\n"
            "        print(till)\n\n\nasyncio.run(main())\n"
        ),
    ),
    "left out lines": (
        "shop.pay",
        ["import shop\n\norders = [\n    ...\n    shop.pay(5),\n]"],
        "import shop\n\norders = [\n    # ...\n    shop.pay(5),\n]\n",
    ),
}


@pytest.mark.parametrize(("reference", "blocks", "code"), COMPLETED.values(), ids=COMPLETED)
def test_a_program_is_completed(tmp_path: Path, reference: str, blocks: list[str], code: str) -> None:
    assert shown(tmp_path, reference, *blocks) == code


TEXTS = {
    "comments and blank lines stay": "import shop\n\n# Pay.\nshop.pay(5)\n\n\n# Pay again.\nshop.pay(6)  # in EUR\n",
    "results of the author's stay": "import shop\n\nprint(shop.pay(5))\n#> Order(5)\n",
}


@pytest.mark.parametrize("code", TEXTS.values(), ids=TEXTS)
def test_a_program_is_shown_as_it_stands(tmp_path: Path, code: str) -> None:
    assert shown(tmp_path, "shop.pay", code.rstrip("\n")) == code


MARKS = (
    "# type: ignore",
    "# noqa: E501",
    "# (1)!",
    "# pragma: no cover",
    "# fmt: skip",
    "# <1>",
    "# pyright: ignore[x]",
)


@pytest.mark.parametrize("mark", MARKS)
def test_marks_for_tools_go(tmp_path: Path, mark: str) -> None:
    assert shown(tmp_path, "shop.pay", f"import shop\n\nshop.pay(5)  {mark}") == "import shop\n\nshop.pay(5)\n"


SESSIONS = {
    "result": (">>> import shop\n>>> shop.pay(5)\nOrder(5)", "import shop\n\nprint(shop.pay(5))  # Order(5)\n"),
    "text": (">>> import shop\n>>> shop.pay(5)\n'paid'", "import shop\n\nprint(shop.pay(5))  # paid\n"),
    "printed": (">>> import shop\n>>> print(shop.pay(5))\npaid", "import shop\n\nprint(shop.pay(5))  # paid\n"),
    "several lines": (
        ">>> import shop\n>>> shop.pay(5)\na\nb",
        "import shop\n\nprint(shop.pay(5))\n# a\n# b\n",
    ),
    "statement over lines": (
        ">>> import shop\n>>> shop.pay(5,\n...          note='x')\nOrder(5)",
        "import shop\n\nprint(shop.pay(5,\n               note='x'))  # Order(5)\n",
    ),
    "definition": (
        ">>> import shop\n>>> def f():\n...     return 5\n>>> shop.pay(f())\nOrder(5)",
        "import shop\n\n\ndef f():\n    return 5\n\n\nprint(shop.pay(f()))  # Order(5)\n",
    ),
    "comment behind it": (
        ">>> import shop\n>>> shop.pay(5)  # in EUR\nOrder(5)",
        "import shop\n\n# in EUR\nprint(shop.pay(5))  # Order(5)\n",
    ),
    "comment behind it, and other letters": (
        ">>> import shop\n>>> shop.pay(5, note='Käse')  # à la carte\n5\n6",
        "import shop\n\n# à la carte\nprint(shop.pay(5, note='Käse'))\n# 5\n# 6\n",
    ),
    "comment behind its last line": (
        ">>> import shop\n>>> shop.pay(5,\n...          note='x')  # noted\nOrder(5)",
        "import shop\n\n# noted\nprint(shop.pay(5,\n               note='x'))  # Order(5)\n",
    ),
    "comment behind what prints": (
        ">>> import shop\n>>> print(shop.pay(5))  # in EUR\npaid",
        "import shop\n\n# in EUR\nprint(shop.pay(5))  # paid\n",
    ),
    "comment behind what is not sure": (
        ">>> import shop\n>>> shop.pay(5)  # in EUR # doctest: +SKIP\n5",
        "import shop\n\n# in EUR\nprint(shop.pay(5))\n",
    ),
    "value that is no text": (
        ">>> import shop\n>>> shop.pay(5)\nLabel('a')",
        "import shop\n\nprint(repr(shop.pay(5)))  # Label('a')\n",
    ),
    "value of a class that nobody knows": (
        ">>> import shop\n>>> shop.pay(5)\nDecimal('5')",
        "import shop\n\nprint(repr(shop.pay(5)))  # Decimal('5')\n",
    ),
    "marked value": (
        ">>> import shop\n>>> shop.pay(5)\n<Label 5>",
        "import shop\n\nprint(repr(shop.pay(5)))  # <Label 5>\n",
    ),
    "marked value of a class without a text": (
        ">>> import shop\n>>> shop.pay(5)\n<Order 5>",
        "import shop\n\nprint(shop.pay(5))  # <Order 5>\n",
    ),
    "what a call prints before its value": (
        ">>> import shop\n>>> shop.pay(5)\npaid\n<Order 5>\n>>> shop.pay(6)\n<Order 6>",
        "import shop\n\nshop.pay(5)  # paid\nshop.pay(6)\n",
    ),
    "words that a call prints": (
        ">>> import shop\n>>> shop.pay(5)\nThe order is paid.",
        "import shop\n\nshop.pay(5)  # The order is paid.\n",
    ),
    "two values": (
        ">>> import shop\n>>> shop.pay(5), 'a'\n(5, 'a')",
        "import shop\n\nprint(shop.pay(5), 'a')  # 5 a\n",
    ),
    "two values that are no literals": (
        ">>> import shop\n>>> shop.pay(5), 1\n(Order(5), 1)",
        "import shop\n\nprint((shop.pay(5), 1))  # (Order(5), 1)\n",
    ),
    "a tuple": (
        ">>> import shop\n>>> (shop.pay(5), 'a')\n(5, 'a')",
        "import shop\n\nprint((shop.pay(5), 'a'))  # (5, 'a')\n",
    ),
    "the size of a terminal": (
        ">>> import shop\n>>> terminal = shop.pay(5)\n>>> terminal.width\n80",
        "import shop\n\nterminal = shop.pay(5)\nprint(terminal.width)\n",
    ),
    "a time": (
        ">>> import shop, time\n>>> shop.pay(time.time())\n1700000000",
        "import shop, time\n\nprint(shop.pay(time.time()))\n",
    ),
    "an error that is named": (
        ">>> import shop\n>>> shop.pay(5)\n5\n>>> shop.pay(-5)\nraise ValueError: less than nothing",
        "import shop\n\nprint(shop.pay(5))  # 5\n",
    ),
    "an error of a package": (
        ">>> import shop\n>>> shop.pay(5)\n5\n>>> shop.pay(-5)\nshop.errors.PayError: less than nothing",
        "import shop\n\nprint(shop.pay(5))  # 5\n",
    ),
    "a prompt for what is typed": (
        ">>> import shop, getpass\n>>> word = getpass.getpass('Word? ')\nWord?\n>>> shop.pay(word)\n5",
        "import shop, getpass\n\nword = getpass.getpass('Word? ')\nprint(shop.pay(word))  # 5\n",
    ),
    "address": (
        ">>> import shop\n>>> cart = shop.pay(5)\n>>> cart\n<shop.Order object at 0x7f>\n>>> cart.total()\n5",
        "import shop\n\ncart = shop.pay(5)\nprint(cart.total())  # 5\n",
    ),
    "unsure": (">>> import shop\n>>> shop.pay(5)  # doctest: +SKIP\n5", "import shop\n\nprint(shop.pay(5))\n"),
    "help": (">>> import shop\n>>> help(shop)\n>>> shop.pay(5)\n5", "import shop\n\nprint(shop.pay(5))  # 5\n"),
}


@pytest.mark.parametrize(("session", "code"), SESSIONS.values(), ids=SESSIONS)
def test_a_session_becomes_a_program(tmp_path: Path, session: str, code: str) -> None:
    assert shown(tmp_path, "shop.pay", session) == code


METHODS = {
    "of what a call returns": ("shop.Order.ship", "order = shop.pay(5)\norder.ship()"),
    "of a chain": ("shop.Order.ship", "shop.pay(5).ship()"),
    "of an item": ("shop.Item.weigh", "cart = shop.Cart()\ncart['tea'].weigh()"),
    "of a property": ("shop.Item.weigh", "cart = shop.Cart()\ncart.first.weigh()"),
    "of a method's result": ("shop.Item.weigh", "shop.Cart().add('tea').weigh()"),
    "inherited": ("shop.Cart.add", "order = shop.Order()\norder.add('tea')"),
}


@pytest.mark.parametrize(("reference", "code"), METHODS.values(), ids=METHODS)
def test_a_method_is_found_through_what_is_returned(tmp_path: Path, reference: str, code: str) -> None:
    assert shown(tmp_path, reference, code) == f"import shop\n\n{code}\n"


def page(*sections: tuple[str, str, str], title: str = "Shop") -> str:
    """Return a page of sections: title, sentence and code."""
    parts = [f"## {head}\n\n{lead}\n\n```python\n{code}\n```\n" for head, lead, code in sections]
    return "\n".join([f"# {title}\n", *parts])


PAY = "import shop\n\norder = shop.pay(5)\nprint(order)"
NOTED = "import shop\n\norder = shop.pay(5, note='x')\nprint(order)"
FIRST = {
    "the first of a page": {"docs/a.md": page(("Money", "Pay:", PAY), ("Notes", "Add a note:", NOTED))},
    "the section named for it": {
        "docs/a.md": page(("Notes", "Add a note:", NOTED), ("Pay", "Pay an amount:", PAY)),
    },
    "the page named for it": {
        "docs/a.md": page(("Notes", "Add a note:", NOTED)),
        "docs/pay.md": page(("Money", "This is how:", PAY), title="Pay"),
    },
    "the README before other pages": {
        "README.md": page(("Start", "Try it:", PAY)),
        "docs/a.md": page(("Start", "Try it:", NOTED)),
    },
    "the guide before the blog": {
        "docs/blog/new.md": page(("Pay", "Pay:", NOTED)),
        "docs/guide.md": page(("Start", "Try it:", PAY)),
    },
    "the guide before migration": {
        "docs/migration.md": page(("Pay", "Pay:", NOTED)),
        "docs/z.md": page(("Start", "Try it:", PAY)),
    },
    "success before failure": {
        "docs/a.md": page(
            ("Errors", "It is caught:", "import shop\n\ntry:\n    shop.pay(0)\nexcept ValueError as error:\n    print(error)"),
            ("Money", "Try it:", PAY),
        ),
    },
    "the way that is not deprecated": {
        "docs/a.md": page(("Old", "This is deprecated:", NOTED), ("New", "Try it:", PAY)),
    },
    "what is not in a warning": {
        "docs/a.md": f"# A\n\n!!! warning\n\n    ```python\n    {NOTED.replace(chr(10), chr(10) + '    ')}\n    ```\n\nTry it:\n\n```python\n{PAY}\n```\n",
    },
    "what has all of its modules": {
        "docs/a.md": page(("Start", "Try it:", f"from .models import note\n{NOTED}"), ("Money", "Pay:", PAY)),
    },
    "documentation before example files": {
        "examples/a.py": NOTED + "\n",
        "docs/guide.md": page(("Money", "Try it:", PAY)),
    },
    "the simplest": {
        "docs/a.md": page(("Start", "Notes are kept:", NOTED), ("Money", "Here is a simple order:", PAY)),
    },
    "what is not about something else": {
        "docs/orders.md": page(("Orders", "They are kept:", f"empty = shop.Order()\n{NOTED}"), title="Orders"),
        "docs/z.md": page(("Money", "Try it:", PAY)),
    },
    "what needs no class of another section": {
        "docs/a.md": page(
            ("Notes", "They are kept:", "import shop\n\n\nclass Note(shop.Cart):\n    size = 5\n\n\nnote = Note()"),
            ("Cart", "It is paid:", "order = shop.pay(5, note=note)\nprint(order)\nprint(note)"),
        ),
        "docs/z.md": page(("Money", "Try it:", PAY)),
    },
    "what names no module that readers lack": {
        "docs/a.md": page(("Start", "Try it:", "import shop\n\norder = shop.pay(5, note='proj.tasks')\nprint(order)")),
        "docs/z.md": page(("Money", "Try it:", PAY)),
    },
    "its subject before what happens in a command": {
        "README.md": page(
            ("Start", "Try it:", "import shop\n\napp = shop.App()\n\n\n@app.route('/')\ndef index():\n    shop.pay(5)"),
        ),
        "docs/z.md": page(("Money", "Try it:", PAY)),
    },
}  # fmt: skip


@pytest.mark.parametrize("pages", FIRST.values(), ids=FIRST)
def test_the_passage_that_introduces_an_object_comes_first(tmp_path: Path, pages: Mapping[str, str]) -> None:
    assert choose(tmp_path, "shop.pay", pages)[0].code == f"{PAY}\n"


def test_the_navigation_tells_which_page_comes_first(tmp_path: Path) -> None:
    pages = {"docs/a.md": page(("Start", "Try it:", NOTED)), "docs/z.md": page(("Start", "Try it:", PAY))}
    found = choose(tmp_path, "shop.pay", {**pages, "mkdocs.yml": "nav: [z.md, a.md]\n"})
    assert [one.passage.file for one in found] == ["docs/z.md", "docs/a.md"]


def test_its_own_docstring_comes_before_pages(tmp_path: Path) -> None:
    found = choose(tmp_path, "shop.Cart", {"docs/a.md": page(("Start", "Try it:", "cart = shop.Cart()\nprint(cart)"))})
    assert found[0].code == "from shop import Cart\n\nprint(Cart().total())  # 0\n"
    assert [one.passage.place for one in found] == ["docstring", "docstring", "docs"]


def test_a_method_has_the_example_of_its_class(tmp_path: Path) -> None:
    found = choose(tmp_path, "shop.Cart.total", {})[0]
    assert found.code == "from shop import Cart\n\nprint(Cart().total())  # 0\n"


REFUSED = {
    "tests of other tools": "import pytest\nimport shop\n\n\ndef test_pay():\n    shop.pay(5)",
    "removing files": "import shutil\n\nshutil.rmtree('data')\nshop.pay(5)",
    "dropping tables": "import shop\n\nshop.pay('DROP TABLE orders')",
    "a hole for an argument": "import shop\n\nshop.pay(...)",
    "a hole for a value": "import shop\n\namount = ...\nshop.pay(amount)",
    "names that nothing defines": "import shop\n\nshop.pay(amount)",
    "what the author calls wrong": "import shop\n\nshop.pay(-5)  # Wrong!",
    "what is not Python": "shop.pay 5",
    "another name for it": "import shop\n\nprint = shop.pay",
    "a method without its class": "import shop\n\n\ndef pay_all(self, amount):\n    return shop.pay(amount)",
    "a class method without its class": "import shop\n\n\n@shop.hook\ndef pay_all(cls, amount):\n    return shop.pay(amount)",
    "the type of what does nothing": "import shop\n\n\ndef test_order(order: shop.pay) -> None:\n    ...",
    "the type of a coroutine that does nothing": "import shop\n\n\nasync def pay_all(order: shop.pay):\n    pass",
    "the type of what only says what it does": 'import shop\n\n\ndef pay_all(order: shop.pay):\n    """Pay."""',
    "removing a file by its name": "import os\nimport shop\n\nos.remove(shop.pay(5))",
    "a coroutine without its class": "import shop\n\n\nasync def pay_all(self):\n    return shop.pay(5)",
}


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_some_programs_are_no_examples(tmp_path: Path, code: str) -> None:
    assert shown(tmp_path, "shop.pay", code) == ""


KEPT = {
    "a default that must be given": ("shop.field", "import shop\n\n\nclass A:\n    name: str = shop.field(...)"),
    "a type of any length": ("shop.pay", "import shop\n\n\ndef f(a: tuple[int, ...]):\n    shop.pay(*a)"),
    "an object that drops": ("shop.drop", "import shop\n\nshop.drop('DROP TABLE orders')"),
    "a command": ("shop.App.route", "import shop\n\napp = shop.App()\n\n\n@app.route('/')\ndef index():\n    return 5"),
    "a base class": ("shop.Cart", "import shop\n\n\nclass Basket(shop.Cart):\n    size = 5"),
    "a decorator of what does nothing": ("shop.hook", "import shop\n\n\n@shop.hook\ndef f():\n    pass"),
    "an argument of what a framework calls": (
        "shop.field",
        "import shop\n\napp = shop.App()\n\n\n@app.route('/')\ndef index(name=shop.field()):\n    ...",
    ),
    "a removal that is replaced": (
        "shop.pay",
        "import os\nimport shop\n\nshop.hook('os.remove')\norder = shop.pay(5)\nos.remove(order)",
    ),
    "a decorator": ("shop.hook", "import shop\n\n\n@shop.hook\ndef f():\n    return 5"),
    "a task that is given itself": (
        "shop.pay",
        "import shop\n\napp = shop.App()\n\n\n@app.route('/', bind=True)\ndef pay_all(self):\n    shop.pay(5)",
    ),
    "a function that becomes a method": (
        "shop.pay",
        "import shop\n\n\ndef pay_all(self):\n    shop.pay(5)\n\n\nshop.Cart.pay_all = pay_all",
    ),
    "another name that is called": ("shop.pay", "import shop\n\np = shop.pay\np(5)"),
    "an exception": ("shop.Empty", "import shop\n\ntry:\n    shop.pay(0)\nexcept shop.Empty:\n    print('empty')"),
}


@pytest.mark.parametrize(("reference", "code"), KEPT.values(), ids=KEPT)
def test_these_programs_are_examples(tmp_path: Path, reference: str, code: str) -> None:
    found = choose(tmp_path, reference, {"docs/a.md": page(("Start", "Try it:", code))})
    assert f"{code}\n" in [one.code for one in found]


NEEDS = {
    "network": "import shop\n\nshop.pay(shop.receipt('https://example.org'))",
    "input": "import shop\n\nshop.pay(int(input('How much? ')))",
    "file": "import shop\n\nshop.pay(int(open('amount.txt').read()))",
    "module django": "import django\nimport shop\n\nshop.pay(5)",
    "module proj.tasks": "from proj.tasks import amount\nimport shop\n\nshop.pay(amount)",
    "module myapp": "import myapp\nimport shop\n\nshop.pay(myapp.amount)",
    "server amqp": "import shop\n\nshop.pay('amqp://localhost')",
    "server redis": "import shop\n\nshop.pay('redis://localhost:6379/0')",
    "server postgresql": "import shop\n\nshop.pay('postgresql+psycopg://localhost/shop')",
}


@pytest.mark.parametrize(("need", "code"), NEEDS.items(), ids=NEEDS)
def test_what_a_reader_has_to_bring_is_said(tmp_path: Path, need: str, code: str) -> None:
    (found,) = choose(tmp_path, "shop.pay", {"docs/a.md": page(("Start", "Try it:", code))})
    assert (found.code, found.needs) == (f"{code}\n", (need,))


QUIET = {
    "a local address": "import shop\n\nshop.pay(shop.receipt('http://localhost:8000'))",
    "a file that is written": "import shop\n\nshop.pay(open('a.txt', 'w').write('5'))",
    "a method called input": "import shop\n\nshop.pay(shop.Cart().input())",
}


@pytest.mark.parametrize("code", QUIET.values(), ids=QUIET)
def test_nothing_else_has_to_be_brought(tmp_path: Path, code: str) -> None:
    (found,) = choose(tmp_path, "shop.pay", {"docs/a.md": page(("Start", "Try it:", code))})
    assert found.needs == ()


FILLER = "\n".join(f"def step_{number}():\n    a = {number}\n    return a\n\n" for number in range(9))


def test_a_long_program_gives_what_stands_for_itself(tmp_path: Path) -> None:
    code = (
        f"import json\nimport shop\n\n{FILLER}\n# The amount.\namount = 5\n\nprint('start')\n\n# Pay.\nshop.pay(amount)"
    )
    expected = "import shop\n\n# The amount.\namount = 5\n\nprint('start')\n\n# Pay.\nshop.pay(amount)\n"
    assert shown(tmp_path, "shop.pay", code) == expected


def test_a_long_program_ends_with_the_object(tmp_path: Path) -> None:
    tail = "\n".join(f"print({number})" for number in range(40))
    expected = "import shop\n\norder = shop.pay(5)\n"
    assert shown(tmp_path, "shop.pay", f"import shop\n\norder = shop.pay(5)\n{tail}") == expected


def test_a_long_program_keeps_what_has_an_effect(tmp_path: Path) -> None:
    head = "\n".join(f"shop.drop('{number}')" for number in range(40))
    assert shown(tmp_path, "shop.pay", f"import shop\n\n{head}\nshop.pay(5)") == ""


def test_a_class_that_is_only_made_comes_after_one_that_is_looked_at(tmp_path: Path) -> None:
    sections = (("Start", "Make one:", "shop.Label()\nshop.Label()"), ("Money", "Show it:", "print(shop.Label())"))
    found = choose(tmp_path, "shop.Label", {"docs/a.md": page(*sections)})
    assert found[0].code == "import shop\n\nprint(shop.Label())\n"


BIG = "\n".join(f"print({number})" for number in range(40))
CUT = {
    "what starts it is too far away": ("shop.Clock", f"import shop\n\nclock = shop.Clock()\n{BIG}\nclock.start()", ""),
    "what sends it is too far away": (
        "shop.pay",
        f"import shop\n\nline = dial()\norder = shop.pay(5)\n{BIG}\nline.send(order)".replace("dial()", "shop.Clock()"),
        "",
    ),
    "what starts something else": (
        "shop.pay",
        f"import shop\n\norder = shop.pay(5)\n{BIG}\nclock = shop.Clock()\nclock.start()",
        "import shop\n\norder = shop.pay(5)\n",
    ),
    "a name that is given to it": (
        "shop.pay",
        f"import shop\n\np = shop.pay\np(5)\n{BIG}",
        "import shop\n\np = shop.pay\np(5)\n",
    ),
    "a function that is never called": (
        "shop.pay",
        f"import shop\n\np = shop.pay\n\n\ndef all():\n    p(5)\n\n\n{BIG}",
        "",
    ),
}


@pytest.mark.parametrize(("reference", "code", "expected"), CUT.values(), ids=CUT)
def test_what_is_cut_works(tmp_path: Path, reference: str, code: str, expected: str) -> None:
    assert shown(tmp_path, reference, code) == expected


def test_comments_and_docstrings_stay(tmp_path: Path) -> None:
    calls = "\n".join(f"    print({number})" for number in range(24))
    code = f'import shop\n\n\ndef pay():\n    """Pay.\n\n    All of it.\n    """\n    # Count.\n{calls}\n    shop.pay(5)\n\n\npay()\n'
    assert shown(tmp_path, "shop.pay", code) == code


TO_THE_POINT = {
    "what does the same by another function": (
        "shop.pay",
        "import shop\n\nwith shop.till() as till:\n    shop.pay(till).ship()\n    shop.order(till).ship()\n\n    # Later.\n    till.count(5)",
        "import shop\n\nwith shop.till() as till:\n    shop.pay(till).ship()\n",
    ),
    "results that only change what is shown": (
        "shop.Clock",
        "import shop\n\nclock = shop.Clock()\n\na = clock.read('https://a.org')\nb = clock.read('https://b.org')\n\nprint(clock.size)",
        "import shop\n\nclock = shop.Clock()\n\na = clock.read('https://a.org')\nb = clock.read('https://b.org')\n\nprint(clock.size)\n",
    ),
    "what shows what a call has done": (
        "shop.drop",
        "import shop\n\nshop.drop('tea')\ncart = shop.Cart()\ncart.total()",
        "import shop\n\nshop.drop('tea')\ncart = shop.Cart()\ncart.total()\n",
    ),
    "a connection that is used": (
        "shop.pay",
        "import socket\nimport shop\n\nline = socket.create_connection(('a.org', 80))\nshop.pay(line)",
        "import socket\nimport shop\n\nline = socket.create_connection(('a.org', 80))\nshop.pay(line)\n",
    ),
    "a change below a method that reads": (
        "shop.Clock.read",
        "import shop\n\nclock = shop.Clock()\ntime = clock.read()\nprint(time)\n\n# Set it.\nTIME = 5\nclock.set(TIME)",
        "import shop\n\nclock = shop.Clock()\ntime = clock.read()\nprint(time)\n\n# Set it.\nTIME = 5\nclock.set(TIME)\n",
    ),
    "the end below a method that reads": (
        "shop.Clock.read",
        "import shop\n\nclock = shop.Clock()\nprint(clock.read())\nclock.stop()",
        "import shop\n\nclock = shop.Clock()\nprint(clock.read())\nclock.stop()\n",
    ),
    "what shows the effect of a method": (
        "shop.Clock.set",
        "import shop\n\nclock = shop.Clock()\nclock.set(5)\nprint(clock.read())",
        "import shop\n\nclock = shop.Clock()\nclock.set(5)\nprint(clock.read())\n",
    ),
}


@pytest.mark.parametrize(("reference", "code", "expected"), TO_THE_POINT.values(), ids=TO_THE_POINT)
def test_a_program_does_no_more_than_to_show_its_object(
    tmp_path: Path, reference: str, code: str, expected: str
) -> None:
    assert shown(tmp_path, reference, code) == expected


def test_a_program_of_its_own_is_shown_without_its_licence(tmp_path: Path) -> None:
    text = f'#!/usr/bin/env python\n# Copyright the authors.\n\n"""Pay."""\n\n{PAY}\n'
    assert choose(tmp_path, "shop.pay", {"examples/pay.py": text})[0].code == f"{PAY}\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["import shop", "from shop import pay", "shop.pay(5)", "pay(...)", "await shop.pay()", "with shop.pay() as a:",
             "    a.b()", ">>> shop.pay(5)", "5", "@shop.pay", "def f():", "class A(shop.pay):", "    pass", "'''", "# (1)!",
             "from .a import b", "b.c(a)", "```", "```python", "", "return", "lambda: (yield)", "try:", "except a as b:"]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_whatever_is_shown_is_a_program(tmp_path: Path, lines: list[str]) -> None:
    text = "\n".join(["# Pay", "", "```python", "import shop", "```", "", "```python", *lines, "```", ""])
    for found in choose(tmp_path, "shop.pay", {"docs/a.md": text}):
        ast.parse(found.code)
        assert code_length(found.code) <= LONGEST


CLOCK = "class clock:\n    def read(self) -> int: ...\n\n\nclass Timer: ...\n\n\ndef clocks(count): ...\n"
NAMESAKES = {
    "class": ("from .clock import clock", "clock.clock", "from clock import clock\n\nprint(clock())\n"),
    "its method": (
        "from .clock import clock",
        "clock.clock.read",
        "from clock import clock\n\nc = clock()\nprint(c.read())\n",
    ),
    "imported by its whole path": (
        "from clock.clock import clock",
        "clock.clock",
        "from clock import clock\n\nprint(clock())\n",
    ),
    "beside it": (
        "from .clock import clock, clocks",
        "clock.clocks",
        "from clock import clocks\n\nprint(clocks(5))\n",
    ),
}


@pytest.mark.parametrize(("import_", "reference", "code"), NAMESAKES.values(), ids=NAMESAKES)
def test_a_package_may_export_the_name_of_its_submodule(
    tmp_path: Path, import_: str, reference: str, code: str
) -> None:
    pages = {"clock/__init__.py": f"{import_}\n", "clock/clock.py": CLOCK, "README.md": f"```python\n{code}```\n"}
    assert [one.code for one in choose(tmp_path, reference, pages)] == [code]


def test_a_package_may_export_something_else_by_that_name(tmp_path: Path) -> None:
    text = "```python\nfrom clock import clock\n\nprint(clock())\n```\n"
    export = {"clock/__init__.py": "from .clock import Timer as clock\n", "clock/clock.py": CLOCK}
    assert choose(tmp_path, "clock.clock.clock", {**export, "README.md": text}) == []


PLUGIN = """
import pytest

class Till:
    def take(self, amount): ...
    def note(self): ...

def _till() -> "Iterator[Till]":
    yield Till()

till = pytest.fixture(scope="session")(_till)

class Drawer:
    def open(self): ...

@pytest.fixture
def drawer(till) -> Drawer:
    return Drawer()

@pytest.fixture(name="bell")
def bell():
    return print
"""
TESTS = {
    "class of a fixture": ("plugin.Drawer", "def test_drawer(drawer):\n    drawer.open()\n"),
    "class of a fixture that is assigned": ("plugin.Till", "def test_till(till):\n    till.take(5)\n"),
    "fixture": ("plugin.drawer", "def test_drawer(drawer):\n    drawer.open()\n"),
    "fixture that is assigned": ("plugin.till", "async def test_till(till):\n    till.take(5)\n"),
    "fixture without a type": ("plugin.bell", "def test_bell(bell):\n    bell('ding')\n"),
    "method": ("plugin.Till.take", "class TestTill:\n    def test_till(self, till):\n        till.take(5)\n"),
}


@pytest.mark.parametrize(("reference", "code"), TESTS.values(), ids=TESTS)
def test_what_a_fixture_gives_is_shown_by_a_test_that_takes_it(tmp_path: Path, reference: str, code: str) -> None:
    found = choose(tmp_path, reference, {"plugin.py": PLUGIN, "README.md": f"Test it:\n\n```python\n{code}```\n"})
    assert [one.code for one in found] == [code]


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("plugin.Till.note", "def test_till(till):\n    till.take(5)\n"),
        ("plugin.Till.take", "def test_other(purse):\n    purse.take(5)\n"),
        ("plugin.Drawer", "def main(drawer):\n    drawer.open()\n"),
    ],
)
def test_other_tests_show_nothing_of_it(tmp_path: Path, reference: str, code: str) -> None:
    assert choose(tmp_path, reference, {"plugin.py": PLUGIN, "README.md": f"```python\n{code}```\n"}) == []


OTHERS = {
    "things of each kind": (
        "shop.Label",
        "import shop\n\ncart = shop.Cart()\nlabel = shop.Label()\nprint(label)\nprint(cart)",
        "import shop\n\nlabel = shop.Label()\nprint(label)\n",
    ),
    "names that only others need": (
        "shop.pay",
        "from shop import Cart, pay\n\ncart = Cart()\nprint(cart.total())\nprint(pay(5))",
        "from shop import pay\n\nprint(pay(5))\n",
    ),
    "a value that is given anew": (
        "shop.pay",
        "import shop\n\norder = shop.Order()\norder = shop.pay(5)\nprint(order)",
        "import shop\n\norder = shop.pay(5)\nprint(order)\n",
    ),
    "what comes after it": (
        "shop.pay",
        "import shop\n\nprint(shop.pay(5))\nshop.drop('tea')",
        "import shop\n\nprint(shop.pay(5))\n",
    ),
    "the same for another": (
        "shop.receipt",
        "import shop\n\norder = shop.pay(5)\nfirst = shop.receipt(order)\nother = shop.echo(order)",
        "import shop\n\norder = shop.pay(5)\nfirst = shop.receipt(order)\n",
    ),
    "a comment above what goes": (
        "shop.pay",
        "import shop\n\nshop.pay(5)\n# or\nshop.drop('tea')",
        "import shop\n\nshop.pay(5)\n",
    ),
    "what others print in a session": (
        "shop.pay",
        ">>> import shop\n>>> cart = shop.Cart()\n>>> print(cart)\na\nb\n>>> shop.pay(5)\nOrder(5)",
        "import shop\n\nprint(shop.pay(5))  # Order(5)\n",
    ),
}


@pytest.mark.parametrize(("reference", "code", "expected"), OTHERS.values(), ids=OTHERS)
def test_what_a_program_shows_of_others_goes(tmp_path: Path, reference: str, code: str, expected: str) -> None:
    assert shown(tmp_path, reference, code) == expected


WHOLE = {
    "what may have an effect on it": ("shop.pay", "import shop\n\nshop.drop('tea')\nshop.pay(5)"),
    "what it is given": ("shop.pay", "import shop\n\namount = 5\nshop.pay(amount)"),
    "what is done with its result": ("shop.pay", "import shop\n\norder = shop.pay(5)\ntext = shop.receipt(order)"),
    "what shows that it changed": ("shop.Cart.add", "import shop\n\ncart = shop.Cart()\ncart.add('tea')\nsize = cart.total()"),
    "what runs the function that uses it": (
        "shop.pay",
        "import shop\n\napp = shop.App()\n\n\n@app.route('/')\ndef index():\n    return shop.pay(5)\n\n\napp.run()",
    ),
    "a function that it is given to": ("shop.pay", "import shop\n\n\ndef f(a):\n    return a()\n\n\nprint(f(shop.pay))"),
    "a text that says what is printed": ("shop.pay", 'import shop\n\nprint(shop.pay(5))\n"""\nOrder(5)\n"""'),
    "a comment that says what is printed": ("shop.pay", "import shop\n\nprint(shop.pay(5))\n#> Order(5)"),
    "a later value for it": ("shop.pay", "import shop\n\na = 5\nshop.pay(a)\na = 6\nshop.pay(a)"),
    "a value that nothing uses": ("shop.pay", "import shop\n\nlimit = 5\nshop.pay(5)"),
    "a connection that nothing uses": (
        "shop.Clock",
        "import socket\nimport shop\n\nline = socket.create_connection(('a.org', 80))\nclock = shop.Clock()\nclock.start()",
    ),
    "what is loaded by its name": (
        "shop.pay",
        "import shop\n\n\ndef app(scope): ...\n\n\nother = 5\nshop.pay('main:app')",
    ),
    "calls of what it decorates": (
        "shop.pay",
        "import shop\n\n\n@shop.pay\ndef f(x):\n    return x\n\n\nprint(f(1))\nprint(f(1))",
    ),
    "what follows it on the terminal": ("shop.pay", "import shop\n\nshop.pay(5)\n\nword = 'tea'\nprint(word)"),
}  # fmt: skip


@pytest.mark.parametrize(("reference", "code"), WHOLE.values(), ids=WHOLE)
def test_what_has_to_do_with_it_stays(tmp_path: Path, reference: str, code: str) -> None:
    assert shown(tmp_path, reference, code) == f"{code}\n"


CONTRASTED = {
    "a call that fails beside one that does not": (
        ">>> import shop\n>>> shop.pay(5)\n>>> shop.pay(0)\nTraceback (most recent call last):\n ...\nValueError: Too little.\n",
        "import shop\n\nshop.pay(5)\ntry:\n    shop.pay(0)\nexcept ValueError as error:\n    print(error)  # Too little.\n",
    ),
    "a message that the author cuts": (
        ">>> import shop\n>>> shop.pay(5)\n'ok'\n>>> shop.pay(0)\nTraceback (most recent call last):\nTypeError: Not ...\n",
        "import shop\n\nprint(shop.pay(5))  # ok\ntry:\n    shop.pay(0)\nexcept TypeError as error:\n    print(error)\n",
    ),
    "a failure of something else": (
        ">>> import shop\n>>> shop.pay(5)\n>>> shop.drop(0)\nTraceback (most recent call last):\n ...\nValueError: No.\n",
        "import shop\n\nshop.pay(5)\n",
    ),
    "an exception that only the author has": (
        ">>> import shop\n>>> shop.pay(5)\n>>> shop.pay(0)\nTraceback (most recent call last):\n ...\na.ShopError: No.\n",
        "import shop\n\nshop.pay(5)\n",
    ),
}


@pytest.mark.parametrize(("code", "expected"), CONTRASTED.values(), ids=CONTRASTED)
def test_a_pair_of_calls_stays_a_pair(tmp_path: Path, code: str, expected: str) -> None:
    assert shown(tmp_path, "shop.pay", code) == expected


CONTINUED = {
    "a function that it decorates": (
        "```python\nimport shop\n\n\n@shop.pay\ndef f(x):\n    return x\n```\n\nCall it.\n\n```python\nprint(f(1))\nprint(f(1))\n```",
        "import shop\n\n\n@shop.pay\ndef f(x):\n    return x\n\nprint(f(1))\nprint(f(1))\n",
    ),
    "its instance, a function that this decorates, and calls": (
        "```python\nimport shop\n\nclock = shop.pay(5)\n```\n\nUse it.\n\n```python\n@clock.tick\ndef f(x):\n    return x\n```\n\nCall it.\n\n```python\nprint(f(1))\nprint(f(2))\n```",
        "import shop\n\nclock = shop.pay(5)\n\n@clock.tick\ndef f(x):\n    return x\n\nprint(f(1))\nprint(f(2))\n",
    ),
    "what it defines itself under a name of the page": (
        "```python\ndef app(scope):\n    return scope\n```\n\nThen:\n\n```python\nimport shop\n\n\ndef app(scope):\n    return 5\n\n\nshop.pay('main:app')\n```",
        "import shop\n\n\ndef app(scope):\n    return 5\n\n\nshop.pay('main:app')\n",
    ),
    "a program of the page that it loads by name": (
        "```python\ndef app(scope):\n    return scope\n```\n\nThen:\n\n```python\nimport shop\n\nshop.pay('main:app')\n```",
        "import shop\n\n\ndef app(scope):\n    return scope\n\n\nshop.pay('main:app')\n",
    ),
    "a program with it before one that lacks what it loads": (
        "```python\nimport shop\n\nshop.pay('main:app')\n```\n\n# Other\n\n```python\nimport shop\n\nshop.pay('here')\n```",
        "import shop\n\nshop.pay('here')\n",
    ),
}


@pytest.mark.parametrize(("page", "expected"), CONTINUED.values(), ids=CONTINUED)
def test_what_a_program_loads_or_defines_is_shown_with_it(tmp_path: Path, page: str, expected: str) -> None:
    assert choose(tmp_path, "shop.pay", {"docs/index.md": page})[0].code == expected


USUAL = "\n\n".join(
    f"## {n}\n\n```python\nimport shop\n\napp = shop.App()\napp.{n}\n```" for n in ("run()", "route('/a')")
)
LACKING = "```python\nfrom shop import pay\n\n\n@app.route('/')\ndef index():\n    return pay(5)\n```"
COMPLETE = (
    "import shop\nfrom shop import pay\n\napp = shop.App()\n\n\n@app.route('/')\ndef index():\n    return pay(5)\n"
)


def test_a_name_that_all_pages_share_is_bound(tmp_path: Path) -> None:
    more = USUAL.replace("app.run()", "shop.pay(6)").replace("app.route('/a')", "shop.pay(7)")
    found = choose(tmp_path, "shop.pay", {"docs/a.md": f"# Pay\n\n{LACKING}\n", "docs/z.md": more})
    assert sorted(found[0].code.split()) == sorted(COMPLETE.split())
    assert "app = shop.App()\n\n\n@app.route('/')" in found[0].code


@pytest.mark.parametrize(
    "pages",
    [
        {
            "docs/z.md": USUAL.replace("app = shop.App()", "app = shop.Clock()", 1).replace(
                "app.", "shop.pay(6) or app."
            )
        },
        {"docs/z.md": "```python\nimport shop\n\napp = shop.App()\nshop.pay(6)\n```\n"},
        {},
    ],
    ids=["pages that mean different things", "one page", "no page"],
)
def test_a_name_that_pages_do_not_share_is_not_bound(tmp_path: Path, pages: Mapping[str, str]) -> None:
    found = choose(tmp_path, "shop.pay", {"docs/a.md": f"# Pay\n\n{LACKING}\n", **pages})
    assert not any("def index" in one.code for one in found)


def test_a_method_of_a_name_that_all_pages_share_is_found(tmp_path: Path) -> None:
    lacking = "# Routes\n\n```python\n@app.route('/')\ndef index():\n    return 5\n```\n"
    (first, *_) = choose(
        tmp_path, "shop.App.route", {"docs/routes.md": lacking, "docs/z.md": USUAL.replace("run()", "route('/b')")}
    )
    assert "def index" in first.code
    assert "app = shop.App()" in first.code


def test_a_module_that_a_page_imports_above_is_imported(tmp_path: Path) -> None:
    pages = {
        "tools/__init__.py": "",
        "tools/press/__init__.py": "def press(size): ...\n",
        "tools/press/big.py": "SIZE = 5\n",
        "docs/a.md": (
            "```python\nimport tools.press.big\n```\n\n```python\nimport tools\n```\n\n"
            "```python\ntools.press.press(tools.press.big.SIZE)\n```\n"
        ),
    }
    (found,) = choose(tmp_path, "tools.press.press", pages)
    assert "import tools.press.big\n" in found.code


REACHED = {
    "a module that nothing imports": ("", "tools.press.press(5)", "import tools.press\n\ntools.press.press(5)\n"),
    "a module that the package imports": ("from . import press\n", "tools.press.press(5)", "import tools\n\ntools.press.press(5)\n"),
    "a module from which the package imports": (
        "from .press import press as run\n", "import tools\n\ntools.press.press(5)", "import tools\n\ntools.press.press(5)\n",
    ),
    "a module that the author imports": (
        "", "import tools.press\n\ntools.press.press(5)", "import tools.press\n\ntools.press.press(5)\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "code", "expected"), REACHED.values(), ids=REACHED)
def test_a_module_that_a_program_reaches_is_imported(tmp_path: Path, inside: str, code: str, expected: str) -> None:
    files = {"tools/__init__.py": inside, "tools/press.py": "def press(amount): ...\n"}
    (found,) = choose(tmp_path, "tools.press.press", {**files, "README.md": f"```python\n{code}\n```\n"})
    assert found.code == expected


def test_what_a_page_opens_for_its_passages_is_opened(tmp_path: Path) -> None:
    pages = {"docs/a.md": "```python\nwith shop.open('a') as till:\n    pass\n```\n\n```python\nshop.pay(till)\n```\n"}
    (found,) = choose(tmp_path, "shop.pay", pages)
    assert found.code == "import shop\n\ntill = shop.open('a')\n\nshop.pay(till)\n"


GIVEN = {
    "file": ("cart.yaml:\ngoods:\n  - tea", 'load("cart.yaml")', "# cart.yaml:\n#     goods:\n#       - tea\n\n"),
    "file in a folder": ("cart.yaml:\na: 5", "load('shop/cart.yaml')", "# cart.yaml:\n#     a: 5\n\n"),
    "file that the program does not read": ("cart.yaml:\na: 5", 'load("till.yaml")', ""),
    "file whose name ends so": ("cart.yaml:\na: 5", 'load("mycart.yaml")', ""),
    "environment": ("export A=1\nexport B=2", "pay()", "# First, in the shell: export A=1\n# First, in the shell: export B=2\n"),
    "nothing": ("", "pay()", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "comment"), GIVEN.values(), ids=GIVEN)
def test_what_the_page_shows_for_a_program_to_read_is_told(text: str, code: str, comment: str) -> None:
    assert told_given(text, code) == comment


MODULES = {
    "package": ("shop", "import shop\n\nshop.pay(5)\n"),
    "package of which a name is imported": ("shop", "from shop import pay\n\npay(5)\n"),
    "module": ("tools.press", "from tools.press import squeeze\n\nsqueeze(5)\n"),
    "module by its path": ("tools.press", "import tools.press\n\ntools.press.squeeze(5)\n"),
}


@pytest.mark.parametrize(("reference", "code"), MODULES.values(), ids=MODULES)
def test_a_module_is_shown_by_what_is_imported_from_it(tmp_path: Path, reference: str, code: str) -> None:
    files = {"tools/__init__.py": "", "tools/press.py": "def squeeze(size): ...\n"}
    page = f"```python\n{code}```\n\n```python\nimport json\n\njson.loads('5')\n```\n"
    assert [one.code for one in choose(tmp_path, reference, {**files, "README.md": page})] == [code]


def test_a_module_of_which_a_program_only_imports_is_not_shown_by_it(tmp_path: Path) -> None:
    assert choose(tmp_path, "shop", {"README.md": "```python\nfrom shop import pay\n```\n"}) == []


def test_what_is_done_with_an_object_of_a_passage_above_stays(tmp_path: Path) -> None:
    blocks = (
        "import shop\n\ncart = shop.Cart()",
        "cart.add('tea')\nprint(cart.total())\nfor item in cart:\n    print(item)",
    )
    assert shown(tmp_path, "shop.Cart.add", *blocks) == f"import shop\n\ncart = shop.Cart()\n\n{blocks[1]}\n"
