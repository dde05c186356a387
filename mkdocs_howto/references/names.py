"""Which names a piece of code uses, and what they stand for where it stands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from mkdocs_howto.references.segments import own_nodes

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
    found: dict[Use, None] = {}
    _Reader(found).read(tree, [], owner="" if method else None)
    return list(found)


def local_imports(tree: ast.Module) -> Iterator[tuple[str, str, int]]:
    """Imports anywhere in the code: the name bound, the dotted path, and the relative level."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0], alias.name if alias.asname else alias.name.partition(".")[0], 0
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name != "*":
                    path = f"{node.module}.{alias.name}" if node.module else alias.name
                    yield alias.asname or alias.name, path, node.level


class _Reader:
    def __init__(self, found: dict[Use, None]) -> None:
        self._found = found

    def read(self, node: ast.AST, scopes: list[_Scope], *, owner: str | None) -> None:
        """Read a node; `owner` is the class whose body it stands in, if it stands in one."""
        if isinstance(node, ast.ClassDef):
            for expression in [*node.decorator_list, *node.bases, *(word.value for word in node.keywords)]:
                self.read(expression, scopes, owner=None)
            inner = f"{owner}.{node.name}" if owner else node.name
            body = _Scope(_bound(node))
            for child in node.body:
                # Functions do not see the names of the class around them; all else in its body does.
                outer = scopes if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else [*scopes, body]
                self.read(child, outer, owner=inner)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self._function(node, scopes, owner)
        elif isinstance(node, _WITH_OWN_NAMES):
            self._inner(node, [*scopes, _Scope(_bound(node))])
        elif isinstance(node, ast.Name | ast.Attribute):
            self._chain(node, scopes)
        else:
            for child in ast.iter_child_nodes(node):
                self.read(child, scopes, owner=owner if isinstance(node, ast.Module | ast.If | ast.Try) else None)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scopes: list[_Scope], owner: str | None) -> None:
        arguments = node.args
        everything = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        outside = [*node.decorator_list, *arguments.defaults, *arguments.kw_defaults, node.returns]
        outside += [argument.annotation for argument in everything if argument is not None]
        for expression in outside:
            if expression is not None:
                self.read(expression, scopes, owner=None)
        scope = _Scope(_bound(node))
        positional = [*arguments.posonlyargs, *arguments.args]
        if owner is not None and positional and not _is_static(node):
            scope.receiver, scope.owner = positional[0].arg, owner
        for child in node.body:
            self.read(child, [*scopes, scope], owner=None)

    def _inner(self, node: ast.AST, scopes: list[_Scope]) -> None:
        for child in ast.iter_child_nodes(node):
            self.read(child, scopes, owner=None)

    def _chain(self, node: ast.Name | ast.Attribute, scopes: list[_Scope]) -> None:
        parts: list[str] = []
        at: ast.expr = node
        while isinstance(at, ast.Attribute):
            parts.append(at.attr)
            at = at.value
        if not isinstance(at, ast.Name):
            self.read(at, scopes, owner=None)
            return
        if isinstance(at.ctx, ast.Load):
            self._note((at.id, *reversed(parts)), scopes)

    def _note(self, chain: tuple[str, ...], scopes: list[_Scope]) -> None:
        for scope in reversed(scopes):
            if scope.receiver == chain[0]:
                if len(chain) > 1:
                    self._found[Use(chain, scope.owner)] = None
                return
            if chain[0] in scope.bound:
                return
        self._found[Use(chain)] = None


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
