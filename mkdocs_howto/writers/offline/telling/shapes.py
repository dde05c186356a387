"""Fold statements of a known shape into one: loops that collect, copies that are only used once."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mkdocs_howto.writers.offline.telling.scope import Scope


def folded(statements: Sequence[ast.stmt], scope: Scope) -> Sequence[ast.stmt]:
    """Return statements in which a loop that fills a new list, set, dictionary or sum is one assignment of its result.

    Args:
        statements: They run one after the other.
        scope: Its `values` are completed by what the loops collect.
    """
    found: list[ast.stmt] = []
    statements = [_as_branches(one) for one in statements]
    for number, node in enumerate(statements):
        if isinstance(node, ast.For) and not node.orelse and (collected := _collected(node, statements[:number])):
            name, value = collected
            ast.copy_location(value, node)
            values = scope.values
            if isinstance(values, dict):
                values[name] = value
            continue
        found.append(node)
    return found


def _as_branches(node: ast.stmt) -> ast.stmt:
    """Return `a() if test else b()` and `return a if test else b` as the `if` statement that they stand for."""
    match node:
        case ast.Expr(value=ast.IfExp(test=test, body=body, orelse=other)):
            then: ast.stmt = ast.Expr(body)
            otherwise: list[ast.stmt] = [] if isinstance(other, ast.Constant) else [ast.Expr(other)]
        case ast.Return(value=ast.IfExp(test=test, body=body, orelse=other)):
            then, otherwise = ast.Return(body), [ast.Return(other)]
        case _:
            return node
    for one in (then, *otherwise):
        ast.copy_location(one, node)
    return ast.copy_location(ast.If(test=test, body=[then], orelse=otherwise), node)


def _collected(loop: ast.For, before: Sequence[ast.stmt]) -> tuple[str, ast.expr] | None:
    """Return the name that a loop fills and what it then holds, or `None` for a loop that does anything else."""
    tests: list[ast.expr] = []
    body = loop.body
    while len(body) == 1 and isinstance(body[0], ast.If) and not body[0].orelse:
        tests.append(body[0].test)
        body = body[0].body
    if len(body) != 1:
        return None
    each = ast.comprehension(target=loop.target, iter=loop.iter, ifs=tests, is_async=0)
    match body[0]:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=[item])):
            return (name, ast.ListComp(elt=item, generators=[each])) if _starts_empty(name, before) else None
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="add"), args=[item])):
            return (name, ast.SetComp(elt=item, generators=[each])) if _starts_empty(name, before) else None
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name), slice=key)], value=value):
            made = ast.DictComp(key=key, value=value, generators=[each])
            return (name, made) if _starts_empty(name, before) else None
    return None


def _starts_empty(name: str, before: Sequence[ast.stmt]) -> bool:
    for node in reversed(before):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                return _is_empty(value)
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                return _is_empty(value)
    return False


def _is_empty(node: ast.expr) -> bool:
    match node:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=ast.Name(id="list" | "dict" | "set"), args=[], keywords=[]):
            return True
    return False
