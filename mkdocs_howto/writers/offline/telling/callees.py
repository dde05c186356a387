"""What functions of the project do when a block calls them, told in one phrase."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from mkdocs_howto.section import Shape
from mkdocs_howto.syntax import NotPython, parsed, walk
from mkdocs_howto.writers.offline.telling.authors import third_persons
from mkdocs_howto.writers.offline.telling.names import action_of
from mkdocs_howto.writers.offline.trees import Function, without_docstring
from mkdocs_howto.writers.offline.words import clause_of

Source = Callable[[str], str | None]
"""Returns the text of an object of the project, or `None`."""

_RETURNS = re.compile(r"returns? (?P<what>(?:an?|the|each|all|one|every|whether)\b[^.;(]{3,90})")
_DEICTIC = re.compile(r"\bthis (?=\w)")
"""A word that means another object where a caller tells it."""
_QUIET = frozenset({"log", "logger", "logging", "warn", "debug", "_log", "_logger"})


@dataclass(frozen=True, slots=True)
class Callee:
    """A function of the project as a caller of the block may hear of it.

    Attributes:
        action: Verb phrase in the third person, by its author or its name; empty if neither has one.
        result: Noun phrase for what it gives; empty if it is not known.
        is_idle: Whether its whole body does nothing that could be noticed from outside.
        raises: Whether it always raises.
    """

    action: str = ""
    result: str = ""
    is_idle: bool = False


class Callees:
    """Describes functions of the project by their shape and source."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, Callee] = {}

    def of(self, shape: Shape) -> Callee:
        """Return what is known of a function or class.

        Args:
            shape: Its shape.
        """
        if shape.object_path not in self._known:
            self._known[shape.object_path] = self._describe(shape)
        return self._known[shape.object_path]

    def _describe(self, shape: Shape) -> Callee:
        action = _DEICTIC.sub("the ", third_persons(clause_of(shape.summary)))
        found = _RETURNS.match(shape.summary[:1].lower() + shape.summary[1:])
        result = found["what"].strip() if found else ""
        if result or action.startswith("returns "):
            return Callee(action="", result=result or action.removeprefix("returns "))
        return Callee(action=action or action_of(shape.name), is_idle=self._is_idle(shape))

    def _is_idle(self, shape: Shape) -> bool:
        text = self._source(shape.object_path) if shape.kind == "function" else None
        if text is None or len(text) > 20_000:
            return False
        return is_idle(text)


@lru_cache(maxsize=1024)
def is_idle(text: str) -> bool:
    """Return whether a function's body only computes: no call whose result nobody takes, no assignment to others.

    Args:
        text: Source of the function.
    """
    try:
        tree = parsed(text)
    except NotPython:
        return False
    functions = [node for node in tree.body if isinstance(node, Function)]
    if not functions:
        return False
    return not any(_is_noticed(node) for statement in without_docstring(functions[0].body) for node in walk(statement))


def _is_noticed(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Call(func=function)):
            names = {inner.id for inner in walk(function) if isinstance(inner, ast.Name)}
            return not names & _QUIET
        case ast.Raise() | ast.Await() | ast.Yield() | ast.YieldFrom() | ast.Delete() | ast.Global():
            return True
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            return True
        case ast.With():
            return True
    return False
