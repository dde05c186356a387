"""The steps of any block, by what kind of thing it is."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from mkdocs_howto.section import CodeBlock, Step
from mkdocs_howto.writers.offline.describing import plain
from mkdocs_howto.writers.offline.telling.arrange import MOST_LINES, MOST_STEPS, arranged
from mkdocs_howto.writers.offline.telling.classes import class_steps
from mkdocs_howto.writers.offline.telling.functions import Teller, function_steps
from mkdocs_howto.writers.offline.telling.modules import module_steps
from mkdocs_howto.writers.offline.telling.whole import whole_steps
from mkdocs_howto.writers.offline.telling.wording import steps_of as worded
from mkdocs_howto.writers.offline.trees import imported
from mkdocs_howto.writers.offline.words import some_of

_LONGEST = 600
"""Characters of a step that a reader bears."""


def steps_of(teller: Teller, tree: ast.Module) -> tuple[Step, ...]:
    """Return the steps of a block; never none.

    Args:
        teller: Makes the stages of its functions.
        tree: Its syntax tree.
    """
    block = teller.block
    lines = ((1, max(block.source.count("\n"), 1)),)
    return _limited(whole_steps(_bounded(_steps(teller, tree)))) or (Step(_nothing(block, tree), lines=lines),)


def _steps(teller: Teller, tree: ast.Module) -> tuple[Step, ...]:
    match teller.block.shape.kind, tree.body:
        case "module", _:
            return module_steps(teller, tree)
        case _, [ast.FunctionDef() | ast.AsyncFunctionDef() as function]:
            return function_steps(teller, function)
        case _, [ast.ClassDef() as class_]:
            return class_steps(teller, class_)
        case "snippet", body:
            return worded(arranged(teller.statements(tree, body))) or module_steps(teller, tree)
    return ()


def _limited(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return at most nine steps with sixteen lines in all: the last step stays, it tells the result."""
    kept = steps if len(steps) <= MOST_STEPS else (*steps[: MOST_STEPS - 1], steps[-1])
    room = MOST_LINES - len(kept)
    found: list[Step] = []
    for one in kept:
        inner = one.steps[: max(room, 0)]
        room -= len(inner)
        if inner or not one.steps:
            found.append(replace(one, steps=inner))
    return tuple(found)


def _bounded(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return steps without those that nobody would read: a program gave what they are about its name."""
    kept = [one for one in steps if len(one.text) <= _LONGEST]
    return tuple(replace(one, steps=_bounded(one.steps)) for one in kept)


def _nothing(block: CodeBlock, tree: ast.Module) -> str:
    """Return what to say of code in which nothing happens that a user could notice."""
    shape = block.shape
    match shape.kind:
        case "class":
            return f"`{shape.name}` adds nothing of its own."
        case "function":
            return "Is left to subclasses." if "abstract" in shape.labels else "Returns without any action."
        case "module" | "snippet":
            names = imported(tree)
            return (
                f"Makes {some_of([f'`{name}`' for name in names], 8)} importable from here."
                if names
                else "Holds nothing that other code uses."
            )
    if text := plain.short_value(block):
        return f"Holds `{text}`."
    return f"Holds a value of type `{shape.annotation}`." if shape.annotation else "Holds a value."
