"""What a body does, as one phrase: conditions, effects and results, as far as a caller knows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from mkdocs_howto.writers.offline.telling.arrange import arranged
from mkdocs_howto.writers.offline.telling.stages import NEEDED, OTHERWISE, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED, RESULT_OF
from mkdocs_howto.writers.offline.telling.wording import clause
from mkdocs_howto.writers.offline.words import listed

_QUIET = frozenset({"store", "wait", "stop", "fact"})
_OPEN = re.compile(
    r"(?:returns|yields) (?:the (?:result|item|value)s?\Z|values? ?|`(?:True|False)` or `|`[^`]{60,}`|`[\w.]*\("
    r"|(?:an?|the) (?:\w+ )?(?:text|list|dictionary|tuple|set|value|number|integer|result|object|item|iterator)"
    r"(?:\Z| made from | without its common ))"
)
"""A result of which a phrase says nothing but its type."""

_ONLY_CALLS = re.compile(r"calls `[\w.]+`(?: with .*)?")
"""What says nothing to a reader who does not know what is called."""


def is_open(stage: Stage) -> bool:
    """Return whether a result is told by nothing that a caller could use."""
    return (
        (GUESSED in stage.action and not stage.value)
        or stage.value.startswith(RESULT_OF)
        or bool(_OPEN.match(stage.action))
    )


def gist_of(stages: Sequence[Stage], most: int, *, has_calls: bool = True) -> str:
    """Return what a body does as one phrase in the third person; empty if nothing of it can be told.

    Args:
        stages: Of the body.
        most: Words that it may have; the least telling stages are left out first.
        has_calls: Whether calls are told of which only their names say what they do.
    """
    told = _usable(arranged(stages))
    if not has_calls:
        told = [one for one in told if one.condition or not _ONLY_CALLS.fullmatch(one.action)]
    while told:
        phrase = _phrase(told)
        if len(phrase.split()) <= most:
            return phrase
        least = min(one.rank for one in told)
        last = max(number for number, one in enumerate(told) if one.rank == least)
        told = _usable([one for number, one in enumerate(told) if number != last], gone={last})
    return ""


def fails_at(stages: Sequence[Stage]) -> str:
    """Return how a body ends that stops at a name which nothing defines: what may end it before, and that error."""
    flat = [one for one in walk_stages(arranged(stages)) if not one.steps]
    failing = next((number for number, one in enumerate(flat) if one.names == ("NameError",)), None)
    if failing is None:
        return ""
    return listed([clause(one) for one in flat[: failing + 1] if one.kind in {"raise", "return"}][-2:], "or")


def _usable(stages: Sequence[Stage], gone: Collection[int] = ()) -> list[Stage]:
    """Return the stages that a caller could use; none whose condition is told by one that is left out.

    Args:
        stages: Those that follow one another.
        gone: Places before which a stage was taken away.
    """
    found: list[Stage] = []
    is_whole, has_left = True, False
    for number, stage in enumerate(stages):
        is_whole = is_whole and number not in gone
        depends = stage.condition == OTHERWISE or stage.is_alternative
        if stage.kind == "raise" and stage.condition and not depends:
            continue  # It is told as what the call refuses.
        last = stages[number - 1] if number else None
        if depends and last is not None and last.kind == "raise" and stage.condition == OTHERWISE:
            stage, depends = replace(stage, condition=""), False  # noqa: PLW2901 - the same, after a refusal
        kept = _kept(stage) if is_whole or not depends else None
        if kept is not None and has_left and kept.kind in {"return", "yield"} and not kept.condition:
            kept = None  # It is only reached where what was left out does not end the call.
        ends = any(one.kind in {"return", "raise"} for one in walk_stages([stage]))
        has_left |= kept is None and ends and bool(stage.condition)
        is_whole = kept is not None
        if kept is not None and found and _ends(found[-1]) and not (kept.condition or kept.loop):
            kept = replace(kept, condition=OTHERWISE)
        found += [kept] if kept is not None else []
    return found


def _ends(stage: Stage) -> bool:
    """Return whether nothing follows a stage in the case that it is about."""
    last = stage.steps[-1] if stage.steps else stage
    return (
        bool(stage.condition) and stage.condition != OTHERWISE and not stage.loop and last.kind in {"return", "raise"}
    )


def _kept(stage: Stage) -> Stage | None:
    is_result = stage.kind in {"return", "yield"} and not stage.steps
    unknown = f"{stage.condition}{'' if is_result else stage.loop}"
    if stage.condition == NEEDED or GUESSED in unknown or stage.kind in _QUIET:
        return None
    if stage.steps:
        inner = _usable(_alike(stage.steps))
        plain = [one for one in inner if not one.condition or len(inner) == 1]
        return replace(stage, steps=tuple(plain)) if plain else None
    return None if is_open(stage) or not stage.action else stage


def _alike(stages: Sequence[Stage]) -> list[Stage]:
    """Return stages of which two that do the same in either case are one without a condition."""
    found: list[Stage] = []
    for stage in stages:
        last = found[-1] if found and found[-1].kind == stage.kind == "call" else None
        head = stage.action.partition(" with ")[0]
        if found and stage.condition == OTHERWISE and found[-1].action == stage.action:
            found[-1] = replace(found[-1], condition="")
        elif last is not None and stage.condition == OTHERWISE and last.action.partition(" with ")[0] == head:
            found[-1] = replace(last, action=head, condition="")
        else:
            found.append(stage)
    return found


def _phrase(stages: Sequence[Stage]) -> str:
    parts: list[str] = []
    for stage in _alike(stages):
        told = _clause(stage)
        other = told.removeprefix("otherwise, returns ")
        if other != told and parts and parts[-1].startswith("returns ") and ";" not in parts[-1]:
            parts[-1] += f", otherwise {other}"
        else:
            parts.append(told)
    is_simple = all(" and " not in one and ", " not in one for one in parts[:-1]) and len(parts) < 4
    return listed(parts) if is_simple else "; ".join(parts)


def _clause(stage: Stage) -> str:
    if not stage.steps:
        return clause(stage)
    inner = list(
        dict.fromkeys(clause(replace(one, condition="")) if not one.steps else _clause(one) for one in stage.steps)
    )
    return clause(replace(stage, action=listed(inner), steps=(), kind="group"))
