"""Functions that a test makes with `partial`: a caller writes the whole call."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from mkdocs_howto.syntax import NotPython, fragment, segment_of, walk

_MADE = re.compile(r"(?P<name>\w+) = (?:functools\.)?partial\(")


def written_out(texts: Sequence[str]) -> list[str]:
    """Statements in which a function that `partial` made for one call is called as what it stands for.

    Args:
        texts: Statements in order.
    """
    kept = list(texts)
    for text in texts:
        if (match := _MADE.match(text)) is None:
            continue
        used = re.compile(rf"\b{match['name']}\b")
        users = [number for number, other in enumerate(kept) if used.search(other)]
        # The first is where it is made.
        if len(users) == 2 and kept[users[0]] == text and (whole := _whole(text, kept[users[1]], match["name"])):
            kept[users[1]] = whole
            del kept[users[0]]
    return kept


def _whole(made: str, user: str, name: str) -> str:
    """A statement with the one call of a partial function written in full; empty where that cannot be done."""
    try:
        (first,), (second,) = fragment(made).body, fragment(user).body
    except NotPython:
        return ""
    nodes = walk(second)
    calls = [node for node in nodes if isinstance(node, ast.Call) and _is_named(node.func, name)]
    match first, calls:
        case ast.Assign(value=ast.Call() as partial), [call] if sum(_is_named(node, name) for node in nodes) == 1:
            parts = _parts(made, partial, user, call)
            if parts and "\n" not in made and call.lineno == call.end_lineno:
                called = f"{parts[0]}({', '.join(parts[1:])})"
                lines = user.split("\n")
                line = lines[call.lineno - 1].encode()
                after = line[call.end_col_offset :]
                lines[call.lineno - 1] = (line[: call.col_offset] + called.encode() + after).decode()
                return "\n".join(lines)
    return ""


def _parts(made: str, partial: ast.Call, user: str, call: ast.Call) -> list[str]:
    """What is called, and all arguments; nothing where those that are kept depend on when they are worked out."""
    values = [*partial.args[1:], *(keyword.value for keyword in partial.keywords)]
    if not partial.args or any(isinstance(node, ast.Name | ast.Call) for value in values for node in walk(value)):
        return []
    given = {keyword.arg for keyword in call.keywords}
    parts = [segment_of(made, node) for node in partial.args] + [segment_of(user, node) for node in call.args]
    parts += [_keyword(made, keyword) for keyword in partial.keywords if keyword.arg not in given]
    return parts + [_keyword(user, keyword) for keyword in call.keywords]


def _keyword(text: str, keyword: ast.keyword) -> str:
    value = segment_of(text, keyword.value)
    return f"{keyword.arg}={value}" if keyword.arg else f"**{value}"


def _is_named(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
