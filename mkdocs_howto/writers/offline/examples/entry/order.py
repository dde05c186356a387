"""What has to be called before a method of an object, as its attributes tell it.

What the constructor leaves `None` or empty, one method sets and another one reads: the first comes before the second.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.examples.entry.choice import methods
from mkdocs_howto.writers.offline.examples.planning.values import words_of
from mkdocs_howto.writers.offline.trees import Function

_MOST_BEFORE = 3
_FILLING = frozenset({
    "add", "append", "appendleft", "extend", "insert", "push", "put", "put_nowait", "register", "setdefault", "update",
})  # fmt: skip
_CONTAINERS = frozenset({"dict", "list", "set", "deque", "defaultdict", "OrderedDict", "Counter", "Queue"})
_ENTERING = ("__enter__", "__aenter__", "__post_init__")
_TELLING = ("content", "value", "text", "message", "data", "item", "result", "event")
"""Parameters of a callback that show most of what it is called with."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Callback:
    """A function that a method keeps, and that its object calls later.

    Attributes:
        name: What an example calls it.
        parameters: What it is called with.
        is_async: Whether its result is awaited.
        gives: Whether its result is used.
        is_asked: Whether it is said to answer a question by true or false.
    """

    name: str
    parameters: tuple[str, ...]
    is_async: bool
    gives: bool
    is_asked: bool

    @property
    def code(self) -> str:
        """Return its definition."""
        shown = next((one for one in _TELLING if one in self.parameters), next(iter(self.parameters), ""))
        body = "return True" if self.is_asked else f"return {shown or True}" if self.gives else f"print({shown})"
        return f"{'async ' * self.is_async}def {self.name}({', '.join(self.parameters)}):\n    {body}"


@dataclass(frozen=True, slots=True)
class Order:
    """The order in which the methods of one class are called.

    Attributes:
        node: The class.
    """

    node: ast.ClassDef

    def before(self, method: Function) -> list[Function]:
        """Return the methods that have to be called before another one, in their order.

        Args:
            method: The other one.
        """
        empty = self._empty()
        found: list[Function] = []
        for name in self._needs(method, empty):
            if any(name in self._stores(one) for one in found):
                continue
            setter = self._setter(name, method, empty)
            if setter is not None:
                found.append(setter)
        return sorted(found, key=lambda one: one.lineno)[:_MOST_BEFORE]

    def leads(self, first: Function, second: Function) -> bool:
        """Return whether a method reads what another one sets or fills."""
        return not self._stores(first).isdisjoint(name for one in self._reached(second) for name in _read(one))

    def callback(self, method: Function, parameter: str) -> Callback | None:
        """Return the function that a parameter of a method has to be: one that the object keeps and calls.

        Args:
            method: The method.
            parameter: Its parameter.
        """
        kept = {
            attribute for attribute, value in _kept(method) if isinstance(value, ast.Name) and value.id == parameter
        }
        names: dict[str, None] = {}
        is_async = gives = False
        calls = [*self._calls_of(kept)]
        if not calls:
            return None
        for call, around in calls:
            names |= dict.fromkeys(filter(None, map(_noun, call.args)))
            if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
                return None
            names |= dict.fromkeys(one.arg for one in call.keywords if one.arg is not None)
            is_async = is_async or isinstance(around, ast.Await)
            gives = gives or not isinstance(around, ast.Expr | ast.Await)
        if any(len(call.args) != len([*filter(None, map(_noun, call.args))]) for call, _ in calls):
            return None
        named = words_of(method.name)
        noun = "_".join(named[1:]) if len(named) > 1 else named[0]
        told = ast.get_docstring(method) or ""
        return Callback(noun, tuple(names), is_async, gives, "boolean" in told or "Predicate" in told)

    def key(self, method: Function, parameter: str) -> str:
        """Return the expression by which an object looks up what a method keeps under a key; empty if unknown.

        Args:
            method: The method.
            parameter: Its parameter for the key.
        """
        kept = {
            last_name(node.value)
            for node in walk(method)
            if isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.slice, ast.Name)
            and node.slice.id == parameter
            and _of_self(node.value)
        }
        for other in self._functions():
            read = {
                node.slice.id
                for node in walk(other)
                if isinstance(node, ast.Subscript)
                and isinstance(node.ctx, ast.Load)
                and isinstance(node.slice, ast.Name)
                and _of_self(node.value) in kept
            }
            for node in walk(other):
                match node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value) if name in read:
                        text = unparsed(value)
                        return text if len(text) <= _LONGEST else ""
        return ""

    def _functions(self) -> Iterator[Function]:
        return (one for one in self.node.body if isinstance(one, Function))

    def _method(self, name: str) -> Function | None:
        return _named(self.node).get(name)

    def _empty(self) -> dict[str, bool]:
        """Return the attributes that an object begins with as `None` or empty, and whether each is a container."""
        constructor = self._method("__init__")
        if constructor is None:
            return {}
        found: dict[str, bool] = {}
        for node in constructor.body:
            match node:
                case ast.Assign(targets=targets, value=value):
                    names = [_of_self(one) for one in targets]
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    names = [_of_self(target)]
                case _:
                    continue
            for name in filter(None, names):
                found.pop(name, None)
                if isinstance(value, ast.Constant) and value.value is None:
                    found[name] = False
                elif _is_empty(value):
                    found[name] = True
        filled = set().union(*(self._stores(one) for one in self._functions() if one.name in ("__init__", *_ENTERING)))
        return {name: kind for name, kind in found.items() if name not in filled}

    def _reached(self, method: Function) -> list[Function]:
        """Return a method with those of its class that it calls, one after the other."""
        found, pending = [method], [method]
        while pending:
            for node in walk(pending.pop()):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name)):
                        other = self._method(name)
                        if other is not None and other not in found:
                            found.append(other)
                            pending.append(other)
        return found

    def _stores(self, method: Function) -> set[str]:
        """Return the attributes that a method sets or fills, itself or by others of its class."""
        return {name for one in self._reached(method) for name, value in _kept(one) if not _is_nothing(value)}

    def _needs(self, method: Function, empty: Mapping[str, bool]) -> list[str]:
        """Return the attributes that have to be set or filled before a method does anything."""
        own = self._stores(method)
        found: dict[str, None] = {}
        for one in self._reached(method):
            asked = {name for node in walk(one) for name in _asked(node)}
            for name in _read(one):
                if name in empty and name not in own and (empty[name] or name not in asked):
                    found[name] = None
        return [*found]

    def _setter(self, name: str, method: Function, empty: Mapping[str, bool]) -> Function | None:
        """Return the method of the class with which its users set or fill an attribute."""
        found = [one for one in methods(self.node) if one is not method and name in self._stores(one)]
        found = [one for one in found if method not in self._reached(one) and not self._needs(one, empty)]
        directly = [one for one in found if name in {kept for kept, value in _kept(one) if not _is_nothing(value)}]
        return next(iter(directly or found), None)

    def _calls_of(self, kept: set[str]) -> Iterator[tuple[ast.Call, ast.AST]]:
        """Yield the calls of functions that are kept in attributes, each with what stands around it."""
        for function in self._functions():
            looped = {
                node.target.id
                for node in walk(function)
                if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and _of_self(node.iter) in kept
            }
            for node in walk(function):
                for inner in ast.iter_child_nodes(node):
                    match inner:
                        case ast.Call(func=ast.Name(id=name)) if name in looped:
                            yield inner, node
                        case ast.Call(func=ast.Subscript(value=owner) | (ast.Attribute() as owner)) if (
                            _of_self(owner) in kept
                        ):
                            yield inner, node


def _of_self(node: ast.AST) -> str:
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


def _is_nothing(value: ast.expr | None) -> bool:
    return value is not None and (_is_empty(value) or (isinstance(value, ast.Constant) and not value.value))


def _kept(method: Function) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield the attributes that a method sets or fills, each with the value that it puts there."""
    for node in walk(method):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                        kept = value if one is target else None
                        if name := _of_self(one.value if isinstance(one, ast.Subscript) else one):
                            yield name, kept
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
                if name := _of_self(target):
                    yield name, value
            case ast.Call(func=ast.Attribute(value=owner, attr=called), args=args) if called in _FILLING:
                inner = owner.value if isinstance(owner, ast.Subscript) else owner
                if name := _of_self(inner):
                    yield name, args[-1] if args else None
            case ast.withitem(optional_vars=ast.Attribute() as target) if name := _of_self(target):
                yield name, None


def _read(method: Function) -> list[str]:
    """Return the attributes that a method reads, but those that it only hands on by name or writes to a log."""
    aside = {
        id(inner)
        for node in walk(method)
        for inner in (
            [one.value for one in node.keywords]
            if isinstance(node, ast.Call)
            else [node.value]
            if isinstance(node, ast.FormattedValue)
            else []
        )
    }
    return [
        node.attr
        for node in walk(method)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and _of_self(node)
        and id(node) not in aside
    ]


def _asked(node: ast.AST) -> Iterator[str]:
    """Yield the attributes of which a condition asks whether they are set."""
    tests: Sequence[ast.expr] = ()
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) | ast.Assert(test=test):
            tests = [test]
        case ast.BoolOp(values=values):
            tests = values
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            tests = [operand]
    for test in tests:
        for one in walk(test):
            if name := _of_self(one):
                yield name


def _noun(node: ast.expr) -> str:
    """Return the name of a parameter for what is passed; empty where it has none."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
    return ""


@functools.lru_cache(maxsize=64)
def _named(node: ast.ClassDef) -> Mapping[str, Function]:
    """Return the first method of each name in a class."""
    return {one.name: one for one in reversed(node.body) if isinstance(one, Function)}
