"""What a model is told: the task, the code, and what is known of it without a model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs_howto.errors import BadOption
from mkdocs_howto.masking import masked_shape
from mkdocs_howto.secrets import masked, masked_code
from mkdocs_howto.section import CodeBlock, ImportableBlock, Project, Shape, Signature, Step
from mkdocs_howto.writers.llm.settings import LARGEST_TEMPLATE, ModelSettings
from mkdocs_howto.writers.llm.template import Template
from mkdocs_howto.writers.llm.wire import Message

_BYTES_PER_TOKEN = 3
"""UTF-8 bytes that count as one token. English text and code take about four, other scripts fewer; the
estimate is meant to be too high rather than too low, and no tokenizer has to be fetched for it."""

_MOST_SITES = 3
_MOST_NEIGHBOURS = 24
_LONGEST_SITE = 1_200
_LONGEST_NEIGHBOUR = 2_000
_LONGEST_SOURCE = 400_000
"""Bytes of a source. The largest contexts of models hold about as much."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages for one block.

    Attributes:
        messages: In order; the first holds what is the same for all blocks.
        dropped: Context that was left out to keep within the limit, in words.
    """

    messages: tuple[Message, ...]
    dropped: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """Tokens of all messages, estimated."""
        return sum(estimated(message.text) for message in self.messages)


def estimated(text: str) -> int:
    """Tokens of a text, estimated from its bytes."""
    return len(text.encode()) // _BYTES_PER_TOKEN + 1


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
        """The prompt for a block, within the limit of tokens.

        Least useful context goes first: call sites, then neighbours, then the end of a long source.

        Args:
            block: The code.
            project: Answers what other objects are.
        """
        context = _context(block, project)
        too_long = len(context.source.encode()) - _LONGEST_SOURCE
        dropped = [_drop_source(context, -too_long)] if too_long > 0 else []
        prompt = self._rendered(block, context, dropped)
        for drop in (_drop_site, _drop_site, _drop_site, _drop_neighbours, _drop_source):
            if prompt.tokens <= self._settings.prompt_tokens:
                break
            room = (self._settings.prompt_tokens - prompt.tokens) * _BYTES_PER_TOKEN
            if said := drop(context, room):
                dropped.append(said)
                prompt = self._rendered(block, context, dropped)
        return prompt

    def _rendered(self, block: CodeBlock, context: _Context, dropped: Sequence[str]) -> Prompt:
        values: dict[str, str | Sequence[str]] = {
            "path": block.object_path if isinstance(block, ImportableBlock) else "",
            "kind": _kind(block.shape),
            "import_line": _import_line(block),
            "source": context.source,
            "facts": context.facts,
            "neighbours": context.neighbours,
            "call_sites": context.sites,
            "dropped": list(dict.fromkeys(dropped)),
            "language": self._settings.language,
            "fence": _fence([context.source, *context.sites]),
        }
        messages = self._template.messages(values)
        return Prompt(messages, tuple(dict.fromkeys(dropped)))


@dataclass(slots=True)
class _Context:
    """What is told of a block, without its secrets."""

    source: str
    facts: str
    neighbours: list[str]
    sites: list[str]


def _context(block: CodeBlock, project: Project) -> _Context:
    sites = ["\n".join([*site.setup, *site.statements]) for site in block.call_sites[:_MOST_SITES]]
    return _Context(
        source=masked_code(block.source),
        facts=_facts(block, project),
        neighbours=[_told(masked_shape(shape))[:_LONGEST_NEIGHBOUR] for shape in block.neighbours[:_MOST_NEIGHBOURS]],
        sites=[masked_code(site) for site in dict.fromkeys(sites) if 0 < len(site) <= _LONGEST_SITE],
    )


def _facts(block: CodeBlock, project: Project) -> str:
    """The offline writer's description and steps: it tells only what the code shows."""
    from mkdocs_howto.writers.offline import outline_of

    description, steps = outline_of(block, project)
    return "\n".join([masked(description), "", *(masked(line) for line in _numbered(steps, ""))])


def _numbered(steps: Sequence[Step], margin: str) -> list[str]:
    lines: list[str] = []
    for number, step in enumerate(steps, start=1):
        lines += [f"{margin}{number}. {step.text}", *_numbered(step.steps, margin + "    ")]
    return lines


def _told(shape: Shape) -> str:
    """A neighbour in one line: what it is, its signature, its summary."""
    if shape.signature is not None:
        head = f"`{shape.name}{_signature(shape.signature)}`"
    elif shape.value is not None:
        head = f"`{f'{shape.name} = {shape.value}'[:120]}`"
    else:
        head = f"`{shape.name}`"
    return f"{head} ({shape.kind}, `{shape.object_path}`){': ' + shape.summary if shape.summary else ''}"


def _signature(signature: Signature) -> str:
    stars = {"variadic positional": "*", "variadic keyword": "**"}
    given = [
        stars.get(parameter.kind, "")
        + parameter.name
        + (f": {parameter.annotation}" if parameter.annotation else "")
        + (f" = {parameter.default}" if parameter.default is not None else "")
        for parameter in signature.parameters
    ]
    return f"({', '.join(given)})" + (f" -> {signature.returns}" if signature.returns else "")


def _kind(shape: Shape) -> str:
    marks = [
        label for label in shape.labels if label in {"async", "generator", "contextmanager", "dataclass", "abstract"}
    ]
    return " ".join([*marks, shape.kind])


def _import_line(block: CodeBlock) -> str:
    """The statement that makes the block's name known; empty for a snippet and a member of a class."""
    if not isinstance(block, ImportableBlock):
        return ""
    module, _, name = block.object_path.rpartition(".")
    if not module or module.rpartition(".")[2][:1].isupper():
        return ""
    return f"import {block.object_path}" if block.shape.kind == "module" else f"from {module} import {name}"


def _fence(texts: Sequence[str]) -> str:
    """A fence that nothing in the texts can close."""
    runs = [len(run) for text in texts for run in re.findall(r"`{3,}", text)]
    return "`" * max([3, *(length + 1 for length in runs)])


def _drop_site(context: _Context, _: int) -> str:
    if not context.sites:
        return ""
    context.sites.pop()
    return "call sites"


def _drop_neighbours(context: _Context, _: int) -> str:
    if not context.neighbours:
        return ""
    context.neighbours.clear()
    return "signatures of what it uses"


def _drop_source(context: _Context, room: int) -> str:
    """Cut the end of a source that is too long; the facts tell it all the same."""
    lines = context.source.splitlines(keepends=True)
    left = max(len(context.source.encode()) + room, 2_000)
    kept: list[str] = []
    for line in lines:
        left -= len(line.encode())
        if left < 0:
            break
        kept.append(line)
    if len(kept) == len(lines):
        return ""
    context.source = "".join(kept) + f"# … and {len(lines) - len(kept)} more lines\n"
    return "the end of the source"


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
