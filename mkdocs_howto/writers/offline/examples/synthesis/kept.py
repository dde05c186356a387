"""What a method has put into its object, and another one gives back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.examples import results, state
from mkdocs_howto.writers.offline.examples.code import Code, Function
from mkdocs_howto.writers.offline.trees import without_docstring

_PUTTING = {"add", "append", "appendleft", "extend", "insert", "put", "update", "write"}
_LONGEST = 3
"""Statements of a method that gives back what is there, and does nothing else."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Finds the method that puts something where another one takes it from."""

    block: ImportableBlock
    project: Project

    def put_by(self, owner: Shape, member: Shape) -> Shape | None:
        """The method whose argument goes into the attribute that a member gives back, or both of two arguments.

        Args:
            owner: The class of both.
            member: Takes no arguments.
        """
        if not state.takes(member, 0):
            return None
        code = Code(self.block, self.project)
        found = code.function(member.object_path)
        given = _given(found.node) if found is not None else ""
        if not given:
            return None
        ways: list[tuple[int, Shape]] = []
        for other in state.members_of(owner, self.project).values():
            filled = _filled if state.takes(other, 1) else _keyed if state.takes(other, 2) else None
            if other.kind != "function" or other.name.startswith("_") or filled is None:
                continue
            method = code.function(other.object_path)
            if method is not None and given in filled(method.node):
                ways.append((len(walk(method.node)), other))
        # The shortest does nothing else with it.
        return min(ways, key=lambda way: way[0])[1] if ways else None


def _given(function: Function) -> str:
    """The one attribute that a method gives back; empty where it does more than that."""
    if len(without_docstring(function.body)) > _LONGEST:
        return ""
    values = results.returns(function)
    names = {name for value in values for node in walk(value) if (name := _own(node))}
    called = any(isinstance(node, ast.Call) and _own(node.func) for value in values for node in walk(value))
    return names.pop() if len(names) == 1 and not called else ""


def _filled(function: Function) -> Iterator[str]:
    """Attributes that a method puts its first argument into."""
    plain = [argument.arg for argument in function.args.args]
    for node in walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[*_, ast.Name(id=name)]):
                if method in _PUTTING and name in plain[1:2]:
                    yield _own(owner)


def _keyed(function: Function) -> Iterator[str]:
    """Attributes that a method puts its second argument into under its first."""
    pair = [argument.arg for argument in function.args.args][1:3]
    for node in walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Subscript(value=owner, slice=ast.Name(id=key))], value=ast.Name(id=name))
                | ast.Call(
                    func=ast.Attribute(value=ast.Subscript(value=owner, slice=ast.Name(id=key)), attr="append" | "add"),
                    args=[ast.Name(id=name)],
                )
            ) if [key, name] == pair:
                yield _own(owner)


def _own(node: ast.AST) -> str:
    """`name` of `self.name`."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name
    return ""
