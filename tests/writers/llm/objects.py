"""Ten objects whose prompts are kept as golden files: of the fixtures, and of the standard library."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from mkdocs_howto.answers import Request
from mkdocs_howto.build import Build
from mkdocs_howto.section import CodeBlock
from mkdocs_howto.settings import Settings, interpreter_paths
from mkdocs_howto.writers.llm.prompt import Prompt, Prompts
from mkdocs_howto.writers.llm.settings import model_settings
from tests.conftest import FIXTURES

FOLDER = Path(__file__).with_name("prompts")
OBJECTS = (
    "shop.Cart", "shop.Cart.add", "shop.reserve", "providers.skychat.SkyChat", "textwrap.shorten", "sched.scheduler",
    "string.Template", "fractions.Fraction.limit_denominator", "mimetypes", "argparse.ArgumentParser",
)  # fmt: skip
"""The last two are too long for a prompt: fixed data and private bodies in one, long docstrings in the other."""

DEFAULTS = {"model": "tiny", "base_url": "https://models.example/v1", "api_key_env": "KEY"}


def prompt_of(folder: Path, reference: str, **options: Any) -> tuple[CodeBlock, Prompt]:
    """Return a block of a project with its prompt."""
    settings = Settings(root=folder, paths=(folder,), search_paths=interpreter_paths(), examples=(folder / "tests",))
    build = Build(settings, print)
    block = build.block(Request(reference))
    prompts = Prompts(model_settings({**DEFAULTS, "root": str(folder), **options}, {}))
    return block, prompts.of(block, build.recorder())


def shown(reference: str) -> tuple[str, str]:
    """Return the digest of an object's source, and what a model is sent about it."""
    block, prompt = prompt_of(FIXTURES, reference)
    return hashlib.sha256(block.source.encode()).hexdigest()[:16], prompt.messages[-1].text


def as_golden(reference: str) -> str:
    """Return the text of an object's golden file: the digest, and the prompt below it."""
    digest, text = shown(reference)
    return f"source {digest}\n\n{text}"
