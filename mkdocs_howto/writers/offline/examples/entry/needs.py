"""What a function reads of its parameters: the keys, attributes and methods that an argument has to have."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
    for item in _mentions(function, name).items:
        for callee, position, _ in _passed_to(function, item, others):
            inner = _read(callee, _parameters(callee)[position], keys)
            return Reads(of_items=inner.keys, of_objects=inner.attributes)
    return read


def _passed_to(
    function: Function, name: str, others: Mapping[str, Function]
) -> Iterator[tuple[Function, int, ast.Call]]:
    """Yield the functions of the file that are called with a value, each with its position there, and its call."""
    first: dict[tuple[str, int], ast.Call] = {}
    for node, position in _mentions(function, name).calls:
        first.setdefault((dotted(node.func), position), node)
    for (path, position), node in first.items():
        called = others.get(path)
        if called is not None and called is not function and position < len(_parameters(called)):
            yield called, position, node


def _parameters(function: Function) -> list[str]:
    """Return the parameters of a function or method that a call fills, one after the other."""
    names = [one.arg for one in function.args.args]
    return names[names[:1] in (["self"], ["cls"]) :]


def _looped(function: Function, lists: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the variables that go through lists of texts, with these; a parameter may be one already."""
    found = {name: texts for name, texts in lists.items() if name.isidentifier()}
    for name, item in _indexed(function).loops:
        if lists.get(name):
            found[item] = lists[name]
    return found


def _handed(call: ast.Call, callee: Function, keys: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the parameters of a function that are handed such variables."""
    pairs = zip(_parameters(callee), call.args, strict=False)
    return {one: keys[value.id] for one, value in pairs if isinstance(value, ast.Name) and value.id in keys}


def _read(function: Function, name: str, lists: Mapping[str, tuple[str, ...]]) -> Reads:
    held = _mentions(function, name)
    plain = [one for one in held.attributes if one.removesuffix("()") not in _OF_CONTAINERS and one[0] != "_"]
    of_items = dict.fromkeys(key for item in held.items for key in _keys(function, item, lists))
    return Reads(tuple(_keys(function, name, lists)), tuple(plain), tuple(of_items))


def _keys(function: Function, name: str, lists: Mapping[str, tuple[str, ...]]) -> dict[str, None]:
    """Return the keys that are read of a value: texts, and those of the lists that its variables go through."""
    keys = _mentions(function, name).keys
    return dict.fromkeys(text for key in keys for text in ([key.value] if key.is_text else lists.get(key.value, ())))


@dataclass(frozen=True, slots=True)
class _Key:
    """A key between brackets or in `get`: a text, or the name of a variable."""

    value: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class _Mentions:
    """What a function does with a name; dictionaries stand for sets that keep an order.

    Attributes:
        keys: Keys that are read of it.
        attributes: Its attributes, methods with `()`.
        items: Loop variables that its elements are given to.
        calls: Calls that it is an argument of, each with its position there.
    """

    keys: dict[_Key, None] = field(default_factory=dict)
    attributes: dict[str, None] = field(default_factory=dict)
    items: dict[str, None] = field(default_factory=dict)
    calls: list[tuple[ast.Call, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Index:
    """What one walk through a function finds, since each of its parameters is asked for.

    Attributes:
        names: What it does with each name.
        loops: What loops go through, as written with dots, each with the loop's variable.
    """

    names: dict[str, _Mentions] = field(default_factory=dict)
    loops: dict[tuple[str, str], None] = field(default_factory=dict)


def _mentions(function: Function, name: str) -> _Mentions:
    return _indexed(function).names.get(name, _Mentions())


@functools.lru_cache(maxsize=64)
def _indexed(function: Function) -> _Index:
    index = _Index()
    nodes = [inner for statement in function.body for inner in walk(statement)]
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        match node:
            case ast.Call(args=args):
                for position, argument in enumerate(args):
                    if isinstance(argument, ast.Name):
                        index.names.setdefault(argument.id, _Mentions()).calls.append((node, position))
            case (
                ast.For(target=ast.Name(id=item), iter=iterated)
                | ast.comprehension(target=ast.Name(id=item), iter=iterated)
            ):
                index.loops[dotted(iterated), item] = None
                if isinstance(iterated, ast.Name):
                    index.names.setdefault(iterated.id, _Mentions()).items[item] = None
    # In the order in which they end in the text: `s.driver` before `s.driver.start`.
    expressions = [node for node in nodes if isinstance(node, ast.Subscript | ast.Call | ast.Attribute)]
    for node in sorted(expressions, key=lambda one: (one.end_lineno or 0, one.end_col_offset or 0)):
        match node:
            case (
                ast.Subscript(value=ast.Name(id=name), slice=key, ctx=ast.Load())
                | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get" | "pop"), args=[key, *_])
            ):
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    index.names.setdefault(name, _Mentions()).keys[_Key(key.value, is_text=True)] = None
                elif isinstance(key, ast.Name):
                    index.names.setdefault(name, _Mentions()).keys[_Key(key.id, is_text=False)] = None
            case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Load() | ast.Del()):
                shown = f"{attribute}()" if id(node) in called else attribute
                index.names.setdefault(name, _Mentions()).attributes[shown] = None
    return index
