"""Examples of files: the author's own program, a shell command, or one use of the main object."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.effects import effects_of
from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.syntax import parsed
from mkdocs_howto.usage.faults import faults
from mkdocs_howto.writers.offline.examples import Example, example_of
from tests.conftest import write_tree


def example(root: Path, code: str, name: str = "src/shop/tool.py", **others: str) -> Example:
    """Return the example of a file, in which the review finds nothing."""
    write_tree(root, {"src/__init__.py": "", "src/shop/__init__.py": "", name: code} | others)
    resolver = Resolver(Files(root), [root / "src", root])
    block = resolver.resolve(name).block
    project = Recorder(Answers(resolver))
    tree = parsed(block.source)
    made = example_of(block, tree, project)
    assert list(faults(made.code, block, project, effects_of(block, tree))) == [] or not made.code
    return made


GUARD = """
import logging

logger = logging.getLogger(__name__)

def slug(title):
    return title.lower()

if __name__ == "__main__":
    unread = 3
    title = "Green Tea"
    logger.info("start")
    print(slug(title))
"""
MAIN = """
class Shop:
    def order(self, sku):
        return sku

def main():
    shop = Shop()
    order = shop.order("tea")
    print(order)

if __name__ == "__main__":
    main()
"""
OLD_GUARD = """
def load(path=None):
    return 1

if __name__ == "__main__":
    print(parse(load()))
"""


@pytest.mark.parametrize(
    ("code", "body"),
    [
        (GUARD, 'from src.shop.tool import slug\n\ntitle = "Green Tea"\nprint(slug(title))\n'),
        (MAIN, 'from src.shop.tool import Shop\n\nshop = Shop()\norder = shop.order("tea")\nprint(order)\n'),
        (OLD_GUARD, "from src.shop.tool import load\n\nprint(load())\n"),
    ],
)
def test_an_author_s_program_is_shown_where_its_names_are_there(tmp_path: Path, code: str, body: str) -> None:
    assert example(tmp_path, code).code == body


SCRIPT = "from shop import Cart\n\ncart = Cart()\ncart.add('tea')\n"
ASKS = "def main():\n    name = input('Your name: ')\n    print(name)\n\nif __name__ == '__main__':\n    main()\n"
OPTIONS = (
    "import argparse\n\ndef main():\n    parser = argparse.ArgumentParser()\n    parser.add_argument('path')\n"
    "    print(parser.parse_args().path)\n\nif __name__ == '__main__':\n    main()\n"
)
ARGUMENT = "import sys\n\nsource = sys.argv[1]\nprint(open(source).read())\n"


@pytest.mark.parametrize(
    ("code", "last"),
    [
        (SCRIPT, "#     python src/shop/tool.py\n"),
        (ASKS, '#     python src/shop/tool.py\n# It asks for "Your name".\n'),
        (OPTIONS, "#     python src/shop/tool.py <path>\n"),
        (ARGUMENT, "#     python src/shop/tool.py <source>\n"),
    ],
)
def test_what_runs_when_it_is_imported_is_started_from_the_shell(tmp_path: Path, code: str, last: str) -> None:
    made = example(tmp_path, code)
    assert made == Example("# Run it as a program, from the folder of the project:\n" + last, "sketch")


def test_tests_are_run_by_pytest(tmp_path: Path) -> None:
    made = example(tmp_path, "def test_sum():\n    assert 1 + 1 == 2\n", "src/shop/test_sum.py")
    assert made.code.endswith("#     pytest src/shop/test_sum.py\n#     pytest src/shop/test_sum.py::test_sum\n")
    code = "def pytest_addoption(parser):\n    parser.addoption('--slow', action='store_true')\n"
    assert example(tmp_path, code, "src/shop/conftest.py").code.endswith("#     pytest src/shop --slow\n")


def test_a_migration_is_run_with_the_others(tmp_path: Path) -> None:
    code = "revision = 'a'\ndown_revision = None\n\ndef upgrade():\n    pass\n\ndef downgrade():\n    pass\n"
    assert example(tmp_path, code).code.endswith("#     alembic upgrade head\n")


USES = {
    "the function that calls the others": (
        "def one(url):\n    return url\n\ndef every(url):\n    return one(url)\n",
        'from src.shop.tool import every\n\nurl = "https://example.com/products/42"\nprint(every(url))\n',
    ),
    "a class named like the file": (
        "def helper(text):\n    return text\n\nclass Tool:\n    def start(self):\n        return 1\n",
        "from src.shop.tool import Tool\n\ntool = Tool()\nprint(tool.start())\n",
    ),
    "a method of the class itself": (
        "class Checks:\n    @staticmethod\n    def price(price: str) -> bool:\n        return bool(price)\n",
        'from src.shop.tool import Checks\n\nprint(Checks.price("9.99"))\n',
    ),
    "what comes one by one": (
        "def ask(messages: list):\n    for message in messages:\n        yield message['role'] + message['content']\n",
        (
            'from src.shop.tool import ask\n\nmessages = [{"role": "user", "content": "Name three kinds of tea."}]\n'
            "for item in ask(messages):\n    print(item)\n"
        ),
    ),
    "a coroutine": (
        "async def load(url: str) -> str:\n    return url\n",
        (
            "import asyncio\n\nfrom src.shop.tool import load\n\n\nasync def main():\n"
            '    url = "https://example.com/products/42"\n    print(await load(url))\n\n\nasyncio.run(main())\n'
        ),
    ),
    "a context manager": (
        (
            "class Tool:\n    def __enter__(self):\n        return self\n    def __exit__(self, *e):\n        pass\n"
            "    def count(self):\n        return 1\n"
        ),
        "from src.shop.tool import Tool\n\nwith Tool() as tool:\n    print(tool.count())\n",
    ),
    "one value of what only holds values": (
        'SIZES = {"small": 1, "large": 2}\n',
        'from src.shop.tool import SIZES\n\nprint(SIZES["small"])\n',
    ),
    "a constant of a class": (
        'class Language:\n    EN = "en"\n    DE = "de"\n',
        "from src.shop.tool import Language\n\nprint(Language.EN)\n",
    ),
    "a file of the right kind": (
        "def csv2dict(csv_file: str) -> dict:\n    return {}\n",
        '# `products.csv` has to exist.\nfrom src.shop.tool import csv2dict\n\nprint(csv2dict("products.csv"))\n',
    ),
    "a method of the class before those of its base": (
        (
            "class Base:\n    def create(self):\n        return self.load()\n    def load(self):\n        return 1\n\n"
            "class Tool(Base):\n    def ask(self):\n        return 2\n"
        ),
        "from src.shop.tool import Tool\n\ntool = Tool()\nprint(tool.ask())\n",
    ),
    "an inherited method that the class is named after": (
        (
            "class Base:\n    def grab_page(self):\n        return 1\n\n"
            "class Grabber(Base):\n    def price(self):\n        return 2\n"
        ),
        "from src.shop.tool import Grabber\n\ngrabber = Grabber()\nprint(grabber.grab_page())\n",
    ),
    "a file that is written": (
        "def dict2csv(rows: list, csv_file: str) -> None:\n    return None\n",
        (
            "from src.shop.tool import dict2csv\n\n"
            'rows = [{"name": "tea", "price": 3}, {"name": "coffee", "price": 5}]\n'
            'dict2csv(rows, "products.csv")\n'
        ),
    ),
    "a literal of the file itself": (
        'model = ["small-1"]\n\ndef ask(model: str) -> str:\n    return model\n',
        'from src.shop.tool import ask\n\nprint(ask("small-1"))\n',
    ),
}


@pytest.mark.parametrize(("code", "wanted"), USES.values(), ids=USES.keys())
def test_a_file_is_used_by_its_main_object(tmp_path: Path, code: str, wanted: str) -> None:
    assert example(tmp_path, code).code == wanted


SKETCHES = {
    "keys": (
        "def check(proxy: dict) -> bool:\n    return proxy['host'] in proxy['names']\n",
        "# `proxy`: a `dict` with the keys `host` and `names`.\nprint(check(proxy))\n",
    ),
    "attributes": (
        "def login(s):\n    return s.driver.start(s.locators)\n",
        "# `s`: an object with `driver` and `locators`.\nprint(login(s))\n",
    ),
    "of each item, in a function that it is passed to": (
        "def one(row):\n    return row.image\n\ndef every(rows):\n    return [one(row) for row in rows]\n",
        "# `rows`: objects, each with `image`.\nprint(every(rows))\n",
    ),
    "a secret": (
        (
            "class Client:\n    def __init__(self, api_key: str):\n        self.key = api_key\n"
            "    def ask(self, question: str) -> str:\n        return question\n"
        ),
        (
            "# `api_key`: the key of your own account.\n"
            'client = Client(api_key)\nprint(client.ask("Name three kinds of tea."))\n'
        ),
    ),
}


@pytest.mark.parametrize(("code", "end"), SKETCHES.values(), ids=SKETCHES.keys())
def test_what_is_not_known_is_named_and_described(tmp_path: Path, code: str, end: str) -> None:
    made = example(tmp_path, code)
    assert made.source == "sketch"
    assert made.code.startswith("# Sketch: `")
    assert made.code.endswith(end)


@pytest.mark.parametrize(
    ("name", "code", "line"),
    [
        ("src/shop/tool.py", "def run():\n    return 1\n", "from src.shop.tool import run"),
        ("src/my-web/lib/tool.py", "def run():\n    return 1\n", "from lib.tool import run"),
        ("src/trees (2)/tool.py", "import trees.leaves\n\ndef run():\n    return 1\n", "from trees.tool import run"),
        ("src/shop/lib/tool.py", "from lib.other import x\n\ndef run():\n    return 1\n", "from lib.tool import run"),
    ],
)
def test_a_file_is_imported_as_its_project_does_it(tmp_path: Path, name: str, code: str, line: str) -> None:
    others = {"src/shop/lib/__init__.py": "", "src/shop/lib/other.py": "x = 1\n"}
    made = example(tmp_path, code, name, **others)
    assert line in made.code.splitlines()


def test_an_application_is_asked_once(tmp_path: Path) -> None:
    code = (
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get('/items/{name}')\ndef item(name):\n    return name\n\n"
        "@app.get('/items')\ndef items():\n    return []\n"
    )
    made = example(tmp_path, code).code
    assert 'response = client.get("/items")' in made
    assert "from src.shop.tool import app" in made


def test_names_in_a_sketch_are_known_only_where_comments_name_them(tmp_path: Path) -> None:
    write_tree(tmp_path, {"shop.py": "def login(s):\n    return s.driver\n"})
    resolver = Resolver(Files(tmp_path), [tmp_path])
    block = resolver.resolve("shop.login").block
    project, effects = Recorder(Answers(resolver)), effects_of(block, parsed(block.source))
    code = "# Sketch: `s` comes from your own program.\nfrom shop import login\n\nprint(login({name}))\n"
    assert not list(faults(code.format(name="s"), block, project, effects))
    assert [one.code for one in faults(code.format(name="other"), block, project, effects)] == ["example-name"]
    plain = "from shop import login\n\nprint(login(s))\n"
    assert [one.code for one in faults(plain, block, project, effects)] == ["example-name"]


RULES = """
class Reducer:
    def __init__(self):
        self.rules = {}

    def add_rule(self, event: str, func):
        self.rules[event] = func

    def reduce(self, texts: list):
        found = []
        for text in texts:
            if text in self.rules:
                found.append(self.rules[text](content=text, kind="text"))
        return found
"""
EFFECT = """
class Alarm:
    def __init__(self):
        self.effect = None

    def run(self, seconds: int):
        self.effect(seconds)
        return True

    def set_effect(self, effect):
        self.effect = effect
"""
STARTED = """
class Engine:
    def __init__(self):
        self.fuel = None

    def drive_engine(self, seconds: int):
        return self.fuel.burn(seconds)

    def start(self):
        self.fuel = Fuel()
"""
OPTIONAL = """
class Engine:
    def __init__(self):
        self.fuel = None

    def drive_engine(self, seconds: int):
        return self.fuel.burn(seconds) if self.fuel is not None else 0

    def start(self):
        self.fuel = Fuel()
"""


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        (
            RULES,
            ["def rule(content, kind):\n    return content", "reducer.add_rule(event, rule)\nprint(reducer.reduce("],
        ),
        (EFFECT, ["def effect(seconds):\n    print(seconds)", "alarm.set_effect(effect)\nprint(alarm.run(5))"]),
        (STARTED, ["engine = Engine()\nengine.start()\nprint(engine.drive_engine(5))"]),
        (OPTIONAL, ["engine = Engine()\nprint(engine.drive_engine(5))"]),
    ],
)
def test_what_a_method_reads_is_set_before_it(tmp_path: Path, code: str, lines: list[str]) -> None:
    made = example(tmp_path, code).code
    assert all(line in made for line in lines), made


@pytest.mark.parametrize(
    ("code", "refused", "shown"),
    [
        (("class Cart:\n    def __init__(self, size=1):\n        self.size = size\n\n\n"
         "def fill(size: int):\n    return Cart(size, 2, 3)\n"), "fill(", "Cart()"),
        ("def total(count=3):\n    for one in count:\n        print(one)\n\n\ndef seconds(minutes: int):\n    return minutes * 60\n",
         "total(", "seconds("),
        ("def send():\n    print(1)\n\n\nasync def post():\n    await send()\n    return 1\n\n\ndef half(n: int):\n    return n / 2\n",
         "post(", "half("),
        (("class Job:\n    def run(self, first=1):\n        self.walk(first)\n\n    def walk(self, rows=None):\n"
         "        rows = rows if rows else []\n        for row in rows:\n            print(row)\n\n"
         "    def size(self):\n        return 2\n"), "run(", "job.walk()"),
    ],
)  # fmt: skip
def test_what_is_proved_to_fail_is_not_shown(tmp_path: Path, code: str, refused: str, shown: str) -> None:
    made = example(tmp_path, code).code
    assert refused not in made
    assert shown in made


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        ('["age", "occupation"]', '[{"age": 36, "occupation": "teacher"}, {"age": 51, "occupation": "nurse"}]'),
        ('["name", "city"]', '[{"name": "Ada", "city": "Lyon"}, {"name": "Grace", "city": "Santiago"}]'),
        ('["price"]', '[{"price": 3.5}, {"price": 5.0}]'),
    ],
)
def test_keys_that_are_read_through_a_variable_are_in_the_records(tmp_path: Path, keys: str, rows: str) -> None:
    code = (
        f"class Profiler:\n    def __init__(self, attributes={keys}):\n        self.attributes = attributes\n\n"
        "    def profile(self, agents: list[dict]):\n"
        "        return {name: self._values(agents, name) for name in self.attributes}\n\n"
        "    def _values(self, agents, attribute):\n        return [agent.get(attribute) for agent in agents]\n"
    )
    assert rows in example(tmp_path, code).code


def test_a_demonstration_shows_results_without_headings_and_labels(tmp_path: Path) -> None:
    code = (
        "def slug(title):\n    return title.lower()\n\n\ndef other(title):\n    return title\n\n\n"
        'if __name__ == "__main__":\n    print("--- slug ---")\n    text = "  Green   Tea "\n'
        "    print(f\"Original: '{text}'\")\n    print(f\"Slug: '{slug(text)}'\")\n    print('Again:', slug('Tea'))\n"
    )
    assert example(tmp_path, code).code.endswith('text = "  Green   Tea "\nprint(slug(text))\nprint(slug("Tea"))\n')
