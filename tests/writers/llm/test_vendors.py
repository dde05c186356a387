"""The vendors' own SDKs understand our service, and it understands them: so what it tests is the real format."""

from __future__ import annotations

import json
import warnings

import pytest

from mkdocs_howto.errors import BadOption
from mkdocs_howto.writers.llm import messages
from mkdocs_howto.writers.llm.answer import SCHEMA, parse
from mkdocs_howto.writers.llm.chat_completions import ChatCompletions
from mkdocs_howto.writers.llm.generate_content import GenerateContent
from mkdocs_howto.writers.llm.messages import Messages
from tests.writers.llm.server import ANTHROPIC, GEMINI, GOOD, OPENAI, always, serving

ASKED = "Describe `shop.reserve`."


def test_openai() -> None:
    import openai

    with serving(always(GOOD), OPENAI) as server:
        client = openai.OpenAI(api_key="k", base_url=server.url, max_retries=0)
        made = client.chat.completions.create(
            model="tiny",
            messages=[{"role": "system", "content": "Write."}, {"role": "user", "content": ASKED}],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "section", "strict": True, "schema": SCHEMA},
            },
            temperature=0.2,
            max_completion_tokens=900,
        )
    assert server.wrong == []
    assert made.usage is not None
    assert (made.usage.prompt_tokens, made.usage.completion_tokens) == (1000, 200)
    ours = ChatCompletions().reply(json.loads(made.model_dump_json()))
    assert ours.text == made.choices[0].message.content
    assert parse(ours.text).description == GOOD["description"]
    for name, value in ChatCompletions().headers("k").items():
        assert server.asked[0].headers[name.lower()] == value


def test_anthropic() -> None:
    import anthropic

    with serving(always(GOOD), ANTHROPIC) as server:
        client = anthropic.Anthropic(api_key="k", base_url=server.url.removesuffix("/v1"), max_retries=0)
        made = client.messages.create(
            model="tiny",
            max_tokens=900,
            system=[{"type": "text", "text": "Write.", "cache_control": {"type": "ephemeral"}}],
            messages=[{"role": "user", "content": ASKED}],
            output_config={"format": {"type": "json_schema", "schema": SCHEMA}},
        )
    assert server.wrong == []
    assert (made.usage.input_tokens, made.usage.cache_read_input_tokens) == (600, 400)
    ours = Messages().reply(json.loads(made.model_dump_json()))
    assert ours.text == made.content[0].text
    assert (ours.usage.input, ours.usage.output, ours.usage.cached) == (1000, 200, 400)
    asked = server.asked[0]
    assert asked.path == "/v1/messages"
    for name, value in Messages().headers("k").items():
        assert asked.headers[name.lower()] == value


def test_gemini() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # The SDK uses what newer Pythons deprecate.
        from google import genai
        from google.genai import types

        with serving(always(GOOD), GEMINI) as server:
            options = types.HttpOptions(base_url=server.url.removesuffix("/v1"), api_version="v1")
            client = genai.Client(api_key="k", http_options=options)
            made = client.models.generate_content(
                model="tiny",
                contents=ASKED,
                config=types.GenerateContentConfig(
                    system_instruction="Write.",
                    response_mime_type="application/json",
                    response_json_schema=SCHEMA,
                    max_output_tokens=900,
                    temperature=0.2,
                ),
            )
            client.close()
    ours = GenerateContent().reply(json.loads(made.model_dump_json(by_alias=True, exclude_none=True)))
    assert ours.text == made.text
    assert (ours.usage.input, ours.usage.output, ours.usage.cached) == (1000, 200, 400)
    # The SDK says `role: user` for the instruction, too, which the API takes and does not ask for.
    assert set(server.wrong) <= {"unknown field systemInstruction.role"}
    assert server.asked[0].path == "/v1/models/tiny:generateContent"
    for name, value in GenerateContent().headers("k").items():
        assert server.asked[0].headers[name.lower()] == value


def test_anthropic_knows_no_temperature() -> None:
    with pytest.raises(BadOption, match="no `temperature`"):
        messages.anthropic({"model": "tiny", "temperature": 0.5})
