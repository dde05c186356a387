"""Cut a definition out of its file so that the cutting means what it meant there."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence

from mkdocs_howto.references.modules import parse_source
from mkdocs_howto.syntax import children, walk

_FIELDS = re.compile(r"\n[^\S\n]*:[a-z]+(?: [^:\n]+)?:(?=\s|$)")
"""The first field of a list in reStructuredText: `:param name: …` (docutils, "Field Lists")."""


def cut(lines: Sequence[str], first: int, last: int, file: str) -> tuple[str, ast.Module]:
    """Lines of a file, dedented, and their syntax tree.

    `textwrap.dedent` would change the text of multi-line strings, and fail where one of their
    lines starts in the first column; here the lines inside such strings stay as they are.

    Args:
        lines: The file's lines, without line ends.
        first: First line to take, from 1.
        last: Last line to take.
        file: The file's name, for messages.

    Returns:
        The dedented source, newline-terminated, and its tree; line numbers count from 1.

    Raises:
        UnreadableSource: The lines are not whole statements.
    """
    rows = list(lines[first - 1 : last])
    margin = rows[0][: len(rows[0]) - len(rows[0].lstrip())] if rows else ""
    if margin:
        wrapped = parse_source("if 1:\n" + "\n".join(rows) + "\n", file)
        inside = set(_inside_strings(wrapped))
        rows = [
            row if number in inside else row.removeprefix(margin) if row.strip() else ""
            for number, row in enumerate(rows, start=2)
        ]
    source = "\n".join(rows).rstrip() + "\n"
    return source, parse_source(source, file)


def _inside_strings(tree: ast.Module) -> Iterator[int]:
    """Lines that belong to a string which began on an earlier line; docstrings may be moved."""
    docstrings = {id(node) for node in _docstrings(tree)}
    for node in walk(tree):
        match node:
            case ast.Constant(value=str() | bytes()) if id(node) in docstrings:
                continue
            case ast.JoinedStr() | ast.Constant(value=str() | bytes()):
                yield from range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and (constant := docstring_node(body)) is not None:
            yield constant


def docstring_node(body: Sequence[ast.stmt]) -> ast.Constant | None:
    """The docstring at the head of a body, if there is one."""
    match body[:1]:
        case [ast.Expr(value=ast.Constant(value=str()) as constant)]:
            return constant
    return None


def clean(docstring: str) -> str:
    """A docstring without its indentation and outer blank lines, as `inspect.cleandoc` leaves it."""
    # What stands for half a character cannot be written to a page (PEP 383, lone surrogates).
    text = docstring.encode(errors="replace").decode()
    first, _, rest = text.expandtabs().partition("\n")
    return f"{first.strip()}\n{textwrap.dedent(rest)}".strip()


def summary(docstring: str) -> str:
    """First paragraph of a cleaned docstring, on one line; fields that follow without a blank line are left out."""
    return " ".join(_FIELDS.split(docstring.partition("\n\n")[0])[0].split())


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes inside a function or class that belong to it, not to a function or class nested in it."""
    stack = children(node)[::-1]
    while stack:
        child = stack.pop()
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            stack += children(child)[::-1]


def yields(function: ast.AST) -> bool:
    """Whether a function is a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function))
