"""What parts of a syntax tree say."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from mkdocs_howto.syntax import SCOPES, below, children

Function = ast.FunctionDef | ast.AsyncFunctionDef
_YIELDING = frozenset({ast.Yield, ast.YieldFrom})
_SHARING = (ast.Global, ast.Nonlocal)


def own(function: Function | ast.Lambda) -> Iterator[ast.AST]:
    """What a function itself does: without the functions and classes that it defines."""
    pending: list[ast.AST] = [*reversed(function.body)] if isinstance(function, Function) else [function.body]
    while pending:
        node = pending.pop()
        yield node
        if type(node) not in SCOPES:
            pending += children(node)[::-1]


def walk_until(nodes: Sequence[ast.AST], is_end: Callable[[ast.AST], bool]) -> list[ast.AST]:
    """Return nodes and what is inside them, level by level; of a node that ends the walk, only itself.

    Args:
        nodes: Where to begin.
        is_end: Tells whether a node ends the walk.
    """
    found = [*nodes]
    for node in found:  # What is appended meanwhile has its turn, too.
        if not is_end(node):
            found += children(node)
    return found


def yields(function: Function) -> bool:
    """Whether a function gives one value after the other, and not only a function that it defines."""
    # Most have no `yield` in them at all.
    return not _YIELDING.isdisjoint(map(type, below(function))) and not _YIELDING.isdisjoint(map(type, own(function)))


def gives(function: Function) -> bool:
    """Whether a call of a function gives something other than `None`, or its statements leave that open."""
    if yields(function) or any(isinstance(node, ast.Return) and not _is_nothing(node.value) for node in own(function)):
        return True
    match without_docstring(function.body):
        case [] | [ast.Pass()] | [ast.Expr(value=ast.Constant())] | [ast.Raise()]:  # Something else does the work.
            return not _is_nothing(function.returns) or bool(function.decorator_list)
    return False


def _is_nothing(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """What a function or class does."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return body


def optional_parameters(nodes: Sequence[ast.AST]) -> set[str]:
    """Parameters whose default is `None`, of all functions among the nodes."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.arguments):
            plain = [*node.posonlyargs, *node.args]
            pairs = [*zip(plain[len(plain) - len(node.defaults) :], node.defaults, strict=True)]
            pairs += [(one, default) for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True) if default]
            names |= {one.arg for one, default in pairs if isinstance(default, ast.Constant) and default.value is None}
    return names


def read_names(nodes: Sequence[ast.AST]) -> set[str]:
    """Names that are read, or shared with code outside."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Load):
                found.add(node.id)
        elif isinstance(node, _SHARING):
            found.update(node.names)
    return found


def imported(tree: ast.Module) -> list[str]:
    """Public names that a module takes over from others, sorted."""
    names = [
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    return sorted(name for name in names if not name.startswith("_") and name != "*")
