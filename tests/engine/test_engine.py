"""A real engine: llama.cpp samples from a tiny model with random weights, under the grammar of our schema.

On demand (`pytest -m engine`), since the engine has to be compiled:

    python -m venv engine && engine/bin/pip install 'llama-cpp-python[server]' gguf
    HOWTO_ENGINE=engine/bin/python pytest -m engine
"""

from __future__ import annotations

import copy
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mkdocs_howto.writers.llm.answer import parse
from tests.conftest import Site
from tests.writers.llm.server import Asked, Server, _Handler, serving

ENGINE = os.environ.get("HOWTO_ENGINE", "")
pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(not ENGINE, reason="HOWTO_ENGINE names no Python with llama-cpp-python[server] and gguf"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The engine's own address."""
    model = tmp_path_factory.mktemp("model") / "tiny.gguf"
    subprocess.run([ENGINE, str(Path(__file__).with_name("model.py")), str(model)], check=True)
    port = free_port()
    command = [ENGINE, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port), "--n_ctx", "8192"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=1)
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait()


def forwarded(engine: str, *, grammar: bool) -> Iterator[Server]:
    """A service that hands requests on to the engine, whose server knows `json_object` alone."""

    def behave(handler: _Handler, asked: Asked, number: int) -> None:
        body: dict[str, Any] = copy.deepcopy(asked.body)
        form = body.get("response_format")
        if form is not None and grammar:
            schema = form["json_schema"]["schema"]
            for field in ("description", "example"):
                schema["properties"][field]["maxLength"] = 40  # Random weights never stop by themselves.
            schema["properties"]["steps"]["maxItems"] = 3
            schema["properties"]["steps"]["items"]["properties"]["text"]["maxLength"] = 30
            body["response_format"] = {"type": "json_object", "schema": schema}
        body["max_tokens"] = 600
        request = urllib.request.Request(
            f"{engine}/chat/completions", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                handler.answer(response.read(), response.status)
        except urllib.error.HTTPError as error:
            handler.answer(error.read(), error.code)

    with serving(behave) as server:
        yield server


@pytest.fixture(params=["grammar", "no schema"])
def service(request: pytest.FixtureRequest, engine: str) -> Iterator[tuple[str, Server]]:
    for server in forwarded(engine, grammar=request.param == "grammar"):
        yield request.param, server


def test_what_an_engine_says_never_breaks_a_build(site: Site, service: tuple[str, Server]) -> None:
    kind, server = service
    site.options |= {"writer": "openai", "model": "tiny", "base_url": server.url, "concurrency": 1, "repair": 0}
    site.page("# Home\n\n::: howto shop.reserve\n\n::: howto shop.Price\n")
    built = site.build(strict=True)
    said = " ".join(built.body().get_text().split())
    assert "Sets taken to an empty dictionary." in said  # Noise does not pass the review.
    assert server.wrong == []
    forms = ["response_format" in asked.body for asked in server.asked]
    assert forms == ([True, True] if kind == "grammar" else [True, False, False])


def test_grammar_sampling_fills_our_schema(engine: str) -> None:
    from mkdocs_howto.writers.llm.chat_completions import ChatCompletions
    from mkdocs_howto.writers.llm.settings import model_settings
    from mkdocs_howto.writers.llm.wire import Message

    for server in forwarded(engine, grammar=True):
        settings = model_settings({"model": "tiny", "base_url": server.url}, {})
        body = ChatCompletions().body(settings, (Message("user", "Say."),), schema=True)
        request = urllib.request.Request(f"{server.url}/chat/completions", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=120) as response:
            reply = ChatCompletions().reply(json.loads(response.read()))
        assert not parse(reply.text).is_empty
        assert set(json.loads(reply.text)) == {"description", "steps", "example"}
        assert reply.usage.input > 0
