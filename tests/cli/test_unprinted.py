"""No command prints a secret that the project's code, tests or pages hold, or that a model invents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.running import run
from tests.conftest import Site, write_tree
from tests.writers.llm.server import Asked, Server, _Handler, completion, serving
from tests.writers.llm.test_processes import project

SECRET = "tr0ub4dor-9d71e8aa-Zk3"
"""What a person may have chosen; no vendor's format."""
MODULE = '''"""Log people in."""

def login(user: str, password: str, count: int = 1) -> str:
    """Log a user in.

    Raises:
        ValueError: The password is empty.
    """
    if not password:
        raise ValueError("empty")
    return user + password * count


def admit(count: int, pin_code: str, *more: str) -> str:
    """Admit a guest."""
    return pin_code + str(count)


class Client:
    """Talk to a service."""

    def __init__(self, token: str, url: str = "") -> None:
        self.token = token
        self.url = url

    def send(self, text: str) -> str:
        """Send a text."""
        return self.token + text
'''
HEAD = "import pytest\nfrom door import Client, admit, login\n\n"
CASES = {
    "a parameter": "@pytest.mark.parametrize('password', ['{secret}'])\ndef test_it(password):\n    assert login('ann', password) == 'ann{secret}'\n",
    "one of several parameters": "@pytest.mark.parametrize(('user', 'password'), [('ann', '{secret}'), ('bob', 'x')])\ndef test_it(user, password):\n    assert login(user, password)\n",
    "parameters in one text": "@pytest.mark.parametrize('user, password', [['ann', '{secret}']])\ndef test_it(user, password):\n    assert login(user, password)\n",
    "a case with a mark": "@pytest.mark.parametrize('password', [pytest.param('{secret}', id='long')])\ndef test_it(password):\n    assert login('ann', password)\n",
    "an argument": "def test_it():\n    assert login('ann', password='{secret}') == 'ann{secret}'\n",
    "an argument by its place": "def test_it():\n    assert login('ann', '{secret}')\n",
    "an argument of a class": "def test_it():\n    client = Client(token='{secret}')\n    assert client.send('a') == '{secret}a'\n",
    "an argument of a class by its place": "def test_it():\n    client = Client('{secret}')\n    assert client.send('a') == '{secret}a'\n",
    "arguments behind each other": "def test_it():\n    assert admit(3, '{secret}', 'x')\n",
    "a name": "def test_it():\n    password = '{secret}'\n    assert login('ann', password) == 'ann' + password\n",
    "a name of the module": "PASSWORD = '{secret}'\n\ndef test_it():\n    assert login('ann', PASSWORD)\n",
    "a fixture": "@pytest.fixture\ndef password():\n    return '{secret}'\n\ndef test_it(password):\n    assert login('ann', password)\n",
    "a loop": "def test_it():\n    for user, password in [('ann', '{secret}')]:\n        assert login(user, password)\n",
    "a mapping": "def test_it():\n    data = {{'user': 'ann', 'password': '{secret}'}}\n    assert login(**data)\n",
    "an environment": "def test_it(monkeypatch):\n    monkeypatch.setenv('DOOR_TOKEN', '{secret}')\n    assert Client('{secret}').send('a')\n",
}
COMMANDS = (
    ("coverage",), ("coverage", "--format", "json"), ("coverage", "--format", "markdown"), ("init", "--dry-run"),
    ("prompt", "door.login", "door.admit", "door.Client", "door.Client.send", "door"), ("show", "door.login", "door.admit", "door.Client", "--why"),
    ("show", "door.login", "door.Client", "door", "--format", "json"),
)  # fmt: skip


def asking(site: Site, files: dict[str, str]) -> Site:
    site.options |= {"writer": "openai", "model": "tiny", "paths": ["src"]}
    write_tree(site.folder, {"src/door.py": MODULE, "docs/index.md": "# Door\n\n::: howto door.login\n", **files})
    return site


def printed(site: Site) -> str:
    """Return what the commands print about the project."""
    done = [run(site, *command) for command in COMMANDS]
    assert all(one.exit_code in {0, 1, 2} for one in done)
    return "".join(one.stdout + one.stderr for one in done)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_values_of_test_cases_are_not_printed(site: Site, case: str) -> None:
    text = printed(asking(site, {"tests/test_door.py": HEAD + case.format(secret=SECRET)}))
    assert "door.login" in text
    assert SECRET not in text


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": f"# Door\n\n```python\nfrom door import login\n\nlogin('ann', password='{SECRET}')\n```\n"},
        {"examples/use.py": f"from door import Client\n\nclient = Client(token='{SECRET}')\nprint(client.send('a'))\n"},
        {"src/door.py": MODULE.replace("password: str", f"password: str = '{SECRET}'")},
        {"src/door.py": f"TOKEN = '{SECRET}'\n\n{MODULE}".replace("self.token + text", "TOKEN + text")},
        {
            "src/door.py": MODULE.replace(
                "Log a user in.", f"Log a user in.\n\n    >>> login('ann', password='{SECRET}')"
            )
        },
        {"src/door.py": MODULE.replace("return user +", f"# password: {SECRET}\n    return user +")},
    ],
    ids=["README", "example", "default", "constant", "docstring", "comment"],
)
def test_secrets_of_the_code_are_not_printed(site: Site, files: dict[str, str]) -> None:
    text = printed(asking(site, files))
    assert "door.login" in text
    assert SECRET not in text


READABLE = ("red apples", "9d71e8aa", "ann@example.com", "2024-01-01")


@pytest.mark.parametrize("value", READABLE)
def test_values_of_other_parameters_stay_readable(site: Site, value: str) -> None:
    case = f"def test_it():\n    assert login('{value}', 'x')\n"
    assert value in printed(asking(site, {"tests/test_door.py": HEAD + case}))


# What a model wrote and the review refused.


def refused(text: str, example: str) -> Any:
    def answering(handler: _Handler, asked: Asked, number: int) -> None:
        name = asked.prompt.partition("`many.")[2].partition("`")[0]
        section = {
            "description": f"Raises `LookupError` for a value that is too large. {text}",
            "steps": [{"level": 1, "text": f"Returns the sum. {text}"}],
            "example": f"from many import {name}\n\n{example}\nprint({name}(1, 2, 3))\n",
        }
        handler.answer(completion(json.dumps(section)))

    return answering


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(refused("", "")) as running:
        yield running


KEY = "ghp_q8w7e6r5t4y3u2i1o0p9a8s7d6f5g4h3j2k1"


@pytest.mark.parametrize(
    ("text", "example", "secret"),
    [
        (f"The token is {KEY}.", "", KEY),
        ("", f"token = '{KEY}'", KEY),
        ("", f"password = '{SECRET}'", SECRET),
        ("", f"connect('redis://:{SECRET}@cache.internal/0')", SECRET),
        (f"Use `Authorization: Bearer {KEY}`.", f"headers = {{'Authorization': 'Token {SECRET}'}}", SECRET),
    ],
)
def test_a_rejected_text_is_shown_without_secrets(
    tmp_path: Any, server: Server, text: str, example: str, secret: str
) -> None:
    server.behave = refused(text, example)
    site = project(tmp_path, server, count=1)
    assert run(site, "generate").exit_code == 1
    shown = run(site, "show", "many.task_0", "--rejected")
    as_json = run(site, "show", "many.task_0", "--rejected", "--format", "json")
    assert (shown.exit_code, as_json.exit_code) == (0, 0), shown.stderr
    for done in (shown, as_json):
        assert "LookupError" in done.stdout
        assert secret not in done.stdout + done.stderr
