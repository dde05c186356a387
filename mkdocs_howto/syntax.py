"""Walk syntax trees: often, so quickly.

Nodes that only mark others and hold nothing (`ast.Load`, `ast.Add`, `ast.Eq`) are left out.
"""

from __future__ import annotations

import ast
import functools

_TEXTS = frozenset(
    {"arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "name"}
    | {"op", "ops", "rest", "simple", "str", "type_comment", "type_ignores"}
)
"""Fields that hold texts, numbers or marks, whatever they belong to."""
_LEAVES = (ast.Constant, ast.Global, ast.MatchSingleton, ast.Nonlocal)
"""Nodes whose other fields do so as well."""
_SPARSE = frozenset({"keys", "kw_defaults"})
"""Fields whose lists have gaps: `**other` in a dictionary has no key, a parameter may have no default."""


@functools.cache
def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold others."""
    if issubclass(kind, _LEAVES):
        return ()
    named = {"name"} if kind.__name__ == "TypeAlias" else set()  # Its name is a node (PEP 695).
    return tuple(field for field in kind._fields if field not in _TEXTS or field in named)


@functools.cache
def _from_last(kind: type[ast.AST]) -> tuple[str, ...]:
    return _fields(kind)[::-1]


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly inside a node, as `ast.iter_child_nodes` gives them."""
    found: list[ast.AST] = []
    for field in _fields(node.__class__):
        value = getattr(node, field, None)
        if value.__class__ is list:
            found += value if field not in _SPARSE else [child for child in value if child is not None]
        elif value is not None:
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """A node and everything inside it, level by level, as `ast.walk` gives them."""
    found = [node]
    for current in found:  # What is appended meanwhile has its turn, too.
        for field in _fields(current.__class__):
            value = getattr(current, field, None)
            if value.__class__ is list:
                found += value if field not in _SPARSE else [child for child in value if child is not None]
            elif value is not None:
                found.append(value)
    return found


def below(node: ast.AST) -> list[ast.AST]:
    """A node and everything inside it, each before what is inside it."""
    found: list[ast.AST] = []
    pending = [node]
    while pending:
        current = pending.pop()
        found.append(current)
        for field in _from_last(current.__class__):
            value = getattr(current, field, None)
            if value.__class__ is list:
                pending += value[::-1] if field not in _SPARSE else [one for one in value[::-1] if one is not None]
            elif value is not None:
                pending.append(value)
    return found


def outward(node: ast.AST) -> list[ast.AST]:
    """A node and everything inside it, each after what is inside it."""
    found: list[ast.AST] = []
    pending = [node]
    while pending:
        current = pending.pop()
        found.append(current)
        pending += children(current)
    return found[::-1]
