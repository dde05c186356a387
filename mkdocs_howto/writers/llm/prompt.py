"""What a model is told: the task, the code, and what is known of it without a model."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_howto.errors import BadOption
from mkdocs_howto.masking import parameters_of
from mkdocs_howto.secrets import masked, masked_code
from mkdocs_howto.section import CodeBlock, ImportableBlock, Project
from mkdocs_howto.writers.llm.answer import SCHEMA
from mkdocs_howto.writers.llm.known import (
    companions_of,
    facts_of,
    fence_for,
    import_line,
    kind_of,
    neighbours_of,
    owner_of,
)
from mkdocs_howto.writers.llm.outline import WORDS, Kind, holds_several, shortened
from mkdocs_howto.writers.llm.settings import LARGEST_TEMPLATE, ModelSettings
from mkdocs_howto.writers.llm.template import Template
from mkdocs_howto.writers.llm.wire import Message

_ASCII_PER_TOKEN = 3.6
"""Characters of English text and Python code that count as one token, indentation as one. Ten prompts
(`tests/writers/llm/prompts`) have 3.4 to 4.1 by `o200k_base` of tiktoken 0.14; no tokenizer has to be fetched for an
estimate."""

_BYTES_PER_TOKEN = 3
"""UTF-8 bytes of all other characters that count as one token."""

_INDENTATION = re.compile(" {2,}")
_MOST_SITES = 3
_LONGEST_SITE = 1_200
_LEAST_FOR_EXAMPLES = 5_000
"""Limit of a prompt below which the examples of good answers would leave too little room for the code."""
_SHORTEST_SOURCE = 2_000
"""Characters of a source that stay in any case."""
_LONGEST_SOURCE = 400_000
"""Characters of a source. The largest contexts of models hold about as much."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages for one block.

    Attributes:
        messages: In order; the first holds what is the same for all blocks.
        parts: What each part costs: its name, and its estimated tokens.
        dropped: Context that was left out to keep within the limit, in words.
    """

    messages: tuple[Message, ...]
    parts: tuple[tuple[str, int], ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """Estimated tokens of all messages, and of the schema that is sent with them."""
        return sum(estimated(message.text) for message in self.messages) + SCHEMA_TOKENS


def estimated(text: str) -> int:
    """Return the tokens of a text, estimated from its characters."""
    text = _INDENTATION.sub(" ", text)
    plain = len(text) if text.isascii() else sum(map(str.isascii, text))
    return int(plain / _ASCII_PER_TOKEN + (len(text.encode()) - plain) / _BYTES_PER_TOKEN) + 1


SCHEMA_TOKENS = estimated(json.dumps(SCHEMA))


class Prompts:
    """Makes prompts from one template."""

    def __init__(self, settings: ModelSettings) -> None:
        """Read the template.

        Args:
            settings: The site's options.

        Raises:
            BadOption: The site's own template cannot be read.
        """
        self._settings = settings
        text = _template_text(settings)
        self.digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        """Changes with the template."""
        self._template = Template(text, settings.prompt.name if settings.prompt else "prompt.md.jinja")

    def of(self, block: CodeBlock, project: Project) -> Prompt:
        """Return the prompt for a block, within the limit of tokens.

        What users of the code need least goes first: fixed data, private bodies and long docstrings, then call sites,
        companions, neighbours and bodies of public functions. Signatures and first paragraphs of docstrings stay.

        Args:
            block: The code.
            project: Answers what other objects are.
        """
        context = _context(block, project)
        dropped: list[str] = []
        prompt = self._rendered(block, context, dropped)
        for drop in _DROPS:
            if prompt.tokens <= self._settings.prompt_tokens:
                break
            rate = len(context.source) / estimated(context.source)
            excess = int((prompt.tokens - self._settings.prompt_tokens) * max(rate, _ASCII_PER_TOKEN)) + 1
            if said := drop(context, excess):
                dropped += said
                prompt = self._rendered(block, context, dropped)
        return prompt

    def _rendered(self, block: CodeBlock, context: _Context, dropped: Sequence[str]) -> Prompt:
        told = list(dict.fromkeys(dropped))
        values: dict[str, str | Sequence[str]] = {
            "path": block.object_path if isinstance(block, ImportableBlock) else "",
            "kind": kind_of(block.shape),
            "import_line": context.import_line,
            "source": context.source,
            "owner": context.owner,
            "facts": context.facts,
            "example": context.example,
            "neighbours": context.neighbours,
            "companions": context.companions,
            "call_sites": context.sites,
            "dropped": told,
            "language": self._settings.language,
            "examples": "yes" if self._settings.prompt_tokens >= _LEAST_FOR_EXAMPLES else "",
            "fence": fence_for([context.source, context.owner, context.example, *context.sites]),
        }
        messages = self._template.messages(values)
        return Prompt(messages, _costs(messages, context), tuple(told))


@dataclass(slots=True)
class _Context:
    """What is told of a block, without its secrets."""

    import_line: str
    source: str
    owner: str
    facts: str
    example: str
    neighbours: list[str]
    companions: list[str]
    sites: list[str]


def _context(block: CodeBlock, project: Project) -> _Context:
    from mkdocs_howto.writers.offline import found_in

    found = found_in(block, project)
    around = project.shape(block.shape.object_path.rpartition(".")[0]) if "." in block.shape.object_path else None
    taken = (parameters_of(around) if around is not None else {}) | parameters_of(block.shape)
    sites = [masked_code("\n".join([*site.setup, *site.statements]), taken) for site in block.call_sites[:_MOST_SITES]]
    example = masked_code(found.example, taken)
    source = masked_code(block.source)
    if len(source) > _LONGEST_SOURCE:
        source, _ = shortened(source, _LONGEST_SOURCE, tuple(WORDS))
    return _Context(
        import_line=import_line(block, project),
        source=source[:_LONGEST_SOURCE],
        owner=owner_of(block, project),
        facts=facts_of(block, found),
        example=example,
        neighbours=neighbours_of(block),
        companions=companions_of(block, project),
        sites=[site for site in dict.fromkeys(sites) if 0 < len(site) <= _LONGEST_SITE and site.strip() not in example],
    )


def _costs(messages: Sequence[Message], context: _Context) -> tuple[tuple[str, int], ...]:
    """Return what the parts of a prompt cost; what a template adds to them is the rest."""
    fixed = [("the same for all code", estimated(message.text)) for message in messages if message.role == "system"]
    own = [
        ("source", estimated(context.source)),
        ("its class", estimated(context.owner)),
        ("facts", estimated(context.facts)),
        ("the author's example", estimated(context.example)),
        ("what it uses", estimated("\n".join(context.neighbours))),
        ("companions", estimated("\n".join(context.companions))),
        ("call sites", estimated("\n".join(context.sites))),
    ]
    own = [(name, count) for name, count in own if count > 1]
    rest = sum(estimated(message.text) for message in messages) - sum(count for _, count in (*fixed, *own))
    return (*fixed, ("schema", SCHEMA_TOKENS), *own, ("the rest", max(rest, 0)))


# What is left out of a prompt that is too long. Each takes the characters that are too many, and says what it left out.


def _drop_parts(*kinds: Kind) -> Callable[[_Context, int], list[str]]:
    def drop(context: _Context, excess: int) -> list[str]:
        most = len(context.source) - excess
        context.source, cut = shortened(context.source, most, kinds)
        return [WORDS[kind] for kind in cut]

    return drop


def _drop_site(context: _Context, _: int) -> list[str]:
    return ["call sites"] if context.sites and context.sites.pop() else []


def _drop_companions(context: _Context, _: int) -> list[str]:
    said = ["what is exported beside it"] if context.companions else []
    context.companions.clear()
    return said


def _drop_neighbours(context: _Context, _: int) -> list[str]:
    said = ["signatures of what it uses"] if context.neighbours else []
    context.neighbours.clear()
    return said


def _drop_bodies(context: _Context, excess: int) -> list[str]:
    """Leave out bodies of public functions, the longest first; of a single function the end is left out."""
    return _drop_parts("body")(context, excess) if holds_several(context.source) else []


def _drop_end(context: _Context, excess: int) -> list[str]:
    """Cut the end of a function or script that is too long; the facts tell it all the same."""
    if holds_several(context.source):
        return []  # Signatures stay, however many they are.
    lines = context.source.splitlines(keepends=True)
    left = max(len(context.source) - excess, _SHORTEST_SOURCE)
    count = 0
    while count < len(lines) and (left := left - len(lines[count])) >= 0:
        count += 1
    if count == len(lines):
        return []
    context.source = "".join(lines[:count]) + f"# … and {len(lines) - count} more lines\n"
    return ["the end of the source"]


_DROPS = (
    _drop_parts("data", "private"),
    _drop_parts("docstring"),
    _drop_site,
    _drop_site,
    _drop_site,
    _drop_companions,
    _drop_neighbours,
    _drop_bodies,
    _drop_end,
)


def _template_text(settings: ModelSettings) -> str:
    """Return the text of the site's template without secrets in it, or of the package's own."""
    if settings.prompt is None:
        return Path(__file__).with_name("prompt.md.jinja").read_text(encoding="utf-8")
    try:
        with settings.prompt.open("rb") as file:
            return masked(file.read(LARGEST_TEMPLATE).decode("utf-8-sig").replace("\r\n", "\n"))
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error.strerror)
        raise BadOption(
            f"The template `{settings.prompt.name}` cannot be read: {reason}.", hint="Save it as UTF-8 text."
        ) from error
