"""The parts of a file: what it defines, what it holds, what importing it runs, how it is run as a script."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_howto.section import Parameter, ParameterKind, Signature
from mkdocs_howto.syntax import last_name, unparsed, walk
from mkdocs_howto.writers.offline.telling.ranking import reached
from mkdocs_howto.writers.offline.telling.triggers import trigger_of
from mkdocs_howto.writers.offline.trees import Function

Unit = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a file.

    Attributes:
        units: Public functions and classes, and private ones that something other than code calls.
        private: Other private functions.
        data: Public names with a literal value, in their order.
        run: Statements that importing it runs, without those that only define or hold something.
        guard: Statements of its main guard.
        texts: Strings that stand alone, as docstrings do.
        main: The function without arguments that the main guard or the import runs, or `None`.
    """

    units: tuple[Unit, ...] = ()
    private: tuple[Function, ...] = ()
    data: tuple[tuple[str, ast.expr], ...] = ()
    run: tuple[ast.stmt, ...] = ()
    guard: tuple[ast.stmt, ...] = ()
    texts: tuple[str, ...] = ()
    main: Function | None = None

    @property
    def functions(self) -> tuple[Function, ...]:
        """Return the units that are functions."""
        return tuple(one for one in self.units if isinstance(one, Function))

    @property
    def classes(self) -> tuple[ast.ClassDef, ...]:
        """Return the units that are classes."""
        return tuple(one for one in self.units if isinstance(one, ast.ClassDef))

    @property
    def made(self) -> tuple[tuple[str, ast.Call], ...]:
        """Return the public names to which importing it gives what a call makes."""
        found: list[tuple[str, ast.Call]] = []
        for node in self.run:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call)
                ) if not name.startswith("_"):
                    found.append((name, call))
        return tuple(found)

    @property
    def is_test(self) -> bool:
        """Return whether it holds tests, and little else that is public."""
        return 2 * sum(map(_is_test, self.units)) >= max(1, len(self.units))


def parts_of(tree: ast.Module) -> Parts:
    """Return the parts of a file."""
    every = {node.name: node for node in _definitions(tree.body)}
    public = {name: node for name, node in every.items() if not name.startswith("_") or trigger_of(node)}
    run = [node for node in tree.body if not isinstance(node, _QUIET) and not is_guard(node) and not _is_text(node)]
    guard = [inner for node in tree.body if isinstance(node, ast.If) and is_guard(node) for inner in node.body]
    return Parts(
        units=tuple(public.values()),
        private=tuple(one for name, one in every.items() if name not in public and isinstance(one, Function)),
        data=tuple(_data(tree.body)),
        run=tuple(run),
        guard=tuple(guard),
        texts=tuple(_texts(tree.body)),
        main=_main_of([*guard, *run], public),
    )


def _main_of(statements: Sequence[ast.stmt], units: Mapping[str, Unit]) -> Function | None:
    """Return the function that the first call without arguments runs, if a condition or loop does not decide it."""
    for node in (one for one in statements if not isinstance(one, ast.If | ast.For | ast.While)):
        for call in (one for one in walk(node) if isinstance(one, ast.Call)):
            function = units.get(last_name(call.func))
            if isinstance(function, Function) and not call.args and not call.keywords:
                return function
    return None


_METADATA = frozenset({"__author__", "__copyright__", "__license__", "__title__", "__version__"})
_FEWEST_CALLED = 3
"""Functions of a file to which its entry leads."""
MOST_ASKED = 200
"""Units of a file that are asked what they do, of which a few are told."""
_MOST_COUNTED = 100
"""Functions below one that are counted: whatever leads to more is an entry as well as any other."""
_QUIET = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def _definitions(body: Sequence[ast.stmt]) -> Iterator[Unit]:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node
            case ast.If(test=test, body=inner, orelse=other) if last_name(test) != "TYPE_CHECKING":
                yield from _definitions([*inner, *other])
            case ast.Try(body=inner):
                yield from _definitions(inner)


def entry_first(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with the one first that leads to most of the others, if no other one calls it.

    Args:
        units: Functions and classes of a file.
    """
    functions = {one.name: one for one in units if isinstance(one, Function)}
    calls = {name: (_named_calls(one) & functions.keys()) - {name} for name, one in functions.items()}
    called = {name for names in calls.values() for name in names}
    counted = {name: len(reached(name, calls, _MOST_COUNTED)) for name in functions if name not in called}
    reach = {name: min(count, _MOST_COUNTED) for name, count in counted.items()}
    entry = max(reach, key=lambda name: reach[name], default="")
    if reach.get(entry, 0) < _FEWEST_CALLED:
        return list(units)
    return [functions[entry], *(one for one in units if one is not functions[entry])]


def _named_calls(node: Function) -> set[str]:
    return {last_name(one.func) for one in walk(node) if isinstance(one, ast.Call)}


def _data(body: Sequence[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                is_public = not name.startswith("_") or name in _METADATA
                if is_public and not any(isinstance(one, ast.Call | ast.Await) for one in walk(value)):
                    yield name, value


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _texts(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield text


def is_guard(node: ast.stmt) -> bool:
    """Return whether a statement is a main guard."""
    names = walk(node.test) if isinstance(node, ast.If) else []
    return any(isinstance(one, ast.Name) and one.id == "__name__" for one in names)


def _is_test(node: Unit) -> bool:
    if isinstance(node, ast.ClassDef):
        return node.name.startswith("Test") and any(isinstance(one, Function) and _is_test(one) for one in node.body)
    return node.name.startswith("test_")


def signature_of(node: Function, *, is_bound: bool = False) -> Signature:
    """Return the parameters of a function as its definition writes them.

    Args:
        node: The definition.
        is_bound: Whether the first parameter is passed by the call itself.
    """
    arguments = node.args
    plain = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [*[None] * (len(plain) - len(arguments.defaults)), *arguments.defaults]
    found = [
        _parameter(one, "positional-only" if number < len(arguments.posonlyargs) else "positional or keyword", default)
        for number, (one, default) in enumerate(zip(plain, defaults, strict=True))
    ][is_bound:]
    if arguments.vararg is not None:
        found.append(_parameter(arguments.vararg, "variadic positional", None))
    found += [
        _parameter(one, "keyword-only", default)
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    if arguments.kwarg is not None:
        found.append(_parameter(arguments.kwarg, "variadic keyword", None))
    return Signature(tuple(found), unparsed(node.returns) if node.returns is not None else "")


def _parameter(node: ast.arg, kind: ParameterKind, default: ast.expr | None) -> Parameter:
    annotation = unparsed(node.annotation) if node.annotation is not None else ""
    return Parameter(node.arg, kind, annotation, unparsed(default) if default is not None else None)


def is_stub(node: Function) -> bool:
    """Return whether the body of a function is only a docstring, `...` or `pass`."""
    return all(
        isinstance(one, ast.Pass) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in node.body
    )


def is_bare(node: Function) -> bool:
    """Return whether a function does nothing, and no decorator does it instead."""
    return is_stub(node) and not node.decorator_list
