"""Bring stages to an order and a length that are read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mkdocs_howto.writers.offline.telling.stages import CHECKED, NEEDED, OTHERWISE, Stage, walk_stages
from mkdocs_howto.writers.offline.words import listed

MOST_STEPS = 9
"""Steps on the top level."""
MOST_LINES = 16
"""Steps in all, with those inside others."""
_LONGEST_JOINED = 150
_MOST_WORDS = 30
"""Words of several actions that one step joins."""
_LONGEST_CONDITIONS = 90
_LONGEST_CHAIN = 160
_EASY = 6
"""Steps up to which each thing that is done has a step of its own."""
_CHAINED = frozenset({"call", "print", "change"})
_MOST_OBJECTS = 5
"""Objects of one verb that a step lists."""


def arranged(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages merged and shortened to at most nine on the top level and sixteen in all, on two levels."""
    kept = merged(tuple(_flat(stage, 1) for stage in _without_echoes(stages)))
    if len(kept) > _EASY:
        kept = _chained(kept)
    for rank in range(9):
        if len(kept) <= MOST_STEPS and sum(1 for _ in walk_stages(kept)) <= MOST_LINES:
            break
        kept = merged(_without(kept, rank)) or _cut(kept)
    return _cut(_alternatives(kept))


def levelled(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages on one level: what stands inside others takes over their condition or loop."""
    found: list[Stage] = []
    is_whole = True
    for stage in stages:
        if not is_whole and (stage.condition == OTHERWISE or stage.is_alternative):
            continue  # It is about a condition that nothing tells any more.
        lifted = levelled(_lifted(stage)) if stage.steps else (stage,)
        is_whole = bool(lifted)
        found += lifted
    return tuple(found)


def _alternatives(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages of which a result that follows another one under a condition is told as the other case."""
    found: list[Stage] = []
    for stage in stages:
        last = found[-1] if found else None
        is_other = stage.kind == "return" and not stage.condition and not stage.loop and last is not None
        if (
            is_other
            and last is not None
            and last.kind == "return"
            and last.condition not in {"", OTHERWISE, NEEDED}
            and not last.loop
        ):
            stage = replace(stage, condition=OTHERWISE)  # noqa: PLW2901 - the same stage, said as the other case
        found.append(stage)
    return tuple(found)


def _chained(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages of which neighbours that are done one after the other, whatever holds, share a step."""
    found: list[Stage] = []
    for stage in stages:
        last = found[-1] if found else None
        if (
            last is not None
            and _is_plain(last)
            and _is_plain(stage)
            and len(last.action + stage.action) < _LONGEST_CHAIN
        ):
            parts = (*(last.chain or (last.action,)), stage.action)
            found[-1] = replace(
                last, action=listed(parts), chain=parts, verb="", objects=(), lines=(*last.lines, *stage.lines)
            )
        else:
            found.append(stage)
    return tuple(found)


def _is_plain(stage: Stage) -> bool:
    return stage.kind in _CHAINED and not (stage.condition or stage.loop or stage.steps)


def merged(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages of which neighbours of the same kind are one: refusals, attributes that are stored."""
    found: list[Stage] = []
    for one in stages:
        stage = replace(one, steps=merged(one.steps)) if one.steps else one
        if found and (joined := _together(found[-1], stage)) is not None:
            found[-1] = joined
        else:
            found.append(stage)
    return tuple(found)


def _together(first: Stage, second: Stage) -> Stage | None:
    if first.steps or second.steps or first.loop != second.loop:
        return None
    lines = (*first.lines, *second.lines)
    if first.kind == "request" and second.verb == CHECKED and first.condition == second.condition:
        chain = (*(first.chain or (first.action,)), second.action)
        return replace(first, action=listed(chain), chain=chain, lines=lines)
    is_refusal = first.kind == second.kind == "raise" and first.names == second.names
    is_told = not {"", OTHERWISE} & {first.condition, second.condition}
    if is_refusal and is_told and len(first.condition + second.condition) < _LONGEST_CONDITIONS:
        both = f"{first.condition} or {second.condition}"
        return replace(first, condition=both, lines=lines) if first.condition != second.condition else first
    if first.condition == second.condition and first.condition not in {"", OTHERWISE, NEEDED} and not first.loop:
        parts = (*(first.chain or (first.action,)), second.action)
        if {first.kind, second.kind} <= _CHAINED | {"ask", "exit", "file", "process"} and len(
            listed(parts)
        ) < _LONGEST_JOINED:
            strongest = max(first, second, key=lambda one: one.rank)
            return replace(
                strongest,
                action=listed(parts),
                chain=parts,
                condition=first.condition,
                is_alternative=first.is_alternative,
                verb="",
                objects=(),
                lines=lines,
            )
    if first.kind != second.kind:
        return None
    if (
        first.verb
        and first.verb == second.verb
        and first.condition == second.condition
        and first.objects
        and second.objects
    ):
        objects = tuple(dict.fromkeys((*first.objects, *second.objects)))
        verb = f"{first.verb}s" if " the " in first.verb and len(objects) > 1 else first.verb
        shown = (*objects[:_MOST_OBJECTS], "others") if len(objects) > _MOST_OBJECTS else objects
        told = "; ".join(shown) if any(" and " in one for one in shown) else listed(shown)
        return replace(first, action=f"{verb} {told}", objects=objects, lines=lines)
    if first.action == second.action and first.condition == second.condition:
        return replace(first, lines=lines)
    if first.kind == "store" and first.condition == second.condition:
        plain = all(stage.action.startswith("stores `") for stage in (first, second))
        names = (*first.names, *second.names)
        if plain and len(names) <= 8:
            return replace(first, action=f"stores {listed([f'`{name}`' for name in names])}", names=names, lines=lines)
    return None


def _without_echoes(stages: Sequence[Stage]) -> Sequence[Stage]:
    """Return stages without a `stop` at the end, which only says that the function ends."""
    return stages[:-1] if stages and stages[-1].kind == "stop" and not stages[-1].condition else stages


def _flat(stage: Stage, level: int) -> Stage:
    """Return a stage with at most two levels: what lies deeper joins the level above it."""
    if not stage.steps:
        return stage
    inner: list[Stage] = []
    for one in stage.steps:
        flat = _flat(one, level + 1)
        inner += _lifted(flat) if level == 1 and flat.steps else [flat]
    if len(inner) == 1 and not stage.action and not (stage.loop and inner[0].loop):
        (only,) = inner
        if stage.condition and only.condition and not stage.loop and OTHERWISE not in {stage.condition, only.condition}:
            both = f"{stage.condition} and {only.condition}"
            if len(both) < 120 and NEEDED not in {stage.condition, only.condition}:
                return replace(only, condition=both)
        if not (stage.condition and only.condition):
            return replace(only, condition=stage.condition or only.condition, loop=stage.loop or only.loop)
    return replace(stage, steps=tuple(inner))


def _lifted(stage: Stage) -> list[Stage]:
    """Return the stages of a group one level higher, each with the group's condition if it has none itself."""
    if stage.loop:
        return [replace(one, loop=one.loop or stage.loop) for one in stage.steps if not one.loop]
    if stage.condition and not any(one.condition or one.loop or one.steps for one in stage.steps):
        actions = [part for one in stage.steps for part in one.chain or (one.action,)]
        words = len(f"{stage.condition} {' '.join(actions)}".split())
        if sum(map(len, actions)) < _LONGEST_JOINED and words <= _MOST_WORDS:
            strongest = max(stage.steps, key=lambda one: one.rank)
            return [
                replace(
                    strongest,
                    action=listed(actions),
                    condition=stage.condition,
                    is_alternative=stage.is_alternative,
                    lines=stage.lines,
                    objects=(),
                )
            ]
    lifted = [(one, _both(stage.condition, one.condition)) for one in stage.steps]
    return [replace(one, condition=condition) for one, condition in lifted if condition is not None]


def _both(outer: str, inner: str) -> str | None:
    """Return two conditions as one, or `None` where they could not be read in one sentence."""
    if not (outer and inner):
        return outer or inner
    if {OTHERWISE, NEEDED} & {outer, inner} or len(outer) + len(inner) > _LONGEST_CONDITIONS:
        return None
    return outer if outer == inner else f"{outer} and {inner}"


def _without(stages: Sequence[Stage], rank: int) -> tuple[Stage, ...]:
    """Return stages without those of a rank up to the given one."""
    kept = []
    for stage in stages:
        inner = _without(stage.steps, rank)
        if stage.steps and not inner:
            continue
        if stage.rank > rank or (stage.kind == "return" and not stage.condition):
            kept.append(replace(stage, steps=inner))
    return _ordered(tuple(kept))


def _ordered(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """Return stages without an "otherwise" whose condition was left out."""
    found: list[Stage] = []
    for stage in stages:
        if stage.condition == OTHERWISE and not (found and found[-1].condition):
            stage = replace(stage, condition="")  # noqa: PLW2901 - the same stage, said without what went before
        found.append(stage)
    return tuple(found)


def _cut(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    if len(stages) <= MOST_STEPS:
        return stages
    return (*stages[: MOST_STEPS - 1], stages[-1])
