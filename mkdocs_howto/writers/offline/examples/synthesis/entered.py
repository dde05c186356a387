"""Objects that a `with` statement holds, which calls of two of their methods would begin and end by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code


@dataclass(frozen=True, slots=True)
class Entered:
    """Finds out which methods a `with` statement calls."""

    block: ImportableBlock
    project: Project

    def spares(self, owner: Shape, member: Shape) -> bool:
        """Whether a `with` statement calls a member, and the one that undoes it or is undone by it.

        Args:
            owner: The class of all.
            member: A method of it.
        """
        start = state.before(owner, self.project, member.name) or member.name
        end = state.after(owner, self.project, start)
        return bool(end) and self._calls(owner, "__enter__", start) and self._calls(owner, "__exit__", end)

    def _calls(self, owner: Shape, special: str, name: str) -> bool:
        """Whether a special method calls another method of its object, or is another name for it."""
        member = state.members_of(owner, self.project).get(special)
        if member is None or member.value == name:
            return member is not None
        found = Code(self.block, self.project).function(member.object_path)
        # The code of another name for a method is that method's.
        return found is not None and name in {found.node.name, *_called(found.node)}


def _called(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """Methods of its own object that a method calls."""
    for node in results.own_nodes(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                yield name
