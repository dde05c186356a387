"""Stages: what an observer of a run could notice, before it becomes a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mkdocs_howto.section import Span

Kind: TypeAlias = Literal[
    "raise", "request", "file", "process", "environment", "ask", "print", "wait", "exit", "database",
    "store", "change", "callback", "call", "enter", "yield", "return", "stop", "catch", "fact", "group",
]  # fmt: skip
"""What kind of thing is noticed. A `group` only holds stages that share a condition or a loop."""

OTHERWISE = "otherwise"
"""The condition of a stage that happens where the condition of the stage before it does not hold."""

NEEDED = "needed"
"""The condition of a stage that depends on what a caller cannot see."""

FIRST = "the first "
"""Begins the loop of a stage that happens at most once and ends the function."""

ASKED = "asked"
"""The verb of a request that asks a language model, whose name stands among the stage's names."""

REASONED = "reasoned"
"""The verb of a refusal that is told by the message of its error."""

IGNORED = "ignored"
"""The verb of a handler that does nothing but go on."""

CHECKED = "checked"
"""The verb of a refusal that a failure status of the response before it causes."""

RANKS: dict[str, int] = {
    "raise": 9, "request": 9, "process": 9, "exit": 8, "database": 8, "file": 8, "yield": 8, "return": 7, "callback": 7,
    "ask": 6, "change": 6, "call": 6, "print": 5, "enter": 5, "environment": 5, "catch": 4, "stop": 4,
    "store": 3, "wait": 3, "fact": 2, "group": 0,
}  # fmt: skip
"""How much a stage tells a user of the code; the least telling are left out first where there are too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One thing that an observer could notice.

    Attributes:
        kind: What kind of thing.
        action: Verb phrase in the third person without its subject, as "returns the sum of `a` and `b`".
        condition: When it happens: a clause without its conjunction, `OTHERWISE`, or empty.
        loop: How often it happens: "each row of `rows`", "as long as `n` is greater than 0", or empty.
        steps: Stages inside it.
        lines: Lines of the block's source that it tells, from 1.
        names: What it is about: exception names of `raise` and `catch`, addresses of `request`, attributes of `store`.
        is_alternative: Whether the condition is only asked where that of the stage before it does not hold.
        verb: Beginning of the action, if the rest of it is `objects` as a list: neighbours that share it are one.
        chain: The actions that it joins, if it is several.
        objects: Noun phrases to which the verb applies.
        value: What it returns or raises, as a noun phrase: endings that follow each other are one choice.
        opens: Whether its condition and loop stand before its action, since that is several.
    """

    kind: Kind
    action: str = ""
    condition: str = ""
    loop: str = ""
    steps: tuple[Stage, ...] = ()
    lines: tuple[Span, ...] = ()
    names: tuple[str, ...] = ()
    is_alternative: bool = False
    verb: str = ""
    objects: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    value: str = ""
    opens: bool = False

    @property
    def rank(self) -> int:
        """Return how telling it is: its own rank, or that of the most telling stage inside it."""
        return max([RANKS[self.kind], *(stage.rank for stage in self.steps)])


def walk_stages(stages: Iterable[Stage]) -> Iterator[Stage]:
    """Yield stages with those inside them, in their order."""
    for stage in stages:
        yield stage
        yield from walk_stages(stage.steps)
