"""Names that an example reads and nothing defines, as pyflakes finds them."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence

from mkdocs_howto.syntax import SCOPES, children, walk

_BUILTINS = frozenset(dir(builtins))
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SCOPED = SCOPES | {*_COMPREHENSIONS}
_MOST_SCOPES = 20
"""Scopes inside each other."""
_MOST_PLAIN = 2_000
"""Syntax nodes of code whose names are looked up without pyflakes, in more than linear time."""
_TYPING = ("typing", "typing_extensions")
"""Where functions come from whose texts are annotations."""


def undefined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that are read without being defined, or before, each with its line.

    Yields nothing for code with too many scopes inside each other.

    Args:
        tree: The code.
    """
    if _has_deep_scopes(tree):
        return
    # Most examples are a few plain statements, and pyflakes takes as long as all else that is asked of them.
    if len(walk(tree)) <= _MOST_PLAIN and _defines_all(tree.body, set()):
        return
    from mkdocs_howto.usage.flakes import undefined_names

    yield from undefined_names(tree, _named(tree))


def _has_deep_scopes(tree: ast.Module) -> bool:
    """Return whether more scopes are inside each other than people write.

    pyflakes looks each name up in every scope around it (`Checker.handleNodeLoad`).
    """
    pending: list[tuple[ast.AST, int]] = [(tree, 0)]
    while pending:
        node, depth = pending.pop()
        depth += type(node) in _SCOPED
        if depth > _MOST_SCOPES:
            return True
        pending += [(child, depth) for child in children(node)]
    return False


def _named(tree: ast.Module) -> set[str]:
    """Names that an example uses, also in texts: annotations may stand in quotes."""
    found: set[str] = set()
    for node in walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(re.findall(r"\w+", node.value))
    return found


def _defines_all(body: Sequence[ast.stmt], bound: set[str]) -> bool:
    """Whether it is certain that every name is defined before it is read.

    Args:
        body: Statements; of most that branch, nothing is certain.
        bound: Names that are defined before; takes those that the statements define.
    """
    return all(_defines(statement, bound) for statement in body)


def _defines(node: ast.stmt, bound: set[str]) -> bool:
    match node:
        case ast.Import(names=aliases):
            bound |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
            return not any(alias.name in _TYPING for alias in aliases)
        case ast.ImportFrom(module=module, names=aliases):
            bound |= {alias.asname or alias.name for alias in aliases}
            return module not in _TYPING and aliases[0].name != "*"
        case ast.Expr(value=value):
            return _knows(value, bound)
        case ast.Assign(targets=targets, value=value):
            return _knows(value, bound) and all(_binds(target, bound) for target in targets)
        case ast.Raise(exc=error, cause=cause):
            return all(one is None or _knows(one, bound) for one in (error, cause))
        case ast.Return(value=value):
            return value is None or _knows(value, bound)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return _defines_function(node, bound)
        case ast.ClassDef():
            return _defines_class(node, bound)
        case ast.AugAssign(target=target, value=value):
            return _knows(target, bound) and _knows(value, bound)
        case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
            known = _knows(value, bound) and _binds(target, bound)
            return known and _defines_all([*node.body, *node.orelse], bound)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return all(_enters(item, bound) for item in items) and _defines_all(node.body, bound)
        case ast.Try(body=body, handlers=handlers, orelse=other, finalbody=final):
            tried = _defines_all(body, bound) and all(_handles(handler, bound) for handler in handlers)
            return tried and _defines_all([*other, *final], bound)
    return False


def _defines_function(node: ast.FunctionDef | ast.AsyncFunctionDef, bound: set[str]) -> bool:
    """The same of a function, which may be called right below it; of annotations, nothing is certain."""
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    named += [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    if node.returns is not None or any(one.annotation is not None for one in named):
        return False
    around = [*node.decorator_list, *arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]
    known = all(_knows(one, bound) for one in around) and not any(_rebinds(inner, bound) for inner in node.body)
    bound.add(node.name)
    return known and _defines_all(node.body, bound | {one.arg for one in named})


def _defines_class(node: ast.ClassDef, bound: set[str]) -> bool:
    """The same of a class, whose methods do not see what its body binds."""
    around = [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
    known = all(_knows(one, bound) for one in around) and not any(_rebinds(inner, bound) for inner in node.body)
    # What is inside a function without a name does not see it either.
    known = known and not any(isinstance(one, ast.Lambda) for one in walk(node))
    inside = set(bound)
    for inner in node.body:
        known = known and _defines(inner, set(bound) if isinstance(inner, _FUNCTIONS) else inside)
    bound.add(node.name)
    return known


def _rebinds(statement: ast.stmt, bound: set[str]) -> bool:
    """Whether a statement of a scope may hide a name from outside, which is then not there before it."""
    for node in walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.ExceptHandler(name=str(name)):
                pass
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                pass
            case ast.Import() | ast.ImportFrom() | ast.Global() | ast.Nonlocal():
                return True
            case _:
                continue
        if name in bound or name in _BUILTINS:
            return True
    return False


def _enters(item: ast.withitem, bound: set[str]) -> bool:
    target = item.optional_vars
    return _knows(item.context_expr, bound) and (target is None or _binds(target, bound))


def _handles(handler: ast.ExceptHandler, bound: set[str]) -> bool:
    """The same of an `except`, whose own name is there only in it."""
    inner = {*bound, handler.name} if handler.name else bound
    known = handler.type is None or _knows(handler.type, bound)
    known = known and _defines_all(handler.body, inner)
    bound |= inner - {handler.name}
    return known


def _knows(node: ast.expr, bound: set[str]) -> bool:
    """Whether all names of an expression are defined."""
    pending: list[ast.AST] = [node]
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.Name):
            if inner.id not in bound and inner.id not in _BUILTINS:
                return False
        elif isinstance(inner, ast.Lambda):
            if not _knows_function(inner, bound):
                return False
        elif isinstance(inner, _COMPREHENSIONS):
            if not _knows_items(inner, bound):
                return False
        elif isinstance(inner, ast.NamedExpr):
            return False
        else:
            pending += children(inner)
    return True


def _knows_function(node: ast.Lambda, bound: set[str]) -> bool:
    """The same of a function without a name."""
    arguments = node.args
    defaults = [*arguments.defaults, *(one for one in arguments.kw_defaults if one is not None)]
    named = {one.arg for one in walk(arguments) if isinstance(one, ast.arg)}
    return all(_knows(one, bound) for one in defaults) and _knows(node.body, bound | named)


def _knows_items(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, bound: set[str]) -> bool:
    """The same of a comprehension, each of whose loops may read what those before it bind."""
    inside = set(bound)
    for one in node.generators:
        if not _knows(one.iter, inside) or not _binds(one.target, inside):
            return False
        if not all(_knows(test, inside) for test in one.ifs):
            return False
    made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    return all(_knows(one, inside) for one in made)


def _binds(target: ast.expr, bound: set[str]) -> bool:
    """Define what is assigned to; whether all else in it is defined."""
    if isinstance(target, ast.Name):
        bound.add(target.id)
        return True
    if isinstance(target, ast.Tuple | ast.List):
        return all(_binds(inner, bound) for inner in target.elts)
    return _knows(target, bound)
