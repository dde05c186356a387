"""Long calls and imports of an example on several lines, as formatters lay them out."""

from __future__ import annotations

import ast

from mkdocs_howto.syntax import NotPython, parsed, walk

WIDEST = 88
"""Characters of a line, the default of black and ruff (black's documentation, "Line length")."""


def wrapped(text: str) -> str:
    """Statements whose lines are all short enough, as far as breaking calls can make them so.

    Args:
        text: Whole statements.
    """
    lines = text.split("\n")
    if all(len(line) <= WIDEST for line in lines):
        return text
    return "\n".join(_broken(line) if len(line) > WIDEST else line for line in lines)


def _broken(line: str) -> str:
    """A statement of one line with the arguments of its outermost call of several below each other."""
    if line.startswith("from "):
        module, _, names = line.partition(" import ")
        return "\n".join([f"{module} import (", *(f"    {name}," for name in names.split(", ")), ")"])
    margin = line[: len(line) - len(line.lstrip())]
    header = line.strip().endswith(":")  # `with f(a) as b:`
    try:
        tree = parsed(line.strip() + (" pass" if header else ""))
    except NotPython:
        return line
    calls = [node for node in walk(tree) if isinstance(node, ast.Call)]
    call = next((node for node in calls if len(node.args) + len(node.keywords) > 1), None)
    if call is None or "#" in line:
        return line
    parts = _parts(line, call, margin)
    start, end = _inside(call, margin)
    joined = ", ".join(parts)
    inner = margin + "    "
    body = [inner + joined] if len(inner + joined) <= WIDEST else [f"{inner}{part}," for part in parts]
    body = [wrapped(row) if len(row) > WIDEST else row for row in body]
    return "\n".join([_cut(line, 0, start), *body, margin + _cut(line, end, None)])


def _parts(line: str, call: ast.Call, margin: str) -> list[str]:
    """The arguments as they are written."""
    spans = [(node.col_offset, node.end_col_offset) for node in call.args]
    # A keyword's own place is known: `name=value`.
    spans += [(keyword.col_offset, keyword.end_col_offset) for keyword in call.keywords]
    width = len(margin.encode())
    return [_cut(line, first + width, (last or 0) + width) for first, last in sorted(spans)]


def _inside(call: ast.Call, margin: str) -> tuple[int, int]:
    """Where the text between a call's brackets starts and ends, in bytes."""
    width = len(margin.encode())
    return (call.func.end_col_offset or 0) + width + 1, (call.end_col_offset or 0) + width - 1


def _cut(line: str, first: int, last: int | None) -> str:
    """Part of a line; columns of syntax nodes count UTF-8 bytes (`ast` module, "Node classes")."""
    return line.encode()[first:last].decode()
