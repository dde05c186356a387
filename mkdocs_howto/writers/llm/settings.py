"""What a site says about its model, checked once."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, overload

from mkdocs_howto.errors import BadOption
from mkdocs_howto.files import real
from mkdocs_howto.section import Tokens
from mkdocs_howto.writers.llm.address import Address
from mkdocs_howto.writers.llm.keys import line_to_set, may_receive

_LONGEST_CURRENCY = 12
"""Characters of a currency's name or sign."""

LARGEST_TEMPLATE = 32_000
"""Bytes of a prompt's template. The package's own has 5,000."""

MOST_CONCURRENT = 16
"""Requests on their way at once. Above this, services answer 429 and the waiting costs more than it brings."""

MODELS = ("gpt-5-mini (OpenAI)", "mistral-small-latest (Mistral)", "llama3.2 (Ollama)")
"""Examples for who forgot the model's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a service charges for a million tokens.

    Attributes:
        input: For tokens that the model reads.
        output: For tokens that the model writes.
        cached: For tokens read that the service has kept from before.
        currency: The currency of these prices, such as `USD` or `€`; empty when the site does not say.
    """

    input: float = 0.0
    output: float = 0.0
    cached: float = 0.0
    currency: str = ""

    def cost(self, tokens: Tokens) -> float:
        """Return what tokens cost, in the currency of the prices."""
        plain = (tokens.read - tokens.cached) * self.input
        return (plain + tokens.cached * self.cached + tokens.written * self.output) / 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """The options of a writer that asks a model.

    Attributes:
        model: The model's name, as its service knows it.
        base_url: Where the service is, without a slash at the end.
        api_key_env: Name of the environment variable that holds the key.
        own_key: Variable and host of the writer's own vendor; the key goes there without further leave.
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
        prices: What tokens cost; `None` when the site does not say.
        keyless: Whether the site says that the service needs no key: `api_key_env: ""`.
        no_calls: Why this program makes no calls; empty when it may.
    """

    model: str
    base_url: str = "https://api.openai.com/v1"
    api_key_env: str = "OPENAI_API_KEY"
    own_key: tuple[str, str] = ("", "")
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
    prices: Prices | None = None
    keyless: bool = False
    no_calls: str = ""

    @property
    def address(self) -> Address:
        """Return the service's address, taken apart."""
        return Address.parse(self.base_url)

    @property
    def host(self) -> str:
        """Return host and port of the service, as messages name it."""
        return self.address.netloc

    @property
    def is_local(self) -> bool:
        """True if the service runs on this machine: then it needs no key, and plain HTTP reaches nobody else."""
        return self.address.is_loopback

    @property
    def key(self) -> str:
        """Return the key to send, read from the environment each time; empty when none may be sent."""
        return self.given_key if may_receive(self.address, self.api_key_env, self.own_key) else ""

    @property
    def given_key(self) -> str:
        """Return what the environment holds as the key, wherever it may go; empty when it is not set."""
        return os.environ.get(self.api_key_env, "").strip() if self.api_key_env else ""

    @property
    def unavailable(self) -> str:
        """Return why no call can be made; empty when it can."""
        if self.no_calls:
            return self.no_calls
        key, name = self.given_key, self.api_key_env
        if not key.isascii() or not key.isprintable():
            return f"`{name}` holds characters that no key has"
        if key and not self.key:
            return (
                f"the key in `{name}` is not sent to {self.host}, which it is not known to belong to; "
                f"if it belongs there, set `{line_to_set(self.address)}`"
            )
        if not key and not self.is_local and not self.keyless:
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
    own_url = defaults.get("base_url")
    own_host = Address.parse(str(own_url)).host if own_url else ""
    budget = _table(given, "budget", "requests", "tokens")
    root = Path(given.get("root") or ".")
    settings = ModelSettings(
        model=str(given["model"]),
        base_url=base_url,
        api_key_env=str(given.get("api_key_env", "")),
        own_key=(str(defaults.get("api_key_env", "")), own_host),
        root=root,
        language=str(given.get("language") or "en"),
        prompt=_template(root, given.get("prompt")),
        prompt_tokens=_whole(given, "prompt_tokens", 8_000),
        max_output_tokens=_whole(given, "max_output_tokens", None),
        temperature=given.get("temperature"),
        concurrency=_concurrency(_whole(given, "concurrency", 8)),
        requests=budget.get("requests", 100),
        tokens=budget.get("tokens", math.inf),
        repair=_whole(given, "repair", 1),
        timeout=_seconds(given, "timeout", 120.0),
        attempts=_whole(given, "attempts", 5),
        forbidden=bool(given.get("no_llm")),
        prices=_prices(given),
        keyless=options.get("api_key_env") == "",
        no_calls=str(given.get("no_calls") or ""),
    )
    if settings.address.scheme == "http" and not settings.is_local and settings.given_key:
        raise BadOption(
            f"The key would go to {settings.host} unencrypted.",
            hint="Use https://, or unset the variable that `api_key_env` names.",
        )
    return settings


def _address(text: str) -> str:
    """Return an address in its usual form: host in lower case, without a slash at its end."""
    if "@" in text:
        raise BadOption("The option `base_url` holds a password.", hint="Put the key into an environment variable.")
    try:
        return str(Address.parse(text))
    except ValueError as error:
        raise BadOption(
            "The option `base_url` is no address that can be used.",
            hint="Write it as https://host/path or https://host:port/path, in ASCII, without `?` and `#`; a host's "
            "international name begins with `xn--`.",
        ) from error


def _concurrency(number: int) -> int:
    if 1 <= number <= MOST_CONCURRENT:
        return number
    raise BadOption(
        f"The option `concurrency` is 1 to {MOST_CONCURRENT}, not {number}.",
        hint="Services answer more requests at once with 429, and waiting takes longer than asking one by one.",
    )


def _prices(given: Mapping[str, Any]) -> Prices | None:
    table = given.get("prices") or {}
    currency = table.get("currency", "") if isinstance(table, Mapping) else ""
    if not isinstance(currency, str) or not currency.isprintable() or len(currency) > _LONGEST_CURRENCY:
        raise BadOption(
            f"The option `prices` has a `currency` that is not a name or sign of up to {_LONGEST_CURRENCY} characters.",
            hint="For example: prices: {input: 0.25, output: 2.0, currency: USD}.",
        )
    numbers = _table(given, "prices", "input", "output", "cached", others=("currency",))
    if not numbers:
        return None
    # A service that does not say what kept tokens cost charges them as all others.
    return Prices(**{"cached": numbers.get("input", 0.0), **numbers}, currency=currency.strip())


def _table(given: Mapping[str, Any], option: str, *names: str, others: tuple[str, ...] = ()) -> dict[str, float]:
    """Return an option that holds numbers by name.

    Args:
        given: All options.
        option: The option's name.
        names: Keys whose values are numbers.
        others: Keys that are read elsewhere.
    """
    table = given.get(option) or {}
    if not isinstance(table, Mapping) or set(table) - {*names, *others}:
        keys = [f"`{name}`" for name in (*names, *others)]
        raise BadOption(f"The option `{option}` has the keys {', '.join(keys[:-1])} and {keys[-1]}.")
    return {name: _amount(option, name, number) for name, number in table.items() if name in names}


def _amount(option: str, name: str, value: object) -> float:
    try:
        number = math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number < math.inf:
        raise BadOption(
            f"The option `{option}` has `{name}: {str(value)[:40]}`, which is not a number of 0 or more.",
            hint=f"For example: {option}: {_EXAMPLES[option]}.",
        )
    return number


_EXAMPLES = {"budget": "{requests: 20}", "prices": "{input: 0.25, output: 2.0, currency: USD}"}


def _template(root: Path, name: object) -> Path | None:
    """Return the file of a template, links resolved: a regular file of bounded size that belongs to the project.

    Hidden files and folders do not count as the project's own: `.git/config` and `.env` hold keys.
    """
    if not name:
        return None
    try:
        base, path = real(root), (root / str(name)).resolve(strict=True)
        status = path.stat()
    except (OSError, ValueError, RuntimeError) as error:
        raise BadOption(f"The option `prompt` names no file: `{name}`.") from error
    if not path.is_relative_to(base):
        raise BadOption(
            f"The option `prompt` leads out of the project: `{name}`.", hint="Copy the template into the project."
        )
    if any(part.startswith(".") for part in path.relative_to(base).parts):
        raise BadOption(
            f"The option `prompt` names a hidden file: `{name}`.",
            hint="Keep the template beside the pages, such as in docs/.",
        )
    if not stat.S_ISREG(status.st_mode):
        raise BadOption(f"The option `prompt` names no file: `{name}`.")
    if status.st_size > LARGEST_TEMPLATE:
        raise BadOption(
            f"The template `{name}` has {status.st_size:,} bytes; {LARGEST_TEMPLATE:,} are read.", hint="Shorten it."
        )
    return path


@overload
def _whole(given: Mapping[str, Any], option: str, default: int) -> int: ...
@overload
def _whole(given: Mapping[str, Any], option: str, default: None) -> int | None: ...
def _whole(given: Mapping[str, Any], option: str, default: int | None) -> int | None:
    """Return an option that is a whole number; a configuration may hold anything in its place."""
    value = given.get(option)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadOption(f"The option `{option}` is a whole number, not `{value}`.", hint=f"For example `{option}: 1`.")
    return value


def _seconds(given: Mapping[str, Any], option: str, default: float) -> float:
    """Return an option that is a number of seconds."""
    value = given.get(option, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise BadOption(
            f"The option `{option}` is a number of seconds, not `{value}`.", hint=f"For example `{option}: 120`."
        )
    return float(value)
