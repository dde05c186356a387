"""Anthropic's Messages.

Fields: https://platform.claude.com/docs/en/api/messages (request and answer),
https://platform.claude.com/docs/en/build-with-claude/structured-outputs (`output_config.format`) and
https://platform.claude.com/docs/en/build-with-claude/prompt-caching (`cache_control`). The headers are those of the
vendor's own client, `anthropic` 2.11: the key as a bearer token, and the version below. There is no temperature.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs_howto.errors import BadOption
from mkdocs_howto.writers.llm import ModelWriter
from mkdocs_howto.writers.llm.settings import ModelSettings, model_settings
from mkdocs_howto.writers.llm.wire import Malformed, Message, Reply, Schema, Usage, count, joined

_VERSION = "2026-10-21"
"""https://platform.claude.com/docs/en/api/versioning"""

_OUTPUT = 4_096
"""Tokens of an answer, since the format demands a limit."""


def anthropic(options: Mapping[str, Any]) -> ModelWriter:
    """A writer for Anthropic's models.

    Args:
        options: The site's options.

    Raises:
        BadOption: An option is missing or wrong.
    """
    if options.get("temperature") is not None:
        raise BadOption("Anthropic's models take no `temperature`.", hint="Leave the option out.")
    defaults = {"base_url": "https://api.anthropic.com/v1", "api_key_env": "ANTHROPIC_API_KEY"}
    return ModelWriter("anthropic", model_settings(options, defaults), Messages())


class Messages:
    """The format of `POST /messages`."""

    def url(self, settings: ModelSettings) -> str:
        return f"{settings.base_url}/messages"

    def headers(self, key: str) -> dict[str, str]:
        return {"anthropic-version": _VERSION, **({"Authorization": f"Bearer {key}"} if key else {})}

    def body(self, settings: ModelSettings, messages: tuple[Message, ...], *, schema: Schema | None) -> dict[str, Any]:
        system = [message.text for message in messages if message.role == "system"]
        body: dict[str, Any] = {
            "model": settings.model,
            "max_tokens": settings.max_output_tokens or _OUTPUT,
            "messages": [
                {"role": message.role, "content": message.text} for message in messages if message.role != "system"
            ],
        }
        if system:
            # The same for all blocks: read from the service's cache from the second request on.
            body["system"] = [
                {"type": "text", "text": "\n".join(system), "cache_control": {"type": "ephemeral"}},
            ]
        if schema is not None:
            body["output_config"] = {"format": {"type": "json_schema", "schema": schema}}
        return body

    def reply(self, data: Any) -> Reply:
        content = data.get("content") if isinstance(data, dict) else None
        if not isinstance(content, list):
            raise Malformed("the answer holds no content")
        text = joined(block for block in content if isinstance(block, dict) and block.get("type") == "text")
        reason = data.get("stop_reason")
        reason = reason if isinstance(reason, str) else ""
        refusal = "refused" if reason == "refusal" else ""
        is_truncated = reason in {"max_tokens", "model_context_window_exceeded"}
        if not text.strip() and not refusal and not is_truncated:
            raise Malformed("the answer is empty")
        return Reply(text, refusal, is_truncated, _usage(data.get("usage")))

    def hint(self, settings: ModelSettings, status: int) -> str:
        return ""


def _usage(usage: Any) -> Usage:
    """`input_tokens` leaves out what was read from or written to the cache."""
    if not isinstance(usage, dict):
        return Usage()
    cached, stored = count(usage.get("cache_read_input_tokens")), count(usage.get("cache_creation_input_tokens"))
    return Usage(count(usage.get("input_tokens")) + cached + stored, count(usage.get("output_tokens")), cached)
