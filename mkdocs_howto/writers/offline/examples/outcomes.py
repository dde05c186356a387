"""What a call gives back: a function, something lazy, an instance; followed through the package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mkdocs_howto.effects import dotted
from mkdocs_howto.writers.offline.examples import results
from mkdocs_howto.writers.offline.examples.code import Code, Found, Function
from mkdocs_howto.writers.offline.examples.hints import of_body, of_expression

Kind: TypeAlias = Literal["", "function", "lazy", "groups", "lazies", "instance"]
_HOPS = 3
"""Calls that are followed, one inside the other."""
_LONGEST_CHAIN = 30
"""Variables that lead to each other, which are followed by calls."""
_SAME = {"cast": 1, "update_wrapper": 0}
"""Functions that give back one of their arguments, each with its position."""


@dataclass(frozen=True, slots=True)
class Given:
    """A function that another function gives back.

    Attributes:
        node: Its syntax tree.
        outer: The function that it is written in.
        bound: How many arguments are filled in already, by `partial`.
        named: Those that are filled in by name.
    """

    node: Function | ast.Lambda
    outer: Found
    bound: int = 0
    named: frozenset[str] = frozenset()

    @property
    def wanted(self) -> list[ast.arg]:
        """What a call has to pass by position."""
        arguments = self.node.args
        plain = [*arguments.posonlyargs, *arguments.args]
        required = plain[self.bound : len(plain) - len(arguments.defaults)]
        return [argument for argument in required if argument.arg not in self.named]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call gives back.

    Attributes:
        kind: `groups` is something lazy whose items are lazy, too; `lazies` is a tuple of lazy things.
        given: The function, if it is one.
        count: Items of the tuple, if it is one.
        path: Of the class, if it is an instance of one of the package's.
    """

    kind: Kind = ""
    given: Given | None = None
    count: int = 0
    path: str = ""


_UNKNOWN = Outcome()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Follows what functions of the documented package give back."""

    code: Code
    _known: dict[tuple[Function, str, int], Outcome] = field(default_factory=dict)
    """What was found out before: of functions, and of their variables."""
    _underway: list[str] = field(default_factory=list)
    """Variables that are being followed."""

    def of(self, found: Found, hops: int = _HOPS) -> Outcome:
        """What a call of a function gives back.

        Args:
            found: The function.
            hops: How many calls are followed from here.
        """
        key = (found.node, "", hops)
        if key not in self._known:
            self._known[key] = self._given_back(found, hops)
        return self._known[key]

    def _given_back(self, found: Found, hops: int) -> Outcome:
        if isinstance(found.node, ast.AsyncFunctionDef):
            return _UNKNOWN
        if results.yields(found.node):
            return Outcome("groups" if _yields_groups(found.node) else "lazy")
        values = sorted(results.returns(found.node), key=lambda node: node.lineno)
        last = self._expression(values[-1], found, hops) if values else _UNKNOWN
        if not last.kind:
            return _UNKNOWN  # Whatever the others are.
        others = (self._expression(value, found, hops) for value in values[:-1])
        if last.kind == "function":
            return max((one for one in (*others, last) if one.kind == "function"), key=_weight)
        return last if all(one == last for one in others) else _UNKNOWN

    def _expression(self, node: ast.expr, found: Found, hops: int) -> Outcome:
        match node:
            case ast.Lambda():
                return Outcome("function", Given(node, found))
            case ast.GeneratorExp():
                return Outcome("lazy")
            case ast.Name(id=name):
                return self._local(name, found, hops)
            case ast.Tuple(elts=items) if len(items) > 1:
                is_lazy = all(self._expression(item, found, hops).kind == "lazy" for item in items)
                return Outcome("lazies", count=len(items)) if is_lazy else _UNKNOWN
            case ast.IfExp(body=body, orelse=other):
                first, second = self._expression(body, found, hops), self._expression(other, found, hops)
                return first if first == second or first.kind == "function" else second if not first.kind else _UNKNOWN
            case ast.Call() if hops:
                return self._call(node, found, hops - 1)
        return _UNKNOWN

    def _local(self, name: str, found: Found, hops: int) -> Outcome:
        """What a variable of a function holds in the end; of one that leads to itself, nothing is known."""
        key = (found.node, name, hops)
        if key not in self._known:
            if len(self._underway) >= _LONGEST_CHAIN:
                return _UNKNOWN
            self._known[key] = _UNKNOWN
            self._underway.append(name)
            self._known[key] = self._held(name, found, hops)
            self._underway.pop()
        return self._known[key]

    def _held(self, name: str, found: Found, hops: int) -> Outcome:
        for node in results.own_nodes(found.node):
            match node:
                case ast.FunctionDef() if node.name == name:
                    return Outcome("function", Given(node, found))
        values = list(_assigned(found.node, name))
        if not values and _is_copy(found.node, name):
            return Outcome("lazy")
        if len(values) == 1 and hops:
            return self._expression(values[0], found, hops)
        is_bound = bool(values) or name in {argument.arg for argument in results.parameters(found.node)}
        inner = self.code.called(name, found.module) if not is_bound else None
        is_function = inner is not None and inner.node.name == name
        return Outcome("function", Given(inner.node, inner)) if inner and is_function else _UNKNOWN

    def _call(self, node: ast.Call, found: Found, hops: int) -> Outcome:
        written = dotted(node.func)
        last = self._meant(written, found)
        if last == "groupby":
            return _UNKNOWN  # Its items are pairs.
        if last in results.LAZY:
            return Outcome("lazy")
        if last == "partial" and node.args and all(keyword.arg for keyword in node.keywords):
            inner = self._named_function(node.args[0], found)
            named = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
            return Outcome("function", Given(inner.node, inner, len(node.args) - 1, named)) if inner else _UNKNOWN
        if last == "reduce" and node.args:
            return self._called_locally(node.args[0], found, hops)
        if last in _SAME and len(node.args) > _SAME[last]:
            return self._expression(node.args[_SAME[last]], found, hops)
        if isinstance(node.func, ast.Call) and dotted(node.func.func).rpartition(".")[2] == "wraps" and node.args:
            return self._expression(node.args[0], found, hops)
        if isinstance(node.func, ast.Name) and (local := self._called_locally(node.func, found, hops)).kind:
            return local
        inner = self._method(node.func, found) or (self.code.called(written, found.module) if written else None)
        if inner is not None and inner.node.name == "__init__":
            return Outcome("instance", path=inner.module)
        return self.of(inner, hops) if inner is not None and inner.node != found.node else _UNKNOWN

    def _called_locally(self, node: ast.expr, found: Found, hops: int) -> Outcome:
        """What calling a function gives that is written where it is called."""
        values: Sequence[ast.expr] = [node] if isinstance(node, ast.Lambda) else []
        if isinstance(node, ast.Name):
            values = list(_assigned(found.node, node.id))
        match values:
            case [ast.Lambda(body=body)]:
                return self._expression(body, found, hops)
        return _UNKNOWN

    def _named_function(self, node: ast.expr, found: Found) -> Found | None:
        given = self._local(node.id, found, 0).given if isinstance(node, ast.Name) else None
        if given is not None and not isinstance(given.node, ast.Lambda):
            return Found(given.node, found.source, found.module)
        return self.code.called(dotted(node), found.module) if dotted(node) else None

    def _method(self, node: ast.expr, found: Found) -> Found | None:
        """The method of the same class that `self.name` or `super().name` means."""
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                return self.code.function(f"{found.module}.{name}")
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=name):
                owner = self.code.project.shape(found.module)
                bases = owner.bases if owner is not None and owner.kind == "class" else ()
                return next((inner for base in bases if (inner := self.code.function(f"{base}.{name}"))), None)
        return None

    def _meant(self, written: str, found: Found) -> str:
        """The last part of what a name stands for, whatever it was imported as."""
        if not written or not found.module:
            return ""
        if "." not in written and (shape := self.code.project.shape(f"{found.module}.{written}")) is not None:
            if shape.kind == "attribute" and re.fullmatch(r"[\w.]+", shape.value or ""):
                written = shape.value or ""  # A name for something else: `cat = chain.from_iterable`.
            elif (
                shape.kind != "alias"
                and shape.object_path.partition(".")[0] == self.code.block.object_path.partition(".")[0]
            ):
                return ""
        names = self.code.block.names
        return names.get(written, written).rpartition(".")[2].lstrip("_")


def _weight(outcome: Outcome) -> tuple[bool, int]:
    """How much a function that is given back tells of what it takes, where there are several."""
    assert outcome.given is not None
    node, outer = outcome.given.node, outcome.given.outer
    hints = of_expression(node) if isinstance(node, ast.Lambda) else of_body(node)
    return node is not outer.node, sum(len(hint.kinds) for hint in hints.values())


def _assigned(function: Function, name: str) -> Iterator[ast.expr]:
    """What a variable of a function is set to."""
    for node in results.own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                yield value


def _is_copy(function: Function, name: str) -> bool:
    """Whether a variable holds one of the iterators that `tee` gives."""
    for node in results.own_nodes(function):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Call(func=called)):
                if any(isinstance(one, ast.Name) and one.id == name for one in names):
                    return dotted(called).rpartition(".")[2].lstrip("_") == "tee"
    return False


def _yields_groups(function: Function) -> bool:
    """Whether each item of a generator is one that has to be read out in turn."""
    groups: set[str] = set()
    yielded: list[ast.expr | None] = []
    for node in results.own_nodes(function):
        match node:
            case ast.For(target=ast.Tuple(elts=[_, ast.Name(id=name)]), iter=ast.Call(func=called)):
                groups |= {name} if dotted(called).rpartition(".")[2].lstrip("_") == "groupby" else set()
            case ast.Yield(value=value):
                yielded.append(value)
    return bool(yielded) and all(isinstance(value, ast.Name) and value.id in groups for value in yielded)
