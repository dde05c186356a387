"""Find under which conditions on its arguments a function raises an exception or returns `None`.

The condition of a statement is that of its path (Buse and Weimer, "Automatic documentation inference for
exceptions", ISSTA 2008), told only where a caller can decide it: every part of it compares a parameter with
something public. A condition on what the function computed, or on its object's state, is not known here.
"""

from __future__ import annotations

import ast
import builtins
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mkdocs_howto.effects import dotted
from mkdocs_howto.secrets import is_secret_value
from mkdocs_howto.syntax import (
    SCOPES,
    NotPython,
    children,
    last_name,
    outward,
    parse_expression,
    parsed,
    unparsed,
    walk,
)

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Relation: TypeAlias = Literal[
    "is none", "is not none", "is true", "is false", "==", "!=", "<", "<=", ">", ">=", "in", "not in",
    "is a", "is not a", "is callable", "is not callable", "is missing",
]  # fmt: skip
Measure: TypeAlias = Literal["value", "length", "item"]
"""Operand of a comparison: the parameter, its number of items, or any one of its items."""

_OPPOSITES: dict[Relation, Relation] = {
    "is none": "is not none", "is true": "is false", "==": "!=", "<": ">=", ">": "<=", "in": "not in",
    "is a": "is not a", "is callable": "is not callable",
}  # fmt: skip
_OPPOSITES |= {other: one for one, other in _OPPOSITES.items()}
_OPERATORS: dict[type[ast.cmpop], Relation] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "==", ast.IsNot: "!=",
}  # fmt: skip
_TURNED: dict[Relation, Relation] = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_ADDING = frozenset({"overload", "setter", "deleter", "register", "abstractmethod"})
"""Decorators of definitions that add to another of the same name, or are left to subclasses."""
_MOST_ATOMS = 2
_MOST_CASES = 4
_LONGEST = 40
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class Atom:
    """A comparison of a parameter.

    Attributes:
        subject: The parameter, or a public attribute of it (`request.method`).
        relation: How it compares.
        objects: What it is compared with, as written; several for "in" and "is a".
        measure: What of the subject is compared.
    """

    subject: str
    relation: Relation
    objects: tuple[str, ...] = ()
    measure: Measure = "value"


Case: TypeAlias = tuple[Atom, ...]
"""Comparisons that hold together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way in which a call ends that its arguments decide.

    Attributes:
        raises: Exception type as written; empty if the call returns `None`.
        case: Comparisons that hold together when the call ends so, at least one.
        line: Line of the `raise` or `return`, in the source of the tree.
    """

    raises: str
    case: Case
    line: int


@functools.lru_cache(maxsize=32)
def outcomes_of(function: Function) -> tuple[Outcome, ...]:
    """Return the ends of a call that the caller's arguments decide, in the order of the source, each once.

    Args:
        function: Its syntax tree.
    """
    reader = _Reader(function)
    found = dict.fromkeys((one.raises, one.case) for one in reader.outcomes)
    lines = {(one.raises, one.case): one.line for one in reversed(reader.outcomes)}
    return tuple(Outcome(raises, case, lines[raises, case]) for raises, case in found)


def cases_of(condition: str, *, denied: bool) -> Case | None:
    """Return the comparisons of a condition that a text writes as code, or `None` if it has none that are understood.

    Args:
        condition: An expression.
        denied: Whether the text says "unless".
    """
    try:
        test = parse_expression(condition)
    except NotPython:
        return None
    names = sorted({one.id for one in walk(test) if isinstance(one, ast.Name)})
    function = parsed(f"def told({', '.join(names)}): pass").body[0] if all(map(str.isidentifier, names)) else None
    if not isinstance(function, ast.FunctionDef):
        return None
    cases = _Reader(function).cases(test, holds=not denied)
    return cases[0] if cases is not None and len(cases) == 1 else None


def constructor_of(node: ast.ClassDef) -> Function | None:
    """Return the method of a class body that receives the arguments of a creation, or `None`."""
    methods = {one.name: one for one in node.body if isinstance(one, Function)}
    return methods.get("__init__") or methods.get("__new__")


def public_methods(node: ast.ClassDef) -> list[Function]:
    """Return the methods of a class body that callers call by name, without those that only add to another one."""
    methods = [one for one in node.body if isinstance(one, Function) and not one.name.startswith("_")]
    return [one for one in methods if not {last_name(mark) for mark in one.decorator_list} & _ADDING]


class _Reader:
    """Walk through a function and keep the condition of the path."""

    def __init__(self, function: Function) -> None:
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self._parameters = {one.arg for one in every if not one.arg.startswith("_")} - {"self", "cls"}
        self._rebound: set[str] = set()
        self._defaulted: set[str] = set()
        self._items: dict[str, str] = {}
        """Loop variables, each with the parameter that the loop goes through."""
        self._gives_none = _gives_values(function)
        self._leaving = _leaving(function)
        self._stored = _stored(function, self._parameters)
        self.outcomes: list[Outcome] = []
        self._read(function.body, [()], frozenset(), 0)

    def _read(
        self, body: Sequence[ast.stmt], cases: list[Case] | None, caught: frozenset[str], depth: int
    ) -> list[Case] | None:
        """Read statements; return the condition of what follows them, or `None` if it is not known.

        Args:
            body: The statements.
            cases: Condition of the path that leads to them: any of the cases; `None` if it is not known.
            caught: Exceptions that a `try` around them catches.
            depth: Number of compound statements around them.
        """
        for node in body if depth < _DEEPEST else ():
            match node:
                case ast.If():
                    cases = self._read_if(node, cases, caught, depth)
                case ast.For(target=ast.Name(id=item), iter=ast.Name(id=name)) if self._is_given(name):
                    self._items[item] = name
                    inside = None if node in self._leaving else cases
                    self._read(node.body, inside, caught, depth + 1)
                    self._items.pop(item, None)
                    cases = None if node in self._leaving else cases
                case ast.For() | ast.AsyncFor() | ast.While() | ast.Match():
                    cases = None if node in self._leaving else cases
                case ast.Try() | ast.TryStar():
                    cases = self._read_try(node, cases, caught, depth)
                case ast.With() | ast.AsyncWith():
                    cases = self._read(node.body, None if _suppresses(node) else cases, caught, depth + 1)
                case ast.Raise() if _raised_name(node):
                    self._add(_raised_name(node), cases, node.lineno, caught)
                case ast.Return(value=None | ast.Constant(value=None)) if self._gives_none:
                    self._add("", cases, node.lineno, frozenset())
            self._rebind(node)
        return cases

    def _read_if(self, node: ast.If, cases: list[Case] | None, caught: frozenset[str], depth: int) -> list[Case] | None:
        held, refused = self.cases(node.test, holds=True), self.cases(node.test, holds=False)
        before = set(self._rebound)
        for body, condition in ((node.body, held), (node.orelse, refused)):
            self._read(body, _product(cases, condition), caught, depth + 1)
            self._rebound = set(before)
        # What follows an early return runs only if its condition did not hold; a `raise` ends the call anyhow.
        if node in self._leaving:
            if _always_ends(node.body) and self._leaving.isdisjoint(node.orelse):
                return _product(cases, refused)
            return None
        return cases

    def _read_try(
        self, node: ast.Try | ast.TryStar, cases: list[Case] | None, caught: frozenset[str], depth: int
    ) -> list[Case] | None:
        self._read(node.body, cases, caught | _caught(node), depth + 1)
        return None if node in self._leaving else cases

    def _add(self, name: str, cases: list[Case] | None, line: int, caught: frozenset[str]) -> None:
        if caught & {name.rpartition(".")[2], "Exception", "BaseException"}:
            return
        for case in cases or ():
            if 0 < len(case) <= _MOST_ATOMS:
                self.outcomes.append(Outcome(name, case, line))

    def _rebind(self, node: ast.stmt) -> None:
        """Note the parameters to which a statement gives another value."""
        stored = self._stored.get(node, set())
        if isinstance(node, ast.If) and len(stored) == 1 and self._replaces_default(node, *stored):
            self._defaulted |= stored
        else:
            self._rebound |= stored

    def _replaces_default(self, node: ast.If, name: str) -> bool:
        """Return whether a statement gives a parameter a value only where the caller gave none."""
        held = self.cases(node.test, holds=True)
        return not node.orelse and held in ([(Atom(name, "is none"),)], [(Atom(name, "is false"),)])

    # Conditions.

    def _is_given(self, name: str) -> bool:
        """Return whether a name still holds what the caller passed."""
        return name in self._parameters and name not in self._rebound

    def cases(self, test: ast.expr, *, holds: bool) -> list[Case] | None:
        """Return the cases in which a test holds, or in which it does not; `None` if a caller can decide none."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return self.cases(inner, holds=not holds)
            case ast.BoolOp(op=operator, values=values):
                parts = [self.cases(value, holds=holds) for value in values[: _MOST_CASES + 1]]
                if isinstance(operator, ast.Or) is holds:
                    # Any of them is enough, so that those a caller can decide are true without the others.
                    known = [case for part in parts if part is not None for case in part]
                    return known[:_MOST_CASES] or None
                joined: list[Case] | None = [()]
                for part in parts:
                    joined = _product(joined, part)
                return joined
        atom = self._atom(test)
        if atom is None:
            return None
        if not holds:
            if atom.measure == "item" or atom.relation not in _OPPOSITES:
                return None
            atom = Atom(atom.subject, _OPPOSITES[atom.relation], atom.objects, atom.measure)
        return [(atom,)]

    def _atom(self, test: ast.expr) -> Atom | None:
        """Return the comparison that a test makes, or `None` if a caller cannot decide it."""
        match test:
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._comparison(left, _OPERATORS[type(operator)], right)
            case ast.Call(func=ast.Name(id="isinstance"), args=[value, types], keywords=[]):
                names = [self._public(one) for one in (types.elts if isinstance(types, ast.Tuple) else [types])]
                return self._about(value, "is a", tuple(names)) if names and all(names) and len(names) <= 3 else None
            case ast.Call(func=ast.Name(id="callable"), args=[value], keywords=[]):
                return self._about(value, "is callable")
            case ast.Call(func=ast.Name(id="len"), args=[value], keywords=[]):
                return self._about(value, "is true")
        return self._about(test, "is true")

    def _comparison(self, left: ast.expr, relation: Relation, right: ast.expr) -> Atom | None:
        if isinstance(left, ast.Constant) and relation in _TURNED:
            left, relation, right = right, _TURNED[relation], left
        if isinstance(right, ast.Constant) and right.value is None and relation in {"==", "!="}:
            return self._about(left, "is none" if relation == "==" else "is not none")
        if isinstance(left, ast.Call) and dotted(left.func) == "len" and len(left.args) == 1:
            shown = self._public(right)
            return self._about(left.args[0], relation, (shown,), "length") if shown and relation in _TURNED else None
        if relation in {"in", "not in"}:
            if relation == "not in" and dotted(right).startswith("self."):
                return self._about(left, "is missing")
            elements = right.elts if isinstance(right, ast.Tuple | ast.List | ast.Set) else [right]
            several = tuple(self._public(one) for one in elements)
            return self._about(left, relation, several) if several and all(several) and len(several) <= 5 else None
        shown = self._public(right)
        return self._about(left, relation, (shown,)) if shown else None

    def _about(
        self, value: ast.expr, relation: Relation, objects: tuple[str, ...] = (), measure: Measure = "value"
    ) -> Atom | None:
        """Return a comparison of a value, or `None` if it is not one that the caller passed."""
        subject = dotted(value)
        head, _, attribute = subject.partition(".")
        if not subject or any(part.startswith("_") for part in attribute.split(".")):
            return None
        if head in self._items:
            return Atom(self._items[head], relation, objects, "item") if not attribute and measure == "value" else None
        if not self._is_given(head):
            return None
        if head in self._defaulted and not attribute and relation in {"is none", "is not none", "is true", "is false"}:
            return None
        return Atom(subject, relation, objects, measure)

    def _public(self, node: ast.expr) -> str:
        """Return code that means something to a caller: a literal, a parameter, a public constant or class."""
        text = unparsed(node) if isinstance(node, ast.Constant | ast.UnaryOp | ast.Name | ast.Attribute) else ""
        if not text or len(text) > _LONGEST or "`" in text or "\n" in text or is_secret_value(text):
            return ""
        match node:
            case ast.Constant() | ast.UnaryOp(operand=ast.Constant()):
                return text if text != "..." else ""
            case ast.Name(id=name):
                known = self._is_given(name) or hasattr(builtins, name) or name[:1].isupper()
                return text if known and not name.startswith("_") else ""
            case ast.Attribute():
                parts = dotted(node).split(".")
                is_public = not any(part.startswith("_") for part in parts) and parts[0] not in {"", "self", "cls"}
                return text if is_public and (self._is_given(parts[0]) or parts[-1][:1].isupper()) else ""
        return ""


def _product(one: list[Case] | None, other: list[Case] | None) -> list[Case] | None:
    """Return the cases in which both conditions hold; `None` if they are not known, or too many.

    A case with too many comparisons is told nowhere, and is left out.
    """
    if one is None or other is None or len(one) * len(other) > _MOST_CASES:
        return None
    both = [tuple(dict.fromkeys((*first, *second))) for first in one for second in other]
    return [case for case in both if len(case) <= _MOST_ATOMS]


def _gives_values(function: Function) -> bool:
    """Return whether a function returns values, so that `None` is one of several results."""
    own: list[ast.AST] = [*function.body]
    gives = False
    for node in own:
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return False
        is_none = isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and node.value.value is None
        gives = gives or (isinstance(node, ast.Return) and node.value is not None and not is_none)
        if type(node) not in SCOPES:
            own += children(node)
    return gives


def _leaving(function: Function) -> set[ast.AST]:
    """Return what in a function may end the call, or a loop around it, other than by an exception."""
    around: dict[ast.AST, ast.AST] = {}
    found: set[ast.AST] = set()
    pending: list[ast.AST] = [*function.body]
    while pending:
        current = pending.pop()
        if isinstance(current, ast.Return | ast.Break | ast.Continue):
            one: ast.AST | None = current
            while one is not None and one not in found:
                found.add(one)
                one = around.get(one)
        elif type(current) not in SCOPES:
            inner = list(children(current))
            around.update(dict.fromkeys(inner, current))
            pending += inner
    return found


def _stored(function: Function, names: set[str]) -> dict[ast.AST, set[str]]:
    """Return which of some names each node in a function stores or deletes, itself or by what is inside it."""
    found: dict[ast.AST, set[str]] = {}
    for node in outward(function):
        inner = {node.id} & names if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) else set()
        inner = inner.union(*(found[child] for child in children(node) if child in found))
        if inner:
            found[node] = inner
    return found


def _always_ends(body: Sequence[ast.stmt]) -> bool:
    """Return whether statements never lead to what follows them."""
    match body[-1:]:
        case [ast.Return() | ast.Raise() | ast.Continue() | ast.Break()]:
            return True
        case [ast.If(body=held, orelse=other)] if other:
            return _always_ends(held) and _always_ends(other)
    return False


def _suppresses(node: ast.With | ast.AsyncWith) -> bool:
    """Return whether a `with` statement may hold back exceptions."""
    entered = [one.context_expr for one in node.items if isinstance(one.context_expr, ast.Call)]
    return any(dotted(one.func).rpartition(".")[2] in {"suppress", "raises"} for one in entered)


def _caught(node: ast.Try | ast.TryStar) -> frozenset[str]:
    return frozenset(_caught_names(node))


def _caught_names(node: ast.Try | ast.TryStar) -> Iterator[str]:
    for handler in node.handlers:
        for type_ in handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]:
            yield dotted(type_).rpartition(".")[2] if type_ is not None else "BaseException"


def _raised_name(node: ast.Raise) -> str:
    """Return the type that a `raise` names; empty for a variable, which may hold anything."""
    error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    name = dotted(error) if error is not None else ""
    return name if name.rpartition(".")[2][:1].isupper() else ""
