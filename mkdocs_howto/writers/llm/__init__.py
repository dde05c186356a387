"""Writers that ask a model: only when the site says so, checked before anything is shown, paid once."""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkdocs_howto import __version__
from mkdocs_howto.errors import BadOption
from mkdocs_howto.secrets import masked
from mkdocs_howto.section import (
    CodeBlock,
    Finding,
    PaidWriter,
    Project,
    ProjectOf,
    Provenance,
    Rejected,
    Result,
    Review,
    Section,
    Tokens,
    Unwritten,
    Written,
    described,
)
from mkdocs_howto.writers.llm.settings import ModelSettings
from mkdocs_howto.writers.llm.wire import Known

if TYPE_CHECKING:
    from mkdocs_howto.writers.llm.answer import Draft
    from mkdocs_howto.writers.llm.prompt import Prompt, Prompts
    from mkdocs_howto.writers.llm.transport import Line
    from mkdocs_howto.writers.llm.wire import Message, Reply, Schema, Wire

VERSION = 1
"""Raised whenever the same answer gives another section. Every section has to be paid again then."""

_FIRST_TEMPLATE = "711ba407c962dac3"
"""Digest of the package's template in version 0.1.0, where a section's key depended on it."""

_AHEAD = 2
"""Prompts that are ready for each request on its way, so that no place stays empty."""

_OUTPUT = 400
"""Tokens of an answer, for estimates: 54 answers of a strong model have 390 on average, and 680 at most."""


@dataclass(slots=True)
class Spent:
    """What a run has cost so far.

    Attributes:
        requests: Prompts sent, repairs included.
        input: Tokens read by the model, as the service counts them.
        output: Tokens written by the model.
        cached: Tokens of `input` that the service had kept.
        repaired: Sections that were right the second time.
        rejected: Sections that were not.
    """

    requests: int = 0
    input: int = 0
    output: int = 0
    cached: int = 0
    repaired: int = 0
    rejected: int = 0

    @property
    def tokens(self) -> Tokens:
        """Return the tokens of all answers so far."""
        return Tokens(self.input, self.output, self.cached)

    def add(self, reply: Reply, prompt: Prompt) -> int:
        """Count an answer, and give its tokens; a service that does not count is counted for."""
        from mkdocs_howto.writers.llm.prompt import estimated

        read, written = reply.usage.input or prompt.tokens, reply.usage.output or estimated(reply.text)
        self.input += read
        self.output += written
        self.cached += reply.usage.cached
        return read + written


@dataclass(slots=True)
class _Job:
    """A block on its way."""

    block: CodeBlock
    prompt: Prompt
    repairs: int = 0
    best: Section | None = None
    last: Draft | None = None
    tokens: int = 0


def money(amount: float) -> str:
    """Return an amount of money without its currency, small ones to a hundredth of a cent."""
    return f"{amount:,.2f}" if amount >= 10 else f"{amount:.4f}"


def _short(tokens: int) -> str:
    """A number of tokens in a few characters."""
    return f"{tokens / 1_000_000:.2f}M" if tokens >= 1_000_000 else f"{tokens:,}"


class ModelWriter(PaidWriter):
    """Writes sections by asking a model, several at once."""

    version = VERSION

    def __init__(
        self,
        name: str,
        settings: ModelSettings,
        wire: Wire,
        spent: Spent | None = None,
        known: Known | None = None,
    ) -> None:
        """Make a writer that has asked nothing yet.

        Args:
            name: As the site and its sections name it.
            settings: The site's options.
            wire: The format that the service speaks.
            spent: What counts against the budget, shared with writers for other languages; counted from nothing when
                left out.
            known: What is known of the service, shared with writers for other languages.
        """
        self._wire = wire
        self.name = name
        self.settings = settings
        self._spent = spent or Spent()
        self.known = known or Known()
        self.forbidden = settings.forbidden
        self._prompts_made: Prompts | None = None
        if settings.prompt is not None:  # A template that cannot be used is told with the site's other options.
            from mkdocs_howto.writers.llm.prompt import Prompts

            self._prompts_made = Prompts(settings)

    @property
    def spent(self) -> Spent:
        """Return what this writer and those for other languages have cost so far."""
        return self._spent

    def for_language(self, language: str) -> ModelWriter:
        settings = dataclasses.replace(self.settings, language=language)
        return ModelWriter(self.name, settings, self._wire, self._spent, self.known)

    @property
    def unavailable(self) -> str:
        """Why no call can be made; empty when it can."""
        return self.settings.unavailable

    @property
    def discloses(self) -> str:
        """What is sent to whom, in one line; empty for a service on this machine."""
        if self.settings.is_local:
            return ""
        return (
            f"Code, what it uses and places that use it are sent to {self.settings.host}, secrets masked. "
            "`mkdocs-howto prompt REF` shows them; `no_llm: true` forbids it."
        )

    @property
    def state(self) -> str:
        """What is going on, in words: requests, a wait for a rate limit, tokens, money if prices are known."""
        waiting = self.known.paused_until - time.monotonic()
        parts = [f"waiting {math.ceil(waiting)} s (rate limit)" if waiting > 0 else f"{self.known.underway} running"]
        tokens, prices = self.spent.tokens, self.settings.prices
        parts.append(f"{_short(tokens.total)} tokens")
        if prices is not None:
            amount = f"{money(prices.cost(tokens))} {prices.currency}".rstrip()
            parts.append(f"{amount} spent")
        return ", ".join(parts)

    @property
    def identity(self) -> str:
        return json.dumps(self._parameters)

    @property
    def former_identities(self) -> tuple[str, ...]:
        digest = self.prompt_digest if self.settings.prompt is not None else _FIRST_TEMPLATE
        return (json.dumps([*self._parameters, digest]),)

    @property
    def _parameters(self) -> list[object]:
        """Return what the service is told beside the prompt, and the limit of the prompt."""
        settings = self.settings
        return [
            settings.base_url, settings.model, settings.temperature, settings.max_output_tokens,
            settings.language, settings.prompt_tokens,
        ]  # fmt: skip

    @property
    def prompt_digest(self) -> str:
        return self._prompts.digest

    @property
    def _prompts(self) -> Prompts:
        if self._prompts_made is None:
            from mkdocs_howto.writers.llm.prompt import Prompts

            self._prompts_made = Prompts(self.settings)
        return self._prompts_made

    @property
    def address(self) -> str:
        """Where prompts go."""
        return masked(self._wire.url(self.settings))

    def prompt(self, block: CodeBlock, project: Project) -> Prompt:
        """What would be sent for a block."""
        return self._prompts.of(block, project)

    def estimate(self, block: CodeBlock, project: Project) -> Tokens:
        return Tokens(self.prompt(block, project).tokens, _OUTPUT)

    def write(self, blocks: Iterable[CodeBlock], project_of: ProjectOf, review: Review) -> Iterator[Result]:
        """Ask for sections; each is given as soon as it is right, or known to stay wrong."""
        waiting = iter(blocks)
        first = next(waiting, None)
        if first is None:
            return  # Another process is busy with all of them: no connection is opened to find that out.
        from mkdocs_howto.writers.llm.transport import Line

        with Line(self.settings, self._wire, self.known) as line:
            yield from _Run(self, line, project_of, review).over(itertools.chain([first], waiting))


class _Run:
    """One run over many blocks."""

    def __init__(self, writer: ModelWriter, line: Line, project_of: ProjectOf, review: Review) -> None:
        self._writer = writer
        self._settings = writer.settings
        self._line = line
        self._project_of = project_of
        self._review = review
        self._jobs: dict[int, _Job] = {}
        self._number = 0
        self._stopped = writer.known.stopped
        """Why nothing more is sent."""

    def over(self, blocks: Iterable[CodeBlock]) -> Iterator[Result]:
        waiting = iter(blocks)
        exhausted = False
        while True:
            while not exhausted and self._line.underway < self._settings.concurrency * _AHEAD:
                block = next(waiting, None)
                if block is None:
                    exhausted = True
                elif (result := self._begun(block)) is not None:
                    yield result
            if not self._jobs:
                return
            number, outcome = self._line.take()
            job = self._jobs.pop(number)
            result = self._failed(job, outcome) if isinstance(outcome, Exception) else self._answered(job, outcome)
            if result is not None:
                yield result

    def _begun(self, block: CodeBlock) -> Result | None:
        """Send a block's prompt, if that is still allowed."""
        if self._stopped:
            return Unwritten(block, self._stopped)
        try:
            prompt = self._writer.prompt(block, self._project_of(block))
        except BadOption as error:
            return Unwritten(block, error.problem)  # The site's own template fails for this block.
        if not self._may_spend(prompt.tokens + _OUTPUT):
            return Unwritten(block, self._over_budget())
        self._send(_Job(block, prompt), prompt.messages)
        return None

    def _may_spend(self, tokens: int) -> bool:
        spent = self._writer.spent
        underway = sum(job.prompt.tokens + _OUTPUT for job in self._jobs.values())
        is_in_tokens = spent.input + spent.output + underway + tokens <= self._settings.tokens
        return spent.requests < self._settings.requests and is_in_tokens

    def _over_budget(self) -> str:
        spent = self._writer.spent
        if spent.requests >= self._settings.requests:
            plural = "" if self._settings.requests == 1 else "s"
            return f"the budget of {self._settings.requests:g} request{plural} is spent"
        return f"one more section might pass the budget of {self._settings.tokens:,.0f} tokens"

    def _send(self, job: _Job, messages: tuple[Message, ...], schema: Schema | None = None) -> None:
        from mkdocs_howto.writers.llm.answer import SCHEMA

        self._number += 1
        self._jobs[self._number] = job
        self._writer.spent.requests += 1
        self._line.send(self._number, messages, schema or SCHEMA)

    def _failed(self, job: _Job, error: Exception) -> Result:
        """A request that came to nothing: what was answered before it counts, else nothing is kept."""
        from mkdocs_howto.writers.llm.transport import Stop, Unsent

        self._writer.spent.requests -= isinstance(error, Unsent)
        if isinstance(error, Stop):
            self._stopped = str(error)
        if job.best is None:
            return Unwritten(job.block, str(error))
        return dataclasses.replace(self._rejected(job.block, job.best), again=True)

    def _answered(self, job: _Job, reply: Reply) -> Result | None:
        from mkdocs_howto.writers.llm import answer

        job = dataclasses.replace(job, tokens=job.tokens + self._writer.spent.add(reply, job.prompt))
        if reply.is_truncated:
            if job.best is not None:
                return self._rejected(job.block, job.best)
            return Unwritten(job.block, "an answer ended at the limit of tokens; raise `max_output_tokens`")
        try:
            draft = answer.parse(reply.text)
        except answer.TooLong as error:
            # Nothing of it goes back for repair: that would be paid for, and come back as long.
            return self._rejected(job.block, job.best or self._section(job), str(error))
        # A repair gives only the parts that were wrong; the others stay.
        last = job.last or draft
        merged = answer.Draft(
            draft.description or last.description, draft.steps or last.steps, draft.example or last.example
        )
        section = dataclasses.replace(
            self._section(job), description=merged.description, steps=merged.steps, example=merged.example
        )
        if draft.is_empty and (reply.refusal or answer.is_refusal(reply.text)):
            return self._rejected(job.block, job.best or section, "the model refused")
        section = dataclasses.replace(section, findings=self._review(job.block, section))
        best = section if job.best is None or _errors(section) < _errors(job.best) else job.best
        best = dataclasses.replace(best, provenance=section.provenance)  # It cost what all tries cost.
        if not _errors(best):
            self._writer.spent.repaired += job.repairs > 0
            return Written(job.block, best)
        if job.repairs < self._settings.repair:
            if self._stopped or not self._may_spend(job.prompt.tokens):
                return dataclasses.replace(self._rejected(job.block, best), again=True)
            errors = [finding for finding in section.findings if finding.severity == "error"]
            parts = answer.wrong_parts(merged, errors)
            text = reply.text if merged.is_empty else answer.as_answer(merged)
            messages = (*job.prompt.messages, *_repair(text, errors, parts, self._writer.hint_of))
            again = dataclasses.replace(job, repairs=job.repairs + 1, best=best, last=merged)
            self._send(again, messages, answer.schema_of(parts))
            return None
        return self._rejected(job.block, best)

    def _rejected(self, block: CodeBlock, section: Section, reason: str = "") -> Rejected:
        self._writer.spent.rejected += 1
        errors = [finding for finding in section.findings if finding.severity == "error"]
        return Rejected(block, reason or described(errors), section)

    def _section(self, job: _Job) -> Section:
        settings = self._settings
        made = Provenance(
            writer=self._writer.name,
            writer_version=VERSION,
            fingerprint=job.block.fingerprint,
            package_version=__version__,
            example_source="model",
            model=settings.model,
            prompt_digest=self._writer.prompt_digest,
            language=settings.language,
            tokens=job.tokens,
        )
        return Section(description="", steps=(), example="", provenance=made)


def _errors(section: Section) -> int:
    return sum(finding.severity == "error" for finding in section.findings)


def _repair(
    text: str, errors: Iterable[Finding], parts: Sequence[str], hint_of: Callable[[str], str]
) -> tuple[Message, Message]:
    """Return what a model is told of its own answer: what is wrong, what to do about it, and which parts to repeat."""
    from mkdocs_howto.writers.llm.wire import Message

    rows: list[str] = []
    hinted: set[str] = set()
    for finding in errors:
        said = f" (it says: {finding.words})" if finding.words else ""
        hint = hint_of(finding.code) if finding.code not in hinted else ""
        hinted.add(finding.code)
        rows.append(f"- {finding.message}{said}{f' {hint}' if hint else ''}")
    found = "\n".join(rows)
    asked = f"A check against the code found errors in your answer:\n\n{found}\n\nGive {' and '.join(parts)} again"
    asked += ", in the same form, and no other part. Change only what is wrong.\n"
    return Message("assistant", text), Message("user", asked)
