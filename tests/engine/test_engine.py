"""A real engine: llama.cpp samples from a tiny model with random weights, under the grammar of our schema.

On demand (`pytest -m engine`), since the engine has to be compiled:

    python -m venv engine && engine/bin/pip install 'llama-cpp-python[server]' gguf
    HOWTO_ENGINE=engine/bin/python pytest -m engine
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

import pytest

from mkdocs_howto.writers.llm.answer import parse
from tests.conftest import Site
from tests.engine.conftest import forwarded, needs_engine
from tests.writers.llm.server import Server

pytestmark = [pytest.mark.engine, needs_engine]


@pytest.fixture(params=["grammar", "no schema"])
def service(request: pytest.FixtureRequest, engine: str) -> Iterator[tuple[str, Server]]:
    with forwarded(engine, grammar=request.param == "grammar") as server:
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
    # The engine's server answers 500 to a schema, which may be an accident once.
    assert forms == ([True, True] if kind == "grammar" else [True, True, False, False])


def test_grammar_sampling_fills_our_schema(engine: str) -> None:
    from mkdocs_howto.writers.llm.answer import SCHEMA
    from mkdocs_howto.writers.llm.chat_completions import ChatCompletions
    from mkdocs_howto.writers.llm.settings import model_settings
    from mkdocs_howto.writers.llm.wire import Message

    with forwarded(engine, grammar=True) as server:
        settings = model_settings({"model": "tiny", "base_url": server.url}, {})
        body = ChatCompletions().body(settings, (Message("user", "Say."),), schema=SCHEMA)
        request = urllib.request.Request(f"{server.url}/chat/completions", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=120) as response:
            reply = ChatCompletions().reply(json.loads(response.read()))
        assert not parse(reply.text).is_empty
        assert set(json.loads(reply.text)) == {"description", "steps", "example"}
        assert reply.usage.input > 0
