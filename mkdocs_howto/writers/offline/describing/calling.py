"""Say how a function is called, what a framework makes of it, and what it does if its author does not say so."""

from __future__ import annotations

import ast
import re

from mkdocs_howto.facts.words import plain
from mkdocs_howto.section import NamedBlock, Shape
from mkdocs_howto.syntax import NotPython, below, parse_expression, unparsed
from mkdocs_howto.writers.offline.describing import names
from mkdocs_howto.writers.offline.trees import Function, without_docstring
from mkdocs_howto.writers.offline.words import decapitalised, listed

_CHANGING = {
    "add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft", "remove",
    "reverse", "setdefault", "sort", "update",
}  # fmt: skip
"""Methods by which lists, dictionaries and sets are changed."""
_BINDING = frozenset({ast.Name, ast.Subscript, ast.Expr})
"""Nodes that may give a variable something else, or change what it holds."""
_COMMAND = re.compile(r"(?P<group>[\w.]+)\.(?:command|group)\b")
_ROUTE = re.compile(r"""[\w.]+\.(?P<method>get|post|put|patch|delete|head|route)\(\s*['"](?P<path>/[^'"\s]*)['"]""")
_OPTION = re.compile(r"""option\(\s*['"](--[\w-]+)""")
_LONGEST_VALUE = 60
_ITERATES = re.compile(r"\b(?:generat\w+|iterat\w+|yield\w*)\b", re.IGNORECASE)


def manner(shape: Shape, said: str, *, yields: bool) -> str:
    """Return how a function is called where that is not by a plain call; empty for one that is.

    Args:
        shape: The function.
        said: What is told of it already.
        yields: True if its docstring says what it yields.
    """
    labels = set(shape.labels)
    decorators = {decorator.partition("(")[0].rpartition(".")[2] for decorator in shape.decorators}
    if "fixture" in decorators:
        return "It is a fixture of pytest."
    if "contextmanager" in labels:
        return f"Use it in {'an `async with`' if 'async' in labels else 'a `with`'} statement."
    if is_property(shape):
        return ""
    if "abstract" in labels:
        return "Subclasses implement it."
    if {"async", "generator"} <= labels:
        return "It is an asynchronous generator: iterate over it with `async for`."
    if "async" in labels:
        return "It is a coroutine, so await it."
    if "generator" in labels:
        return "" if yields or _ITERATES.search(said) else "It is a generator."
    return "It is called on the class." if labels & {"classmethod", "staticmethod"} else ""


def is_property(shape: Shape) -> bool:
    """Return whether a function is read like an attribute."""
    decorators = {decorator.partition("(")[0].rpartition(".")[2] for decorator in shape.decorators}
    return bool({*shape.labels, *decorators} & {"property", "cached_property"})


def deprecation_message(decorator: str) -> str:
    """Return the text that a decorator `deprecated("…")` carries (PEP 702); empty for any other decorator.

    Args:
        decorator: As written, without the `@`.
    """
    if "deprecated" not in decorator.partition("(")[0]:
        return ""
    try:
        node = parse_expression(decorator)
    except NotPython:
        return ""
    match node:
        case ast.Call(args=[ast.Constant(value=str(text)), *_]):
            return plain(text)
    return ""


def registered(block: NamedBlock) -> str:
    """Return what a framework makes of a decorated function."""
    for decorator in block.shape.decorators:
        if match := _ROUTE.match(decorator):
            method = match["method"].upper()
            path = match["path"]
            if "`" not in path:
                return f"It answers {'requests' if method == 'ROUTE' else f'{method} requests'} to `{path}`."
        if match := _COMMAND.match(decorator):
            options = [f"`{option}`" for one in block.shape.decorators for option in _OPTION.findall(one)[:1]]
            taken = f", with the option{'s' if len(options) > 1 else ''} {listed(options)}" if options else ""
            of = f" of `{match['group']}`" if match["group"] not in {"click", "typer", "app"} else ""
            return f"`{block.name}` is a command{of}{taken}."
        name = decorator.partition("(")[0].rpartition(".")[2]
        if name in {"lru_cache", "cache"}:
            return "Results are kept: the same arguments are computed once."
    return ""


def changed(function: Function) -> str:
    """Return which arguments a function changes in place."""
    given = {argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}}
    if not given:
        return ""
    found: dict[str, None] = {}
    rebound: set[str] = set()
    for node in below(function):
        if type(node) not in _BINDING:
            continue
        match node:
            case ast.Name(id=name):
                if isinstance(node.ctx, ast.Store):
                    rebound.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()) if name in given:
                found[name] = None
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))) if name in given:
                if method in _CHANGING:
                    found[name] = None
    shown = [f"`{name}`" for name in found if name not in rebound]
    return f"It changes {listed(shown)} in place." if shown else ""


def undocumented(block: NamedBlock, function: Function) -> str:
    """Return what a function without a docstring does by its only statement or its name; empty if neither says it."""
    if is_property(block.shape):
        type_ = block.shape.signature.returns if block.shape.signature is not None else block.shape.annotation
        is_shown = type_ and len(type_) < _LONGEST_VALUE and "`" not in type_
        once = ", computed once" if any("cached_property" in one for one in block.shape.decorators) else ""
        return f"`{block.name}` is a property{f' of type `{type_}`' if is_shown else ''}{once}."
    match without_docstring(function.body):
        case [ast.Return(value=ast.expr() as value)] if shown := _shown(value):
            return f"`{block.name}` returns `{shown}`."
        case [
            ast.If(
                test=test, body=[ast.Return(value=ast.expr() as one)], orelse=[ast.Return(value=ast.expr() as other)]
            )
        ] | [
            ast.If(test=test, body=[ast.Return(value=ast.expr() as one)], orelse=[]),
            ast.Return(value=ast.expr() as other),
        ] if all(parts := (_shown(one), _shown(test), _shown(other))):
            return "Returns `{}` if `{}`, otherwise `{}`.".format(*parts)
    return names.verb_phrase(block, function)


def taken(block: NamedBlock, function: Function, result: str) -> tuple[str, str]:
    """Return what an unknown function takes and gives, and the rest of what is said of its result.

    Args:
        block: The function.
        function: Its syntax tree.
        result: Sentences about its result; may be empty.
    """
    given = [f"`{one}`" for one in names.given(function)]
    words = (listed(given) if len(given) <= 5 else f"{len(given)} arguments") if given else "no arguments"
    if result.startswith("Returns ") and ". " not in result:
        return f"`{block.name}` takes {words} and {decapitalised(result)}", ""
    return f"`{block.name}` takes {words}.", result


def _shown(value: ast.expr) -> str:
    """Return the code of a returned value, if it is short and means something outside of its class."""
    text = unparsed(value) if not isinstance(value, ast.Constant) or value.value is not None else ""
    is_inner = re.search(r"(?<!\w)_\w|\b(?:self|cls)\b", text)
    return "" if is_inner or len(text) > _LONGEST_VALUE or "`" in text or "\n" in text else text
