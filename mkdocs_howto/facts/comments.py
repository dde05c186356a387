"""Find the documentation of fields: `#:` comments, and string literals below them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence

_MARK = "#:"


def field_comments(tree: ast.Module | ast.ClassDef, lines: Sequence[str]) -> Mapping[str, str]:
    """Return what an author says of the fields of a module or class, by their names.

    A string literal below an assignment counts first (PEP 257, "attribute docstrings"), then `#:` behind it or in the
    lines above it (Sphinx documentation, `autoattribute`). Attributes that `__init__` sets on `self` count as fields.

    Args:
        tree: The module or class.
        lines: The whole file, without line ends.
    """
    found: dict[str, str] = {}
    for body in _bodies(tree):
        for node, following in zip(body, [*body[1:], None], strict=True):
            if (names := _names(node)) and (text := _below(following) or _comment(node, lines)):
                found |= {name: text for name in names if name not in found}
    return found


def _bodies(tree: ast.Module | ast.ClassDef) -> Iterator[list[ast.stmt]]:
    yield tree.body
    if isinstance(tree, ast.ClassDef):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == "__init__":
                yield node.body


def _names(node: ast.stmt) -> list[str]:
    """Return the names that a statement assigns to: of the body, or of `self`."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    names: list[str] = []
    for target in targets:
        match target:
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name):
                names.append(name)
    return names


def _below(following: ast.stmt | None) -> str:
    match following:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return inspect.cleandoc(text)
    return ""


def _comment(node: ast.stmt, lines: Sequence[str]) -> str:
    """Return the `#:` comment behind a statement, or the one in the lines directly above it."""
    last = node.end_lineno or node.lineno
    if not 0 < node.lineno <= last <= len(lines):
        return ""
    behind = lines[last - 1].encode()[node.end_col_offset :].decode(errors="replace").strip()
    if behind.startswith(_MARK):
        return behind.removeprefix(_MARK).strip()
    rows: list[str] = []
    for row in reversed(lines[: node.lineno - 1]):
        if not row.strip().startswith(_MARK):
            break
        rows.append(row.strip().removeprefix(_MARK).removeprefix(" "))
    return "\n".join(reversed(rows)).strip()
