"""Code that can run: without the statements that stand behind a `return`, `raise`, `break` or `continue`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mkdocs_howto.section import CodeBlock
from mkdocs_howto.syntax import noted, parsed, walk

_ENDING = (ast.Return, ast.Raise, ast.Break, ast.Continue)


def reached(block: CodeBlock) -> CodeBlock:
    """Return a block of which the lines that can never run are empty; all others keep their numbers.

    Args:
        block: The code.
    """
    dead = _dead(parsed(block.source))
    if not dead:
        return block
    lines = block.source.split("\n")
    for one in dead:
        for number in range(one.lineno, (one.end_lineno or one.lineno) + 1):
            lines[number - 1] = ""
    return replace(block, source="\n".join(lines))


@noted
def _dead(tree: ast.Module) -> Sequence[ast.stmt]:
    return [one for node in walk(tree) for one in _unreached(node)]


def _unreached(node: ast.AST) -> Iterator[ast.stmt]:
    for body in (getattr(node, name, None) for name in ("body", "orelse", "finalbody")):
        if isinstance(body, list):
            yield from _behind_end(body)


def _behind_end(body: Sequence[ast.stmt]) -> Sequence[ast.stmt]:
    """Return the statements of a body that are never reached; none if they make its function a generator."""
    for number, one in enumerate(body):
        if isinstance(one, _ENDING):
            rest = body[number + 1 :]
            shares_line = any(other.lineno <= (one.end_lineno or one.lineno) for other in rest)
            makes_generator = any(
                isinstance(inner, ast.Yield | ast.YieldFrom) for other in rest for inner in walk(other)
            )
            return [] if shares_line or makes_generator else rest
    return []
