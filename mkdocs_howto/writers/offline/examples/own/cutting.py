"""Cut a long program to the part that stands for itself."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from mkdocs_howto.syntax import NotPython, fragment, walk


def length(code: str) -> int:
    """Return how many lines of a program are not blank."""
    return sum(bool(line.strip()) for line in code.split("\n"))


def core(code: str, name: str, longest: int) -> str:
    """Return the part of a long program that uses an object and needs nothing else; empty if that is too long.

    Statements with an effect stay; imports, definitions and constants that nothing needs go. If that is not enough,
    it ends with the last statement that names the object, then with earlier ones.

    Args:
        code: The program.
        name: The object's bare name.
        longest: Lines that it may have, without blank ones.
    """
    try:
        body = fragment(code).body
    except NotPython:
        return ""
    lines = code.split("\n")
    segments = _segments(body, lines)
    ends = [
        number + 1
        for number, node in enumerate(body)
        if mentions(node, name) and not isinstance(node, ast.Import | ast.ImportFrom)
    ]
    for end in dict.fromkeys([len(body), *reversed(ends)][:12]) if ends else ():
        kept = _needed(body[:end], name)
        # What starts the program belongs to it: `if __name__ == "__main__":`, `app()` or `app.run()` as last line.
        last = len(body) - 1
        if end < len(body) and _starts(body[last], {node for number in kept for node in _defined(body[number])}):
            kept.append(last)
        text = "\n".join(segments[number] for number in kept).strip("\n")
        if length(text) <= longest:
            return text + "\n"
    return ""


def _segments(body: Sequence[ast.stmt], lines: Sequence[str]) -> list[str]:
    """Return each statement with the comments and blank lines above it."""
    found: list[str] = []
    start = 0
    for node in body:
        found.append("\n".join(lines[start : node.end_lineno]))
        start = node.end_lineno or start
    return found


def _needed(body: Sequence[ast.stmt], name: str) -> list[int]:
    """Return the positions of the statements without imports and definitions that none of the others needs."""
    kept: list[int] = []
    read: set[str] = set()
    for number in range(len(body) - 1, -1, -1):
        node = body[number]
        defined = _definitions(node)
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        if defined and not defined & read and (is_import or not mentions(node, name)):
            continue
        kept.append(number)
        read |= {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}
    return kept[::-1]


def _definitions(node: ast.stmt) -> set[str]:
    """Return the names of a statement that does nothing but define them."""
    match node:
        case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
            return {name}
        case ast.ClassDef(name=name, decorator_list=[]):
            return {name}
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return {alias.asname or alias.name.partition(".")[0] for alias in aliases}
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant()):
            return {name}
    return set()


def _defined(node: ast.stmt) -> set[str]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return {name}
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
    return set()


def _starts(node: ast.stmt, defined: set[str]) -> bool:
    """Whether a statement starts what a program has defined."""
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=body):
            names = {inner.id for one in body for inner in walk(one) if isinstance(inner, ast.Name)}
            return bool(names & defined)
        case (
            ast.Expr(value=ast.Call(func=ast.Name(id=name)))
            | ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="run")))
        ):
            return name in defined
    return False


def mentions(node: ast.AST, name: str) -> bool:
    """Whether a name or an attribute of that name stands in a piece of code."""
    return any(
        (isinstance(inner, ast.Name) and inner.id == name) or (isinstance(inner, ast.Attribute) and inner.attr == name)
        for inner in walk(node)
    )
