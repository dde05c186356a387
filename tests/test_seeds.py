"""The three classes whose sections a model once wrote, documented by us."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.guide import Build, Request, Settings, interpreter_paths
from mkdocs_howto.reading import read
from mkdocs_howto.section import Step
from mkdocs_howto.writers.offline import write_section
from tests.conftest import Site, unpacked_wheel
from tests.test_plugin import PARTS

NAMES = ("AiChats", "AiChatOnline", "ChatGptt")

ANSWER = """
**Avoid vague terms** in the answer.

How to Use This Code Block
==========================

Description
-----------
The class `NAME` talks to a chat service. Handles the answer as it arrives.

Execution Steps
---------------
1. The method `create_async_generator` sends a POST request and yields the answer.

Usage Example
-------------

```python
    from somewhere.g4f.Provider.NAME import NAME

    async def main():
        async for message in NAME.create_async_generator(model="m", messages=[{"role": "user", "content": "Hi"}]):
            print(message)

    import asyncio
    asyncio.run(main())
```
"""


@pytest.fixture(scope="module")
def g4f() -> Path:
    return unpacked_wheel("g4f==0.4.8.0")


def test_a_site_with_the_three_classes_builds(site: Site, g4f: Path) -> None:
    site.options["paths"] = [str(g4f)]
    for name in NAMES:
        site.page(f"# {name}\n\n::: howto g4f.Provider.not_working.{name}.{name}\n", f"{name}.md")
    site.page("# Home\n")
    built = site.build(strict=True)
    for name in NAMES:
        text = " ".join(built.body(name).get_text().split())
        for part in PARTS:
            assert part in text, name
        assert f"import {name}" in text


@pytest.mark.parametrize("name", NAMES)
def test_the_review_sees_what_the_model_did_wrong(name: str, g4f: Path, tmp_path: Path) -> None:
    """A text of the same faults as the model's, written for this test."""
    build = Build(Settings(root=tmp_path, paths=(g4f,), search_paths=interpreter_paths()), print)
    findings = build.reviewed(Request(f"g4f.Provider.not_working.{name}.{name}"), read(ANSWER.replace("NAME", name)))
    errors = {finding.code for finding in findings if finding.severity == "error"}
    assert errors == {"prompt-echo", "example-import"}
    assert {finding.words for finding in findings if finding.code == "missing-request"} == {"GET"}
    missing = {finding.words for finding in findings if finding.code == "missing-exception"}
    assert missing == ({"RuntimeError"} if name == "ChatGptt" else set())
    assert {finding.words for finding in findings if finding.code == "vague-term"} == {"Handles"}


# What a model said truly of each class, and the words in which our section says the same.
STATEMENTS = [
    ("AiChats", "it talks to the service at its URL", "requests to `https://ai-chats.org`"),
    ("AiChats", "headers with a user agent, a content type and more are prepared", "Builds `headers` with"),
    ("AiChats", "an HTTP session is opened", "Opens an HTTP session with the headers `headers` as `session`."),
    ("AiChats", "the prompt is the last message for dalle", "if `model` is `'dalle'`"),
    ("AiChats", "the data is posted", "Sends a POST request to `cls.api_endpoint` with `data` as its JSON body"),
    ("AiChats", "the response is checked", "raises an error if its status signals a failure"),
    ("AiChats", "the image is fetched", "Sends a GET request to `image_url`"),
    ("AiChats", "the image is encoded", "Encodes `image_data` as Base64"),
    ("AiChats", "an image response is yielded", "Yields `ImageResponse(base64_url, prompt)`."),
    ("AiChats", "a missing image is told", "Error: No image URL found"),
    ("AiChats", "lines of data are joined", "if `line` starts with `'data: '`"),
    ("AiChats", "errors are yielded", "If `Exception` is raised, yields"),
    ("AiChats", "the first image is returned", "Returns `response.images[0]` if `response` is an `ImageResponse`"),
    (
        "AiChatOnline",
        "a token is asked for",
        "Sends a GET request to the text `f'https://aichatonlineorg.erweima.ai/api/v1/user",
    ),
    ("AiChatOnline", "the token is returned", "Returns `(await response.json())['data']`."),
    ("AiChatOnline", "the token becomes a header", "keeps the result as `headers['UniqueId']`"),
    ("AiChatOnline", "the message is posted", 'Sends a POST request to `f"{cls.url}{cls.api_endpoint}"`'),
    ("AiChatOnline", "chunks are parsed and yielded", "Yields `json.loads(chunk)['data']['message']`."),
    ("ChatGptt", "the model is looked up", "Calls `cls.get_model(model)`"),
    ("ChatGptt", "the page is read", "Sends a GET request to `cls.url`"),
    ("ChatGptt", "tokens are searched for", "Searches `html` for"),
    (
        "ChatGptt",
        "missing tokens are an error",
        "Raises `RuntimeError` (“Required authentication tokens not found in page HTML”)",
    ),
    ("ChatGptt", "the payload is built", "Builds `payload` with `'_wpnonce'`"),
    ("ChatGptt", "the payload is posted", "Sends a POST request to `cls.api_endpoint` with `payload` as its body"),
    ("ChatGptt", "the answer is yielded", "Yields `result['data']`."),
]
FAULTS = ["base64 image", "stream", "various", "cf_clearance=", "_ga=", "cookie_value"]
"""What models said wrongly or vaguely of them, and what must never be shown."""


def said_of(name: str, g4f: Path, tmp_path: Path) -> str:
    build = Build(Settings(root=tmp_path, paths=(g4f,), search_paths=interpreter_paths()), print)
    section = write_section(build.block(Request(f"g4f.Provider.not_working.{name}.{name}")), build.lookup)

    def texts(steps: tuple[Step, ...]) -> list[str]:
        return [text for step in steps for text in (step.text, *texts(step.steps))]

    return "\n".join([section.description, *texts(section.steps)])


@pytest.mark.parametrize(("name", "statement", "words"), STATEMENTS)
def test_what_a_model_said_truly_is_said(name: str, statement: str, words: str, g4f: Path, tmp_path: Path) -> None:
    assert words in said_of(name, g4f, tmp_path), statement


@pytest.mark.parametrize("name", ["AiChats", "AiChatOnline", "ChatGptt"])
def test_what_models_said_wrongly_is_not_said(name: str, g4f: Path, tmp_path: Path) -> None:
    said = said_of(name, g4f, tmp_path).replace("supports_stream", "")
    assert [fault for fault in FAULTS if fault in said] == []
