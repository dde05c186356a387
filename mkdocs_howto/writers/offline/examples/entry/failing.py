"""Calls that fail whatever the reader does: wrong arguments, a number that is gone through, a plain value awaited.

The statements are followed in their order, with the constants that are known, into the functions of the file that
they certainly call. What a condition, a loop or a handler may skip proves nothing.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mkdocs_howto.syntax import children, last_name, walk
from mkdocs_howto.writers.offline.trees import Function, gives, yields

_DEEPEST = 3
"""Functions that are followed, one inside the other."""
_KINDS_OF_METHOD = frozenset({"staticmethod", "classmethod", "abstractmethod", "override"})
_DIVERTING = ast.Return | ast.Raise | ast.Continue | ast.Break
_SKIPPED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, Function, ast.ClassDef)

Known = ast.Constant | ast.ClassDef
"""What is known of a variable: its value, or the class of the object that it holds."""


@dataclass(frozen=True, slots=True)
class Definitions:
    """The functions and classes of a file.

    Attributes:
        functions: By their names.
        classes: By their names.
    """

    functions: Mapping[str, Function]
    classes: Mapping[str, ast.ClassDef]

    def fails(self, unit: Function, owner: ast.ClassDef | None = None) -> bool:
        """Return whether a call that passes only what is required certainly fails.

        Args:
            unit: The function.
            owner: Its class.
        """
        return _Run(self, owner).fails(unit.body, _defaults(unit))

    def is_broken(self, statements: Sequence[ast.stmt]) -> bool:
        """Return whether a program calls something with wrong arguments, drops a coroutine, or certainly fails.

        Args:
            statements: Of the program.
        """
        run = _Run(self, None)
        made = _instances(statements, self.classes)
        for node in (inner for statement in statements for inner in walk(statement)):
            if isinstance(node, ast.Call) and run.is_refused(node, made):
                return True
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                target = run.target(node.value, made)
                if target is not None and isinstance(target[0], ast.AsyncFunctionDef):
                    return True
        return run.fails(statements, {})


@functools.lru_cache(maxsize=32)
def definitions_in(tree: ast.Module) -> Definitions:
    """Return the functions and classes that a file defines at its top level.

    Args:
        tree: The file.
    """
    return Definitions(
        {one.name: one for one in tree.body if isinstance(one, Function)},
        {one.name: one for one in tree.body if isinstance(one, ast.ClassDef)},
    )


_MOST_VISITED = 1_000
"""Statements that are followed for one program, called functions included."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Follows statements."""

    known: Definitions
    owner: ast.ClassDef | None
    depth: int = 0
    visited: list[ast.stmt] = field(default_factory=list)
    """Statements that were followed, also in functions that are called."""

    def fails(self, body: Sequence[ast.stmt], variables: Mapping[str, Known]) -> bool:
        """Return whether statements certainly fail."""
        held = dict(variables)
        for node in body:
            self.visited.append(node)
            if len(self.visited) > _MOST_VISITED:
                return False
            if self._fails_in(node, held):
                return True
            if any(isinstance(one, _DIVERTING) for one in walk(node)):
                return False  # What follows may not be reached.
        return False

    def _fails_in(self, node: ast.stmt, held: dict[str, Known]) -> bool:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                if self._fails_at(value, held):
                    return True
                found = self._value(value, held)
                held.pop(name, None)
                if found is not None:
                    held[name] = found
                return False
            case ast.For(iter=iterated) | ast.AsyncFor(iter=iterated):
                found = self._value(iterated, held)
                if self._fails_at(iterated, held) or _is_single(found):
                    return True
            case ast.While(test=ast.Constant(value=True), body=body):
                if self.fails(body, held):
                    return True
            case ast.If(test=test) | ast.While(test=test):
                if self._fails_at(test, held):
                    return True
            case ast.Expr(value=value) | ast.Return(value=ast.expr() as value) | ast.Assign(value=value):
                if self._fails_at(value, held):
                    return True
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                caught = any("suppress" in last_name(_called(one.context_expr)) for one in items)
                if not caught and (
                    any(self._fails_at(one.context_expr, held) for one in items) or self.fails(body, held)
                ):
                    return True
        for name in _stored(node):
            held.pop(name, None)
        return False

    def _fails_at(self, value: ast.expr, held: Mapping[str, Known]) -> bool:
        """Return whether an expression certainly fails."""
        for node, is_awaited in _evaluated(value):
            match node:
                case ast.Await(value=ast.Call() as call):
                    target = self.target(call, held)
                    if target is not None and isinstance(target[0], ast.FunctionDef) and not gives(target[0]):
                        return True
                case ast.Call():
                    if self.is_refused(node, held) or self._fails_inside(node, held, is_awaited=is_awaited):
                        return True
        return False

    def _fails_inside(self, call: ast.Call, held: Mapping[str, Known], *, is_awaited: bool) -> bool:
        target = self.target(call, held)
        if target is None or self.depth >= _DEEPEST:
            return False
        function, is_bound, owner = target
        if yields(function) or (isinstance(function, ast.AsyncFunctionDef) and not is_awaited):
            return False  # Nothing of it runs yet.
        passed = {name: self._value(value, held) for name, value in _pairs(call, function, is_bound=is_bound)}
        given = {**_defaults(function), **{name: value for name, value in passed.items() if value is not None}}
        for name, value in passed.items():
            if value is None:
                given.pop(name, None)
        return _Run(self.known, owner, self.depth + 1, self.visited).fails(function.body, given)

    def is_refused(self, call: ast.Call, held: Mapping[str, Known]) -> bool:
        """Return whether a call of something in the file has arguments that it does not take."""
        target = self.target(call, held)
        if target is None:
            made = self.known.classes.get(call.func.id) if isinstance(call.func, ast.Name) else None
            is_plain = made is not None and not made.bases and not made.decorator_list and not made.keywords
            return is_plain and made is not None and not _has_constructor(made) and bool(call.args or call.keywords)
        function, is_bound, _ = target
        return not _takes(function.args, call, is_bound=is_bound)

    def target(self, call: ast.Call, held: Mapping[str, Known]) -> tuple[Function, bool, ast.ClassDef | None] | None:
        """Return what a call runs, whether its first parameter is given already, and the class that it is in."""
        match call.func:
            case ast.Name(id=name) if name in self.known.functions and name not in held:
                function = self.known.functions[name]
                return None if function.decorator_list else (function, False, None)
            case ast.Name(id=name) if name in self.known.classes and name not in held:
                class_ = self.known.classes[name]
                found = _method(class_, "__init__")
                is_plain = not class_.decorator_list and not class_.keywords and _method(class_, "__new__") is None
                return (found[0], True, class_) if found is not None and is_plain else None
            case ast.Attribute(value=ast.Name(id="self"), attr=name) if self.owner is not None:
                found = _method(self.owner, name)
                return (*found, self.owner) if found is not None else None
            case ast.Attribute(value=ast.Name(id=variable), attr=name):
                class_held = held.get(variable)
                found = _method(class_held, name) if isinstance(class_held, ast.ClassDef) else None
                return (*found, class_held) if found is not None and isinstance(class_held, ast.ClassDef) else None
        return None

    def _value(self, node: ast.expr, held: Mapping[str, Known]) -> Known | None:
        """Return what is known of the value of an expression."""
        match node:
            case ast.Constant():
                return node
            case ast.Name(id=name):
                return held.get(name)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                asked = self._value(test, held)
                if isinstance(asked, ast.Constant):
                    return self._value(body if asked.value else orelse, held)
            case ast.BoolOp(op=operator, values=[first, second]):
                asked = self._value(first, held)
                if isinstance(asked, ast.Constant):
                    is_first = bool(asked.value) == isinstance(operator, ast.Or)
                    return asked if is_first else self._value(second, held)
            case ast.Call(func=ast.Name(id=name)) if name in self.known.classes and name not in held:
                return self.known.classes[name]
        return None


def _called(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def _evaluated(value: ast.expr) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the parts of an expression that are certainly evaluated, and whether each is awaited or run."""
    pending: list[tuple[ast.AST, bool]] = [(value, False)]
    while pending:
        node, is_awaited = pending.pop()
        yield node, is_awaited
        if isinstance(node, _SKIPPED):
            continue
        below: Sequence[ast.AST] = children(node)
        if isinstance(node, ast.IfExp):
            below = [node.test]
        elif isinstance(node, ast.BoolOp):
            below = node.values[:1]
        runs = isinstance(node, ast.Await) or (
            isinstance(node, ast.Call) and last_name(node.func) in {"run", "run_until_complete"}
        )
        pending += [(one, runs) for one in below]


def _is_single(found: Known | None) -> bool:
    """Return whether a value is known to be one that nothing can go through."""
    return isinstance(found, ast.Constant) and (found.value is None or isinstance(found.value, int | float))


def _defaults(function: Function) -> dict[str, Known]:
    """Return the constants that parameters have unless something is passed."""
    arguments = function.args
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    pairs += [(one, value) for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    return {one.arg: value for one, value in pairs if isinstance(value, ast.Constant)}


def _pairs(call: ast.Call, function: Function, *, is_bound: bool) -> Iterator[tuple[str, ast.expr]]:
    """Yield the parameters of a function with what a call passes for them."""
    plain = [*function.args.posonlyargs, *function.args.args][is_bound:]
    yield from ((one.arg, value) for one, value in zip(plain, call.args, strict=False))
    yield from ((one.arg, one.value) for one in call.keywords if one.arg is not None)


def _takes(arguments: ast.arguments, call: ast.Call, *, is_bound: bool) -> bool:
    """Return whether a function takes the arguments of a call, as far as they can be counted."""
    if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
        return True
    plain = [*arguments.posonlyargs, *arguments.args]
    names = {one.arg for one in (*arguments.args, *arguments.kwonlyargs)}
    passed = {one.arg for one in call.keywords}
    free = plain[is_bound:]
    if len(call.args) > len(free) and arguments.vararg is None:
        return False
    if arguments.kwarg is None and not passed <= names:
        return False
    given = {one.arg for one in free[: len(call.args)]}
    if given & passed - {one.arg for one in arguments.posonlyargs}:
        return False
    required = {one.arg for one in plain[: len(plain) - len(arguments.defaults)][is_bound:]}
    required |= {
        one.arg for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is None
    }
    return required <= given | {one for one in passed if one is not None}


def _method(class_: ast.ClassDef, name: str) -> tuple[Function, bool] | None:
    """Return a method of a class itself, and whether its first parameter is given by what it is called on."""
    found = _methods(class_).get(name, [])
    if len(found) != 1:
        return None
    kinds = {last_name(one) for one in found[0].decorator_list}
    return (found[0], "staticmethod" not in kinds) if kinds <= _KINDS_OF_METHOD else None


@functools.lru_cache(maxsize=64)
def _methods(class_: ast.ClassDef) -> Mapping[str, list[Function]]:
    """Return the methods of a class by their names, which may be defined several times."""
    found: dict[str, list[Function]] = {}
    for one in class_.body:
        if isinstance(one, Function):
            found.setdefault(one.name, []).append(one)
    return found


def _has_constructor(class_: ast.ClassDef) -> bool:
    return any(isinstance(one, Function) and one.name in {"__init__", "__new__"} for one in class_.body)


def _instances(statements: Sequence[ast.stmt], classes: Mapping[str, ast.ClassDef]) -> dict[str, Known]:
    """Return the variables of a program that hold objects of the file's classes, or anything else that hides a name."""
    found: dict[str, Known] = {}
    for node in (inner for statement in statements for inner in walk(statement)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=called))) if called in classes:
                found[name] = classes[called]
    return found


def _stored(node: ast.stmt) -> Iterator[str]:
    for one in walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            yield one.id
