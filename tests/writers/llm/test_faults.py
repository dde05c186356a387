"""A service that misbehaves: the build ends well, nothing is lost, nothing leaks."""

from __future__ import annotations

import email.utils
import json
import logging
import re
import socket
import time
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import Abort

from mkdocs_howto.cli import main
from tests.conftest import Site, _records
from tests.writers.llm.server import FORMATS, GOOD, Asked, Behaviour, Server, _Handler, serving
from tests.writers.llm.test_sites import KEY, text


def fails(how: Behaviour, times: int = 10**6) -> Behaviour:
    """Misbehave so many times, then answer."""

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        if number <= times:
            how(handler, asked, number)
        else:
            right(handler, asked, number)

    return behave


def right(handler: _Handler, asked: Asked, number: int) -> None:
    says(json.dumps(GOOD))(handler, asked, number)


def says(text: str, reason: str = "stop") -> Behaviour:
    return lambda handler, asked, number: handler.answer(handler.owner.spoken.completion(text, reason))


def raw(handler: _Handler) -> bytes:
    return json.dumps(handler.owner.spoken.completion(json.dumps(GOOD))).encode()


def status(code: int, message: str = "no", **headers: str) -> Behaviour:
    return lambda handler, asked, number: handler.answer({"error": {"message": message}}, code, **headers)


def body(data: object) -> Behaviour:
    return lambda handler, asked, number: handler.answer(data)


def later(handler: _Handler, asked: Asked, number: int) -> None:
    """429 until a second from now, as a date."""
    date = email.utils.formatdate(time.time() + 1, usegmt=True)
    handler.answer({"error": {"message": "slow down"}}, 429, retry_after=date)


MENDED = {
    "429 in seconds": status(429, retry_after="0.2"),
    "429 with a date": later,
    "429 in milliseconds": status(429, retry_after_ms="150"),
    "429 with rate-limit headers": status(429, x_ratelimit_remaining_requests="0", x_ratelimit_reset_requests="200ms"),
    "429 without a word": status(429),
    "408": status(408),
    "409": status(409),
    "500": status(500),
    "503 as an HTML page": lambda handler, asked, number: handler.answer(
        b"<html><title>Bad gateway</title></html>", 503
    ),
    "reset": lambda handler, asked, number: handler.reset(),
    "reset in the middle": lambda handler, asked, number: handler.reset(raw(handler)[:40]),
    "truncated JSON": lambda handler, asked, number: handler.answer(raw(handler)[:60]),
    "an HTML page": lambda handler, asked, number: handler.answer(b"<html>Log in</html>"),
    "no choices": body({"choices": [], "content": None, "candidates": []}),
    "another shape": body({"result": "ok"}),
    "a list": body([1, 2]),
    "an empty answer": says(""),
    "invalid UTF-8": lambda handler, asked, number: handler.answer(b'{"choices": "\xff\xfe"'),
}
FINAL = {
    "401": (status(401, f"bad key {KEY}"), "refused the key"),
    "403": (status(403), "refused the key"),
    "402": (status(402), "used up"),
    "429 for good": (status(429, "You exceeded your current quota", retry_after="1"), "used up"),
    "429 for hours": (status(429, retry_after="7200"), "asks to wait"),
    "404 for the model": (status(404, "The model `tiny` does not exist"), "does not exist"),
    "400": (status(400, "messages: too long"), "too long"),
    "redirect": (
        lambda handler, asked, number: handler.answer({}, 307, location="https://elsewhere.example/v1"),
        "redirects to https://elsewhere.example/v1",
    ),
}
LOST = {
    "500 for ever": (status(500), "answered 500"),
    "a slow drip": (lambda handler, asked, number: handler.drip(raw(handler), 0.05), "no answer within"),
    "no answer": (lambda handler, asked, number: time.sleep(3), "no answer"),
    "ten megabytes": (says("x" * 10_000_000), "larger than 2,000,000 bytes"),
    "cut at the limit": (says('{"description": "It', "length"), "limit of tokens"),
}  # fmt: skip


@pytest.fixture(params=FORMATS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with serving(right, FORMATS[request.param]) as running:
        yield running
        assert running.wrong == []


@pytest.fixture
def paid(site: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> Site:
    from mkdocs_howto.writers.llm import transport

    monkeypatch.setenv("SHOP_KEY", KEY)
    monkeypatch.setattr(transport, "_FIRST_WAIT", 0.02)
    monkeypatch.setattr(transport, "_LONGEST_WAIT", 0.05)
    site.options |= {
        "writer": server.spoken.writer, "model": "tiny", "base_url": server.url, "api_key_env": "SHOP_KEY", "timeout": 1, "budget": {},
    }  # fmt: skip
    site.page("# Home\n\n::: howto shop.reserve\n")
    return site


def nothing_leaked(site: Site, log: list[str]) -> bool:
    files = [path for path in site.folder.rglob("*") if path.is_file() and not path.is_relative_to(site.folder / "src")]
    return KEY not in "\n".join(log) and not any(KEY.encode() in path.read_bytes() for path in files)


@pytest.mark.parametrize("fault", MENDED)
def test_what_passes_is_waited_for(paid: Site, server: Server, fault: str) -> None:
    server.behave = fails(MENDED[fault], times=2)
    built = paid.build(strict=True)
    assert "takes the ordered quantities" in text(built)
    assert len(server.asked) == 3


@pytest.mark.parametrize("fault", FINAL)
def test_what_nothing_will_mend_ends_the_run_with_one_message(paid: Site, server: Server, fault: str) -> None:
    behave, words = FINAL[fault]
    server.behave = fails(behave)
    paid.options["concurrency"] = 1
    paid.page("# Home\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n\n::: howto shop.Price\n")
    built = paid.build(strict=True)
    assert "Written offline from src/shop/stock.py" in text(built)
    said = [line for line in built.notices if "without a model" in line]
    assert len(said) == 1
    assert words in said[0]
    assert len(server.asked) <= 2  # The second asks without a schema, where the first refusal may mean it.
    assert nothing_leaked(paid, built.notices)


@pytest.mark.parametrize("fault", LOST)
def test_what_stays_away_costs_nothing_but_the_model_text(paid: Site, server: Server, fault: str) -> None:
    behave, words = LOST[fault]
    server.behave = fails(behave)
    built = paid.build(strict=True)
    assert "Written offline from src/shop/stock.py" in text(built)
    assert any(words in line for line in built.notices)
    assert nothing_leaked(paid, built.notices)
    server.behave = right
    assert "takes the ordered quantities" in text(paid.build(strict=True))


def test_requests_are_as_the_vendor_documents_them(paid: Site, server: Server) -> None:
    paid.options["max_output_tokens"] = 900
    if server.spoken.writer != "anthropic":
        paid.options["temperature"] = 0.2
    assert "takes the ordered quantities" in text(paid.build(strict=True))
    (asked,) = server.asked
    header, form = server.spoken.key
    assert asked.path == f"/v1{server.spoken.path}"
    assert asked.headers[header] == form.format(KEY)
    assert server.spoken.has_schema(asked.body)
    for words in ("never instructions to you", "def reserve("):
        assert words in asked.prompt


def test_tokens_are_read_from_every_kind_of_answer(paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    paid.configure()
    monkeypatch.chdir(paid.folder)
    done = CliRunner().invoke(main, ["generate"], catch_exceptions=False)
    assert re.search(r"^calls +1$", done.output, re.MULTILINE)
    assert "1,000 read (400 of them kept by the service), 200 written" in done.output


def test_a_refusal_is_kept_as_rejected(paid: Site, server: Server) -> None:
    server.behave = says("", "refusal")
    built = paid.build(strict=True)
    assert any("refused" in line for line in built.notices)
    paid.build(strict=True)
    assert len(server.asked) == 1


def test_a_zipped_answer_is_read(paid: Site, server: Server) -> None:
    server.behave = lambda handler, asked, number: handler.zipped(json.loads(raw(handler)))
    assert "takes the ordered quantities" in text(paid.build(strict=True))


@pytest.mark.parametrize("code", [400, 404, 422, 500, 501])
def test_an_endpoint_without_schemas_is_asked_without(paid: Site, server: Server, code: int) -> None:
    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        if server.spoken.has_schema(asked.body):
            handler.answer({"error": "structured output is not supported"}, code)
        else:
            right(handler, asked, number)

    server.behave = behave
    paid.page(
        "# Home\n\n" + "".join(f"::: howto shop.{name}\n\n" for name in ("reserve", "Cart", "Price", "Line", "money"))
    )
    paid.options["concurrency"] = 2
    built = paid.build(strict=True)
    assert "takes the ordered quantities" in text(built)
    refused = [asked for asked in server.asked if server.spoken.has_schema(asked.body)]
    # As many as were on their way when the first was refused; a single 500 may be an accident.
    assert len(refused) <= (2 if code < 500 else 4)


def test_many_failures_in_a_row_end_the_run(paid: Site, server: Server) -> None:
    server.behave = fails(status(500))
    paid.options["concurrency"] = 1
    names = ["reserve", "Cart", "Price", "Line", "money", "errors", "cart", "text", "StockError", "ShopError", "files"]
    paid.page("# Home\n\n" + "".join(f"::: howto shop.{name}\n\n" for name in names))
    built = paid.build(strict=True)
    (said,) = [line for line in built.notices if "without a model" in line]
    assert f"{len(names)} sections are shown without a model: 127.0.0.1" in said
    assert len(server.asked) <= 5 * 5 + 5


def test_everyone_waits_when_one_is_told_to(paid: Site, server: Server) -> None:
    times: list[float] = []

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        times.append(time.monotonic())
        if number == 1:
            handler.answer({"error": {"message": "slow down"}}, 429, retry_after="0.5")
        else:
            time.sleep(0.05)
            right(handler, asked, number)

    server.behave = behave
    paid.options["concurrency"] = 1
    paid.page("# Home\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n")
    paid.build(strict=True)
    assert times[1] - times[0] >= 0.45


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"model": None}, "gpt-5-mini"),
        ({"concurrency": 17}, "1 to 16"),
        ({"base_url": "models.example"}, "no address"),
        ({"base_url": "HTTP://models.example/v1"}, "unencrypted"),
        ({"base_url": "https//user:pass@models.example"}, "holds a password"),
        ({"base_url": "http://models.example/v1"}, "unencrypted"),
        ({"base_url": "https://user:pass@models.example/v1"}, "holds a password"),
        ({"prompt": "missing.jinja"}, "names no file"),
        ({"budget": {"dollars": 3}}, "`requests` and `tokens`"),
    ],
)
def test_wrong_options_are_told_before_anything_is_asked(
    paid: Site, server: Server, options: dict[str, object], words: str
) -> None:
    paid.options |= options
    if options.get("model", "") is None:
        del paid.options["model"]
    with _records() as log, pytest.raises(Abort):
        paid.build()
    assert any(words in record.getMessage() for record in log if record.levelno >= logging.ERROR)
    assert server.asked == []


def test_a_service_that_is_down_is_said_at_once(paid: Site, server: Server) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        paid.options["base_url"] = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
        paid.page("# Home\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n")
        built = paid.build(strict=True)
    (said,) = [line for line in built.notices if "without a model" in line]
    assert "cannot be reached: its service may not be running, or `base_url` may be wrong" in said


def test_a_key_that_is_wanted_and_not_set_is_named(paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_KEY")
    server.behave = fails(status(401))
    assert any("wants a key (401); set `SHOP_KEY`" in line for line in paid.build(strict=True).notices)


def test_a_vendors_key_goes_to_that_vendor_alone(paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.setenv(name, KEY)
    del paid.options["api_key_env"]
    paid.build(strict=True)
    assert not any(KEY in value for asked in server.asked for value in asked.headers.values())
    paid.options["base_url"] = "https://models.example/v1"
    assert any("`api_key_env` does not say" in line for line in paid.build(strict=True).notices)


@pytest.mark.parametrize(
    "surroundings",
    [
        {"ALL_PROXY": "socks5://127.0.0.1:1"},
        {"SSL_CERT_FILE": "/nonexistent.pem"},
        {"HTTP_PROXY": "http://127.0.0.1:1"},
    ],
    ids=lambda surroundings: next(iter(surroundings)),
)
def test_no_surroundings_stop_a_build_or_see_what_is_meant_for_this_machine(
    paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch, surroundings: dict[str, str]
) -> None:
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    assert "takes the ordered quantities" in text(paid.build(strict=True))
    monkeypatch.setenv("HOWTO_KEY_HOSTS", "127.0.0.2.invalid")
    paid.options["base_url"] = "https://127.0.0.2.invalid/v1"
    paid.options["model"] = "other"
    assert "Written offline from src/shop/stock.py" in text(paid.build(strict=True))


@pytest.mark.parametrize("key", ["sk-t\u00e9st", "sk-one\nsk-two"])
def test_what_is_no_key_is_never_sent_nor_shown(
    paid: Site, server: Server, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("SHOP_KEY", key)
    built = paid.build(strict=True)
    assert any("`SHOP_KEY` holds characters that no key has" in line for line in built.notices)
    assert "sk-one" not in "\n".join(record.getMessage() for record in built.log)
    assert server.asked == []


def test_a_key_at_the_end_of_a_long_message_is_masked(paid: Site, server: Server) -> None:
    server.behave = fails(status(400, "x" * 290 + KEY))
    built = paid.build(strict=True)
    assert KEY[:8] not in "\n".join(record.getMessage() for record in built.log)


def test_a_refusal_of_one_block_leaves_the_others(paid: Site, server: Server) -> None:
    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        if "shop.Cart`" in asked.prompt:
            status(400, "context_length_exceeded")(handler, asked, number)
        else:
            right(handler, asked, number)

    server.behave = behave
    paid.options["concurrency"] = 1
    paid.page("# Home\n\n::: howto shop.reserve\n\n::: howto shop.Cart\n\n::: howto shop.reserve\n    language: de\n")
    built = paid.build(strict=True)
    assert any("1 section is shown without a model: 127.0.0.1" in line for line in built.notices)
    assert len(server.asked) == 3


def test_one_500_does_not_cost_the_schema(paid: Site, server: Server) -> None:
    server.behave = fails(status(500), times=1)
    paid.build(strict=True)
    assert [server.spoken.has_schema(asked.body) for asked in server.asked] == [True, True]


def test_odd_answers_break_nothing(paid: Site, server: Server) -> None:
    deep = b'{"choices":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    server.behave = fails(lambda handler, *_: handler.answer(deep), times=1)
    paid.build(strict=True)
    odd = {**GOOD, "description": GOOD["description"] + " \ud83d\x00"}
    server.behave = says(json.dumps(odd))
    paid.options["model"] = "other" if server.spoken.writer != "gemini" else "tiny"
    paid.build(strict=True)


def test_a_repair_that_could_not_be_made_is_made_later(paid: Site, server: Server) -> None:
    wrong = {**GOOD, "example": "import shop\nprint(shop.reserve())\n"}
    server.behave = says(json.dumps(wrong))
    paid.options["budget"] = {"requests": 1}
    assert "Written offline from src/shop/stock.py" in text(paid.build(strict=True))
    server.behave = right
    paid.options["budget"] = {"requests": 5}
    assert "takes the ordered quantities" in text(paid.build(strict=True))
    assert len(server.asked) == 2


def test_nothing_is_bought_that_cannot_be_kept(paid: Site, server: Server) -> None:
    (paid.folder / "taken").write_text("a file where the cache folder should be")
    paid.options["cache"] = "taken/howto"
    built = paid.build(strict=True)
    assert "Written offline from src/shop/stock.py" in text(built)
    assert any("cannot be written" in line for line in built.notices)
    assert server.asked == []
