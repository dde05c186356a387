"""What models said of three real classes: all that is true stands in our sections, and none of what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.section import Section, Step
from mkdocs_howto.settings import Settings, interpreter_paths
from mkdocs_howto.writers.offline import write_section
from tests.conftest import unpacked_wheel

NAMES = ("AiChats", "AiChatOnline", "ChatGptt")

# What a reader needs to know of each class, and the words in which we say it.
STATEMENTS = [
    ("AiChats", "it does not work any more", "It is marked as not working."),
    (
        "AiChats",
        "how it is called",
        "`create_async_generator` is an asynchronous generator and `create_async` is a coroutine",
    ),
    ("AiChats", "its methods need no instance", "both are called on the class"),
    ("AiChats", "the data is posted", "a POST request to `https://ai-chats.org/chat/send2/`"),
    ("AiChats", "through the proxy of the caller", "as JSON through `proxy`"),
    ("AiChats", "errors are yielded", "Errors of its requests are not raised: their text is yielded like an answer."),
    ("AiChats", "with which text", "yields `Error occurred: <e>`"),
    (
        "AiChats",
        "the first image is returned",
        "Returns the first item of the `images` of the first result of `create_async_generator` if ",
    ),
    (
        "AiChats",
        "otherwise, the text",
        "is an `ImageResponse`, otherwise the first result of `create_async_generator`.",
    ),
    ("AiChatOnline", "it does not work any more", "It is marked as not working."),
    (
        "AiChatOnline",
        "a token is asked for",
        "a GET request to `https://aichatonlineorg.erweima.ai/api/v1/user/getUniqueId?canvas=-<random_string>`",
    ),
    ("AiChatOnline", "the token is returned", "Returns the `data` of the JSON body of the response."),
    (
        "AiChatOnline",
        "the messages are posted to the address that is put together",
        "a POST request to `https://aichatonlineorg.erweima.ai/aichatonline/api/chat/gpt` with `messages` as JSON",
    ),
    ("AiChatOnline", "a failure is an error", "raises an error for a status of 400 or more"),
    ("AiChatOnline", "parts are yielded as they arrive", "for each part of the response"),
    ("AiChatOnline", "broken parts are left out", "skipping those for which that fails"),
    ("AiChatOnline", "the model makes no difference", "`model` is accepted but not used."),
    ("ChatGptt", "it does not work any more", "It is marked as not working."),
    ("ChatGptt", "how it is called", "`create_async_generator` is an asynchronous generator, called on the class."),
    ("ChatGptt", "the page is read", "sends a GET request to `https://chatgptt.me` and"),
    (
        "ChatGptt",
        "missing tokens are an error",
        'Raises `RuntimeError` in case of "Required authentication tokens not found in page HTML".',
    ),
    (
        "ChatGptt",
        "the payload is posted",
        "Sends a POST request to `https://chatgptt.me/wp-admin/admin-ajax.php` with `messages` as a form through `proxy`",
    ),
    ("ChatGptt", "the answer is yielded", "Yields the `data` of the JSON body of the response."),
]
FAULTS = [
    "base64 image",
    "streaming",
    "various",
    "valid",
    "muVyak",
    "LSFNvUWq",
    "9d714d5dc46a",
    "Mozilla",
    "cookie_value",
    "cf_clearance=",
    "_ga=",
]
"""What models said wrongly or vaguely of them, and what must never be shown."""


@pytest.fixture(scope="module")
def g4f() -> Path:
    return unpacked_wheel("g4f==0.4.8.0")


def section_of(name: str, g4f: Path, folder: Path) -> Section:
    build = Build(Settings(root=folder, paths=(g4f,), search_paths=interpreter_paths()), print)
    return write_section(build.block(Request(f"g4f.Provider.not_working.{name}.{name}")), build.recorder())


def lines(section: Section) -> list[str]:
    def told(steps: tuple[Step, ...], margin: str = "") -> list[str]:
        return [
            line
            for number, step in enumerate(steps, start=1)
            for line in (f"{margin}{number}. {step.text}", *told(step.steps, f"{margin}    "))
        ]

    return [section.description, "", *told(section.steps)]


@pytest.mark.parametrize(("name", "statement", "words"), STATEMENTS)
def test_what_is_true_is_said(name: str, statement: str, words: str, g4f: Path, tmp_path: Path) -> None:
    assert words in "\n".join(lines(section_of(name, g4f, tmp_path))), statement


@pytest.mark.parametrize("name", NAMES)
def test_what_models_said_wrongly_is_not_said(name: str, g4f: Path, tmp_path: Path) -> None:
    said = "\n".join(lines(section_of(name, g4f, tmp_path)))
    assert [fault for fault in FAULTS if fault in said] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_section(name: str, g4f: Path, tmp_path: Path) -> None:
    """The golden files are written anew by `python -m tests.writers.offline.golden`."""
    golden = Path(__file__).parent / f"golden/{name}.md"
    assert "\n".join(lines(section_of(name, g4f, tmp_path))) + "\n" == golden.read_text(encoding="utf-8")
