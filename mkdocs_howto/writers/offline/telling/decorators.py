"""Tell what decorators do around a call, and context managers around a block."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.writers.offline.telling.scope import Scope, scope_of
from mkdocs_howto.writers.offline.telling.stages import Stage
from mkdocs_howto.writers.offline.trees import Function, own, yields

_FUNCTION = "the function"
PASSED_ON = f"what {_FUNCTION} returns"
"""The value of a wrapper that changes nothing about the result."""


class StageMaker(Protocol):
    """Makes the stages of functions."""

    def stages(self, node: Function, attributes: None = None, outer: Scope | None = None) -> tuple[Stage, ...]:
        """Return the stages of a function inside another one."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What a decorator does.

    Attributes:
        stages: What happens when the decorated function is called.
        is_direct: Whether it is written without parentheses.
    """

    stages: tuple[Stage, ...]
    is_direct: bool


def applied(teller: StageMaker, node: Function) -> Applied | None:
    """Return what a function does as a decorator; `None` for a function that is none.

    Args:
        teller: Makes the stages of its wrapper.
        node: The function.
    """
    if yields(node):
        return None
    outer = scope_of(node)
    inner = _returned(node)
    if inner is None:
        return None
    if wrapped := _wrapped(node, inner):
        return Applied(_called(teller, inner, outer, wrapped), is_direct=True)
    wrapper = _returned(inner)
    if wrapper is not None and (wrapped := _wrapped(inner, wrapper)):
        return Applied(_called(teller, wrapper, scope_of(inner, outer), wrapped), is_direct=False)
    return None


def _returned(node: Function) -> Function | None:
    """Return the function that another one defines and returns, if that is all it returns."""
    inner = {one.name: one for one in node.body if isinstance(one, Function)}
    returned = [one.value for one in own(node) if isinstance(one, ast.Return)]
    names = {value.id if isinstance(value, ast.Name) else "" for value in returned}
    return inner.get(names.pop()) if len(names) == 1 else None


def _wrapped(outer: Function, wrapper: Function) -> str:
    """Return the parameter of a decorator that its wrapper calls; empty if there is none."""
    parameters = [one.arg for one in (*outer.args.posonlyargs, *outer.args.args)]
    called = {one.func.id for one in walk(wrapper) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}
    return parameters[0] if len(parameters) == 1 and parameters[0] in called else ""


def _called(teller: StageMaker, wrapper: Function, outer: Scope, wrapped: str) -> tuple[Stage, ...]:
    known = replace(outer, phrases={wrapped: _FUNCTION})
    return teller.stages(wrapper, None, known)


def is_block(node: Function) -> bool:
    """Return whether a function is entered with `with`."""
    return bool({last_name(one) for one in node.decorator_list} & {"contextmanager", "asynccontextmanager"})


def start_of(node: Function) -> str:
    """Return what a reader types before a call: `await`, `with`, `async for`; empty for a plain function."""
    is_async = isinstance(node, ast.AsyncFunctionDef)
    if is_block(node):
        return "async with " if is_async else "with "
    if not is_async:
        return ""
    return "async for … in " if yields(node) else "await "


def around_block(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return the stages of a context manager: what it yields is where the block runs."""
    return tuple(
        replace(one, steps=around_block(one.steps), action=_block(one.action) if one.kind == "yield" else one.action)
        for one in stages
    )


def _block(action: str) -> str:
    given = action.removeprefix("yields ")
    return "runs the `with` block" if given == "a value" else f"runs the `with` block; `as` gives {given}"
