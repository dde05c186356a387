"""Names that an example reads and nothing defines, as pyflakes finds them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from pyflakes.checker import Binding, Builtin, Checker
from pyflakes.messages import UndefinedLocal, UndefinedName

from mkdocs_howto.syntax import walk


def undefined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that are read without being defined, or before, each with its line.

    Args:
        tree: The code.
    """
    for message in _Names(tree).messages:
        if isinstance(message, UndefinedName | UndefinedLocal):
            yield str(message.message_args[0]), message.lineno


class _Names(Checker):
    """Binds only those builtins that an example names: to bind them all takes longer than to check it."""

    def __init__(self, tree: ast.Module) -> None:
        self._named = _named(tree)
        super().__init__(tree, filename="example")

    def addBinding(self, node: ast.AST, value: Binding) -> None:  # noqa: N802
        if not isinstance(value, Builtin) or value.name in self._named:
            super().addBinding(node, value)


def _named(tree: ast.Module) -> set[str]:
    """Names that an example uses, also in texts: annotations may stand in quotes."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(re.findall(r"\w+", node.value))
    return found
