"""The base classes of a class, as far as the project holds them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_howto.section import CodeBlock, Project, Shape
from mkdocs_howto.syntax import NotPython, parsed

_MOST = 8
"""Base classes that are looked at."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A base class that belongs to the project.

    Attributes:
        shape: What is known of it.
        node: Its definition.
        lines: The lines of its text.
    """

    shape: Shape
    node: ast.ClassDef
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ancestry:
    """All base classes of a class.

    Attributes:
        own: Those of the project, the nearest first.
        foreign: Paths of the nearest ones outside of it.
        others: Those of other packages whose text is at hand.
    """

    own: tuple[Ancestor, ...] = ()
    foreign: tuple[str, ...] = ()
    others: tuple[Ancestor, ...] = ()


def ancestry_of(shape: Shape, project: Project, block: CodeBlock, module: ast.Module) -> Ancestry:
    """Return the base classes of a class, those of bases among them.

    Args:
        shape: The class.
        project: Answers what other objects are.
        block: Where the class stands: a file that cannot be imported is no part of the project.
        module: Its syntax tree.
    """
    if not shape.bases:
        return Ancestry()
    beside = {one.name: one for one in module.body if isinstance(one, ast.ClassDef)}
    package = shape.object_path.partition(".")[0]
    own: dict[str, Ancestor] = {}
    foreign: dict[str, Ancestor | None] = {}
    pending = list(shape.bases)
    while pending and len(own) + len(foreign) < _MOST:
        path = pending.pop(0)
        if path in own:
            continue
        found = _ancestor(path, project) if "." in path else None
        owner, _, name = path.rpartition(".")
        if found is None and name in beside and owner == shape.object_path.rpartition(".")[0]:
            near = block.shape.member(name)
            found = Ancestor(near, beside[name], block.source.split("\n")) if near is not None else None
        known = found.shape.object_path if found is not None else path
        if found is None or package not in known.split(".")[:2]:  # Code may import its packages with their folder.
            foreign[known] = found
            continue
        own[path] = found
        pending += found.shape.bases
    return Ancestry(tuple(own.values()), tuple(foreign), tuple(one for one in foreign.values() if one is not None))


def _ancestor(path: str, project: Project) -> Ancestor | None:
    shape, code = project.shape(path), project.source(path)
    if shape is None or shape.kind != "class" or code is None:
        return None
    node = class_of(path, project)
    return Ancestor(shape, node, code.text.split("\n")) if node is not None else None


def class_of(path: str, project: Project) -> ast.ClassDef | None:
    """Return the definition of a class of the project; `None` if it cannot be read."""
    code = project.source(path)
    try:
        body = parsed(code.text).body if code is not None else []
    except NotPython:
        return None
    return next((one for one in body if isinstance(one, ast.ClassDef)), None)


def function_of(path: str, project: Project) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return the definition of a function of the project; `None` if it cannot be read."""
    code = project.source(path)
    if code is None:
        return None
    try:
        return next(_functions(parsed(code.text)), None)
    except NotPython:
        return None


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
