"""Make sentences of stages."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_howto.section import Step
from mkdocs_howto.writers.offline.telling.stages import FIRST, NEEDED, OTHERWISE, Stage
from mkdocs_howto.writers.offline.telling.terms import GUESSED
from mkdocs_howto.writers.offline.words import capital

_SOMETIMES = "in some cases"
"""Says that a stage depends on what a caller cannot see."""
_LONGEST_TAIL = 60
"""Characters of a condition that still reads well behind its action."""


def steps_of(stages: Sequence[Stage]) -> tuple[Step, ...]:
    """Return stages as the steps of a section."""
    return tuple(_step(stage) for stage in stages)


def _step(stage: Stage) -> Step:
    if stage.steps:
        head = _opening(stage)
        text = f"{head}, {stage.action}:" if head and stage.action else f"{head or stage.action}:"
        return Step(capital(text.replace(GUESSED, "")), steps_of(stage.steps), stage.lines)
    return Step(sentence(stage), lines=stage.lines)


def sentence(stage: Stage) -> str:
    """Return a stage without stages inside it as a sentence."""
    told = capital(clause(stage)).replace(GUESSED, "")
    return told if told.endswith(('."', '!"', '?"')) else f"{told}."


def clause(stage: Stage) -> str:
    """Return a stage as a clause without its full stop and capital."""
    if stage.opens and (head := _opening(stage)):
        return f"{head}, {stage.action}"
    if stage.condition == OTHERWISE:
        return f"otherwise, {stage.action}{_tail(stage)}"
    if stage.is_alternative and stage.condition:
        return f"otherwise, if {stage.condition}, {stage.action}{_tail(stage)}"
    if (
        stage.condition
        and (len(stage.condition) > _LONGEST_TAIL or stage.kind in {"group", "call", "request", "catch"})
        and not stage.loop
        and stage.condition != NEEDED
    ):
        return f"if {stage.condition}, {stage.action}"
    if stage.condition == NEEDED:
        return f"{stage.action}{_tail(stage)} {_SOMETIMES}"
    condition = f" if {stage.condition}" if stage.condition else ""
    return f"{stage.action}{_tail(stage)}{condition}"


def _tail(stage: Stage) -> str:
    """Return how often a stage happens, as it follows the action."""
    if not stage.loop:
        return ""
    if stage.kind == "raise" and stage.loop.startswith("each "):
        return f" for any {stage.loop.removeprefix('each ')}"  # The first one ends the call.
    return f" for {stage.loop}" if stage.loop.startswith(("each ", FIRST)) else f" {stage.loop}"


def leads(stage: Stage) -> bool:
    """Return whether the clause of a stage begins with its condition or loop, so that no subject may stand before."""
    return not clause(stage).startswith(stage.action)


def _opening(stage: Stage) -> str:
    parts = []
    if stage.condition:
        is_other = stage.condition == OTHERWISE or stage.is_alternative
        parts += [OTHERWISE] * is_other
        if stage.condition != OTHERWISE:
            parts.append(_SOMETIMES if stage.condition == NEEDED else f"if {stage.condition}")
    if stage.loop:
        parts.append(_tail(stage).strip())
    return ", ".join(parts)
