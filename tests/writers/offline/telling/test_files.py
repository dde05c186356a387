"""Files are told by their parts: what they answer, run, test, hold; with what is really requested, read and returned."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from mkdocs_howto.references.files import Files
from mkdocs_howto.references.project import Answers, Recorder
from mkdocs_howto.references.resolver import Resolver
from mkdocs_howto.section import Step
from mkdocs_howto.syntax import parsed
from mkdocs_howto.writers.offline import outline_of
from mkdocs_howto.writers.offline.telling.acts import act_of
from mkdocs_howto.writers.offline.telling.functions import Teller
from mkdocs_howto.writers.offline.telling.modules import module_steps
from mkdocs_howto.writers.offline.telling.names import phrase_of
from mkdocs_howto.writers.offline.telling.paths import Paths, constants_of
from mkdocs_howto.writers.offline.telling.purpose import description_of
from mkdocs_howto.writers.offline.telling.tables import line_of_class, line_of_value
from mkdocs_howto.writers.offline.telling.triggers import prefixes_of, trigger_of
from tests.conftest import write_tree

ADDRESSES = {
    "f'https://x.example/{name}/go'": "https://x.example/<name>/go",
    "BASE + '/v1/' + version": "https://x.example/v1/<version>",
    "Path(settings.root) / 'data' / f'{name}.json'": "<root>/data/<name>.json",
    "os.path.join(HERE, 'a.txt')": "shop/a.txt",
    "Path(__file__).parent / 'rows.csv'": "shop/rows.csv",
    "urljoin(BASE, 'chat')": "https://x.example/chat",
    "FOLDER / 'b.txt'": "shop/parts/b.txt",
    "'a' + str(number) + '.txt'": "a<number>.txt",
    "name + other": "",
    "make(x)": "",
}
"""Expressions with the addresses, paths and texts that they make."""

SETTINGS = """
BASE = 'https://x.example'
HERE = os.path.dirname(__file__)
FOLDER = Path(HERE) / 'parts'
"""

ACTS = {
    "driver.get_url('https://shop.example/')": ("opens", "`https://shop.example/`"),
    "driver.click(button)": ("clicks", "`button`"),
    "driver.window_focus()": ("focuses the window", ""),
    "driver.execute_locator(place.banner)": ("executes the locator", "`place.banner`"),
    "driver.maximize_window()": ("maximizes the window", ""),
    "driver.refresh()": ("refreshes", "`driver`"),
    "page.log_in()": ("logs in", ""),
    "server.stop_all()": ("", ""),
    "server.stop_all_servers()": ("stops all servers", ""),
    "run_app_args(args)": ("runs the app with the given arguments", ""),
    "driver.wait(3)": ("", ""),
    "world.run(2)": ("", ""),
    "rows.append(row)": ("", ""),
    "obj.process_data(row)": ("", ""),
    "person.listen_and_act(text)": ("", ""),
}
"""Calls of which only the name is known, with what they do."""

NAMES = {
    "get_free_port": "returns a free port",
    "generate_poem": "generates a poem",
    "extract_rows_from_page": "extracts rows from the page",
    "any2dict": "converts any value to a dictionary",
    "to_rows": "converts a value to rows",
    "md_to_html": "converts Markdown to HTML",
    "is_url": "tests whether a value is a URL",
    "url_shortener": "shortens a URL",
    "run_gui_args": "runs the GUI with the given arguments",
    "login": "logs in",
    "handle_event": "",
    "process": "",
    "field_how_to_use": "",
}
"""Names of functions with what they say."""

TRIGGERS = {
    "@app.get('/items/{name}')": "`GET /items/{name}`",
    "@router.post('/items')": "`POST /api/v1/items`",
    "@router.get('')": "`GET /api/v1`",
    "@pages.route('/add', methods=['GET', 'POST'])": "`GET or POST /pages/add`",
    "@app.route('/')": "`GET /`",
    "@cli.command('add-row')": "The command `add-row`",
    "@cli.command()": "The command `f`",
    "@pytest.fixture": "The fixture `f`",
    "@router.message(Command('start'))": "The command `/start`",
    "@bot.message_handler(commands=['help', 'info'])": "The command `/help` or `/info`",
    "@bot.event": "The event `f`",
    "@cache": "",
    "@app.get(name)": "",
}
"""Decorators with what runs the function below them."""

ROUTERS = """
router = APIRouter(prefix='/v1')
pages = Blueprint('pages', __name__, url_prefix='/pages')
app.include_router(router, prefix='/api')
"""

VALUES = {
    "TEAS = ('green', 'black')": "`TEAS` is the tuple of `'green'` and `'black'`.",
    "LIMIT = 5": "`LIMIT` is `5`.",
    "ROWS = {'a': {'url': 'x', 'n': 1}, 'b': {'url': 'y'}}": (
        '`ROWS` is a dictionary with 2 entries: "a" and "b". Each is a dictionary with `url`; some have `n` as well.'
    ),
}

CLASSES = {
    "class Language:\n    EN = 'EN'\n    DE = 'DE'": (
        "`Language` has the attributes `EN` and `DE`; each is the text of its own name."
    ),
    "class Link:\n    NORMAL = 0\n    HOT = 2": "`Link` has the attributes `NORMAL = 0` and `HOT = 2`.",
    "class Page:\n    number: int\n    rows: list[Row]": (
        "Create it with `Page()` and set `number` (an integer) and `rows` (a list of `Row`) on the object:"
        " none of them has a value before."
    ),
    "class Cart:\n    size = 1\n    def add(self): ...": "",
}

FILES = {
    "private": (
        (
            "import json, requests\nurl = 'https://front.example'\n"
            "def _create(model, messages, stream, **kwargs):\n"
            "    data = {'text': messages[-1], 'model': 'm-4'}\n"
            "    response = requests.post('https://back.example/chat', json=data, stream=True)\n"
            "    for line in response.iter_lines():\n        yield line.decode('utf-8')\n"
        ),
        [
            "The only function of the file is private; it takes `model`, `messages` and `stream`.",
            "Sends a POST request to `https://back.example/chat` with `messages` as JSON.",
            "Yields each line of the response as text.",
        ],
    ),
    "driver": (
        (
            'def enter(shop):\n    """Вход."""\n    page = shop.driver\n    places = shop.places[\'login\']\n'
            "    page.get_url('https://shop.example/')\n    if not page.click(places['open']):\n        page.refresh()\n"
            "    if page.current_url == 'https://shop.example/fail':\n        return\n    return True\n"
        ),
        [
            "`enter(shop)` opens `https://shop.example/`.",
            "Clicks `shop.places['login']['open']`.",
            "If the result is false or empty, refreshes `shop.driver`.",
            "Returns `None` if `shop.driver.current_url` is `https://shop.example/fail`, otherwise `True`.",
        ],
    ),
    "routes": (
        (
            "import json, uvicorn\nfrom fastapi import FastAPI, HTTPException\napp = FastAPI()\n"
            "@app.get('/names/{lang}')\nasync def names(lang: str):\n    try:\n"
            "        with open(f'names/{lang}.json', 'r') as file:\n            return json.load(file)\n"
            "    except FileNotFoundError as error:\n        raise HTTPException(status_code=404, detail='No names')\n"
            "@app.get('/')\nasync def root():\n    return {'ok': True}\n"
            "if __name__ == '__main__':\n    uvicorn.run(app, host='127.0.0.1', port=8000)\n"
        ),
        [
            "`GET /names/{lang}`:",
            "Reads JSON from `names/<lang>.json`.",
            "Returns the JSON content of the file.",
            'Answers with status 404 ("No names") if `names/<lang>.json` does not exist.',
            "`GET /` returns `{'ok': True}`.",
            "Run as a script, it starts the server at `http://127.0.0.1:8000`.",
        ],
    ),
    "tests": (
        (
            "import pytest\nfrom shop.cart import Cart\n"
            "def test_add():\n    cart = Cart('mine')\n    cart.add(2)\n    assert cart.size == 2, 'It holds two.'\n"
            "def test_clear(full):\n    full.clear()\n    assert not full.rows\n"
        ),
        [
            "`test_add`:",
            "Calls `cart.add(2)`.",
            "Checks that `cart.size == 2`.",
            "`test_clear`:",
            "Calls `full.clear()`.",
            "Checks that `not full.rows`.",
        ],
    ),
    "commands": (
        (
            "def main():\n    while True:\n        line = input('Command: ').strip()\n        word = line.split()[0]\n"
            "        if word == 'go':\n            print('Going.')\n        elif word == 'stop':\n            print('Ends.')\n"
            "            raise SystemExit\nif __name__ == '__main__':\n    main()\n"
        ),
        [
            "Run as a script, repeatedly:",
            "Asks for input with the prompt 'Command: '.",
            "Prints `'Going.'` if the word is `'go'`.",
        ],
    ),
    "swallowed": (
        (
            "import logging\nlogger = logging.getLogger()\n"
            "def load(path):\n    try:\n        with open(path) as file:\n            return file.read()\n"
            "    except FileNotFoundError:\n        return ''\n    except Exception as error:\n"
            "        logger.error(error)\n        return None\n"
        ),
        [
            "`load(path)` reads `path`.",
            "Returns the content of the file.",
            "If `path` does not exist, returns an empty text.",
            "If anything else fails, logs the error and returns `None`.",
        ],
    ),
    "options": (
        (
            "import argparse\ndef test(port): ...\n"
            "if __name__ == '__main__':\n    parser = argparse.ArgumentParser()\n"
            "    parser.add_argument('folder', help='Folder to serve.')\n"
            "    parser.add_argument('-p', '--port', type=int, default=80, help='Port to listen on')\n"
            "    parser.add_argument('--mode', choices=['a', 'b'], default=None)\n"
            "    test(parser.parse_args().port)\n"
        ),
        [
            "`test(port)` does nothing.",
            "The command line takes:",
            "`folder`: folder to serve.",
            "`--port`: port to listen on; `80` by default.",
            "`--mode`: one of `['a', 'b']`.",
        ],
    ),
    "click": (
        (
            "import click\n@click.group()\ndef cli(): ...\n"
            "@cli.command('add-row')\n@click.option('-n', '--name', default='x', help='Name of the row.')\n"
            '@click.argument(\'place\')\ndef add(name, place):\n    """Add a row."""\n    click.echo(name)\n'
            '@cli.command()\ndef clear():\n    """Remove all rows."""\n'
        ),
        [
            "The command `add-row` adds a row:",
            "`--name`: name of the row; `'x'` by default.",
            "Prints `name`.",
            "The command `clear` removes all rows.",
            "`cli()` groups its commands.",
        ],
    ),
    "provider": (
        (
            "import aiohttp\nclass Chat:\n    url = 'https://chat.example'\n    place = f'{url}/api'\n    @classmethod\n"
            "    async def create(cls, model, messages, **kwargs):\n"
            "        async with aiohttp.ClientSession() as session:\n"
            "            data = {'model': model, 'messages': messages}\n"
            "            async with session.post(f'{cls.url}/talk', json=data) as response:\n"
            "                response.raise_for_status()\n"
            "                async for line in response.content.iter_any():\n                    yield line.decode()\n"
        ),
        [
            (
                "`async for … in Chat.create(model, messages, **kwargs)`"
                " sends a POST request to `https://chat.example/talk` with `model` and `messages` as JSON"
                " and raises an error for a status of 400 or more."
            ),
            "Yields each chunk of the response as text.",
        ],
    ),
    "undefined": (
        (
            "def check(price):\n    if not price:\n        return None\n    return Pattern.sub('', price)\n"
            "def log_in(shop):\n    shop.open('https://shop.example/')\n    return Truee\n"
            "def total(rows):\n    try:\n        return Rows(rows)\n    except Exception:\n        return 0\n"
        ),
        [
            "`check(price)`:",
            "Returns `None` if `price` is false.",
            "Raises `NameError`, since nothing defines or imports `Pattern`.",
            (
                "`log_in(shop)` opens `https://shop.example/` and raises `NameError`, since nothing defines or imports"
                " `Truee`."
            ),
        ],
    ),
    "undefined script": (
        "shop = Supplier('x')\nshop.get_url('https://shop.example/')\n",
        [
            "Running or importing the file raises `NameError`, since nothing defines or imports `Supplier`.",
            "If that name is defined, opens `https://shop.example/`.",
        ],
    ),
    "until it works": (
        (
            "import requests\nwhile True:\n    try:\n        requests.get('https://x.example')\n        exit(0)\n"
            "    except Exception as error:\n        print('again', error)\n        continue\n"
        ),
        [
            "Running or importing the file sends a GET request to `https://x.example`.",
            "Ends the program with the status 0.",
            "If any of that fails, prints `'again'` and the error and tries again.",
        ],
    ),
    "decorated": (
        (
            'from shop import ask\n@ask()\ndef mend(text):\n    """Args:\n        text: A.\n\n    Returns:\n'
            '        The mended text.\n    """\ndef other():\n    ...\n'
        ),
        ["`mend(text)` returns the mended text; `@ask()` does the work.", "`other()` does nothing."],
    ),
    "results": (
        (
            "def make(rows, name):\n    found = {}\n    for row in rows:\n        if row.a:\n"
            "            found[name] = row\n        else:\n            found['b'] = 1\n    return found\n"
            "def names(rows):\n    return [row['name'] for row in rows if row['kind'] == 'a']\n"
            "def get_page_title(text, page):\n    parts = cut(text)\n    return parts[0] + parts[1]\n"
            "def cut(text):\n    return text.split()\n"
        ),
        [
            "`make(rows, name)` returns a dictionary.",
            "`names(rows)` returns `name` of each row of `rows` whose `kind` is `'a'`.",
            "`get_page_title(text, page)` returns `parts[0] + parts[1]`, where `parts` is `cut(text)`.",
        ],
    ),
    "recipients": (
        (
            "import telebot\nbot = telebot.TeleBot('x')\n@bot.message_handler(commands=['start'])\n"
            "def start(message):\n    bot.send_message(message.chat.id, HELLO)\n"
            "@bot.message_handler(content_types=['voice'])\ndef voice(message):\n    bot.reply_to(message, 'Heard.')\n"
            "HELLO = 'Hello.'\n"
        ),
        [
            "The command `/start` sends the message `HELLO`.",
            "A message of the type `voice` replies to `message` with `'Heard.'`.",
        ],
    ),
    "models": (
        (
            "class Writer:\n    def __init__(self, key):\n        self.client = make(key)\n"
            "    def write(self, text):\n        answer = self.client.completion(prompt=text, model='m-1')\n"
            "        return answer['text']\n"
        ),
        [
            "Create it with `Writer(key)`.",
            "`writer.write(text)` sends `text` to the model `m-1` and returns the answer.",
        ],
    ),
    "hooks": (
        (
            "def pytest_addoption(parser):\n    parser.addoption('--slow', help='Runs slow tests.')\n"
            "    parser.addoption('--all', help='Runs all tests.')\n"
        ),
        ["The pytest hook `pytest_addoption` adds the options `--slow` and `--all`.", "The command line takes:"],
    ),
    "empty": ('"""\n.. module:: a\n"""\n"""\n:synopsis:\n"""\n', []),
    "stub": ("def get_banners():\n    ...\n", ["`get_banners()` does nothing."]),
}
"""Files with the beginnings of their steps."""

DESCRIPTIONS = {
    "private": "Sends a POST request to `https://back.example/chat` with `messages` as JSON and yields each line of the response as text.",
    "driver": "`shop` needs `driver` and `places`.",
    "routes": "A FastAPI application that answers `GET /names/{lang}` and `GET /`.",
    "tests": "Tests `Cart` with pytest, in 2 tests. It asks for the fixture `full`, which this file does not define.",
    "swallowed": "Errors are logged, not raised",
    "empty": "A file without code: importing it defines nothing and does nothing.",
    "stub": "A placeholder that does nothing.",
    "undefined": "`check` raises `NameError` where it uses `Pattern`, which nothing defines or imports.",
    "undefined script": "A script that opens `https://shop.example/`.",
    "until it works": "A script that sends a GET request to `https://x.example`.",
    "recipients": "A Telegram bot that answers the command `/start` and a message of the type `voice`.",
    "models": "`Writer` sends `text` to the model `m-1`.",
    "hooks": "Configures pytest by `pytest_addoption`; its command line gets the options `--slow` and `--all`.",
}
"""Files with what their descriptions hold."""


@pytest.mark.parametrize(("code", "address"), ADDRESSES.items())
def test_addresses_are_those_really_used(code: str, address: str) -> None:
    constants = constants_of(ast.parse(SETTINGS))
    assert Paths(constants.get, "shop/views.py").text(ast.parse(code, mode="eval").body) == address


@pytest.mark.parametrize(("code", "act"), ACTS.items())
def test_names_of_calls_say_what_they_do(code: str, act: tuple[str, str]) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert act_of(call, lambda node: f"`{ast.unparse(node)}`") == act


@pytest.mark.parametrize(("name", "phrase"), NAMES.items())
def test_names_of_functions_are_phrases(name: str, phrase: str) -> None:
    assert phrase_of(name) == phrase


@pytest.mark.parametrize(("decorator", "trigger"), TRIGGERS.items())
def test_decorators_say_what_runs_a_function(decorator: str, trigger: str) -> None:
    (node,) = ast.parse(f"{decorator}\ndef f(): ...").body
    assert isinstance(node, ast.FunctionDef)
    assert trigger_of(node, prefixes_of(ast.parse(ROUTERS))) == trigger


@pytest.mark.parametrize(("code", "line"), VALUES.items())
def test_data_is_told_by_what_it_holds(code: str, line: str) -> None:
    (node,) = ast.parse(code).body
    assert isinstance(node, ast.Assign)
    assert line_of_value(ast.unparse(node.targets[0]), node.value) == line


@pytest.mark.parametrize(("code", "line"), CLASSES.items())
def test_classes_of_constants_are_told_by_their_names(code: str, line: str) -> None:
    (node,) = ast.parse(code).body
    assert isinstance(node, ast.ClassDef)
    assert line_of_class(node) == line


def told(tmp_path: Path, code: str) -> tuple[str, list[str]]:
    root = write_tree(tmp_path, {"shop/__init__.py": "", "shop/cart.py": "class Cart: ...\n", "shop/views.py": code})
    resolver = Resolver(Files(root), [root], [])
    block = resolver.resolve("shop/views.py").block
    tree = parsed(block.source)

    project = Recorder(Answers(resolver))

    teller = Teller(block, tree, project)
    return description_of(teller, tree), flat(module_steps(teller, tree))


def flat(steps: tuple[Step, ...]) -> list[str]:
    return [text for step in steps for text in (step.text, *flat(step.steps))]


@pytest.mark.parametrize("kind", FILES)
def test_files_are_told_by_what_they_do(kind: str, tmp_path: Path) -> None:
    code, expected = FILES[kind]
    _, steps = told(tmp_path, code)
    assert steps[: len(expected)] == expected or (not expected and not steps)


@pytest.mark.parametrize("kind", DESCRIPTIONS)
def test_files_without_words_of_their_author_are_described(kind: str, tmp_path: Path) -> None:
    description, _ = told(tmp_path, FILES[kind][0])
    assert DESCRIPTIONS[kind] in description
    assert len(description.split()) <= 90


@pytest.mark.parametrize("number", [1, 3, 4, 12])
@pytest.mark.parametrize("body", ["pass", '"""Tests that it works."""', "assert 1", "run()", "self.assertTrue(x)"])
def test_tests_that_call_or_check_nothing_are_told(number: int, body: str, tmp_path: Path) -> None:
    code = "".join(f"def test_{name}():\n    {body}\n" for name in range(number))
    write_tree(tmp_path, {"test_x.py": code})
    resolver = Resolver(Files(tmp_path), [tmp_path], sys.path)
    description, steps = outline_of(resolver.resolve(str(tmp_path / "test_x.py")).block, Recorder(Answers(resolver)))
    assert description.startswith("Tests the project with pytest")
    assert all(one.text.endswith(".") for one in steps)
