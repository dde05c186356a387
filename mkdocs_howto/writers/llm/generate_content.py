"""Google's Gemini API.

Fields: https://ai.google.dev/api/generate-content (request and answer) and
https://ai.google.dev/gemini-api/docs/structured-output (`responseJsonSchema`). The service keeps the common beginning
of prompts by itself (https://ai.google.dev/gemini-api/docs/caching).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mkdocs_howto.writers.llm import ModelWriter
from mkdocs_howto.writers.llm.settings import ModelSettings, model_settings
from mkdocs_howto.writers.llm.wire import Malformed, Message, Reply, Schema, Usage, count, joined

_REFUSING = {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "MODEL_ARMOR"}
"""Values of `finishReason` after which there is no answer, and will be none."""


def gemini(options: Mapping[str, Any]) -> ModelWriter:
    """A writer for Google's Gemini models.

    Args:
        options: The site's options.
    """
    defaults = {"base_url": "https://generativelanguage.googleapis.com/v1beta", "api_key_env": "GEMINI_API_KEY"}
    return ModelWriter("gemini", model_settings(options, defaults), GenerateContent())


class GenerateContent:
    """The format of `POST /models/{model}:generateContent`."""

    def url(self, settings: ModelSettings) -> str:
        return f"{settings.base_url}/models/{quote(settings.model.removeprefix('models/'), safe='')}:generateContent"

    def headers(self, key: str) -> dict[str, str]:
        return {"x-goog-api-key": key} if key else {}

    def body(self, settings: ModelSettings, messages: tuple[Message, ...], *, schema: Schema | None) -> dict[str, Any]:
        roles = {"user": "user", "assistant": "model"}
        body: dict[str, Any] = {
            "contents": [
                {"role": roles[message.role], "parts": [{"text": message.text}]}
                for message in messages
                if message.role != "system"
            ],
        }
        if system := [message.text for message in messages if message.role == "system"]:
            body["systemInstruction"] = {"parts": [{"text": text} for text in system]}
        config: dict[str, Any] = {}
        if settings.temperature is not None:
            config["temperature"] = settings.temperature
        if settings.max_output_tokens is not None:
            config["maxOutputTokens"] = settings.max_output_tokens
        if schema is not None:
            config |= {"responseMimeType": "application/json", "responseJsonSchema": schema}
        return {**body, "generationConfig": config} if config else body

    def reply(self, data: Any) -> Reply:
        if not isinstance(data, dict):
            raise Malformed("the answer is no object")
        usage = _usage(data.get("usageMetadata"))
        feedback = data.get("promptFeedback")
        if isinstance(feedback, dict) and feedback.get("blockReason"):
            return Reply("", "blocked", usage=usage)
        candidates = data.get("candidates")
        if not isinstance(candidates, list) or not candidates or not isinstance(candidates[0], dict):
            raise Malformed("the answer holds no candidate")
        content = candidates[0].get("content")
        parts = content.get("parts") if isinstance(content, dict) else None
        parts = parts if isinstance(parts, list) else []
        text = joined(part for part in parts if isinstance(part, dict) and not part.get("thought"))
        reason = candidates[0].get("finishReason")
        reason = reason if isinstance(reason, str) else ""
        refusal = "stopped" if reason in _REFUSING else ""
        if not text.strip() and not refusal and reason != "MAX_TOKENS":
            raise Malformed("the answer is empty")
        return Reply(text, refusal, reason == "MAX_TOKENS", usage)

    def hint(self, settings: ModelSettings, status: int) -> str:
        return ""


def _usage(usage: Any) -> Usage:
    if not isinstance(usage, dict):
        return Usage()
    written = count(usage.get("candidatesTokenCount")) + count(usage.get("thoughtsTokenCount"))
    return Usage(count(usage.get("promptTokenCount")), written, count(usage.get("cachedContentTokenCount")))
