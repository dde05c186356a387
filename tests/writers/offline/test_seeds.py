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

# What is true of each class, whether a model said it or left it out, and the words in which we say it.
STATEMENTS = [
    ("AiChats", "it is an asynchronous generator", "`create_async_generator` is an asynchronous generator"),
    (
        "AiChats",
        "endpoint, default model and models are set",
        "`default_model` (`'gpt-4'`) and `models` (`['gpt-4', 'dalle']`)",
    ),
    ("AiChats", "headers with a user agent and a content type", "such as `accept`, `content-type` and `user-agent`"),
    (
        "AiChats",
        "the referer depends on the model",
        "(`{url}/image/` if `model` is `'dalle'`, otherwise `{url}/chat/`)",
    ),
    ("AiChats", "an HTTP session is opened", "Opens an HTTP session with the headers `headers` as `session`."),
    (
        "AiChats",
        "the prompt of dalle is the last message",
        "If `model` is `'dalle'`, sets `prompt` to `messages[-1]['content']`",
    ),
    ("AiChats", "the prompt of other models", "calls `format_prompt(messages)` and keeps the result as `prompt`"),
    (
        "AiChats",
        "the data is posted",
        "Sends a POST request to `api_endpoint` with `data` as its JSON body through `proxy`",
    ),
    ("AiChats", "the response is checked", "raises an error if its status signals a failure"),
    (
        "AiChats",
        "the address of the image is in the response",
        "Parses the body of `response` as JSON into `response_json`.",
    ),
    ("AiChats", "the image is downloaded", "Sends a GET request to `image_url`"),
    (
        "AiChats",
        "the image is encoded",
        "Encodes `image_data` as Base64 and decodes the result as UTF-8 text into `base64_image`.",
    ),
    ("AiChats", "an image response is yielded", "Yields a new `ImageResponse(base64_url, prompt)`."),
    (
        "AiChats",
        "a missing image is told",
        "yields the text `Error: No image URL found in the response. Full response: {response_json}`",
    ),
    (
        "AiChats",
        "an odd response is told",
        "yields the text `Error: Unexpected response format. Full response: {response_json}`",
    ),
    ("AiChats", "lines of data are joined", "if `line` starts with `'data: '` and `line` is not `'data: '`"),
    ("AiChats", "the text is yielded", "Yields `message` without surrounding whitespace."),
    (
        "AiChats",
        "errors from the request on are yielded",
        "If an error is raised, yields the text `Error occurred: {str(e)}`.",
    ),
    ("AiChats", "one response is taken", "Takes the first `response` of `create_async_generator("),
    (
        "AiChats",
        "the first image is returned",
        "Returns `response.images[0]` if `response` is an `ImageResponse`, otherwise `response`.",
    ),
    (
        "AiChatOnline",
        "a token is asked for",
        "Sends a GET request to `https://aichatonlineorg.erweima.ai/api/v1/user/getUniqueId?canvas=-{get_random_string()}`",
    ),
    ("AiChatOnline", "the token is returned", "Returns the `data` of the JSON body of `response`."),
    (
        "AiChatOnline",
        "the token becomes a header",
        "Awaits `grab_token(session, proxy)` and keeps the result as `headers['UniqueId']`.",
    ),
    (
        "AiChatOnline",
        "prompt and conversation are sent",
        "`conversationId` (`get_random_string()`) and `prompt` (`format_prompt(messages)`)",
    ),
    (
        "AiChatOnline",
        "the message is posted",
        "Sends a POST request to `{url}{api_endpoint}` with `data` as its JSON body",
    ),
    ("AiChatOnline", "chunks are read as they arrive", "For each `chunk` in `response.content` as it arrives"),
    ("AiChatOnline", "chunks are parsed and yielded", "Yields `['data']['message']` of `chunk` parsed as JSON."),
    ("AiChatOnline", "broken chunks are left out", "If an error is raised, goes on with the next item."),
    ("ChatGptt", "address and flags are set", "`supports_stream` (`True`)"),
    ("ChatGptt", "the model is looked up", "Calls `get_model(model)` and keeps the result as `model`."),
    ("ChatGptt", "the page is read", "Sends a GET request to `url`"),
    ("ChatGptt", "tokens are searched for", "Searches `html` for the pattern `data-post-id="),
    (
        "ChatGptt",
        "missing tokens are an error",
        "Raises `RuntimeError` (“Required authentication tokens not found in page HTML”) if `nonce_match` or `post_id_match` was not found.",
    ),
    ("ChatGptt", "it does not work any more", "It is marked as not working."),
    (
        "ChatGptt",
        "the payload is built",
        "Builds `payload` with `_wpnonce` (`nonce_`), `post_id`, `url`, `message` (`format_prompt(messages)`)",
    ),
    ("ChatGptt", "the payload is posted", "Sends a POST request to `api_endpoint` with `payload` as its body"),
    ("ChatGptt", "the answer is parsed", "Parses the body of `response` as JSON into `result`."),
    ("ChatGptt", "the answer is yielded once", "Yields `result['data']`."),
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
