"""What passes between a writer and a service, whatever format the service speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from mkdocs_howto.masking import masked_markdown
from mkdocs_howto.writers.llm.settings import ModelSettings

Schema: TypeAlias = Mapping[str, Any]
"""A JSON schema of answers."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt, without secrets, whatever it is made from.

    Attributes:
        role: `system`, `user` or `assistant`.
        text: Markdown.
    """

    role: str
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", masked_markdown(self.text))


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens, as the service counts them."""

    input: int = 0
    output: int = 0
    cached: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered.

    Attributes:
        text: The answer; empty when there is none.
        refusal: Why the model would not answer; empty when it did.
        is_truncated: Whether the answer ended at the limit of tokens.
        usage: Tokens that it cost.
    """

    text: str
    refusal: str = ""
    is_truncated: bool = False
    usage: Usage = Usage()


class Wire(Protocol):
    """How one kind of service is asked."""

    def url(self, settings: ModelSettings) -> str:
        """Address that requests go to."""
        ...

    def headers(self, key: str) -> dict[str, str]:
        """Headers beside the usual ones; the key is empty where none is needed."""
        ...

    def body(self, settings: ModelSettings, messages: tuple[Message, ...], *, schema: Schema | None) -> dict[str, Any]:
        """Return the request, with the schema that the answer has to follow, or without one."""
        ...

    def reply(self, data: Any) -> Reply:
        """Read an answer.

        Raises:
            Malformed: It is not what the service documents.
        """
        ...

    def hint(self, settings: ModelSettings, status: int) -> str:
        """What to do about a refusal, beside what the service says; empty when there is nothing to add."""
        ...


class Malformed(Exception):
    """An answer that is not what the service documents."""


MOST_TOKENS = 10_000_000
"""Tokens of one request. No model's context holds more; a larger number is a fault of the service."""


def count(value: Any) -> int:
    """Return a number of tokens; 0 for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 < value <= MOST_TOKENS else 0


def joined(parts: Iterable[Any]) -> str:
    """Return the texts of an answer's parts, of those that have one."""
    texts = (part.get("text") for part in parts if isinstance(part, dict))
    return "".join(text for text in texts if isinstance(text, str))


@dataclass(slots=True)
class Known:
    """What a run has learnt of a service.

    Attributes:
        takes_schema: Whether it takes our schema; `None` until an answer has told.
        stopped: Why it is not worth asking any more; empty while it is.
        failures: Requests that came to nothing one after the other.
        paused_until: When all of us may ask again, by the clock of `time.monotonic`.
        underway: Requests that are on their way.
    """

    takes_schema: bool | None = None
    stopped: str = ""
    failures: int = 0
    paused_until: float = 0.0
    underway: int = 0
