"""Ask pyflakes about an example."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from pyflakes.checker import Binding, Builtin, Checker
from pyflakes.messages import UndefinedLocal, UndefinedName


def undefined_names(tree: ast.Module, named: set[str]) -> Iterator[tuple[str, int]]:
    """Yield names that are read without being defined, or before, each with its line.

    Yields nothing for code that is nested more deeply than pyflakes can follow.

    Args:
        tree: The code.
        named: All names in it.
    """
    try:
        messages = _Names(tree, named).messages
    except RecursionError:
        return
    for message in messages:
        if isinstance(message, UndefinedName | UndefinedLocal):
            yield str(message.message_args[0]), message.lineno


class _Names(Checker):
    """Binds only those builtins that an example names: to bind them all takes longer than to check it."""

    def __init__(self, tree: ast.Module, named: set[str]) -> None:
        self._named = named
        super().__init__(tree, filename="example")

    def addBinding(self, node: ast.AST, value: Binding) -> None:  # noqa: N802
        if not isinstance(value, Builtin) or value.name in self._named:
            super().addBinding(node, value)
