"""Functions and methods that give an instance of a class, where nobody makes one by hand."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import ImportableBlock, Project, Shape
from mkdocs_howto.syntax import NotPython, parse
from mkdocs_howto.writers.offline.describing.classes import is_unset
from mkdocs_howto.writers.offline.examples import results, state

_MOST_REQUIRED = 1
"""Arguments of a function that is simpler to call than its result is to make."""
_LABELS = {"async", "generator", "contextmanager", "property", "classmethod", "staticmethod"}
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Giver:
    """What gives an instance of a class.

    Attributes:
        owner: The class of which it is a method; `None` for a function.
        function: Itself.
        is_declared: Whether its annotation says what it gives.
    """

    owner: Shape | None
    function: Shape
    is_declared: bool


@dataclass(frozen=True, slots=True)
class Givers:
    """Finds them in the module of the class."""

    block: ImportableBlock
    project: Project

    def of(self, shape: Shape) -> Iterator[Giver]:
        """What gives instances of a typed dictionary, or of a class that other objects make from themselves.

        Args:
            shape: The class.
        """
        module = shape.object_path.rpartition(".")[0]
        code = self.project.source(module)
        for owner_name, name, given, is_declared in _given(code.text) if code is not None else ():
            is_meant = "typeddict" in shape.labels or not is_declared
            if given != shape.name or not is_meant or owner_name == shape.name:
                continue
            owner = self.project.shape(f"{module}.{owner_name}") if owner_name else None
            function = self.project.shape(".".join(filter(None, [module, owner_name, name])))
            if function is not None and self._is_plain(owner, function):
                yield Giver(owner, function, is_declared)

    def _is_plain(self, owner: Shape | None, function: Shape) -> bool:
        """Whether a function can be called without much before it."""
        if owner is not None and (not state.is_ready(owner, self.project) or _is_base(owner)):
            return False
        signature = function.signature
        if function.kind != "function" or signature is None or _LABELS & set(function.labels):
            return False
        return sum(one.required for one in signature.parameters[owner is not None :]) <= _MOST_REQUIRED


def _is_base(owner: Shape) -> bool:
    """Whether a class leaves attributes to its subclasses: it declares them, and sets none itself."""
    return any(map(is_unset, owner.members)) and owner.member("__init__") is None


@functools.lru_cache(maxsize=64)
def _given(text: str) -> tuple[tuple[str, str, str, bool], ...]:
    """Public functions of a module: class, name, the class that each gives an instance of, whether it is declared."""
    try:
        body = parse(text).body
    except NotPython:
        return ()
    found: list[tuple[str, str, str, bool]] = []
    for node in body:
        owner = node.name if isinstance(node, ast.ClassDef) else ""
        for function in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(function, _Function) and not function.name.startswith("_") and not owner.startswith("_"):
                declared = _class(function.returns) if function.returns is not None else ""
                if name := declared or _made(function):
                    found.append((owner, function.name, name, bool(declared)))
    return tuple(found)


def _class(annotation: ast.expr) -> str:
    """The class that an annotation names, without what it holds."""
    node = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    name = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else dotted(node)
    return name if name.isidentifier() else ""


def _made(function: _Function) -> str:
    """The class of which a method gives an instance that it makes from its own object, whatever it is given."""
    names: set[str] = set()
    for value in results.returns(function):
        match value:
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(id="self"), *_]):
                names.add(name)
            case _:
                return ""
    return names.pop() if len(names) == 1 else ""
