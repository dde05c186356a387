"""Find what the methods of a class do with the attributes of their object."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.writers.offline.trees import Function

_FILLING = frozenset({
    "add", "append", "appendleft", "extend", "insert", "push", "put", "put_nowait", "register", "setdefault", "update",
})  # fmt: skip
_CONTAINERS = frozenset({"dict", "list", "set", "deque", "defaultdict", "OrderedDict", "Counter", "Queue"})
_ENTERING = ("__enter__", "__aenter__", "__post_init__")


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes that the methods of one class share.

    Attributes:
        node: The class.
    """

    node: ast.ClassDef

    def functions(self) -> Iterator[Function]:
        """Yield the methods, in the order of the source."""
        return (one for one in self.node.body if isinstance(one, Function))

    def method(self, name: str) -> Function | None:
        """Return the method called `name`, or `None`; the first where there are several."""
        return _named(self.node).get(name)

    def empty(self) -> dict[str, bool]:
        """Return the attributes that an object begins with as `None` or empty, and whether each is a container."""
        constructor = self.method("__init__")
        if constructor is None:
            return {}
        found: dict[str, bool] = {}
        for node in constructor.body:
            match node:
                case ast.Assign(targets=targets, value=value):
                    names = [of_self(one) for one in targets]
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    names = [of_self(target)]
                case _:
                    continue
            for name in filter(None, names):
                found.pop(name, None)
                if isinstance(value, ast.Constant) and value.value is None:
                    found[name] = False
                elif _is_empty(value):
                    found[name] = True
        filled = set().union(*(self.stores(one) for one in self.functions() if one.name in ("__init__", *_ENTERING)))
        return {name: kind for name, kind in found.items() if name not in filled}

    def reached(self, method: Function, *, only_private: bool = False) -> list[Function]:
        """Return a method with those of its class that it calls, one after the other; on request only private ones."""
        found, pending = [method], [method]
        while pending:
            for node in walk(pending.pop()):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                        other = self.method(name) if not only_private or name.startswith("_") else None
                        if other is not None and other not in found:
                            found.append(other)
                            pending.append(other)
        return found

    def stores(self, method: Function, *, only_private: bool = False) -> set[str]:
        """Return the attributes that a method sets or fills, itself or by others of its class."""
        return {
            name
            for one in self.reached(method, only_private=only_private)
            for name, value in kept_by(one)
            if not is_nothing(value)
        }


def of_self(node: ast.AST) -> str:
    """Return the attribute of `self` that an expression is; empty for any other."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name
    return ""


def _is_empty(value: ast.expr) -> bool:
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Call(args=[], keywords=[]):
            return not isinstance(value, ast.Call) or last_name(value.func) in _CONTAINERS
        case ast.Call(func=called):
            return last_name(called) == "defaultdict"
    return False


def is_nothing(value: ast.expr | None) -> bool:
    """Return whether a value is `None`, false or empty."""
    return value is not None and (_is_empty(value) or (isinstance(value, ast.Constant) and not value.value))


def kept_by(method: Function) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield the attributes that a method sets or fills, each with the value that it puts there."""
    for node in walk(method):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                        kept = value if one is target else None
                        if name := of_self(one.value if isinstance(one, ast.Subscript) else one):
                            yield name, kept
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
                if name := of_self(target):
                    yield name, value
            case ast.Call(func=ast.Attribute(value=owner, attr=called), args=args) if called in _FILLING:
                inner = owner.value if isinstance(owner, ast.Subscript) else owner
                if name := of_self(inner):
                    yield name, args[-1] if args else None
            case ast.withitem(optional_vars=ast.Attribute() as target) if name := of_self(target):
                yield name, None


@functools.lru_cache(maxsize=64)
def _named(node: ast.ClassDef) -> Mapping[str, Function]:
    """Return the first method of each name in a class."""
    return {one.name: one for one in reversed(node.body) if isinstance(one, Function)}
