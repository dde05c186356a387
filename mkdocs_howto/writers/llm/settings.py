"""What a site says about its model, checked once."""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs_howto.errors import BadOption

MOST_CONCURRENT = 16
"""Requests on their way at once. Above this, services answer 429 and the waiting costs more than it brings."""

MODELS = ("gpt-5-mini (OpenAI)", "mistral-small-latest (Mistral)", "llama3.2 (Ollama)")
"""Examples for who forgot the model's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """The options of a writer that asks a model.

    Attributes:
        model: The model's name, as its service knows it.
        base_url: Where the service is, without a slash at the end.
        api_key_env: Name of the environment variable that holds the key.
        root: The project's folder.
        language: Language of the text, as a code (`en`, `pt-BR`).
        prompt: A Jinja template instead of the package's own.
        prompt_tokens: Estimated tokens of a prompt at most; context beyond it is left out.
        max_output_tokens: Tokens of an answer at most; `None` leaves it to the service.
        temperature: Sampling temperature; `None` leaves it to the service.
        concurrency: Requests on their way at once.
        requests: Requests in one build at most.
        tokens: Tokens in one build at most, as far as they can be estimated before a call.
        repair: How often findings go back to the model.
        timeout: Seconds for one whole request.
        attempts: How often a request is sent before it counts as failed.
        forbidden: Whether `no_llm` is set.
        prices: Money for a million tokens, by `input`, `output` and `cached`.
        keyless: Whether the site says that the service needs no key: `api_key_env: ""`.
        no_calls: Why this program makes no calls; empty when it may.
    """

    model: str
    base_url: str = "https://api.openai.com/v1"
    api_key_env: str = "OPENAI_API_KEY"
    root: Path = field(default_factory=Path)
    language: str = "en"
    prompt: Path | None = None
    prompt_tokens: int = 8_000
    max_output_tokens: int | None = None
    temperature: float | None = None
    concurrency: int = 8
    requests: float = 100
    tokens: float = math.inf
    repair: int = 1
    timeout: float = 120.0
    attempts: int = 5
    forbidden: bool = False
    prices: Mapping[str, float] = field(default_factory=dict)
    keyless: bool = False
    no_calls: str = ""

    @property
    def host(self) -> str:
        """Host and port of the service, as messages name it."""
        return urlsplit(self.base_url).netloc

    @property
    def is_local(self) -> bool:
        """Whether the service runs on this machine: then it needs no key, and plain HTTP reaches nobody else."""
        name = urlsplit(self.base_url).hostname or ""
        if name == "localhost":
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False

    @property
    def key(self) -> str:
        """The key, read from the environment each time; empty when it is not set."""
        return os.environ.get(self.api_key_env, "").strip() if self.api_key_env else ""

    @property
    def unavailable(self) -> str:
        """Why no call can be made; empty when it can."""
        if self.no_calls:
            return self.no_calls
        if not self.key.isascii() or not self.key.isprintable():
            return f"`{self.api_key_env}` holds characters that no key has"
        if not self.key and not self.is_local and not self.keyless:
            name = self.api_key_env
            return f"`{name}` is not set" if name else f"`api_key_env` does not say where the key for {self.host} is"
        return ""


def model_settings(options: Mapping[str, Any], defaults: Mapping[str, Any]) -> ModelSettings:
    """Check the options that concern a model.

    Args:
        options: As the site gives them; those of other writers are passed over.
        defaults: What a wire format takes where the site says nothing.

    Raises:
        BadOption: An option is missing or wrong.
    """
    given = {**defaults, **{name: value for name, value in options.items() if value is not None}}
    if not given.get("model"):
        raise BadOption("The option `model` is missing.", hint=f"For example: {', '.join(MODELS)}.")
    base_url = _address(str(given["base_url"]))
    if base_url != defaults.get("base_url", base_url) and not options.get("api_key_env"):
        given["api_key_env"] = ""  # A vendor's key is for that vendor; another service never sees it by mistake.
    budget = _table(given, "budget", "requests", "tokens")
    root = Path(given.get("root") or ".")
    settings = ModelSettings(
        model=str(given["model"]),
        base_url=base_url,
        api_key_env=str(given.get("api_key_env", "")),
        root=root,
        language=str(given.get("language") or "en"),
        prompt=_file(root, given.get("prompt")),
        prompt_tokens=int(given.get("prompt_tokens", 8_000)),
        max_output_tokens=_number(given.get("max_output_tokens")),
        temperature=given.get("temperature"),
        concurrency=_concurrency(int(given.get("concurrency", 8))),
        requests=budget.get("requests", 100),
        tokens=budget.get("tokens", math.inf),
        repair=int(given.get("repair", 1)),
        timeout=float(given.get("timeout", 120.0)),
        attempts=int(given.get("attempts", 5)),
        forbidden=bool(given.get("no_llm")),
        prices=_table(given, "prices", "input", "output", "cached"),
        keyless=options.get("api_key_env") == "",
        no_calls=str(given.get("no_calls") or ""),
    )
    if base_url.startswith("http:") and not settings.is_local and settings.key:
        raise BadOption(
            f"The key would go to {settings.host} unencrypted.",
            hint="Use https://, or unset the variable that `api_key_env` names.",
        )
    return settings


def _address(text: str) -> str:
    """An address without a slash at its end."""
    base_url = text.rstrip("/")
    address = urlsplit(base_url)
    if address.scheme not in {"http", "https"} or not address.netloc or not _has_port(base_url):
        raise BadOption(f"The option `base_url` is no address: `{base_url}`.", hint="It starts with https://.")
    if address.username or address.password:
        raise BadOption("The option `base_url` holds a password.", hint="Put the key into an environment variable.")
    return base_url


def _concurrency(number: int) -> int:
    if 1 <= number <= MOST_CONCURRENT:
        return number
    raise BadOption(
        f"The option `concurrency` is 1 to {MOST_CONCURRENT}, not {number}.",
        hint="Services answer more requests at once with 429, and waiting takes longer than asking one by one.",
    )


def _table(given: Mapping[str, Any], option: str, *names: str) -> dict[str, float]:
    """An option that holds numbers by name."""
    table = given.get(option) or {}
    if not isinstance(table, Mapping) or set(table) - set(names):
        raise BadOption(f"The option `{option}` has the keys {' and '.join(f'`{name}`' for name in names)}.")
    try:
        return {name: float(number) for name, number in table.items()}
    except (TypeError, ValueError) as error:
        raise BadOption(f"The option `{option}` holds something that is no number.") from error


def _file(root: Path, name: object) -> Path | None:
    if not name:
        return None
    path = root / str(name)
    if not path.is_file():
        raise BadOption(f"The option `prompt` names no file: `{name}`.")
    return path


def _has_port(base_url: str) -> bool:
    """Whether what stands for a port is one."""
    try:
        return urlsplit(base_url).port != 0
    except ValueError:
        return False


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
