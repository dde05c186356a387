"""The author's own program: what the main guard of a file runs, or the function that it starts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from mkdocs_howto.syntax import last_name, walk
from mkdocs_howto.writers.offline.examples.entry.failing import definitions_in
from mkdocs_howto.writers.offline.examples.entry.scripts import asks, is_logging
from mkdocs_howto.writers.offline.examples.planning.values import written
from mkdocs_howto.writers.offline.telling.parts import Parts, Unit
from mkdocs_howto.writers.offline.trees import own, without_docstring

_MOST_LINES = 14
_MOST_SHOWN = 3


def guard_statements(source: str, tree: ast.Module, parts: Parts) -> list[str]:
    """Return the statements of the main guard that use what the file offers; nothing where they show no use.

    Args:
        source: Text of the file.
        tree: Its syntax tree.
        parts: Of the file.
    """
    body = _started(parts)
    main = parts.main
    offered = {one.name: one for one in parts.units if one is not main or parts.guard == tuple(body)}
    if asks(body) or any(isinstance(one, ast.Return | ast.While | ast.Global) for node in body for one in walk(node)):
        return []
    body = [node for node in body if not is_logging(node)]
    if is_bare(body) or not any(_uses(node, offered) for node in body) or definitions_in(tree).is_broken(body):
        return []
    return _without_unread(source, _cut(source, _shown(body), offered))


def _started(parts: Parts) -> list[ast.stmt]:
    """Return what the guard runs: of a function without parameters, which it starts, that function's body."""
    body = [node for node in parts.guard if not is_logging(node)]
    main = parts.main
    if main is None or len(body) != 1 or main.args.args or main.args.kwonlyargs:
        return body
    calls = [one for one in walk(body[0]) if isinstance(one, ast.Call)]
    if not any(last_name(one.func) == main.name for one in calls):
        return body
    inner = without_docstring(main.body)
    # What a guard runs as one call of a function with a result of its own is more than a use of the others.
    return inner if not any(isinstance(one, ast.Yield | ast.YieldFrom) for one in own(main)) else body


def is_bare(body: Sequence[ast.stmt]) -> bool:
    """Return whether there is nothing but one call without arguments, which says no more than a command.

    Args:
        body: The statements.
    """
    match body:
        case [ast.Expr(value=ast.Call(args=[], keywords=[]))]:
            return True
        case [ast.Expr(value=ast.Call(args=[ast.Call(args=[], keywords=[])], keywords=[]))]:
            return True  # `asyncio.run(main())`, `sys.exit(main())`.
    return not body


def _uses(node: ast.stmt, offered: dict[str, Unit]) -> bool:
    return any(isinstance(one, ast.Call) and last_name(one.func) in offered for one in walk(node))


def _cut(source: str, body: Sequence[ast.stmt], offered: dict[str, Unit]) -> list[ast.stmt]:
    """Return the statements up to the third that shows something, or as many as fit."""
    kept: list[ast.stmt] = []
    lines = shown = 0
    for node in body:
        height = len(_dedented(source, node).split("\n"))
        if lines + height > _MOST_LINES:
            break
        kept.append(node)
        lines += height
        shown += any(isinstance(one, ast.Call) and last_name(one.func) in {"print", "pprint"} for one in walk(node))
        if shown >= _MOST_SHOWN:
            break
    return kept if any(_uses(node, offered) for node in kept) else []


def _shown(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """Return statements that print results without what surrounds them: headings and labels."""
    made = {
        name
        for node in body
        if any(isinstance(one, ast.Call) and last_name(one.func) != "print" for one in walk(node))
        for name in _stored(node)
    }
    found: list[ast.stmt] = []
    for node in body:
        match node:
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=args, keywords=[])):
                results = [one for part in args for one in _results(part, made)]
                if results:
                    plain = all(one is part for one, part in zip(results, args, strict=False))
                    found.append(node if plain and len(results) == len(args) else _printing(results))
            case _:
                found.append(node)
    return found


def _results(node: ast.expr, made: set[str]) -> Iterator[ast.expr]:
    """Yield what an argument of `print` shows of what a program has made."""
    if isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _results(part.value, made)
    elif any(isinstance(one, ast.Call) or (isinstance(one, ast.Name) and one.id in made) for one in walk(node)):
        yield node


def _printing(results: list[ast.expr]) -> ast.stmt:
    """Return the statement that prints some results, without a place in the file."""
    return ast.Expr(ast.Call(ast.Name("print", ast.Load()), results, []))


def _without_unread(source: str, body: Sequence[ast.stmt]) -> list[str]:
    """Return the texts of statements, without those that only name what nothing reads."""
    kept: list[str] = []
    read: set[str] = set()
    for node in reversed(body):
        names = set(_stored(node))
        is_plain = isinstance(node, ast.Assign | ast.AnnAssign) and not any(
            isinstance(one, ast.Call | ast.Await) for one in walk(node)
        )
        if is_plain and names and not names & read:
            continue
        read |= {one.id for one in walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
        kept.insert(0, _dedented(source, node))
    return kept


def _stored(node: ast.stmt) -> Iterator[str]:
    for one in walk(node):
        if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store):
            yield one.id


def _dedented(source: str, node: ast.stmt) -> str:
    """Return a statement's text as it would stand at the margin."""
    if not hasattr(node, "lineno"):
        return written(node)
    first, *rest = (ast.get_source_segment(source, node) or "").split("\n")
    return "\n".join(
        [first, *(line[node.col_offset :] if not line[: node.col_offset].strip() else line for line in rest)]
    )
