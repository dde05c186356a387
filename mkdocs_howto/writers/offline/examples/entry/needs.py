"""What a function reads of its parameters: the keys, attributes and methods that an argument has to have."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.trees import Function

_OF_CONTAINERS = frozenset({
    "append", "copy", "extend", "get", "index", "insert", "items", "keys", "pop", "remove", "setdefault", "sort",
    "update", "values",
})  # fmt: skip
"""Methods of dictionaries and lists."""
_DEEPEST = 2
"""Functions that a value is followed into, one inside the other."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What is read of one value.

    Attributes:
        keys: Keys that are texts, in their order.
        attributes: Attributes, methods with `()`.
        of_items: Keys that are read of each of its elements.
        of_objects: Attributes of each of its elements.
    """

    keys: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    of_items: tuple[str, ...] = ()
    of_objects: tuple[str, ...] = ()


def reads_of(
    function: Function, name: str, others: Mapping[str, Function], lists: Mapping[str, tuple[str, ...]] | None = None
) -> Reads:
    """Return what a function reads of a parameter, itself or by a function of its file that it passes it to.

    Args:
        function: The definition.
        name: The parameter.
        others: Functions of the file, by name, and methods of the class as `self.name`.
        lists: Texts in lists, by the name of each list.
    """
    return _followed(function, name, others, lists or {}, _DEEPEST)


def _followed(
    function: Function,
    name: str,
    others: Mapping[str, Function],
    lists: Mapping[str, tuple[str, ...]],
    depth: int,
) -> Reads:
    keys = _looped(function, lists)
    read = _read(function, name, keys)
    for callee, position, call in _passed_to(function, name, others) if depth else ():
        known = {**lists, **_handed(call, callee, keys)}
        inner = _followed(callee, _parameters(callee)[position], others, known, depth - 1)
        if read == Reads():
            read = inner
    if read.of_items or read.keys or read.attributes:
        return read
    for item in _items(function, name):
        for callee, position, _ in _passed_to(function, item, others):
            inner = _read(callee, _parameters(callee)[position], keys)
            return Reads(of_items=inner.keys, of_objects=inner.attributes)
    return read


def _passed_to(
    function: Function, name: str, others: Mapping[str, Function]
) -> Iterator[tuple[Function, int, ast.Call]]:
    """Yield the functions of the file that are called with a value, each with its position there."""
    for node in (inner for statement in function.body for inner in walk(statement)):
        if isinstance(node, ast.Call):
            called = others.get(dotted(node.func))
            if called is not None and called is not function:
                for position, argument in enumerate(node.args):
                    if _is(argument, name) and position < len(_parameters(called)):
                        yield called, position, node


def _parameters(function: Function) -> list[str]:
    """Return the parameters of a function or method that a call fills, one after the other."""
    names = [one.arg for one in function.args.args]
    return names[names[:1] in (["self"], ["cls"]) :]


def _looped(function: Function, lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the variables that go through lists of texts, with these; a parameter may be one already."""
    found = {name: texts for name, texts in lists.items() if name.isidentifier()}
    for node in (inner for statement in function.body for inner in walk(statement)):
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            texts = lists.get(dotted(node.iter))
            if texts:
                found[node.target.id] = texts
    return found


def _handed(call: ast.Call, callee: Function, keys: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the parameters of a function that are handed such variables."""
    pairs = zip(_parameters(callee), call.args, strict=False)
    return {one: keys[value.id] for one, value in pairs if isinstance(value, ast.Name) and value.id in keys}


def _items(function: Function, name: str) -> list[str]:
    """Return the names that the elements of a value have in loops."""
    nodes = (inner for statement in function.body for inner in walk(statement))
    return [
        node.target.id
        for node in nodes
        if isinstance(node, ast.For | ast.comprehension) and _is(node.iter, name) and isinstance(node.target, ast.Name)
    ]


def _read(function: Function, name: str, lists: Mapping[str, tuple[str, ...]]) -> Reads:
    nodes = [inner for statement in function.body for inner in walk(statement)]
    items = _items(function, name)
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    attributes = [
        f"{node.attr}()" if id(node) in called else node.attr
        for node in _in_order(nodes)
        if isinstance(node, ast.Attribute) and _is(node.value, name) and not isinstance(node.ctx, ast.Store)
    ]
    plain = dict.fromkeys(one for one in attributes if one.removesuffix("()") not in _OF_CONTAINERS and one[0] != "_")
    of_items = dict.fromkeys(key for item in items for key in _keys(nodes, item, lists))
    return Reads(_keys(nodes, name, lists), tuple(plain), tuple(of_items))


def _in_order(nodes: Sequence[ast.AST]) -> list[ast.expr]:
    """Return expressions in the order in which they end in the text: `s.driver` before `s.driver.start`."""
    found = [node for node in nodes if isinstance(node, ast.expr)]
    return sorted(found, key=lambda one: (one.end_lineno or 0, one.end_col_offset or 0))


def _keys(nodes: Sequence[ast.AST], name: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in _in_order(nodes):
        match node:
            case ast.Subscript(value=value, slice=ast.Constant(value=str(key)), ctx=ast.Load()) if _is(value, name):
                found[key] = None
            case ast.Call(
                func=ast.Attribute(value=value, attr="get" | "pop"), args=[ast.Constant(value=str(key)), *_]
            ) if _is(value, name):
                found[key] = None
            case ast.Subscript(value=value, slice=ast.Name(id=key), ctx=ast.Load()) if _is(value, name):
                found |= dict.fromkeys(lists.get(key, ()))
            case ast.Call(func=ast.Attribute(value=value, attr="get" | "pop"), args=[ast.Name(id=key), *_]) if _is(
                value, name
            ):
                found |= dict.fromkeys(lists.get(key, ()))
    return tuple(found)


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
