"""Which names a piece of code uses, and what they stand for where it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mkdocs_howto.references.segments import own_nodes
from mkdocs_howto.syntax import walk

_WITH_OWN_NAMES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Use:
    """A name or dotted name as the code uses it, e.g. `json.loads` or `self.url`.

    Attributes:
        chain: Its parts.
        owner: Set for `self.…` and `cls.…`: the class, as a dotted path inside the code, to whose
            members the second part belongs; empty when the code is itself a method.
    """

    chain: tuple[str, ...]
    owner: str | None = None

    @property
    def text(self) -> str:
        """As written."""
        return ".".join(self.chain)


@dataclass(slots=True)
class _Scope:
    bound: set[str] = field(default_factory=set)
    receiver: str | None = None
    owner: str = ""


def uses(tree: ast.Module, *, method: bool = False) -> list[Use]:
    """Names that the code reads and does not bind itself inside functions, without repetition.

    Args:
        tree: The code.
        method: Whether it is a method cut out of its class.
    """
    reader = _Reader()
    reader.read(tree, owner="" if method else None)
    return list(reader.found)


def local_imports(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Imports anywhere in the code: the name bound, the dotted path, and the relative level."""
    for node in walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (
                    alias.asname or alias.name.partition(".")[0],
                    alias.name if alias.asname else alias.name.partition(".")[0],
                    0,
                )
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name != "*":
                    path = f"{node.module}.{alias.name}" if node.module else alias.name
                    yield alias.asname or alias.name, path, node.level


@dataclass(frozen=True, slots=True)
class _Task:
    """A node still to be read, and where it stands.

    Attributes:
        node: The node.
        scopes: Functions and the like around it, outermost first.
        owner: The class in whose body it stands, if it stands in one.
    """

    node: ast.AST
    scopes: tuple[_Scope, ...] = ()
    owner: str | None = None


class _Reader:
    """Reads a tree with a list of tasks: generated code nests deeper than Python's stack."""

    def __init__(self) -> None:
        self.found: dict[Use, None] = {}
        self._tasks: list[_Task] = []

    def read(self, tree: ast.Module, *, owner: str | None) -> None:
        self._tasks.append(_Task(tree, (), owner))
        while self._tasks:
            self._read(self._tasks.pop())

    def _read(self, task: _Task) -> None:
        node, scopes = task.node, task.scopes
        if isinstance(node, ast.ClassDef):
            self._class(node, task)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self._function(node, task)
        elif isinstance(node, ast.Name | ast.Attribute):
            self._chain(node, scopes)
        else:
            inner = (*scopes, _Scope(_bound(node))) if isinstance(node, _WITH_OWN_NAMES) else scopes
            owner = task.owner if isinstance(node, ast.Module | ast.If | ast.Try) else None
            self._later(ast.iter_child_nodes(node), inner, owner)

    def _later(self, nodes: Iterable[ast.AST], scopes: tuple[_Scope, ...], owner: str | None = None) -> None:
        self._tasks.extend(_Task(node, scopes, owner) for node in nodes)

    def _class(self, node: ast.ClassDef, task: _Task) -> None:
        self._later([*node.decorator_list, *node.bases, *(word.value for word in node.keywords)], task.scopes)
        inner = f"{task.owner}.{node.name}" if task.owner else node.name
        body = _Scope(_bound(node))
        for child in node.body:
            # Functions do not see the names of the class around them; all else in its body does.
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            self._later([child], task.scopes if function else (*task.scopes, body), inner)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, task: _Task) -> None:
        arguments = node.args
        everything = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        outside = [*node.decorator_list, *arguments.defaults, *arguments.kw_defaults, node.returns]
        outside += [argument.annotation for argument in everything if argument is not None]
        self._later((expression for expression in outside if expression is not None), task.scopes)
        scope = _Scope(_bound(node))
        positional = [*arguments.posonlyargs, *arguments.args]
        if task.owner is not None and positional and not _is_static(node):
            scope.receiver, scope.owner = positional[0].arg, task.owner
        self._later(node.body, (*task.scopes, scope))

    def _chain(self, node: ast.Name | ast.Attribute, scopes: tuple[_Scope, ...]) -> None:
        parts: list[str] = []
        at: ast.expr = node
        while isinstance(at, ast.Attribute):
            parts.append(at.attr)
            at = at.value
        if not isinstance(at, ast.Name):
            self._later([at], scopes)
        elif isinstance(at.ctx, ast.Load):
            self._note((at.id, *reversed(parts)), scopes)

    def _note(self, chain: tuple[str, ...], scopes: tuple[_Scope, ...]) -> None:
        for scope in reversed(scopes):
            if scope.receiver == chain[0]:
                if len(chain) > 1:
                    self.found[Use(chain, scope.owner)] = None
                return
            if chain[0] in scope.bound:
                return
        self.found[Use(chain)] = None


def _is_static(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(decorator, ast.Name) and decorator.id == "staticmethod" for decorator in node.decorator_list)


def _bound(node: ast.AST) -> set[str]:
    """Names that a function, lambda or comprehension binds, imports apart."""
    names: set[str] = set()
    shared: set[str] = set()
    for child in own_nodes(node):
        match child:
            case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                names.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                names.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Global(names=found) | ast.Nonlocal(names=found):
                shared.update(found)
    return names - shared
