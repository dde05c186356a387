"""Listings in documentation: one call below the other, each there for its value alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from mkdocs_howto.effects import dotted
from mkdocs_howto.syntax import NotPython, fragment, walk
from mkdocs_howto.writers.offline.examples import results
from mkdocs_howto.writers.offline.examples.code import Code, Found

_IMPORT = re.compile(r"(?:from (?P<module>[\w.]+) )?import (?P<name>[\w.]+)(?: as (?P<alias>\w+))?$")
_CALL = re.compile(r"\w+(?:\.\w+)*\(")
_MADE = re.compile(r"(?P<name>\w+)\(")


def without_asides(setup: Sequence[str], texts: Sequence[str], code: Code) -> list[str]:
    """Statements without calls before the last one whose value nobody reads, and that change nothing themselves.

    Args:
        setup: Imports, and whatever else the statements need.
        texts: The statements in order.
        code: Reads functions of the package.
    """
    if not any(map(_CALL.match, texts[:-1])):
        return [*texts]
    imports: dict[str, str] = {}
    for match in filter(None, map(_IMPORT.match, (*setup, *texts))):
        module, name = match["module"], match["name"]
        imports[match["alias"] or name.partition(".")[0]] = f"{module}.{name}" if module else name
    return [*(text for text in texts[:-1] if not _is_aside(text, imports, code)), *texts[-1:]]


def _is_aside(text: str, imports: Mapping[str, str], code: Code) -> bool:
    if _CALL.match(text) is None:
        return False
    try:
        body = fragment(text).body
    except NotPython:
        return False
    match body:
        case [ast.Expr(value=ast.Call(func=called, args=args, keywords=keywords))]:
            given = [*args, *(keyword.value for keyword in keywords)]
            head, _, rest = dotted(called).partition(".")
            if head in imports and not any(
                isinstance(node, ast.Name | ast.Call) for one in given for node in walk(one)
            ):
                path = f"{imports[head]}.{rest}" if rest else imports[head]
                function = _function(path, code)
                return function is not None and results.gives_value(function.node) and _is_still(function)
    return False


def _function(path: str, code: Code) -> Found | None:
    """What a call of a path runs: a function, or a method of an object that a module makes."""
    parent, _, name = path.rpartition(".")
    for kept, method in ((path, "__call__"), (parent, name)):
        shape = code.project.shape(kept) if kept else None
        made = _MADE.match(shape.value or "") if shape is not None and shape.kind == "attribute" else None
        if shape is not None and made is not None:
            return code.function(f"{shape.object_path.rpartition('.')[0]}.{made['name']}.{method}")
    return code.function(path)


def _is_still(function: Found) -> bool:
    """Whether a function's own statements leave all as it is: none sets what others see, or calls for an effect."""
    for node in results.own_nodes(function.node):
        match node:
            case ast.Global() | ast.Nonlocal() | ast.Delete() | ast.Expr(value=ast.Call() | ast.Await()):
                return False
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                return False
    return True
