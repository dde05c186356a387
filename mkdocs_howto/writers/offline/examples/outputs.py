"""State what an example prints, where that is known."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from mkdocs_howto.syntax import NotPython, expression, last_name, literal_value, segment_of, walk

_MOST_LINES = 6
_INLINE = 60
_UNSURE = re.compile(
    r"0x[0-9a-f]{4,}|\.\.\.|<BLANKLINE>|\b(?:object|function|generator|method) at\b|dtype|Traceback|\bu['\"]"
)
"""Marks of an output that is not the same on every machine, or not told whole."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What a comment cannot show, or a page cannot hold."""


def prompted(source: str, body: Sequence[ast.stmt], want: str) -> list[str]:
    """What was typed at one prompt as statements that print what stands below it.

    Args:
        source: What was typed.
        body: Its statements, at least one.
        want: What is shown below it; empty where that is nothing.
    """
    last = body[-1]
    if not isinstance(last, ast.Expr):
        return [echoed(source, last), *said_of(want)] if want else [source]
    if not want:
        return [source]
    # Statements before the last one stand at the same prompt, set apart by semicolons.
    before = [segment for node in body[:-1] if (segment := ast.get_source_segment(source, node))]
    text = segment_of(source, last.value)
    told = stated(text, expression(text), want)
    if remark := _remark(source, last.value):
        told = [f"{remark}\n{told[0]}", *told[1:]]
    return [*before, *told]


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


def _remark(source: str, value: ast.expr) -> str:
    """The comment behind an expression; empty where there is none."""
    last = source.split("\n")[(value.end_lineno or 1) - 1].encode()
    rest = last[value.end_col_offset or 0 :].decode().strip()
    return rest if rest.startswith("#") else ""


def stated(source: str, value: ast.expr, want: str) -> list[str]:
    """An expression of a session as statements that print it, with its output as a comment.

    Args:
        source: The expression as written.
        value: Its syntax tree.
        want: What the session shows below it.
    """
    if is_print(value):
        return with_output(source, want.rstrip("\n").split("\n"))
    shown = _literal(want)
    match value:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str(text))]) if shown is True:
            # Readers want to see the text, not that it is the one.
            return with_output(f"print({segment_of(source, left)})", text.split("\n"))
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Call() as told, _]) if shown is True:
            return [f"print({segment_of(source, told)})"]
    bare = f"({source})" if isinstance(value, ast.Tuple) and not source.startswith("(") else source
    if shown is None:
        return with_output(
            f"print(repr({bare}))" if "(" in want else f"print({bare})", want.rstrip("\n").split("\n"), sure="(" in want
        )
    if isinstance(shown, str):
        return with_output(f"print({bare})", shown.split("\n"))
    return with_output(f"print({bare})", " ".join(want.split()).split("\n"), sure=is_ordered(want))


def expected(call: str, literal: str, value: object) -> list[str]:
    """A statement that prints a value known from a test.

    Args:
        call: The expression.
        literal: The expected value as written in the test.
        value: The same as a value.
    """
    if isinstance(value, str):
        return with_output(f"print({call})", value.split("\n"))
    return with_output(f"print({call})", [repr(value)], sure=is_ordered(literal))


def said_of(want: str) -> list[str]:
    """Comment lines for what statements print."""
    lines = want.rstrip("\n").split("\n")
    if len(lines) > _MOST_LINES or _UNSURE.search(want) or any(map(_CONTROL.search, lines)):
        return []
    return ["\n".join(f"# {line}".rstrip() for line in lines)]


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


def is_ordered(text: str) -> bool:
    """Whether a literal holds no set, whose order no one knows."""
    try:
        tree = expression(text.strip())
    except (SyntaxError, ValueError):
        return False
    return not any(isinstance(node, ast.Set) and len(node.elts) > 1 for node in walk(tree))


def _literal(want: str) -> object:
    try:
        value: object = literal_value(expression(want.strip()))
    except NotPython:
        return None
    return value if value is not None else None


def is_print(node: ast.expr) -> bool:
    """Whether an expression prints something itself; `pp` is `pprint`, by its own name or by that most give it."""
    return isinstance(node, ast.Call) and last_name(node.func) in {"print", "pprint", "pp"}
