"""What has to be called before a method of an object, as its attributes tell it.

What the constructor leaves `None` or empty, one method sets and another one reads: the first comes before the second.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.attributes import Attributes, is_nothing, kept_by, of_self
from mkdocs_howto.writers.offline.examples.entry.choice import methods
from mkdocs_howto.writers.offline.examples.planning.values import words_of
from mkdocs_howto.writers.offline.trees import Function

_MOST_BEFORE = 3
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

    @property
    def _attributes(self) -> Attributes:
        return Attributes(self.node)

    def before(self, method: Function) -> list[Function]:
        """Return the methods that have to be called before another one, in their order.

        Args:
            method: The other one.
        """
        empty = self._attributes.empty()
        found: list[Function] = []
        for name in self._needs(method, empty):
            if any(name in self._attributes.stores(one) for one in found):
                continue
            setter = self._setter(name, method, empty)
            if setter is not None:
                found.append(setter)
        return sorted(found, key=lambda one: one.lineno)[:_MOST_BEFORE]

    def leads(self, first: Function, second: Function) -> bool:
        """Return whether a method reads what another one sets or fills."""
        return not self._attributes.stores(first).isdisjoint(
            name for one in self._attributes.reached(second) for name in _read(one)
        )

    def callback(self, method: Function, parameter: str) -> Callback | None:
        """Return the function that a parameter of a method has to be: one that the object keeps and calls.

        Args:
            method: The method.
            parameter: Its parameter.
        """
        kept = {
            attribute for attribute, value in kept_by(method) if isinstance(value, ast.Name) and value.id == parameter
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
            and of_self(node.value)
        }
        for other in self._attributes.functions():
            read = {
                node.slice.id
                for node in walk(other)
                if isinstance(node, ast.Subscript)
                and isinstance(node.ctx, ast.Load)
                and isinstance(node.slice, ast.Name)
                and of_self(node.value) in kept
            }
            for node in walk(other):
                match node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as value) if name in read:
                        text = unparsed(value)
                        return text if len(text) <= _LONGEST else ""
        return ""

    def _needs(self, method: Function, empty: Mapping[str, bool]) -> list[str]:
        """Return the attributes that have to be set or filled before a method does anything."""
        own = self._attributes.stores(method)
        found: dict[str, None] = {}
        for one in self._attributes.reached(method):
            asked = {name for node in walk(one) for name in _asked(node)}
            for name in _read(one):
                if name in empty and name not in own and (empty[name] or name not in asked):
                    found[name] = None
        return [*found]

    def _setter(self, name: str, method: Function, empty: Mapping[str, bool]) -> Function | None:
        """Return the method of the class with which its users set or fill an attribute."""
        found = [one for one in methods(self.node) if one is not method and name in self._attributes.stores(one)]
        found = [one for one in found if method not in self._attributes.reached(one) and not self._needs(one, empty)]
        directly = [one for one in found if name in {kept for kept, value in kept_by(one) if not is_nothing(value)}]
        return next(iter(directly or found), None)

    def _calls_of(self, kept: set[str]) -> Iterator[tuple[ast.Call, ast.AST]]:
        """Yield the calls of functions that are kept in attributes, each with what stands around it."""
        for function in self._attributes.functions():
            looped = {
                node.target.id
                for node in walk(function)
                if isinstance(node, ast.For) and isinstance(node.target, ast.Name) and of_self(node.iter) in kept
            }
            for node in walk(function):
                for inner in ast.iter_child_nodes(node):
                    match inner:
                        case ast.Call(func=ast.Name(id=name)) if name in looped:
                            yield inner, node
                        case ast.Call(func=ast.Subscript(value=owner) | (ast.Attribute() as owner)) if (
                            of_self(owner) in kept
                        ):
                            yield inner, node


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
        and of_self(node)
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
            if name := of_self(one):
                yield name


def _noun(node: ast.expr) -> str:
    """Return the name of a parameter for what is passed; empty where it has none."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
    return ""
