"""A service that means harm: whatever it sends ends in bounded work, with a message of one short line."""

from __future__ import annotations

import gzip
import json
import queue
import re
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from mkdocs_howto.bounds import LONGEST
from mkdocs_howto.writers.llm import Spent
from mkdocs_howto.writers.llm.answer import TooLong, is_refusal, parse
from mkdocs_howto.writers.llm.chat_completions import ChatCompletions
from mkdocs_howto.writers.llm.prompt import Prompt
from mkdocs_howto.writers.llm.settings import ModelSettings
from mkdocs_howto.writers.llm.transport import LARGEST, Line, _said, _without_tags, asked_wait, spent_wait
from mkdocs_howto.writers.llm.wire import Known, Message, Reply
from tests.conftest import Site
from tests.writers.llm.server import GOOD, Asked, Behaviour, Server, _Handler, always, completion, serving
from tests.writers.llm.test_sites import KEY, text

BIG = 400_000


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(always(GOOD)) as running:
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    from mkdocs_howto.writers.llm import transport

    monkeypatch.setattr(transport, "_FIRST_WAIT", 0.01)
    monkeypatch.setattr(transport, "_LONGEST_WAIT", 0.02)


def outcome(server: Server, behave: Behaviour, **options: object) -> Reply | Exception:
    """Ask once, over real HTTP."""
    server.behave = behave
    settings = ModelSettings(
        model="tiny", base_url=server.url, api_key_env="SHOP_KEY", attempts=2, timeout=3, **options
    )  # type: ignore[arg-type]
    with Line(settings, ChatCompletions(), Known(takes_schema=True)) as line:
        line.send(1, (Message("user", "Say."),))
        return line.take()[1]


def answers(data: bytes, status: int = 200, **headers: str) -> Behaviour:
    return lambda handler, asked, number: handler.answer(data, status, **headers)


def raw_lines(*lines: bytes, repeat: bytes = b"", times: int = 0) -> Behaviour:
    """Send bytes as they are, then others again and again, and close the connection."""

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        handler.wfile.write(b"".join(lines))
        for _ in range(times):
            handler.wfile.write(repeat)
        handler.close_connection = True

    return behave


GOOD_BODY = json.dumps(completion(json.dumps(GOOD))).encode()
MALFORMED: dict[str, bytes] = {
    "nested lists": b'{"choices":' + b"[" * 100_000,
    "nested objects": b'{"a":' * 100_000,
    "a number of 10,000 digits": b'{"choices": ' + b"9" * 10_000 + b"}",
    "Latin-1": json.dumps(completion("Größe"), ensure_ascii=False).encode("latin-1"),
    "half of UTF-16": GOOD_BODY.decode().encode("utf-16")[:-1],
    "quotes": b'"' * BIG,
    "backslashes": b'"' + b"\\" * BIG,
    "nothing": b"",
    "nulls": b"\x00" * 1000,
    "escape codes": b"\x1b[31m\x1b]0;owned\x07" * 1000,
    "a list of numbers": b"[" + b"1e999," * 60_000 + b"1]",
    "null for a message": b'{"choices": [{"message": null}]}',
    "text for a choice": b'{"choices": ["text"]}',
    "deep text": b'{"choices": [{"message": {"content": ' + b"[" * 900 + b"]" * 900 + b"}}]}",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_answer_is_told_in_one_short_line(server: Server, quick: None, name: str) -> None:
    said = outcome(server, answers(MALFORMED[name]))
    assert type(said).__name__ == "Fault"
    assert re.match(r"the answer (is not JSON|is empty|holds no)", str(said))
    assert_short(str(said))


def assert_short(message: str) -> None:
    assert len(message) < 700
    assert message.isprintable()


READ: dict[str, bytes] = {
    "a byte order mark": b"\xef\xbb\xbf" + GOOD_BODY,
    "UTF-16 with a byte order mark": GOOD_BODY.decode().encode("utf-16"),
    "UTF-32 without one": GOOD_BODY.decode().encode("utf-32-le"),
    "white space around": b"\n\t " + GOOD_BODY + b"\r\n ",
    "NaN beside": GOOD_BODY[:-1] + b', "score": NaN, "other": -Infinity, "large": 1e999}',
    "a byte order mark in the text": json.dumps(completion("\ufeff" + json.dumps(GOOD))).encode(),
    "compressed": gzip.compress(GOOD_BODY),
    "deflated": zlib.compress(GOOD_BODY),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_json_all_the_same_is_read(server: Server, name: str) -> None:
    coding = {"compressed": "gzip", "deflated": "deflate"}.get(name)
    reply = outcome(server, answers(READ[name], **({"content_encoding": coding} if coding else {})))
    assert isinstance(reply, Reply)
    assert parse(reply.text).description == parse(json.dumps(GOOD)).description


LONE = {
    "an escape": b'"x \\ud800 y"',
    "the second half": b'"x \\udfff y"',
    "halves in the wrong order": b'"x \\ude00\\ud83d y"',
    "bytes": b'"x \xed\xa0\x80 y"',
    "inside the answer's own JSON": json.dumps('{"description": "x \\ud800 y", "steps": []}').encode(),
}


@pytest.mark.parametrize("name", LONE)
def test_half_a_character_is_replaced(server: Server, name: str) -> None:
    """No token is counted by the service, so that the text itself is measured."""
    data = {**completion("here"), "usage": None}
    reply = outcome(server, answers(json.dumps(data).encode().replace(b'"here"', LONE[name])))
    assert isinstance(reply, Reply)
    Spent().add(reply, Prompt(()))
    parse(reply.text).description.encode()
    reply.text.encode()
    assert "x " in reply.text


@pytest.mark.parametrize("name", LONE)
def test_half_a_character_in_a_refusal_is_replaced(server: Server, name: str) -> None:
    said = outcome(server, answers(b'{"error": {"message": %s}}' % LONE[name], 400))
    assert_short(str(said))


COUNTS = ["9" * 4_000, "1e999", "NaN", "-5", "true", '"many"', "[1]", "null", "99999999999"]


@pytest.mark.parametrize("count", COUNTS)
def test_nonsense_for_tokens_counts_as_none(server: Server, count: str) -> None:
    usage = f'{{"prompt_tokens": {count}, "completion_tokens": {count}, "prompt_tokens_details": {{"cached_tokens": {count}}}}}'
    data = json.dumps({**completion(json.dumps(GOOD)), "usage": None}).replace('"usage": null', f'"usage": {usage}')
    reply = outcome(server, answers(data.encode()))
    assert isinstance(reply, Reply)
    assert (reply.usage.input, reply.usage.output, reply.usage.cached) == (0, 0, 0)


def bomb(coding: str) -> bytes:
    """A few kilobytes that become hundreds of megabytes."""
    large = zlib.compressobj(9, wbits=31 if coding.startswith("gzip") else 15)
    data = b"".join(large.compress(b" " * 1_000_000) for _ in range(200)) + large.flush()
    return gzip.compress(data) if "," in coding else data


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("coding", ["gzip", "deflate", "gzip, gzip", "br", "zstd", "x" * 1000])
def test_a_bomb_takes_no_more_memory_than_an_answer(server: Server, quick: None, coding: str, status: int) -> None:
    data = bomb(coding)
    tracemalloc.start()
    try:
        said = outcome(server, answers(data, status, content_encoding=coding))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert type(said).__name__ == "Fault"
    assert_short(str(said))
    assert peak < 10 * LARGEST


REFUSALS = {
    "opening tags": b"<script" * BIG,
    "scripts without an end": b"<script>" * BIG,
    "angles": b"<" * BIG,
    "styles": b"<style></styl" * BIG,
    "a long page": b"<html><title>Bad gateway</title>" + b"<p>x</p>" * BIG,
    "a nested message": b'{"error":' * 2_000,
    "a long message": json.dumps({"error": {"message": "no " * BIG}}).encode(),
    "a number": b"9" * 7_000,
    "a list": json.dumps({"error": ["a", {"b": [1, 2]}]}).encode(),
    "a deep message": b'{"error": ' + b"[" * 900 + b"]" * 900 + b"}",
    "control characters": json.dumps({"error": {"message": "\x1b[31m::error::\r\nno\ud83d"}}).encode(),
    "python that is hard to parse": b"x = " + b"-" * 7_000,
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_told_in_one_short_line(server: Server, quick: None, name: str) -> None:
    for status in (400, 500):
        said = outcome(server, answers(REFUSALS[name], status))
        assert type(said).__name__ in {"Fault", "Stop"}
        assert f"{status}" in str(said)
        assert_short(str(said))


WAITS = {
    "1e308": "for ever", "inf": "for ever", "-inf": None, "nan": None, "-1": None, "9" * 60_000: None, "9" * 60: "for ever",
    "Fri, 31 Dec 9999 23:59:59 GMT": "for ever", "Mon, 01 Jan 0001 00:00:00 GMT": None, "Mon, 01 Jan 0001 00:00:00 +2359": None,
    "Fri, 31 Dec 99999 23:59:59 GMT": None, "Fri, 31 Dec 9999 23:59:59 -2359": None, "Thu, 01 Jan 1970 00:00:00 +999999999": None,
    "Fri, 99 Foo 2024 99:99:99 GMT": None, "": None, ",,,": None, "\u0663": "3 seconds", "121": "121 seconds", "1_000": "1000 seconds",
}  # fmt: skip
"""Values of `Retry-After`, and the time that a message tells where it is too long to wait."""


@pytest.mark.parametrize("value", WAITS, ids=lambda value: value[:40])
def test_no_time_is_too_odd_to_be_read(value: str) -> None:
    for headers in (
        {"retry-after": value},
        {"retry-after-ms": value},
        {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": value},
        {"x-ratelimit-remaining-requests": value, "x-ratelimit-reset-requests": "1s"},
    ):
        assert 0 <= (asked_wait(headers) or 0) <= 1e9
        assert 0 <= spent_wait(headers) <= 1e9


@pytest.mark.parametrize("value", [value for value, words in WAITS.items() if words and value.isascii()], ids=str)
def test_who_is_asked_to_wait_too_long_stops(server: Server, quick: None, value: str) -> None:
    said = outcome(server, answers(b'{"error": "slow down"}', 429, retry_after=value))
    assert type(said).__name__ == "Stop"
    assert f"asks to wait {WAITS[value]}: slow down" in str(said)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
ENDLESS: dict[str, Behaviour] = {
    "chunks": raw_lines(HEAD, b"transfer-encoding: chunked\r\n\r\n", repeat=b"8000\r\n" + b" " * 0x8000 + b"\r\n", times=1000),
    "tiny chunks": raw_lines(HEAD, b"transfer-encoding: chunked\r\n\r\n", repeat=b"1\r\n \r\n" * 1000, times=100),
    "chunk extensions": raw_lines(HEAD, b"transfer-encoding: chunked\r\n\r\n", b"1;" + b"a" * 1_000_000),
    "no length": raw_lines(HEAD, b"\r\n", repeat=b" " * 65_536, times=1000),
    "headers": raw_lines(HEAD, repeat=b"x-a: b\r\n", times=200_000),
    "a long header": raw_lines(HEAD, b"x-a: ", repeat=b"a" * 65_536, times=100),
    "early hints": raw_lines(repeat=b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" * 100, times=100),
    "a status line": raw_lines(b"HTTP/1.1 200 ", repeat=b"O" * 65_536, times=100),
    "no HTTP": raw_lines(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "two lengths": raw_lines(HEAD, b"content-length: 5\r\ncontent-length: 7\r\n\r\n{}"),
    "a negative length": raw_lines(HEAD, b"content-length: -5\r\n\r\n{}"),
    "a huge length": raw_lines(HEAD, b"content-length: 99999999999999999999\r\n\r\n{}"),
    "switching protocols": raw_lines(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n"),
    "an odd status": raw_lines(b"HTTP/1.1 999 No\r\ncontent-length: 2\r\n\r\n{}"),
    "no content": raw_lines(b"HTTP/1.1 204 No Content\r\n\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDLESS)
def test_what_has_no_end_is_not_read_to_the_end(server: Server, quick: None, name: str) -> None:
    tracemalloc.start()
    try:
        said = outcome(server, ENDLESS[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert type(said).__name__ in {"Fault", "Stop"}
    assert_short(str(said))
    assert peak < 10 * LARGEST


REDIRECTS = {
    "a loop": lambda server: f"{server.url}/chat/completions",
    "another host": lambda server: "https://evil.example/v1?key=" + KEY,
    "a file": lambda server: "file:///etc/passwd",
    "a long way": lambda server: "https://evil.example/" + "a" * 50_000,
    "nowhere": lambda server: "",
}


@pytest.mark.parametrize("name", REDIRECTS)
def test_no_redirect_is_followed(server: Server, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("SHOP_KEY", KEY)
    location = REDIRECTS[name](server)
    said = outcome(server, answers(b"{}", 307, location=location))
    assert type(said).__name__ == "Stop"
    assert "redirects to" in str(said)
    assert KEY not in str(said)
    assert_short(str(said))
    assert len(server.asked) == 1


LONG: dict[str, str] = {
    "the answer": "a " * LONGEST,
    "the description": json.dumps({**GOOD, "description": "[" * 100_000}),
    "the answer of emphasis": "**a " * 50_000,
    "a description": json.dumps({**GOOD, "description": "word " * 1_000}),
    "a step": json.dumps({**GOOD, "steps": [{"level": 1, "text": "`a` " * 300}]}),
    "an example": json.dumps({**GOOD, "example": "x = 1\n" * 2_000}),
    "a description in Markdown": "## Description\n\n" + "word " * 1_000,
    "a step in Markdown": "## Execution Steps\n\n1. " + "word " * 300,
    "a step of many lines": "## Execution Steps\n\n1. Reads.\n" + "   word\n" * 300,
    "an example in Markdown": "## Usage Example\n\n```python\n" + "x = 1\n" * 2_000 + "```\n",
}


@pytest.mark.parametrize("name", LONG)
def test_a_part_that_no_section_needs_is_refused(name: str) -> None:
    with pytest.raises(TooLong, match=r"^(the|a) \w+ has [\d,]+ characters; [\d,]+ are read$"):
        parse(LONG[name])


def test_a_long_answer_is_kept_as_rejected_and_not_sent_back(
    site: Site, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.behave = always({**GOOD, "description": "[" * 100_000})
    site.options |= {"writer": "openai", "model": "tiny", "base_url": server.url}
    site.page("# Home\n\n::: howto shop.reserve\n")
    for _ in range(2):
        built = site.build(strict=True)
        assert "Written offline from src/shop/stock.py" in text(built)
        assert any("the answer has 100,255 characters" in line or "characters; " in line for line in built.notices)
    assert len(server.asked) == 1


def test_a_mark_for_code_of_ones_own_is_a_character_like_any_other() -> None:
    for mark in ("\ue0000\ue001", "\ue0009\ue001", "\ue000" + "9" * 900 + "\ue001", "\ue001\ue000"):
        assert "`a`" in parse(json.dumps({"description": f"Reads `a` {mark}."})).description


EMPHASES = {
    "**bold** and *thin* and ***both***": "bold and thin and both",
    "__bold__ but _thin_ and snake_case": "bold but _thin_ and snake_case",
    "**a *b* c**": "a b c",
    "2 * 3 * 4 ** 5": "2 * 3 * 4 ** 5",
    "*args and **kwargs": "*args and **kwargs",
    "a*b*c": "a*b*c",
    "**open\nclosed**": "**open closed**",
    "****four****": "****four****",
    "**a** **b**": "a b",
    "*a **b* c**": "a **b c**",
}


@pytest.mark.parametrize("words", EMPHASES)
def test_emphasis_is_taken_off(words: str) -> None:
    assert parse(json.dumps({"description": words})).description == EMPHASES[words]


PIECES = [
    "**a ", "*", "***a", "__a ", "_", "[", "![", "[a](", "[a](b:", "[a](/ ", "`", "``a", "<think>", "<think></think>", "</think>", "<thinking> ",
    "{", '{"a":', "# ", "#", "# #", "- ", "1. ", "  - a\n", "\n", "\n\n", " ", "\t", "a", "```\n", "~~~", "``` ", "## Steps\n", "**Steps**: a\n", "===\n", "---\n",
    "\\", "<script", "<script>", "<style", "</", "<", ">", "<!--", "\ue0001\ue001",
]  # fmt: skip
"""What an answer may repeat."""

READERS: dict[str, Callable[[str], object]] = {
    "parse": parse,
    "parse in JSON": lambda words: parse(json.dumps({"description": words[:3_900], "example": words[:9_900]})),
    "is_refusal": is_refusal,
    "an error's body": lambda words: _said(words.encode()),
    "a page": _without_tags,
}


def seconds(reader: Callable[[str], object], words: str) -> float:
    def once() -> float:
        start = time.process_time()
        with suppress(TooLong):
            reader(words)
        return time.process_time() - start

    return min(once() for _ in range(3))


@pytest.mark.parametrize("reader", READERS)
def test_work_grows_as_the_text_does(reader: str) -> None:
    """Four times the text is far from sixteen times the work."""
    for piece in PIECES:
        small, large = (piece * (size // len(piece)) for size in (9_000, 36_000))
        for end in ("", "x"):
            base = max(seconds(READERS[reader], small + end), 0.002)
            assert seconds(READERS[reader], large + end) < 10 * base, piece


def test_nothing_is_left_running(server: Server) -> None:
    """An answer that is broken off lets go of its connection."""
    done: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        try:
            ENDLESS["no length"](handler, asked, number)
        except OSError:
            done.put(True)
            raise

    assert type(outcome(server, behave)).__name__ == "Fault"
    assert done.get(timeout=10)
