"""When the statements of a `try` fail, and what a handler does about it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import walk
from mkdocs_howto.writers.offline.telling.files import is_open

Noun = Callable[[ast.expr], str]
"""Returns the noun phrase for a value that a caller knows; empty if it has none."""

WHOLE, REST = "any of that fails", "anything else fails"
"""When the handlers of a `try` run that catch all errors: the only one, and the one behind others."""
_LOOKUPS = frozenset({"KeyError", "IndexError", "LookupError"})
_BROAD = frozenset({"Exception", "BaseException", "Error"})
_READING = frozenset({"read_text", "read_bytes", "unlink", "stat"})


def names_of(handler: ast.ExceptHandler) -> list[str]:
    """Return the exceptions that a handler catches, by bare name; none for a bare `except`."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return [dotted(kind).rpartition(".")[2] for kind in kinds if kind is not None]


def is_broad(names: Sequence[str]) -> bool:
    """Return whether a handler catches every error."""
    return not names or bool(_BROAD & set(names))


def failing(body: Sequence[ast.stmt], names: set[str], noun: Noun) -> str:
    """Return when the statements of a `try` raise one of some exceptions, in the caller's words; empty if unknown.

    Args:
        body: The statements.
        names: The exceptions.
        noun: Names values.
    """
    found = {reason for statement in body for node in walk(statement) for reason in _reasons(node, names, noun)}
    return found.pop() if len(found) == 1 else ""


def _reasons(node: ast.AST, names: set[str], noun: Noun) -> Iterator[str]:
    match node:
        case ast.Subscript(value=owner, slice=key, ctx=ast.Load()) if names & _LOOKUPS and (told := noun(key)):
            yield f"{told} is not in {place}" if (place := noun(owner)) else f"{told} is not known"
        case ast.Call(func=ast.Name(id="int" | "float" as kind), args=[value]) if "ValueError" in names:
            if told := noun(value):
                yield f"{told} is no {'integer' if kind == 'int' else 'number'}"
        case ast.Call(func=function, args=[value, *_]) if dotted(function) in {"json.loads", "loads"}:
            if names & {"JSONDecodeError", "ValueError"} and (told := noun(value)):
                yield f"{told} is not valid JSON"
        case ast.Call(func=function) if dotted(function) == "json.load" and "JSONDecodeError" in names:
            yield "the file is not valid JSON"
        case ast.Call() if "FileNotFoundError" in names and is_open(node):
            if told := noun(_opened(node)):
                yield f"{told} does not exist"
        case ast.Call(func=ast.Attribute(value=owner, attr=attr)) if "FileNotFoundError" in names and attr in _READING:
            if told := noun(owner):
                yield f"{told} does not exist"


def _opened(call: ast.Call) -> ast.expr:
    if (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "open"
        and not dotted(call.func).startswith(("io.", "codecs.", "aiofiles."))
    ):
        return call.func.value
    return call.args[0]


def is_silent(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler does nothing at all."""
    return all(
        isinstance(one, ast.Pass | ast.Continue) or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in handler.body
    )


def raises_again(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler lets the error that it caught go on."""
    return any(
        isinstance(node, ast.Raise)
        and (node.exc is None or (isinstance(node.exc, ast.Name) and node.exc.id == handler.name))
        for statement in handler.body
        for node in walk(statement)
    )
