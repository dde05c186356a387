"""Which services a key may be sent to.

`base_url` and `api_key_env` stand in `mkdocs.yml`, which anyone may change who proposes a change to the site. Together
they could send any variable of the environment to any host. So a key goes to the service that it belongs to, to this
machine, or to a host that the environment itself names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from mkdocs_howto.writers.llm.address import Address

HOSTS_VARIABLE = "HOWTO_KEY_HOSTS"
"""Environment variable that names further hosts, as `host` or `host:port`, separated by commas."""

VENDORS: Mapping[str, tuple[str, ...]] = {
    "OPENAI_API_KEY": ("api.openai.com",),  # https://platform.openai.com/docs/quickstart
    "ANTHROPIC_API_KEY": ("api.anthropic.com",),  # https://platform.claude.com/docs/en/api/overview
    "GEMINI_API_KEY": ("generativelanguage.googleapis.com",),  # https://ai.google.dev/gemini-api/docs/api-key
    "GOOGLE_API_KEY": ("generativelanguage.googleapis.com",),  # the same page
    "DEEPSEEK_API_KEY": ("api.deepseek.com",),  # https://api-docs.deepseek.com/
    "GROQ_API_KEY": ("api.groq.com",),  # https://console.groq.com/docs/openai
    "MISTRAL_API_KEY": ("api.mistral.ai",),  # https://docs.mistral.ai/getting-started/quickstart/
    "OPENROUTER_API_KEY": ("openrouter.ai",),  # https://openrouter.ai/docs/quickstart
    "TOGETHER_API_KEY": (
        "api.together.ai",
        "api.together.xyz",
    ),  # https://docs.together.ai/docs/openai-api-compatibility
    "XAI_API_KEY": ("api.x.ai",),  # https://docs.x.ai/docs/api-reference
}
"""Variables as the vendors' own documentation calls them, and the hosts that it sends them to."""


def may_receive(address: Address, variable: str, own: tuple[str, str]) -> bool:
    """True if the key in an environment variable may be sent to an address.

    A vendor's host alone is not enough: `api_key_env: AWS_SECRET_ACCESS_KEY` would put that secret into the vendor's
    logs.

    Args:
        address: Where requests go.
        variable: Name of the variable.
        own: Variable and host of the writer's own vendor, which an installed package names and no site can change.
    """
    if address.is_loopback or _place(address) in _named():
        return True
    is_own = (variable, address.host) == own or address.host in VENDORS.get(variable, ())
    return is_own and address.scheme == "https" and address.port == 443


def line_to_set(address: Address) -> str:
    """Return the line for a shell that lets keys go to a host; it repeats nothing of the environment."""
    before = f"${HOSTS_VARIABLE}," if os.environ.get(HOSTS_VARIABLE) else ""
    return f"export {HOSTS_VARIABLE}={before}{address.netloc}"


def _named() -> set[tuple[str, int]]:
    """Return the hosts and ports that the environment names; entries that are neither count for nothing."""
    named: set[tuple[str, int]] = set()
    for entry in os.environ.get(HOSTS_VARIABLE, "").split(","):
        try:
            address = Address.parse(f"https://{entry.strip()}")
        except ValueError:
            continue
        if not address.path:
            named.add(_place(address))
    return named


def _place(address: Address) -> tuple[str, int]:
    return address.host, address.port
