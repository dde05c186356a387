"""State what an example prints, where that is known."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from mkdocs_howto.syntax import last_name, segment_of

_MOST_LINES = 6
_INLINE = 60
_UNSURE = re.compile(
    r"0x[0-9a-f]{4,}|\.\.\.|<BLANKLINE>|\b(?:object|function|generator|method) at\b|dtype|Traceback|\bu['\"]"
)
"""Marks of an output that is not the same on every machine, or not told whole."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What a comment cannot show, or a page cannot hold."""


def echoed(source: str, node: ast.stmt) -> str:
    """Return a block that prints the value which its last line shows at a prompt.

    Args:
        source: What was typed.
        node: The block, or a statement inside it.
    """
    match node:
        case ast.With(body=[*_, inner]) | ast.For(body=[*_, inner], orelse=[]) | ast.If(body=[*_, inner], orelse=[]):
            return echoed(source, inner)
        case ast.Expr(value=value) if not is_print(value) and value.lineno == value.end_lineno:
            lines = source.split("\n")
            shown = segment_of(source, value)
            lines[value.lineno - 1] = lines[value.lineno - 1].replace(shown, f"print({shown})", 1)
            return "\n".join(lines)
    return source


def with_output(statement: str, lines: Sequence[str], *, sure: bool = True) -> list[str]:
    """A statement with what it prints: behind it when that is short, else below it."""
    text = "\n".join(lines)
    if (
        not sure
        or _UNSURE.search(text)
        or len(lines) > _MOST_LINES
        or not text.strip()
        or any(map(_CONTROL.search, lines))
    ):
        return [statement]
    if len(lines) == 1 and "\n" not in statement and len(statement) + len(text) < _INLINE + 28:
        return [f"{statement}  # {text}"]
    if max(map(len, lines)) > 100:
        return [statement]
    return ["\n".join([statement, *(f"# {line}".rstrip() for line in lines)])]


def is_print(node: ast.expr) -> bool:
    """Whether an expression prints something itself; `pp` is `pprint`, by its own name or by that most give it."""
    return isinstance(node, ast.Call) and last_name(node.func) in {"print", "pprint", "pp"}
