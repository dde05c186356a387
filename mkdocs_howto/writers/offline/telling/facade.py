"""Functions of a module that hand their call on to an object of the module: they do what its method does."""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.section import Project
from mkdocs_howto.syntax import NotPython, parsed
from mkdocs_howto.writers.offline.trees import Function, without_docstring


def forwarded(node: Function, module: ast.Module) -> Function | None:
    """Return the method that a function does nothing but call on an object of its module; `None` if there is none.

    Args:
        node: The function.
        module: Where it is defined.
    """
    found = _called(node)
    if found is None:
        return None
    owner, name = found
    return _methods_of_objects(module).get(owner, {}).get(name)


def forwarded_in_package(node: Function, path: str, project: Project) -> Function | None:
    """Return the method that a function of the project does nothing but call, if its module holds it.

    Args:
        node: The function.
        path: Where it is defined.
        project: Answers what other objects are.
    """
    if _called(node) is None:
        return None
    code = project.source(path.rpartition(".")[0])
    if code is None:
        return None
    try:
        return forwarded(node, parsed(code.text))
    except NotPython:
        return None


def links(node: Function, body: Sequence[ast.stmt]) -> list[Function]:
    """Return the public members of what a function gives that give the object itself back, so that a chain is typed.

    Args:
        node: The function, annotated with what it gives.
        body: Of its module.
    """
    kind = (
        node.returns.value if isinstance(node.returns, ast.Constant) else dotted(node.returns) if node.returns else ""
    )
    class_ = next((one for one in body if isinstance(one, ast.ClassDef) and one.name == kind), None)
    functions = [one for one in class_.body if isinstance(one, Function)] if class_ is not None else []
    found = [one for one in functions if not one.name.startswith("_") and _gives_itself(one)]
    return found if len(found) > 2 else []


def _gives_itself(node: Function) -> bool:
    match node.body[-1]:
        case ast.Return(value=ast.Name(id="self")):
            return True
    return False


def _called(node: Function) -> tuple[str, str] | None:
    """Return the names of the object and its member that a function only hands on to."""
    match without_docstring(node.body):
        case [ast.Return(value=ast.expr() as value)] | [ast.Expr(value=value)]:
            value = value.value if isinstance(value, ast.Await) else value
            member = value.func if isinstance(value, ast.Call) else value
            if isinstance(member, ast.Attribute) and isinstance(member.value, ast.Name):
                return member.value.id, member.attr
    return None


@functools.lru_cache(maxsize=8)
def _methods_of_objects(module: ast.Module) -> dict[str, dict[str, Function]]:
    """Return the methods of the objects that a module holds of its own classes, found once for all its functions."""
    classes = {one.name: one for one in module.body if isinstance(one, ast.ClassDef)}
    methods = {
        name: {one.name: one for one in reversed(class_.body) if isinstance(one, Function)}
        for name, class_ in classes.items()
    }
    found: dict[str, dict[str, Function]] = {}
    for node in module.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=kind)))
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call(func=ast.Name(id=kind)))
            ) if kind in methods:
                found.setdefault(name, methods[kind])
    return found
