"""Find the literals in a syntax tree that are given to something secret, in every form that Python has for giving."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mkdocs_howto.secrets.assignments import alternatives, annotated, assigned, bound, compared, each, giving
from mkdocs_howto.secrets.calls import commanded, entries, flagged, formatted, interpolated, pair, pairs, passed
from mkdocs_howto.secrets.literals import VALUES, below, kept, name_of, text_of
from mkdocs_howto.secrets.names import is_secret_itself, is_secret_name, looks_made
from mkdocs_howto.secrets.text import masked
from mkdocs_howto.syntax import walk

SHORTEST = 12
"""Characters of a text that is secret whatever it is given to."""
GIVING = frozenset(
    {ast.keyword, ast.Call, ast.Dict, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.Compare}
    | {ast.For, ast.AsyncFor, ast.comprehension, ast.withitem, ast.arg, ast.ClassDef}
    | {
        ast.arguments,
        ast.BinOp,
        ast.Return,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.Tuple,
        ast.List,
        ast.BoolOp,
        ast.IfExp,
        ast.JoinedStr,
        ast.Match,
    }
)
"""Nodes that give a value to something."""


def given(node: ast.AST, inner: set[int]) -> Iterator[ast.Constant]:
    """Yield the literals that a node gives to something secret.

    Args:
        node: A node of one of the kinds in `GIVING`.
        inner: Filled with the parts of concatenations, which are judged as a whole.
    """
    match node:
        case ast.Call():
            yield from passed(node)
            for name, value in giving(node):
                yield from assigned(name, value)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from bound(target, value)
        case ast.For(target=target, iter=items) | ast.AsyncFor(target=target, iter=items):
            yield from each(target, items)
        case ast.comprehension(target=target, iter=items):
            yield from each(target, items)
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            yield from bound(target, value)
        case ast.keyword() | ast.arguments() | ast.NamedExpr() | ast.AugAssign():
            for name, value in giving(node):
                yield from assigned(name, value)
        case ast.arg(arg=name, annotation=ast.expr() as annotation):
            yield from annotated(name, annotation)
        case ast.Compare(left=left, comparators=comparators):
            yield from compared([left, *comparators])
        case ast.Dict():
            yield from entries(node)
        case ast.AnnAssign(target=target, annotation=annotation, value=value):
            yield from annotated(name_of(target), annotation)
            yield from assigned(name_of(target), value) if value is not None else ()
        case ast.BoolOp(values=values):
            yield from alternatives(values)
        case ast.IfExp(body=body, orelse=other):
            yield from alternatives([body, other])
        case ast.JoinedStr(values=values):
            yield from interpolated(values)
        case ast.Match(subject=subject, cases=cases) if is_secret_name(name_of(subject)):
            for pattern in (one for case in cases for one in walk(case.pattern)):
                yield from kept(pattern) if isinstance(pattern, ast.Constant) else ()
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield from _defined(node)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            yield from pairs(elements)
            yield from pair(elements)
            yield from flagged(elements)
            yield from commanded(elements)
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(template)), right=right):
            yield from formatted(template, right.elts if isinstance(right, ast.Tuple) else [right])
        case ast.BinOp(op=ast.Add()) if id(node) not in inner:
            yield from _joined(node, inner)


def _defined(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield what a function that is named for a secret returns, and what such a class holds."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if is_secret_name(name):
            yield from annotated(name, node.returns) if node.returns is not None else ()
            for statement in node.body:
                if isinstance(statement, ast.Return) and statement.value is not None:
                    yield from below(statement.value)
        case ast.ClassDef(name=name) if is_secret_itself(name):
            yield from _of_class(node)


def _of_class(node: ast.ClassDef) -> Iterator[ast.Constant]:
    """Yield the values of a class that is named for a secret: `class Password: value = "…"`."""
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() as value):
                pass
            case _:
                continue
        if name.lower() in VALUES:
            yield from kept(value)
        elif node.name.endswith("s") and looks_made(text_of(value)):
            yield value


def _joined(node: ast.BinOp, inner: set[int]) -> Iterator[ast.Constant]:
    """Yield the literals of a concatenation that is secret only as a whole."""
    texts: list[ast.Constant] = []
    pending: list[ast.expr] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add):
            inner.add(id(current))
            pending += [current.right, current.left]
        elif isinstance(current, ast.Constant) and isinstance(current.value, str | bytes):
            texts.append(current)
        else:
            texts.append(ast.Constant("\n"))  # What is not known parts what is.
    whole = "".join(map(text_of, texts))
    if len(texts) > 1 and len(whole) >= SHORTEST:
        shown = masked(whole)
        if shown != whole:
            yield from (text for text in texts if hasattr(text, "lineno") and is_lost(text_of(text), shown))


def is_lost(text: str, shown: str) -> bool:
    """Return whether a part of a text is no longer there in what is shown of the whole."""
    return bool(text.strip()) and text not in shown
