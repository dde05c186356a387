"""OpenAI's chat completions, which most servers of other vendors and local engines speak, too.

Fields: https://platform.openai.com/docs/api-reference/chat/create (request) and
https://platform.openai.com/docs/api-reference/chat/object (answer).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_howto.writers.llm import ModelWriter
from mkdocs_howto.writers.llm.settings import ModelSettings, model_settings
from mkdocs_howto.writers.llm.wire import Malformed, Message, Reply, Schema, Usage, count, joined


def openai(options: Mapping[str, Any]) -> ModelWriter:
    """A writer for OpenAI, and for every server that speaks its chat completions.

    Args:
        options: The site's options.
    """
    defaults = {"base_url": "https://api.openai.com/v1", "api_key_env": "OPENAI_API_KEY"}
    return ModelWriter("openai", model_settings(options, defaults), ChatCompletions())


def ollama(options: Mapping[str, Any]) -> ModelWriter:
    """A writer for models that Ollama runs on this machine; it needs no key.

    Args:
        options: The site's options.
    """
    defaults = {"base_url": "http://localhost:11434/v1", "api_key_env": ""}
    return ModelWriter("ollama", model_settings(options, defaults), OllamaCompletions())


class ChatCompletions:
    """The format of `POST /chat/completions`."""

    def url(self, settings: ModelSettings) -> str:
        return f"{settings.base_url}/chat/completions"

    def headers(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def body(self, settings: ModelSettings, messages: tuple[Message, ...], *, schema: Schema | None) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": [{"role": message.role, "content": message.text} for message in messages],
        }
        if settings.temperature is not None:
            body["temperature"] = settings.temperature
        if settings.max_output_tokens is not None:
            # `max_tokens` is deprecated by OpenAI, and the only one that other servers know.
            field = "max_completion_tokens" if settings.host == "api.openai.com" else "max_tokens"
            body[field] = settings.max_output_tokens
        if schema is not None:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "section", "strict": True, "schema": schema},
            }
        return body

    def reply(self, data: Any) -> Reply:
        try:
            choice = data["choices"][0]
            message = choice["message"]
        except (TypeError, KeyError, IndexError) as error:
            raise Malformed("the answer holds no choice") from error
        if not isinstance(message, dict):
            raise Malformed("the answer holds no message")
        reason = choice.get("finish_reason")
        text = _text(message.get("content"))
        refusal = "refused" if message.get("refusal") or reason == "content_filter" else ""
        if not text.strip() and not refusal and reason != "length":
            raise Malformed("the answer is empty")
        return Reply(text, refusal, reason == "length", _usage(data.get("usage")))

    def hint(self, settings: ModelSettings, status: int) -> str:
        return ""


class OllamaCompletions(ChatCompletions):
    """Ollama's own words where a model is missing (https://github.com/ollama/ollama/blob/main/docs/openai.md)."""

    def hint(self, settings: ModelSettings, status: int) -> str:
        return f"run `ollama pull {settings.model}`" if status == 404 else ""


def _text(content: Any) -> str:
    """The answer's text; some servers give it in parts."""
    if isinstance(content, list):
        return joined(content)
    return content if isinstance(content, str) else ""


def _usage(usage: Any) -> Usage:
    if not isinstance(usage, dict):
        return Usage()
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Usage(count(usage.get("prompt_tokens")), count(usage.get("completion_tokens")), count(cached))
