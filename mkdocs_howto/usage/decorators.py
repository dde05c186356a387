"""Tell whether decorators keep the parameters of a function, and what a call of it returns."""

from __future__ import annotations

import ast
import re
from typing import TypeAlias

from mkdocs_howto.section import Project, Shape, Source
from mkdocs_howto.syntax import NotPython, parsed, walk

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

_KEEPING = frozenset(
    {"staticmethod", "classmethod", "property", "abstractmethod", "abc.abstractmethod", "override", "typing.override"}
    | {"final", "typing.final", "cache", "functools.cache", "lru_cache", "functools.lru_cache", "singledispatch"}
    | {"functools.singledispatch", "deprecated", "warnings.deprecated", "typing_extensions.deprecated"}
    | {"typing_extensions.override", "no_type_check", "typing.no_type_check", "atexit.register"}
)
"""Decorators of the standard library after which a call is as the function is written."""
_WRAPPING = frozenset(
    {"contextmanager", "contextlib.contextmanager", "asynccontextmanager", "contextlib.asynccontextmanager"}
)
"""Decorators of the standard library that keep the parameters, and give something else."""
_OWN_NAMES = frozenset({"staticmethod", "classmethod", "property", "abstractmethod", "override", "final"})
"""Decorators whose names are used for nothing else."""
_HANDS_ON = re.compile(r"\b(?:wraps|update_wrapper)\b|\(\*\w++, ?\*\*\w++\)")
_TAKEN = re.compile(r"\bdef \w++\((\w++)")
_RETURNED = re.compile(r"\n[ \t]++return (\w++)\n")
_WORD = re.compile(r"[^\W\d]\w*")


def keeps_call(shape: Shape, project: Project) -> bool:
    """Return whether a function is called, and gives what it gives, as if it had no decorators."""
    return all(_is_one_of(_KEEPING, text, shape, project) for text in shape.decorators)


def keeps_parameters(shape: Shape, project: Project) -> bool:
    """Return whether a function takes the arguments that its own signature names."""
    return all(_is_one_of(_KEEPING | _WRAPPING, text, shape, project) for text in shape.decorators)


def is_manager(shape: Shape, project: Project) -> bool | None:
    """Return whether a function gives a context manager for `with` (`True`) or `async with` (`False`); else `None`."""
    for text in shape.decorators:
        if _is_one_of(_WRAPPING, text, shape, project):
            return "async" not in _name(text)
    return None


def _is_one_of(known: frozenset[str], text: str, shape: Shape, project: Project) -> bool:
    """Return whether a decorator is one of the standard library: a project may give its own the same name."""
    name = _name(text)
    if name not in known:
        return False
    if "." in name or name in _OWN_NAMES:
        return True
    place = shape.object_path
    while place := place.rpartition(".")[0]:
        found = project.shape(f"{place}.{name}")
        if found is not None:
            return found.object_path in known
    return True


def names_taken(shape: Shape, project: Project) -> set[str] | None:
    """Return every name that the decorators of a function could take an argument by.

    A wrapper that hands on what it is given may take arguments of its own: their names stand in its module.

    Args:
        shape: The function.
        project: Knows the code of the decorators.

    Returns:
        The names beside the function's own parameters; `None` where a decorator's code is not known, or does not say
        that it wraps the function.
    """
    taken: set[str] = set()
    for text in shape.decorators:
        if _is_one_of(_KEEPING | _WRAPPING, text, shape, project):
            continue
        code = _source(_name(text), shape.object_path, project)
        if code is None or not _keeps_parameters(code.text):
            return None
        module = project.source(code.object_path.rpartition(".")[0])
        taken.update(_WORD.findall(module.text if module is not None else code.text))
    return taken


def changes_parameters(shape: Shape, project: Project) -> bool:
    """Return whether a decorator of the project gives a function other parameters than those it is written with."""
    sources = (_source(_name(text), shape.object_path, project) for text in shape.decorators)
    return any(code is not None and gives_other_parameters(code.text) for code in sources)


def gives_other_parameters(decorator: str) -> bool:
    """Return whether a decorator's function passes to the decorated one more or less than it takes itself.

    Args:
        decorator: The decorator's definition.
    """
    try:
        nodes = walk(parsed(decorator))
    except NotPython:
        return False
    functions = [node for node in nodes if isinstance(node, _FUNCTIONS)]
    for outer in functions:
        taken = {parameter.arg for parameter in outer.args.args}
        given = {
            node.value.id for node in walk(outer) if isinstance(node, ast.Return) and isinstance(node.value, ast.Name)
        }
        for inner in functions:
            if inner.name in given and outer.lineno < inner.lineno <= (outer.end_lineno or 0):
                calls = (node for node in walk(inner) if isinstance(node, ast.Call))
                if any(isinstance(one.func, ast.Name) and one.func.id in taken and _adds(inner, one) for one in calls):
                    return True
    return False


def _adds(wrapper: Function, call: ast.Call) -> bool:
    """Return whether a call in a wrapper passes what the wrapper does not take, or less than that."""
    own = [parameter.arg for parameter in (*wrapper.args.posonlyargs, *wrapper.args.args)]
    passed = [one.id if isinstance(one, ast.Name) else "" for one in call.args if not isinstance(one, ast.Starred)]
    if len(passed) < len(call.args):
        return passed not in (own, own[1:])
    if wrapper.args.vararg is not None or wrapper.args.kwarg is not None or call.keywords:
        return False
    return not len(own) - len(wrapper.args.defaults) <= len(passed) <= len(own)


def _source(name: str, seen_from: str, project: Project) -> Source | None:
    place = seen_from
    while place := place.rpartition(".")[0]:
        found = project.source(f"{place}.{name}")
        if found is not None:
            return found
    return None


def _name(decorator: str) -> str:
    """Return what a decorator calls or names, without its arguments."""
    return decorator.partition("(")[0].strip()


def _keeps_parameters(code: str) -> bool:
    """Return whether a decorator keeps a function's parameters: it wraps it, hands on all arguments, or returns it."""
    return _HANDS_ON.search(code) is not None or not set(_TAKEN.findall(code)).isdisjoint(_RETURNED.findall(code))
