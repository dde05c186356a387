"""A class that is used without an instance is told by what its own methods do, called on the class."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.writers.offline.telling.told import told

SESSION = "from aiohttp import ClientSession\n\nclass Base:\n    def reset(self):\n        '''Reset it.'''\n\n"

METHODS = {
    "one method": (
        """
        class Chat(Base):
            @classmethod
            async def ask(cls, text, proxy=None):
                async with ClientSession() as session:
                    async with session.post("https://chat.example/ask", json={"text": text}, proxy=proxy) as response:
                        response.raise_for_status()
                        async for part in response.content:
                            yield part.decode()
        """,
        [
            (
                "`async for … in Chat.ask(text, proxy=None)` sends a POST request to `https://chat.example/ask`"
                " with `text` as JSON through `proxy` and raises an error for a status of 400 or more."
            ),
            "Yields each part of the response as text.",
            "All other methods are inherited from `Base`.",
        ],
    ),
    "two methods, the stream first": (
        """
        class Chat:
            @staticmethod
            def token(session):
                '''Ask for a token.

                Raises:
                    KeyError: The service has none.
                '''

            @classmethod
            async def ask(cls, text):
                async with ClientSession() as session:
                    async with session.get("https://chat.example/ask") as response:
                        async for part in response.content:
                            if part:
                                yield part
        """,
        [
            "`async for … in Chat.ask(text)`:",
            "  Sends a GET request to `https://chat.example/ask`.",
            "  Yields each part of the response where the part is not empty.",
            "`Chat.token(session)` asks for a token; it raises `KeyError` if the service has none.",
        ],
    ),
    "a choice that only the parameter makes is not sent": (
        """
        class Chat:
            @classmethod
            async def ask(cls, text, model):
                async with ClientSession() as session:
                    body = {"kind": "image" if model == "paint" else "chat", "text": text}
                    async with session.post("https://chat.example/ask", data=body) as response:
                        yield (await response.json())["data"]["text"]
        """,
        [
            (
                "`async for … in Chat.ask(text, model)` sends a POST request to `https://chat.example/ask`"
                " with `text` as a form."
            ),
            "Yields the value of `text` in `data` of the JSON body of the response.",
        ],
    ),
    "parts that cannot be read": (
        """
        import json

        class Chat:
            @classmethod
            async def ask(cls):
                async with ClientSession() as session:
                    async with session.get("https://chat.example/ask") as response:
                        async for part in response.content:
                            try:
                                yield json.loads(part)
                            except ValueError:
                                continue
        """,
        [
            "`async for … in Chat.ask()` sends a GET request to `https://chat.example/ask`.",
            "Yields the part parsed as JSON for each part of the response, skipping those for which that fails.",
        ],
    ),
    "a refusal that its message explains": (
        """
        import re

        class Chat:
            @classmethod
            async def ask(cls):
                async with ClientSession() as session:
                    async with session.get("https://chat.example/ask") as response:
                        found = re.search("a+", await response.text())
                        if not found:
                            raise RuntimeError("the page holds no token")
                        yield found[0]
        """,
        [
            "`async for … in Chat.ask()` sends a GET request to `https://chat.example/ask`.",
            'Raises `RuntimeError` in case of "the page holds no token".',
        ],
    ),
}


@pytest.mark.parametrize(("code", "steps"), METHODS.values(), ids=METHODS)
def test_what_is_called_on_a_class_is_told(code: str, steps: list[str], tmp_path: Path) -> None:
    lines = told(tmp_path, SESSION + dedent(code), "Chat")
    assert lines[: len(steps)] == steps


OTHERS = {
    "it has a constructor": "def __init__(self, a): self.a = a\n    @classmethod\n    def b(cls): print(1)",
    "one method needs an instance": "def a(self): print(1)\n    @classmethod\n    def b(cls): print(1)",
}


@pytest.mark.parametrize("body", OTHERS.values(), ids=OTHERS)
def test_other_classes_are_created(body: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"class Chat:\n    {body}\n", "Chat")[0].startswith("Create it with `Chat(")
