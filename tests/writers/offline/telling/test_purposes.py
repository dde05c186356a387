"""The first sentence of a file says what it is for; what is alike in its functions is said once."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.writers.offline import outline_of
from mkdocs_howto.writers.offline.telling.authors import docstring_of, is_repeated
from mkdocs_howto.writers.offline.telling.given import result_of
from mkdocs_howto.writers.offline.telling.joined import Doing, doing_of, joined
from mkdocs_howto.writers.offline.telling.needs import believed
from mkdocs_howto.writers.offline.telling.ranking import instance_of
from mkdocs_howto.writers.offline.trees import Function
from tests.conftest import write_tree
from tests.writers.offline.telling.told import told

TOGETHER = {
    "one verb": (
        [("returns the models", "models"), ("returns the version", "version")],
        "returns the models (`models`) and the version (`version`)",
    ),
    "one verb and one object": (
        [("converts Markdown to HTML", "to_html"), ("converts Markdown to a dictionary", "to_dict")],
        "converts Markdown to HTML (`to_html`) and to a dictionary (`to_dict`)",
    ),
    "one object": (
        [("reads rows", "read"), ("counts prices", "count"), ("saves rows", "save")],
        "reads and saves rows (`read`, `save`); counts prices (`count`)",
    ),
    "twins": (
        [("saves a picture", "save"), ("saves a picture asynchronously", "save_async")],
        "saves a picture (`save`, `save_async`)",
    ),
    "two things in one phrase": (
        [("reads the page and saves it", "grab"), ("clears rows", "clear")],
        "reads the page and saves it (`grab`); clears rows (`clear`)",
    ),
    "no names": (
        [("crawls rows", ""), ("crawls rows recursively", ""), ("saves rows", "")],
        "crawls and saves rows",
    ),
    "only verbs": ([("reads", ""), ("writes", "")], "reads and writes"),
    "nothing": ([], ""),
}
"""Phrases and names of functions with the sentence about all of them."""

FIRST = {
    "a long phrase": (
        "loads rows from a file, a folder, an address or a text that is given with all of their columns",
        "loads rows from a file",
    ),
    "a colon": ("returns the kind of a row: one, two or three", "returns the kind of a row"),
    "a short phrase": ("returns the rows, sorted", "returns the rows, sorted"),
}
"""Phrases with what of them stands in a list."""

RESULTS = {
    "def f() -> str:\n    return text": "a text",
    "def f() -> list[str]:\n    return rows": "a list of texts",
    "def f() -> dict:\n    if x:\n        return rows": "a dictionary or `None`",
    "def f() -> dict | None:\n    if x:\n        return None\n    return rows": "a dictionary or `None`",
    "def f() -> Cart | bool:\n    try:\n        return Cart()\n    except OSError:\n        return False": "a `Cart` or `False`",
    "def f() -> bool:\n    return x in y": "`True` or `False`",
    "def f() -> str:\n    with open(p) as file:\n        return file.read()": "a text",
    "def f() -> Any:\n    return rows": "",
    "def f() -> str:\n    return {'a': 1}": "",
    "def f() -> list:\n    return (1, 2)": "",
    "def f() -> tuple:\n    return (a, 2)": "a tuple",
    "def f():\n    return rows": "",
    "def f() -> None:\n    print(1)": "",
    "def f() -> Iterator[int]:\n    yield 1": "",
}
"""Functions with what their annotation and statements say of the result."""

OBJECTS = {"ShopAsync": "shop", "RowsImport": "rows", "TTLCache": "cache", "RowBase": "row"}
"""Names of classes with what an object of each is called."""

RAISES = {
    "raised": ("def f(a):\n    if not a:\n        raise OSError", "OSError", "If `a` is empty.", True),
    "of a callee": ("def f(a):\n    return open(a)", "OSError", "If `a` is missing.", True),
    "of something unknown": ("def f(a):\n    return open(a)", "ValueError", "If `folder` is missing.", False),
    "of an unknown class": ("def f(a):\n    return str(a)", "TypeError", "If `a` is a `WindowsPath`.", False),
    "kept": (
        "def f(a):\n    try:\n        return open(a)\n    except Exception:\n        return 0",
        "OSError",
        "If",
        False,
    ),
}
"""Functions with an exception that their docstring claims, and whether that is believed."""

REPEATED = {
    "same words": ("Convert rows to a dictionary.", "A dictionary of the rows.", True),
    "one more word": ("Convert encoded content to a temporary file.", "The path to the temporary file.", False),
    "other words": ("Read the rows.", "True if there are any.", False),
}
"""Summaries and results, and whether the result says nothing new."""

FILES = {
    "converters": (
        "shop/texts.py",
        "def md2html(text):\n    return render(text)\ndef md2dict(text):\n    return parse(text)\n",
        "Converts Markdown to HTML (`md2html`) and to a dictionary (`md2dict`).",
    ),
    "titled": (
        "shop/pictures.py",
        '"""Picture Tools.\n\nThis module provides functions for saving pictures."""\ndef save(a):\n    return a\n',
        "Saves pictures.",
    ),
    "name like a verb": (
        "click/__init__.py",
        '"""Click is a module for command lines."""\nROWS = [1]\n',
        "Click is a module for command lines.",
    ),
    "said twice": (
        "shop/places.py",
        '"""Module to load places from a file. This module contains functions for loading places from a file."""\nA = 1\n',
        "Loads places from a file.",
    ),
    "including": (
        "shop/means.py",
        '"""Utilities for counting rows, including prices, and saving them."""\nROWS = [1]\n',
        "Counts rows, including prices, and saves them.",
    ),
    "methods": (
        "shop/tales.py",
        (
            '"""Tell all tales of the shop to those who ask for them."""\nclass Tale:\n    def start_story(self):\n        return self.ask()\n'
            "    def count_readers(self):\n        return self.look()\n"
        ),
        "Tells all tales of the shop to those who ask for them. It starts the story and counts readers.",
    ),
    "class for": (
        "shop/model.py",
        '"""Model class for handling calls and training the model."""\nROWS = [1]\n',
        "Handles calls and trains the model.",
    ),
    "packages": (
        "shop/get.py",
        (
            "import requests\ntry:\n    import brotli\nexcept ImportError:\n    brotli = None\n"
            "def get_rows(url):\n    import pandas\n    return pandas.read_csv(requests.get(url).text)\n"
        ),
        "Needs the packages `requests` and `pandas`; it uses `brotli` where it is installed.",
    ),
    "distributions": (
        "shop/pics.py",
        "import requests, telegram\nfrom PIL import Image\ndef get_rows(url):\n    return requests.get(url).text\n",
        "Needs the packages `requests`, `telegram` (python-telegram-bot) and `PIL` (pillow).",
    ),
    "own module of a package's name": (
        "telegram/bot.py",
        "import telegram\nimport requests\ndef get_rows(url):\n    return requests.get(url).text\n",
        "Needs the package `requests`.",
    ),
    "variables": (
        "shop/keys.py",
        "import os\nKEY = os.environ['SHOP_KEY']\ndef get_place():\n    return os.getenv('SHOP_PLACE', 'here')\n",
        "It reads the environment variables `SHOP_KEY` and `SHOP_PLACE`.",
    ),
    "stubs": (
        "shop/doors.py",
        'def open_door(a):\n    print(a)\ndef close_door(a):\n    """Close the door."""\n    pass\n',
        "`close_door` does nothing: its body is empty.",
    ),
    "described to its base": (
        "shop/tools.py",
        (
            "class Scale(Tool):\n    def __init__(self):\n"
            "        super().__init__('scale', 'A tool that weighs all goods of the shop.')\n"
        ),
        "A tool that weighs all goods of the shop.",
    ),
    "private": (
        "shop/chat.py",
        (
            "import requests\nurl = 'https://chat.example'\nneeds_key = True\n"
            "def _create_answer(text):\n    answer = requests.post('https://chat.example/go', json={'text': text})\n"
            "    for line in answer.iter_lines():\n        yield line\n"
        ),
        "It declares the service `https://chat.example`, and that it needs a key.",
    ),
    "declared": (
        "shop/talk.py",
        (
            "import requests\nurl = 'https://talk.example'\nmodels = ['small', 'large']\nsupports_stream = False\n"
            "working = True\nneeds_auth = False\nlimit = None\n"
            "def _create_answer(text):\n    yield requests.post(url, json={'text': text}).text\n"
        ),
        (
            "It declares the service `https://talk.example` and the models `small` and `large`, and that it does not "
            "support streaming and needs no authentication."
        ),
    ),
    "asked beside helpers": (
        "shop/ask.py",
        (
            "import requests\nclass Tools:\n    def count_rows(self, rows):\n        return len(rows)\n"
            "def _create_answer(text):\n    answer = requests.post('https://ask.example/go', json={'text': text})\n"
            "    for line in answer.iter_lines():\n        yield line\n"
        ),
        "Creates an answer: sends a POST request to `https://ask.example/go`",
    ),
    "another folder named in its own words": (
        "shop/walls/scene.py",
        (
            '## \\file /src/shop/doors/scene.py\n"""Сцены дверей, doors.example"""\n'
            "def get_rows(a):\n    return a.rows()\ndef get_prices(a):\n    return a.prices()\n"
        ),
        "Сцены дверей, doors.example.",
    ),
    "its own folder named in its words": (
        "shop/walls/scene.py",
        (
            '## \\file /src/shop/doors/scene.py\n"""Сцены стен, walls.example"""\n'
            "def get_rows(a):\n    return a.rows()\ndef get_prices(a):\n    return a.prices()\n"
        ),
        "Сцены стен, walls.example.",
    ),
    "two folders, and no word of either": (
        "shop/walls/scene.py",
        (
            "## \\file /src/shop/doors/scene.py\n"
            "def get_rows(a):\n    return a.rows()\ndef get_prices(a):\n    return a.prices()\n"
        ),
        "Returns rows (`get_rows`) and prices (`get_prices`).",
    ),
    "synopsis": (
        "shop/pages.py",
        '"""\nrst```\n.. module:: shop.pages\n\t:platform: Unix\n\t:synopsis: Collects pages.\n```\n"""\nA = 1\n',
        "Collects pages.",
    ),
    "title behind other strings": (
        "shop/window.py",
        (
            '"""\n:platform: Unix\n"""\n""" Window editor for carts """\nfrom ui import Widget\n'
            "class Editor(Widget):\n    def open_rows(self):\n        print(1)\n"
        ),
        "Window editor for carts.",
    ),
    "only logs": (
        "shop/enter.py",
        "import logging\nlogger = logging.getLogger('a')\ndef login(s) -> bool:\n    logger.info('in')\n    return Truth\n",
        "Only logs a message, although its name says that it logs in. `s` is accepted but not used. `login` raises",
    ),
    "only returns": (
        "shop/leave.py",
        "def logout(s) -> bool:\n    return Truth\n",
        "Only returns `Truth`, although its name says that it logs out. `s` is accepted but not used. `logout` raises",
    ),
    "returns what it is to find": (
        "shop/seek.py",
        "ROWS = open('rows.txt')\ndef find_rows(s):\n    return ROWS\n",
        "Finds rows.",
    ),
    "only imports": (
        "shop/start.py",
        "import shop.setup\nfrom shop import cart\n",
        "Only imports `shop.setup` and `shop`; it defines nothing of its own.",
    ),
    "many exceptions": (
        "shop/errors.py",
        "".join(
            f"class {name}Error(Exception):\n    pass\n"
            for name in ("Cart", "Row", "Price", "Door", "Key", "Lock", "Wall")
        ),
        "`CartError`, `RowError`, `PriceError`, `DoorError`, `KeyError`, `LockError` and `WallError`.",
    ),
    "left to subclasses": (
        "shop/tool.py",
        (
            "class Tool:\n    def open_rows(self):\n        return self.rows()\n    def rows(self):\n"
            "        raise NotImplementedError('Subclasses do.')\n"
        ),
        "Subclass it: `rows` raises `NotImplementedError` until then.",
    ),
    "run by its guard": (
        "shop/serve.py",
        (
            "import sys\ntry:\n    ROWS = open('rows.txt').read()\nexcept OSError:\n    sys.exit(1)\n"
            "def main():\n    print(ROWS)\nif __name__ == '__main__':\n    main()\n"
        ),
        "Prints",
    ),
    "nothing of its own": (
        "shop/gate.py",
        "from shop.doors import Door\nclass Gate(Door):\n    ...\n",
        "`Gate` is a `shop.doors.Door` that adds nothing of its own.",
    ),
    "title": (
        "shop/app.py",
        "from fastapi import FastAPI\napp = FastAPI(title='Goods')\n@app.get('/rows')\ndef rows():\n    return [1]\n",
        'A FastAPI application, "Goods", that answers `GET /rows`.',
    ),
    "names": (
        "shop/fill.py",
        '"""Fill the store."""\nfill(rows, prices)\nopen_shop()\n',
        "Importing it raises `NameError`, because nothing defines or imports `fill`, `rows`, `prices` and `open_shop`.",
    ),
    "kept errors": (
        "shop/rows.py",
        """
        def read_rows(path):
            try:
                return load(path)
            except Exception:
                return None


        def read_prices(path):
            try:
                return load(path)
            except Exception:
                return False


        def load(path):
            return path.read_text()
        """,
        "After an error, these are returned: `None` by `read_rows` and `False` by `read_prices`.",
    ),
    "package": (
        "shop/__init__.py",
        "from shop.cart import Cart\nfrom shop.price import *\n__all__ = ['Cart']\n",
        "Makes `Cart` and everything public of `shop.price` importable from `shop`; it adds nothing of its own.",
    ),
    "version": (
        "shop/version.py",
        "__version__ = '1.2'\n",
        "Holds the version (`__version__`); importing it runs nothing.",
    ),
    "settings": (
        "shop/settings.py",
        "import os\nROOT = os.getcwd()\nKEY = os.getenv('SHOP_KEY')\nDEBUG = False\n",
        "Holds `ROOT`, `KEY` and `DEBUG`.",
    ),
    "parser": (
        "shop/cli.py",
        (
            "import argparse\ndef main():\n    parser = argparse.ArgumentParser(description='Print the total.')\n"
            "    parser.add_argument('path')\n    print(parser.parse_args().path)\n"
            "if __name__ == '__main__':\n    main()\n"
        ),
        "Prints the total.",
    ),
    "values": (
        "shop/values.py",
        (
            "from dataclasses import dataclass\n@dataclass\nclass Item:\n    name: str\n    price: float = 0\n"
            "class Cart:\n    def add_item(self, item):\n        self.items.append(item)\n"
            "    def total(self):\n        return sum(self.items)\n"
        ),
        "Adds an item (`Cart`); describes an item by its `name` and `price` (`Item`).",
    ),
    "classes": (
        "shop/parts.py",
        """
        class Part:
            \"\"\"A part of the shop.\"\"\"

            def open(self):
                print(1)


        class Door(Part):
            def close_door(self):
                print(2)
        """,
        "Defines a part of the shop (`Part`); `Door`, a `Part` that closes the door.",
    ),
}
"""Files with a part of their descriptions."""


@pytest.mark.parametrize("kind", TOGETHER)
def test_what_functions_have_in_common_is_said_once(kind: str) -> None:
    phrases, told = TOGETHER[kind]
    assert joined([doing_of(phrase, name) for phrase, name in phrases]) == told


def test_no_more_is_said_than_there_is_room_for() -> None:
    many = [Doing(f"does the thing number {number}", f"f{number}") for number in range(40)]
    assert 0 < len(joined(many, 30).split()) <= 30


@pytest.mark.parametrize("kind", FIRST)
def test_a_list_holds_the_first_clause_of_a_long_phrase(kind: str) -> None:
    phrase, told = FIRST[kind]
    assert doing_of(phrase).phrase == told


@pytest.mark.parametrize(("code", "result"), RESULTS.items())
def test_a_result_is_what_annotation_and_statements_agree_on(code: str, result: str) -> None:
    (node,) = ast.parse(code).body
    assert isinstance(node, Function)
    assert result_of(node) == result


def test_calls_that_do_the_same_are_told_once(tmp_path: Path) -> None:
    code = "".join(f"def make_{name}():\n    return Table('{name}', 'wood', 4)\n" for name in ("red", "blue", "green"))
    steps = told(tmp_path, code + "def open_door(a):\n    print(a)\n")
    assert steps[0].startswith("`make_red()`, `make_blue()` and `make_green()`: each ")
    assert steps[1:] == ["`open_door(a)` prints `a`."]


def test_the_one_class_of_a_file_is_told_before_what_stands_beside_it(tmp_path: Path) -> None:
    code = (
        "from enum import Enum\nclass Kind(Enum):\n    FULL = 1\n    EMPTY = 2\n"
        "class Cart:\n    def __init__(self, owner):\n        self.owner = owner\n"
        "    def print_rows(self):\n        print(self.owner)\n"
        "def open_door(a):\n    print(a)\n"
    )
    assert told(tmp_path, code) == [
        "Create it with `Cart(owner)`.",
        "`cart.print_rows()` prints `owner`.",
        "`Kind` has the members `FULL = 1` and `EMPTY = 2`.",
        "`open_door(a)` prints `a`.",
    ]


def test_a_function_of_which_nothing_is_known_is_named_last(tmp_path: Path) -> None:
    code = (
        "def glob0(a, b):\n    rows = find(a)\n    rows = sort(rows, b)\n    return rows\n"
        "def open_door(a):\n    print(a)\ndef close_door(a):\n    print(a, a)\n"
    )
    steps = told(tmp_path, code)
    assert not any("the result" in step for step in steps)
    assert any("`glob0" in step for step in steps)


def test_a_check_by_a_function_is_told_by_what_it_is_asked(tmp_path: Path) -> None:
    code = (
        "from shop.cart import Cart, holds\n"
        "def test_add():\n    cart = Cart('mine')\n    cart.add_row(1)\n    cart.add_row(2)\n    cart.close_door()\n"
        "    assert holds(f\"The cart holds all of the rows that were added to it before it was closed: {cart.rows}\"), 'It does not.'\n"
    )
    assert (
        told(tmp_path, code)[-1].strip()
        == 'Checks that this holds (`holds`): "The cart holds all of the rows that were added to it before it was closed".'
    )


def test_the_first_methods_of_a_class_are_told(tmp_path: Path) -> None:
    names = [f"{verb}_{noun}" for noun in ("rows", "prices", "doors") for verb in ("read", "save", "print", "count")]
    methods = "".join(f"    def {name}(self, file):\n        return file.{name}()\n" for name in names)
    code = f"class Cart:\n{methods}class Shop:\n{methods}def open_door(a):\n    print(a)\n"
    text = "\n".join(told(tmp_path, code))
    assert all(text.count(name) == 2 for name in names[:3])
    assert "others" not in text


@pytest.mark.parametrize(("name", "called"), OBJECTS.items())
def test_an_object_is_called_by_a_word_that_python_takes_for_a_name(name: str, called: str) -> None:
    assert instance_of(name) == called


@pytest.mark.parametrize("kind", RAISES)
def test_an_exception_is_believed_unless_the_code_contradicts(kind: str) -> None:
    code, name, condition, is_believed = RAISES[kind]
    (node,) = ast.parse(code).body
    assert isinstance(node, Function)
    docstring = docstring_of(f"Open a.\n\nRaises:\n    {name}: {condition}\n", ["a"])
    assert [one.name for one in believed(docstring, node).raises] == [name] * is_believed


@pytest.mark.parametrize("kind", REPEATED)
def test_a_result_is_told_once(kind: str) -> None:
    summary, result, is_same = REPEATED[kind]
    assert is_repeated(docstring_of(f"{summary}\n\nReturns:\n    dict: {result}\n"), "f") is is_same


@pytest.mark.parametrize("kind", FILES)
def test_a_description_says_what_a_file_is_for(kind: str, tmp_path: Path) -> None:
    file, code, told = FILES[kind]
    write_tree(tmp_path, {file: dedent(code)})
    resolver = Resolver(Files(tmp_path), [tmp_path], sys.path)
    description, _ = outline_of(resolver.resolve(str(tmp_path / file)).block, Recorder(Answers(resolver)))
    assert told in description
    assert description.count(told) == 1
