"""What the names inside a function stand for, in the terms of someone who only calls it."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_howto.syntax import below, walk
from mkdocs_howto.writers.offline.trees import Function, optional_parameters

CHANGING = frozenset(
    {"add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft", "remove"}
    | {"reverse", "setdefault", "sort", "update"}
)
"""Methods that change what they are called on."""
_LONGEST_CONSTANT = 60
"""Characters of a constant that is put in place of its name."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of one function, or of the statements of a module.

    Attributes:
        parameters: Names that a caller gives a value, without `self` and `cls`.
        optional: Those whose default is `None`.
        local: All names that are bound in it.
        values: Variables with a single value, by name.
        items: Variables of loops and comprehensions, by name, with what the loop goes over.
        results: Variables that `with … as` binds, by name, with what is entered.
        changed: Variables that are filled or emptied after they were bound.
        phrases: Parameters for which a caller inside the block passes something, by name, in the caller's words.
    """

    parameters: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    values: Mapping[str, ast.expr] = field(default_factory=dict)
    items: Mapping[str, ast.expr] = field(default_factory=dict)
    results: Mapping[str, ast.expr] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    phrases: Mapping[str, str] = field(default_factory=dict)


def scope_of(node: Function | ast.Module, outer: Scope | None = None) -> Scope:
    """Return the scope of a function.

    Args:
        node: The function, or a module for its own statements.
        outer: Scope of the function that it is defined in.
    """
    nodes = below(node)
    bound: Counter[str] = Counter()
    values: dict[str, ast.expr] = {}
    items: dict[str, ast.expr] = {}
    results: dict[str, ast.expr] = {}
    for one in nodes:
        for name, value, kind in _bindings(one):
            bound[name] += 1
            {"value": values, "item": items, "result": results}[kind][name] = value
    changed = frozenset(_changed(nodes))
    bound.update(changed)
    shared = {name for one in nodes if isinstance(one, ast.Global) for name in one.names}
    for name in shared:
        bound.pop(name, None)
    parameters = _parameters(node) if isinstance(node, Function) else frozenset()
    single = {name for name, times in bound.items() if times == 1 and name not in parameters}
    known = outer or Scope()
    return Scope(
        parameters=parameters | known.parameters - bound.keys(),
        optional=frozenset(optional_parameters([node.args]) if isinstance(node, Function) else ()) | known.optional,
        local=frozenset(bound) | frozenset(_defined(nodes)) | known.local,
        values={**known.values, **{name: value for name, value in values.items() if name in single}},
        items={**known.items, **items},
        results={**known.results, **{name: value for name, value in results.items() if name in single}},
        changed=changed | known.changed,
        phrases=known.phrases,
    )


def public_scope(module: ast.Module) -> Scope:
    """Return the scope of a module's own statements, in which a reader knows all public names."""
    scope = scope_of(module)
    return replace(scope, local=frozenset(name for name in scope.local if name.startswith("_") or name in scope.items))


def with_constants(node: ast.expr, scope: Scope) -> ast.expr:
    """Return an expression with the short constants that its names stand for in place of these names."""
    known = {name: one for name, one in scope.values.items() if isinstance(one, ast.Constant)}
    short = {name: one for name, one in known.items() if len(repr(one.value)) <= _LONGEST_CONSTANT}
    return node if short.keys().isdisjoint(_names(node)) else _Constants(short).visit(copy.deepcopy(node))


def _names(node: ast.expr) -> set[str]:
    """Return the names that an expression reads."""
    return {one.id for one in walk(node) if isinstance(one, ast.Name)}


class _Constants(ast.NodeTransformer):
    """Puts constants in place of names."""

    def __init__(self, constants: Mapping[str, ast.Constant]) -> None:
        self._constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.copy_location(ast.Constant(found.value), node) if (found := self._constants.get(node.id)) else node


def _parameters(function: Function) -> frozenset[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    return frozenset(one.arg for one in every) - {"self", "cls", "mcs"}


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr, str]]:
    """Yield the names that a node binds, each with a value and what kind of binding it is."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from ((name, value, "value") for name in _whole(target))
                yield from ((name, ast.Constant(value=...), "value") for name in _parts(target))
        case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
            yield name, value, "value"
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value, "value"
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield name, value, "value"
            yield name, value, "value"  # It has another value before.
        case ast.For(target=target, iter=source) | ast.AsyncFor(target=target, iter=source):
            yield from ((name, source, "item") for name in (*_whole(target), *_parts(target)))
        case ast.comprehension(target=target, iter=source):
            yield from ((name, source, "item") for name in (*_whole(target), *_parts(target)))
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            yield from ((name, value, "result") for name in _whole(target))


def _changed(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield the variables that hold a display and are filled or emptied later: they are not what they were bound to."""
    for node in nodes:
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)), attr=attr)
            ) if attr in CHANGING:
                yield name
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                yield name


def _whole(target: ast.expr) -> Sequence[str]:
    return [target.id] if isinstance(target, ast.Name) else []


def _parts(target: ast.expr) -> Sequence[str]:
    """Return the names in a target that is unpacked."""
    match target:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return [one.id for one in below(target) if isinstance(one, ast.Name) and elements]
        case ast.Starred(value=ast.Name(id=name)):
            return [name]
    return []


def _defined(nodes: Sequence[ast.AST]) -> Iterator[str]:
    """Yield names that are bound by other means: definitions, imports, handlers."""
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ExceptHandler(name=str(name)):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (one.asname or one.name.partition(".")[0] for one in names)
