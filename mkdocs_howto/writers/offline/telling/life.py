"""What a class is for, as its data flow shows: what it keeps, what its methods make of that, in which order."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.writers.offline.trees import Function, own


@dataclass(frozen=True, slots=True)
class Life:
    """How the methods of a class share what it keeps.

    Attributes:
        methods: All methods, by name.
        empty: Attributes that creating it leaves empty or `None`.
        sets: For each public method, the attributes that it sets or fills, also through private ones.
        reads: For each public method, the attributes that it reads, also through private ones.
        needs: For each public method, those on which it fails where they are empty.
    """

    methods: Mapping[str, Function]
    empty: frozenset[str]
    sets: Mapping[str, frozenset[str]]
    reads: Mapping[str, frozenset[str]]
    needs: Mapping[str, frozenset[str]]


def life_of(node: ast.ClassDef) -> Life:
    """Return how the methods of a class share what it keeps."""
    methods = {one.name: one for one in node.body if isinstance(one, Function)}
    init = methods.get("__init__")
    public = [name for name in methods if not name.startswith("_")]
    reached = {name: _reached(name, methods) for name in public}
    return Life(
        methods,
        frozenset(_left_empty(init)) if init is not None else frozenset(),
        {name: frozenset(attr for one in reached[name] for attr in _set_in(one)) for name in public},
        {name: frozenset(attr for one in reached[name] for attr in _read_in(one)) for name in public},
        {name: frozenset(attr for one in reached[name] for attr in _needed_in(one)) for name in public},
    )


def _reached(name: str, methods: Mapping[str, Function]) -> list[Function]:
    """Return a method with the private ones of its class that it calls."""
    found, left = {name: methods[name]}, [name]
    while left:
        for one in own(methods[left.pop()]):
            called = one.func.attr if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) else ""
            is_own = called and isinstance(one, ast.Call) and dotted(one.func) == f"self.{called}"
            if is_own and called.startswith("_") and called in methods and called not in found:
                found[called] = methods[called]
                left.append(called)
    return list(found.values())


def _attribute(node: ast.expr | None) -> str:
    """Return the name of `self.name`; empty for anything else."""
    match node:
        case ast.Attribute(value=ast.Name(id="self"), attr=attr):
            return attr
    return ""


def _left_empty(init: Function) -> Iterator[str]:
    for one in own(init):
        match one:
            case ast.Assign(targets=[target], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                if _attribute(target) and _is_empty(value):
                    yield _attribute(target)


def _is_empty(value: ast.expr) -> bool:
    """Return whether a value is `None`, or a collection without anything in it."""
    match value:
        case ast.Constant(value=None) | ast.Dict(keys=[]) | ast.List(elts=[]):
            return True
        case ast.Call(args=[], keywords=[], func=func):
            return last_name(func) in {"dict", "list", "set", "deque"}
    return False


def _needed_in(node: Function) -> Iterator[str]:
    """Yield the attributes that a method calls, or from which it takes an item: it fails where they are empty."""
    for one in own(node):
        match one:
            case ast.Call(func=value) | ast.Subscript(value=value, ctx=ast.Load()):
                yield _attribute(value)


def _set_in(node: Function) -> Iterator[str]:
    for one in own(node):
        match one:
            case ast.Attribute(ctx=ast.Store()):
                yield _attribute(one)
            case ast.Subscript(value=value, ctx=ast.Store()):
                yield _attribute(value)
            case ast.Call(func=ast.Attribute(value=value, attr="append" | "add" | "update" | "extend" | "setdefault")):
                yield _attribute(value)


def _read_in(node: Function) -> Iterator[str]:
    for one in own(node):
        if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Load):
            yield _attribute(one)


def setters_of(node: ast.ClassDef) -> dict[str, str]:
    """Return for each public method that fails on what creating an object leaves empty which method to call first."""
    life = life_of(node)
    found: dict[str, str] = {}
    for attribute in sorted(life.empty):
        setting = {name for name, method in life.methods.items() if name != "__init__" and attribute in _set_in(method)}
        callers = [name for name in life.sets if attribute in life.sets[name]]
        if len(callers) != 1 or any(name.startswith("__") for name in setting) or _is_tested(life, attribute):
            continue
        needing = {name for name in life.needs if attribute in life.needs[name]} - set(callers)
        needing |= {name for name in life.sets if needing & set(_called_on_self(life.methods[name]))} - set(callers)
        found |= {name: callers[0] for name in life.sets if name in needing and name not in found}
    return {name: setter for name, setter in found.items() if found.get(setter) != name}


def _called_on_self(node: Function) -> Iterator[str]:
    """Yield the methods of its own object that a method calls."""
    for one in own(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            yield _attribute(one.func)


def _is_tested(life: Life, attribute: str) -> bool:
    """Return whether a method asks whether an attribute is there or holds something before it reads it."""
    for method in life.methods.values():
        for one in own(method):
            tests = (
                [one.test]
                if isinstance(one, ast.If | ast.IfExp | ast.While)
                else [*one.comparators, one.left]
                if isinstance(one, ast.Compare)
                else []
            )
            if any(
                _attribute(inner) == attribute for test in tests for inner in walk(test) if isinstance(inner, ast.expr)
            ):
                return True
            if isinstance(one, ast.For | ast.comprehension) and _attribute(one.iter) == attribute:
                return True
    return False
