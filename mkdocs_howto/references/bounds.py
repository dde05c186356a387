"""Limits of the code that is analysed, so that generated and hostile code cannot keep a build busy.

Each limit is far above code that people write and read. What lies beyond is refused with a message, or, where only
data is too large, is an ellipsis (`...`) to the analysis.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mkdocs_howto.errors import UnreadableSource
from mkdocs_howto.syntax import children, is_deep, walk

MOST_NODES = 60_000
"""Syntax nodes of the code that one section is about: about 8,000 lines."""
MOST_BASES = 200
"""Bases and decorators of one definition."""
MOST_PARAMETERS = 1_000
"""Parameters of one function."""
MOST_ANCESTORS = 60
"""Classes whose members one class has."""
MOST_LEVELS = 800
"""Syntax nodes inside each other."""
MOST_DEEP = 50
"""Packages inside each other whose modules are listed."""
MOST_STARRED = 60_000
"""Names in the modules that one module imports everything from, directly or not: some seconds of reading."""
_MOST_PARTS = 10_000
"""Syntax nodes of an expression that griffe is shown."""
_MOST_PARTS_DEEP = 200
"""Syntax nodes inside each other in an expression that griffe is shown; it follows them by recursive calls."""

_Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def refuse_oversized(tree: ast.Module, what: str) -> None:
    """Refuse code that is too large for one section to be about.

    Args:
        tree: The code.
        what: The reference that leads to it, for the message.

    Raises:
        UnreadableSource: It exceeds a limit.
    """
    nodes = walk(tree)
    for has, most, hint in _excesses(tree, nodes):
        raise UnreadableSource(f"{what} has {has}; code with more than {most:,} is not described.", hint=hint)


def _excesses(tree: ast.Module, nodes: list[ast.AST]) -> Iterator[tuple[str, int, str]]:
    """What a block has too much of, the limit, and what to do."""
    if len(nodes) > MOST_NODES:
        hint = "Refer to a class or function in it, or keep generated data in a file that is not Python code."
        yield f"{len(nodes):,} names, values and operations", MOST_NODES, hint
    if is_deep(tree, MOST_LEVELS):
        yield "too many expressions or branches inside each other", MOST_LEVELS, "Split the expression or the function."
    for node in nodes:
        if isinstance(node, _Definition):
            for count, noun, most in _counts(node):
                if count > most:
                    yield f"{count:,} {noun} on `{node.name}`", most, "Refer to code that people write."


def _counts(node: _Definition) -> Iterator[tuple[int, str, int]]:
    yield len(node.decorator_list), "decorators", MOST_BASES
    if isinstance(node, ast.ClassDef):
        yield len(node.bases), "bases", MOST_BASES
    else:
        arguments = node.args
        count = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
        yield count, "parameters", MOST_PARAMETERS


def refuse_many_ancestors(path: str, ancestors: int, bases: int = 0) -> None:
    """Refuse a class whose bases would take long to put in order.

    Args:
        path: The class.
        ancestors: Classes that it is built on, directly or not, as far as they are known.
        bases: Its own bases.

    Raises:
        UnreadableSource: It exceeds a limit.
    """
    if ancestors > MOST_ANCESTORS or bases > MOST_BASES:
        raise UnreadableSource(
            f"`{path}` is built on too many classes; at most {MOST_ANCESTORS}, and {MOST_BASES} bases, are read.",
            hint="Refer to a class that is built on fewer others.",
        )


def leave_out_large_data(tree: ast.Module) -> None:
    """Replace expressions that griffe visits and that are too large or nested too deeply by `...`, in place.

    Args:
        tree: A module.
    """
    for node in seen_by_griffe(tree):
        _shorten(node)


def seen_by_griffe(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the statements that griffe looks into: not those of functions, constructors apart."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "__init__":
            pending.append(node.args)
        else:
            pending += [child for child in children(node) if not isinstance(child, ast.expr)]


def _shorten(node: ast.AST) -> None:
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.expr):
            setattr(node, name, _shortened(value))
        elif isinstance(value, list):
            value[:] = [_shortened(one) if isinstance(one, ast.expr) else one for one in value]


def _shortened(node: ast.expr) -> ast.expr:
    parts = len(walk(node))
    if parts <= _MOST_PARTS_DEEP or (parts <= _MOST_PARTS and not is_deep(node, _MOST_PARTS_DEEP)):
        return node
    return ast.copy_location(ast.Constant(...), node)
