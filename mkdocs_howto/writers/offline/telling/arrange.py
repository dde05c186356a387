"""Bring stages to an order and a length that are read in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mkdocs_howto.writers.offline.telling.failures import REST, WHOLE
from mkdocs_howto.writers.offline.telling.stages import CHECKED, FIRST, NEEDED, OTHERWISE, RANKS, Stage, walk_stages
from mkdocs_howto.writers.offline.telling.terms import GUESSED, together
from mkdocs_howto.writers.offline.telling.wording import clause
from mkdocs_howto.writers.offline.words import listed

MOST_STEPS = 9
"""Steps on the top level."""
MOST_LINES = 16
"""Steps in all, with those inside others."""
_LONGEST_JOINED = 150
_MOST_WORDS = 36
"""Words of several actions that one step joins."""
_LONGEST_CONDITIONS = 90
_LONGEST_CHAIN = 160
_MOST_PARTS = 3
"""Cases of a choice that one step tells beside the last one."""
_ENDINGS = frozenset({"return", "raise"})
_EASY = 6
"""Steps up to which each thing that is done has a step of its own."""
_CHAINED = frozenset({"call", "print", "change"})
_MOST_OBJECTS = 5
"""Objects of one verb that a step lists."""


def arranged(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages merged and shortened to at most nine on the top level and sixteen in all, on two levels."""
    kept = _choices(merged(tuple(_flat(stage, 1) for stage in _without_echoes(_with_antecedents(stages)))))
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
        if not is_whole and _depends(stage):
            continue  # It is about a condition that nothing tells any more.
        lifted = levelled(_lifted(stage)) if stage.steps else (stage,)
        is_whole = bool(lifted)
        found += lifted
    return tuple(found)


def _with_antecedents(stages: Sequence[Stage]) -> list[Stage]:
    """Return stages without handlers of failures before which nothing is told that may fail."""
    found: list[Stage] = []
    for stage in stages:
        points_back = stage.kind == "catch" and stage.condition in {WHOLE, REST, "that fails"}
        if not (points_back and not any(one.kind != "catch" for one in found)):
            found.append(stage)
    return found


def _alternatives(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages of which a result that follows another one under a condition is told as the other case."""
    found: list[Stage] = []
    for stage in stages:
        last = found[-1] if found else None
        if stage.kind == "return" and not (stage.condition or stage.loop or stage.opens) and last is not None:
            is_case = last.condition not in {"", OTHERWISE, NEEDED} and not last.loop
            if last.kind == "return" and (is_case or FIRST in last.names):
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
    if first.kind == second.kind == "catch" and first.action == second.action and is_told:
        both = WHOLE if second.condition == REST else f"{first.condition} or {second.condition}"
        return replace(first, condition=both, lines=lines) if len(both) < _LONGEST_CONDITIONS else None
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
    is_whole = True
    for one in stage.steps:
        if not is_whole and _depends(one):
            continue  # It is about a condition that nothing tells any more.
        flat = _flat(one, level + 1)
        found = _lifted(flat) if level == 1 and flat.steps else [flat]
        is_whole = bool(found)
        inner += found
    if not inner:
        return replace(stage, steps=(), kind="stop", condition=NEEDED)
    if len(inner) == 1 and not stage.action and not (stage.loop and inner[0].loop):
        (only,) = inner
        if stage.condition and only.condition and not stage.loop and OTHERWISE not in {stage.condition, only.condition}:
            both = together(stage.condition, only.condition)
            if len(both) < 120 and NEEDED not in {stage.condition, only.condition}:
                return replace(only, condition=both)
        if not (stage.condition and only.condition):
            return replace(only, condition=stage.condition or only.condition, loop=stage.loop or only.loop)
    return replace(stage, steps=tuple(inner))


def _lifted(stage: Stage) -> list[Stage]:
    """Return the stages of a group one level higher: as one sentence, else each with the group's condition or loop."""
    if (whole := _as_one(stage)) is not None:
        return [whole]
    if stage.loop:
        return [replace(one, loop=one.loop or stage.loop) for one in stage.steps if not one.loop]
    lifted = [(one, _both(stage.condition, one.condition)) for one in stage.steps]
    return [replace(one, condition=condition) for one, condition in lifted if condition is not None]


def _as_one(stage: Stage) -> Stage | None:
    """Return a group as one stage that tells all that happens in it, or as much as a sentence holds of it."""
    inner = [one for part in stage.steps for one in (_lifted(part) if part.steps else [part])]
    inner = list(_choices([one for one in inner if one.condition != NEEDED and one.kind != "stop"]))
    inner = inner[1:] if inner and inner[0].kind == "catch" else inner  # Nothing tells what fails.
    if (
        len(inner) == 1
        and not stage.loop
        and (both := _both(stage.condition, inner[0].condition))
        and not inner[0].opens
    ):
        return replace(inner[0], condition=both, is_alternative=stage.is_alternative, lines=stage.lines)
    rank = 0
    while inner:
        told = [clause(replace(one, condition=one.condition.replace(GUESSED, ""))) for one in inner]
        is_plain = not any(one.condition or one.loop or one.opens for one in inner)
        action = phrases(told) if is_plain else "; ".join(told)
        if len(f"{stage.condition} {stage.loop} {action}".split()) <= _MOST_WORDS:
            strongest = max(inner, key=lambda one: one.rank)
            is_many = len(inner) > 1 or strongest.opens or strongest.condition + strongest.loop != ""
            return replace(
                strongest,
                action=action,
                condition=stage.condition,
                loop=stage.loop,
                is_alternative=stage.is_alternative,
                lines=stage.lines,
                chain=tuple(told) if is_plain else (),
                verb="",
                objects=(),
                value="" if len(inner) > 1 else strongest.value,
                opens=is_many,
            )
        rank += 1
        inner = list(chosen(inner, lambda one: one.rank > rank or bool(one.value)))  # noqa: B023 - called before the loop goes on
        if rank > max(RANKS.values()):
            break
    return None


def _choices(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return stages of which neighbours that end the function are one choice: "returns `a` if …, otherwise `b`"."""
    found: list[Stage] = []
    for stage in stages:
        last = found[-1] if found else None
        if last is not None and (joined := _choice(last, stage)) is not None:
            found[-1] = joined
        else:
            found.append(replace(stage, steps=_choices(stage.steps)) if stage.steps else stage)
    return tuple(found)


def _choice(first: Stage, second: Stage) -> Stage | None:
    """Return two endings as one choice, or `None` where they are none."""
    is_open = first.kind == second.kind and first.value and second.value and not (first.loop or second.loop)
    if not is_open or NEEDED in {first.condition, second.condition} or second.opens:
        return None
    if second.kind not in _ENDINGS and not (second.kind == "yield" and _depends(second)):
        return None
    condition = second.condition.replace(GUESSED, "")  # What is said of a condition makes no result vague.
    parts = first.chain if first.opens else (f"{first.value} if {first.condition.replace(GUESSED, '')}",)
    is_last = second.condition in {"", OTHERWISE}
    if (not first.opens and first.condition in {"", OTHERWISE}) or (first.opens and (first.condition or not parts)):
        return None
    if first.value == second.value:
        both = "" if is_last and len(parts) == 1 else f"{parts[-1]}, or if {condition}"
        parts = (*parts[:-1], both) if both else ()
    elif not is_last:
        parts = (*parts, f"{second.value} if {condition}")
    verb = f"{second.kind}s"
    is_long = any(" and " in one or " or " in one for one in parts)
    told = "; ".join(parts) if is_long else ", ".join(parts) if is_last else listed(parts)
    choice = f"{told}{';' if is_long else ','} otherwise {second.value}" if is_last else told
    action = f"{verb} {choice if parts else second.value}"
    if len(action.split()) > _MOST_WORDS or len(parts) > _MOST_PARTS:
        return None
    return replace(
        first,
        action=action,
        condition="",
        value=second.value,
        is_alternative=False,
        opens=bool(parts),
        chain=() if is_last else parts,
        objects=(),
        lines=(*first.lines, *second.lines),
    )


def _both(outer: str, inner: str) -> str | None:
    """Return two conditions as one, or `None` where they could not be read in one sentence."""
    if not (outer and inner):
        return outer or inner
    if {OTHERWISE, NEEDED} & {outer, inner} or len(outer) + len(inner) > _LONGEST_CONDITIONS:
        return None
    return outer if outer == inner else together(outer, inner)


def chosen(stages: Sequence[Stage], is_kept: Callable[[Stage], bool]) -> tuple[Stage, ...]:
    """Return the stages that are kept, and with each that is told as the other case those that it follows from."""
    found: list[Stage] = []
    is_needed = False
    for stage in reversed(stages):
        if is_needed or is_kept(stage):
            found.append(stage)
            is_needed = _depends(stage)
    return tuple(reversed(found))


def shortened(stages: Sequence[Stage], most: int) -> tuple[Stage, ...]:
    """Return at most so many stages: what is done one after the other is one, then the most telling ones stay."""
    kept = list(stages) if len(stages) <= most else _joined(stages)
    while len(kept) > most:
        free = [one for one, after in zip(kept, [*kept[1:], None], strict=True) if after is None or not _depends(after)]
        kept.remove(min(reversed(free), key=lambda one: (bool(one.value) and not one.condition, one.rank)))
    return tuple(kept)


def _joined(stages: Sequence[Stage]) -> list[Stage]:
    """Return stages of which neighbours that always happen are one sentence."""
    found: list[Stage] = []
    for one in stages:
        last = found[-1] if found else None
        is_plain = last is not None and not any(x.condition or x.loop or x.steps or x.opens for x in (last, one))
        if last is not None and is_plain and len(f"{last.action} {one.action}".split()) <= _MOST_WORDS:
            parts = (*(last.chain or (last.action,)), one.action)
            strongest = max(last, one, key=lambda x: x.rank)
            whole = replace(strongest, action=phrases(parts), chain=parts, verb="", objects=(), value=one.value)
            found[-1] = replace(whole, lines=(*last.lines, *one.lines))
        else:
            found.append(one)
    return found


def phrases(parts: Sequence[str]) -> str:
    """Return verb phrases as a list, told apart by semicolons where they hold lists themselves."""
    is_long = any(" and " in one or ", " in one for one in parts[:-1])
    return "; ".join(parts) if is_long else listed(parts)


def _depends(stage: Stage) -> bool:
    """Return whether a stage is told as the other case of the one before it."""
    return stage.condition == OTHERWISE or stage.is_alternative


def _without(stages: Sequence[Stage], rank: int) -> tuple[Stage, ...]:
    """Return stages without those of a rank up to the given one."""
    inner = [replace(one, steps=_without(one.steps, rank)) if one.steps else one for one in stages]
    told = [one for one, whole in zip(inner, stages, strict=True) if one.steps or not whole.steps]
    return chosen(told, lambda one: one.rank > rank or (one.kind == "return" and not one.condition))


def _cut(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    if len(stages) <= MOST_STEPS:
        return stages
    return (*stages[: MOST_STEPS - 1], stages[-1])
